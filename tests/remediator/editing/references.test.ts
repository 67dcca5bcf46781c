import { describe, test } from "@jest/globals";
import { idOf, run, vary, type Case } from "./harness";

const swap = vary(["ingress", 0], { drop: ["cidrBlocks"], append: { securityGroups: [idOf("app")] } });
const common = { named: "db", steps: [swap] } as const;

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
  swaps("a member of the same class", `class Shop {\n  constructor() {\n    this.app = ${app};\n    DB\n  }\n}\nnew Shop();\n`, "this.app.id"),
  swaps(
    "a member, from a callback",
    `class Shop {\n  constructor() {\n    this.app = ${app};\n    each(() => { DB });\n  }\n}\nnew Shop();\n`,
    "this.app.id",
  ),
  swaps("a private member", `class Shop {\n  constructor() {\n    this.#app = ${app};\n    DB\n  }\n}\nnew Shop();\n`, "this.#app.id"),
  swaps("both in one iteration", `for (const zone of zones) {\n  const app = ${app};\n  DB\n}\n`, "app.id"),
  swaps("one outside of the loop", `const app = ${app};\nzones.forEach((zone) => { DB });\n`, "app.id"),
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
  declines("an exported constant below the block", `{ DB }\nexport const app = ${app};\n`, "app is declared after the place where it would be named"),
  declines("a constant in a block", `{ const app = ${app}; }\nDB\n`, "app has no name at the place where it would be named"),
  declines("a group that no variable holds", `${app};\nDB\n`, "no variable holds app"),
  declines(
    "a member of another class",
    `class A { constructor() { this.app = ${app}; } }\nclass B { constructor() { DB } }\nnew A();\nnew B();\n`,
    "app has no name at the place where it would be named",
  ),
  declines(
    "a member, from another method",
    `class A { constructor() { this.app = ${app}; }\n  m() { DB } }\nnew A().m();\n`,
    "app has no name at the place where it would be named",
  ),
  declines(
    "a member made below",
    `class A { constructor() { DB\n this.app = ${app}; } }\nnew A();\n`,
    "app is declared after the place where it would be named",
  ),
  {
    ...common,
    name: "a constant of another file that is not imported",
    before: { "index.ts": `import "./app";\n${db.replace("#", 'cidrBlocks: ["10.0.0.0/8"]')}`, "app.ts": `export const app = ${app};\n` },
    declines: "app has no name at the place where it would be named",
  },
];

describe("a reference is written with the variable that holds the resource", () => {
  test.each(visible)("$name", (given) => run(given));
});

describe("a reference that would not work is declined", () => {
  test.each(hidden)("$name", (given) => run(given));
});
