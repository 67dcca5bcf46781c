import { describe, test } from "@jest/globals";
import { run, set, take, vary, type Case } from "./harness";

const removals: readonly Case[] = [
  {
    name: "the only element leaves an empty array",
    before: `new aws.ec2.SecurityGroup("web", {\n    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],\n});\n`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", {\n    ingress: [],\n});\n`,
  },
  {
    name: "the only element, on lines of its own",
    before: `new aws.ec2.SecurityGroup("web", {\n    ingress: [\n        { fromPort: 22, toPort: 22 },\n    ],\n    egress: [],\n});\n`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", {\n    ingress: [],\n    egress: [],\n});\n`,
  },
  {
    name: "a line of its own goes as a line",
    before: `new aws.ec2.SecurityGroup("web", {\n    ingress: [\n        { fromPort: 22, toPort: 22 },\n        { fromPort: 443, toPort: 443 },\n    ],\n});\n`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", {\n    ingress: [\n        { fromPort: 443, toPort: 443 },\n    ],\n});\n`,
  },
  {
    name: "the last element takes the comma before it along where lists do not end with one",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 22 }, // first\n    { fromPort: 443 } // second\n  ]\n});\n`,
    steps: [take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 22 } // first\n  ]\n});\n`,
  },
  {
    name: "first of one line",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 22 }, { fromPort: 443 }] });`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 443 }] });`,
  },
  {
    name: "last of one line, with a trailing comma",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [ { fromPort: 22 }, { fromPort: 443 }, ] });`,
    steps: [take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [ { fromPort: 22 }, ] });`,
  },
  {
    name: "elements that share lines with their neighbours",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [{\n    fromPort: 22,\n  }, {\n    fromPort: 443,\n  }],\n});\n`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [{\n    fromPort: 443,\n  }],\n});\n`,
  },
  {
    name: "two of three at once",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 22 },\n    { fromPort: 443 },\n    { fromPort: 3389 }\n  ],\n});\n`,
    steps: [take("ingress", 0), take("ingress", 2)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 443 }\n  ],\n});\n`,
  },
  {
    name: "all at once, inline",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 22 }, { fromPort: 443 }] });`,
    steps: [take("ingress", 0), take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [] });`,
  },
  {
    name: "the comment right above and the one behind go with the element",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    // The storefront.\n    { fromPort: 443 },\n    // Temporary,\n    // for the migration.\n    { fromPort: 22 }, // TODO: remove\n  ],\n});\n`,
    steps: [take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    // The storefront.\n    { fromPort: 443 },\n  ],\n});\n`,
  },
  {
    name: "a comment with a blank line below it stays",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    // Rules of the shop.\n\n    { fromPort: 22 },\n    { fromPort: 443 },\n  ],\n});\n`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    // Rules of the shop.\n\n    { fromPort: 443 },\n  ],\n});\n`,
  },
  {
    name: "commented-out rules stay",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    // { fromPort: 8080 },\n    { fromPort: 22 },\n  ],\n});\n`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    // { fromPort: 8080 },\n  ],\n});\n`,
  },
  {
    name: "comments inside a line belong to what they stand next to",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [/* ssh */ { fromPort: 22 }, /* https */ { fromPort: 443 } /* end */] });`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [/* https */ { fromPort: 443 } /* end */] });`,
  },
  {
    name: "of two blank lines one goes",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 443 },\n\n    { fromPort: 22 },\n\n    { fromPort: 80 },\n  ],\n});\n`,
    steps: [take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 443 },\n\n    { fromPort: 80 },\n  ],\n});\n`,
  },
  {
    name: "of the blank lines around neighbours that go, one stays",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 443 },\n\n    { fromPort: 22 },\n\n    { fromPort: 80 },\n\n    { fromPort: 81 }\n  ],\n});\n`,
    steps: [take("ingress", 1), take("ingress", 2)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 443 },\n\n    { fromPort: 81 }\n  ],\n});\n`,
  },
  {
    name: "no blank line is left at the start",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 443 },\n\n    { fromPort: 22 },\n\n    { fromPort: 80 },\n  ],\n});\n`,
    steps: [take("ingress", 0), take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 80 },\n  ],\n});\n`,
  },
  {
    name: "commas at the start of lines",
    before: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 22 }\n  , { fromPort: 443 }\n  ]\n});\n`,
    steps: [take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", {\n  ingress: [\n    { fromPort: 22 }\n  ]\n});\n`,
  },
  {
    name: "a line comment before an element that shares its line stays closed",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 80 }, // web\n  { fromPort: 22 }, { fromPort: 443 }] });`,
    steps: [take("ingress", 1)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 80 }, // web\n  { fromPort: 443 }] });`,
  },
  {
    name: "windows line ends, tabs, emoji, a byte order mark and no last line end",
    before: `\uFEFFimport * as aws from "@pulumi/aws";\r\n/* 🏰 */ new aws.ec2.SecurityGroup("web", {\r\n\tdescription: "🔥 wall",\r\n\tingress: [\r\n\t\t{ description: "🐚", fromPort: 22 },\r\n\t\t{ fromPort: 443 },\r\n\t],\r\n});`,
    steps: [take("ingress", 0)],
    after: `\uFEFFimport * as aws from "@pulumi/aws";\r\n/* 🏰 */ new aws.ec2.SecurityGroup("web", {\r\n\tdescription: "🔥 wall",\r\n\tingress: [\r\n\t\t{ fromPort: 443 },\r\n\t],\r\n});`,
  },
  {
    name: "shebang, decorators and JSX elsewhere in the file",
    file: "index.tsx",
    before: `#!/usr/bin/env node\n@sealed\nclass Page { view = <div>{"a"}</div>; }\nnew SecurityGroup("web", { ingress: [{ fromPort: 22 }] });\n`,
    steps: [take("ingress", 0)],
    after: `#!/usr/bin/env node\n@sealed\nclass Page { view = <div>{"a"}</div>; }\nnew SecurityGroup("web", { ingress: [] });\n`,
  },
  {
    name: "javascript with require",
    file: "index.js",
    before: `"use strict";\nconst aws = require("@pulumi/aws");\nlet group = new aws.ec2.SecurityGroup('web', {\n  ingress: [\n    { protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['0.0.0.0/0'] }\n  ]\n})\n`,
    steps: [take("ingress", 0)],
    after: `"use strict";\nconst aws = require("@pulumi/aws");\nlet group = new aws.ec2.SecurityGroup('web', {\n  ingress: []\n})\n`,
  },
];

const shapes: readonly Case[] = [
  {
    name: "arguments in a constant, asserted and parenthesised",
    before: `const args = ({ ingress: [{ fromPort: 22 }, { fromPort: 443 }] } as const) satisfies object;\nnew aws.ec2.SecurityGroup("web", args!);\n`,
    steps: [take("ingress", 0)],
    after: `const args = ({ ingress: [{ fromPort: 443 }] } as const) satisfies object;\nnew aws.ec2.SecurityGroup("web", args!);\n`,
  },
  {
    name: "a quoted property, a computed one",
    before: `new aws.ec2.SecurityGroup("web", { "ingress": [{ fromPort: 22 }], ["egress"]: [{ fromPort: 22 }, { fromPort: 443 }] });`,
    steps: [take("ingress", 0), take("egress", 1)],
    after: `new aws.ec2.SecurityGroup("web", { "ingress": [], ["egress"]: [{ fromPort: 22 }] });`,
  },
  {
    name: "a shorthand property",
    before: `const ingress = [{ fromPort: 22 }, { fromPort: 443 }];\nnew aws.ec2.SecurityGroup("web", { ingress });\n`,
    steps: [take("ingress", 0)],
    after: `const ingress = [{ fromPort: 443 }];\nnew aws.ec2.SecurityGroup("web", { ingress });\n`,
  },
  {
    name: "an element in a constant",
    before: `const ssh = { fromPort: 22 };\nnew aws.ec2.SecurityGroup("web", { ingress: [ssh, { fromPort: 443 }] });\n`,
    steps: [take("ingress", 0)],
    after: `const ssh = { fromPort: 22 };\nnew aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 443 }] });\n`,
  },
  {
    name: "an array spread from a constant, a constant of another file",
    before: {
      "index.ts": `import { admin } from "./rules";\nnew aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 443 }, ...admin] });\n`,
      "rules.ts": `export const admin = [\n  { fromPort: 22 },\n  { fromPort: 3389 },\n];\n`,
    },
    steps: [take("ingress", 1)],
    after: { "rules.ts": `export const admin = [\n  { fromPort: 3389 },\n];\n` },
  },
  {
    name: "the property comes from an object spread into the arguments",
    before: `const base = { ingress: [{ fromPort: 22 }] };\nnew aws.ec2.SecurityGroup("web", { ...base, description: "web" });\n`,
    steps: [take("ingress", 0)],
    after: `const base = { ingress: [] };\nnew aws.ec2.SecurityGroup("web", { ...base, description: "web" });\n`,
  },
  {
    name: "elements pushed in a straight line",
    before: `const rules = [{ fromPort: 443 }];\n\n// Administration.\nrules.push({ fromPort: 22 });\nrules.push({ fromPort: 80 }, { fromPort: 3389 });\nnew aws.ec2.SecurityGroup("web", { ingress: rules });\n`,
    steps: [take("ingress", 1), take("ingress", 3)],
    after: `const rules = [{ fromPort: 443 }];\n\nrules.push({ fromPort: 80 });\nnew aws.ec2.SecurityGroup("web", { ingress: rules });\n`,
  },
  {
    name: "an element made by a call",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [open(22), open(443)] });`,
    steps: [take("ingress", 0)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [open(443)] });`,
  },
  {
    name: "an inner array in a path",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [take("ingress", 0, "cidrBlocks", 0)],
    after: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
];

const refusals: readonly Case[] = [
  {
    name: "an array that another group uses too",
    before: `const rules = [{ fromPort: 22 }];\nnew aws.ec2.SecurityGroup("web", { ingress: rules });\nnew aws.ec2.SecurityGroup("api", { ingress: rules });\n`,
    steps: [take("ingress", 0)],
    declines: "the list at index.ts:1 is used for api as well",
  },
  {
    name: "arguments that two groups share",
    before: `const args = { ingress: [{ fromPort: 22 }] };\nnew aws.ec2.SecurityGroup("web", args);\nnew aws.ec2.SecurityGroup("api", args);\n`,
    steps: [take("ingress", 0)],
    declines: "the list at index.ts:1 is used for api as well",
  },
  {
    name: "a function that makes the list",
    before: `new aws.ec2.SecurityGroup("web", { ingress: rulesFor("web") });`,
    steps: [take("ingress", 0)],
    declines: "ingress of web is no list that is written in the program",
  },
  {
    name: "a conditional list",
    before: `new aws.ec2.SecurityGroup("web", { ingress: isProd ? [] : [{ fromPort: 22 }] });`,
    steps: [take("ingress", 0)],
    declines: "web has no element ingress[0] in its source",
  },
  {
    name: "an element inside a spread of unknown length",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 443 }, ...extra] });`,
    steps: [take("ingress", 1)],
    declines: "web has no element ingress[1] in its source",
  },
  {
    name: "elements pushed in a loop",
    before: `const rules: object[] = [];\nfor (const port of ports) rules.push({ fromPort: port });\nnew aws.ec2.SecurityGroup("web", { ingress: rules });\n`,
    steps: [take("ingress", 0)],
    declines: "web has no element ingress[0] in its source",
  },
  {
    name: "a change of what a callback makes of every element",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [22, 443].map((port) => ({ fromPort: port, cidrBlocks: ["0.0.0.0/0"] })) });`,
    steps: [vary(["ingress", 0], { without: { cidrBlocks: [0] } })],
    declines: "the object at index.ts:1 is used for other parts of web as well",
  },
  {
    name: "a method",
    before: `new aws.ec2.SecurityGroup("web", { ingress() { return []; } });`,
    steps: [take("ingress", 0)],
    declines: "ingress of web is no list that is written in the program",
  },
  {
    name: "a computed key",
    before: `new aws.ec2.SecurityGroup("web", { [direction]: [{ fromPort: 22 }] });`,
    steps: [take("ingress", 0)],
    declines: "ingress of web is no list that is written in the program",
  },
  {
    name: "arguments from a function",
    before: `new aws.ec2.SecurityGroup("web", argsFor("web"));`,
    steps: [take("ingress", 0)],
    declines: "ingress of web is no list that is written in the program",
  },
  {
    name: "a property that is not written",
    before: `new aws.ec2.SecurityGroup("web", { egress: [] });`,
    steps: [take("ingress", 0)],
    declines: "ingress of web is no list that is written in the program",
  },
  {
    name: "steps that change the same text",
    before: `new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 22 }, { fromPort: 443 }] });`,
    steps: [take("ingress", 0), set(["ingress", 0, "description"], "x")],
    declines: "two of its edits want different things of the same text",
  },
];

describe("an element is taken out", () => {
  test.each(removals)("$name", (given) => run(given));
});

describe("an element is found", () => {
  test.each(shapes)("$name", (given) => run(given));
});

describe("the editor declines", () => {
  test.each(refusals)("$name", (given) => run(given));
});
