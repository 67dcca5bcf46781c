import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { World } from "@portcullis/policypack/model/world";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";
import { compareAdmission } from "@portcullis/policypack/plans/safety";
import { configure } from "@portcullis/policypack/contract/settings";
import { describePolicy, judge } from "../../harness/policy";
import { nativeSpellings, spellings } from "../../harness/spellings";
import { ref, resource, stackOf, type CaseValue, type Entry, type Stage } from "../../harness/stack";

const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const other = (props: Entry["props"] = {}): Entry => resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16", ...props });
const subnet = (name: string, block: string, of = "net"): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: ref(of), cidrBlock: block });
const group = (name: string, ingress: readonly CaseValue[] = [], of = "net"): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref(of), ingress });
const pg = (sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 5432, toPort: 5432, ...sources });
const db = resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("db")] });
const stack = (...ingress: readonly CaseValue[]): Entry[] => [vpc, group("db", ingress), db];
const app = resource("aws:lambda/function:Function", "app", { vpcConfig: { subnetIds: [ref("private")], securityGroupIds: [ref("app-group")] } });
const applications = [subnet("private", "10.0.1.0/24"), group("app-group"), app];
const peering = (props: Entry["props"]): Entry =>
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("net"), peerVpcId: ref("other"), ...props });
const gateway = (support: string): Entry =>
  resource("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw", { securityGroupReferencingSupport: support });
const attached = (name: string): Entry =>
  resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", `${name}-attachment`, {
    transitGatewayId: ref("tgw"),
    vpcId: ref(name),
    subnetIds: [],
  });
const store = (token: string, property: string, props: Entry["props"] = {}): Entry => resource(token, "store", { [property]: [ref("db")], ...props });

/** A route of the VPC out to networks that others manage. */
const outward = (destination: string, props: Entry["props"]): readonly Entry[] => [
  resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("net") }),
  resource("aws:ec2/route:Route", "outward", { routeTableId: ref("table"), destinationCidrBlock: destination, ...props }),
];

describePolicy("database-ingress-by-reference", [
  {
    name: "a block that comes over a transit gateway from outside the stack",
    stack: [...stack(pg({ cidrBlocks: ["10.50.0.0/16"] })), ...outward("10.0.0.0/8", { transitGatewayId: "tgw-1" })],
    verdict: "violates",
    says: "because it comes over a transit network",
    advice: true,
  },
  {
    name: "a block that comes over a VPN from outside the stack",
    stack: [...stack(pg({ cidrBlocks: ["172.16.0.0/16"] })), ...outward("172.16.0.0/12", { gatewayId: "vgw-1" })],
    verdict: "violates",
    says: "because it comes over a VPN or Direct Connect",
    advice: true,
  },
  {
    name: "a block of the VPC itself, beside a route to a transit gateway",
    stack: [...stack(pg({ cidrBlocks: ["10.0.1.0/24"] })), ...outward("10.0.0.0/8", { transitGatewayId: "tgw-1" })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a block to which no route leads",
    stack: [...stack(pg({ cidrBlocks: ["172.16.0.0/16"] })), ...outward("192.168.0.0/16", { transitGatewayId: "tgw-1" })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a block of the VPC",
    stack: stack(pg({ cidrBlocks: ["10.0.0.0/16"] })),
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: "db admits 10.0.0.0/16 to PostgreSQL (tcp/5432) of the RDS instance orders by address. Admit the group of the application instead.",
    advice: false,
  },
  { name: "one address", stack: stack(pg({ cidrBlocks: ["10.0.1.7/32"] })), verdict: "violates" },
  { name: "the internet", stack: stack(pg({ cidrBlocks: ["0.0.0.0/0"] })), verdict: "violates", advice: false },
  { name: "an IPv6 block", stack: stack(pg({ ipv6CidrBlocks: ["fd00::/8"] })), at: "ingress[0].ipv6CidrBlocks[0]", verdict: "violates" },
  { name: "every protocol", stack: stack({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/16"] }), verdict: "violates" },
  {
    name: "a range of ports around the database's",
    stack: stack({ protocol: "tcp", fromPort: 1, toPort: 6000, cidrBlocks: ["10.0.0.0/16"] }),
    verdict: "violates",
  },
  {
    name: "a block beside a group",
    stack: [...stack(pg({ cidrBlocks: ["10.0.0.0/16"], securityGroups: [ref("app-group")] })), group("app-group")],
    verdict: "violates",
  },
  {
    name: "a prefix list, whatever it holds",
    stack: [
      ...stack(pg({ prefixListIds: [ref("list")] })),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries: 1, entries: [] }),
    ],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  { name: "a prefix list from outside", stack: stack(pg({ prefixListIds: ["pl-1"] })), verdict: "violates" },
  {
    name: "more blocks than fit in a message",
    stack: stack(pg({ cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24", "10.0.5.0/24"] })),
    verdict: "violates",
  },
  {
    name: "Aurora",
    stack: [
      vpc,
      group("db", [pg({ cidrBlocks: ["10.0.0.0/16"] })]),
      store("aws:rds/cluster:Cluster", "vpcSecurityGroupIds", { engine: "aurora-postgresql" }),
    ],
    verdict: "violates",
  },
  {
    name: "a cache",
    stack: [
      vpc,
      group("db", [{ protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["10.0.0.0/16"] }]),
      store("aws:elasticache/replicationGroup:ReplicationGroup", "securityGroupIds"),
    ],
    verdict: "violates",
    says: "ElastiCache",
  },
  {
    name: "a search domain",
    stack: [
      vpc,
      group("db", [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }]),
      resource("aws:opensearch/domain:Domain", "store", { vpcOptions: { securityGroupIds: [ref("db")], subnetIds: ["subnet-1"] } }),
    ],
    verdict: "violates",
  },
  {
    name: "a store of aws-native",
    stack: [vpc, group("db", [pg({ cidrBlocks: ["10.0.0.0/16"] })]), store("aws-native:rds:DbInstance", "vpcSecurityGroups", { engine: "postgres" })],
    verdict: "violates",
  },
  {
    name: "a chosen port",
    stack: [
      vpc,
      group("db", [{ protocol: "tcp", fromPort: 6000, toPort: 6000, cidrBlocks: ["10.0.0.0/16"] }]),
      store("aws:rds/instance:Instance", "vpcSecurityGroupIds", { engine: "mysql", port: 6000 }),
    ],
    verdict: "violates",
  },
  { name: "a group", stack: [...stack(pg({ securityGroups: [ref("app-group")] })), group("app-group")], verdict: "complies" },
  { name: "a group from outside", stack: stack(pg({ securityGroups: ["sg-9"] })), verdict: "complies" },
  { name: "itself", stack: stack(pg({ self: true })), verdict: "complies" },
  { name: "another port by address", stack: stack({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16"] }), verdict: "complies" },
  {
    name: "the same port over UDP",
    stack: stack({ protocol: "udp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16"] }),
    verdict: "complies",
  },
  { name: "no rule", stack: stack(), verdict: "complies" },
  {
    name: "a trusted block",
    stack: stack(pg({ cidrBlocks: ["52.94.76.0/24"] })),
    config: { settings: { trustedCidrs: ["52.94.0.0/16"] } },
    verdict: "complies",
  },
  {
    name: "a block that is trusted in part",
    stack: stack(pg({ cidrBlocks: ["52.94.0.0/15"] })),
    config: { settings: { trustedCidrs: ["52.94.0.0/16"] } },
    verdict: "violates",
  },
  {
    name: "a trusted block where none may reach data stores",
    stack: stack(pg({ cidrBlocks: ["52.94.76.0/24"] })),
    config: { settings: { trustedCidrs: ["52.94.0.0/16"] }, "database-ingress-by-reference": { allowTrustedCidrs: false } },
    verdict: "violates",
  },
  {
    name: "a peered VPC",
    stack: [...stack(pg({ cidrBlocks: ["10.1.0.0/16"] })), other(), peering({ autoAccept: true })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a VPC of another region",
    stack: [vpc, group("db", [pg({ cidrBlocks: ["10.1.0.0/16"] })]), db, other({ region: "us-east-1" }), peering({ peerRegion: "us-east-1" })],
    verdict: "violates",
    advice: true,
    says: "because it is in another region",
  },
  {
    name: "a VPN gateway's other end",
    stack: [...stack(pg({ cidrBlocks: ["192.168.0.0/24"] })), resource("aws:ec2/vpnGateway:VpnGateway", "vpn", { vpcId: ref("net") })],
    verdict: "violates",
    advice: true,
    says: "VPN or Direct Connect",
  },
  {
    name: "the VPC itself beside a VPN gateway",
    stack: [...stack(pg({ cidrBlocks: ["10.0.1.0/24"] })), resource("aws:ec2/vpnGateway:VpnGateway", "vpn", { vpcId: ref("net") })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "the internet beside a VPN gateway",
    stack: [...stack(pg({ cidrBlocks: ["3.0.0.0/8"] })), resource("aws:ec2/vpnGateway:VpnGateway", "vpn", { vpcId: ref("net") })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a VPN's block beside one of the VPC, in one group",
    stack: [...stack(pg({ cidrBlocks: ["192.168.0.0/24", "10.0.1.0/24"] })), resource("aws:ec2/vpnGateway:VpnGateway", "vpn", { vpcId: ref("net") })],
    verdict: "violates",
    spellings: "as written",
    advice: false,
  },
  {
    name: "a VPC across a transit gateway without references",
    stack: [...stack(pg({ cidrBlocks: ["10.1.0.0/16"] })), other(), gateway("disable"), attached("net"), attached("other")],
    verdict: "violates",
    advice: true,
    says: "transit network",
  },
  {
    name: "a VPC across a transit gateway with references",
    stack: [...stack(pg({ cidrBlocks: ["10.1.0.0/16"] })), other(), gateway("enable"), attached("net"), attached("other")],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a block behind a firewall's endpoint",
    stack: [
      ...stack(pg({ cidrBlocks: ["10.1.0.0/16"] })),
      other(),
      peering({ autoAccept: true }),
      resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("net"), routes: [{ cidrBlock: "10.1.0.0/16", vpcEndpointId: "vpce-1" }] }),
    ],
    verdict: "violates",
    advice: true,
    says: "passes an appliance",
  },
  {
    name: "a default route through a firewall, which the VPC's own traffic does not take",
    stack: [
      ...stack(pg({ cidrBlocks: ["10.0.1.0/24"] })),
      resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("net"), routes: [{ cidrBlock: "0.0.0.0/0", vpcEndpointId: "vpce-1" }] }),
    ],
    verdict: "violates",
    advice: false,
  },
  {
    name: "an appliance between two subnets",
    stack: [
      ...stack(pg({ cidrBlocks: ["10.0.1.0/24"] })),
      resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("net") }),
      resource("aws:ec2/route:Route", "route", { routeTableId: ref("table"), destinationCidrBlock: "10.0.1.0/24", networkInterfaceId: "eni-1" }),
    ],
    verdict: "violates",
    advice: true,
  },
  { name: "a block that is not known", stack: stack(pg({ cidrBlocks: [unknown] })), verdict: "unknown" },
  {
    name: "rules that are not known",
    stack: [vpc, resource("aws:ec2/securityGroup:SecurityGroup", "db", { ingress: unknown }), db],
    verdict: "unknown",
  },
  {
    name: "a port that is not known",
    stack: [
      vpc,
      group("db", [pg({ cidrBlocks: ["10.0.0.0/16"] })]),
      store("aws:rds/instance:Instance", "vpcSecurityGroupIds", { engine: "postgres", port: unknown }),
    ],
    verdict: "unknown",
  },
  {
    name: "an engine that is not known",
    stack: [
      vpc,
      group("db", [pg({ cidrBlocks: ["10.0.0.0/16"] })]),
      store("aws:rds/instance:Instance", "vpcSecurityGroupIds", { replicateSourceDb: "main" }),
    ],
    verdict: "unknown",
    says: /engine is missing/,
  },
  {
    name: "groups of the store that are not known",
    stack: [
      vpc,
      group("db", [pg({ cidrBlocks: ["10.0.0.0/16"] })]),
      resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: unknown }),
    ],
    verdict: "unknown",
  },
  { name: "a text that is no block", stack: stack(pg({ cidrBlocks: ["everywhere"] })), verdict: "unknown" },
  { name: "null for a list of blocks", stack: stack(pg({ cidrBlocks: null })), verdict: "complies" },
  { name: "a group of no data store", stack: [vpc, group("db", [pg({ cidrBlocks: ["10.0.0.0/16"] })])], verdict: "not applicable" },
]);

describe("the fix", () => {
  const policy = policies.find(({ id }) => id === "database-ingress-by-reference");
  const every = [...spellings, ...nativeSpellings];
  const worldOf = (resources: readonly Resource[]): World => new World(decode(resources), configure({}, policies).pack, "must");
  const fixed = (entries: readonly Entry[], stage: Stage = "preview") => {
    if (policy === undefined) throw new Error("the policy is not there");
    const resources = stackOf(entries, stage);
    const fixes = judge(resources, policy).findings.flatMap(({ fix }) => fix ?? []);
    const steps = fixes.flatMap((fix) => (fix.kind === "plan" ? fix.steps : []));
    const after = applySteps(resources, steps);
    return { fixes, resources, after, verdict: judge(after, policy).verdicts.get(policy.id) };
  };

  const repaired: readonly (readonly [name: string, ingress: readonly CaseValue[], more: readonly Entry[]])[] = [
    ["a subnet of one function", [pg({ cidrBlocks: ["10.0.1.0/24"] })], applications],
    ["the whole VPC", [pg({ cidrBlocks: ["10.0.0.0/16"] })], applications],
    ["a block beside a group that is there already", [pg({ cidrBlocks: ["10.0.1.0/24"], securityGroups: [ref("app-group")] })], applications],
    [
      "blocks of two applications, in two rules of different ports",
      [pg({ cidrBlocks: ["10.0.1.0/24"] }), { protocol: "tcp", fromPort: 5000, toPort: 6000, cidrBlocks: ["10.0.2.0/24"] }],
      [
        ...applications,
        subnet("second", "10.0.2.0/24"),
        group("second-group"),
        resource("aws:ec2/instance:Instance", "job", { subnetId: ref("second"), vpcSecurityGroupIds: [ref("second-group")] }),
      ],
    ],
    [
      "an application of a peered VPC",
      [pg({ cidrBlocks: ["10.1.0.0/16"] })],
      [
        other(),
        peering({ autoAccept: true }),
        subnet("far", "10.1.1.0/24", "other"),
        group("far-group", [], "other"),
        resource("aws:ec2/instance:Instance", "job", { subnetId: ref("far"), vpcSecurityGroupIds: [ref("far-group")] }),
      ],
    ],
    [
      "a scaling group from a template",
      [pg({ cidrBlocks: ["10.0.1.0/24"] })],
      [
        subnet("private", "10.0.1.0/24"),
        group("app-group"),
        resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("app-group")] }),
        resource("aws:autoscaling/group:Group", "app", { launchTemplate: { id: ref("template") }, vpcZoneIdentifiers: [ref("private")] }),
      ],
    ],
  ];
  test.each(repaired)("%s", (_name, ingress, more) => {
    for (const spelling of every) {
      for (const stage of ["preview", "deployed"] as const) {
        const { fixes, resources, after, verdict } = fixed(spelling.of([...stack(...ingress), ...more]), stage);
        expect([spelling.name, stage, fixes.map(({ kind }) => kind).every((kind) => kind === "plan"), verdict]).toEqual([
          spelling.name,
          stage,
          true,
          "complies",
        ]);
        // Two references in one property of a resource are not told apart before they are deployed.
        if (spelling.name.endsWith("inline") && ingress.length > 1) continue;
        const compared = compareAdmission(worldOf(resources), worldOf(after)).map((row) => row.verdict);
        expect([spelling.name, compared.filter((row) => row === "more" || row === "unproven")]).toEqual([spelling.name, []]);
      }
    }
  });

  test("keeps what is trusted, in a rule of its own where the type takes one peer", () => {
    const config = { settings: { trustedCidrs: ["52.94.76.0/24"] } };
    const [, standalone] = spellings;
    if (policy === undefined || standalone === undefined) throw new Error("the policy is not there");
    const resources = stackOf(standalone.of([...stack(pg({ cidrBlocks: ["10.0.1.0/24", "52.94.76.0/24"] })), ...applications]), "preview");
    const [finding] = judge(resources, policy, config).findings;
    expect(finding?.fix).toMatchObject({
      kind: "plan",
      steps: [
        {
          variants: [
            { drop: ["cidrBlocks"], set: { sourceSecurityGroupId: { reference: expect.stringContaining("app-group"), output: "id" } } },
            { without: { cidrBlocks: [0] } },
          ],
        },
      ],
    });
  });

  const declined: readonly (readonly [name: string, ingress: readonly CaseValue[], more: readonly Entry[], reason: string])[] = [
    ["nobody lives there", [pg({ cidrBlocks: ["10.0.9.0/24"] })], applications, "no application of this program is known to live in 10.0.9.0/24"],
    ["a prefix list", [pg({ prefixListIds: ["pl-1"] })], applications, "what pl-1 holds is for its owner to say"],
    [
      "an application without a group",
      [pg({ cidrBlocks: ["10.0.1.0/24"] })],
      [subnet("private", "10.0.1.0/24"), resource("aws:ec2/instance:Instance", "app", { subnetId: ref("private"), vpcSecurityGroupIds: ["sg-1"] })],
      "has no group of its own",
    ],
    [
      "a group that is elsewhere, too",
      [pg({ cidrBlocks: ["10.0.1.0/24"] })],
      [
        ...applications,
        subnet("second", "10.0.2.0/24"),
        resource("aws:ec2/instance:Instance", "job", { subnetId: ref("second"), vpcSecurityGroupIds: [ref("app-group")] }),
      ],
      "is also on something that is not known to live in 10.0.1.0/24",
    ],
    [
      "a group that may be on something else",
      [pg({ cidrBlocks: ["10.0.1.0/24"] })],
      [...applications, resource("aws:ec2/instance:Instance", "job", { subnetId: "subnet-9", vpcSecurityGroupIds: unknown })],
      "is also on something that is not known to live in 10.0.1.0/24",
    ],
    [
      "an application inside and outside",
      [pg({ cidrBlocks: ["10.0.1.0/24"] })],
      [
        subnet("private", "10.0.1.0/24"),
        subnet("second", "10.0.2.0/24"),
        group("app-group"),
        resource("aws:lambda/function:Function", "app", {
          vpcConfig: { subnetIds: [ref("private"), ref("second")], securityGroupIds: [ref("app-group")] },
        }),
      ],
      "app lives in 10.0.1.0/24 and elsewhere",
    ],
    [
      "an application of a VPC that is not connected",
      [pg({ cidrBlocks: ["10.1.0.0/16"] })],
      [
        other(),
        subnet("far", "10.1.1.0/24", "other"),
        group("far-group", [], "other"),
        resource("aws:ec2/instance:Instance", "job", { subnetId: ref("far"), vpcSecurityGroupIds: [ref("far-group")] }),
      ],
      "no application of this program is known to live in 10.1.0.0/16",
    ],
  ];
  test.each(declined)("is declined: %s", (_name, ingress, more, reason) => {
    for (const { of } of every)
      for (const fix of fixed(of([...stack(...ingress), ...more])).fixes)
        expect(fix).toEqual({ kind: "declined", reason: expect.stringContaining(reason) });
  });
});
