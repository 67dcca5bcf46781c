import { execFile, execFileSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, jest, test } from "@jest/globals";
import { cli, digestOf, openSsh, portcullis, scratch } from "../../harness/command";

jest.setTimeout(90_000);

const { file, program, folder } = scratch("written-files");

const source = (name: string): string =>
  program(name, {
    "Pulumi.yaml": "name: shop\nruntime: python\n",
    "__main__.py":
      'import pulumi_aws as aws\n\naws.ec2.SecurityGroup("web", ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"]}])\n',
  });

/** Every command that writes a file, and what it is given to write it to. */
const writers: Readonly<Record<string, (place: string, written: string) => readonly string[]>> = {
  check: (place, written) => ["check", place, "--fail-on", "never", "--format", "json", "--output", written],
  baseline: (place, written) => ["baseline", place, "--write", written],
  rules: (place, written) => ["rules", place, "--format", "csv", "--output", written],
  fix: (place, written) => ["fix", place, "--output", written],
};

/** A program in a repository, and an empty folder for what is written of it. */
function scene(name: string): { readonly place: string; readonly out: string } {
  const place = source(`${name}/program`);
  const git = (...args: readonly string[]): void => void execFileSync("git", ["-C", place, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "a program");
  git("remote", "add", "origin", "https://github.com/acme/shop");
  const out = path.join(folder, name, "out");
  mkdirSync(out);
  return { place, out };
}

const had = "what was there before\n";

/** Has writing go wrong, in the way that is named, as soon as something is written into the file or beside it. */
const hook = (out: string, how: string): string =>
  file(
    `hooks/${path.basename(path.dirname(out))}-${how}.cjs`,
    `const fs = require("node:fs");
const isMine = (place) => typeof place === "number" ? mine.has(place) : String(place).startsWith(${JSON.stringify(out)});
const mine = new Set();
const open = fs.openSync;
fs.openSync = (place, ...rest) => { const handle = open(place, ...rest); if (isMine(place)) mine.add(handle); return handle; };
const write = fs.writeFileSync;
fs.writeFileSync = (place, text, ...rest) => {
  if (!isMine(place)) return write(place, text, ...rest);
  write(place, String(text).slice(0, 10), ...rest);
  ${how === "SIGKILL" ? 'process.kill(process.pid, "SIGKILL"); for (;;);' : 'throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });'}
};
`,
  );

describe.each(Object.entries(writers))("what %s writes", (command, args) => {
  test("leaves what was there whole where the disk is full, and nothing beside it", async () => {
    const { place, out } = scene(`full-${command}`);
    const written = path.join(out, "file");
    writeFileSync(written, had);
    const ended = await portcullis(args(place, written), { environment: { NODE_OPTIONS: `--require ${hook(out, "ENOSPC")}` } });
    expect({ code: ended.code, last: ended.stderr.trim().split("\n").at(-1) }).toEqual({
      code: 2,
      last: `${written} cannot be written: no space is left on the device.`,
    });
    expect(readFileSync(written, "utf8")).toBe(had);
    expect(readdirSync(out)).toEqual(["file"]);
  });

  test("leaves what was there whole where the command is killed", async () => {
    const { place, out } = scene(`killed-${command}`);
    const written = path.join(out, "file");
    writeFileSync(written, had);
    expect((await portcullis(args(place, written), { environment: { NODE_OPTIONS: `--require ${hook(out, "SIGKILL")}` } })).code).toBe("SIGKILL");
    expect(readFileSync(written, "utf8")).toBe(had);
  });

  test("does not wait for somebody who never reads a pipe, and writes to one who does", async () => {
    const { place, out } = scene(`pipe-${command}`);
    const pipe = path.join(out, "pipe");
    execFileSync("mkfifo", [pipe]);
    const { code, stderr } = await portcullis(args(place, pipe));
    expect({ code, last: stderr.trim().split("\n").at(-1) }).toEqual({
      code: 2,
      last: `${pipe} cannot be written: nobody reads or writes at the other end.`,
    });
    const reading = promisify(execFile)("cat", [pipe]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await portcullis(args(place, pipe))).code).toBe(0);
    expect((await reading).stdout.length).toBeGreaterThan(20);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test("goes through links, keeps the mode of what was there, and may have the longest name", async () => {
    const { place, out } = scene(`link-${command}`);
    const [real, link, long] = [path.join(out, "real"), path.join(out, "link"), path.join(out, "n".repeat(255))];
    writeFileSync(real, had);
    chmodSync(real, 0o604);
    symlinkSync("real", link);
    symlinkSync("not-yet", path.join(out, "dangling"));
    for (const written of [link, long, path.join(out, "dangling")]) expect((await portcullis(args(place, written))).code).toBe(0);
    expect({ isLink: lstatSync(link).isSymbolicLink(), mode: statSync(real).mode & 0o777 }).toEqual({ isLink: true, mode: 0o604 });
    for (const written of [real, long, path.join(out, "not-yet")]) expect(readFileSync(written, "utf8")).not.toBe(had);
    expect(readdirSync(out).length).toBe(5);
  });

  test("is written into standard output, and into what swallows everything", async () => {
    const { place } = scene(`device-${command}`);
    const printed = promisify(execFile)("sh", ["-c", '"$@" 2>&1 | cat', "sh", process.execPath, cli, ...args(place, "/dev/stdout")]);
    expect((await printed).stdout.length).toBeGreaterThan(20);
    expect((await portcullis(args(place, "/dev/null"))).code).toBe(0);
    const { code, stderr } = await portcullis(args(place, "/dev/full"));
    expect({ code, last: stderr.trim().split("\n").at(-1) }).toEqual({
      code: 2,
      last: "/dev/full cannot be written: no space is left on the device.",
    });
    expect(existsSync("/dev/full")).toBe(true);
  });

  test("has a name", async () => {
    const { code, stdout, stderr } = await portcullis(args(scene(`nameless-${command}`).place, ""));
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^--(?:output|write) needs the name of a file\.\n$/),
    });
  });
});

describe("a file that is read is not written over", () => {
  const digest = (name: string): string => file(`${name}.json`, digestOf([openSsh]));

  test.each([
    ["the export of check", (given: string) => ["check", given, "--output", given]],
    ["the export of check, through a link", (given: string) => ["check", given, "--output", linkTo(given)]],
    ["the export of rules", (given: string) => ["rules", given, "--output", given]],
    ["the export of baseline", (given: string) => ["baseline", given, "--write", given]],
  ])("%s", async (name, args) => {
    const given = digest(name.replaceAll(/\W/g, "-"));
    const { code, stdout, stderr } = await portcullis(args(given));
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/is what is read, and would be written over\. Name another file\.\n$/),
    });
    expect(readFileSync(given, "utf8")).toBe(digestOf([openSsh]));
  });

  test.each([
    ["the baseline", "--baseline", `{"schemaVersion":1,"problems":[]}`],
    ["the configuration", "--config", "{}"],
  ])("%s", async (_, option, text) => {
    const given = file(`${option}.json`, text);
    const { code, stderr } = await portcullis(["check", digest("open"), option, given, "--format", "json", "--output", given]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("is what is read") });
    expect(readFileSync(given, "utf8")).toBe(text);
  });

  test("a file of the program that is repaired", async () => {
    const { place } = scene("own-source");
    const text = readFileSync(path.join(place, "__main__.py"), "utf8");
    const { code, stderr } = await portcullis(["fix", place, "--output", path.join(place, "__main__.py")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("is what is read") });
    expect(readFileSync(path.join(place, "__main__.py"), "utf8")).toBe(text);
  });

  test("two formats do not share a file, however it is spelt", async () => {
    const given = digest("two");
    const there = file("there", "");
    for (const [first, second] of [
      [there, `${folder}/./there`],
      [there, linkTo(there)],
      [path.join(folder, "not-there"), `${folder}/./not-there`],
    ] as const) {
      const { code, stderr } = await portcullis(["check", given, "--format", "json", "--output", first, "--format", "sarif", "--output", second]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: `Two formats cannot be written to one file: ${second}.\n` });
    }
  });
});

let links = 0;

function linkTo(given: string): string {
  const link = path.join(folder, `link-${String(links++)}`);
  symlinkSync(given, link);
  return link;
}
