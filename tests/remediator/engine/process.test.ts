import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { run, type Ended } from "@portcullis/remediator/engine/process";
import { scratch } from "../../harness/command";

jest.setTimeout(30_000);

const { folder, file } = scratch("process");

/** Runs a program of Node.js, and says how long it took. */
async function timed(name: string, program: string, seconds: number): Promise<Ended & { readonly took: number }> {
  const started = performance.now();
  const ended = await run({
    command: process.execPath,
    arguments: [file(`${name}.js`, program)],
    folder,
    environment: { PATH: process.env.PATH },
    seconds,
    longestOutput: 1_000,
  });
  return { ...ended, took: (performance.now() - started) / 1000 };
}

/** Starts a child out of the process group that does not end, and writes its number into a file. */
function detached(name: string, { stdio, env = "process.env" }: { stdio: string; env?: string }): string {
  return `const { spawn } = require("child_process");
const child = spawn(process.execPath, ["-e", "setInterval(() => 1, 1000)"], { detached: true, stdio: ${JSON.stringify(stdio)}, env: ${env} });
require("fs").writeFileSync(${JSON.stringify(path.join(folder, `${name}.pid`))}, String(child.pid));
child.unref();
console.log("done");`;
}

/** Whether the child is still there, once those that were killed have had the time to be noticed. */
async function lives(name: string): Promise<boolean> {
  const pid = Number(readFileSync(path.join(folder, `${name}.pid`), "utf8"));
  for (let tries = 0; tries < 50; tries++) {
    try {
      if (process.platform === "linux" && readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) return false;
      process.kill(pid, 0);
    } catch {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

describe("a command", () => {
  test("is over when it ends, whatever a child does with its streams", async () => {
    const ended = await timed("holds", detached("holds", { stdio: "inherit" }), 60);
    expect(ended).toMatchObject({ kind: "exited", exitCode: 0, stdout: "done\n" });
    expect(ended.took).toBeLessThan(10);
    expect(await lives("holds")).toBe(false);
  });

  test.each([
    ["that is detached", "detached", { stdio: "ignore" }],
    ["that is detached and holds the streams", "inherits", { stdio: "inherit" }],
  ])("leaves no child %s", async (_, name, how) => {
    expect(await timed(name, detached(name, how), 60)).toMatchObject({ kind: "exited", exitCode: 0 });
    expect(await lives(name)).toBe(false);
  });

  (process.platform === "linux" ? test : test.skip)("leaves no child that hides its environment, if it was seen with its parent", async () => {
    const ended = await timed("hides", `${detached("hides", { stdio: "ignore", env: "{}" })}\nsetTimeout(() => 1, 1500);`, 60);
    expect(ended).toMatchObject({ kind: "exited", exitCode: 0 });
    expect(await lives("hides")).toBe(false);
  });

  (process.platform === "linux" ? test : test.skip)("leaves no grandchild whose parent has ended", async () => {
    const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(detached("orphan", { stdio: "ignore" }))}], { detached: true, stdio: "ignore" }).unref();
setTimeout(() => 1, 1000);`;
    expect(await timed("orphan", parent, 60)).toMatchObject({ kind: "exited", exitCode: 0 });
    expect(existsSync(path.join(folder, "orphan.pid"))).toBe(true);
    expect(await lives("orphan")).toBe(false);
  });

  test.each([
    ["waits", "setInterval(() => 1, 1000);"],
    ["blocks", "for (;;);"],
    ["does not listen", `for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => 1); setInterval(() => 1, 1000);`],
  ])("that %s ends at its time limit", async (name, program) => {
    const ended = await timed(name.replaceAll(" ", "-"), program, 1);
    expect(ended.kind).toBe("timed out");
    expect(ended.took).toBeLessThan(8);
  });

  test("that waits, with a child that holds its streams, ends at its time limit", async () => {
    const ended = await timed("both", `${detached("both", { stdio: "inherit" })}\nsetInterval(() => 1, 1000);`, 2);
    expect(ended.kind).toBe("timed out");
    expect(ended.took).toBeLessThan(9);
    expect(await lives("both")).toBe(false);
  });

  test("says so where it cannot be started", async () => {
    const ended = await run({ command: "no-such-command", arguments: [], folder, environment: {}, seconds: 5, longestOutput: 10 });
    expect(ended).toMatchObject({ kind: "not started" });
  });

  test("may write more than is kept", async () => {
    const ended = await timed("loud", `for (let i = 0; i < 1000; i++) process.stdout.write("x".repeat(1000));`, 30);
    expect(ended).toMatchObject({ kind: "exited", stdout: "x".repeat(1_000) });
  });
});
