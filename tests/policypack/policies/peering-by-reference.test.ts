import { describe, expect, test } from "@jest/globals";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy, judge } from "../../harness/policy";
import { nativeSpellings, spellings } from "../../harness/spellings";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

const vpc = (name: string, block: CaseValue, props: Entry["props"] = {}): Entry => resource("aws:ec2/vpc:Vpc", name, { cidrBlock: block, ...props });
const shop = vpc("shop", "10.0.0.0/16");
const pay = vpc("pay", "10.1.0.0/16");
const cards = resource("aws:ec2/subnet:Subnet", "cards", { vpcId: ref("pay"), cidrBlock: "10.1.1.0/24" });
const web = (sources: Record<string, CaseValue>): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", "web", {
    vpcId: ref("shop"),
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, ...sources }],
  });
const peering = (props: Entry["props"] = { autoAccept: true }): Entry =>
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("shop"), peerVpcId: ref("pay"), ...props });

describePolicy("peering-by-reference", [
  {
    name: "the peered VPC",
    stack: [shop, pay, peering(), web({ cidrBlocks: ["10.1.0.0/16"] })],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: "web admits 10.1.0.0/16 to HTTPS (tcp/443), and so all of the peered VPC pay or a whole subnet of it.",
    advice: true,
  },
  { name: "a subnet of it", stack: [shop, pay, cards, peering(), web({ cidrBlocks: ["10.1.1.0/24"] })], verdict: "violates" },
  { name: "a block around it", stack: [shop, pay, peering(), web({ cidrBlocks: ["10.0.0.0/8"] })], verdict: "violates" },
  {
    name: "a further block of it",
    stack: [
      shop,
      pay,
      resource("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "more", { vpcId: ref("pay"), cidrBlock: "10.7.0.0/16" }),
      peering(),
      web({ cidrBlocks: ["10.7.0.0/16"] }),
    ],
    verdict: "violates",
  },
  {
    name: "from the accepter's side",
    stack: [shop, pay, peering({ vpcId: ref("pay"), peerVpcId: ref("shop"), autoAccept: true }), web({ cidrBlocks: ["10.1.0.0/16"] })],
    verdict: "violates",
  },
  {
    name: "a peering that another resource accepts",
    stack: [
      shop,
      pay,
      peering({}),
      resource("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "accepter", {
        vpcPeeringConnectionId: ref("peering"),
        autoAccept: true,
      }),
      web({ cidrBlocks: ["10.1.0.0/16"] }),
    ],
    verdict: "violates",
  },
  {
    name: "public addresses of the peered VPC",
    stack: [shop, vpc("pay", "20.1.0.0/16"), peering(), web({ cidrBlocks: ["20.1.0.0/16"] })],
    verdict: "violates",
  },
  {
    name: "a prefix list of the stack",
    stack: [
      shop,
      pay,
      peering(),
      web({ prefixListIds: [ref("list")] }),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "10.1.0.0/16" }] }),
    ],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  {
    name: "one host of it",
    stack: [
      shop,
      pay,
      cards,
      resource("aws:ec2/defaultSubnet:DefaultSubnet", "default", { availabilityZone: "eu-west-1a" }),
      peering(),
      web({ cidrBlocks: ["10.1.1.7/32"] }),
    ],
    verdict: "complies",
  },
  { name: "its own VPC", stack: [shop, pay, peering(), web({ cidrBlocks: ["10.0.0.0/16"] })], verdict: "complies" },
  { name: "the internet, which is not about it", stack: [shop, pay, peering(), web({ cidrBlocks: ["0.0.0.0/0"] })], verdict: "complies" },
  {
    name: "a group of it",
    stack: [
      shop,
      pay,
      peering(),
      web({ securityGroups: [ref("charge")] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "charge", { vpcId: ref("pay") }),
    ],
    verdict: "complies",
  },
  { name: "a peering that nothing accepts", stack: [shop, pay, peering({}), web({ cidrBlocks: ["10.1.0.0/16"] })], verdict: "complies" },
  {
    name: "a peering with another region",
    stack: [
      vpc("shop", "10.0.0.0/16", { region: "eu-west-1" }),
      pay,
      peering({ peerRegion: "us-east-1", autoAccept: true }),
      web({ cidrBlocks: ["10.1.0.0/16"] }),
    ],
    verdict: "complies",
  },
  {
    name: "a third VPC, which is not peered",
    stack: [shop, pay, vpc("third", "10.2.0.0/16"), peering(), web({ cidrBlocks: ["10.2.0.0/16"] })],
    verdict: "complies",
  },
  {
    name: "a peering whose acceptance is not known",
    stack: [shop, pay, peering({ autoAccept: unknown }), web({ cidrBlocks: ["10.1.0.0/16"] })],
    verdict: "unknown",
  },
  {
    name: "a peering whose region is to be compared",
    stack: [shop, pay, peering({ peerRegion: "us-east-1", autoAccept: true }), web({ cidrBlocks: ["10.1.0.0/16"] })],
    verdict: "unknown",
  },
  {
    name: "a VPC whose block is not known",
    stack: [shop, vpc("pay", unknown), peering(), web({ cidrBlocks: ["10.1.0.0/16"] })],
    verdict: "unknown",
    says: /cidrBlock/,
  },
  { name: "a block that is not known", stack: [shop, pay, peering(), web({ cidrBlocks: [unknown] })], verdict: "unknown" },
  { name: "a prefix list from outside", stack: [shop, pay, peering(), web({ prefixListIds: ["pl-1"] })], verdict: "unknown" },
  { name: "no peering", stack: [shop, pay, web({ cidrBlocks: ["10.1.0.0/16"] })], verdict: "not applicable" },
  {
    name: "a port that does not exist",
    stack: [shop, pay, peering(), web({ fromPort: 70000, toPort: 70000, cidrBlocks: ["10.1.0.0/16"] })],
    verdict: "complies",
    spellings: "as written",
  },
  {
    name: "a rule of a group from outside the stack",
    stack: [
      shop,
      pay,
      peering(),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
        securityGroupId: "sg-1",
        cidrIpv4: "10.1.0.0/16",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      }),
    ],
    verdict: "complies",
    spellings: "as written",
  },
  {
    name: "a peer that is not known",
    stack: [shop, pay, peering({ autoAccept: true, peerVpcId: unknown }), web({ cidrBlocks: ["10.1.0.0/16"] })],
    verdict: "unknown",
  },
  {
    name: "two blocks of the peered VPC in one rule",
    stack: [shop, pay, cards, peering(), web({ cidrBlocks: ["10.1.1.0/24", "10.1.0.0/16"] })],
    verdict: "violates",
    says: "web admits 10.1.1.0/24 and 10.1.0.0/16 to HTTPS (tcp/443)",
    spellings: "as written",
  },
]);

describe("the fix", () => {
  test("admits the callers' group", () => {
    const policy = policies.find(({ id }) => id === "peering-by-reference");
    if (policy === undefined) throw new Error("the policy is not there");
    for (const { name, of } of [...spellings, ...nativeSpellings]) {
      const charge = resource("aws:ec2/securityGroup:SecurityGroup", "charge", { vpcId: ref("pay") });
      const job = resource("aws:ec2/instance:Instance", "job", { subnetId: ref("cards"), vpcSecurityGroupIds: [ref("charge")] });
      const resources = stackOf(of([shop, pay, cards, peering(), web({ cidrBlocks: ["10.1.0.0/16"] }), charge, job]), "preview");
      const [finding] = judge(resources, policy).findings;
      expect([name, finding?.fix?.kind === "plan" && finding.fix.summary]).toEqual([
        name,
        expect.stringContaining("Admits charge instead of 10.1.0.0/16"),
      ]);
      const steps = finding?.fix?.kind === "plan" ? finding.fix.steps : [];
      expect([name, judge(applySteps(resources, steps), policy).verdicts.get(policy.id)]).toEqual([name, "complies"]);
    }
  });
});
