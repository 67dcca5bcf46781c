import { describe, expect, test } from "@jest/globals";
import { applySteps } from "@portcullis/policypack/plan";
import { policies } from "@portcullis/policypack/registry";
import { unknown } from "@portcullis/policypack/resource";
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

describePolicy("prefer-group-references", [
  {
    name: "the subnet of the one caller",
    stack: [...base("10.0.1.0/24"), ...web],
    verdict: "violates",
    says: "api-group admits 10.0.1.0/24 to tcp/8080, where web-group is the only group of this stack. Refer to it instead.",
    advice: true,
  },
  { name: "the whole VPC, with the callee in it", stack: [...base("10.0.0.0/16"), ...web], verdict: "violates" },
  {
    name: "two callers",
    stack: [...base("10.0.1.0/24"), ...web, group("job-group"), instance("job", "front", "job-group")],
    verdict: "violates",
    says: "job-group, web-group are the 2 groups",
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
});
