import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { digestOf, groupProgram, openSsh, portcullis, scratch } from "../../harness/command";

const { file, program, folder } = scratch("arguments");

const admin = "no-public-admin-ports";

describe("policies and a place", () => {
  test.each([
    ["the place first", (place: string) => [place, "--policy", admin]],
    ["the place last", (place: string) => ["--policy", admin, place]],
    ["the place last, after two policies", (place: string) => ["--policy", admin, "no-public-icmp", place]],
    ["the place last, after two options", (place: string) => ["--policy", admin, "--policy", "no-public-icmp", place]],
    ["an equals sign", (place: string) => [`--policy=${admin}`, place]],
    ["a list with a comma", (place: string) => ["--policy", `${admin},no-public-icmp`, place]],
    ["another option between", (place: string) => ["--policy", admin, "--timeout", "100", place]],
  ])(
    "%s",
    async (name, args) => {
      const place = program(name.replaceAll(/[ ,]/g, "-"), { "index.ts": groupProgram() });
      const { code, stdout, stderr } = await portcullis(["fix", ...args(place)]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("✔ no-public-admin-ports") });
      expect(stdout).toContain('-  ingress: [{ description: "SSH"');
    },
    60_000,
  );

  test.each([
    ["a policy that is none", ["--policy", "nonsense"], "nonsense is not a policy. docs/policies lists them.\n"],
    [
      "a policy that is nearly one",
      ["--policy", "no-public-admin-port"],
      "no-public-admin-port is not a policy: did you mean no-public-admin-ports?\n",
    ],
    ["two policies that are none", ["--policy", "nonsense", "more"], "nonsense is not a policy. docs/policies lists them.\n"],
    ["a place that is not there", ["--policy", admin, "./nowhere"], "There is nothing at ./nowhere."],
    ["two places", ["a/b", "c/d"], "error: too many arguments for 'fix'"],
    ["two places, one after a policy", ["a/b", "--policy", admin, "c/d"], "c/d is not a policy."],
    ["no policy", ["--policy", ""], '"" is not a policy.'],
  ])("%s", async (_, args, sentence) => {
    const { code, stdout, stderr } = await portcullis(["fix", ...args]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(sentence) });
  });
});

test("every command that can run a program can be told that it may", async () => {
  const { stdout: commands } = await portcullis(["--help"]);
  const names = Array.from(commands.matchAll(/^  (\w+) \[options\]/gm), ([, name = ""]) => name);
  expect(names).toContain("baseline");
  const helps = await Promise.all(names.map(async (name) => [name, (await portcullis([name, "--help"])).stdout] as const));
  const running = helps.filter(([, help]) => help.includes('"run"'));
  expect(running.filter(([, help]) => !help.includes("--trust-program")).map(([name]) => name)).toEqual([]);
});

describe("a time limit", () => {
  test.each(["1e10", "2147484", "99999999999999999999"])(
    "of %s seconds is a long one",
    async (seconds) => {
      const place = program(`long-${seconds}`, { "index.js": `setTimeout(() => undefined, 100);` });
      expect(await portcullis(["check", place, "--source", "run", "--timeout", seconds])).toMatchObject({ code: 0, stderr: "" });
    },
    60_000,
  );

  test.each(["0", "-1", "soon", "", "Infinity", "NaN", "1s"])("of %j is none", async (seconds) => {
    const { code, stderr } = await portcullis(["check", folder, `--timeout=${seconds}`]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `"${seconds}" is not a number of seconds.\n` });
  });
});

describe("a configuration", () => {
  const digest = (): string => file("open.json", digestOf([openSsh]));

  test.each(["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"])("with the key %s is wrong like any other", async (key) => {
    for (const text of [`{"settings":{"${key}":1}}`, `{"no-public-icmp":{"${key}":{}}}`]) {
      const { code, stdout, stderr } = await portcullis(["check", digest(), "--config", file("config.json", text)]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      expect(stdout).toContain(`${key} is no setting`);
    }
    const { code, stdout } = await portcullis(["check", digest(), "--config", file("config.json", `{"${key}":{"a":1}}`)]);
    expect({ code, named: stdout.includes(`"${key}" is not a policy of this pack`) }).toEqual({ code: 1, named: true });
  });

  test.each([
    ["a list of globs", { bastions: ["a".repeat(70_000)] }],
    ["a port's workload", { publicPorts: [{ workload: "*a".repeat(35_000), ports: ["tcp/22"] }] }],
    ["an exemption", { exemptions: [{ policy: admin, resource: "?".repeat(70_000), reason: "x", owner: "x", expires: "2099-01-01" }] }],
  ])("with an endless glob in %s is told so", async (_, settings) => {
    const { code, stdout, stderr } = await portcullis(["check", digest(), "--config", file("config.json", JSON.stringify({ settings }))]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/settings\.\w+ \[0\].* (must NOT have more than 500 characters|must be string)/);
  });

  test.each([
    ["YAML", () => file("pack.yaml", "name: x\nruntime: yaml\n"), /^The configuration .* cannot be read: Unexpected token .* is not valid JSON\.$/m],
    ["a folder", () => folder, /^The configuration .* cannot be read: it is a folder\.$/m],
    ["not there", () => path.join(folder, "none.json"), /^The configuration .* cannot be read: it is not there\.$/m],
    ["longer than one is", () => file("long.json", " ".repeat(10_000_001)), /cannot be read: it has more than 10,000,000 bytes/],
    ["a list", () => file("list.json", "[]"), /is not an object of policies/],
    ["nothing", () => file("empty.json", ""), /cannot be read/],
    ["half an object", () => file("half.json", '{"settings":'), /cannot be read/],
  ])("that is %s is refused", async (_, config, sentence) => {
    const { code, stdout, stderr } = await portcullis(["check", digest(), "--config", config()]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(sentence) });
    expect(stderr.split("\n")).toHaveLength(2);
  });

  test("written by PowerShell is read", async () => {
    const config = file("utf16.json", utf16le(JSON.stringify({ [admin]: "disabled" })));
    const { code, stdout } = await portcullis(["check", digest(), "--config", config]);
    expect({ code, named: stdout.includes(admin) }).toEqual({ code: 0, named: false });
  });
});

describe("an export", () => {
  const text = digestOf([openSsh], { name: "größe" });
  const encodings: readonly (readonly [string, Buffer])[] = [
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 as PowerShell writes it", utf16le(text)],
    ["UTF-16, the larger byte first", utf16le(text).swap16()],
    ["UTF-16 without a byte order mark", Buffer.from(text, "utf16le")],
    ["UTF-16 without a byte order mark, the larger byte first", Buffer.from(text, "utf16le").swap16()],
  ];
  test.each(encodings)("in %s", async (name, bytes) => {
    const { code, stdout } = await portcullis(["check", file(`${name}.json`, bytes)]);
    expect({ code, named: stdout.includes("größe") }).toEqual({ code: 1, named: true });
    expect((await portcullis(["check", "-"], { input: bytes })).stdout).toBe(stdout);
  });

  test.each([
    ["bytes of no encoding", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x80, 0x22, 0x7d])],
    ["an odd byte at the end of UTF-16", Buffer.concat([utf16le("{}"), Buffer.from([0])])],
    ["zeros", Buffer.alloc(5000)],
  ])("of %s is refused", async (_, bytes) => {
    const { code, stdout, stderr } = await portcullis(["check", file("bytes.json", bytes)]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^bytes\.json .*\n$/) });
  });

  test("comes through a pipe that has a name", async () => {
    if (process.platform === "win32") return;
    const pipe = path.join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const checking = portcullis(["check", pipe]);
    execFileSync("sh", ["-c", 'cat "$1" > "$2"', "sh", file("piped.json", text), pipe]);
    expect((await checking).code).toBe(1);
  });

  test("without an end is refused", async () => {
    if (!existsSync("/dev/zero")) return;
    const { code, stdout, stderr } = await portcullis(["check", "/dev/zero"]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(/^\/dev\/zero cannot be read: it has more than/) });
  });

  test.each([
    ["no place", [""], 'There is nothing at "".'],
    ["no stack", ["--stack", ""], '"" is no name of a stack'],
    ["a path for a stack", ["--stack", "../dev"], '"../dev" is no name of a stack'],
  ])("%s is told in a sentence", async (_, args, sentence) => {
    const { code, stdout, stderr } = await portcullis(["check", ...args]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(sentence) });
  });

  test("is no socket", async () => {
    const socket = path.join("/tmp", `portcullis-${String(process.pid)}.sock`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      const { code, stderr } = await portcullis(["check", socket]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/cannot be read/) });
    } finally {
      server.close();
    }
  });
});

describe("a project", () => {
  test("whose stackConfigDir is a file is told so", async () => {
    const place = program("misplaced", { "Pulumi.yaml": "name: misplaced\nruntime: nodejs\nstackConfigDir: index.js\n", "index.js": "" });
    for (const command of ["check", "fix", "pr", "exemptions"]) {
      const { code, stdout, stderr } = await portcullis([command, place, "--source", "run"]);
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: "",
        stderr: 'Pulumi.yaml says "stackConfigDir: index.js", which is not a folder. Correct the path.\n',
      });
    }
  });

  test.each([
    ["a folder for Pulumi.yaml", "Pulumi.yaml", "Pulumi.yaml is not a file. Name the folder of a Pulumi program."],
    ["a folder for a stack's settings", "Pulumi.dev.yaml", "Pulumi.dev.yaml is not a file. Correct that, then try again."],
  ])("with %s is told so", async (name, entry, sentence) => {
    const place = path.dirname(file(`${name.replaceAll(" ", "-")}/index.js`, ""));
    if (entry !== "Pulumi.yaml") file(`${path.basename(place)}/Pulumi.yaml`, "name: odd\nruntime: nodejs\n");
    mkdirSync(path.join(place, entry));
    const { code, stderr } = await portcullis(["check", place, "--source", "run"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${sentence}\n` });
  });

  test("with a backslash in a file's name is repaired like any other", async () => {
    if (process.platform === "win32") return;
    const place = program("backslash", {
      "index.js": `require("./a\\\\b.js");`,
      "a\\b.js": groupProgram()
        .replace(/^import.*\n/, 'const aws = require("@pulumi/aws");\n')
        .replace("export ", ""),
    });
    const { code, stderr } = await portcullis(["fix", place, "--policy", admin, "--write"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("Wrote a\\b.js.") });
    expect(readFileSync(path.join(place, "a\\b.js"), "utf8")).not.toContain("0.0.0.0/0");
  }, 60_000);
});

/** With the byte order mark that PowerShell's `>` writes. */
function utf16le(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, "utf16le");
}
