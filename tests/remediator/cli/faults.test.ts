import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { cli, digestOf, groupProgram, openSsh, portcullis, scratch } from "../../harness/command";

jest.setTimeout(90_000);

const { program, file, folder } = scratch("faults");

const admin = ["--policy", "no-public-admin-ports"];

/** An empty folder for temporary files. */
function temporary(name: string): string {
  const place = path.join(folder, `tmp-${name}`);
  mkdirSync(place);
  return place;
}

describe("temporary files", () => {
  test.each([
    ["is not there", () => path.join(folder, "no-such-folder"), "it is not there"],
    ["is a file", () => file("a-file", ""), "a part of its path is a file"],
    ...(existsSync("/dev/full") ? [["is a device", () => "/dev/full", "a part of its path is a file"] as const] : []),
  ])("where TMPDIR %s, every command says so and ends", async (_, place, reason) => {
    const TMPDIR = place();
    const where = program("no-tmp", { "index.ts": groupProgram() });
    for (const command of ["check", "fix", "pr", "exemptions"]) {
      const { code, stdout, stderr, seconds } = await portcullis([command, where, "--source", "run"], { environment: { TMPDIR } });
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: "",
        stderr: `No temporary folder can be made in ${TMPDIR}: ${reason}. Set TMPDIR to a folder that has room and can be written.\n`,
      });
      expect(seconds).toBeLessThan(20);
    }
    expect((await portcullis(["check", file("open.json", digestOf([openSsh]))], { environment: { TMPDIR } })).code).toBe(1);
  });

  test("are gone after every command, the compiler's too, and nobody else could read them", async () => {
    const TMPDIR = temporary("gone");
    const where = program("clean", {
      "index.ts": `import { statSync } from "fs";
import { tmpdir } from "os";
import { dirname } from "path";
if ((statSync(dirname(tmpdir())).mode & 0o077) !== 0) throw new Error("others may read " + tmpdir());
${groupProgram()}`,
    });
    for (const args of [
      ["check", where, "--source", "run", "--fail-on", "never"],
      ["fix", where, "--source", "run", ...admin],
      ["pr", where, "--source", "run", ...admin],
    ]) {
      const { code, stderr } = await portcullis(args, { environment: { TMPDIR } });
      expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: expect.not.stringContaining("cannot") });
      expect(readdirSync(TMPDIR)).toEqual([]);
    }
  });

  test.each(["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGALRM", "SIGXCPU", "SIGUSR2"] as const)(
    "and programs are gone after %s",
    async (signal) => {
      const TMPDIR = temporary(signal);
      const pid = path.join(folder, `${signal}.pid`);
      const where = program(`waits-${signal}`, {
        "index.js": `require("fs").writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => 1, 1000);`,
      });
      const child = spawn(process.execPath, [cli, "check", where, "--source", "run"], { env: { PATH: process.env.PATH, TMPDIR }, stdio: "ignore" });
      for (let tries = 0; tries < 600 && (!existsSync(pid) || readFileSync(pid, "utf8") === ""); tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(readdirSync(TMPDIR)).not.toEqual([]);
      child.kill(signal);
      expect(await new Promise((resolve) => child.once("close", (_, by) => resolve(by)))).toBe(signal);
      expect(readdirSync(TMPDIR)).toEqual([]);
      await gone(Number(readFileSync(pid, "utf8")));
    },
  );
});

test("a folder that went away while one was in it is told in a sentence", () => {
  const place = path.join(folder, "went-away");
  mkdirSync(place);
  for (const args of ["check", "fix --write", "rules ../elsewhere"]) {
    mkdirSync(place, { recursive: true });
    const { status, stdout, stderr } = spawnSync("sh", ["-c", `cd ${place} && rmdir ${place} && exec ${process.execPath} ${cli} ${args}`], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: "The folder that the command was started in cannot be told: it is not there. Change to another one.\n",
    });
  }
});

describe("a repository with what is no file, or cannot be read", () => {
  const odd = (name: string): string => {
    const where = program(name, { "index.ts": groupProgram(), "data/table.csv": "1\n" });
    execFileSync("mkfifo", [path.join(where, "pipe"), path.join(where, "pipe.ts")]);
    symlinkSync("nowhere", path.join(where, "dangling.ts"));
    symlinkSync("loop", path.join(where, "loop"));
    chmodSync(file(`${name}/closed.ts`, "1;\n"), 0);
    mkdirSync(path.join(where, "secrets"), { mode: 0 });
    return where;
  };

  test("is checked and repaired", async () => {
    const where = odd("odd");
    for (const how of ["static", "run"]) expect(await portcullis(["check", where, "--source", how])).toMatchObject({ code: 1, stderr: "" });
    expect(await portcullis(["fix", where, "--source", "run", "--write", ...admin])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Wrote index.ts."),
    });
    chmodSync(path.join(where, "secrets"), 0o700);
  });
});

describe("a program that cannot be repaired is told why", () => {
  const where = (name: string, lib: string | Buffer): string => program(name, { "index.ts": `import "./lib";\n`, "lib.ts": lib });

  test.each([
    [
      "its file is too large",
      "large",
      `${groupProgram()}// ${"x".repeat(2_100_000)}\n`,
      "lib.ts, which makes web, is larger than 2 MB (2.2 MB), and so is not edited",
    ],
    [
      "its file is in another encoding",
      "latin",
      Buffer.from(`${groupProgram()}// K\u00f6ln\n`, "latin1"),
      "lib.ts is not in UTF-8, which is all that is written",
    ],
  ])("%s", async (_, name, lib, reason) => {
    const { code, stdout, stderr } = await portcullis(["fix", where(name, lib), "--source", "run", ...admin]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: expect.stringContaining(reason) });
  });

  test("its file is reached through a link that leaves the program", async () => {
    file("elsewhere/lib.ts", groupProgram());
    const place = program("linked", { "index.ts": `import "./lib";\n` });
    symlinkSync("../elsewhere/lib.ts", path.join(place, "lib.ts"));
    const { code, stdout, stderr } = await portcullis(["fix", place, "--source", "run", ...admin]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "",
      stderr: expect.stringContaining("elsewhere/lib.ts, outside of the program's folder, and only the program is edited"),
    });
  });

  test("read from its source, it is told what was not read", async () => {
    file("elsewhere/lib.ts", groupProgram());
    const place = program("unread", {
      "index.ts": `import "./lib";\nimport "./latin";\n`,
      "latin.ts": Buffer.from(`${groupProgram()}// K\u00f6ln\n`, "latin1"),
    });
    execFileSync("git", ["init", "--quiet", place]);
    symlinkSync("../elsewhere/lib.ts", path.join(place, "lib.ts"));
    for (const [command, ends] of [
      ["check", 1],
      ["fix", 0],
    ] as const) {
      const { code, stdout, stderr } = await portcullis([command, place]);
      expect(code).toBe(ends);
      expect(`${stdout}${stderr}`).toMatch(/Not checked: \S*lib\.ts is a link that leaves the repository/);
      expect(`${stdout}${stderr}`).toMatch(/Not checked: \S*latin\.ts is not UTF-8: it is read as Windows-1252/);
    }
  });

  test("what else it has is repaired all the same", async () => {
    file("elsewhere/other.ts", `export const office = "192.0.2.0/24";\n`);
    const place = program("beside", { "index.ts": `import { office } from "./other";\n${groupProgram()}export { office };\n` });
    symlinkSync("../elsewhere/other.ts", path.join(place, "other.ts"));
    expect(await portcullis(["fix", place, "--source", "run", "--write", ...admin])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Wrote index.ts."),
    });
  });
});

/** Waits for a process to end. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      if (process.platform === "linux" && readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) return;
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`process ${pid} is still running`);
}
