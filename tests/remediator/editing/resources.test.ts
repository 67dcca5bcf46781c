import { describe, test } from "@jest/globals";
import { run, vary, type Case } from "./harness";

const gone = [vary([])];
const rule = { resource: "rule", named: "ssh" } as const;

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
];

const refusals: readonly Case[] = [
  {
    ...rule,
    name: "a constant that is used",
    before: `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nnew Thing("x", {}, { dependsOn: [ssh] });\n`,
    steps: gone,
    declines: "ssh is used elsewhere, so that ssh cannot be removed",
  },
  {
    ...rule,
    name: "a constant that another file uses",
    before: {
      "index.ts": `const ssh = new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\nexport { ssh };\n`,
      "other.ts": `import { ssh } from "./index";\n`,
    },
    steps: gone,
    declines: "ssh is exported by index.ts",
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
    declines: "ssh is made inside of the statement at index.ts:1",
  },
  {
    ...rule,
    name: "the result of a callback",
    before: `ports.forEach((port) => new aws.ec2.SecurityGroupRule("ssh", {}));\n`,
    steps: gone,
    declines: "ssh is made inside of the statement at index.ts:1",
  },
  {
    ...rule,
    name: "a branch without a block",
    before: `if (isDev) new aws.ec2.SecurityGroupRule("ssh", {});\n`,
    steps: gone,
    declines: "the statement at index.ts:1 is all that what it stands in does",
  },
  {
    ...rule,
    name: "a change of the whole and of a part",
    before: `new aws.ec2.SecurityGroupRule("ssh", { fromPort: 22 });\n`,
    steps: [vary([]), vary(["cidrBlocks", 0])],
    declines: "the plan changes ssh both as a whole and in part",
  },
];

const search = { steps: [vary(["ingress", 0])] };

const places: readonly Case[] = [
  {
    ...search,
    name: "by its name, where the position says nothing",
    before: `const name = "web";\nnew SecurityGroup(\`\${name}\`, { ingress: [{ fromPort: 22 }] });\nnew SecurityGroup("api", { ingress: [{ fromPort: 22 }] });\n`,
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
    name: "two of its name",
    before: `if (a) { new SecurityGroup("web", {}); } else { new SecurityGroup("web", {}); }`,
    declines: "ingress of web is no list that is written in the program",
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
