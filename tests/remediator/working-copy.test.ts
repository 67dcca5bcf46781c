import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "@jest/globals";
import { copyProgram, type WorkingCopy } from "@portcullis/remediator/repair/working-copy";

const base = realpathSync(mkdtempSync(path.join(tmpdir(), "portcullis-originals-")));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const copies: WorkingCopy[] = [];
afterEach(() => {
  for (const copy of copies.splice(0)) copy.close();
});

async function copied(folder: string): Promise<WorkingCopy> {
  const copy = await copyProgram(folder);
  if (copy.kind === "failed") throw new Error(copy.reason);
  copies.push(copy);
  return copy;
}

/** A repository with these files; its top folder. */
function repository(name: string, files: Readonly<Record<string, string>>): string {
  const top = path.join(base, name);
  mkdirSync(top);
  execFileSync("git", ["-C", top, "init", "--quiet"]);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
    writeFileSync(path.join(top, file), text);
  }
  return top;
}

describe("a copy of a program", () => {
  test("has its source, and links to the rest of its repository", async () => {
    const top = repository("shop", {
      ".gitignore": "built/\nnode_modules/\n",
      "infra/Pulumi.yaml": "name: shop\n",
      "infra/index.ts": "1;\n",
      "infra/lib/net.ts": "2;\n",
      "infra/built/index.js": "3;\n",
      "infra/node_modules/x/index.js": "4;\n",
      "infra/assets/logo.svg": "<svg/>\n",
      "shared/index.ts": "5;\n",
      "package.json": "{}\n",
      "node_modules/y/index.js": "6;\n",
    });
    const copy = await copied(path.join(top, "infra"));
    const kind = (file: string): string => (lstatSync(path.join(copy.folder, file)).isSymbolicLink() ? "link" : "copy");
    expect(
      Object.fromEntries(
        ["index.ts", "lib/net.ts", "Pulumi.yaml", "built", "node_modules", "assets/logo.svg", "../shared", "../package.json", "../node_modules"].map(
          (file) => [file, kind(file)],
        ),
      ),
    ).toEqual({
      "index.ts": "copy",
      "lib/net.ts": "copy",
      "Pulumi.yaml": "link",
      built: "link",
      node_modules: "link",
      "assets/logo.svg": "link",
      "../shared": "link",
      "../package.json": "link",
      "../node_modules": "link",
    });
    expect(readFileSync(path.join(copy.folder, "../shared/index.ts"), "utf8")).toBe("5;\n");
    expect(existsSync(path.join(copy.folder, "../.git"))).toBe(false);
  });

  test("is written without touching the program, links and new folders included", async () => {
    const top = repository("written", { "Pulumi.yaml": "name: written\n", "index.ts": "1;\n" });
    symlinkSync("index.ts", path.join(top, "linked.ts"));
    const copy = await copied(top);
    for (const file of ["Pulumi.yaml", "index.ts", "linked.ts", "new/file.ts"]) copy.write(file, "changed\n");
    for (const file of ["Pulumi.yaml", "index.ts", "linked.ts", "new/file.ts"])
      expect(readFileSync(path.join(copy.folder, file), "utf8")).toBe("changed\n");
    expect(readFileSync(path.join(top, "index.ts"), "utf8")).toBe("1;\n");
    expect(readFileSync(path.join(top, "Pulumi.yaml"), "utf8")).toBe("name: written\n");
    expect(readdirSync(top).sort()).toEqual([".git", "Pulumi.yaml", "index.ts", "linked.ts"]);
  });

  test("keeps links inside of the repository, and lets those that leave it lead where they did", async () => {
    mkdirSync(path.join(base, "outside"));
    writeFileSync(path.join(base, "outside", "lib.ts"), "outside\n");
    const top = repository("linking", { "infra/Pulumi.yaml": "name: linking\n", "infra/real.ts": "inside\n" });
    symlinkSync("real.ts", path.join(top, "infra/inside.ts"));
    symlinkSync("../../outside/lib.ts", path.join(top, "infra/outside.ts"));
    symlinkSync("../../outside", path.join(top, "infra/folder"));
    symlinkSync("nowhere", path.join(top, "infra/dangling"));
    const copy = await copied(path.join(top, "infra"));
    copy.write("real.ts", "edited\n");
    expect(readFileSync(path.join(copy.folder, "inside.ts"), "utf8")).toBe("edited\n");
    expect(readFileSync(path.join(copy.folder, "outside.ts"), "utf8")).toBe("outside\n");
    expect(readFileSync(path.join(copy.folder, "folder/lib.ts"), "utf8")).toBe("outside\n");
    expect(lstatSync(path.join(copy.folder, "dangling")).isSymbolicLink()).toBe(true);
  });

  test("is made past what is no file, and takes no time for what git ignores", async () => {
    const top = repository("odd", { ".gitignore": "cache/\n", "Pulumi.yaml": "name: odd\n", "index.ts": "1;\n" });
    execFileSync("mkfifo", [path.join(top, "pipe"), path.join(top, "pipe.ts")]);
    mkdirSync(path.join(top, "cache"));
    for (let number = 0; number < 500; number++) writeFileSync(path.join(top, "cache", `${number}.ts`), "");
    const copy = await copied(top);
    expect(lstatSync(path.join(copy.folder, "cache")).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(copy.folder, "index.ts"), "utf8")).toBe("1;\n");
  });

  test("does not copy itself where temporary files are kept in the program", async () => {
    const top = repository("inside", { "Pulumi.yaml": "name: inside\n", "index.ts": "1;\n", "tmp/keep.ts": "2;\n" });
    const before = process.env.TMPDIR;
    process.env.TMPDIR = path.join(top, "tmp");
    try {
      const copy = await copied(top);
      expect(readdirSync(path.join(copy.folder, "tmp"))).toEqual(["keep.ts"]);
    } finally {
      if (before === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
      else process.env.TMPDIR = before;
    }
  });

  test("of a program that git ignores has the program alone", async () => {
    const top = repository("ignoring", {
      ".gitignore": "scratch/\n",
      "scratch/Pulumi.yaml": "name: scratch\n",
      "scratch/index.ts": "1;\n",
      "beside.ts": "2;\n",
    });
    const copy = await copied(path.join(top, "scratch"));
    expect(readdirSync(copy.folder).sort()).toEqual(["Pulumi.yaml", "index.ts"]);
    expect(existsSync(path.join(copy.folder, "../beside.ts"))).toBe(false);
  });

  test("is gone when it is closed", async () => {
    const top = repository("closed", { "Pulumi.yaml": "name: closed\n" });
    const copy = await copied(top);
    copy.close();
    expect(existsSync(copy.folder)).toBe(false);
  });
});
