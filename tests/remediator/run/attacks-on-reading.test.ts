import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { resultText } from "@portcullis/remediator/run/text";
import { openProgram, Organisation } from "../../github/organisation";
import type { File } from "../../github/scene";

jest.setTimeout(60_000);

let acme: Organisation;

beforeEach(async () => {
  acme = await Organisation.open();
});

afterEach(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

type Files = Readonly<Record<string, string | File>>;

const link = (target: string): File => ({ bytes: Buffer.from(target), mode: "120000" });
const plain = openProgram("shop")["index.ts"] ?? "";
const withProgram = (program: string, more: Files = {}): Files => ({
  "trap/Pulumi.yaml": "name: trap\nruntime: nodejs\n",
  "trap/index.ts": program,
  ...more,
});
const open = (settings: string): string => `import * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("trap", { ${settings} });\n`;
const ssh = `ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }]`;
const bomb = (indent: string): string =>
  [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ...Array.from("bcdefghijk").map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${"abcdefghij"[index] ?? ""}`)
          .join(", ")}]`,
    ),
  ]
    .map((line) => `${indent}${line}`)
    .join("\n");

/** What is put beside an ordinary program, which has to be repaired all the same, and how many pull requests there are with it. */
const traps: readonly (readonly [name: string, files: Files, opens: number])[] = [
  ["links that lead in a circle", { "trap/a": link("b"), "trap/b": link("a"), "trap/self": link("self"), ...withProgram(open(ssh)) }, 2],
  ["a link that leaves through another link", { up: link("infra"), "deep/up": link("../up/../.."), ...withProgram(open(ssh)) }, 2],
  ["a project's folder that is a link to the top", { "infra/again": link("..") }, 1],
  [
    "attributes and modules of git",
    { ".gitattributes": "* filter=evil diff=evil export-subst\n", ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch% x\n' },
    1,
  ],
  ["names that differ in their case alone", { "Infra/Pulumi.yaml": "name: Shop\nruntime: nodejs\n", "Infra/index.ts": "export {};\n" }, 1],
  ["folders without an end", { [`${"d/".repeat(500)}index.ts`]: plain, [`${"e/".repeat(300)}Pulumi.yaml`]: "name: deep\nruntime: nodejs\n" }, 1],
  [
    "a main that leaves the repository",
    { "trap/Pulumi.yaml": "name: trap\nruntime: nodejs\nmain: ../../../../../etc\n", "trap/index.ts": open(ssh) },
    1,
  ],
  [
    "modules by absolute paths",
    withProgram(`import * as x from "/etc/passwd";\nimport y = require("../../../../../../etc/passwd");\n${open(ssh)}export { x, y };\n`),
    2,
  ],
  [
    "a compiler's settings that leave the repository",
    withProgram(open(ssh), {
      "trap/tsconfig.json": '{ "extends": "/etc/passwd", "compilerOptions": { "baseUrl": "/", "paths": { "*": ["/etc/*"] } } }',
    }),
    2,
  ],
  [
    "a package that names a file outside",
    withProgram(open(ssh), { "trap/package.json": '{ "main": "../../../etc/passwd", "exports": "/etc/passwd" }' }),
    2,
  ],
  ["settings of a stack whose aliases multiply", withProgram(open(ssh), { "trap/Pulumi.dev.yaml": `config:\n${bomb("  ")}\n` }), 2],
  [
    "a project file whose aliases multiply",
    { "trap/Pulumi.yaml": `name: trap\nruntime: nodejs\nconfig:\n${bomb("  ")}\n`, "trap/index.ts": open(ssh) },
    2,
  ],
  ["a program in YAML whose aliases multiply", { "trap/Pulumi.yaml": `name: trap\nruntime: yaml\nvariables:\n${bomb("  ")}\n` }, 1],
  ["a program that never ends", withProgram(`while (true) {}\n${open(ssh)}`), 1],
  ["a program that calls itself", withProgram(`function f(n: number): number { return f(n + 1); }\nf(0);\n${open(ssh)}`), 2],
  ["a program that makes a text without an end", withProgram(`let s = "x";\nfor (let i = 0; i < 1000; i++) s += s;\n${open(ssh)}`), 2],
  ...[1_000, 20_000].map(
    (depth) => [`${depth} brackets`, withProgram(`const x = ${"[".repeat(depth)}${"]".repeat(depth)};\n${open(ssh)}`), 2] as const,
  ),
  [
    "owners by a pattern that takes long",
    {
      ".portcullis.yaml": "reviewers: [ada]\n",
      CODEOWNERS: `${"*a".repeat(200)}b @ada\n${"**/".repeat(200)}x @ada\n`,
      ...openProgram("long", { folder: `${"a".repeat(200)}c` }),
    },
    2,
  ],
  [
    "ignored paths by a pattern that takes long",
    {
      ".portcullis.yaml": `ignoredPaths: ["${"*a".repeat(200)}b", "${"**/".repeat(100)}x"]\n`,
      ...openProgram("long", { folder: `${"a".repeat(200)}c` }),
    },
    2,
  ],
  [
    "bastions by a pattern that takes long",
    {
      ".portcullis.yaml": `policies: { settings: { bastions: ["${"*a".repeat(100)}b"] } }\n`,
      ...openProgram("long", { folder: "long", group: `${"a".repeat(200)}c` }),
    },
    2,
  ],
];

test.each(traps)("%s: the program beside it is repaired, and nothing outside of the repository is told", async (_, files, opens) => {
  const shop = await acme.repository("shop", { ...openProgram("shop", { folder: "infra" }), ...files });
  const result = await acme.run("shop");
  const said = `${resultText(result)}${JSON.stringify([result, shop.pullRequests])}`;
  expect({ outcome: result.outcome, reason: result.reason, opens: shop.pullRequests.length }).toEqual({ outcome: "done", reason: undefined, opens });
  expect(said).not.toMatch(/root:|\n\s+at |error of its own/);
  acme.double.forget();
  expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 0 });
  expect(acme.double.mutations()).toEqual([]);
});

test.each(["release/#1+x", "a%2Fb", "ünï", "a&b=c", "heads/main", "portcullis/mine"])(
  "a default branch that is called %j is one like any other",
  async (name) => {
    const shop = await acme.repository("shop", openProgram("shop"));
    await acme.change(shop, name, {});
    shop.defaultBranch = name;
    expect(await acme.run("shop")).toMatchObject({ outcome: "done", opened: 1 });
    expect(shop.pullRequests).toMatchObject([{ base: name, state: "open" }]);
    acme.double.forget();
    await acme.run("shop");
    expect(acme.double.mutations()).toEqual([]);
  },
);
