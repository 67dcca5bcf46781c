import { expect, test } from "@jest/globals";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry } from "../../harness/stack";
import type { Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Properties, type Resource } from "@portcullis/policypack/resources/resource";

const group = (name: string, props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: "vpc-1", ...props });
const https = (peers: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 443, toPort: 443, ...peers });
const instance = (...groups: readonly CaseValue[]): Entry => resource("aws:ec2/instance:Instance", "server", { vpcSecurityGroupIds: groups });

describePolicy("no-unused-groups", [
  {
    name: "a group on nothing",
    stack: [group("web", { ingress: [https({ cidrBlocks: ["10.0.0.0/8"] })] })],
    at: "",
    advice: true,
    verdict: "violates",
    says: "Nothing in this program uses the group web. Put it on what it is for, export it, or remove it.",
  },
  { name: "a group that only admits itself", stack: [group("web", { ingress: [https({ self: true })] })], verdict: "violates" },
  {
    name: "one group on an instance and one on nothing",
    stack: [group("web"), group("old"), instance(ref("web"))],
    verdict: "violates",
    says: /the group old/,
  },
  {
    name: "a group that admits others, but is on nothing",
    stack: [group("web", { ingress: [https({ securityGroups: ["sg-1"] })] })],
    verdict: "violates",
  },
  { name: "a group on an instance", stack: [group("web"), instance(ref("web"))], verdict: "complies" },
  {
    name: "a group to which another one refers",
    stack: [group("web"), group("app", { ingress: [https({ securityGroups: [ref("web")] })] }), instance(ref("app"))],
    verdict: "complies",
  },
  {
    name: "a group on an interface",
    stack: [
      group("web"),
      resource("aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment", "on", {
        securityGroupId: ref("web"),
        networkInterfaceId: "eni-1",
      }),
    ],
    verdict: "complies",
  },
  {
    name: "a group that a resource of an unknown type takes",
    stack: [group("web"), resource("acme:index/gateway:Gateway", "gateway", { groups: [ref("web")] })],
    verdict: "complies",
  },
  {
    name: "a group of which nothing but its exclusive rules takes the identifier",
    stack: [
      group("web"),
      resource("aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive", "all", {
        securityGroupId: ref("web"),
        ingressRuleIds: [],
        egressRuleIds: [],
      }),
    ],
    verdict: "violates",
  },
  { name: "a group that a controller finds", stack: [group("web", { tags: { "kubernetes.io/cluster/shop": "owned" } })], verdict: "complies" },
  { name: "a group for node pools", stack: [group("web", { tags: { "karpenter.sh/discovery": "shop" } })], verdict: "complies" },
  { name: "other tags", stack: [group("web", { tags: { Name: "web" } })], verdict: "violates" },
  { name: "tags that are not known", stack: [group("web", { tags: unknown })], verdict: "unknown", spellings: "aws", says: /tags is not known yet/ },
  {
    name: "an instance whose groups are not known",
    stack: [group("web"), resource("aws:ec2/instance:Instance", "server", { vpcSecurityGroupIds: unknown })],
    verdict: "unknown",
    says: /vpcSecurityGroupIds is not known yet/,
  },
  {
    name: "the default group, which cannot be removed",
    stack: [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: "vpc-1" })],
    verdict: "not applicable",
  },
]);

const policy = policies.find(({ id }) => id === "no-unused-groups");

function judgeWith(outputs: Properties, parent?: string, outputDependencies?: Resource["outputDependencies"]): Evaluation {
  if (policy === undefined) throw new Error("the policy is missing");
  const [web, ...rest] = stackOf([group("web"), resource("pulumi:pulumi:Stack", "shop")], "deployed");
  if (web === undefined) throw new Error("the case is empty");
  const resources = [
    { ...web, parent },
    ...rest.map((stack) => ({
      ...stack,
      custom: false,
      outputs,
      ...(outputDependencies === undefined ? {} : { outputDependencies }),
    })),
  ];
  return judge(resources, policy);
}

function verdictWith(outputs: Properties, parent?: string): string | undefined {
  return judgeWith(outputs, parent).verdicts.get("no-unused-groups");
}

test("what the stack exports is used", () => {
  expect(verdictWith({ groups: { web: ["securitygroup-web"] } })).toBe("complies");
  expect(verdictWith({ groups: "securitygroup-other,securitygroup-web" })).toBe("complies");
  expect(verdictWith({ groups: '{"web":"securitygroup-web"}' })).toBe("complies");
  expect(verdictWith({ groups: "sg-other" })).toBe("violates");
  expect(verdictWith({ groups: "securitygroup-web2 and others" })).toBe("violates");
});

test("an export that is not known may be the group", () => {
  expect(verdictWith({ web: unknown })).toBe("unknown");
});

test.each([
  "url",
  "albDnsName",
  "db_endpoint",
  "publicIp",
  "vpcId",
  "subnet_ids",
  "clusterName",
  "kubeconfig",
  "allTags",
  "ownerId",
  "sgOwnerId",
  "securityGroupVpc",
  "groupDescription",
])("an export that is not known and is called %s is no group", (name) => {
  expect(verdictWith({ [name]: unknown })).toBe("violates");
  expect(verdictWith({ outputs: { [name]: [unknown] } })).toBe("violates");
});

test.each(["web", "securityGroupId", "sgIds", "groupUrl", "network", "ids", "arn"])(
  "an export that is not known and is called %s may be the group",
  (name) => {
    expect(verdictWith({ [name]: unknown })).toBe("unknown");
  },
);

test("an export that is not known is no group where it was computed from something else", () => {
  const from = (...urns: readonly string[]) => judgeWith({ web: unknown }, undefined, { web: urns }).verdicts.get("no-unused-groups");
  expect(from(urnOf(resource("aws:lb/loadBalancer:LoadBalancer", "front")))).toBe("violates");
  expect(from(urnOf(group("web")))).toBe("unknown");
});

test("an export that is not known and was computed from the group may be it, whatever it is called", () => {
  const verdict = (url: string): string | undefined => judgeWith({ url: unknown }, undefined, { url: [url] }).verdicts.get("no-unused-groups");
  expect(verdict(urnOf(group("web")))).toBe("unknown");
  expect(verdict(urnOf(resource("aws:lb/loadBalancer:LoadBalancer", "front")))).toBe("violates");
});

test("where resources are read from source, the identifier is among the outputs, and what is exported is used", () => {
  if (policy === undefined) throw new Error("the policy is missing");
  const [web, stack] = stackOf([group("web"), resource("pulumi:pulumi:Stack", "shop")], "deployed");
  if (web === undefined || stack === undefined) throw new Error("the case is empty");
  const verdict = (url: string): string | undefined =>
    judge(
      [
        { ...web, id: undefined, outputs: { id: "id-1", arn: "arn:1", name: "web-1" } },
        { ...stack, custom: false, outputs: { url } },
      ],
      policy,
    ).verdicts.get("no-unused-groups");
  expect(["id-1", "arn:1", "web-1", "id-2"].map(verdict)).toEqual(["complies", "complies", "complies", "violates"]);
});

test("what takes the VPC of a group from it does not use it", () => {
  if (policy === undefined) throw new Error("the policy is missing");
  const [web, subnet] = stackOf([group("web"), resource("aws:ec2/subnet:Subnet", "inside", { vpcId: ref("web") })], "deployed");
  if (web === undefined || subnet === undefined) throw new Error("the case is empty");
  const verdict = (vpcId: string): string | undefined => judge([web, { ...subnet, inputs: { vpcId } }], policy).verdicts.get("no-unused-groups");
  expect(["vpc-1", "made of vpc-1"].map(verdict)).toEqual(["violates", "complies"]);
});

test("each group for which an export matters is named", () => {
  if (policy === undefined) throw new Error("the policy is missing");
  const [shop, ...groups] = stackOf([resource("pulumi:pulumi:Stack", "shop"), ...["a", "b", "c", "d"].map((name) => group(name))], "deployed");
  if (shop === undefined) throw new Error("the case is empty");
  const { findings } = judge([...groups, { ...shop, custom: false, outputs: { network: unknown } }], policy);
  expect(findings.map(({ message }) => message)).toEqual(["network is not known yet, so no-unused-groups cannot be decided for a, b, c and 1 more."]);
});

test("of several exports that are not known, the same one is named in every order", () => {
  const [first, second] = [
    { a: unknown, b: { d: unknown, c: unknown } },
    { b: { c: unknown, d: unknown }, a: unknown },
  ].map((outputs) => judgeWith(outputs));
  expect(first?.findings).toEqual(second?.findings);
});

test("a part of a component may be its output", () => {
  expect(verdictWith({}, "urn:pulumi:dev::shop::acme:index:Network::network")).toBe("complies");
  expect(verdictWith({}, "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop")).toBe("violates");
});
