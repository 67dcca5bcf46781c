import { describe, test } from "@jest/globals";
import { idOf, run, set, vary, type Case } from "./harness";

const narrow = vary(["ingress", 0], { without: { cidrBlocks: [0] } });

const inPlace: readonly Case[] = [
  {
    name: "a source is left out",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [narrow],
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  {
    name: "all sources are left out",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: [ "0.0.0.0/0", "10.0.0.0/8" ] }] });`,
    steps: [vary(["ingress", 0], { without: { cidrBlocks: [0, 1] } })],
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 22 }] });`,
  },
  {
    name: "a source behind a name",
    before: `const anywhere = "0.0.0.0/0";\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: [anywhere, "10.0.0.0/8"] }] });`,
    steps: [narrow],
    after: `const anywhere = "0.0.0.0/0";\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  {
    name: "sources in a constant of this rule alone",
    before: `const cidrs = [\n  "0.0.0.0/0",\n  "10.0.0.0/8",\n];\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: cidrs }] });`,
    steps: [narrow],
    after: `const cidrs = [\n  "10.0.0.0/8",\n];\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: cidrs }] });`,
  },
  {
    name: "a property is left out, with its line and comment",
    before: `new SecurityGroup("web", {\n  ingress: [\n    {\n      // From anywhere.\n      cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"], // !\n      fromPort: 22,\n    },\n  ],\n});\n`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks", "ipv6CidrBlocks"] })],
    after: `new SecurityGroup("web", {\n  ingress: [\n    {\n      fromPort: 22,\n    },\n  ],\n});\n`,
  },
  {
    name: "the last property is left out",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"] })],
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 22 }] });`,
  },
  {
    name: "no trailing comma but a comment",
    before: `new SecurityGroup("web", {\n  ingress: [{\n    fromPort: 22 // ssh\n  }]\n});\n`,
    steps: [vary(["ingress", 0], { set: { description: "ssh" } })],
    after: `new SecurityGroup("web", {\n  ingress: [{\n    fromPort: 22, // ssh\n    description: "ssh"\n  }]\n});\n`,
  },
  {
    name: "a value is appended to an array, another array is added",
    before: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { append: { cidrBlocks: ["192.0.2.0/24"], prefixListIds: ["pl-1"] } })],
    after: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8", "192.0.2.0/24"], prefixListIds: ["pl-1"] }] });`,
  },
  {
    name: "a value takes the place of the last one",
    before: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { without: { cidrBlocks: [0, 1] }, append: { cidrBlocks: ["192.0.2.0/24"] } })],
    after: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["192.0.2.0/24"] }] });`,
  },
  {
    name: "a property takes the place of the last one",
    before: `const app = new SecurityGroup("app");\nnew SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"], append: { securityGroups: [idOf("app")] } })],
    after: `const app = new SecurityGroup("app");\nnew SecurityGroup("web", { ingress: [{ fromPort: 22, securityGroups: [app.id] }] });`,
  },
  {
    name: "a rule in a constant of its own is changed there",
    before: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] };\nnew SecurityGroup("web", { ingress: [ssh] });\n`,
    steps: [narrow],
    after: `const ssh = { fromPort: 22, cidrBlocks: ["10.0.0.0/8"] };\nnew SecurityGroup("web", { ingress: [ssh] });\n`,
  },
  {
    name: "a rule that two groups share is written out for one of them",
    before: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [ssh] });\nnew SecurityGroup("api", { ingress: [ssh] });\n`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"] })],
    after: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [{ fromPort: 22 }] });\nnew SecurityGroup("api", { ingress: [ssh] });\n`,
  },
];

const ranges = [{ set: { toPort: 21 } }, { set: { fromPort: 23 }, without: { cidrBlocks: [1] } }];

const copies: readonly Case[] = [
  {
    name: "on one line",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 0, toPort: 99, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], ...ranges)],
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 0, toPort: 21, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }, { fromPort: 23, toPort: 99, cidrBlocks: ["0.0.0.0/0"] }] });`,
  },
  {
    name: "on lines of their own",
    before: `new SecurityGroup("web", {\r\n  ingress: [\r\n    // All.\r\n    {\r\n      fromPort: 0,\r\n      toPort: 99, // a hundred\r\n    },\r\n    { fromPort: 443 },\r\n  ],\r\n});\r\n`,
    steps: [vary(["ingress", 0], { set: { toPort: 21 } }, { set: { fromPort: 23 } })],
    after: `new SecurityGroup("web", {\r\n  ingress: [\r\n    // All.\r\n    {\r\n      fromPort: 0,\r\n      toPort: 21, // a hundred\r\n    },\r\n    {\r\n      fromPort: 23,\r\n      toPort: 99, // a hundred\r\n    },\r\n    { fromPort: 443 },\r\n  ],\r\n});\r\n`,
  },
];

const paths: readonly Case[] = [
  {
    name: "a property of the arguments",
    before: `new SecurityGroup("web", { description: "Managed" });`,
    steps: [set(["description"], "The shop.")],
    after: `new SecurityGroup("web", { description: "The shop." });`,
  },
  {
    name: "empty arguments",
    before: `new SecurityGroup("web", {});`,
    steps: [set(["description"], "x")],
    after: `new SecurityGroup("web", { description: "x" });`,
  },
  {
    name: "a property of an object that is there, and one of a rule",
    before: `new SecurityGroup("web", { timeouts: { create: "1m" }, ingress: [{ fromPort: 22 }] });`,
    steps: [set(["timeouts", "create"], "2m"), set(["ingress", 0, "description"], "ssh")],
    after: `new SecurityGroup("web", { timeouts: { create: "2m" }, ingress: [{ fromPort: 22, description: "ssh" }] });`,
  },
  {
    name: "a property behind a spread",
    before: `new SecurityGroup("web", { ...base, });`,
    steps: [set(["description"], "x")],
    after: `new SecurityGroup("web", { ...base, description: "x", });`,
  },
  {
    name: "sources of a rule that come from a spread object are said anew behind it",
    before: `const base = { cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [{ fromPort: 22, ...base }] });`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"], append: { prefixListIds: ["pl-1"] } })],
    after: `const base = { cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [{ fromPort: 22, ...base, cidrBlocks: [], prefixListIds: ["pl-1"] }] });`,
  },
  {
    name: "others in place of all sources that come from a spread object",
    before: `const base = { cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [{ ...base, fromPort: 22 }] });`,
    steps: [vary(["ingress", 0], { without: { cidrBlocks: [0] }, append: { cidrBlocks: ["192.0.2.0/24"] } })],
    after: `const base = { cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [{ ...base, fromPort: 22, cidrBlocks: ["192.0.2.0/24"] }] });`,
  },
];

const refusals: readonly Case[] = [
  {
    name: "a property of a rule of its own left out that comes from a spread object",
    resource: "rule",
    before: `const base = { cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroupRule("web", { ...base, fromPort: 22 });`,
    steps: [vary([], { drop: ["cidrBlocks"] })],
    declines: "cidrBlocks of web comes from what is spread at index.ts:2",
  },
  {
    name: "a rule made by a call",
    before: `new SecurityGroup("web", { ingress: [ssh("0.0.0.0/0")] });`,
    steps: [narrow],
    declines: "ingress.0 of web is not written as an object",
  },
  {
    name: "several variants of what a callback makes",
    before: `new SecurityGroup("web", { ingress: [22, 80].map((port) => ({ fromPort: port })) });`,
    steps: [vary(["ingress", 0], {}, {})],
    declines: "the code at index.ts:1 makes ingress[0] of web, which cannot be changed there alone: change it by hand",
  },
  {
    name: "a plan for one element of a list as a value",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22 }] });`,
    steps: [set(["ingress", 0], {})],
    declines: "the plan has a step for ingress.0 that has no form in source",
  },
];

describe("one variant changes the element in place", () => {
  test.each(inPlace)("$name", (given) => run(given));
});

describe("several variants are copies of the element", () => {
  test.each(copies)("$name", (given) => run(given));
});

describe("a property at a path is set", () => {
  test.each(paths)("$name", (given) => run(given));
});

describe("the editor declines", () => {
  test.each(refusals)("$name", (given) => run(given));
});
