import { afterAll, describe, expect, test } from "@jest/globals";
import path from "node:path";
import { findProjects, type Projects } from "@portcullis/remediator/reader/project/project";
import { openRepository } from "@portcullis/remediator/reader/project/repository";
import { stackWithoutFile } from "@portcullis/remediator/reader/project/stacks";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

type Files = Readonly<Record<string, string>>;

function projectsIn(files: Files, below = ""): Projects {
  return findProjects(openRepository(path.join(folderOf(files), below)));
}

/** What was found, without the repository. */
function found({ projects }: Projects): unknown {
  return projects.map(({ name, runtime, file, program: { folder, mainFolder, entry }, stacks }) => ({
    name,
    runtime,
    file: file.name,
    folder,
    mainFolder,
    entry,
    stacks: stacks.map((stack) => stack.name),
  }));
}

/** What was not read, as "NAME:TEXT reason". */
const complaints = ({ notRead }: Projects): readonly string[] =>
  notRead.map(({ reason, span }) => `${span.file.name}:${span.file.text.slice(span.start, span.end)} ${reason}`);

/** The settings of the first project's stacks by name of the stack: each key with its value and the text that gives it. */
function settings({ projects }: Projects): unknown {
  return Object.fromEntries(
    (projects[0]?.stacks ?? []).map(({ name, settings: { config, rest } }) => [
      name,
      {
        ...Object.fromEntries(
          [...config].map(([key, { value, isSecret, span }]) => [
            key,
            [
              value,
              span === undefined ? undefined : `${span.file.name}: ${span.file.text.slice(span.start, span.end)}`,
              ...(isSecret ? ["secret"] : []),
            ],
          ]),
        ),
        ...(rest === undefined ? {} : { rest: rest.reason }),
      },
    ]),
  );
}

describe("projects", () => {
  test("of a monorepo are all found, each with its stacks", () => {
    const projects = projectsIn({
      "Pulumi.yaml": "name: top\nruntime: nodejs\n",
      "index.ts": "",
      "apps/api/Pulumi.yml": "name: api\nruntime:\n  name: python\n  options: {virtualenv: venv}\n",
      "apps/api/Pulumi.prod.yaml": "",
      "apps/api/Pulumi.dev.eu.yml": "",
      "apps/web/Pulumi.json": '{"name": "web", "runtime": "go", "main": "cmd"}',
      "apps/web/cmd/main.go": "",
      "node_modules/x/Pulumi.yaml": "name: x\nruntime: nodejs\n",
      "docs/PulumiPolicy.yaml": "runtime: nodejs\n",
    });
    expect([found(projects), complaints(projects)]).toEqual([
      [
        { name: "top", runtime: "nodejs", file: "Pulumi.yaml", folder: "", mainFolder: "", entry: undefined, stacks: [""] },
        {
          name: "api",
          runtime: "python",
          file: "apps/api/Pulumi.yml",
          folder: "apps/api",
          mainFolder: "apps/api",
          entry: undefined,
          stacks: ["dev.eu", "prod"],
        },
        { name: "web", runtime: "go", file: "apps/web/Pulumi.json", folder: "apps/web", mainFolder: "apps/web/cmd", entry: undefined, stacks: [""] },
      ],
      [],
    ]);
  });

  test("of a folder below the project's: the project that it belongs to", () => {
    const projects = projectsIn(
      { ".git/HEAD": "", "a/Pulumi.yaml": "name: a\nruntime: go\n", "a/b/c/main.go": "", "d/Pulumi.yaml": "name: d" },
      "a/b",
    );
    expect(found(projects)).toMatchObject([{ name: "a", folder: "a" }]);
  });

  test("there are none", () => {
    expect(projectsIn({ "index.ts": "" })).toEqual({ projects: [], notRead: [] });
  });

  test("templates are read as they are", () => {
    const projects = projectsIn({
      "Pulumi.yaml":
        "name: ${PROJECT}\nruntime: nodejs\ntemplate:\n  config:\n    aws:region: {description: where, default: us-east-1}\n    size: {description: s}\n",
    });
    expect([found(projects), settings(projects), complaints(projects)]).toMatchObject([
      [{ name: "${PROJECT}" }],
      { "": { "aws:region": ["us-east-1", "Pulumi.yaml: us-east-1"] } },
      [],
    ]);
  });

  test.each<readonly [name: string, text: string, expected: object, complaint: string]>([
    ["no YAML at all", "name: shop\n\truntime: nodejs\n: [", { name: "shop" }, "is not YAML"],
    ["a list", "- a\n", { runtime: "nodejs" }, "is not a YAML object"],
    ["nothing", "", { runtime: "nodejs" }, "is not a YAML object"],
    ["no name", "runtime: nodejs\n", { runtime: "nodejs" }, "has no name"],
    ["no runtime", "name: shop\n", { runtime: "nodejs", name: "shop" }, "has no runtime: its files are read as nodejs"],
    [
      "a runtime that is not read",
      "name: shop\nruntime: cobol\n",
      { runtime: undefined },
      "Pulumi.yaml:cobol is the runtime cobol, which is not read",
    ],
    ["a runtime called like a member of objects", "name: shop\nruntime: __proto__\n", { runtime: undefined }, "is the runtime __proto__"],
  ])("with a bad Pulumi.yaml are read as far as it says something: %s", (_, text, expected, complaint) => {
    const projects = projectsIn({ "Pulumi.yaml": text, "index.ts": "" });
    expect(found(projects)).toMatchObject([expected]);
    expect(complaints(projects).join("\n")).toContain(complaint);
    if (complaint === "is not YAML") expect(complaints(projects)).toHaveLength(1);
  });

  test("of one name are told", () => {
    const projects = projectsIn({
      "a/Pulumi.yaml": "name: shop\nruntime: go",
      "b/Pulumi.yaml": "name: shop\nruntime: go",
      "c/Pulumi.yaml": "name: other\nruntime: go",
    });
    expect(complaints(projects)).toEqual(["b/Pulumi.yaml:shop is the name of a/Pulumi.yaml as well: the resources of both have the same URNs"]);
  });
});

describe("main", () => {
  test.each<readonly [name: string, main: string, files: Files, mainFolder: string, entry: string | undefined]>([
    ["a folder", "src/", { "src/index.ts": "" }, "p/src", undefined],
    ["a file", "src/app.ts", { "src/app.ts": "" }, "p/src", "p/src/app.ts"],
    ["a file without its extension", "./src/app", { "src/app.ts": "" }, "p/src", "p/src/app.ts"],
    ["a folder above the project's", "../lib", { "../lib/index.ts": "" }, "lib", undefined],
    ["a build's folder", "bin", { "tsconfig.json": '{ // built\n "compilerOptions": { "outDir": "bin" } }', "index.ts": "" }, "p", "p/index.ts"],
    [
      "a build's file",
      "out/js/main.js",
      { "tsconfig.json": '{ "compilerOptions": { "outDir": "./out/js", "rootDir": "ts" } }', "ts/main.ts": "" },
      "p/ts",
      "p/ts/main.ts",
    ],
    ["a build that nothing describes", "dist/index.js", { "src/index.ts": "" }, "p/src", "p/src/index.ts"],
  ])("%s", (_, main, files, mainFolder, entry) => {
    const projects = projectsIn({ "p/Pulumi.yaml": `name: p\nruntime: nodejs\nmain: ${main}\n`, ...below("p", files) });
    expect([found(projects), complaints(projects)]).toEqual([[expect.objectContaining({ mainFolder, entry })], []]);
  });

  test.each<readonly [name: string, manifest: string, files: Files, entry: string | undefined]>([
    ["a file", '{"main": "app.ts"}', { "app.ts": "" }, "p/app.ts"],
    ["a file without its extension", '{"main": "./lib/app"}', { "lib/app.js": "" }, "p/lib/app.js"],
    ["a folder", '{"main": "lib"}', { "lib/index.ts": "" }, "p/lib/index.ts"],
    ["a build", '{"main": "bin/index.js"}', { "index.ts": "", "tsconfig.json": '{"compilerOptions": {"outDir": "bin"}}' }, "p/index.ts"],
    ["nothing that is there", '{"main": "app.js"}', { "index.ts": "" }, undefined],
    ["no text", '{"main": ["app.js"]}', { "index.ts": "" }, undefined],
    ["no JSON", "{", { "index.ts": "" }, undefined],
    ["a file outside", '{"main": "../../../etc/passwd"}', { "index.ts": "" }, undefined],
  ])("of package.json: %s", (_, manifest, files, entry) => {
    const projects = projectsIn({ "p/Pulumi.yaml": "name: p\nruntime: nodejs\n", ...below("p", { "package.json": manifest, ...files }) });
    expect([found(projects), complaints(projects)]).toEqual([[expect.objectContaining({ entry })], []]);
  });

  test.each([
    ["../../..", "leads out of the repository: the program there is not read"],
    ["/etc", "leads out of the repository: the program there is not read"],
    ["nowhere", "is not there: the program is read from the folder of the project instead"],
  ])("%s is told", (main, complaint) => {
    const projects = projectsIn({ "p/Pulumi.yaml": `name: p\nruntime: python\nmain: ${main}\n`, "p/__main__.py": "" });
    expect([found(projects), complaints(projects)]).toMatchObject([[{ mainFolder: "p" }], [`p/Pulumi.yaml:${main} ${complaint}`]]);
  });
});

describe("configuration", () => {
  test("a stack's own comes before the project's, each with the text that gives it", () => {
    const projects = projectsIn({
      "Pulumi.yaml": [
        "name: shop",
        "runtime: nodejs",
        "config:",
        "  aws:region: eu-west-1",
        "  aws:profile: {value: work}",
        "  size: small",
        "  shop:office: {type: string, default: 192.0.2.0/24}",
        "  zones: [a, b]",
        "  password: {type: string, secret: true}",
        "  token: {default: x, secret: true}",
      ].join("\n"),
      "Pulumi.dev.yaml": "config:\n  size: 'large'\n  aws:config:region: us-east-1\n  empty:\n",
      "Pulumi.prod.yaml": "encryptionsalt: v1:abc\nconfig:\n  shop:ports:\n    - 22\n    - port: 443\n",
    });
    const shared = {
      "aws:profile": ["work", "Pulumi.yaml: work"],
      "shop:office": ["192.0.2.0/24", "Pulumi.yaml: 192.0.2.0/24"],
      "shop:zones": [["a", "b"], "Pulumi.yaml: [a, b]"],
      "shop:token": ["x", "Pulumi.yaml: x", "secret"],
    };
    expect([settings(projects), complaints(projects)]).toEqual([
      {
        dev: { ...shared, "aws:region": ["us-east-1", "Pulumi.dev.yaml: us-east-1"], "shop:size": ["large", "Pulumi.dev.yaml: 'large'"] },
        prod: {
          ...shared,
          "aws:region": ["eu-west-1", "Pulumi.yaml: eu-west-1"],
          "shop:size": ["small", "Pulumi.yaml: small"],
          "shop:ports": [[22, { port: 443 }], "Pulumi.prod.yaml: - 22\n    - port: 443"],
        },
      },
      [],
    ]);
  });

  test("of stacks are also in files whose names begin with a small letter, as macOS and Windows find them, where there are no others", () => {
    const projects = projectsIn({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "pulumi.dev.yaml": "config: {size: 1}",
      "pulumi.prod.yaml": "config: {size: 2}",
      "Pulumi.prod.yml": "config: {size: 3}",
      "pulumi.schema.json": "{}",
    });
    expect(settings(projects)).toEqual({
      dev: { "shop:size": [1, "pulumi.dev.yaml: 1"] },
      prod: { "shop:size": [3, "Pulumi.prod.yml: 3"] },
    });
    expect(complaints(projects)).toEqual(["pulumi.dev.yaml: is read as the file of the stack dev, which it is on Windows and macOS"]);
  });

  test("what is encrypted is undefined, at any depth", () => {
    const projects = projectsIn({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "Pulumi.dev.yaml": "config:\n  password: {secure: v1:abc}\n  db:\n    user: app\n    password:\n      secure: v1:def\n",
    });
    expect(settings(projects)).toEqual({
      dev: {
        "shop:password": [undefined, "Pulumi.dev.yaml: {secure: v1:abc}", "secret"],
        "shop:db": [{ user: "app", password: undefined }, "Pulumi.dev.yaml: user: app\n    password:\n      secure: v1:def", "secret"],
      },
    });
  });

  test("an environment may set whatever the files do not", () => {
    const projects = projectsIn({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "Pulumi.a.yaml": "environment: [shop/prod]\nconfig:\n  size: small\n",
      "Pulumi.b.yaml": "environment:\n  values:\n    pulumiConfig:\n      size: large\n      office: ${office.cidr}\n",
    });
    expect(settings(projects)).toEqual({
      a: { "shop:size": ["small", "Pulumi.a.yaml: small"], rest: "may come from an environment that the stack imports" },
      b: { "shop:size": ["large", "Pulumi.b.yaml: large"], "shop:office": [undefined, "Pulumi.b.yaml: ${office.cidr}"] },
    });
  });

  test.each(["stackConfigDir: ../stacks", "config: ../stacks"])("lies where the project says: %s", (line) => {
    const projects = projectsIn({
      "app/Pulumi.yaml": `name: shop\nruntime: nodejs\n${line}\n`,
      "app/Pulumi.dev.yaml": "",
      "stacks/Pulumi.prod.yaml": "config: {size: 1}",
    });
    expect(settings(projects)).toEqual({ prod: { "shop:size": [1, "stacks/Pulumi.prod.yaml: 1"] } });
  });

  test.each<readonly [name: string, text: string, rest: string]>([
    ["is not YAML", "config:\n  a: [1\n  b: 2\n", "may stand in a part of Pulumi.dev.yaml that is not YAML"],
    ["is a list", "- 1", "may stand in Pulumi.dev.yaml, which cannot be read"],
    ["is too large", " ".repeat(2_000_001), "may stand in Pulumi.dev.yaml, which cannot be read"],
  ])("of a stack whose file %s may hold anything", (_, text, rest) => {
    const projects = projectsIn({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "Pulumi.dev.yaml": text });
    expect(settings(projects)).toMatchObject({ dev: { rest } });
  });

  const everywhere = { "shop:size": ["small", "Pulumi.yaml: small"] };
  const lost = "may stand in a part of Pulumi.dev.yaml that is not YAML";
  test.each<readonly [name: string, text: string, known: object]>([
    ["says nothing", "", everywhere],
    ["is broken before the key", 'config:\n  a: "b\n  size: large\n', { rest: lost }],
    ["is broken by a tab", "config:\n  a: 1\n\tb: 2\n  size: large\n", { "shop:a": [1, "Pulumi.dev.yaml: 1"], rest: lost }],
    ["is broken behind the key", 'config:\n  size: large\n  a: "b\n', { "shop:size": ["large", "Pulumi.dev.yaml: large"], rest: lost }],
    ["is broken at the key", 'config:\n  size: "large\n  a: b\n', { rest: lost }],
    ["is broken before its configuration", "environment: *no\n\tconfig:\n  size: large\n", { rest: lost }],
    ["is broken in another value only", "config:\n  a: {b: = ]: 5}\n", { ...everywhere, rest: lost }],
    ["is a list", "- 1", { rest: "may stand in Pulumi.dev.yaml, which cannot be read" }],
    ["nests without an end", `config: ${"[".repeat(50_000)}`, { rest: lost }],
    ["imports an environment", "environment: [shop/prod]\n", { rest: "may come from an environment that the stack imports" }],
  ])("of a stack whose file %s is the project's only where the file cannot say otherwise", (_, text, known) => {
    const projects = projectsIn({ "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig: {size: small}\n", "Pulumi.dev.yaml": text });
    expect(settings(projects)).toEqual({ dev: known });
  });

  test("of a stack without a file is the project's", () => {
    const [project] = projectsIn({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig: {size: small}\n",
      "Pulumi.dev.yaml": "config: {size: large}",
    }).projects;
    const stack = project && stackWithoutFile(project.declared, "prod");
    expect(stack).toMatchObject({ name: "prod", settings: { stack: "prod", project: "shop" } });
    expect(stack?.settings.config.get("shop:size")?.value).toBe("small");
  });
});

function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [path.posix.join(folder, name), text]));
}
