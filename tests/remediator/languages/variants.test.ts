import { describe, test } from "@jest/globals";
import { admits, idOf, run, set, vary, type Case } from "./harness";

const open = admits(22, "0.0.0.0/0", "10.0.0.0/8");
const inputs = { ingress: [open] };
const narrow = vary(["ingress", 0], { without: { cidrBlocks: [0] } });

const inPlace: readonly Case[] = [
  {
    name: "a source is left out",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [narrow],
    inputs,
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  {
    name: "all sources are left out",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: [ "0.0.0.0/0", "10.0.0.0/8" ] }] });`,
    steps: [vary(["ingress", 0], { without: { cidrBlocks: [0, 1] } })],
    inputs,
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: [] }] });`,
  },
  {
    name: "a source behind a name",
    before: `const anywhere = "0.0.0.0/0";\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: [anywhere, "10.0.0.0/8"] }] });`,
    steps: [narrow],
    inputs,
    after: `const anywhere = "0.0.0.0/0";\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  {
    name: "sources in a constant of this rule alone",
    before: `const cidrs = [\n  "0.0.0.0/0",\n  "10.0.0.0/8",\n];\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: cidrs }] });`,
    steps: [narrow],
    inputs,
    after: `const cidrs = [\n  "10.0.0.0/8",\n];\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: cidrs }] });`,
  },
  {
    name: "sources in a constant that is used elsewhere are written at the place of use",
    before: `const cidrs = ['0.0.0.0/0', '10.0.0.0/8'];\nroute(cidrs);\nnew SecurityGroup('web', { ingress: [{ cidrBlocks: cidrs }] });`,
    steps: [narrow],
    inputs,
    after: `const cidrs = ['0.0.0.0/0', '10.0.0.0/8'];\nroute(cidrs);\nnew SecurityGroup('web', { ingress: [{ cidrBlocks: ['10.0.0.0/8'] }] });`,
  },
  {
    name: "shorthand sources that are used elsewhere",
    before: `const cidrBlocks = ["0.0.0.0/0", "10.0.0.0/8"];\nroute(cidrBlocks);\nnew SecurityGroup("web", { ingress: [{ cidrBlocks }] });`,
    steps: [narrow],
    inputs,
    after: `const cidrBlocks = ["0.0.0.0/0", "10.0.0.0/8"];\nroute(cidrBlocks);\nnew SecurityGroup("web", { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  {
    name: "sources from configuration are written at the place of use",
    before: `new SecurityGroup("web", { ingress: [{ cidrBlocks: config.requireObject<string[]>("cidrs") }] });`,
    steps: [narrow],
    inputs,
    after: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  {
    name: "a property is left out, with its line and comment",
    before: `new SecurityGroup("web", {\n  ingress: [\n    {\n      // From anywhere.\n      cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"], // !\n      fromPort: 22,\n    },\n  ],\n});\n`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks", "ipv6CidrBlocks"] })],
    inputs,
    after: `new SecurityGroup("web", {\n  ingress: [\n    {\n      fromPort: 22,\n    },\n  ],\n});\n`,
  },
  {
    name: "the last property is left out",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"] })],
    inputs,
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 22 }] });`,
  },
  {
    name: "a property gets another value, another is added in the style of its neighbours",
    before: `new SecurityGroup('web', {\n\tingress: [\n\t\t{\n\t\t\tfromPort: 22,\n\t\t\ttoPort: 22\n\t\t}\n\t]\n})\n`,
    steps: [vary(["ingress", 0], { set: { toPort: 21, description: "the owner's" } })],
    inputs,
    after: `new SecurityGroup('web', {\n\tingress: [\n\t\t{\n\t\t\tfromPort: 22,\n\t\t\ttoPort: 21,\n\t\t\tdescription: 'the owner\\'s'\n\t\t}\n\t]\n})\n`,
  },
  {
    name: "a value behind a name is changed at the place of use, shorthand too",
    before: `const toPort = 22;\nnew SecurityGroup("web", { ingress: [{ fromPort: toPort, toPort }] });`,
    steps: [vary(["ingress", 0], { set: { fromPort: 1, toPort: 2 } })],
    inputs,
    after: `const toPort = 22;\nnew SecurityGroup("web", { ingress: [{ fromPort: 1, toPort: 2 }] });`,
  },
  {
    name: "quoted keys, a trailing comma with a comment, windows line ends",
    before: `new SecurityGroup("web", {\r\n  "ingress": [\r\n    {\r\n      "fromPort": 22, // ssh\r\n    },\r\n  ],\r\n});\r\n`,
    steps: [vary(["ingress", 0], { set: { description: "ssh" } })],
    inputs,
    after: `new SecurityGroup("web", {\r\n  "ingress": [\r\n    {\r\n      "fromPort": 22, // ssh\r\n      "description": "ssh",\r\n    },\r\n  ],\r\n});\r\n`,
  },
  {
    name: "no trailing comma but a comment",
    before: `new SecurityGroup("web", {\n  ingress: [{\n    fromPort: 22 // ssh\n  }]\n});\n`,
    steps: [vary(["ingress", 0], { set: { description: "ssh" } })],
    inputs,
    after: `new SecurityGroup("web", {\n  ingress: [{\n    fromPort: 22, // ssh\n    description: "ssh"\n  }]\n});\n`,
  },
  {
    name: "a value is appended to an array, another array is added",
    before: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { append: { cidrBlocks: ["192.0.2.0/24"], prefixListIds: ["pl-1"] } })],
    inputs,
    after: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8", "192.0.2.0/24"], prefixListIds: ["pl-1"] }] });`,
  },
  {
    name: "a value takes the place of the last one",
    before: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { without: { cidrBlocks: [0, 1] }, append: { cidrBlocks: ["192.0.2.0/24"] } })],
    inputs,
    after: `new SecurityGroup("web", { ingress: [{ cidrBlocks: ["192.0.2.0/24"] }] });`,
  },
  {
    name: "a property takes the place of the last one",
    before: `const app = new SecurityGroup("app");\nnew SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"], append: { securityGroups: [idOf("app")] } })],
    inputs,
    after: `const app = new SecurityGroup("app");\nnew SecurityGroup("web", { ingress: [{ fromPort: 22, securityGroups: [app.id] }] });`,
  },
  {
    name: "appending to a shared array spreads it",
    before: `const groups = ["sg-1"];\nuse(groups);\nnew SecurityGroup("web", { ingress: [{ securityGroups: groups }] });`,
    steps: [vary(["ingress", 0], { append: { securityGroups: ["sg-2"] } })],
    inputs: { ingress: [{ securityGroups: ["sg-1"] }] },
    after: `const groups = ["sg-1"];\nuse(groups);\nnew SecurityGroup("web", { ingress: [{ securityGroups: [...groups, "sg-2"] }] });`,
  },
  {
    name: "a rule that two groups share is overridden where it is used",
    before: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] };\nnew SecurityGroup("web", { ingress: [ssh] });\nnew SecurityGroup("api", { ingress: [ssh] });\n`,
    steps: [narrow],
    inputs,
    after: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] };\nnew SecurityGroup("web", { ingress: [{ ...ssh, cidrBlocks: ["10.0.0.0/8"] }] });\nnew SecurityGroup("api", { ingress: [ssh] });\n`,
  },
  {
    name: "a rule in a constant of its own is changed there",
    before: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] };\nnew SecurityGroup("web", { ingress: [ssh] });\n`,
    steps: [narrow],
    inputs,
    after: `const ssh = { fromPort: 22, cidrBlocks: ["10.0.0.0/8"] };\nnew SecurityGroup("web", { ingress: [ssh] });\n`,
  },
];

const ranges = [{ set: { toPort: 21 } }, { set: { fromPort: 23 }, without: { cidrBlocks: [1] } }];

const copies: readonly Case[] = [
  {
    name: "on one line",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 0, toPort: 99, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }] });`,
    steps: [vary(["ingress", 0], ...ranges)],
    inputs: { ingress: [{ ...open, fromPort: 0, toPort: 99 }] },
    after: `new SecurityGroup("web", { ingress: [{ fromPort: 0, toPort: 21, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"] }, { fromPort: 23, toPort: 99, cidrBlocks: ["0.0.0.0/0"] }] });`,
  },
  {
    name: "on lines of their own",
    before: `new SecurityGroup("web", {\r\n  ingress: [\r\n    // All.\r\n    {\r\n      fromPort: 0,\r\n      toPort: 99, // a hundred\r\n    },\r\n    { fromPort: 443 },\r\n  ],\r\n});\r\n`,
    steps: [vary(["ingress", 0], { set: { toPort: 21 } }, { set: { fromPort: 23 } })],
    inputs: { ingress: [{ fromPort: 0, toPort: 99 }, { fromPort: 443 }] },
    after: `new SecurityGroup("web", {\r\n  ingress: [\r\n    // All.\r\n    {\r\n      fromPort: 0,\r\n      toPort: 21, // a hundred\r\n    },\r\n    {\r\n      fromPort: 23,\r\n      toPort: 99, // a hundred\r\n    },\r\n    { fromPort: 443 },\r\n  ],\r\n});\r\n`,
  },
  {
    name: "of a rule behind a name",
    before: `const all = { fromPort: 0, toPort: 99 };\nnew SecurityGroup("web", { ingress: [all] });`,
    steps: [vary(["ingress", 0], { set: { toPort: 21 } }, { set: { fromPort: 23 } })],
    inputs: { ingress: [{ fromPort: 0, toPort: 99 }] },
    after: `const all = { fromPort: 0, toPort: 99 };\nnew SecurityGroup("web", { ingress: [{ ...all, toPort: 21 }, { ...all, fromPort: 23 }] });`,
  },
  {
    name: "of a pushed rule, while another goes",
    before: `const rules = [];\nrules.push({ fromPort: 0, toPort: 99 });\nrules.push({ fromPort: 22 });\nnew SecurityGroup("web", { ingress: rules });`,
    steps: [vary(["ingress", 0], { set: { toPort: 21 } }, { set: { fromPort: 23 } }), vary(["ingress", 1])],
    inputs: { ingress: [{ fromPort: 0, toPort: 99 }, open] },
    after: `const rules = [];\nrules.push({ fromPort: 0, toPort: 21 }, { fromPort: 23, toPort: 99 });\nnew SecurityGroup("web", { ingress: rules });`,
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
    name: "a property that was not there",
    before: `new SecurityGroup("web", {\n  description: "Managed",\n});`,
    steps: [set(["revokeRulesOnDelete"], true), set(["tags"], { Name: "web" })],
    after: `new SecurityGroup("web", {\n  description: "Managed",\n  revokeRulesOnDelete: true,\n  tags: { Name: "web" },\n});`,
  },
  {
    name: "no arguments yet",
    before: `new SecurityGroup("web");`,
    steps: [set(["metadataOptions", "httpTokens"], "required")],
    after: `new SecurityGroup("web", { metadataOptions: { httpTokens: "required" } });`,
  },
  {
    name: "undefined for arguments",
    before: `new SecurityGroup("web", undefined, { provider });`,
    steps: [set(["description"], "x")],
    after: `new SecurityGroup("web", { description: "x" }, { provider });`,
  },
  {
    name: "empty arguments",
    before: `new SecurityGroup("web", {});`,
    steps: [set(["description"], "x")],
    after: `new SecurityGroup("web", { description: "x" });`,
  },
  {
    name: "properties of an object that is not there yet",
    before: `new aws.ec2.Instance("web", { ami: "a" });`,
    resource: "instance",
    steps: [set(["metadataOptions", "httpTokens"], "required"), set(["metadataOptions", "httpEndpoint"], "enabled")],
    after: `new aws.ec2.Instance("web", { ami: "a", metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" } });`,
  },
  {
    name: "a property of an object that is there, and one of a rule",
    before: `new SecurityGroup("web", { timeouts: { create: "1m" }, ingress: [{ fromPort: 22 }] });`,
    steps: [set(["timeouts", "create"], "2m"), set(["ingress", 0, "description"], "ssh")],
    inputs,
    after: `new SecurityGroup("web", { timeouts: { create: "2m" }, ingress: [{ fromPort: 22, description: "ssh" }] });`,
  },
  {
    name: "a property behind a spread",
    before: `new SecurityGroup("web", { ...base, });`,
    steps: [set(["description"], "x")],
    after: `new SecurityGroup("web", { ...base, description: "x", });`,
  },
];

const refusals: readonly Case[] = [
  {
    name: "a value that a later spread may override",
    before: `new SecurityGroup("web", { description: "a", ...base });`,
    steps: [set(["description"], "x")],
    declines: "index.ts:1 spreads base, which may hold description",
  },
  {
    name: "a property left out that comes from a spread object",
    before: `const base = { cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [{ ...base, fromPort: 22 }] });`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"] })],
    inputs: { ingress: [admits(22, "0.0.0.0/0")] },
    declines: "cidrBlocks of index.ts:2 comes from index.ts:1",
  },
  {
    name: "a property left out of a rule that two groups share",
    before: `const ssh = { fromPort: 22, cidrBlocks: ["0.0.0.0/0"] };\nnew SecurityGroup("web", { ingress: [ssh] });\nnew SecurityGroup("api", { ingress: [ssh] });\n`,
    steps: [vary(["ingress", 0], { drop: ["cidrBlocks"] })],
    inputs: { ingress: [admits(22, "0.0.0.0/0")] },
    declines: "ssh is also used at index.ts:3",
  },
  {
    name: "a rule made by a call",
    before: `new SecurityGroup("web", { ingress: [ssh("0.0.0.0/0")] });`,
    steps: [narrow],
    inputs,
    declines: 'index.ts:1 computes the object: ssh("0.0.0.0/0")',
  },
  {
    name: "several variants of what a callback makes",
    before: `new SecurityGroup("web", { ingress: [22, 80].map((port) => ({ fromPort: port })) });`,
    steps: [vary(["ingress", 0], {}, {})],
    inputs: { ingress: [open, admits(80)] },
    declines: "the callback at index.ts:1 makes every element of the list",
  },
  {
    name: "a source that the program does not write there",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22 }] });`,
    steps: [narrow],
    inputs,
    declines: "the source at index.ts:1 does not look like web",
  },
  {
    name: "a plan for one element of a list as a value",
    before: `new SecurityGroup("web", { ingress: [{ fromPort: 22 }] });`,
    steps: [set(["ingress", 0], {})],
    inputs,
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
