import { expect, test } from "@jest/globals";
import { describePolicy, judge, type Case } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";

const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] };
const group = (props: Entry["props"]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: "vpc-1", ...props });
const rule = (name: string, props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, { type: "ingress", securityGroupId: ref("web"), ...https, ...props });
const newer = (direction: "Ingress" | "Egress", securityGroupId: CaseValue = ref("web")): Entry =>
  resource(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, "one", {
    securityGroupId,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "10.0.0.0/8",
  });

const exclusive = (ingressRuleIds: CaseValue, egressRuleIds: CaseValue, securityGroupId: CaseValue = ref("web")): Entry =>
  resource("aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive", "all", { securityGroupId, ingressRuleIds, egressRuleIds });

const anybody = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const byGroup = { protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["sg-1"] };
const noBlocks = { cidrBlocks: null };

const cases: readonly Case[] = [
  {
    name: "an inline rule and a standalone one",
    stack: [group({ ingress: [https] }), rule("one")],
    at: "ingress",
    verdict: "violates",
    says: "web has inline ingress rules, and a standalone one (one), which they revoke. Write all of them one way.",
    advice: false,
  },
  { name: "an inline rule and one of the newer kind", stack: [group({ ingress: [https] }), newer("Ingress")], verdict: "violates" },
  {
    name: "an explicit empty list and a standalone rule",
    stack: [group({ ingress: [] }), rule("one")],
    verdict: "violates",
    says: /an empty list of inline ingress rules/,
  },
  {
    name: "outbound rules of both styles",
    stack: [group({ egress: [https] }), newer("Egress")],
    at: "egress",
    verdict: "violates",
    says: /inline egress rules/,
  },
  {
    name: "seven standalone rules beside an inline one",
    stack: [group({ ingress: [https] }), ...["a", "b", "c", "d", "e", "f", "g"].map((name) => rule(name))],
    verdict: "violates",
    says: /7 standalone ones \(a, b, c and 4 more\)/,
  },
  {
    name: "exclusive rules beside an inline one",
    stack: [group({ ingress: [https] }), exclusive([], [])],
    at: "ingressRuleIds",
    spellings: "as written",
    verdict: "violates",
    says: "all revokes every ingress rule of web that it does not list, and web has inline rules beyond its list. Write them as resources",
  },
  {
    name: "exclusive rules that leave one out",
    stack: [group({}), newer("Ingress"), rule("two"), exclusive([ref("two")], [])],
    verdict: "violates",
    says: "and web has rules (one) beyond its list. List them, or remove them.",
  },
  {
    name: "exclusive outbound rules that leave one out",
    stack: [group({}), newer("Egress"), exclusive([], [])],
    at: "egressRuleIds",
    verdict: "violates",
  },
  {
    name: "exclusive rules that leave a rule of the other provider out",
    stack: [
      resource("aws-native:ec2:SecurityGroup", "web", { groupDescription: "web" }),
      resource("aws-native:ec2:SecurityGroupIngress", "one", {
        groupId: ref("web"),
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIp: "10.0.0.0/8",
      }),
      exclusive([], []),
    ],
    verdict: "violates",
  },
  { name: "exclusive rules that list all", stack: [group({}), newer("Ingress"), exclusive([ref("one")], [])], verdict: "complies" },
  { name: "exclusive rules of another group", stack: [group({}), newer("Ingress"), exclusive([], [], "sg-1")], verdict: "complies" },
  {
    name: "exclusive rules of which the list is not known",
    stack: [group({}), newer("Ingress"), exclusive(unknown, [])],
    verdict: "unknown",
    says: "ingressRuleIds is not known yet",
  },
  { name: "an inline list that is not known", stack: [group({ ingress: unknown }), rule("one")], verdict: "unknown" },
  {
    name: "the default group",
    stack: [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "web", { ingress: [https] }), rule("one")],
    verdict: "violates",
  },
  {
    name: "both styles in both directions",
    stack: [group({ ingress: [https], egress: [https] }), rule("one"), rule("two", { type: "egress" })],
    verdict: "violates",
    says: /inline ingress rules, and a standalone one \(one\)/,
    spellings: "as written",
  },
  { name: "inline rules alone", stack: [group({ ingress: [https], egress: [https] })], verdict: "complies" },
  { name: "standalone rules alone", stack: [group({}), rule("one"), rule("two", { type: "egress" })], verdict: "complies" },
  { name: "inline inbound and standalone outbound", stack: [group({ ingress: [https] }), newer("Egress")], verdict: "complies" },
  { name: "an absent list, written as null", stack: [group({ ingress: null }), rule("one")], verdict: "complies" },
  {
    name: "a standalone rule of another group",
    stack: [
      group({ ingress: [https] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "other", {}),
      rule("one", { securityGroupId: ref("other") }),
    ],
    verdict: "complies",
  },
  {
    name: "inline inbound and standalone outbound of the older kind",
    stack: [group({ ingress: [https] }), rule("one", { type: "egress" })],
    verdict: "complies",
  },
  {
    name: "a standalone rule of a group from outside the stack",
    stack: [group({ ingress: [https] }), rule("one", { securityGroupId: "sg-1" })],
    verdict: "complies",
  },
  {
    name: "a standalone rule of a group that is not known",
    stack: [group({ ingress: [https] }), rule("one", { securityGroupId: unknown })],
    verdict: "unknown",
    says: /securityGroupId is not known yet/,
  },
  {
    name: "a rule whose direction is not known",
    stack: [group({ ingress: [https], egress: [https] }), rule("one", { type: unknown })],
    verdict: "unknown",
  },
  {
    name: "the other provider, which leaves standalone rules alone",
    stack: [
      resource("aws-native:ec2:SecurityGroup", "web", {
        groupDescription: "web",
        securityGroupIngress: [{ ipProtocol: "-1", cidrIp: "10.0.0.0/8" }],
      }),
      resource("aws-native:ec2:SecurityGroupIngress", "one", { groupId: ref("web"), ipProtocol: "-1", cidrIp: "10.1.0.0/16" }),
    ],
    verdict: "not applicable",
  },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
];

describePolicy(
  "one-rule-style-per-group",
  cases.map((row) => ({ spellings: "as written", ...row })),
);

function policyHere(): Policy {
  const policy = policies.find(({ id }) => id === "one-rule-style-per-group");
  if (policy === undefined) throw new Error("the policy is missing");
  return policy;
}

test("of a group that an update leaves out, the style is not known", () => {
  const policy = policyHere();
  const [left, ...rest] = stackOf([group({}), rule("one")], "deployed");
  if (left === undefined) throw new Error("the case is empty");
  const resources = [{ ...left, inputs: {}, propertyDependencies: { vpcId: [] } }, ...rest];
  expect(judge(resources, policy).verdicts.get(policy.id)).toBe("unknown");
});

test.each([
  ["admits more than the inline ones", [group({ ingress: [https] }), rule("one", { cidrBlocks: ["10.0.0.0/7"] })]],
  ["admits the same, and is the same to AWS", [group({ ingress: [https] }), rule("one")]],
  ["names the same group for the same", [group({ ingress: [byGroup] }), rule("one", { ...noBlocks, sourceSecurityGroupId: "sg-1" })]],
  ["admits other ports", [group({ ingress: [https] }), rule("one", { toPort: 444 })]],
  ["is one of two, and the other admits more", [group({ ingress: [https] }), rule("one"), rule("two", { toPort: 444 })]],
  [
    "names a group, where members may have IPv6 addresses",
    [group({ ingress: [anybody] }), rule("one", { ...noBlocks, sourceSecurityGroupId: "sg-1" })],
  ],
  ["names a prefix list", [group({ ingress: [anybody] }), rule("one", { ...noBlocks, prefixListIds: ["pl-1"] })]],
])("a standalone rule is left to its owner that %s", (_, stack) => {
  expect(judge(stackOf(stack, "deployed"), policyHere()).findings.map(({ fix }) => fix)).toEqual([undefined]);
});

test.each([
  ["admits a part of it", [group({ ingress: [https] }), rule("one", { cidrBlocks: ["10.1.0.0/16"] })]],
  [
    "names the same group for a part of its ports",
    [group({ ingress: [{ ...byGroup, toPort: 444 }] }), rule("one", { ...noBlocks, sourceSecurityGroupId: "sg-1" })],
  ],
])("a standalone rule goes that %s", (_, stack) => {
  const [finding] = judge(stackOf(stack, "deployed"), policyHere()).findings;
  if (finding?.fix?.kind !== "plan") throw new Error("there is no plan");
  expect(finding.fix.summary).toMatch(/^Closes tcp\/443 to .* in one$/);
});
