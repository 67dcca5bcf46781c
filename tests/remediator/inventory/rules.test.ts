import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import fc from "fast-check";
import pc from "picocolors";
import { csvInventory } from "@portcullis/remediator/inventory/csv";
import { inventoryOf, type Inventory } from "@portcullis/remediator/inventory/inventory";
import type { RuleRow } from "@portcullis/remediator/inventory/row";
import { jsonInventory } from "@portcullis/remediator/inventory/json";
import { textInventory } from "@portcullis/remediator/inventory/text";
import type { Terminal } from "@portcullis/remediator/report/terminal";
import { columnsOf } from "@portcullis/remediator/report/text/columns";
import { readSources } from "@portcullis/remediator/sources/sources";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

const root = path.resolve(__dirname, "../../..");
const validate = new Ajv().compile(JSON.parse(readFileSync(path.join(root, "remediator/inventory/rules.schema.json"), "utf8")) as object);
const terminal: Terminal = { colours: pc.createColors(false), width: 80, hyperlinks: false };

type Files = Readonly<Record<string, string>>;

async function inventory(place: string): Promise<Inventory> {
  const sources = await readSources(place);
  if ("kind" in sources) throw new Error(sources.reason);
  const found = inventoryOf(sources);
  validate(JSON.parse(jsonInventory(found)));
  expect(validate.errors).toBeNull();
  return found;
}

/** What a program in TypeScript with these files has. */
function ofProgram(index: string, files: Files = {}): Promise<Inventory> {
  const imports = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\nimport * as native from "@pulumi/aws-native";\n';
  return inventory(folderOf({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.ts": `${imports}${index}`, ...files }));
}

interface State {
  readonly type: string;
  readonly name: string;
  readonly inputs: object;
  readonly outputs?: object;
  readonly id?: string;
}

function stateOf(resources: readonly State[]): string {
  const states = resources.map(({ type, name, inputs, outputs = {}, id = "" }) => ({
    urn: `urn:pulumi:live::shop::${type}::${name}`,
    custom: true,
    type,
    id,
    inputs,
    outputs,
  }));
  return JSON.stringify({ version: 3, deployment: { resources: states } });
}

function ofState(resources: readonly State[]): Promise<Inventory> {
  return inventory(path.join(folderOf({ "state.json": stateOf(resources) }), "state.json"));
}

/** A row in one line. */
function line({ group, direction, protocol, fromPort, toPort, peer, description }: RuleRow): string {
  const whom = `${peer.kind}${peer.value === null ? "" : ` ${peer.value}`}`;
  return `${String(group)} ${direction} ${String(protocol)} ${String(fromPort)}-${String(toPort)} ${whom}${description === null ? "" : ` "${description}"`}`;
}

const lines = ({ rules }: Inventory): readonly string[] => rules.map(line);

test("ICMP has types and codes, other protocols have neither, and a port that is not known is none", async () => {
  const rules = [
    ["-1", 0, 0],
    ["TCP", 443, 443],
    ["udp", 0, 65535],
    ["tcp", "port", "port"],
    ["icmp", -1, -1],
    ["icmp", 8, -1],
    ["icmp", 3, 4],
    ["58", -1, -1],
    ["50", 0, 0],
    [47, 0, 0],
  ].map(([protocol, from, to]) => `{ protocol: "${protocol}", fromPort: ${from}, toPort: ${to}, cidrBlocks: ["10.0.0.0/8"] }`);
  const found = await ofProgram(
    `const port = new pulumi.Config().requireSecretNumber("port"); new aws.ec2.SecurityGroup("a", { ingress: [${rules.join(", ")}] });`,
  );
  const ports = [...textInventory(found, terminal).matchAll(/^  ingress  (.*?)  +10\.0\.0\.0/gm)].map(([, text]) => text);
  expect(ports).toEqual([
    ...["everything", "tcp/443", "udp/0-65535", "tcp/?", "icmp", "icmp type 8", "icmp type 3, code 4", "icmpv6", "protocol 50", "protocol 47"],
  ]);
});

test("of a group that only configuration can name nothing is said, whatever stands beside it", async () => {
  const found = await ofProgram(`
    const other = new pulumi.Config().require("other");
    const a = new aws.ec2.SecurityGroup("a", {});
    const tcp = (port: number, ...securityGroups: pulumi.Input<string>[]) => ({ protocol: "tcp", fromPort: port, toPort: port, securityGroups });
    new aws.ec2.SecurityGroup("b", { ingress: [tcp(1, a.id, other), tcp(2, other), tcp(3, a.id)] });`);
  expect(lines(found)).toEqual(["b ingress tcp 1-1 group a", "b ingress tcp 1-1 group", "b ingress tcp 2-2 group", "b ingress tcp 3-3 group a"]);
});

const group = "aws:ec2/securityGroup:SecurityGroup";

describe("every rule is a row for each of its sources", () => {
  const spellings: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "inline, with every kind of source",
      `new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 23, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"],
         ipv6CidrBlocks: ["::/0"], securityGroups: ["sg-0123"], prefixListIds: ["pl-0123"], self: true, description: "Rule" }] });`,
      [
        'web ingress tcp 22-23 address 10.0.0.0/8 "Rule"',
        'web ingress tcp 22-23 address 0.0.0.0/0 "Rule"',
        'web ingress tcp 22-23 address ::/0 "Rule"',
        'web ingress tcp 22-23 prefix-list pl-0123 "Rule"',
        'web ingress tcp 22-23 group sg-0123 "Rule"',
        'web ingress tcp 22-23 self "Rule"',
      ],
    ],
    [
      "standalone rules, of a group of the program and of one from outside",
      `const web = new aws.ec2.SecurityGroup("web", {});
       const app = new aws.ec2.SecurityGroup("app", {});
       new aws.ec2.SecurityGroupRule("a", { type: "egress", securityGroupId: web.id, protocol: "TCP", fromPort: 443, toPort: 443, sourceSecurityGroupId: app.id });
       new aws.vpc.SecurityGroupIngressRule("b", { securityGroupId: app.id, ipProtocol: "6", fromPort: 80, toPort: 80, referencedSecurityGroupId: web.id });
       new aws.vpc.SecurityGroupEgressRule("c", { securityGroupId: "sg-0abc", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });`,
      ["web egress tcp 443-443 group app", "sg-0abc egress -1 null-null address 0.0.0.0/0", "app ingress tcp 80-80 group web"],
    ],
    [
      "aws-native, whose groups have AWS's own rule for outbound traffic until they have another one",
      `const a = new native.ec2.SecurityGroup("a", { groupDescription: "A", securityGroupIngress: [{ ipProtocol: "udp", fromPort: 53, toPort: 53, cidrIp: "10.0.0.0/8" }] });
       new native.ec2.SecurityGroup("b", { groupDescription: "B", securityGroupEgress: [{ ipProtocol: "-1", cidrIpv6: "::/0" }] });
       new native.ec2.SecurityGroupIngress("c", { groupId: a.id, ipProtocol: "icmp", fromPort: -1, toPort: -1, cidrIp: "10.0.0.0/8" });`,
      [
        "a ingress udp 53-53 address 10.0.0.0/8",
        "b egress -1 null-null address ::/0",
        "a ingress icmp -1--1 address 10.0.0.0/8",
        "a egress -1 null-null address 0.0.0.0/0",
        "a egress -1 null-null address ::/0",
      ],
    ],
    [
      "default groups and rules of a component",
      `class Pair extends pulumi.ComponentResource {
         constructor(name: string, port: number) {
           super("shop:Pair", name);
           new aws.ec2.SecurityGroup(name + "-group", { ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] }] }, { parent: this });
         }
       }
       new Pair("x", 80);
       new Pair("y", 81);
       new aws.ec2.DefaultSecurityGroup("default", { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] });`,
      ["default egress -1 0-0 address 0.0.0.0/0", "x-group ingress tcp 80-80 address 10.0.0.0/8", "y-group ingress tcp 81-81 address 10.0.0.0/8"],
    ],
    [
      "a service that opens a port by itself",
      `new aws.eks.NodeGroup("nodes", { remoteAccess: { ec2SshKey: "key" } });`,
      ["nodes ingress tcp 22-22 address 0.0.0.0/0"],
    ],
  ];
  test.each(spellings)("%s", async (_, program, expected) => {
    const found = await ofProgram(program);
    expect(found.notRead).toEqual([]);
    expect(lines(found)).toEqual(expected);
  });

  test("of a state: references by identifier, and rules that are live and that nobody writes", async () => {
    const rule = (port: number, ...cidrBlocks: string[]): object => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });
    const found = await ofState([
      {
        type: group,
        name: "web",
        id: "sg-1",
        inputs: { ingress: [rule(443, "0.0.0.0/0")] },
        outputs: { ingress: [rule(443, "0.0.0.0/0"), rule(22, "9.9.9.9/32")] },
      },
      { type: group, name: "app", id: "sg-2", inputs: { ingress: [{ protocol: -1, fromPort: 0, toPort: 0, securityGroups: ["sg-1", "sg-9"] }] } },
      { type: "aws:s3/bucketV2:BucketV2", name: "bucket", inputs: { ingress: [rule(1, "0.0.0.0/0")] } },
    ]);
    expect(lines(found)).toEqual([
      "app ingress -1 0-0 group web",
      "app ingress -1 0-0 group sg-9",
      "web ingress tcp 443-443 address 0.0.0.0/0",
      "web ingress tcp 22-22 address 9.9.9.9/32",
    ]);
    expect(new Set(found.rules.flatMap(({ stacks }) => stacks))).toEqual(new Set(["live"]));
  });
});

describe("where a rule is written, and in which stacks", () => {
  test("what stacks share is one row, and what they have alone another one", async () => {
    const found = await ofProgram(
      `const office = new pulumi.Config().require("office");
new aws.ec2.SecurityGroup("web", { ingress: [
  { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
  { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [office] },
] });`,
      { "Pulumi.a.yaml": "config:\n  shop:office: 9.9.9.8/29\n", "Pulumi.b.yaml": "config:\n  shop:office: 9.9.9.0/29\n", "Pulumi.c.yaml": "{}\n" },
    );
    expect(found.rules.map(({ fromPort, peer, stacks, location }) => [fromPort, peer.value, stacks, location?.line])).toEqual([
      [443, "0.0.0.0/0", ["a", "b", "c"], 6],
      [22, "9.9.9.8/29", ["a"], 7],
      [22, "9.9.9.0/29", ["b"], 7],
      [22, null, ["c"], 7],
    ]);
    expect(found.notRead).toEqual([
      {
        urn: expect.stringMatching(/^urn:pulumi:c::/),
        reason: expect.stringMatching(/^ingress\[1\]\.cidrBlocks\[0\] .*office/),
        location: { file: "index.ts", line: 7, column: expect.any(Number) },
      },
    ]);
  });

  test("two rules of one stack that are written alike stay two rows", async () => {
    const rule = '{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }';
    const found = await ofProgram(`const rule = ${rule};\nnew aws.ec2.SecurityGroup("web", { ingress: [rule, rule] });`, {
      "Pulumi.a.yaml": "{}\n",
      "Pulumi.b.yaml": "{}\n",
    });
    expect(found.rules.map(({ stacks }) => stacks)).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });
});

describe("what is not known is null, and said with its reason", () => {
  const holes: readonly (readonly [string, string, readonly string[], readonly RegExp[]])[] = [
    [
      "an address",
      '{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: [config.require("x")] }',
      ["web ingress tcp 1-1 address"],
      [/cidrBlocks\[0\]/],
    ],
    [
      "all addresses",
      '{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: config.requireObject("x") }',
      ["web ingress tcp 1-1 address"],
      [/cidrBlocks /],
    ],
    [
      "a group",
      '{ protocol: "tcp", fromPort: 1, toPort: 1, securityGroups: [config.require("x")] }',
      ["web ingress tcp 1-1 group"],
      [/securityGroups\[0\]/],
    ],
    ["a protocol", '{ protocol: config.require("x"), fromPort: 1, toPort: 1, self: true }', ["web ingress null 1-1 self"], [/protocol/]],
    ["a port", '{ protocol: "tcp", fromPort: config.requireNumber("x"), toPort: 1, self: true }', ["web ingress tcp null-1 self"], [/fromPort/]],
    [
      "a description",
      '{ protocol: "tcp", fromPort: 1, toPort: 1, self: true, description: config.require("x") }',
      ["web ingress tcp 1-1 self"],
      [/description/],
    ],
    ["a rule", 'config.requireObject<any>("x")', ["web ingress null null-null unknown"], [/ingress\[0\] /]],
    [
      "a rule with more properties than are known",
      '{ protocol: "tcp", ...config.requireObject<any>("x") }',
      ["web ingress null null-null unknown"],
      [/ingress\[0\]/],
    ],
    [
      "a block that is none",
      '{ protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.300/8"] }',
      ["web ingress tcp 1-1 address 10.0.0.300/8"],
      [/is not an address block/],
    ],
    ["nobody", '{ protocol: "tcp", fromPort: 1, toPort: 1 }', [], [/names nobody/]],
  ];
  test.each(holes)("%s", async (_, rule, expected, reasons) => {
    const found = await ofProgram(`const config = new pulumi.Config();\nnew aws.ec2.SecurityGroup("web", { ingress: [${rule}] });`);
    expect(lines(found)).toEqual(expected);
    for (const reason of reasons) expect(found.notRead.map((entry) => entry.reason)).toContainEqual(expect.stringMatching(reason));
    for (const { location, urn } of found.notRead) expect([location?.line, urn]).toEqual([expect.any(Number), expect.stringMatching(/::web$/)]);
  });

  test("a list, of which nothing is known", async () => {
    const found = await ofProgram('new aws.ec2.SecurityGroup("web", { ingress: new pulumi.Config().requireObject("rules") });');
    expect(lines(found)).toEqual(["web ingress null null-null unknown"]);
  });

  test("the direction: the rule is in both", async () => {
    const found = await ofProgram(
      'new aws.ec2.SecurityGroupRule("rule", { type: new pulumi.Config().require("type"), securityGroupId: "sg-1", protocol: "tcp", fromPort: 1, toPort: 1, self: true });',
    );
    expect(lines(found)).toEqual(["sg-1 ingress tcp 1-1 self", "sg-1 egress tcp 1-1 self"]);
    expect(found.notRead.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^type /)]);
  });

  test("what is secret is not said", async () => {
    const found = await ofProgram(
      `const config = new pulumi.Config();
       new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: pulumi.secret(2222), toPort: 2222, cidrBlocks: [pulumi.secret("203.0.113.7/32")], description: "x" }] });`,
    );
    expect(lines(found)).toEqual(['web ingress tcp null-null address "x"']);
    for (const text of [jsonInventory(found), csvInventory(found), textInventory(found, terminal)]) expect(text).not.toMatch(/2222|203\.0\.113\.7/);
  });

  test("files that cannot be read are among what was not read", async () => {
    const found = await ofProgram('import { rules } from "./rules";\nnew aws.ec2.SecurityGroup("web", { ingress: rules });', {
      "rules.ts": "export const rules = [{ protocol: ((( }];\n+++ = (;",
    });
    expect(found.notRead.some(({ location }) => location?.file === "rules.ts")).toBe(true);
  });
});

describe("CSV", () => {
  const rule = (description: string, cidr = "10.0.0.0/8"): State => ({
    type: group,
    name: "web",
    inputs: { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [cidr], description }] },
  });

  test("has a line for each row, ended and quoted as RFC 4180 says", async () => {
    const csv = csvInventory(await ofState([rule('Web, "plain"')]));
    expect(csv.split("\r\n")).toEqual([
      "urn,resource,type,group,direction,protocol,fromPort,toPort,peerKind,peer,description,stacks,file,line,column",
      `urn:pulumi:live::shop::${group}::web,web,${group},web,ingress,-1,0,0,address,10.0.0.0/8,"Web, ""plain""",live,,,`,
      "",
    ]);
  });

  test("no cell is a formula, whatever a program writes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("=", "+", "-", "@", "\t=", "\r=", " =", "\n@"),
        fc.string({ unit: "grapheme", maxLength: 12 }),
        async (start, text) => {
          const [, row = []] = cellsOf(csvInventory(await ofState([rule(`${start}${text}x`, `${start}x`)])));
          for (const cell of row) expect(/^\s*[=+\-@]/.test(cell) && !/^-?\d+$/.test(cell)).toBe(false);
          expect(row).toHaveLength(15);
        },
      ),
      { numRuns: 60 },
    );
  });

  function cellsOf(csv: string): readonly (readonly string[])[] {
    return csv
      .split("\r\n")
      .slice(0, -1)
      .map((text) =>
        [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain),
      );
  }
});

describe("text", () => {
  test("is a table for each group in 80 columns", async () => {
    const found = await ofProgram(
      `const web = new aws.ec2.SecurityGroup("web-with-a-name-of-some-length", { ingress: [
  { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["2001:db8:85a3:8d3:1319:8a2e:370:7348/128"] },
  { protocol: "-1", fromPort: 0, toPort: 0, self: true },
] });
new aws.ec2.SecurityGroup("app", { ingress: [{ protocol: "tcp", fromPort: 8000, toPort: 8010, securityGroups: [web.id, new pulumi.Config().require("other")] }] });`,
    );
    const text = textInventory(found, terminal);
    for (const each of text.split("\n")) expect(columnsOf(each)).toBeLessThanOrEqual(80);
    expect(text).toMatchSnapshot();
  });

  test("says where there is nothing", () => {
    expect(textInventory({ rules: [], notRead: [] }, terminal)).toBe("There are no rules.\n");
  });
});

test("the schema refuses what is none", () => {
  expect(validate({ schemaVersion: 1, rules: [{ urn: "x" }], notRead: [] })).toBe(false);
  expect(validate({ schemaVersion: 2, rules: [], notRead: [] })).toBe(false);
});

test("groups of the Cloud Control API are told apart by the identifiers that they give, however many a group names", async () => {
  const { rules, notRead } = await ofProgram(`
const [a, b] = ["a", "b"].map((name) => new native.ec2.SecurityGroup(name, { groupDescription: name, securityGroupEgress: [] }));
const from = (sourceSecurityGroupId: pulumi.Input<string>) => ({ ipProtocol: "tcp", fromPort: 443, toPort: 443, sourceSecurityGroupId });
new native.ec2.SecurityGroup("web", { groupDescription: "web", securityGroupIngress: [from(a.groupId), from(b.groupId), from(a.id)] });
`);
  expect(rules.filter(({ direction }) => direction === "ingress").map(({ group, peer }) => [group, peer.value])).toEqual([
    ["web", "a"],
    ["web", "b"],
    ["web", "a"],
  ]);
  expect(notRead).toEqual([]);
});
