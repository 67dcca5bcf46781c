import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

const shop = resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" });
const pay = resource("aws:ec2/vpc:Vpc", "pay", { cidrBlock: "10.1.0.0/16" });
const yes: CaseValue = { allowRemoteVpcDnsResolution: true };
const no: CaseValue = { allowRemoteVpcDnsResolution: false };
const peering = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("shop"), peerVpcId: ref("pay"), ...props });
const accepter = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "accepter", {
    vpcPeeringConnectionId: ref("peering"),
    autoAccept: true,
    ...props,
  });
const options = (props: Entry["props"], name = "options"): Entry =>
  resource("aws:ec2/peeringConnectionOptions:PeeringConnectionOptions", name, { vpcPeeringConnectionId: ref("peering"), ...props });

describePolicy("peering-resolves-private-dns", [
  {
    name: "a peering that says nothing",
    stack: [shop, pay, peering({ autoAccept: true })],
    at: "requester",
    verdict: "violates",
    says: /on neither of its 2 sides\. Set allowRemoteVpcDnsResolution for the requester and the accepter/,
    advice: true,
  },
  {
    name: "one side of two",
    stack: [shop, pay, peering({ autoAccept: true, requester: yes })],
    at: "accepter",
    verdict: "violates",
    says: /1 of its 2 sides: not the accepter's/,
  },
  {
    name: "one side, and a plain no",
    stack: [shop, pay, peering({ autoAccept: true, requester: no, accepter: yes })],
    verdict: "violates",
    says: /not the requester's/,
  },
  { name: "both sides in the connection", stack: [shop, pay, peering({ autoAccept: true, requester: yes, accepter: yes })], verdict: "complies" },
  { name: "both sides as lists of one", stack: [shop, pay, peering({ autoAccept: true, requester: [yes], accepter: [yes] })], verdict: "complies" },
  {
    name: "a flag as a text",
    stack: [shop, pay, peering({ requester: { allowRemoteVpcDnsResolution: "true" }, accepter: yes })],
    verdict: "complies",
  },
  { name: "both sides in options", stack: [shop, pay, peering(), options({ requester: yes, accepter: yes })], verdict: "complies" },
  {
    name: "a side in each of two options",
    stack: [shop, pay, peering(), options({ requester: yes }), options({ accepter: yes }, "more")],
    verdict: "complies",
  },
  { name: "options for one side", stack: [shop, pay, peering(), options({ requester: yes })], verdict: "violates" },
  { name: "the accepter's side in the accepter", stack: [shop, pay, peering({ requester: yes }), accepter({ accepter: yes })], verdict: "complies" },
  { name: "an accepter that says nothing", stack: [shop, pay, peering({ requester: yes }), accepter()], verdict: "violates" },
  {
    name: "a peer from outside the stack, whose side is not the stack's",
    stack: [shop, peering({ peerVpcId: "vpc-9", requester: yes })],
    verdict: "complies",
  },
  {
    name: "a peer from outside the stack, and no side",
    stack: [shop, peering({ peerVpcId: "vpc-9" })],
    verdict: "violates",
    says: "on 0 of the sides in this stack",
  },
  {
    name: "options of another peering",
    stack: [shop, pay, peering(), options({ vpcPeeringConnectionId: "pcx-1", requester: yes, accepter: yes })],
    verdict: "violates",
  },
  { name: "a peering from elsewhere that the stack accepts", stack: [accepter({ vpcPeeringConnectionId: "pcx-1" })], verdict: "violates" },
  {
    name: "a peering from elsewhere that the stack accepts, with options",
    stack: [accepter({ vpcPeeringConnectionId: "pcx-1" }), options({ vpcPeeringConnectionId: "pcx-1", accepter: yes })],
    verdict: "complies",
  },
  {
    name: "a peering of aws-native, which has no such option",
    stack: [shop, pay, resource("aws-native:ec2:VpcPeeringConnection", "peering", { vpcId: ref("shop"), peerVpcId: ref("pay") })],
    verdict: "violates",
  },
  {
    name: "a flag that is not known",
    stack: [shop, pay, peering({ requester: { allowRemoteVpcDnsResolution: unknown }, accepter: yes })],
    verdict: "unknown",
    says: /requester\.allowRemoteVpcDnsResolution/,
  },
  { name: "a side that is not known", stack: [shop, pay, peering({ requester: unknown, accepter: yes })], verdict: "unknown" },
  {
    name: "a flag of the wrong type",
    stack: [shop, pay, peering({ requester: { allowRemoteVpcDnsResolution: 1 }, accepter: yes })],
    verdict: "unknown",
  },
  {
    name: "nothing and null",
    stack: [shop, pay, peering({ requester: null, accepter: { allowRemoteVpcDnsResolution: null } })],
    verdict: "violates",
  },
  { name: "a peering of two VPCs from outside the stack", stack: [peering({ vpcId: "vpc-8", peerVpcId: "vpc-9" })], verdict: "not applicable" },
  { name: "no peering", stack: [shop, pay], verdict: "not applicable" },
  { name: "a peer that is not known", stack: [shop, pay, peering({ peerVpcId: unknown, requester: yes })], verdict: "unknown" },
  {
    name: "a peer that is not known, where the stack has no VPC",
    stack: [peering({ vpcId: "vpc-1", peerVpcId: unknown })],
    verdict: "not applicable",
  },
  { name: "an accepter of a peering that is not known", stack: [accepter({ vpcPeeringConnectionId: unknown })], verdict: "unknown" },
  { name: "options of a peering from elsewhere", stack: [options({ vpcPeeringConnectionId: "pcx-1" })], verdict: "not applicable" },
  { name: "a peering without a peer", stack: [shop, peering({ peerVpcId: null, requester: yes })], verdict: "complies" },
  {
    name: "an accepter of a peering whose peer is from elsewhere, beside options",
    stack: [shop, peering({ peerVpcId: "vpc-9", requester: yes }), options({ requester: yes }), accepter()],
    verdict: "violates",
    says: /^The peering peering resolves [^\n]*not the accepter's[^\n]*$/,
  },
]);

describe("the fix", () => {
  const policy = policies.find(({ id }) => id === "peering-resolves-private-dns");
  const fixOf = (stack: readonly Entry[]) => {
    if (policy === undefined) throw new Error("the policy is not there");
    const resources = stackOf(stack, "preview");
    const fix = judge(resources, policy).findings[0]?.fix;
    return { fix, after: fix?.kind === "plan" ? judge(applySteps(resources, fix.steps), policy).verdicts.get(policy.id) : undefined };
  };

  test.each([
    ["in the connection that accepts itself", [shop, pay, peering({ autoAccept: true })], ["peering", "peering"]],
    ["in the accepter, where only its side is missing", [shop, pay, peering({ requester: yes }), accepter()], ["accepter"]],
    ["in the options", [shop, pay, peering(), accepter(), options({ requester: yes })], ["options"]],
  ])("%s", (_name, stack, holders) => {
    const { fix, after } = fixOf(stack);
    expect(fix?.kind === "plan" && fix.steps.map(({ urn }) => urn.split("::").at(-1))).toEqual(holders);
    expect(after).toBe("complies");
  });

  test.each([
    ["before anybody accepts", [shop, pay, peering()]],
    ["the requester's side while another resource accepts", [shop, pay, peering(), accepter({ accepter: yes })]],
    ["aws-native", [shop, pay, resource("aws-native:ec2:VpcPeeringConnection", "peering", { vpcId: ref("shop"), peerVpcId: ref("pay") })]],
  ])("is declined: %s", (_name, stack) => {
    expect(fixOf(stack).fix).toMatchObject({ kind: "declined", reason: expect.stringContaining("PeeringConnectionOptions") });
  });
});
