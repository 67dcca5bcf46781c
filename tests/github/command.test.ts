import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { Scene, type File } from "./scene";

jest.setTimeout(120_000);

const root = path.resolve(__dirname, "..", "..");
const cli = path.join(root, "remediator", "dist", "cli.js");

const source = `import * as aws from "@pulumi/aws";

export const web = new aws.ec2.SecurityGroup("web", {
  description: "Web servers",
  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }],
});
`;

const files: Readonly<Record<string, File>> = {
  "infra/Pulumi.yaml": { bytes: Buffer.from("name: infra\nruntime: nodejs\n") },
  "infra/index.ts": { bytes: Buffer.from(source), mode: "100755" },
};

/** Inside the project, so that the program finds its packages. */
const home = path.join(root, ".portcullis", "command-tests");
let scene: Scene;
let checkout = "";

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  scene = await Scene.open(files);
  const cloned = await scene.clone();
  checkout = mkdtempSync(path.join(home, "clone-"));
  await run("git", ["clone", "--quiet", cloned.path, checkout]);
  await run("git", ["-C", checkout, "remote", "set-url", "origin", "https://github.com/acme/shop.git"]);
});
afterAll(async () => {
  rmSync(checkout, { recursive: true, force: true });
  await scene.double.stop();
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, [...args], { env: { PATH: process.env.PATH, HOME: home, NO_COLOR: "1", ...environment } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
    });
  });
}

function open(): Promise<Ended> {
  const environment = { GITHUB_TOKEN: scene.bot.token, GITHUB_API_URL: scene.double.url, GITHUB_ACTIONS: "true" };
  return run(process.execPath, [cli, "pr", path.join(checkout, "infra"), "--open", "--policy", "no-public-admin-ports"], environment);
}

test("portcullis pr --open makes one pull request with the repair and its proof; a second run changes nothing", async () => {
  const first = await open();
  expect({ ...first, stdout: first.stdout.split(" ")[0] }).toEqual({ code: 0, stdout: "published", stderr: "" });
  const { data } = await scene.as(scene.person, "GET", "/pulls?state=open");
  const [pull] = data as unknown as { title: string; body: string; head: { ref: string } }[];
  expect(pull?.title).toBe("Repair 1 security group finding (no-public-admin-ports) in web");
  expect(pull?.body).toContain("No group admits anything more");
  const repaired = await scene.hosted.git.git(["show", `${pull?.head.ref ?? ""}:infra/index.ts`]);
  expect(repaired.trim()).toBe(source.replace('"0.0.0.0/0", ', "").trim());
  expect(await scene.hosted.git.git(["ls-tree", pull?.head.ref ?? "", "infra/index.ts"])).toMatch(/^100755 blob/);

  const before = scene.double.requests.filter(({ isMutating }) => isMutating).length;
  const second = await open();
  expect(second.code).toBe(0);
  expect(scene.double.requests.filter(({ isMutating }) => isMutating).length).toBe(before);
  expect(scene.double.violations).toEqual([]);
});
