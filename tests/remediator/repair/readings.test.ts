import { afterAll, expect, test } from "@jest/globals";
import { openRepository } from "@portcullis/remediator/reader/project/repository";
import { Readings } from "@portcullis/remediator/repair/readings";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

const group = (name: string, from: string): string => `new aws.ec2.SecurityGroup("${name}", { description: ${from} });\n`;
const typescript = (name: string, program: string): Readonly<Record<string, string>> => ({
  [`${name}/Pulumi.yaml`]: `name: ${name}\nruntime: nodejs\n`,
  [`${name}/index.ts`]: `import * as aws from "@pulumi/aws";\nimport { words } from "../common/words";\n${program}`,
});
const yaml = (words: string): string =>
  `name: template\nruntime: yaml\nresources:\n  own:\n    type: aws:ec2:SecurityGroup\n    properties: { description: ${words} }\n`;

const files = {
  ".git/HEAD": "ref: refs/heads/main\n",
  "common/words.ts": 'export const words = "as it was";\n',
  ...typescript("alone", group("own", '"its own"')),
  ...typescript("first", group("own", "words")),
  ...typescript("second", group("own", "words")),
  "alone/index.ts": `import * as aws from "@pulumi/aws";\n${group("own", '"its own"')}`,
  "template/Pulumi.yaml": yaml("as it was"),
};

test.each([
  ["a file of one project", "alone/index.ts", `import * as aws from "@pulumi/aws";\n${group("own", '"another"')}`, { alone: "another" }],
  ["a file of two projects", "common/words.ts", 'export const words = "another";\n', { first: "another", second: "another" }],
  ["a project's own file", "template/Pulumi.yaml", yaml("another"), { template: "another" }],
  ["a file that nobody reads", "unread.ts", "", {}],
])("an edit of %s has those projects read again that had asked for it", async (_, name, text, changed) => {
  const readings = await Readings.of(openRepository(folderOf(files)));
  const before = await readings.settle(new Map());
  const after = await readings.edited(new Map([[name, text]]));
  const different = after.filter((project, index) => project !== before[index]);
  expect(Object.fromEntries(different.map(({ project, stacks }) => [project.name, stacks[0]?.resources[1]?.inputs.description]))).toEqual(changed);
  expect(await readings.settle(new Map())).toEqual(before);
  // What was settled is what later texts are compared with.
  await readings.settle(new Map([[name, text]]));
  const again = await readings.edited(new Map());
  expect(again.map(({ stacks }) => stacks[0]?.resources)).toEqual(before.map(({ stacks }) => stacks[0]?.resources));
});
