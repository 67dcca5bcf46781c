import { afterAll, expect, test } from "@jest/globals";
import { placeAt } from "@portcullis/remediator/reader/places";
import { readFolder } from "@portcullis/remediator/reader/read";
import { readStatically } from "@portcullis/remediator/sources/static";
import { folderOf, removeFolders } from "../harness/folder";

afterAll(removeFolders);

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** What stands at the place of each rule, in the order in which they are registered. */
  readonly rules: readonly string[];
}

const ts = (source: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "index.ts": `import * as aws from "@pulumi/aws";\nimport * as awsx from "@pulumi/awsx";\n${source}\n`,
  ...more,
});
const py = (source: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  "Pulumi.yaml": "name: shop\nruntime: python\n",
  "__main__.py": `import pulumi_aws as aws\n${source}\n`,
  ...more,
});
const group = (ingress: string): string => `new aws.ec2.SecurityGroup("web", { ingress: ${ingress} });`;
const described = "[{ port: 22, from: '10.0.0.0/8' }, { port: 443, from: '0.0.0.0/0' }]";
const both = ["{ port: 22, from: '10.0.0.0/8' }", "{ port: 443, from: '0.0.0.0/0' }"];
const made = (object: string): string => `({ protocol: "tcp", fromPort: ${object}.port, toPort: ${object}.port, cidrBlocks: [${object}.from] })`;
const standalone =
  'new aws.ec2.SecurityGroupRule(name, { type: "ingress", protocol: "tcp", fromPort: ports.from, toPort: ports.to, cidrBlocks: ["10.0.0.0/8"], securityGroupId: "sg-1" });';
const pyRule = "aws.ec2.SecurityGroupIngressArgs(protocol='tcp', from_port=RULE, to_port=RULE, cidr_blocks=['0.0.0.0/0'])";

test.each<readonly [name: string, program: Case]>([
  ["descriptions that a function maps", { files: ts(`const rules = ${described};\n${group(`rules.map((r) => ${made("r")})`)}`), rules: both }],
  [
    "descriptions of another file, taken apart",
    {
      files: ts(
        `import { rules } from "./rules";\n${group('rules.map(({ port, from }) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [from] }))')}`,
        { "rules.ts": `export const rules = ${described};` },
      ),
      rules: both,
    },
  ],
  [
    "descriptions that a loop makes rules of, with objects in them",
    {
      files: ts(
        `for (const [name, { ports }] of Object.entries({ http: { ports: { from: 80, to: 81 } }, ssh: { ports: { from: 22, to: 22 } } })) ${standalone}`,
      ),
      rules: ["{ ports: { from: 80, to: 81 } }", "{ ports: { from: 22, to: 22 } }"],
    },
  ],
  [
    "one rule of a description keeps its own place",
    { files: ts(`const rules = ${described};\n${group(`[${made("rules[0]").slice(1, -1)}]`)}`), rules: [made("rules[0]").slice(1, -1)] },
  ],
  [
    "rules of which descriptions say the address only",
    {
      files: ts(
        `const offices = [{ cidr: "10.0.0.0/8" }, { cidr: "192.168.0.0/16" }];\n${group('offices.map((o) => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [o.cidr] }))')}`,
      ),
      rules: ['{ cidr: "10.0.0.0/8" }', '{ cidr: "192.168.0.0/16" }'],
    },
  ],
  [
    "ports that a function makes rules of",
    {
      files: ts(`const of = (port: number) => ${made("{ port, from: '0.0.0.0/0' }")};\nconst ports = [8022, 8443];\n${group("ports.map(of)")}`),
      rules: ["8022", "8443"],
    },
  ],
  [
    "a rule that is left of those of a map",
    {
      files: ts(
        `const of = (port: number) => ${made("{ port, from: '0.0.0.0/0' }")};\nconst ports = { http: 8080, ssh: 8022 };\n${group('Object.entries(ports).filter(([name]) => name !== "http").map(([, port]) => of(port)).concat([of(8443)])')}`,
      ),
      rules: ["8022", "of(8443)"],
    },
  ],
  [
    "ports that configuration lists: the rule is the program's, in all stacks",
    {
      files: ts(
        `import * as pulumi from "@pulumi/pulumi";\nconst of = (port: number) => ${made("{ port, from: '0.0.0.0/0' }")};\nconst ports = new pulumi.Config().requireObject<number[]>("ports");\n${group("ports.map((port) => of(port))")}`,
        { "Pulumi.dev.yaml": "config:\n  shop:ports: [22, 443]\n" },
      ),
      rules: ["ports.map((port) => of(port))", "ports.map((port) => of(port))"],
    },
  ],
  [
    "a rule that a function gives",
    { files: ts(`const of = (port: number) => ${made("{ port, from: '0.0.0.0/0' }")};\n${group("[of(22)]")}`), rules: ["of(22)"] },
  ],
  [
    "rules of a classic group",
    {
      files: ts(
        'new awsx.classic.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });',
      ),
      rules: ['{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }'],
    },
  ],
  [
    "dictionaries in a comprehension",
    {
      files: py(
        `rules = [{"port": 22}, {"port": 443}]\naws.ec2.SecurityGroup("web", ingress=[${pyRule.replace("RULE", 'r["port"]').replace("RULE", 'r.get("port")')} for r in rules])`,
      ),
      rules: ['{"port": 22}', '{"port": 443}'],
    },
  ],
  [
    "objects of a class in a loop",
    {
      files: py(
        `from dataclasses import dataclass\n@dataclass\nclass Rule:\n    port: int\nargs = []\nfor rule in (Rule(80), Rule(443)):\n    args.append(${pyRule.replaceAll("RULE", "rule.port")})\naws.ec2.SecurityGroup("web", ingress=args)`,
      ),
      rules: ["Rule(80)", "Rule(443)"],
    },
  ],
  [
    "calls of a function that makes rules, in a list and pushed",
    {
      files: ts(
        `const open = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] });\nconst more = [open(22)];\nmore.push(open(443));\n${group("more")}`,
      ),
      rules: ["open(22)", "open(443)"],
    },
  ],
  [
    "calls of a function that registers a rule from plain arguments",
    {
      files: py(
        `def allow(name, port):\n    aws.ec2.SecurityGroupRule(name, type="ingress", protocol="tcp", from_port=port, to_port=port, cidr_blocks=["10.0.0.0/8"])\nallow("a", 22)\nallow("b", 443)`,
      ),
      rules: ['allow("a", 22)', 'allow("b", 443)'],
    },
  ],
  [
    "a rule of its own whose port and address are parts of a setting",
    {
      files: py(
        'import pulumi\ndb = pulumi.Config().require_object("data").get("db")\nport = db.get("port")\naws.ec2.SecurityGroupRule("a", from_port=port, to_port=port)',
        { "Pulumi.dev.yaml": "config:\n  shop:data:\n    db:\n      port: 5432\n" },
      ),
      rules: ['aws.ec2.SecurityGroupRule("a", from_port=port, to_port=port)'],
    },
  ],
  [
    "rules of a file",
    {
      files: py(
        `import yaml\nwith open("rules.yaml") as file:\n    rules = yaml.safe_load(file)\naws.ec2.SecurityGroup("web", ingress=[${pyRule.replaceAll("RULE", 'r["port"]')} for r in rules])`,
        { "rules.yaml": "- port: 22\n- port: 443\n" },
      ),
      rules: ["port: 22", "port: 443"],
    },
  ],
])("the place of a rule: %s", async (_, { files, rules }) => {
  const { projects } = await readFolder(folderOf(files));
  const registrations = projects[0]?.stacks[0]?.registrations ?? [];
  const places = registrations.flatMap((registration) => {
    if (registration.type.endsWith(":SecurityGroupRule")) return [placeAt(registration, [])];
    return registration.type === "aws:ec2/securityGroup:SecurityGroup" ? [0, 1].map((index) => placeAt(registration, ["ingress", index])) : [];
  });
  const texts = places.map(({ file, start, end }) => file.text.slice(start, end));
  expect(texts.filter((text) => rules.includes(text))).toEqual(rules);
});

const open = "{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ADDRESSES }";
const helper = "function port(port: number, cidrs = ['0.0.0.0/0']) { return { protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: cidrs }; }";
const portClass =
  "from dataclasses import dataclass, field\n@dataclass\nclass Port:\n    number: int\n    cidrs: list = field(default_factory=lambda: ['0.0.0.0/0'])\ndef rules(*ports):\n    return [aws.ec2.SecurityGroupIngressArgs(protocol='tcp', from_port=p.number, to_port=p.number, cidr_blocks=p.cidrs) for p in ports]\n";

test.each<readonly [name: string, program: Case]>([
  ["an address that the rule writes", { files: ts(group(`[${open.replace("ADDRESSES", "['0.0.0.0/0']")}]`)), rules: ["'0.0.0.0/0'"] }],
  ["a constant", { files: ts(`const any = "0.0.0.0/0";\n${group(`[${open.replace("ADDRESSES", "[any]")}]`)}`), rules: ["any"] }],
  ["a list that is a constant", { files: ts(`const any = ["0.0.0.0/0"];\n${group(`[${open.replace("ADDRESSES", "any")}]`)}`), rules: ["any"] }],
  [
    "a rule that is a constant",
    { files: ts(`const rule = ${open.replace("ADDRESSES", "['0.0.0.0/0']")};\n${group("[rule]")}`), rules: ["'0.0.0.0/0'"] },
  ],
  ["what a parameter has where nothing is given", { files: ts(`${helper}\n${group("[port(22), port(3389)]")}`), rules: ["port(22)", "port(3389)"] }],
  ["what a function is given", { files: ts(`${helper}\n${group("[port(22, ['0.0.0.0/0'])]")}`), rules: ["'0.0.0.0/0'"] }],
  ["what a function is given, from a constant", { files: ts(`const any = ["0.0.0.0/0"];\n${helper}\n${group("[port(22, any)]")}`), rules: ["any"] }],
  ["ports of a list, by a function", { files: ts(`${helper}\n${group("[22, 3389].map((number) => port(number))")}`), rules: ["22", "3389"] }],
  [
    "what a field has where nothing is given",
    { files: py(`${portClass}aws.ec2.SecurityGroup("web", ingress=rules(Port(22), Port(3389)))`), rules: ["Port(22)", "Port(3389)"] },
  ],
  [
    "what a field is given",
    {
      files: py(`${portClass}office = ["9.0.0.0/8"]\naws.ec2.SecurityGroup("web", ingress=rules(Port(22, cidrs=office), Port(443)))`),
      rules: ["office", "Port(443)"],
    },
  ],
  [
    "a rule of its own that a function registers",
    {
      files: py(
        `def allow(name, port, cidrs=["0.0.0.0/0"]):\n    aws.ec2.SecurityGroupRule(name, type="ingress", protocol="tcp", from_port=port, to_port=port, cidr_blocks=cidrs)\nallow("a", 22)\nallow("b", 443)`,
      ),
      rules: ['allow("a", 22)', 'allow("b", 443)'],
    },
  ],
  [
    "a rule of its own that takes a constant",
    { files: py(`ANY = ["0.0.0.0/0"]\naws.ec2.SecurityGroupRule("a", protocol="tcp", from_port=22, to_port=22, cidr_blocks=ANY)`), rules: ["ANY"] },
  ],
  [
    "what a function gave to a network whose block the rule takes",
    {
      files: ts(
        `const network = (cidrBlock: string) => new aws.ec2.Vpc("main", { cidrBlock });\nconst vpc = network("10.0.0.0/16");\n${group(`[${open.replace("ADDRESSES", "[vpc.cidrBlock]")}]`)}`,
      ),
      rules: ["vpc.cidrBlock"],
    },
  ],
  [
    "what a function is given of a network",
    {
      files: ts(
        `${helper}\nconst network = (cidrBlock: string) => new aws.ec2.Vpc("main", { cidrBlock });\nconst vpc = network("10.0.0.0/16");\n${group("[port(22, [vpc.cidrBlock])]")}`,
      ),
      rules: ["vpc.cidrBlock"],
    },
  ],
  [
    "what a setting spreads into arguments",
    {
      files: py(
        `import pulumi\ndef load(office, port=22):\n    return [office]\noffices = load(**pulumi.Config().require_object("settings"))\naws.ec2.SecurityGroup("web", ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=22, to_port=22, cidr_blocks=[offices[0]])])`,
        { "Pulumi.dev.yaml": "config:\n  shop:settings:\n    office: 0.0.0.0/0\n" },
      ),
      rules: ["offices[0]"],
    },
  ],
])("the place of an address: %s", async (_, { files, rules }) => {
  const { projects } = await readFolder(folderOf(files));
  const registrations = projects[0]?.stacks[0]?.registrations ?? [];
  const places = registrations.flatMap((registration) => {
    if (registration.type.endsWith(":SecurityGroupRule")) return [placeAt(registration, ["cidrBlocks", 0])];
    return registration.type === "aws:ec2/securityGroup:SecurityGroup"
      ? rules.map((_rule, index) => placeAt(registration, ["ingress", index, "cidrBlocks", 0]))
      : [];
  });
  expect(places.map(({ file, start, end }) => file.text.slice(start, end))).toEqual(rules);
});

test("what a component is known to make is not said to be unread", async () => {
  const files = ts('new awsx.lb.ApplicationLoadBalancer("web", { subnetIds: ["subnet-1", "subnet-2"] });\nnew awsx.later.Thing("thing");');
  const sources = await readStatically(folderOf(files));
  expect("reason" in sources ? sources : sources.flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual([
    "awsx:later:Thing is a component of a package, whose resources are not read",
  ]);
});
