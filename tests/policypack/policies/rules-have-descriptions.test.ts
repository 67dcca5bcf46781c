import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const https: Readonly<Record<string, CaseValue>> = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };
const group = (description: CaseValue, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", "web", { description, ingress });

describePolicy("rules-have-descriptions", [
  {
    name: "a rule without one",
    stack: [group("the web servers", https)],
    at: "ingress[0].description",
    verdict: "violates",
    says: /has no description\. Say who uses it and why\.$/,
    advice: true,
  },
  { name: "an empty one", stack: [group("the web servers", { ...https, description: "" })], verdict: "violates" },
  { name: "one of spaces", stack: [group("the web servers", { ...https, description: "  " })], verdict: "violates" },
  { name: "one that the provider writes", stack: [group("the web servers", { ...https, description: "Managed by Pulumi" })], verdict: "violates" },
  {
    name: "one that another tool has left",
    stack: [group("the web servers", { ...https, description: "managed by Terraform" })],
    verdict: "violates",
  },
  {
    name: "one rule of three",
    stack: [group("the web servers", { ...https, description: "customers" }, https, { ...https, description: "partners" })],
    at: "ingress[1].description",
    verdict: "violates",
    says: /ingress\[1\] of web has no description/,
    spellings: "as written",
  },
  {
    name: "five rules, of which three are named",
    stack: [group("the web servers", https, https, https, https, https)],
    verdict: "violates",
    says: /^ingress\[0\] to ingress\[4\] of web have no description\./,
    spellings: "as written",
  },
  {
    name: "an outbound rule without one",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", { description: "the web servers", egress: [https] })],
    at: "egress[0].description",
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a rule of a group from outside the stack",
    stack: [
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "https", {
        securityGroupId: "sg-1",
        cidrIpv4: "0.0.0.0/0",
        fromPort: 443,
        toPort: 443,
        ipProtocol: "tcp",
      }),
    ],
    at: "description",
    verdict: "violates",
    says: /^https has no description/,
  },
  {
    name: "a group without one, before its first deployment",
    stack: [group(null)],
    verdict: "violates",
    says: /^web has no description/,
    stages: ["preview"],
  },
  {
    name: "a group and its rules without one, before its first deployment",
    stack: [group(null, https, { ...https, fromPort: 80, toPort: 80 })],
    verdict: "violates",
    says: /^web and its rules ingress\[0\] and ingress\[1\] have no description\./,
    spellings: "as written",
    stages: ["preview"],
  },
  { name: "the provider's description of a group", stack: [group("Managed by Pulumi")], verdict: "violates", stages: ["preview"] },
  { name: "a group without one, after its first deployment", stack: [group(null)], verdict: "not applicable", stages: ["deployed"] },
  {
    name: "a group and a rule that say what they are for",
    stack: [group("the web servers", { ...https, description: "customers" })],
    verdict: "complies",
  },
  {
    name: "a description that only mentions a tool",
    stack: [group("the web servers", { ...https, description: "Managed by Pulumi: customers" })],
    verdict: "complies",
  },
  { name: "a group without rules", stack: [group("the web servers")], verdict: "complies", stages: ["preview"] },
  {
    name: "the default group, which cannot have one",
    stack: [resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: "vpc-1", ingress: [] })],
    verdict: "not applicable",
  },
  { name: "a rule whose description is unknown", stack: [group("the web servers", { ...https, description: unknown })], verdict: "unknown" },
  { name: "a description that is no text", stack: [group("the web servers", { ...https, description: ["customers"] })], verdict: "unknown" },
  {
    name: "a rule that is unknown",
    stack: [group("the web servers", unknown)],
    verdict: "unknown",
    says: /ingress\[0\] is not known yet/,
    spellings: "as written",
  },
  {
    name: "a rule of a group of the stack",
    stack: [
      group("the web servers"),
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", "https", {
        ...https,
        type: "ingress",
        securityGroupId: ref("web"),
        description: "customers",
      }),
    ],
    verdict: "complies",
  },
  { name: "no group and no rule", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
]);
