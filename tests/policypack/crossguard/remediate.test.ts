import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { inAMonth } from "../../harness/dates";
import { type EngineResource, type Json, type Pack, type Settings, startPack } from "./analyzer";
import { group, packFolder, resource, ruleType, ssh, stack, tcp, unknownText, world } from "./resources";

jest.setTimeout(120_000);

let pack: Pack;
beforeAll(async () => {
  pack = await startPack(packFolder);
});
afterAll(() => pack.close());

const configuration: Settings = { "no-public-admin-ports": "remediate", settings: { tagExemptions: ["no-public-admin-ports"] } };

/** The inputs after a remediation; undefined where there was none. */
async function repaired(each: EngineResource, settings: Settings = configuration): Promise<Json | undefined> {
  await pack.configure(settings);
  const [first, ...others] = await pack.remediate(each);
  expect(others).toEqual([]);
  return first?.inputs;
}

/** A rule of its own, as the newer resource spells it. */
function newer(rule: EngineResource["inputs"]): EngineResource {
  return resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", { securityGroupId: unknownText, ipProtocol: "tcp", ...rule });
}

function native(ingress: Json): EngineResource {
  return resource("aws-native:ec2:SecurityGroup", "web", { groupDescription: "web", securityGroupIngress: ingress });
}

function range(fromPort: number, toPort: number, ...cidrBlocks: readonly Json[]): Readonly<Record<string, Json>> {
  return { protocol: "tcp", fromPort, toPort, cidrBlocks };
}

function icmp(type: number): Json {
  return { protocol: "icmp", fromPort: type, toPort: -1, cidrBlocks: [world] };
}

function kafka(type: string): EngineResource {
  return resource("aws:msk/cluster:Cluster", "events", {
    numberOfBrokerNodes: 3,
    brokerNodeGroupInfo: secret({
      clientSubnets: [unknownText],
      connectivityInfo: { publicAccess: { type }, vpcConnectivity: secret("told to nobody") },
    }),
  });
}

function balancer(inputs: EngineResource["inputs"]): EngineResource {
  return resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network", ...inputs });
}

const defaultType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

const secret = (value: Json): Json => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

test("removes the public sources of a rule and keeps the others", async () => {
  const before = group("web", [tcp(443, world), tcp(22, "10.0.0.0/8", world, "192.168.0.0/16")]);
  expect(await repaired(before)).toEqual({ ...before.inputs, ingress: [tcp(443, world), tcp(22, "10.0.0.0/8", "192.168.0.0/16")] });
});

test("the last rule leaves an empty list", async () => {
  expect(await repaired(group("web", [ssh]))).toEqual(group("web", []).inputs);
});

test("secrets stay secret, in a value, an element and a list, and unknown elements stay unknown", async () => {
  const rule = (...blocks: readonly Json[]): Json => ({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: blocks });
  const before = group(
    "web",
    secret([secret(rule(secret("10.0.0.0/8"), world, unknownText)), rule(unknownText), unknownText]),
    {},
    {
      description: secret("told to nobody"),
      vpcId: unknownText,
    },
  );
  expect(await repaired(before)).toEqual({
    ...before.inputs,
    ingress: secret([secret(rule(secret("10.0.0.0/8"), unknownText)), rule(unknownText), unknownText]),
  });
});

/** What each policy makes of the inputs of a resource; undefined where it leaves them as they are. */
const repairs: readonly {
  readonly name: string;
  readonly policy: string;
  readonly settings?: Settings[string];
  readonly before: EngineResource;
  readonly after: EngineResource["inputs"] | undefined;
}[] = [
  {
    name: "who is trusted stays, as nothing tells whether the program itself connects there",
    policy: "no-public-admin-ports",
    settings: { trustedCidrs: ["52.94.76.0/24"] },
    before: group("web", [ssh, tcp(443, world)]),
    after: group("web", [tcp(22, "52.94.76.0/24"), tcp(443, world)]).inputs,
  },
  {
    name: "a rule of its own for who is trusted",
    policy: "no-public-admin-ports",
    settings: { trustedCidrs: ["52.94.76.0/24"] },
    before: newer({ fromPort: 22, toPort: 22, cidrIpv4: world }),
    after: newer({ fromPort: 22, toPort: 22, cidrIpv4: "52.94.76.0/24" }).inputs,
  },
  {
    name: "a rule of its own with nothing left in it stays, and is a violation",
    policy: "no-public-admin-ports",
    before: newer({ fromPort: 22, toPort: 22, cidrIpv4: world }),
    after: undefined,
  },
  {
    name: "a rule of its own that would have to be two stays, and is a violation",
    policy: "no-public-admin-ports",
    before: newer({ fromPort: 20, toPort: 30, cidrIpv4: world }),
    after: undefined,
  },
  {
    name: "a rule of its own keeps the harmless end of its range",
    policy: "no-public-admin-ports",
    before: newer({ fromPort: 22, toPort: 30, cidrIpv4: world, description: secret("told to nobody") }),
    after: newer({ fromPort: 24, toPort: 30, cidrIpv4: world, description: secret("told to nobody") }).inputs,
  },
  {
    name: "a group of the other provider",
    policy: "no-public-admin-ports",
    before: native([
      { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: world },
      { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: world },
    ]),
    after: native([{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: world }]).inputs,
  },
  {
    name: "one rule where a list of them should be",
    policy: "no-public-admin-ports",
    before: group("web", tcp(22, "10.0.0.0/8", world)),
    after: group("web", tcp(22, "10.0.0.0/8")).inputs,
  },
  {
    name: "one rule where a list of them should be, of which nothing stays",
    policy: "no-public-admin-ports",
    before: group("web", ssh),
    after: group("web", []).inputs,
  },
  {
    name: "one rule where a list of them should be, of which two stay",
    policy: "no-public-admin-ports",
    before: group("web", range(20, 30, world)),
    after: group("web", [range(20, 21, world), range(24, 30, world)]).inputs,
  },
  {
    name: "a block where a list of them should be",
    policy: "no-public-admin-ports",
    before: group("web", [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: world, self: true }]),
    after: group("web", [{ protocol: "tcp", fromPort: 22, toPort: 22, self: true }]).inputs,
  },
  {
    name: "two rules for half of the internet each",
    policy: "no-public-admin-ports",
    before: group("web", [tcp(22, "0.0.0.0/1"), tcp(443, world), tcp(22, "128.0.0.0/1", unknownText)]),
    after: group("web", [tcp(443, world), tcp(22, unknownText)]).inputs,
  },
  {
    name: "a port that is not known leaves the rule as it is",
    policy: "no-public-admin-ports",
    before: group("web", [{ protocol: "tcp", fromPort: unknownText, toPort: 22, cidrBlocks: [world] }]),
    after: undefined,
  },
  {
    name: "a rule for everything keeps the web ports and its secrets",
    policy: "no-public-ports-of-every-protocol",
    before: group("web", [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world], description: secret("told to nobody") }]),
    after: group("web", [
      { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: [world], description: secret("told to nobody") },
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [world], description: secret("told to nobody") },
    ]).inputs,
  },
  {
    name: "a rule for everything keeps its other sources beside the one public port",
    policy: "no-public-ports-of-every-protocol",
    settings: { publicPorts: ["tcp/443"] },
    before: group("web", [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world], self: true }]),
    after: group("web", [
      { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [], self: true },
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [world] },
    ]).inputs,
  },
  {
    name: "a rule for everything does not become three rules",
    policy: "no-public-ports-of-every-protocol",
    before: group("web", [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world], self: true }]),
    after: undefined,
  },
  {
    name: "a rule for everything keeps every port that could be meant to be public",
    policy: "no-public-ports-of-every-protocol",
    settings: { publicPorts: ["tcp/443", { workload: "game", ports: ["udp/7777"] }] },
    before: group("web", [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] }]),
    after: group("web", [
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [world] },
      { protocol: "udp", fromPort: 7777, toPort: 7777, cidrBlocks: [world] },
    ]).inputs,
  },
  {
    name: "a rule of its own for everything is narrowed to the one public port",
    policy: "no-public-ports-of-every-protocol",
    settings: { publicPorts: ["tcp/443"] },
    before: newer({ ipProtocol: "-1", cidrIpv4: world }),
    after: newer({ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: world }).inputs,
  },
  {
    name: "the messages of ICMP that a network needs most",
    policy: "no-public-icmp",
    before: group("web", [icmp(-1)]),
    after: group("web", [icmp(3), icmp(8)]).inputs,
  },
  {
    name: "the default group is emptied, and what is not known of it stays",
    policy: "default-group-admits-nothing",
    before: resource(defaultType, "default", { vpcId: unknownText, ingress: [ssh, tcp(443, world)], egress: [unknownText, ssh] }),
    after: { vpcId: unknownText, ingress: [], egress: [unknownText] },
  },
  {
    name: "a block that another one covers",
    policy: "no-redundant-rules",
    before: group("web", [tcp(443, "10.1.0.0/16"), range(443, 443, secret("10.0.0.0/8"), "10.2.0.0/16"), tcp(443, unknownText)]),
    after: group("web", [range(443, 443, secret("10.0.0.0/8")), tcp(443, unknownText)]).inputs,
  },
  {
    name: "a database with an address on the internet",
    policy: "database-not-publicly-accessible",
    before: resource("aws:rds/instance:Instance", "db", { engine: "postgres", password: secret("told to nobody"), publiclyAccessible: true }),
    after: { engine: "postgres", password: secret("told to nobody"), publiclyAccessible: false },
  },
  {
    name: "a secret is as secret afterwards",
    policy: "database-not-publicly-accessible",
    before: resource("aws:rds/instance:Instance", "db", { publiclyAccessible: secret(true) }),
    after: { publiclyAccessible: secret(false) },
  },
  {
    name: "a property that is public by being absent",
    policy: "database-not-publicly-accessible",
    before: resource("aws-native:dms:ReplicationInstance", "copies", { replicationInstanceClass: "dms.t3.small" }),
    after: { replicationInstanceClass: "dms.t3.small", publiclyAccessible: false },
  },
  {
    name: "a property within others, some of them secret and some not known",
    policy: "database-not-publicly-accessible",
    before: kafka("SERVICE_PROVIDED_EIPS"),
    after: kafka("DISABLED").inputs,
  },
  {
    name: "groups that do not filter what comes over PrivateLink",
    policy: "network-load-balancers-have-groups",
    before: balancer({ securityGroups: [unknownText], enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off" }),
    after: balancer({ securityGroups: [unknownText], enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on" }).inputs,
  },
  {
    name: "a balancer without groups is not replaced",
    policy: "network-load-balancers-have-groups",
    before: balancer({}),
    after: undefined,
  },
  {
    name: "a port that may be meant for the clients of a balancer is for the whole stack to tell",
    policy: "no-public-database-ports",
    before: group("web", [tcp(5432, world)]),
    after: undefined,
  },
];

test.each(repairs)("$policy: $name", async ({ policy, settings, before, after }) => {
  const configured: Settings = { all: "disabled", [policy]: "remediate", ...(settings === undefined ? {} : { settings }) };
  expect(await repaired(before, configured)).toEqual(after);
  if (after !== undefined) expect(await repaired({ ...before, inputs: after }, configured)).toBeUndefined();
});

test("every policy in turn repairs what the others left, and then none has anything to do", async () => {
  await pack.configure({ all: "remediate" });
  const before = group("web", [
    { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] },
    tcp(22, "10.0.0.0/8", world),
    tcp(22, "10.1.0.0/16"),
  ]);
  const done = await pack.remediate(before);
  expect(done.map(({ policy }) => policy)).toEqual(["no-public-admin-ports", "no-redundant-rules"]);
  const after = { ...before, inputs: done.at(-1)?.inputs as EngineResource["inputs"] };
  expect(after.inputs.ingress).toEqual([
    ...[["tcp", 80] as const, ["tcp", 443] as const].map(([protocol, port]) => ({
      protocol,
      fromPort: port,
      toPort: port,
      cidrBlocks: [world],
    })),
    tcp(22, "10.0.0.0/8"),
  ]);
  expect(await pack.remediate(after)).toEqual([]);
});

test.each([
  ["a rule without public sources", group("web", [tcp(22, "10.0.0.0/8")])],
  ["a list that is hidden", group("web", unknownText)],
  ["a group that is exempt", group("web", [ssh], {}, { tags: { "portcullis:exempt/no-public-admin-ports": `${inAMonth} me it is a test` } })],
  ["another type", resource("aws:s3/bucket:Bucket", "bucket", { ingress: [ssh] })],
  ["no properties", resource("aws:ec2/securityGroup:SecurityGroup", "empty", {})],
])("nothing is done to %s", async (_, before) => {
  expect(await repaired(before)).toBeUndefined();
});

test("nothing is done to the rule of a group that is exempt by its tag", async () => {
  await pack.configure(configuration);
  const tagged = group("tagged", [], {}, { tags: { "portcullis:exempt/no-public-admin-ports": `${inAMonth} me it is a test` } });
  const rule = resource(ruleType, "rule", {
    type: "ingress",
    securityGroupId: unknownText,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [world],
  });
  await pack.analyze(stack);
  await pack.analyze(tagged);
  expect(await pack.remediate(rule)).toEqual([]);
  await pack.analyzeStack([]);
});

test.each([["mandatory"], ["advisory"], ["disabled"]] as const)("nothing is done at level %s", async (level) => {
  expect(await repaired(group("web", [ssh]), { "no-public-admin-ports": level })).toBeUndefined();
});

test("a standalone rule keeps its other sources", async () => {
  const before = resource(ruleType, "rule", {
    type: "ingress",
    securityGroupId: unknownText,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [world, "10.0.0.0/8"],
    description: secret("told to nobody"),
  });
  expect(await repaired(before)).toEqual({ ...before.inputs, cidrBlocks: ["10.0.0.0/8"] });
});

test("what was repaired is told and does not stop, and what could not be is mandatory", async () => {
  await pack.configure(configuration);
  await pack.analyze(stack);
  const [repair] = await pack.remediate(group("web", [ssh]));
  const web = { ...group("web", []), inputs: repair?.inputs as EngineResource["inputs"] };
  expect(await pack.analyze(web)).toEqual([
    expect.objectContaining({
      policy: "no-public-admin-ports",
      level: "advisory",
      message: expect.stringMatching(
        /\nCloses tcp\/22 to the internet in ingress\[0\] of web\. The program itself still says otherwise: change it as well\.$/,
      ),
    }),
  ]);
  expect(await pack.analyze(web)).toEqual([]);
  const alone = resource(ruleType, "rule", {
    description: "a rule",
    type: "ingress",
    securityGroupId: "sg-1",
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [world],
  });
  expect(await pack.remediate(alone)).toEqual([]);
  expect(await pack.analyze(alone)).toEqual([expect.objectContaining({ policy: "no-public-admin-ports", level: "mandatory" })]);
  await pack.analyzeStack([stack, web, alone]);
});

test("an analysis that leaves a resource as it is reports the violation instead", async () => {
  await pack.configure(configuration);
  await pack.analyze(stack);
  const web = group("web", [ssh]);
  expect(await pack.remediate(web)).toHaveLength(1);
  expect(await pack.analyze(web)).toEqual([expect.objectContaining({ policy: "no-public-admin-ports", level: "mandatory" })]);
  await pack.analyzeStack([stack, web]);
});

test("without a configuration nothing is repaired", async () => {
  const other = await startPack(packFolder);
  try {
    expect(await other.remediate(group("web", [ssh]))).toEqual([]);
  } finally {
    await other.close();
  }
});
