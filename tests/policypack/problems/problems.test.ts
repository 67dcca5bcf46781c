import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import { problemsOf } from "@portcullis/policypack/problems/problems";
import type { Problem } from "@portcullis/policypack/problems/problem";
import type { Path } from "@portcullis/policypack/plans/plan";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { today } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { description: "A group", vpcId: "vpc-1", ingress, egress: [] });
const rule = (from: number, to: number, blocks: readonly string[], more: Record<string, CaseValue> = {}): CaseValue => ({
  description: "A rule",
  protocol: "tcp",
  fromPort: from,
  toPort: to,
  cidrBlocks: blocks,
  ...more,
});
const standalone = (name: string, of: string, blocks: readonly string[], port = 22): Entry =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, {
    description: "A rule",
    type: "ingress",
    securityGroupId: ref(of),
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlocks: blocks,
  });
const everyProtocol: CaseValue = { description: "All", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const instance = (name: string, of: string, more: Record<string, CaseValue> = {}): Entry =>
  resource("aws:ec2/instance:Instance", name, { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds: [ref(of)], ...more });

type Place = string;

function problems(
  entries: readonly Entry[],
  locate: (urn: string, path: Path) => Place | undefined = () => undefined,
  config: RawConfiguration = {},
): readonly Problem<never, Place>[] {
  const { findings, world } = evaluateStack(stackOf(entries, "preview"), { policies, configuration: configure(config, policies), today });
  return problemsOf(findings, world, { locate, textOf: (place) => place }) as readonly Problem<never, Place>[];
}

function mandatory(...args: Parameters<typeof problems>): ReturnType<typeof problems> {
  return problems(...args).filter(({ level }) => level === "mandatory");
}

const names = (list: ReturnType<typeof problems>): readonly string[] => list.map(({ spot }) => parseUrn(spot.urn).name);

describe("one hole is one problem", () => {
  test("a rule that opens everything breaks many policies, and is told once", () => {
    const [only, ...others] = mandatory([group("web", everyProtocol)]);
    expect(others).toEqual([]);
    expect(only?.policies.length).toBeGreaterThan(3);
    expect(only?.policies[0]).toBe("no-public-ports-of-every-protocol");
    expect(only?.says).toBe("web opens every port of every protocol to the whole internet: 0.0.0.0/0.");
  });

  test.each([
    [
      "a function",
      "aws:lambda/function:Function",
      { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("web")] } },
      /^Drop the rule: a Lambda function/,
    ],
    ["a machine", "aws:ec2/instance:Instance", { ami: "ami-1", vpcSecurityGroupIds: [ref("web")] }, /^Close it, serve it on a web port/],
    [
      "a database",
      "aws:rds/instance:Instance",
      { engine: "mysql", vpcSecurityGroupIds: [ref("web")] },
      /^Admit the group of the application that uses it/,
    ],
  ] as const)("where %s has every port open, it is told what to do about that", (_, type, props, advice) => {
    const found = mandatory([group("web", rule(0, 65535, ["0.0.0.0/0"])), resource(type, "own", props)]);
    expect(found.find(({ spot }) => parseUrn(spot.urn).name === "web")?.remedy).toMatch(advice);
  });

  test("a range over several kinds of ports is said as it is written, with what is in it", () => {
    const [only] = mandatory([group("web", rule(20, 25, ["0.0.0.0/0"]))]);
    expect(only?.says).toBe("web opens tcp/20-25 (SSH, telnet, FTP and 1 more) to the whole internet: 0.0.0.0/0.");
    expect(only?.policies).toEqual(expect.arrayContaining(["no-public-admin-ports", "no-public-high-risk-ports"]));
  });

  test("two rules are two problems, each with its own words, though one policy says both in one finding", () => {
    const found = mandatory([group("web", rule(22, 22, ["0.0.0.0/0"]), rule(3389, 3389, ["0.0.0.0/0"]))]);
    expect(found.map(({ says }) => says)).toEqual([
      "web opens SSH (tcp/22) to the whole internet: 0.0.0.0/0.",
      "web opens RDP (tcp/3389) to the whole internet: 0.0.0.0/0.",
    ]);
    expect(new Set(found.flatMap(({ findings }) => findings)).size).toBe(1);
  });

  test("advice about the rule of a problem is folded into it", () => {
    const found = problems([group("web", everyProtocol), instance("web", "web")]);
    const [worst] = found;
    expect(worst?.advice.map(({ policy }: { policy: string }) => policy)).toContain("no-wide-port-ranges");
    expect(found.filter(({ policies: broken }) => broken.includes("no-wide-port-ranges"))).toEqual([]);
  });

  test("what is not about a rule is a problem of its own", () => {
    const database = resource("aws:rds/instance:Instance", "orders", {
      engine: "postgres",
      publiclyAccessible: true,
      vpcSecurityGroupIds: [ref("db")],
    });
    const found = mandatory([group("db", rule(5432, 5432, ["0.0.0.0/0"])), database]);
    expect(names(found)).toEqual(expect.arrayContaining(["db", "orders"]));
    expect(found.find(({ spot }) => spot.urn.includes("orders"))?.policies).toEqual(["database-not-publicly-accessible"]);
  });
});

describe("rules that are too much together only", () => {
  test("halves of the internet in two rules", () => {
    const [only, ...others] = mandatory([group("web", rule(22, 22, ["0.0.0.0/1"]), rule(22, 22, ["128.0.0.0/1"]))]);
    expect(others).toEqual([]);
    expect(only?.says).toBe("web opens SSH (tcp/22) to the whole internet: 0.0.0.0/1 and 128.0.0.0/1 together.");
  });

  test("halves of the internet in two resources name both places", () => {
    const place = (urn: string): Place => parseUrn(urn).name;
    const [only, ...others] = mandatory(
      [group("web"), standalone("low", "web", ["0.0.0.0/1"]), standalone("high", "web", ["128.0.0.0/1"])].map(withoutInline),
      place,
    );
    expect(others).toEqual([]);
    expect([only?.spot.place, ...(only?.others.map((other) => other.place) ?? [])].sort()).toEqual(["high", "low"]);
    expect(only?.twins).toEqual([]);
  });

  test("small blocks that sum up", () => {
    const blocks = ["8.8.8.0/25", "9.9.9.0/25", "11.1.1.0/25"].map((block) => rule(22, 22, [block]));
    const [only, ...others] = mandatory([group("web", ...blocks)]);
    expect(others).toEqual([]);
    expect(only?.says).toBe("web opens SSH (tcp/22) to 384 internet addresses: 8.8.8.0/25, 9.9.9.0/25 and 11.1.1.0/25 together.");
  });

  test("a rule that is enough by itself does not take others with it", () => {
    expect(mandatory([group("web", rule(22, 22, ["0.0.0.0/0"]), rule(22, 22, ["::/0"]))])).toHaveLength(2);
  });
});

describe("the same source", () => {
  const anywhere = (): Place => "loop.ts:3:5";

  test("makes one problem of what it makes several times", () => {
    const [only, ...others] = mandatory([group("a", everyProtocol), group("b", everyProtocol), group("c", everyProtocol)], anywhere);
    expect(others).toEqual([]);
    expect([parseUrn(only?.spot.urn ?? "").name, ...(only?.twins.map((urn) => parseUrn(urn).name) ?? [])].sort()).toEqual(["a", "b", "c"]);
  });

  test.each<readonly [string, readonly Entry[], ...string[]]>([
    [
      "of several groups",
      [group("a", rule(22, 22, ["8.0.0.0/6"])), group("b", rule(22, 22, ["16.0.0.0/5"]))],
      "b opens SSH (tcp/22) to the public block 16.0.0.0/5. The same for 8.0.0.0/6.",
    ],
    [
      "of one group, in rules of its own",
      [withoutInline(group("web")), standalone("one", "web", ["8.0.0.0/6"]), standalone("two", "web", ["16.0.0.0/5"])],
      "web opens SSH (tcp/22) to the public block 16.0.0.0/5. The same for 8.0.0.0/6.",
    ],
    [
      "of one group's list, which one finding says together",
      [group("web", rule(22, 22, ["8.0.0.0/6"]), rule(22, 22, ["16.0.0.0/5"]))],
      "web opens SSH (tcp/22) to 184,549,376 internet addresses: 8.0.0.0/6 and 16.0.0.0/5 together.",
    ],
    [
      "but not where another policy is broken by the other",
      [group("a", rule(22, 22, ["0.0.0.0/0"])), group("b", everyProtocol)],
      "b opens every port of every protocol to the whole internet: 0.0.0.0/0.",
      "a opens SSH (tcp/22) to the whole internet: 0.0.0.0/0.",
    ],
  ])("makes one problem of what it opens to several sources: %s", (_, entries, ...says) => {
    expect(mandatory(entries, anywhere).map((problem) => problem.says)).toEqual(says);
  });

  test("makes two of what it opens differently", () => {
    expect(mandatory([group("a", rule(22, 22, ["0.0.0.0/0"])), group("b", rule(3389, 3389, ["0.0.0.0/0"]))], anywhere)).toHaveLength(2);
  });
});

describe("the worst first", () => {
  test("what carries data on the internet comes before a machine, and that before nothing", () => {
    const subnet = resource("aws:ec2/subnet:Subnet", "inside", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: false });
    const found = mandatory([
      group("nothing", rule(22, 22, ["0.0.0.0/0"])),
      group("machine", rule(22, 22, ["0.0.0.0/0"])),
      group("shown", rule(22, 22, ["0.0.0.0/0"])),
      subnet,
      instance("inner", "machine", { subnetId: ref("inside"), associatePublicIpAddress: false }),
      instance("outer", "shown", { subnetId: ref("inside"), associatePublicIpAddress: true }),
    ]);
    expect(names(found)).toEqual(["shown", "machine", "nothing"]);
    expect(found[0]?.carriers).toEqual([expect.objectContaining({ name: "the instance outer", reached: "with a public address" })]);
  });
});

test.each<readonly [string, Record<string, CaseValue>, string]>([
  ["aws:ec2/instance:Instance", { vpcSecurityGroupIds: [ref("web")], subnetId: ref("outside") }, "with a public address"],
  ["aws:efs/mountTarget:MountTarget", { securityGroups: [ref("web")], subnetId: ref("outside"), fileSystemId: "fs-1" }, "in a public subnet"],
  ["aws:lambda/function:Function", { vpcConfig: { securityGroupIds: [ref("web")], subnetIds: [ref("outside")] } }, "in a public subnet"],
  [
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    { securityGroupIds: [ref("web")], subnetIds: [ref("outside")], vpcId: ref("main"), serviceName: "ssm", vpcEndpointType: "Interface" },
    "in a public subnet",
  ],
  [
    "aws:glue/connection:Connection",
    { physicalConnectionRequirements: { securityGroupIdLists: [ref("web")], subnetId: ref("outside") } },
    "in a public subnet",
  ],
])("a subnet that gives public addresses gives them to machines only: %s", (type, props, reached) => {
  const found = mandatory([
    resource("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" }),
    resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("main") }),
    resource("aws:ec2/subnet:Subnet", "outside", { vpcId: ref("main"), cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true }),
    resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("main"), routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] }),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", { subnetId: ref("outside"), routeTableId: ref("table") }),
    group("web", rule(22, 22, ["0.0.0.0/0"])),
    resource(type, "own", props),
  ]);
  expect(found.find(({ says }) => says.startsWith("web opens SSH"))?.carriers?.map((carrier) => carrier.reached)).toEqual([reached]);
});

describe("keys", () => {
  const keysOf = (entries: readonly Entry[], locate?: (urn: string, path: Path) => Place): readonly string[] =>
    mandatory(entries, locate)
      .map(({ key }) => key)
      .sort();
  const ssh = rule(22, 22, ["0.0.0.0/0", "10.0.0.0/8"]);
  const before = [group("web", rule(443, 443, ["10.0.0.0/8"]), ssh)];

  test.each([
    ["a rule before it", [group("web", rule(80, 80, ["10.0.0.0/8"]), rule(443, 443, ["10.0.0.0/8"]), ssh)]],
    ["its sources in another order", [group("web", rule(22, 22, ["10.0.0.0/8", "0.0.0.0/0"]))]],
    ["another group", [...before, group("other")]],
  ])("stay with %s", (_, after) => {
    expect(keysOf(after)).toEqual(keysOf(before));
  });

  test("stay when lines move and files are renamed", () => {
    expect(keysOf(before, () => "a.ts:1:1")).toEqual(keysOf(before, () => "b.ts:9:9"));
  });

  test.each([
    ["another port", [group("web", rule(23, 23, ["0.0.0.0/0"]))]],
    ["another source", [group("web", rule(22, 22, ["::/0"]))]],
    ["another group", [group("app", ssh)]],
  ])("differ for %s", (_, after) => {
    expect(keysOf(after)).not.toEqual(keysOf(before));
  });

  test("of two rules that say the same differ", () => {
    const keys = keysOf([group("web", ssh, ssh)]);
    expect(new Set(keys).size).toBe(2);
  });
});

/** A group whose rules are resources of their own. */
function withoutInline(entry: Entry): Entry {
  const { ingress: _, ...props } = entry.props;
  return entry.type.endsWith(":SecurityGroup") ? { ...entry, props } : entry;
}

test.each([
  ["ranges that overlap", [group("web", ...Array.from({ length: 3_000 }, (_, index) => rule(index, index + 40_000, ["0.0.0.0/0"])))]],
  [
    "machines of one group",
    [group("web", rule(22, 22, ["0.0.0.0/0"])), ...Array.from({ length: 2_000 }, (_, index) => instance(`machine-${index}`, "web"))],
  ],
])(
  "thousands take seconds: %s",
  (_, entries) => {
    // Processor time: what else the machine does has no say.
    const started = process.cpuUsage();
    expect(mandatory(entries).length).toBeGreaterThan(0);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(12_000);
  },
  60_000,
);
