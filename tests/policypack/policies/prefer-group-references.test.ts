import { describe, expect, test } from "@jest/globals";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy, judge } from "../../harness/policy";
import { nativeSpellings, spellings } from "../../harness/spellings";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const subnet = (name: string, block: CaseValue, of = "net"): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: ref(of), cidrBlock: block });
const group = (name: string, of = "net", ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref(of), ingress });
const http = (sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 8080, toPort: 8080, ...sources });
const instance = (name: string, place: string, ...groups: readonly string[]): Entry =>
  resource("aws:ec2/instance:Instance", name, { subnetId: ref(place), vpcSecurityGroupIds: groups.map((each) => ref(each)) });
const base = (...sources: readonly string[]): Entry[] => [
  vpc,
  subnet("front", "10.0.1.0/24"),
  subnet("back", "10.0.2.0/24"),
  group("api-group", "net", http({ cidrBlocks: [...sources] })),
  instance("api", "back", "api-group"),
];
const web = [group("web-group"), instance("web", "front", "web-group")];
const gateway = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw", { securityGroupReferencingSupport: "enable", ...props });
const attached = (name: string, props: Entry["props"] = {}): Entry =>
  resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", `${name}-attachment`, {
    transitGatewayId: ref("tgw"),
    vpcId: ref(name),
    ...props,
  });
const routeTable = (name: string): Entry => resource("aws:ec2transitgateway/routeTable:RouteTable", name, { transitGatewayId: ref("tgw") });
const onTable = (kind: "Association" | "Propagation", attachment: string, table: string): Entry =>
  resource(`aws:ec2transitgateway/routeTable${kind}:RouteTable${kind}`, `${attachment}-${kind}-${table}`, {
    transitGatewayAttachmentId: ref(`${attachment}-attachment`),
    transitGatewayRouteTableId: ref(table),
  });
const staticRoute = (table: string, block: string, attachment: string): Entry =>
  resource("aws:ec2transitgateway/route:Route", `${table}-${block}`, {
    destinationCidrBlock: block,
    transitGatewayAttachmentId: ref(`${attachment}-attachment`),
    transitGatewayRouteTableId: ref(table),
  });
/** A caller in another VPC, on the same transit gateway. */
const across = (...hub: readonly Entry[]): Entry[] => [
  ...base("10.1.1.0/24"),
  resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }),
  subnet("far", "10.1.1.0/24", "other"),
  group("far-group", "other"),
  instance("job", "far", "far-group"),
  ...hub,
];
const separate = { transitGatewayDefaultRouteTableAssociation: false, transitGatewayDefaultRouteTablePropagation: false };
const segmented = [attached("net", separate), attached("other", separate)];

describePolicy("prefer-group-references", [
  { name: "a caller across a transit gateway", stack: across(gateway(), attached("net"), attached("other")), verdict: "violates", says: "far-group" },
  {
    name: "a caller across a transit gateway that carries no references",
    stack: across(gateway({ securityGroupReferencingSupport: "disable" }), attached("net"), attached("other")),
    verdict: "complies",
  },
  {
    name: "a transit gateway that may carry references",
    stack: across(gateway({ securityGroupReferencingSupport: unknown }), attached("net"), attached("other")),
    verdict: "unknown",
  },
  {
    name: "a transit gateway whose default table one VPC has no part in",
    stack: across(gateway(), attached("net"), attached("other", separate)),
    verdict: "complies",
  },
  {
    name: "a transit gateway without default tables",
    stack: across(gateway({ defaultRouteTableAssociation: "disable", defaultRouteTablePropagation: "disable" }), attached("net"), attached("other")),
    verdict: "complies",
  },
  {
    name: "a table of a transit gateway that both VPCs are on, and in",
    stack: across(
      gateway(),
      ...segmented,
      routeTable("table"),
      ...(["net", "other"] as const).flatMap((name) => [onTable("Association", name, "table"), onTable("Propagation", name, "table")]),
    ),
    verdict: "violates",
  },
  {
    name: "tables of a transit gateway that lead there and not back",
    stack: across(
      gateway(),
      ...segmented,
      routeTable("table"),
      onTable("Association", "net", "table"),
      onTable("Association", "other", "table"),
      onTable("Propagation", "other", "table"),
    ),
    verdict: "complies",
  },
  {
    name: "static routes of a transit gateway between the VPCs",
    stack: across(
      gateway(),
      ...segmented,
      routeTable("table"),
      onTable("Association", "net", "table"),
      onTable("Association", "other", "table"),
      staticRoute("table", "10.1.0.0/16", "other"),
      staticRoute("table", "10.0.0.0/16", "net"),
    ),
    verdict: "violates",
  },
  {
    name: "static routes of a transit gateway through an inspecting VPC",
    stack: across(
      gateway(),
      ...segmented,
      resource("aws:ec2/vpc:Vpc", "inspection", { cidrBlock: "100.64.0.0/16" }),
      attached("inspection", separate),
      routeTable("table"),
      onTable("Association", "net", "table"),
      onTable("Association", "other", "table"),
      staticRoute("table", "0.0.0.0/0", "inspection"),
    ),
    verdict: "complies",
  },
  {
    name: "the subnet of the one caller",
    stack: [...base("10.0.1.0/24"), ...web],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: "api-group admits 10.0.1.0/24 to tcp/8080, where web-group is the only group of this stack. Refer to it instead.",
    advice: true,
  },
  { name: "the whole VPC, with the callee in it", stack: [...base("10.0.0.0/16"), ...web], verdict: "violates" },
  {
    name: "two callers",
    stack: [...base("10.0.1.0/24"), ...web, group("job-group"), instance("job", "front", "job-group")],
    verdict: "violates",
    says: "job-group and web-group are the 2 groups of this stack. Refer to them instead.",
  },
  {
    name: "a load balancer",
    stack: [
      ...base("10.0.1.0/24"),
      group("front-group"),
      resource("aws:lb/loadBalancer:LoadBalancer", "balancer", { subnets: [ref("front")], securityGroups: [ref("front-group")] }),
    ],
    verdict: "violates",
    says: "front-group",
  },
  {
    name: "a caller of a peered VPC",
    stack: [
      ...base("10.1.1.0/24"),
      resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }),
      resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("net"), peerVpcId: ref("other"), autoAccept: true }),
      subnet("far", "10.1.1.0/24", "other"),
      group("far-group", "other"),
      instance("job", "far", "far-group"),
    ],
    verdict: "violates",
  },
  {
    name: "a caller with a further group that is everywhere",
    stack: [...base("10.0.1.0/24"), group("web-group"), group("all"), instance("web", "front", "web-group", "all"), instance("job", "back", "all")],
    verdict: "violates",
  },
  { name: "nobody known in the block", stack: [...base("10.0.9.0/24"), ...web], verdict: "complies" },
  {
    name: "a caller whose group is elsewhere, too",
    stack: [...base("10.0.1.0/24"), ...web, instance("job", "back", "web-group")],
    verdict: "complies",
  },
  {
    name: "a caller beside one that has no group in the stack",
    stack: [
      ...base("10.0.1.0/24"),
      ...web,
      resource("aws:ec2/instance:Instance", "legacy", { subnetId: ref("front"), vpcSecurityGroupIds: ["sg-1"] }),
    ],
    verdict: "complies",
  },
  {
    name: "a caller inside and outside of the block",
    stack: [
      ...base("10.0.1.0/24"),
      group("web-group"),
      resource("aws:lambda/function:Function", "web", {
        vpcConfig: { subnetIds: [ref("front"), ref("back")], securityGroupIds: [ref("web-group")] },
      }),
    ],
    verdict: "complies",
  },
  { name: "nobody but the callee", stack: base("10.0.2.0/24"), verdict: "complies" },
  { name: "the internet", stack: [...base("0.0.0.0/0"), ...web], verdict: "complies" },
  {
    name: "a reference",
    stack: [
      vpc,
      subnet("front", "10.0.1.0/24"),
      subnet("back", "10.0.2.0/24"),
      group("api-group", "net", http({ securityGroups: [ref("web-group")] })),
      instance("api", "back", "api-group"),
      ...web,
    ],
    verdict: "complies",
  },
  {
    name: "a caller of a VPC that is not connected",
    stack: [
      ...base("10.1.1.0/24"),
      resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }),
      subnet("far", "10.1.1.0/24", "other"),
      group("far-group", "other"),
      instance("job", "far", "far-group"),
    ],
    verdict: "complies",
  },
  {
    name: "a caller in a subnet from outside",
    stack: [
      ...base("10.0.1.0/24"),
      group("web-group"),
      resource("aws:ec2/instance:Instance", "web", { subnetId: "subnet-1", vpcSecurityGroupIds: [ref("web-group")] }),
    ],
    verdict: "complies",
  },
  {
    name: "a subnet whose block is not known",
    stack: [
      vpc,
      subnet("front", unknown),
      subnet("back", "10.0.2.0/24"),
      group("api-group", "net", http({ cidrBlocks: ["10.0.1.0/24"] })),
      instance("api", "back", "api-group"),
      ...web,
    ],
    verdict: "unknown",
  },
  {
    name: "a block that is not known",
    stack: [
      vpc,
      subnet("front", "10.0.1.0/24"),
      subnet("back", "10.0.2.0/24"),
      group("api-group", "net", http({ cidrBlocks: [unknown] })),
      instance("api", "back", "api-group"),
      ...web,
    ],
    verdict: "unknown",
  },
  {
    name: "a caller beside one whose place is not known",
    stack: [...base("10.0.1.0/24"), ...web, resource("aws:ec2/instance:Instance", "legacy", { subnetId: unknown, vpcSecurityGroupIds: ["sg-1"] })],
    verdict: "unknown",
  },
  { name: "a group that is on nothing", stack: [vpc, group("api-group", "net", http({ cidrBlocks: ["10.0.1.0/24"] }))], verdict: "not applicable" },
  {
    name: "a prefix list of the caller's subnet",
    stack: [
      vpc,
      subnet("front", "10.0.1.0/24"),
      subnet("back", "10.0.2.0/24"),
      group("api-group", "net", http({ prefixListIds: [ref("list")] })),
      instance("api", "back", "api-group"),
      ...web,
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "10.0.1.0/24" }] }),
    ],
    verdict: "complies",
  },
  {
    name: "a rule of a group from outside the stack",
    stack: [
      vpc,
      subnet("front", "10.0.1.0/24"),
      ...web,
      resource("aws:ec2/instance:Instance", "api", { subnetId: ref("front"), vpcSecurityGroupIds: ["sg-1"] }),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
        securityGroupId: "sg-1",
        cidrIpv4: "10.0.1.0/24",
        ipProtocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
      }),
    ],
    verdict: "complies",
    spellings: "as written",
  },
]);

describe("the fix", () => {
  test("swaps the block for the callers, and for nobody else", () => {
    const policy = policies.find(({ id }) => id === "prefer-group-references");
    if (policy === undefined) throw new Error("the policy is not there");
    for (const { name, of } of [...spellings, ...nativeSpellings]) {
      const resources = stackOf(of([...base("10.0.0.0/16"), ...web]), "preview");
      const [finding] = judge(resources, policy).findings;
      expect([name, finding?.fix?.kind === "plan" && finding.fix.summary]).toEqual([
        name,
        expect.stringContaining("Admits web-group instead of 10.0.0.0/16"),
      ]);
      const steps = finding?.fix?.kind === "plan" ? finding.fix.steps : [];
      expect([name, judge(applySteps(resources, steps), policy).verdicts.get(policy.id)]).toEqual([name, "complies"]);
    }
  });

  test("a balancer does not stand for who logs in", () => {
    const policy = policies.find(({ id }) => id === "prefer-group-references");
    if (policy === undefined) throw new Error("the policy is not there");
    const stack = (port: number, ...others: readonly Entry[]): readonly Entry[] => [
      ...base().slice(0, 3),
      ...others,
      group("api-group", "net", { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/16"] }),
      instance("api", "back", "api-group"),
      group("front-group"),
      resource("aws:lb/loadBalancer:LoadBalancer", "front-balancer", { subnets: [ref("front")], securityGroups: [ref("front-group")] }),
    ];
    const unseen = resource("aws:ec2/launchTemplate:LaunchTemplate", "nodes", { vpcSecurityGroupIds: [unknown] });
    const forwarding = [
      resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 8080, protocol: "HTTP", vpcId: ref("net") }),
      resource("aws:lb/listener:Listener", "listener", {
        loadBalancerArn: ref("front-balancer", "arn"),
        port: 443,
        defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
      }),
    ];
    const stacks = [stack(22), stack(8080), stack(22, unseen), stack(9100, ...forwarding), stack(8080, ...forwarding)];
    const fixes = stacks.map((entries) => judge(stackOf(entries, "preview"), policy).findings[0]?.fix);
    expect(fixes.map((fix) => fix?.kind)).toEqual(["declined", "plan", "declined", "declined", "plan"]);
    expect(fixes[3]?.kind === "declined" && fixes[3].reason).toMatch(/who calls tcp\/9100 from 10\.0\.0\.0\/16 is not to be seen/);
    expect(fixes[0]?.kind === "declined" && fixes[0].reason).toMatch(/who logs in from 10\.0\.0\.0\/16 is not to be seen/);
  });
});
