import { afterAll, describe, expect, test } from "@jest/globals";
import { resolve } from "@portcullis/remediator/reader/languages/typescript/names";
import { openRepository } from "@portcullis/remediator/reader/project/repository";
import { folderOf, removeFolders } from "../harness/folder";

afterAll(removeFolders);

type Files = Readonly<Record<string, string>>;

/** The file that an import of app/index.ts means; undefined where it is a package's. */
function meant(specifier: string, files: Files): string | undefined {
  const repository = openRepository(folderOf({ "app/index.ts": "", ...files }));
  const file = { name: "app/index.ts", text: "" };
  const found = resolve(specifier, file, { repository, folder: "app", mainFolder: "app", entry: undefined });
  return found.kind === "files" ? found.names[0] : undefined;
}

describe("an import means a file of the repository", () => {
  test.each<readonly [name: string, specifier: string, files: Files, file: string | undefined]>([
    ["by its path", "./net", { "app/net.ts": "" }, "app/net.ts"],
    [
      "by a path of tsconfig.json",
      "@net/a",
      { "app/tsconfig.json": '{"compilerOptions":{"paths":{"@net/*":["./lib/*"]}}}', "app/lib/a.ts": "" },
      "app/lib/a.ts",
    ],
    ["below its baseUrl", "lib/a", { "app/tsconfig.json": '{"compilerOptions":{"baseUrl":"."}}', "app/lib/a.ts": "" }, "app/lib/a.ts"],
    [
      "by a whole name, and not by what begins with it",
      "~cfgs",
      { "app/tsconfig.json": '{"compilerOptions":{"paths":{"~cfg":["./a.ts"]}}}', "app/a.ts": "" },
      undefined,
    ],
    [
      "by a path of the tsconfig.json that it extends, relative to that",
      "#x",
      {
        "app/tsconfig.json": '{"extends":"../base/tsconfig"}',
        "base/tsconfig.json": '{ // of all\n "compilerOptions":{"paths":{"#x":["../lib/x.ts"]},}}',
        "lib/x.ts": "",
      },
      "lib/x.ts",
    ],
    [
      "by that of the last of several that it extends, whose base is another's",
      "@x",
      {
        "app/tsconfig.json": '{"extends":["./a.json","./b.json"],"compilerOptions":{"strict":true}}',
        "app/a.json": '{"compilerOptions":{"paths":{"@x":["./a"]}}}',
        "app/b.json": '{"compilerOptions":{"paths":{"@x":["./b"]}}}',
        "app/a.ts": "",
        "app/b.ts": "",
      },
      "app/b.ts",
    ],
    [
      "though its configuration extends itself",
      "@x",
      { "app/tsconfig.json": '{"extends":"./tsconfig.json","compilerOptions":{"paths":{"@x":["./x"]}}}', "app/x.ts": "" },
      "app/x.ts",
    ],
    [
      "by a name that the package gives it",
      "#cidr",
      { "app/package.json": '{"imports":{"#cidr":"./src/cidr.ts"}}', "app/src/cidr.ts": "" },
      "app/src/cidr.ts",
    ],
    [
      "by a pattern and a condition, built from source",
      "#lib/net/a",
      { "app/package.json": '{"imports":{"#lib/*":{"types":"./dist/*.d.ts","default":"./dist/*.js"}}}', "app/src/net/a.ts": "" },
      "app/src/net/a.ts",
    ],
    [
      "of a workspace, by its entry",
      "@acme/net",
      { "libs/net/package.json": '{"name":"@acme/net","main":"dist/index.js"}', "libs/net/src/index.ts": "" },
      "libs/net/src/index.ts",
    ],
    [
      "of a workspace that says only what it exports",
      "@acme/net",
      { "libs/net/package.json": '{"name":"@acme/net","exports":{".":{"import":"./lib/main.mjs"}}}', "libs/net/src/main.mts": "" },
      "libs/net/src/main.mts",
    ],
    [
      "of a workspace that exports one thing",
      "@acme/net",
      { "libs/net/package.json": '{"name":"@acme/net","exports":"./entry.ts"}', "libs/net/entry.ts": "" },
      "libs/net/entry.ts",
    ],
    [
      "of a workspace, by what it exports below its name, the longest pattern first",
      "@acme/net/vpc/main",
      {
        "libs/net/package.json": '{"name":"@acme/net","exports":{"./*":"./src/*.ts","./vpc/*":"./src/networks/*.ts"}}',
        "libs/net/src/vpc/main.ts": "",
        "libs/net/src/networks/main.ts": "",
      },
      "libs/net/src/networks/main.ts",
    ],
    [
      "by its path in letters of another case, as macOS and Windows find it",
      "./ec2/createec2",
      { "app/ec2/createEc2.ts": "" },
      "app/ec2/createEc2.ts",
    ],
    ["by the path of a folder in letters of another case", "./Net", { "app/net/index.ts": "" }, "app/net/index.ts"],
    ["in its own case before another", "./net", { "app/Net.ts": "", "app/net.js": "" }, "app/net.js"],
    ["in no case where two differ in it", "./NET", { "app/Net.ts": "", "app/net.ts": "" }, undefined],
    [
      "not of a package whose name a file has in another case",
      "lodash",
      { "app/tsconfig.json": '{"compilerOptions":{"baseUrl":"."}}', "app/Lodash.ts": "" },
      undefined,
    ],
    ["not of a package that is none of the repository's", "lodash/get", {}, undefined],
    ["not outside of the repository", "#out", { "app/package.json": '{"imports":{"#out":"../../../etc/passwd.ts"}}' }, undefined],
  ])("%s", (_, specifier, files, file) => {
    expect(meant(specifier, files)).toBe(file);
  });
});
