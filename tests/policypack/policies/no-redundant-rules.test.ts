import { expect, test } from "@jest/globals";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { addressOfMachine } from "@portcullis/policypack/resources/machine-address";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";

const tcp = (port: number, peers: Record<string, CaseValue>, to = port): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: to, ...peers });
const web = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: "vpc-1", ingress });
const rule = (name: string, props: Entry["props"]): Entry =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, {
    type: "ingress",
    protocol: "tcp",
    fromPort: 443,
    toPort: 443,
    securityGroupId: ref("web"),
    ...props,
  });

describePolicy("no-redundant-rules", [
  {
    name: "a block inside another one",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(443, { cidrBlocks: ["10.1.0.0/16"] }))],
    at: "ingress[1].cidrBlocks[0]",
    advice: true,
    verdict: "violates",
    says: /10\.1\.0\.0\/16 in .* changes nothing: 10\.0\.0\.0\/8 in .* covers it/,
  },
  {
    name: "the addresses of two machines of one subnet, before anybody knows them",
    stack: [
      web(tcp(443, { cidrBlocks: ["one", "two"].map((name) => addressOfMachine(`urn:pulumi:dev::shop::aws:ec2/instance:Instance::${name}`)) })),
    ],
    verdict: "complies",
  },
  {
    name: "the address of one machine twice, before anybody knows it",
    stack: [
      web(tcp(443, { cidrBlocks: ["one", "one"].map((name) => addressOfMachine(`urn:pulumi:dev::shop::aws:ec2/instance:Instance::${name}`)) })),
    ],
    verdict: "violates",
  },
  {
    name: "a rule of which the direction is not known, and which another one would cover",
    stack: [web(), rule("one", { cidrBlocks: ["10.0.0.0/8"] }), rule("two", { cidrBlocks: ["10.1.0.0/16"], type: unknown })],
    verdict: "unknown",
    spellings: "as written",
  },
  {
    name: "a list from outside that goes by the same text as a group",
    stack: [web(tcp(443, { prefixListIds: ["x-1"] }), tcp(443, { securityGroups: ["x-1"] }))],
    verdict: "complies",
  },
  {
    name: "a block inside another one of the same rule",
    stack: [web(tcp(443, { cidrBlocks: ["10.1.0.0/16", "10.0.0.0/8"] }))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
  },
  {
    name: "the same block twice",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(443, { cidrBlocks: ["10.0.0.0/8"] }))],
    verdict: "violates",
  },
  {
    name: "the same block with host bits set",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8", "10.9.9.9/8"] }))],
    at: "ingress[0].cidrBlocks[1]",
    verdict: "violates",
  },
  {
    name: "a port inside a range",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(400, { cidrBlocks: ["10.0.0.0/8"] }, 500))],
    verdict: "violates",
  },
  {
    name: "a port inside every protocol",
    stack: [web(tcp(443, { cidrBlocks: ["10.1.0.0/16"] }), { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] })],
    verdict: "violates",
  },
  {
    name: "a group twice",
    stack: [web(tcp(443, { securityGroups: ["sg-1"] }), tcp(400, { securityGroups: ["sg-1"] }, 500))],
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
  },
  {
    name: "an IPv6 block in two spellings",
    stack: [web(tcp(443, { ipv6CidrBlocks: ["2001:db8::/32", "2001:0db8:0:0::/48"] }))],
    at: "ingress[0].ipv6CidrBlocks[1]",
    verdict: "violates",
  },
  {
    name: "a standalone rule that another one covers",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {}),
      rule("wide", { cidrBlocks: ["10.0.0.0/8"] }),
      rule("narrow", { cidrBlocks: ["10.1.0.0/16"] }),
    ],
    at: "cidrBlocks[0]",
    verdict: "violates",
    says: /in narrow changes nothing/,
  },
  {
    name: "a rule that may be of another group",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {}),
      rule("wide", { cidrBlocks: ["10.0.0.0/8"] }),
      rule("stray", { cidrBlocks: ["10.1.0.0/16"], securityGroupId: unknown }),
    ],
    verdict: "unknown",
  },
  {
    name: "two blocks side by side",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/9"] }), tcp(443, { cidrBlocks: ["10.128.0.0/9"] }))],
    verdict: "complies",
  },
  {
    name: "one block on two ports",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(80, { cidrBlocks: ["10.0.0.0/8"] }))],
    verdict: "complies",
  },
  {
    name: "a wide block on one port and a narrow one on a range",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(400, { cidrBlocks: ["10.1.0.0/16"] }, 500))],
    verdict: "complies",
  },
  {
    name: "both families",
    stack: [web(tcp(443, { cidrBlocks: ["0.0.0.0/0"] }), tcp(443, { ipv6CidrBlocks: ["::/0"] }))],
    verdict: "complies",
  },
  {
    name: "the same rule in two groups",
    stack: [
      web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] })),
      resource("aws:ec2/securityGroup:SecurityGroup", "app", { ingress: [tcp(443, { cidrBlocks: ["10.0.0.0/8"] })] }),
    ],
    verdict: "complies",
  },
  { name: "one rule whose block is not known", stack: [web(tcp(443, { cidrBlocks: [unknown] }))], verdict: "complies" },
  {
    name: "a block beside one that is not known",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(443, { cidrBlocks: [unknown] }))],
    verdict: "unknown",
    says: /is not known yet/,
  },
  {
    name: "a rule that admits nothing",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(70000, { cidrBlocks: ["10.0.0.0/8"] }))],
    verdict: "complies",
    spellings: "aws",
  },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
  {
    name: "a block that two others of one rule are inside",
    stack: [web(tcp(443, { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"] }))],
    verdict: "violates",
    says: /covers it\. The same holds for 2 more\. Remove/,
    spellings: "as written",
  },
  {
    name: "outbound rules",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", { egress: [tcp(443, { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] })] })],
    at: "egress[0].cidrBlocks[1]",
    verdict: "violates",
    says: /^[^\n]*covers it\. Remove what is covered\.$/,
    spellings: "as written",
  },
  {
    name: "both directions of a group, of which it is said once",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        ingress: [tcp(443, { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] })],
        egress: [tcp(443, { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] })],
      }),
    ],
    at: "ingress[0].cidrBlocks[1]",
    verdict: "violates",
    says: /^[^\n]*$/,
    spellings: "as written",
  },
]);

const policy = policies.find(({ id }) => id === "no-redundant-rules");

test("the fix leaves nothing that is redundant, and one of two equal rules", () => {
  if (policy === undefined) throw new Error("the policy is missing");
  const resources = stackOf([web(tcp(443, { cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"] }), tcp(443, { cidrBlocks: ["10.0.0.0/8"] }))], "preview");
  const { findings } = judge(resources, policy);
  const fix = findings[0]?.fix;
  if (fix?.kind !== "plan") throw new Error("there is no plan");
  const repaired = applySteps(resources, fix.steps);
  expect(repaired[0]?.inputs.ingress).toEqual([{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }]);
  expect(judge(repaired, policy).findings).toEqual([]);
});

test("a thousand rules on a thousand ports take no time", () => {
  if (policy === undefined) throw new Error("the policy is missing");
  const many = Array.from({ length: 1000 }, (_, index) => tcp(index + 1, { cidrBlocks: [`10.${String(index >> 8)}.${String(index & 255)}.0/24`] }));
  const before = performance.now();
  expect(judge(stackOf([web(...many)], "preview"), policy).verdicts.get(policy.id)).toBe("complies");
  expect(performance.now() - before).toBeLessThan(3_000);
});
