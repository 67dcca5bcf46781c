import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { groupProgram, portcullis, scratch, type Ended } from "../../harness/command";

const { folder, program } = scratch("since");
const place = program("shop", { "index.ts": groupProgram("web") });
const file = path.join(place, "index.ts");

function git(...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-C", folder, ...args], { stdio: "ignore" });
}

git("init", "--quiet");
git("add", "--all", "--force");
git("commit", "--quiet", "--message", "The shop");

const check = (...args: readonly string[]): Promise<Ended> => portcullis(["check", place, ...args]);
const original = readFileSync(file, "utf8");

test("what was wrong at the other commit is known, moved or not", async () => {
  writeFileSync(file, `// A line more.\n\n${original}`);
  const { code, stdout } = await check("--since", "HEAD");
  expect({ code, hasProblem: stdout.includes("SSH") }).toEqual({ code: 0, hasProblem: false });
  expect(stdout).toContain("1 known problem of HEAD is not shown.");
});

test("what is gone is gone since that commit, of which there is no file to write again", async () => {
  writeFileSync(file, original.replace("0.0.0.0/0", "192.175.48.0/29"));
  const { stdout } = await check("--since", "HEAD");
  expect(stdout).toMatch(/Gone since HEAD: no-public-admin-ports of web/);
  expect(stdout).not.toContain("Write it again");
});

test("what opens more than it did is told", async () => {
  writeFileSync(file, original.replace("toPort: 22", "toPort: 25"));
  const { code, stdout } = await check("--since", "HEAD");
  expect(code).toBe(1);
  expect(stdout).toContain("tcp/22-25");
});

test("what was in another folder is known there, and what never was there is new", async () => {
  writeFileSync(file, original);
  git("mv", "shop", "moved");
  const moved = path.join(folder, "moved");
  const { code, stdout } = await portcullis(["check", moved, "--since", "HEAD"]);
  expect({ code, hasProblem: stdout.includes("SSH") }).toEqual({ code: 0, hasProblem: false });
  writeFileSync(path.join(moved, "Pulumi.yaml"), "name: other\nruntime: nodejs\n");
  expect((await portcullis(["check", moved, "--since", "HEAD"])).code).toBe(1);
  git("checkout", "--quiet", "HEAD", "--", ".");
  git("rm", "--quiet", "-r", "--force", "moved");
});

test("the working tree is read, and left as it is", async () => {
  writeFileSync(file, original);
  rmSync(path.join(place, "Pulumi.yaml"));
  expect((await check("--since", "HEAD")).code).toBe(2);
  git("checkout", "--quiet", "--", ".");
  expect(readFileSync(file, "utf8")).toBe(original);
});

test.each([
  [["--since", "no-such-branch"], "git knows no commit called no-such-branch.\n"],
  [["--since", "--output=x"], "git knows no commit called --output=x.\n"],
  [["--since", "HEAD", "--baseline", "x"], "--baseline and --since each say what is known: give one of them.\n"],
  [["--since", "HEAD", "--source", "run"], "--since compares what is read: another commit is not run, so --source run does not go with it.\n"],
])("%j is refused with a sentence", async (args, sentence) => {
  const { code, stdout, stderr } = await check(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: sentence });
});

test("a clone that has no earlier commits says how to get them", async () => {
  git("commit", "--quiet", "--allow-empty", "--message", "Another");
  const clone = path.join(folder, "clone");
  execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${folder}`, clone], { stdio: "ignore" });
  const { code, stderr } = await portcullis(["check", path.join(clone, "shop"), "--since", "HEAD~1"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "git knows no commit called HEAD~1: the checkout has no commits before some. Fetch them with: git fetch --unshallow\n",
  });
});
