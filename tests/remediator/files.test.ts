import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readFiles } from "@portcullis/remediator/system/files";
import { scratch } from "../harness/command";

const { folder, file } = scratch("files");

function git(place: string, ...args: string[]): void {
  execFileSync("git", ["-C", place, "-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { stdio: "ignore" });
}

/** Root may read everything, whatever the modes say. */
const isRoot = process.getuid?.() === 0;

describe("the source of a program", () => {
  test("is what a language edits, in a fixed order", () => {
    const place = path.join(folder, "plain");
    for (const name of ["b.ts", "a.js", "c/d.mts", "README.md", "types.d.ts", "node_modules/x/index.js", "dist/index.js", ".hidden/e.ts"])
      file(`plain/${name}`, "1;\n");
    expect([...readFiles(place).keys()]).toEqual(["a.js", "b.ts", "c/d.mts"]);
  });

  test("is read past what is no file, or is not there", () => {
    const place = path.dirname(file("odd/index.ts", "1;\n"));
    execFileSync("mkfifo", [path.join(place, "pipe.ts")]);
    symlinkSync("nowhere.ts", path.join(place, "dangling.ts"));
    symlinkSync("loop.ts", path.join(place, "loop.ts"));
    mkdirSync(path.join(place, "folder.ts"));
    expect([...readFiles(place).keys()]).toEqual(["index.ts"]);
    expect([...readFiles(path.join(place, "gone")).keys()]).toEqual([]);
  });

  (isRoot ? test.skip : test)("is read past what may not be read", () => {
    const place = path.dirname(file("closed/index.ts", "1;\n"));
    chmodSync(file("closed/secret.ts", "1;\n"), 0);
    chmodSync(path.dirname(file("closed/secrets/index.ts", "1;\n")), 0);
    expect([...readFiles(place).keys()]).toEqual(["index.ts"]);
    chmodSync(path.join(place, "secrets"), 0o700);
  });

  test("is not what git ignores, unless git ignores the program", () => {
    const place = path.dirname(file("checkout/infra/index.ts", "1;\n"));
    const top = path.dirname(place);
    git(top, "init", "--quiet");
    file("checkout/.gitignore", "generated/\n*.gen.ts\nignored/\n");
    for (const name of ["generated/a.ts", "b.gen.ts", "lib/c.gen.ts", "lib/d.ts"]) file(`checkout/infra/${name}`, "1;\n");
    expect([...readFiles(place).keys()]).toEqual(["index.ts", "lib/d.ts"]);
    file("checkout/ignored/index.ts", "1;\n");
    file("checkout/ignored/lib/a.ts", "1;\n");
    expect([...readFiles(path.join(top, "ignored")).keys()]).toEqual(["index.ts", "lib/a.ts"]);
    expect([...readFiles(path.join(top, "ignored", "lib")).keys()]).toEqual(["a.ts"]);
  });

  test("is not what is too large, made by something else, or one too many", () => {
    const place = path.dirname(file("large/index.ts", "1;\n"));
    file("large/big.ts", `// ${"x".repeat(1_000_000)}\n`);

    file("large/dist/made.js", "1;\n");
    file("large/text.md", "1;\n");
    expect([...readFiles(place).keys()]).toEqual(["index.ts"]);
    mkdirSync(path.join(place, "many"));
    for (let number = 0; number < 5_001; number++) writeFileSync(path.join(place, "many", `f${String(number).padStart(4, "0")}.ts`), "");
    expect(readFiles(place).size).toBe(5_000);
  });
});
