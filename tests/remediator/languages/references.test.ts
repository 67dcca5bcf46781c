import { describe, test } from "@jest/globals";
import { admits, idOf, run, vary, type Case } from "./harness";

const swap = vary(["ingress", 0], { drop: ["cidrBlocks"], append: { securityGroups: [idOf("app")] } });
const common = { named: "db", steps: [swap], inputs: { ingress: [admits(5432, "10.0.0.0/8")] } } as const;

/** The database's group with `#` in place of its rule's source. */
const db = `new SecurityGroup("db", { ingress: [{ fromPort: 5432, # }] });`;

function program(text: string, source: string): string {
  return text.replace("DB", db.replace("#", source));
}

function swaps(name: string, text: string, reference: string): Case {
  return { ...common, name, before: program(text, 'cidrBlocks: ["10.0.0.0/8"]'), after: program(text, `securityGroups: [${reference}]`) };
}

function declines(name: string, text: string, reason: string): Case {
  return { ...common, name, before: program(text, 'cidrBlocks: ["10.0.0.0/8"]'), declines: reason };
}

const app = `new SecurityGroup("app", {})`;

const visible: readonly Case[] = [
  swaps("a constant above", `const app = ${app};\nDB\n`, "app.id"),
  swaps("an exported constant above", `export const app = ${app} as Group;\nDB\n`, "app.id"),
  swaps("a variable assigned once", `let app: SecurityGroup;\napp = ${app};\nDB\n`, "app.id"),
  swaps("a member of the same class", `class Shop {\n  constructor() {\n    this.app = ${app};\n    DB\n  }\n}\n`, "this.app.id"),
  swaps("a member, from a callback", `class Shop {\n  constructor() {\n    this.app = ${app};\n    each(() => { DB });\n  }\n}\n`, "this.app.id"),
  swaps("a private member", `class Shop {\n  constructor() {\n    this.#app = ${app};\n    DB\n  }\n}\n`, "this.#app.id"),
  swaps("a property of the class", `class Shop {\n  app = ${app};\n  constructor() { DB }\n}\n`, "this.app.id"),
  swaps("both in one iteration", `for (const zone of zones) {\n  const app = ${app};\n  DB\n}\n`, "app.id"),
  swaps("one outside of the loop", `const app = ${app};\nzones.forEach((zone) => { DB });\n`, "app.id"),
  swaps("from a function that is called later", `function database() { DB }\nconst app = ${app};\ndatabase();\n`, "app.id"),
  swaps("from a class that is used later", `class Database { constructor() { DB } }\nconst app = ${app};\nnew Database();\n`, "app.id"),
  {
    ...common,
    name: "an imported constant, under the name that the file gives it",
    before: {
      "index.ts": `import { app as frontend } from "./app";\n${db.replace("#", 'cidrBlocks: ["10.0.0.0/8"]')}`,
      "app.ts": `export const app = ${app};\n`,
    },
    after: { "index.ts": `import { app as frontend } from "./app";\n${db.replace("#", "securityGroups: [frontend.id]")}` },
  },
  {
    ...common,
    name: "an imported module",
    before: {
      "index.ts": `import * as groups from "./app";\n${db.replace("#", 'cidrBlocks: ["10.0.0.0/8"]')}`,
      "app.ts": `export const app = ${app};\n`,
    },
    after: { "index.ts": `import * as groups from "./app";\n${db.replace("#", "securityGroups: [groups.app.id]")}` },
  },
  {
    ...common,
    name: "a required constant",
    before: {
      "index.js": `const { app } = require("./app");\n${db.replace("#", 'cidrBlocks: ["10.0.0.0/8"]')}`,
      "app.js": `const app = ${app};\nmodule.exports = { app };\n`,
    },
    after: { "index.js": `const { app } = require("./app");\n${db.replace("#", "securityGroups: [app.id]")}` },
  },
  {
    ...common,
    name: "an arn, in the place of a value",
    steps: [vary(["ingress", 0], { set: { description: { reference: idOf("app").reference, output: "arn" } } })],
    before: `const app = ${app};\nnew SecurityGroup("db", { ingress: [{ fromPort: 5432 }] });`,
    after: `const app = ${app};\nnew SecurityGroup("db", { ingress: [{ fromPort: 5432, description: app.arn }] });`,
  },
];

const hidden: readonly Case[] = [
  declines("a constant below", `DB\nconst app = ${app};\n`, "app (app, index.ts:2) is declared after its use at index.ts:1"),
  declines("a constant in a block", `{ const app = ${app}; }\nDB\n`, "app (app, index.ts:1) is not in scope at index.ts:2"),
  declines("a constant in a function", `function f() { const app = ${app}; }\nDB\n`, "app (app, index.ts:1) is not in scope at index.ts:2"),
  declines(
    "a name that something nearer has",
    `const app = ${app};\nfunction f(app: string) { DB }\n`,
    "app (app, index.ts:1) is not in scope at index.ts:2",
  ),
  declines(
    "a variable assigned in a branch",
    `let app;\nif (x) { app = ${app}; }\nDB\n`,
    "app (app, index.ts:2) is not always made before its use at index.ts:3",
  ),
  declines("a variable assigned twice", `let app = ${app};\napp = other;\nDB\n`, "app is changed at index.ts:2"),
  declines(
    "a function that is called before",
    `database();\nconst app = ${app};\nfunction database() { DB }\n`,
    "app (app, index.ts:2) is declared after its use at index.ts:3",
  ),
  declines("a group that no variable holds", `${app};\nDB\n`, "app at index.ts:1 is not bound to a variable of its own"),
  declines("a group in a condition", `const app = x ? ${app} : undefined;\nDB\n`, "app at index.ts:1 is not bound to a variable of its own"),
  declines(
    "a member of another class",
    `class A { constructor() { this.app = ${app}; } }\nclass B { constructor() { DB } }\n`,
    "this.app (app, index.ts:1) is not in scope at index.ts:2",
  ),
  declines(
    "a member, from another method",
    `class A { constructor() { this.app = ${app}; }\n  m() { DB } }\n`,
    "this.app (app, index.ts:1) is not in scope at index.ts:2",
  ),
  declines(
    "a member, from a function with a this of its own",
    `class A { constructor() { this.app = ${app};\n  f(function () { DB }); } }\n`,
    "this.app (app, index.ts:1) is not in scope at index.ts:2",
  ),
  declines(
    "a member made below",
    `class A { constructor() { DB\n this.app = ${app}; } }\n`,
    "this.app (app, index.ts:2) is declared after its use at index.ts:1",
  ),
  declines("a group that is not in the source", `DB\n`, "the source of app was not found"),
  {
    ...common,
    name: "a constant of another file that is not imported",
    before: { "index.ts": `import "./app";\n${db.replace("#", 'cidrBlocks: ["10.0.0.0/8"]')}`, "app.ts": `export const app = ${app};\n` },
    declines: "app (app, app.ts:1) is not in scope: index.ts does not import it",
  },
  {
    ...common,
    name: "files that import each other",
    before: {
      "index.ts": `import { app } from "./app";\nexport const x = 1;\n${db.replace("#", 'cidrBlocks: ["10.0.0.0/8"]')}`,
      "app.ts": `import { x } from "./index";\nexport const app = ${app};\n`,
    },
    declines: "app.ts and index.ts import each other",
  },
  {
    ...common,
    name: "the group itself",
    steps: [vary(["ingress", 0], { append: { securityGroups: [idOf("db")] } })],
    before: `const db = new SecurityGroup("db", { ingress: [{ fromPort: 5432 }] });`,
    declines: "db (db, index.ts:1) is declared after its use at index.ts:1",
  },
  {
    ...common,
    name: "a resource of another stack",
    steps: [vary(["ingress", 0], { append: { securityGroups: [idOf("elsewhere")] } })],
    before: `const db = new SecurityGroup("db", { ingress: [{ fromPort: 5432 }] });`,
    declines: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::elsewhere is not a resource of the stack",
  },
];

describe("a reference is written with the variable that holds the resource", () => {
  test.each(visible)("$name", (given) => run(given));
});

describe("a reference that would not work is declined", () => {
  test.each(hidden)("$name", (given) => run(given));
});
