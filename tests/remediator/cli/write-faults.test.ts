import { spawn } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { cli, portcullis, scratch, type Ended } from "../../harness/command";

jest.setTimeout(90_000);

const { program, file, folder } = scratch("write-faults");

const group = (name: string, ...sources: readonly string[]): string =>
  `${name} = aws.ec2.SecurityGroup("${name}", ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [${["10.0.0.0/8", ...sources].map((source) => `"${source}"`).join(", ")}]}])\n`;

const own = "import pulumi_aws as aws\nimport lib\n\n";
const lib = "import pulumi_aws as aws\n\n";
const old = { "__main__.py": `${own}${group("web", "0.0.0.0/0")}`, "lib.py": `${lib}${group("data", "0.0.0.0/0")}` };
const repaired = { "__main__.py": `${own}${group("web")}`, "lib.py": `${lib}${group("data")}` };

/** A program of two files, both of which are repaired. */
function place(name: string, files: Readonly<Record<string, string>> = old): string {
  return program(name, { "Pulumi.yaml": "name: shop\nruntime: python\n", ...files });
}

function texts(where: string): Readonly<Record<string, string>> {
  return Object.fromEntries(["__main__.py", "lib.py"].map((name) => [name, readFileSync(path.join(where, name), "utf8")]));
}

function others(where: string): readonly string[] {
  return readdirSync(where).filter((name) => !/^(?:Pulumi\.yaml|__main__\.py|lib\.py)$/.test(name));
}

const asked = ["--write", "--policy", "no-public-admin-ports"];

describe("a file that is not what was read any more when it is to be written", () => {
  test.each([
    ["changed", "echo '# somebody else' >> lib.py", "lib.py changed while it was being repaired. Nothing was written. Try again."],
    ["went away", "rm -f lib.py", "lib.py is not an ordinary file any more. Nothing was written."],
    ["became a link", "rm -f lib.py; ln -s __main__.py lib.py", "lib.py is not an ordinary file any more. Nothing was written."],
    ["became a folder", "rm -rf lib.py; mkdir lib.py", "lib.py is not an ordinary file any more. Nothing was written."],
  ])("it %s", async (name, happens, says) => {
    const where = place(name.replaceAll(" ", "-"));
    // What --check runs between reading and writing does it.
    const tool = file(`tools-${name.replaceAll(" ", "-")}/python3`, `#!/bin/sh\ncd '${where}' && ${happens}\nexit 0\n`);
    chmodSync(tool, 0o755);
    const environment = { PATH: `${path.dirname(tool)}:${process.env.PATH ?? ""}` };
    const { code, stderr } = await portcullis(["fix", where, "--check", ...asked], { environment });
    expect({ code, last: stderr.trim().split("\n").at(-1) }).toEqual({ code: 2, last: says });
    expect(readFileSync(path.join(where, "__main__.py"), "utf8")).toBe(old["__main__.py"]);
    expect(others(where)).toEqual([]);
  });
});

describe("a place that cannot be written", () => {
  test.each([
    ["a file", "lib.py", 0o444, 0o644],
    ["the folder", ".", 0o555, 0o755],
  ])("%s is for reading only", async (name, closed, mode, again) => {
    const where = place(`closed-${name.replace(" ", "-")}`);
    chmodSync(path.join(where, closed), mode);
    const { code, stderr } = await bound(["fix", where, ...asked]);
    chmodSync(path.join(where, closed), again);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/(?:lib|__main__)\.py cannot be written: permission is denied\. Nothing was written\.\n$/),
    });
    expect(texts(where)).toEqual(old);
    expect(others(where)).toEqual([]);
  });

  test("the disk is full", async () => {
    const long = { ...old, "lib.py": `${old["lib.py"]}# ${"-".repeat(4_000)}\n` };
    const where = place("full", long);
    const { code, stderr } = await shell(`ulimit -f 2; exec "$0" "$@"`, ["fix", where, ...asked]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/lib\.py cannot be written: .+\. Nothing was written\.\n$/) });
    expect(texts(where)).toEqual(long);
    expect(others(where)).toEqual([]);
  });
});

describe("source that is a link", () => {
  test.each([
    ["beside it", "parts/lib.py", "lib.py is reached through a link, and only what links lead to is edited"],
    ["outside of the repository", "../elsewhere/lib.py", "lib.py is a link that leaves the repository"],
  ])("to a file %s is told, and stays as it is; the rest is repaired", async (_, target, says) => {
    const where = program(`linked-${path.dirname(target).replaceAll(/\W/g, "")}`, {
      "Pulumi.yaml": "name: shop\nruntime: python\n",
      "__main__.py": old["__main__.py"],
    });
    file(path.relative(folder, path.join(where, target)), old["lib.py"]);
    symlinkSync(target, path.join(where, "lib.py"));
    expect(await portcullis(["fix", where, ...asked])).toMatchObject({ code: 0, stderr: expect.stringContaining(says) });
    expect(lstatSync(path.join(where, "lib.py")).isSymbolicLink()).toBe(true);
    expect(texts(where)).toEqual({ ...old, "__main__.py": repaired["__main__.py"] });
    expect(others(where).filter((name) => name !== "parts")).toEqual([]);
  });
});

test.each(["latin1", "utf16le"] as const)("source in %s is read, and not written", async (encoding) => {
  const where = place(encoding, { ...old, "lib.py": "" });
  const bytes = Buffer.from(`# für alle\n${old["lib.py"]}`, encoding);
  writeFileSync(path.join(where, "lib.py"), bytes);
  expect(await portcullis(["fix", where, ...asked])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("lib.py is not in UTF-8, which is all that is written"),
  });
  expect(readFileSync(path.join(where, "lib.py"))).toEqual(bytes);
  expect(readFileSync(path.join(where, "__main__.py"), "utf8")).toBe(repaired["__main__.py"]);
});

/** Has a signal come between the first file that is moved into its place and the second. */
const between = (signal: string): string =>
  `const fs = require("node:fs");
const move = fs.renameSync;
let moved = 0;
fs.renameSync = (from, to) => {
  if (/-new$/.test(from) && ++moved === 2) process.kill(process.pid, ${JSON.stringify(signal)});
  return move(from, to);
};
`;

describe("a write that is interrupted between two files", () => {
  const interrupted = async (signal: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<{ readonly where: string; readonly ended: Ended }> => {
    const where = place(signal);
    const hook = file(`hooks/${signal}.cjs`, between(signal));
    return { where, ended: await portcullis(["fix", where, ...asked], { environment: { NODE_OPTIONS: `--require ${hook}` } }) };
  };

  test.each(["SIGTERM", "SIGINT"] as const)("%s waits until all files are written", async (signal) => {
    const { where, ended } = await interrupted(signal);
    expect([0, signal]).toContain(ended.code);
    expect(texts(where)).toEqual(repaired);
    expect(others(where)).toEqual([]);
  });

  test("SIGKILL leaves every file whole; the next run writes the rest, and tells what is left", async () => {
    const { where, ended } = await interrupted("SIGKILL");
    expect(ended.code).toBe("SIGKILL");
    for (const [name, text] of Object.entries(texts(where)))
      expect([old, repaired].map((files) => (files as Readonly<Record<string, string>>)[name])).toContain(text);
    const left = others(where);
    expect(left.length).toBeGreaterThan(0);
    const { code, stderr } = await portcullis(["fix", where, ...asked]);
    expect(code).toBe(0);
    expect(texts(where)).toEqual(repaired);
    for (const name of left) expect(stderr).toContain(`${name} is left of a write that was interrupted`);
    expect(others(where)).toEqual(left);
  });
});

describe("findings that meet at one place", () => {
  test("two groups on one line, each with two rules to go", async () => {
    const rules = (ports: readonly number[]): string =>
      `[${ports.map((port) => `{"protocol": "tcp", "from_port": ${port}, "to_port": ${port}, "cidr_blocks": ["0.0.0.0/0"]}`).join(", ")}]`;
    const line = (ports: readonly number[]): string =>
      `${["web", "data"].map((name) => `aws.ec2.SecurityGroup("${name}", ingress=${rules(ports)})`).join("; ")}\n`;
    const where = place("one-line", { "__main__.py": `${lib}${line([22, 443, 3389])}`, "lib.py": "" });
    expect(await portcullis(["fix", where, ...asked])).toMatchObject({ code: 0, stderr: expect.stringContaining("Wrote __main__.py.") });
    expect(readFileSync(path.join(where, "__main__.py"), "utf8")).toBe(`${lib}${line([443])}`);
  });

  test("plans that want different things of one list are both made, or one of them is told", async () => {
    const shared = `everywhere = ["0.0.0.0/0"]\n${["web", "data"]
      .map(
        (name, index) =>
          `aws.ec2.SecurityGroup("${name}", ingress=[{"protocol": "tcp", "from_port": ${index === 0 ? 22 : 443}, "to_port": ${index === 0 ? 22 : 443}, "cidr_blocks": everywhere}])\n`,
      )
      .join("")}`;
    const where = place("one-list", { "__main__.py": `${lib}${shared}`, "lib.py": "" });
    const { code, stderr } = await portcullis(["fix", where, ...asked]);
    expect(code).toBe(0);
    const after = readFileSync(path.join(where, "__main__.py"), "utf8");
    expect(after).toContain(`everywhere = ["0.0.0.0/0"]`);
    expect(after).toContain(`"from_port": 443, "to_port": 443, "cidr_blocks": everywhere`);
    expect(stderr.includes("Wrote __main__.py") || stderr.includes("is left to you")).toBe(true);
  });
});

/** As somebody whom the modes of files bind. */
function bound(args: readonly string[]): Promise<Ended> {
  if (process.getuid?.() !== 0) return portcullis(args);
  return shell(`exec setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search "$0" "$@"`, args);
}

/** The command line, started by a line of a shell that has it as its arguments. */
function shell(line: string, args: readonly string[]): Promise<Ended> {
  const started = performance.now();
  const child = spawn("bash", ["-c", line, process.execPath, cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code: code ?? signal ?? -1, ...said, seconds: (performance.now() - started) / 1000 }));
  });
}
