import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const https = (peers: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 443, toPort: 443, ...peers });
const blocks = (count: number): CaseValue => Array.from({ length: count }, (_, index) => `10.${String(index)}.0.0/16`);
const blocks6 = (count: number): CaseValue => Array.from({ length: count }, (_, index) => `2001:db8:${String(index)}::/48`);
const web = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress });
const list = (maxEntries: CaseValue, cidr = "10.0.0.0/8"): Entry =>
  resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries, entries: [{ cidr }] });
const instance = (groups: CaseValue): Entry => resource("aws:ec2/instance:Instance", "server", { vpcSecurityGroupIds: groups });
const three = { "groups-within-quotas": { rulesPerGroup: 3 } };

describePolicy("groups-within-quotas", [
  {
    name: "sixty-one blocks in one rule",
    stack: [web(https({ cidrBlocks: blocks(61) }))],
    at: "",
    advice: true,
    verdict: "violates",
    spellings: "as written",
    stages: ["preview"],
    says: "web has 61 ingress rules for IPv4, where 60 are allowed. Split it, use a prefix list, or raise the quota.",
  },
  { name: "four blocks, where three are allowed", stack: [web(https({ cidrBlocks: blocks(4) }))], config: three, verdict: "violates" },
  {
    name: "two blocks of each family and two groups",
    stack: [web(https({ cidrBlocks: blocks(2), ipv6CidrBlocks: blocks6(1) }), https({ securityGroups: ["sg-1", "sg-2"] }))],
    config: three,
    verdict: "violates",
    says: /4 ingress rules for IPv4/,
  },
  {
    name: "a prefix list, which counts as much as it can hold",
    stack: [web(https({ prefixListIds: [ref("list")] })), list(10)],
    config: three,
    verdict: "violates",
    says: /10 ingress rules/,
  },
  {
    name: "CloudFront's list",
    stack: [web(https({ prefixListIds: ["pl-1"] }))],
    config: { ...three, settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } },
    verdict: "violates",
    says: /55 ingress rules/,
  },
  {
    name: "six groups on an instance",
    stack: [instance(["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"])],
    verdict: "violates",
    says: /The instance server has 6 groups, where 5 are allowed/,
  },
  {
    name: "two groups that have too much together",
    stack: [
      web(https({ cidrBlocks: blocks(2) })),
      resource("aws:ec2/securityGroup:SecurityGroup", "app", { ingress: [https({ cidrBlocks: blocks(2) })] }),
      instance([ref("web"), ref("app")]),
    ],
    config: { "groups-within-quotas": { rulesPerInterface: 3 } },
    verdict: "violates",
    says: /4 ingress rules for IPv4 together/,
  },
  { name: "three blocks, where three are allowed", stack: [web(https({ cidrBlocks: blocks(3) }))], config: three, verdict: "complies" },
  {
    name: "three blocks of each family",
    stack: [web(https({ cidrBlocks: blocks(3), ipv6CidrBlocks: blocks6(3) }))],
    config: three,
    verdict: "complies",
  },
  {
    name: "three inbound and three outbound",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        ingress: [https({ cidrBlocks: blocks(3) })],
        egress: [https({ cidrBlocks: blocks(3) })],
      }),
    ],
    config: three,
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "the list of a service, which counts as one",
    stack: [web(https({ prefixListIds: ["pl-1"], cidrBlocks: blocks(2) }))],
    config: { ...three, settings: { knownPrefixLists: { "pl-1": "com.amazonaws.us-east-1.s3" } } },
    verdict: "complies",
  },
  { name: "a list from outside the stack", stack: [web(https({ prefixListIds: ["pl-1"] }))], config: three, verdict: "unknown" },
  {
    name: "a list that is called like what every object has",
    stack: [web(https({ prefixListIds: ["toString"] }))],
    config: { settings: { knownPrefixLists: {} } },
    verdict: "unknown",
  },
  { name: "a list whose size is not known", stack: [web(https({ prefixListIds: [ref("list")] })), list(unknown)], config: three, verdict: "unknown" },
  { name: "blocks that are not known", stack: [web(https({ cidrBlocks: unknown }))], config: three, verdict: "unknown", spellings: "as written" },
  { name: "groups that are not known", stack: [instance(unknown)], verdict: "unknown" },
  { name: "the same group twice", stack: [instance(["sg-1", "sg-1", "sg-1", "sg-1", "sg-1", "sg-1"])], verdict: "complies" },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
  { name: "five groups on an instance", stack: [instance(["sg-1", "sg-2", "sg-3", "sg-4", "sg-5"])], verdict: "complies" },
  {
    name: "two groups that have just enough together",
    stack: [
      web(https({ cidrBlocks: blocks(2) })),
      resource("aws:ec2/securityGroup:SecurityGroup", "more", { ingress: [https({ cidrBlocks: blocks(2) })] }),
      instance([ref("web"), ref("more")]),
    ],
    config: { "groups-within-quotas": { rulesPerInterface: 4 } },
    verdict: "complies",
  },
  {
    name: "four rules of a group from outside the stack, where three are allowed",
    stack: ["a", "b", "c", "d"].map((name, index) =>
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, {
        securityGroupId: "sg-1",
        cidrIpv4: `10.${String(index)}.0.0/16`,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      }),
    ),
    config: three,
    verdict: "violates",
    says: "sg-1 has 4 ingress rules for IPv4",
    spellings: "as written",
  },
]);
