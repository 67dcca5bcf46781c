import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll } from "@jest/globals";

export const root = path.resolve(__dirname, "..", "..");
export const cli = path.join(root, "remediator", "dist", "cli.js");

export interface Ended {
  /** A number, or the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface Call {
  readonly input?: string | Buffer;
  readonly folder?: string;
  /** Beside PATH; HOME is an empty folder. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Writes standard output into this file instead of into a pipe. */
  readonly into?: string;
  /** Another build than the one of this project. */
  readonly program?: string;
  /** Is given the process as it starts, such as to kill it. */
  readonly started?: (child: ChildProcess) => void;
}

/** The command line as a user runs it, from the build. */
export function portcullis(
  args: readonly string[],
  { input, folder = root, environment = {}, into, program = cli, started: tell }: Call = {},
): Promise<Ended> {
  const started = performance.now();
  const file = into === undefined ? undefined : openSync(into, "w");
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: path.join(root, ".portcullis", "no-home"), ...environment },
    stdio: ["pipe", file ?? "pipe", "pipe"],
  });
  tell?.(child);
  if (file !== undefined) closeSync(file);
  const read = (stream: NodeJS.ReadableStream | null): (() => string) => {
    const chunks: Buffer[] = [];
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString("utf8");
  };
  const [stdout, stderr] = [read(child.stdout), read(child.stderr)];
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code: code ?? signal ?? -1, stdout: stdout(), stderr: stderr(), seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** A folder for the tests of one file, inside of the project so that programs find its packages. It goes away afterwards. */
export function scratch(name: string): Scratch {
  mkdirSync(path.join(root, ".portcullis"), { recursive: true });
  const folder = mkdtempSync(path.join(root, ".portcullis", `${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (relative: string, content: string | Buffer): string => {
    const place = path.join(folder, relative);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
    return place;
  };
  const program = (name: string, files: Readonly<Record<string, string | Buffer>>): string => {
    const all = { "Pulumi.yaml": `name: ${path.basename(name)}\nruntime: nodejs\n`, ...files };
    for (const [each, content] of Object.entries(all)) file(`${name}/${each}`, content);
    return path.join(folder, name);
  };
  return { folder, file, program };
}

export interface Scratch {
  readonly folder: string;
  /** Writes a file, and answers where it is. */
  readonly file: (relative: string, content: string | Buffer) => string;
  /** Writes a program's files, and answers its folder. */
  readonly program: (name: string, files: Readonly<Record<string, string | Buffer>>) => string;
}

/** A digest of a preview with one group. */
export function digestOf(ingress: unknown, { name = "web", description = "Web servers" } = {}): string {
  const type = "aws:ec2/securityGroup:SecurityGroup";
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return JSON.stringify({
    steps: [{ op: "create", urn, newState: { urn, type, custom: true, inputs: { description, ingress }, outputs: {} } }],
  });
}

export const openSsh = { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };

/** A program with one group. Its last source is the world's. */
export function groupProgram(name = "web"): string {
  return `import * as aws from "@pulumi/aws";

export const group = new aws.ec2.SecurityGroup(${JSON.stringify(name)}, {
  description: "Web servers",
  vpcId: "vpc-1",
  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }],
});
`;
}
