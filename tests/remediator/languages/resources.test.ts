import { describe, test } from "@jest/globals";
import { run, vary, type Case } from "./harness";

const gone = [vary([])];
const inputs = { type: "ingress", fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] };
const rule = { resource: "rule", named: "ssh", inputs } as const;

const removals: readonly Case[] = [
  {
    ...rule,
    name: "a statement with its comment and one of two blank lines",
    before: `const a = 1;\n\n// Administration.\nnew aws.ec2.SecurityGroupRule("ssh", {\n  fromPort: 22,\n}); // temporary\n\nconst b = 2;\n`,
    steps: gone,
    after: `const a = 1;\n\nconst b = 2;\n`,
  },
  {
    ...rule,
    name: "the first statement of a file, below a licence",
    before: `// Copyright of somebody.\nnew aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nconst b = 2;\n`,
    steps: gone,
    after: `// Copyright of somebody.\nconst b = 2;\n`,
  },
  {
    ...rule,
    name: "the last statement of a file without a last line end",
    before: `const a = 1;\r\n\r\nnew aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 })`,
    steps: gone,
    after: `const a = 1;`,
  },
  {
    ...rule,
    name: "the last statement of a file",
    before: `const a = 1;\n\nnew aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n`,
    steps: gone,
    after: `const a = 1;\n`,
  },
  {
    ...rule,
    name: "a constant that nobody uses",
    before: `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nconst b = 2;\n`,
    steps: gone,
    after: `const b = 2;\n`,
  },
  {
    ...rule,
    name: "inside a block",
    before: `if (isDev) {\n  const a = 1;\n\n  new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n}\n`,
    steps: gone,
    after: `if (isDev) {\n  const a = 1;\n}\n`,
  },
  {
    ...rule,
    name: "in a class, among statements on one line",
    before: `class Shop { constructor() { a(); new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 }); b(); } }\n`,
    steps: gone,
    after: `class Shop { constructor() { a();  b(); } }\n`,
  },
  {
    ...rule,
    name: "in a case of a switch",
    before: `switch (env) {\n  case "dev":\n    new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n    break;\n}\n`,
    steps: gone,
    after: `switch (env) {\n  case "dev":\n    break;\n}\n`,
  },
];

const changes: readonly Case[] = [
  {
    ...rule,
    name: "one variant changes the arguments",
    before: `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] });\nuse(ssh);\n`,
    steps: [vary([], { without: { cidrBlocks: [0] } })],
    after: `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22, cidrBlocks: ["10.0.0.0/8"] });\nuse(ssh);\n`,
  },
  {
    ...rule,
    name: "several variants are statements with names of their own",
    before: `if (x) {\n\tconst ssh = new aws.ec2.SecurityGroupRule('ssh', {\n\t\tfromPort: 22,\n\t}); // ssh\n\tuse(ssh);\n}\n`,
    steps: [vary([], { set: { toPort: 1 } }, { set: { fromPort: 2 } }, { set: { fromPort: 3 } })],
    after: `if (x) {\n\tconst ssh = new aws.ec2.SecurityGroupRule('ssh', {\n\t\tfromPort: 22,\n\t\ttoPort: 1,\n\t}); // ssh\n\tnew aws.ec2.SecurityGroupRule('ssh-2', {\n\t\tfromPort: 2,\n\t});\n\tnew aws.ec2.SecurityGroupRule('ssh-3', {\n\t\tfromPort: 3,\n\t});\n\tuse(ssh);\n}\n`,
  },
  {
    ...rule,
    name: "a name that is a template, no semicolons",
    before: "new aws.ec2.SecurityGroupRule(`${prefix}-ssh`, { fromPort: 22 })\n",
    steps: [vary([], {}, { set: { fromPort: 23 } })],
    at: { file: "index.ts", line: 1, column: 1 },
    after: "new aws.ec2.SecurityGroupRule(`${prefix}-ssh`, { fromPort: 22 })\nnew aws.ec2.SecurityGroupRule(`${prefix}-ssh-2`, { fromPort: 23 })\n",
  },
  {
    ...rule,
    name: "a name that ends with a template's expression, and one that is a sum",
    before: 'new aws.ec2.SecurityGroupRule(`ssh-${n}`, { fromPort: 22 });\nnew aws.ec2.SecurityGroupRule(prefix + "-ssh", { fromPort: 22 });\n',
    steps: [vary([], {}, {})],
    at: { file: "index.ts", line: 1, column: 1 },
    after:
      'new aws.ec2.SecurityGroupRule(`ssh-${n}`, { fromPort: 22 });\nnew aws.ec2.SecurityGroupRule(`ssh-${n}-2`, { fromPort: 22 });\nnew aws.ec2.SecurityGroupRule(prefix + "-ssh", { fromPort: 22 });\n',
  },
];

const refusals: readonly Case[] = [
  {
    ...rule,
    name: "a constant that is used",
    before: `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nnew Thing("x", {}, { dependsOn: [ssh] });\n`,
    steps: gone,
    declines: "ssh is used at index.ts:2",
  },
  {
    ...rule,
    name: "a constant that another file uses",
    before: {
      "index.ts": `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nexport { ssh };\n`,
      "other.ts": `import { ssh } from "./index";\n`,
    },
    steps: gone,
    declines: "ssh is used at index.ts:2",
  },
  {
    ...rule,
    name: "an exported constant",
    before: `export const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n`,
    steps: gone,
    declines: "ssh is exported at index.ts:1",
  },
  {
    ...rule,
    name: "several declarations in one",
    before: `const a = 1, ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n`,
    steps: gone,
    declines: "index.ts:1 declares more than ssh",
  },
  {
    ...rule,
    name: "an element of an array",
    before: `const all = [new aws.ec2.SecurityGroupRule("ssh", {})];\n`,
    steps: gone,
    declines: 'ssh at index.ts:1 is a part of [new aws.ec2.SecurityGroupRule("ssh", {…',
  },
  {
    ...rule,
    name: "the result of a callback",
    before: `ports.forEach((port) => new aws.ec2.SecurityGroupRule("ssh", {}));\n`,
    steps: gone,
    declines: "ssh at index.ts:1 is the result of a function",
  },
  {
    ...rule,
    name: "a branch without a block",
    before: `if (isDev) new aws.ec2.SecurityGroupRule("ssh", {});\n`,
    steps: gone,
    declines: "ssh at index.ts:1 stands without a block in if (isDev) new aws.ec2.SecurityGroupRul…",
  },
  {
    ...rule,
    name: "a member of a class",
    before: `class Shop { constructor() { this.ssh = new aws.ec2.SecurityGroupRule("ssh", {}); } }\n`,
    steps: gone,
    declines: "ssh at index.ts:1 is a part of this.ssh = new aws.ec2.SecurityGroupRul…",
  },
  {
    ...rule,
    name: "copies of a computed name",
    before: `new aws.ec2.SecurityGroupRule(nameOf("ssh"), { fromPort: 22 });\n`,
    steps: [vary([], {}, {})],
    at: { file: "index.ts", line: 1, column: 1 },
    declines: 'the name of ssh is computed at index.ts:1: nameOf("ssh")',
  },
  {
    ...rule,
    name: "a copy whose name is taken",
    before: `new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nnew aws.ec2.SecurityGroupRule("ssh-2", { fromPort: 22 });\n`,
    steps: [vary([], {}, {})],
    declines: "the name ssh-2 is taken at index.ts:2",
  },
  {
    ...rule,
    name: "arguments that are not the resource's",
    before: `new aws.ec2.SecurityGroupRule("ssh", { fromPort: 80 });\n`,
    steps: gone,
    declines: "the source at index.ts:1 does not look like ssh",
  },
  {
    ...rule,
    name: "a change of the whole and of a part",
    before: `new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n`,
    steps: [vary([]), vary(["cidrBlocks", 0])],
    declines: "the plan changes ssh both as a whole and in part",
  },
];

const search = { steps: [vary(["ingress", 0])], inputs: { ingress: [{ fromPort: 22 }] } };

const places: readonly Case[] = [
  {
    ...search,
    name: "at its line, a few columns off, under a computed name",
    before: `const sg = new SecurityGroup(nameOf("web"), { ingress: [{ fromPort: 22 }] });\nnew SecurityGroup(nameOf("b"), { ingress: [{ fromPort: 22 }] });\n`,
    at: { file: "index.ts", line: 1, column: 9 },
    after: `const sg = new SecurityGroup(nameOf("web"), { ingress: [] });\nnew SecurityGroup(nameOf("b"), { ingress: [{ fromPort: 22 }] });\n`,
  },
  {
    ...search,
    name: "at its column, where a line makes two",
    before: `new SecurityGroup(a, { ingress: [{ fromPort: 22 }] }); new SecurityGroup(b, { ingress: [{ fromPort: 22 }] });`,
    at: { file: "index.ts", line: 1, column: 56 },
    after: `new SecurityGroup(a, { ingress: [{ fromPort: 22 }] }); new SecurityGroup(b, { ingress: [] });`,
  },
  {
    ...search,
    name: "at the class that the call names",
    before: `new aws\n  .ec2.SecurityGroup(a, { ingress: [{ fromPort: 22 }] });`,
    at: { file: "index.ts", line: 1, column: 5 },
    after: `new aws\n  .ec2.SecurityGroup(a, { ingress: [] });`,
  },
  {
    ...search,
    name: "by its name, where the position says nothing",
    before: `const name = "web";\nnew SecurityGroup(\`\${name}\`, { ingress: [{ fromPort: 22 }] });\nnew SecurityGroup("api", { ingress: [{ fromPort: 22 }] });\n`,
    at: { file: "index.ts", line: 1, column: 1 },
    after: `const name = "web";\nnew SecurityGroup(\`\${name}\`, { ingress: [] });\nnew SecurityGroup("api", { ingress: [{ fromPort: 22 }] });\n`,
  },
  {
    ...search,
    name: "under an alias of an import and of a constant",
    before: `import { SecurityGroup as Group } from "@pulumi/aws/ec2";\nconst G = Group;\nnew Group("web", { ingress: [{ fromPort: 22 }] });\nclass SecurityGroup {}\n`,
    after: `import { SecurityGroup as Group } from "@pulumi/aws/ec2";\nconst G = Group;\nnew Group("web", { ingress: [] });\nclass SecurityGroup {}\n`,
  },
  {
    ...search,
    name: "in a class that extends the resource's",
    before: `class Web extends aws.ec2.SecurityGroup {\n  constructor() {\n    super("web", { ingress: [{ fromPort: 22 }] });\n  }\n}\n`,
    at: { file: "index.ts", line: 3, column: 5 },
    after: `class Web extends aws.ec2.SecurityGroup {\n  constructor() {\n    super("web", { ingress: [] });\n  }\n}\n`,
  },
  {
    ...search,
    name: "another name at the position",
    before: `new SecurityGroup("api", { ingress: [{ fromPort: 22 }] });`,
    at: { file: "index.ts", line: 1, column: 1 },
    declines: "the source at index.ts:1 does not look like web: it has another name",
  },
  {
    ...search,
    name: "two of its name",
    before: `if (a) { new SecurityGroup("web", {}); } else { new SecurityGroup("web", {}); }`,
    declines: "web is written at both index.ts:1 and index.ts:1",
  },
  {
    ...search,
    name: "none of its type",
    before: `new Instance("web", {});`,
    at: { file: "index.ts", line: 1, column: 1 },
    declines: "the source of web was not found",
  },
  {
    ...search,
    name: "a language without an editor",
    file: "main.rb",
    before: ``,
    declines: "no source of web in a language that can be edited was found",
  },
];

describe("a resource is taken out", () => {
  test.each(removals)("$name", (given) => run(given));
});

describe("a resource is changed and copied", () => {
  test.each(changes)("$name", (given) => run(given));
});

describe("the editor declines", () => {
  test.each(refusals)("$name", (given) => run(given));
});

describe("a constructor call is found", () => {
  test.each(places)("$name", (given) => run(given));
});
