import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import pc from "picocolors";
import { coloured, unifiedDiff } from "@portcullis/remediator/report/diff";
import { visible } from "@portcullis/remediator/system/visible";
import { wantsColours } from "@portcullis/remediator/cli/streams";
import { cli, digestOf, groupProgram, openSsh, portcullis, root, scratch } from "../../harness/command";

const { file, program, folder } = scratch("output");

/** What no terminal should be given, a newline and a tab aside. */
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

describe("colours", () => {
  const terminal = { isTTY: true };
  const pipe = { isTTY: false };
  test.each([
    ["a terminal", terminal, {}, true],
    ["a pipe", pipe, {}, false],
    ["a pipe of a build server", pipe, { CI: "true" }, false],
    ["a stream that says nothing of terminals", {}, { CI: "true" }, false],
    ["a terminal of somebody who wants none", terminal, { NO_COLOR: "1" }, false],
    ["a terminal where the wish is empty", terminal, { NO_COLOR: "" }, true],
    ["a terminal that cannot", terminal, { TERM: "dumb" }, false],
    ["a pipe of somebody who wants them", pipe, { FORCE_COLOR: "1" }, true],
    ["a pipe of somebody who says 0", pipe, { FORCE_COLOR: "0" }, false],
    ["a terminal of somebody who forces none", terminal, { FORCE_COLOR: "0" }, false],
    ["a terminal that cannot, of somebody who wants them", terminal, { TERM: "dumb", FORCE_COLOR: "1" }, true],
    ["both wishes", terminal, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  ] as const)("%s", (_, stream, environment, wanted) => {
    expect(wantsColours(stream, environment)).toBe(wanted);
  });

  test.each([{ CI: "true" }, { FORCE_COLOR: "1" }, { TERM: "xterm-256color", COLORTERM: "truecolor" }])(
    "a diff that goes into a file has none: %j",
    async (environment) => {
      const place = program(`plain-${Object.keys(environment).join("")}`, { "index.ts": groupProgram() });
      const diff = path.join(folder, "x.diff");
      const { code } = await portcullis(["fix", place, "--policy", "no-public-admin-ports"], { environment, into: diff });
      expect(code).toBe(0);
      expect(readFileSync(diff, "utf8")).not.toMatch(raw);
      execFileSync("git", ["apply", "--check", diff], { cwd: place, env: { PATH: process.env.PATH, GIT_DIR: "/dev/null" } });
    },
    60_000,
  );

  test("a report has none in a pipe of a build server, and has them where they are wanted", async () => {
    const digest = file("open.json", digestOf([openSsh]));
    expect((await portcullis(["check", digest], { environment: { CI: "true" } })).stdout).not.toMatch(raw);
    expect((await portcullis(["check", digest], { environment: { FORCE_COLOR: "1" } })).stdout).toContain("\u001b[31m");
  });
});

describe("output that cannot be written is neither findings nor their absence", () => {
  const report = (): string => file("many.json", digestOf(Array.from({ length: 3 }, () => openSsh)));

  test("a full device", async () => {
    if (!existsSync("/dev/full")) return;
    for (const args of [["check", report()], ["check", report(), "--format", "json"], ["--help"], ["--version"], ["exemptions", report()]]) {
      const { code, stderr } = await portcullis(args, { into: "/dev/full" });
      expect({ args, code, stderr }).toEqual({ args, code: 2, stderr: "The output could not be written: no space is left on the device.\n" });
    }
  });

  test("a full device for the messages, of which a repair has those that say whom it cuts off", async () => {
    if (!existsSync("/dev/full")) return;
    const place = program("lost", { "index.ts": groupProgram() });
    const [full, empty] = [openSync("/dev/full", "w"), openSync("/dev/null", "w")];
    const codeOf = (stderr: number): Promise<unknown> => {
      const child = spawn(process.execPath, [cli, "fix", place], { env: { PATH: process.env.PATH }, stdio: ["ignore", "ignore", stderr] });
      return new Promise((resolve) => child.once("close", resolve));
    };
    expect([await codeOf(full), await codeOf(empty)]).toEqual([2, 0]);
    for (const each of [full, empty]) closeSync(each);
  });

  test("a reader that has gone", async () => {
    const child = spawn(process.execPath, [cli, "check", report()], { env: { PATH: process.env.PATH }, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const said: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, said: Buffer.concat(said).toString() }).toEqual({ code: 2, said: "" });
  });

  test("a reader of the messages that has gone changes nothing", async () => {
    const child = spawn(process.execPath, [cli, "check", "no-such-place"], { env: { PATH: process.env.PATH }, stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.destroy();
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(2);
  });
});

describe("what others named cannot write on a terminal", () => {
  const escape = "\u001b[2J\u001b]0;x\u0007";
  const bidi = "\u202etxt.exe\u2066";

  test("characters that are not seen, or turn letters around, are written out", () => {
    expect(visible(`a${escape}b\u009bc${bidi}\n\td\u200be`)).toBe("a\\u{1b}[2J\\u{1b}]0;x\\u{7}b\\u{9b}c\\u{202e}txt.exe\\u{2066} d\\u{200b}e");
  });

  test("names of resources, in reports and in JSON", async () => {
    const digest = file("names.json", digestOf([openSsh], { name: `web${escape}${bidi}` }));
    const text = await portcullis(["check", digest]);
    expect(text.stdout).not.toMatch(raw);
    expect(text.stdout).toContain("web\\u{1b}[2J");
    const json = await portcullis(["check", digest, "--format", "json"]);
    expect(json.stdout).not.toMatch(raw);
    expect((JSON.parse(json.stdout) as { findings: { urn: string }[] }).findings[0]?.urn).toMatch(new RegExp(`web.*${bidi}$`, "s"));
  });

  test.each([
    ["a path", ["check", `no${escape}${bidi}`]],
    ["an option", ["check", `--no${escape}${bidi}`]],
    ["a command", [`no${escape}${bidi}`]],
    ["a policy", ["fix", "--policy", `no${escape}${bidi}`]],
    ["a configuration", ["check", "--config", `no${escape}${bidi}`]],
    ["a number", ["check", "--timeout", `no${escape}${bidi}`]],
  ])("%s in an error", async (_, args) => {
    const { code, stderr } = await portcullis(args);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(raw);
    expect(stderr).toContain("\\u{202e}");
  });

  test("the folder of a program", async () => {
    const place = program(`folder${escape.replaceAll("/", "")}${bidi}`, {
      "index.ts":
        'import * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] });\n',
    });
    for (const args of [["check"], ["check", "--all"], ["rules"], ["explain", "web"], ["fix"], ["exemptions"], ["baseline"]]) {
      const { stdout, stderr } = await portcullis([...args, place]);
      expect(stdout).not.toMatch(raw);
      expect(stderr).not.toMatch(raw);
    }
  });

  test("a program's own error", async () => {
    const place = program("throws", { "index.js": `throw new Error("no luck\\u001b[2J\\u202e");` });
    const { code, stderr } = await portcullis(["check", place, "--source", "run"]);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(raw);
  }, 60_000);
});

test("commands that a report proposes are ones that a shell takes", async () => {
  const place = program("o'clock & so on", {
    "index.ts":
      'import * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });\n',
  });
  const { stdout } = await portcullis(["check", "./o'clock & so on"], { folder: path.dirname(place) });
  const proposed = [...stdout.matchAll(/portcullis ((?:fix|explain index).*)$/gm)].flatMap(([, command = ""]) =>
    command.startsWith("fix:") ? [] : [command],
  );
  expect(proposed).toHaveLength(2);
  for (const command of proposed) {
    const script = `"${process.execPath}" "${cli}" ${command}`;
    expect(() => execFileSync("sh", ["-c", script], { cwd: path.dirname(place), stdio: "pipe" })).not.toThrow();
  }
});

describe("a diff", () => {
  const before = "a\nb\nc\n";
  const after = "a\nB\nc\n";

  test.each([
    ["a newline", "a\nb.ts"],
    ["a tab and quotes", 'a\t"b".ts'],
    ["spaces", "a b.ts"],
    ["a backslash", "a\\b.ts"],
    ["letters of all countries", "größe.ts"],
    ["an escape and a turn", "a\u001b[31m\u202eb.ts"],
  ])("of a file whose name has %s is one that git applies", (_, name) => {
    const place = path.dirname(file(`named/${name}`, before));
    const diff = file("named.diff", unifiedDiff(new Map([[name, before]]), new Map([[name, after]])));
    expect(readFileSync(diff, "utf8")).not.toMatch(raw);
    execFileSync("git", ["apply", diff], { cwd: place, env: { PATH: process.env.PATH, GIT_DIR: "/dev/null" } });
    expect(readFileSync(path.join(place, name), "utf8")).toBe(after);
  });

  test("shows what is not seen where it goes to a terminal, and is exact where it goes to a file", () => {
    const diff = unifiedDiff(new Map([["a.ts", "x\u202e\n"]]), new Map([["a.ts", "y\u202e\n"]]));
    expect(diff).toContain("-x\u202e\n+y\u202e\n");
    expect(coloured(diff, pc.createColors(true))).toContain("-x\\u{202e}");
  });
});

test("--version", async () => {
  const { version } = JSON.parse(readFileSync(path.join(root, "remediator", "package.json"), "utf8")) as { version: string };
  for (const option of ["--version", "-V"]) expect(await portcullis([option])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: "" });
});
