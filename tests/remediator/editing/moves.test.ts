import { describe, test } from "@jest/globals";
import { idOf, run, vary, type Case } from "./harness";

const common = { named: "db", steps: [vary(["ingress", 0], { drop: ["cidrBlocks"], append: { securityGroups: [idOf("app")] } })] } as const;
const db = (source: string): string => `const db = new SecurityGroup("db", { ingress: [{ fromPort: 5432, ${source} }] });\n`;
const before = db('cidrBlocks: ["10.0.0.0/8"]');
const after = db("securityGroups: [app.id]");
const app = 'const app = new SecurityGroup("app", { vpcId: "vpc-1" });\n';

const moved: readonly Case[] = [
  {
    ...common,
    name: "a group declared below, with its comment",
    before: `${before}\n// The application.\n${app}use(app);\n`,
    after: `// The application.\n${app}${after}\nuse(app);\n`,
  },
  {
    ...common,
    name: "a group of what is declared above",
    before: `const vpcId = "vpc-1";\n${before}const app = new SecurityGroup("app", { vpcId });\n`,
    after: `const vpcId = "vpc-1";\nconst app = new SecurityGroup("app", { vpcId });\n${after}`,
  },
  {
    ...common,
    name: "a group of what is declared between stays, and what is to name it comes below",
    before: `${before}const vpcId = "vpc-1";\nconst app = new SecurityGroup("app", { vpcId });\n`,
    after: `const vpcId = "vpc-1";\nconst app = new SecurityGroup("app", { vpcId });\n${after}`,
  },
  {
    ...common,
    name: "what is to name a group that a function gives something comes below",
    before: `${before}const app = new SecurityGroup("app", { vpcId: find() });\nfunction find() { return "vpc-1"; }\n`,
    after: `const app = new SecurityGroup("app", { vpcId: find() });\n${after}function find() { return "vpc-1"; }\n`,
  },
  {
    ...common,
    name: "what is to name a group that is exported where it is declared comes below",
    before: `${before}export ${app}`,
    after: `export ${app}${after}`,
  },
];

const below = "app is declared after the place where it would be named";

const kept: readonly Case[] = [
  {
    ...common,
    name: "a group of what is declared between, where what is to name it is used there",
    before: `${before}const vpcId = find(db);\nconst app = new SecurityGroup("app", { vpcId });\nfunction find(from: unknown) { return String(from); }\n`,
    declines: below,
  },
  {
    ...common,
    name: "a group that refers to what would refer to it",
    before: `${before}const app = new SecurityGroup("app", { tags: { db: db.id } });\n`,
    declines: below,
  },
  {
    ...common,
    name: "a group that a function gives something, where another one gives something to what is to name it",
    before: `const db = new SecurityGroup("db", { vpcId: find(), ingress: [{ fromPort: 5432, cidrBlocks: ["10.0.0.0/8"] }] });\nconst app = new SecurityGroup("app", { vpcId: find() });\nfunction find() { return "vpc-1"; }\n`,
    declines: below,
  },
  { ...common, name: "two groups that are exported where they are declared", before: `export ${before}export ${app}`, declines: below },
  { ...common, name: "a group in another block", before: `{ ${before} }\n${app}`, declines: below },
];

describe("what is to be named is moved above, or what is to name it below", () => {
  test.each(moved)("$name", (given) => run(given));
});

describe("what would not be the same program is not moved", () => {
  test.each(kept)("$name", (given) => run(given));
});
