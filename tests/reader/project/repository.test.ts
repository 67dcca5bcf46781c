import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { openRepository, type OpenRepository } from "@portcullis/remediator/reader/project/repository";
import { readFolder } from "@portcullis/remediator/reader/read";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

/** What was not read, as "NAME reason". */
const complaints = ({ notRead }: OpenRepository): readonly string[] => notRead.map(({ reason, span }) => `${span.file.name} ${reason}`);

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder, stdio: "ignore" });
}

describe("the files of a folder", () => {
  test("in a checkout are those that git tracks or does not ignore, wherever in it the folder lies", () => {
    const top = folderOf({
      ".gitignore": "bin/\n*.log\n",
      "apps/shop/index.ts": "",
      "apps/shop/new.ts": "",
      "apps/shop/bin/index.js": "",
      "apps/shop/node_modules/x/index.js": "",
      "lib/rules.ts": "export {};",
      "debug.log": "",
      "gone.ts": "",
    });
    git(top, "init", "-q");
    git(top, "add", "apps/shop/index.ts", "gone.ts", "apps/shop/node_modules");
    unlinkSync(path.join(top, "gone.ts"));
    const repository = openRepository(path.join(top, "apps/shop"));
    expect(repository).toMatchObject({ top, base: "apps/shop" });
    expect(repository.names.filter((name) => repository.has(name))).toEqual([".gitignore", "apps/shop/index.ts", "apps/shop/new.ts", "lib/rules.ts"]);
    expect(repository.read("lib/rules.ts")).toEqual({ name: "lib/rules.ts", text: "export {};" });
    expect(repository.read("debug.log")).toBeUndefined();
    expect(repository.read("lib/rules.ts")).toBe(repository.read("lib/rules.ts"));
  });

  test("that git ignores are its own files, and nothing above it is opened", () => {
    const top = folderOf({ ".gitignore": "out\n", "secret.ts": "", "out/index.ts": "x" });
    git(top, "init", "-q");
    const repository = openRepository(path.join(top, "out"));
    expect(repository).toMatchObject({ base: "", names: ["index.ts"] });
    expect(repository.read("../secret.ts")).toBeUndefined();
  });

  test("without git are those that lie in it, without packages, virtual environments and vendored modules", () => {
    const top = folderOf({
      "index.ts": "",
      "node_modules/a/index.js": "",
      "env/pyvenv.cfg": "",
      "env/lib/x.py": "",
      "vendor/modules.txt": "",
      "vendor/x/x.go": "",
      "b/c.py": "",
    });
    expect(openRepository(top).names).toEqual(["b/c.py", "index.ts"]);
  });

  test("of a submodule belong to it", () => {
    const inner = folderOf({ "shared.ts": "shared" });
    git(inner, "init", "-q");
    git(inner, "add", ".");
    git(inner, "commit", "-q", "-m", "x");
    const top = folderOf({ "index.ts": "" });
    git(top, "init", "-q");
    git(top, "-c", "protocol.file.allow=always", "submodule", "add", "-q", inner, "lib");
    expect(openRepository(top).names).toEqual([".gitmodules", "index.ts", "lib/.git", "lib/shared.ts"]);
  });

  test("beyond the bound are left out, and those that are no source first", () => {
    const repository = openRepository(folderOf({ "a.png": "", "b.ts": "", "c.bin": "", "d.py": "" }), { mostFiles: 2 });
    expect(repository.names).toEqual(["b.ts", "d.py"]);
    expect(complaints(repository)).toEqual([" has 4 files, of which 2 are read"]);
  });
});

describe("nothing outside of the repository is opened", () => {
  test.each(["../other/secret.ts", "/etc/hostname", "a/../../other/secret.ts", "", ".", "a//b", "x\0y", ".git/config", "a\\..\\b"])("%j", (name) => {
    const repository = openRepository(folderOf({ "index.ts": "" }));
    expect([repository.has(name), repository.read(name), complaints(repository)]).toEqual([false, undefined, []]);
  });

  test.each([true, false])("links: to files and folders of the repository they are followed (in a checkout: %s)", (isCheckout) => {
    const outside = folderOf({ "secret.ts": "secret", "folder/secret.ts": "secret" });
    const top = folderOf({ "lib/rules.ts": "rules", "lib/deep/x.py": "x", "app/index.ts": "", ".git/config": "[core]" });
    if (isCheckout) {
      rmSync(path.join(top, ".git"), { recursive: true });
      git(top, "init", "-q");
    }
    symlinkSync("../lib", path.join(top, "app/shared"));
    symlinkSync("../lib/rules.ts", path.join(top, "app/rules.ts"));
    symlinkSync(path.join(outside, "secret.ts"), path.join(top, "app/secret.ts"));
    symlinkSync(path.join(outside, "folder"), path.join(top, "app/outside"));
    symlinkSync("loop.ts", path.join(top, "app/loop.ts"));
    symlinkSync("missing.ts", path.join(top, "app/nothing.ts"));
    symlinkSync("../.git/config", path.join(top, "app/config.ts"));
    symlinkSync("..", path.join(top, "app/up"));
    const repository = openRepository(top);
    expect(repository.names).toEqual(expect.arrayContaining(["app/shared/rules.ts", "app/shared/deep/x.py"]));
    expect(repository.names.filter((name) => name.startsWith("app/up/"))).toEqual([]);
    const texts = ["app/shared/rules.ts", "app/rules.ts", "app/secret.ts", "app/outside/secret.ts", "app/loop.ts", "app/nothing.ts", "app/config.ts"];
    expect(texts.map((name) => repository.read(name)?.text)).toEqual(["rules", "rules", undefined, undefined, undefined, undefined, undefined]);
    expect(complaints(repository)).toEqual([
      "app/secret.ts is a link that leaves the repository",
      "app/outside/secret.ts is a link that leaves the repository",
      "app/loop.ts is a link that leads back to itself",
      "app/nothing.ts is a link to nothing",
      "app/config.ts is a link to what is no part of the repository",
    ]);
  });
});

describe("what cannot be read is said once, with its name", () => {
  test.each<readonly [name: string, bytes: Uint8Array, expected: string]>([
    ["bytes of zero", Buffer.from("a\0b"), "is not text: it has bytes of zero"],
    ["half of UTF-16", Buffer.from([0xff, 0xfe, 0x00, 0xd8]), "begins like UTF-16 and is not"],
    ["3 MB", Buffer.alloc(3_000_000, 32), "is larger than 2 MB (3.0 MB)"],
    ["one byte more than 2 MB", Buffer.alloc(2_000_001, 32), "is larger than 2 MB (2.1 MB)"],
  ])("%s", (_, bytes, expected) => {
    const repository = openRepository(folderOf({ "index.ts": bytes }));
    expect([repository.read("index.ts"), repository.read("index.ts"), repository.has("index.ts")]).toEqual([undefined, undefined, true]);
    expect(complaints(repository)).toEqual([`index.ts ${expected}`]);
  });

  test.each([true, false])("a named pipe, which is not waited for (in a checkout: %s)", (isCheckout) => {
    const top = folderOf({ "index.ts": "" });
    if (isCheckout) git(top, "init", "-q");
    execFileSync("mkfifo", [path.join(top, "Pulumi.yaml")]);
    const repository = openRepository(top);
    expect([repository.has("Pulumi.yaml"), repository.read("Pulumi.yaml"), complaints(repository)]).toEqual([
      true,
      undefined,
      ["Pulumi.yaml is a named pipe, not a file"],
    ]);
  });

  test.each([
    ["nodejs", "index.ts"],
    ["nodejs", "index.js"],
    ["python", "__main__.py"],
  ])("a program of which the only file is a pipe, which git lists nowhere, %s: %s", async (runtime, name) => {
    const top = folderOf({ "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n` });
    git(top, "init", "-q");
    execFileSync("mkfifo", [path.join(top, name)]);
    const { projects } = await readFolder(top);
    expect(projects.flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual([`${name} is a named pipe, not a file`]);
  });

  test("a folder of that name is no file", () => {
    const top = folderOf({ "index.ts/x": "" });
    mkdirSync(path.join(top, "Pulumi.yaml"));
    const repository = openRepository(top);
    expect([repository.has("Pulumi.yaml"), repository.has("index.ts"), repository.read("index.ts"), complaints(repository)]).toEqual([
      false,
      false,
      undefined,
      [],
    ]);
  });

  (process.getuid?.() === 0 ? test.skip : test)("a file without permission", () => {
    const top = folderOf({ "index.ts": "" });
    chmodSync(path.join(top, "index.ts"), 0);
    const repository = openRepository(top);
    expect([repository.read("index.ts"), complaints(repository)]).toEqual([undefined, ["index.ts cannot be read: permission is denied"]]);
  });
});

test.each<readonly [name: string, bytes: Uint8Array]>([
  ["UTF-8", Buffer.from("\uFEFFa😀\r\n")],
  ["UTF-16, little end first", Buffer.from("\uFEFFa😀\r\n", "utf16le")],
  ["UTF-16, big end first", Buffer.from("\uFEFFa😀\r\n", "utf16le").swap16()],
])("a byte order mark stays in the text: %s", (_, bytes) => {
  expect(openRepository(folderOf({ "x.py": bytes })).read("x.py")?.text).toBe("\uFEFFa😀\r\n");
});

test.each<readonly [name: string, bytes: Uint8Array, text: string, said: readonly string[]]>([
  ["UTF-16 without a mark", Buffer.from("a = 1\n", "utf16le"), "a = 1\n", []],
  ["what Python is told", Buffer.from("# -*- coding: latin-1 -*-\n# caf\xe9", "latin1"), "# -*- coding: latin-1 -*-\n# café", []],
  ["what Vim is told", Buffer.from("#!/x\n# vim: set fileencoding=cp1252 :\n# \xe9", "latin1"), "#!/x\n# vim: set fileencoding=cp1252 :\n# é", []],
  ["Latin-1", Buffer.from("caf\xe9", "latin1"), "café", ["x.py is not UTF-8: it is read as Windows-1252, and letters beyond ASCII may be others"]],
  [
    "an encoding that is none",
    Buffer.from("# coding: latin-99\n# caf\xe9", "latin1"),
    "# coding: latin-99\n# café",
    ["x.py is not UTF-8: it is read as Windows-1252, and letters beyond ASCII may be others"],
  ],
])("another encoding is read, and said where it is not certain: %s", (_, bytes, text, said) => {
  const repository = openRepository(folderOf({ "x.py": bytes }));
  expect(repository.read("x.py")?.text).toBe(text);
  expect(complaints(repository)).toEqual(said);
});
