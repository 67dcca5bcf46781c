import { expect, test } from "@jest/globals";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";

const group = (name: string, egress: readonly CaseValue[], ingress: readonly CaseValue[] = []): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: "vpc-1", egress, ingress });
const tcp = (port: number, peers: Record<string, CaseValue>, to = port): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: to, ...peers });
const all = (peers: Record<string, CaseValue>): CaseValue => ({ protocol: "-1", fromPort: 0, toPort: 0, ...peers });
const everywhere = { cidrBlocks: ["0.0.0.0/0"] };
const lambda = (...groups: readonly CaseValue[]): Entry =>
  resource("aws:lambda/function:Function", "orders", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: groups } });
const database: readonly Entry[] = [
  group("data", [], [tcp(15432, { securityGroups: [ref("fn")] })]),
  resource("aws:rds/instance:Instance", "db", { engine: "postgres", port: 15432, vpcSecurityGroupIds: [ref("data")] }),
];

describePolicy("function-egress-to-known-peers", [
  {
    name: "every protocol to everywhere",
    stack: [group("fn", [all(everywhere)]), lambda(ref("fn"))],
    at: "egress[0].cidrBlocks[0]",
    verdict: "violates",
    spellings: "aws",
    says: /^The Lambda function orders may send on every port of every protocol to the whole internet: 0\.0\.0\.0\/0\./,
    advice: false,
  },
  {
    name: "every port to the VPC",
    stack: [group("fn", [tcp(0, { cidrBlocks: ["10.0.0.0/16"] }, 65535)]), lambda(ref("fn"))],
    verdict: "violates",
    spellings: "aws",
    says: /every tcp port/,
  },
  {
    name: "every port in two halves",
    stack: [group("fn", [tcp(0, everywhere, 3000), tcp(3001, everywhere, 65535)]), lambda(ref("fn"))],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a database port to an address block",
    stack: [group("fn", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), lambda(ref("fn"))],
    verdict: "violates",
    spellings: "aws",
    says: /PostgreSQL \(tcp\/5432\) to 10\.0\.1\.0\/24/,
  },
  {
    name: "a database port over IPv6",
    stack: [group("fn", [tcp(3306, { ipv6CidrBlocks: ["fd00::/8"] })]), lambda(ref("fn"))],
    at: "egress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "the odd port of a database that admits the function",
    stack: [group("fn", [tcp(15432, { cidrBlocks: ["10.0.1.0/24"] })]), lambda(ref("fn")), ...database],
    verdict: "violates",
    spellings: "aws",
    says: /tcp\/15432/,
  },
  {
    name: "the rule that AWS adds where there is none",
    stack: [resource("aws-native:ec2:SecurityGroup", "fn", { groupDescription: "functions" }), lambda(ref("fn"))],
    at: "securityGroupEgress",
    verdict: "violates",
    spellings: "as written",
  },
  {
    name: "one block allowed and one not",
    stack: [group("fn", [tcp(5432, { cidrBlocks: ["10.9.0.0/24", "10.1.0.0/24"] })]), lambda(ref("fn"))],
    config: { "function-egress-to-known-peers": { allowedEgress: ["10.9.0.0/16"] } },
    at: "egress[0].cidrBlocks[1]",
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a function with two groups, of which one is wide",
    stack: [group("fn", []), group("wide", [all(everywhere)]), lambda(ref("fn"), ref("wide"))],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a customer's prefix list that holds everything",
    stack: [
      group("fn", [tcp(5432, { prefixListIds: [ref("all")] })]),
      lambda(ref("fn")),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "all", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "0.0.0.0/0" }] }),
    ],
    at: "egress[0].prefixListIds[0]",
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "HTTPS to the internet",
    stack: [group("fn", [tcp(443, everywhere)]), lambda(ref("fn"))],
    verdict: "violates",
    spellings: "aws",
    says: /HTTPS \(tcp\/443\) to the whole internet: /,
    advice: true,
  },
  {
    name: "the group of a database",
    stack: [group("fn", [tcp(15432, { securityGroups: [ref("data")] })]), lambda(ref("fn")), ...database],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "HTTPS to the VPC's endpoints by address",
    stack: [group("fn", [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })]), lambda(ref("fn"))],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "DNS to a resolver",
    stack: [group("fn", [{ protocol: "udp", fromPort: 53, toPort: 53, cidrBlocks: ["10.0.0.2/32"] }]), lambda(ref("fn"))],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "the list of a service",
    stack: [group("fn", [tcp(443, { prefixListIds: ["pl-63a5400a"] })]), lambda(ref("fn"))],
    config: { settings: { knownPrefixLists: { "pl-63a5400a": "com.amazonaws.us-east-1.s3" } } },
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "an allowed partner",
    stack: [group("fn", [tcp(5432, { cidrBlocks: ["10.9.1.0/24"] })]), lambda(ref("fn"))],
    config: { "function-egress-to-known-peers": { allowedEgress: ["10.9.0.0/16"] } },
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a wide group that no function carries",
    stack: [group("fn", []), group("wide", [all(everywhere)]), lambda(ref("fn"))],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a list from outside the stack",
    stack: [group("fn", [tcp(5432, { prefixListIds: ["pl-1"] })]), lambda(ref("fn"))],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "an address block that is not known",
    stack: [group("fn", [tcp(5432, { cidrBlocks: [unknown] })]), lambda(ref("fn"))],
    verdict: "unknown",
    spellings: "aws",
  },
  { name: "a group from outside the stack", stack: [lambda("sg-1")], verdict: "unknown", says: /is from outside the stack/ },
  { name: "a group that is not known", stack: [lambda(unknown)], verdict: "unknown" },
  {
    name: "groups that are not known",
    stack: [resource("aws:lambda/function:Function", "orders", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: unknown } })],
    verdict: "unknown",
  },
  { name: "a function outside of a VPC", stack: [resource("aws:lambda/function:Function", "orders", {})], verdict: "not applicable" },
  { name: "no function", stack: [group("web", [all(everywhere)])], verdict: "not applicable", spellings: "aws" },
  {
    name: "every port of UDP",
    stack: [group("fn", [{ protocol: "udp", fromPort: 0, toPort: 65535, cidrBlocks: ["10.0.0.0/16"] }]), lambda(ref("fn"))],
    verdict: "violates",
    spellings: "aws",
    says: /every udp port/,
  },
  {
    name: "HTTPS to the internet beside a database port, of which it is said once",
    stack: [group("fn", [tcp(443, everywhere), tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), lambda(ref("fn"))],
    verdict: "violates",
    spellings: "as written",
    says: /^The Lambda function orders may send on PostgreSQL \(tcp\/5432\) to 10\.0\.1\.0\/24\.[^\n]*$/,
  },
  {
    name: "HTTPS to the internet and the port of a search domain, which services of AWS listen on too",
    stack: [
      group("fn", [tcp(443, everywhere)]),
      lambda(ref("fn")),
      group("search", [], [tcp(443, { securityGroups: [ref("fn")] })]),
      resource("aws:opensearch/domain:Domain", "logs", { vpcOptions: { subnetIds: ["subnet-1"], securityGroupIds: [ref("search")] } }),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /HTTPS \(tcp\/443\) to the whole internet: /,
    advice: true,
  },
  {
    name: "two functions on one group",
    stack: [
      group("fn", [all(everywhere)]),
      lambda(ref("fn")),
      resource("aws:lambda/function:Function", "mails", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("fn")] } }),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /^The Lambda function (?:mails and the Lambda function orders|orders and the Lambda function mails) may/,
  },
  {
    name: "the odd port of a database that admits the function to another one",
    stack: [
      group("fn", [tcp(15432, { cidrBlocks: ["10.0.1.0/24"] })]),
      lambda(ref("fn")),
      group("data", [], [tcp(9999, { securityGroups: [ref("fn")] })]),
      resource("aws:rds/instance:Instance", "db", { engine: "postgres", port: 15432, vpcSecurityGroupIds: [ref("data")] }),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  { name: "HTTP to the internet", stack: [group("fn", [tcp(80, everywhere)]), lambda(ref("fn"))], verdict: "complies", spellings: "aws" },
  {
    name: "HTTPS to a list of an allowed partner and a private network",
    stack: [
      group("fn", [tcp(443, { prefixListIds: [ref("list")] })]),
      lambda(ref("fn")),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", {
        addressFamily: "IPv4",
        maxEntries: 2,
        entries: [{ cidr: "52.94.76.0/24" }, { cidr: "10.0.0.0/16" }],
      }),
    ],
    config: { "function-egress-to-known-peers": { allowedEgress: ["52.94.76.0/24"] } },
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a wide group, and another one with HTTPS to the internet",
    stack: [group("fn", [all(everywhere)]), group("out", [tcp(443, everywhere)]), lambda(ref("fn"), ref("out"))],
    verdict: "violates",
    spellings: "as written",
    says: /(?=[^]*may send on every port of every protocol)(?=[^]*may send on HTTPS \(tcp\/443\) to the whole internet)/,
  },
  {
    name: "an instance on a wide group",
    stack: [
      group("fn", []),
      lambda(ref("fn")),
      group("wide", [all(everywhere)]),
      resource("aws:ec2/instance:Instance", "server", { vpcSecurityGroupIds: [ref("wide")] }),
    ],
    verdict: "complies",
    spellings: "aws",
  },
]);

const policy = policies.find(({ id }) => id === "function-egress-to-known-peers");

function fixOf(entries: readonly Entry[]) {
  if (policy === undefined) throw new Error("the policy is missing");
  const resources = stackOf(entries, "preview");
  return { resources, fix: judge(resources, policy).findings[0]?.fix };
}

/** The database admits the function by a rule of its own: two lists could not name each other. */
const apart: readonly Entry[] = [
  group("data", []),
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", "data-from-fn", {
    type: "ingress",
    protocol: "tcp",
    fromPort: 15432,
    toPort: 15432,
    securityGroupId: ref("data"),
    sourceSecurityGroupId: ref("fn"),
  }),
  ...database.slice(1),
];

test("the fix lets the function out to the group of its database only", () => {
  const { resources, fix } = fixOf([group("fn", [all(everywhere)]), lambda(ref("fn")), ...apart]);
  if (fix?.kind !== "plan" || policy === undefined) throw new Error("there is no plan");
  const repaired = applySteps(resources, fix.steps);
  expect(repaired[0]?.inputs.egress).toEqual([{ protocol: "tcp", fromPort: 15432, toPort: 15432, securityGroups: [unknown] }]);
  expect(judge(repaired, policy).findings.filter(({ verdict }) => verdict === "violates")).toEqual([]);
});

test("the fix keeps the other peers of the rule", () => {
  const { resources, fix } = fixOf([group("fn", [all({ ...everywhere, securityGroups: ["sg-1"] })]), lambda(ref("fn")), ...apart]);
  if (fix?.kind !== "plan") throw new Error("there is no plan");
  expect(applySteps(resources, fix.steps)[0]?.inputs.egress).toEqual([
    { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [], securityGroups: ["sg-1"] },
    { protocol: "tcp", fromPort: 15432, toPort: 15432, securityGroups: [unknown] },
  ]);
});

test.each([
  ["no database admits the function", [group("fn", [all(everywhere)]), lambda(ref("fn"))], /no data store of this program admits/],
  [
    "the database may be outside of what the rule lets out",
    [group("fn", [all({ cidrBlocks: ["10.0.1.0/24"] })]), lambda(ref("fn")), ...database],
    /data is not known to be in what egress\[0\] of fn lets out today/,
  ],
  [
    "the lists of the two groups would name each other",
    [group("fn", [all(everywhere)]), lambda(ref("fn")), ...database],
    /data refers to it already: two groups can refer to each other in rules of their own only/,
  ],
  ...["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"].map((type): [string, readonly Entry[], RegExp] => [
    `the group is on ${type} as well`,
    [
      group("fn", [all(everywhere)]),
      lambda(ref("fn")),
      ...apart,
      resource(type, "server", { vpcSecurityGroupIds: [ref("fn")], userData: "apt-get install -y nginx" }),
    ],
    /what server has to reach cannot be told from the program/,
  ]),
  [
    "AWS adds the rule",
    [resource("aws-native:ec2:SecurityGroup", "fn", { groupDescription: "functions" }), lambda(ref("fn")), ...database],
    /the one that AWS adds/,
  ],
] as const)("the fix is declined where %s", (_, entries, reason) => {
  const { fix } = fixOf(entries);
  expect(fix).toEqual({ kind: "declined", reason: expect.stringMatching(reason) });
});
