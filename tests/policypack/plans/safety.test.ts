import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { World } from "@portcullis/policypack/model/world";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";
import { compareAdmission, type Comparison } from "@portcullis/policypack/plans/safety";
import { configure } from "@portcullis/policypack/contract/settings";
import fc from "fast-check";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

function worldOf(entries: readonly Entry[]): World {
  return new World(decode(stackOf(entries, "deployed")), configure({}, policies).pack, "must");
}

const group = (name: string, ...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress });
const tcp = (first: number, last: number, sources: Record<string, CaseValue>): CaseValue => ({
  protocol: "tcp",
  fromPort: first,
  toPort: last,
  ...sources,
});
const from = (...cidrBlocks: readonly CaseValue[]): Record<string, CaseValue> => ({ cidrBlocks });

/** An application in 10.0.1.0/24, whose group is called app. */
const network: readonly Entry[] = [
  group("app"),
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "subnet", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
  resource("aws:ec2/instance:Instance", "host", { subnetId: ref("subnet"), vpcSecurityGroupIds: [ref("app")] }),
];

interface Row {
  readonly name: string;
  readonly before: readonly CaseValue[];
  readonly after: readonly CaseValue[];
  readonly verdict: Comparison["verdict"];
}

const rows: readonly Row[] = [
  { name: "nothing changes", before: [tcp(22, 22, from("0.0.0.0/0"))], after: [tcp(22, 22, from("0.0.0.0/0"))], verdict: "same" },
  {
    name: "a rule goes",
    before: [tcp(22, 22, from("0.0.0.0/0")), tcp(443, 443, from("0.0.0.0/0"))],
    after: [tcp(443, 443, from("0.0.0.0/0"))],
    verdict: "less",
  },
  { name: "a rule comes", before: [], after: [tcp(443, 443, from("10.0.0.0/24"))], verdict: "more" },
  {
    name: "a range is split around a port",
    before: [tcp(20, 25, from("0.0.0.0/0"))],
    after: [tcp(20, 21, from("0.0.0.0/0")), tcp(23, 25, from("0.0.0.0/0"))],
    verdict: "less",
  },
  { name: "a block is narrowed", before: [tcp(22, 22, from("10.0.0.0/8"))], after: [tcp(22, 22, from("10.1.0.0/16"))], verdict: "less" },
  { name: "a block is widened", before: [tcp(22, 22, from("10.1.0.0/16"))], after: [tcp(22, 22, from("10.0.0.0/8"))], verdict: "more" },
  {
    name: "two halves become the whole",
    before: [tcp(22, 22, from("10.0.0.0/9", "10.128.0.0/9"))],
    after: [tcp(22, 22, from("10.0.0.0/8"))],
    verdict: "less",
  },
  { name: "a port is added to a source", before: [tcp(22, 22, from("10.0.0.0/8"))], after: [tcp(22, 23, from("10.0.0.0/8"))], verdict: "more" },
  {
    name: "a block becomes the group that lives in it",
    before: [tcp(5432, 5432, from("10.0.0.0/16"))],
    after: [tcp(5432, 5432, { securityGroups: [ref("app")] })],
    verdict: "less",
  },
  {
    name: "a block becomes a group that lives elsewhere",
    before: [tcp(5432, 5432, from("10.9.0.0/16"))],
    after: [tcp(5432, 5432, { securityGroups: [ref("app")] })],
    verdict: "unproven",
  },
  {
    name: "a block becomes a group from outside",
    before: [tcp(5432, 5432, from("10.0.0.0/16"))],
    after: [tcp(5432, 5432, { securityGroups: ["sg-1"] })],
    verdict: "unproven",
  },
  { name: "a block becomes unknown", before: [tcp(22, 22, from("10.0.0.0/8"))], after: [tcp(22, 22, from(unknown))], verdict: "unproven" },
  {
    name: "everybody becomes a block that is not known",
    before: [tcp(22, 22, from("0.0.0.0/0"))],
    after: [tcp(22, 22, from(unknown))],
    verdict: "less",
  },
  {
    name: "everybody becomes a block that is not known, on ports that are not either",
    before: [tcp(22, 22, from("0.0.0.0/0"))],
    after: [{ protocol: "tcp", fromPort: 22, toPort: unknown, ...from(unknown) }],
    verdict: "unproven",
  },
  {
    name: "an unknown block stays",
    before: [tcp(22, 22, from(unknown)), tcp(80, 80, from("0.0.0.0/0"))],
    after: [tcp(22, 22, from(unknown))],
    verdict: "less",
  },
];

describe("what a change does to what a group admits", () => {
  test.each(rows.map((row) => [row.name, row] as const))("%s", (_, { before, after, verdict }) => {
    const compared = compareAdmission(worldOf([...network, group("web", ...before)]), worldOf([...network, group("web", ...after)]));
    expect(compared.find(({ name }) => name === "web")?.verdict).toBe(verdict);
  });
});

test.each([
  ["ipv4", "less"],
  ["dualstack", "unproven"],
])("every IPv4 address becomes the group of a balancer of %s in subnets from elsewhere", (ipAddressType, verdict) => {
  const front = resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("door")], subnets: ["subnet-1"], ipAddressType });
  const compared = compareAdmission(
    worldOf([group("door"), front, group("web", tcp(80, 80, from("0.0.0.0/0")))]),
    worldOf([group("door"), front, group("web", tcp(80, 80, { securityGroups: [ref("door")] }))]),
  );
  expect(compared.find(({ name }) => name === "web")?.verdict).toBe(verdict);
});

test.each([
  [{}, "less"],
  [{ assignGeneratedIpv6CidrBlock: true }, "unproven"],
])("every IPv4 address becomes a group that is somewhere in a VPC of which the blocks are not known: %j", (props, verdict) => {
  const stack = (rule: CaseValue): World =>
    worldOf([
      resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: unknown, ...props }),
      resource("aws:ec2/securityGroup:SecurityGroup", "app", { vpcId: ref("vpc") }),
      resource("aws:ec2/instance:Instance", "server", { subnetId: unknown, vpcSecurityGroupIds: [ref("app")] }),
      group("web", rule),
    ]);
  const compared = compareAdmission(stack(tcp(80, 80, from("0.0.0.0/0"))), stack(tcp(80, 80, { securityGroups: [ref("app")] })));
  expect(compared.find(({ name }) => name === "web")?.verdict).toBe(verdict);
});

test("a rule of nobody knows which group, which stays as it is, adds nothing", () => {
  const orphan = resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "orphan", {
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrIpv4: "0.0.0.0/0",
  });
  const before = [group("web", tcp(443, 443, from("0.0.0.0/0"))), orphan];
  expect(compareAdmission(worldOf(before), worldOf([group("web"), orphan])).find(({ name }) => name === "web")?.verdict).toBe("less");
  const narrower = { ...orphan, props: { ...orphan.props, cidrIpv4: "10.0.0.0/8" } };
  const copy = { ...narrower, name: "orphan-2", props: { ...narrower.props, cidrIpv4: "192.168.0.0/16" } };
  expect(compareAdmission(worldOf(before), worldOf([...before.slice(0, 1), narrower, copy])).find(({ name }) => name === "web")?.verdict).toBe(
    "less",
  );
  const wider = { ...orphan, props: { ...orphan.props, toPort: 23 } };
  expect(compareAdmission(worldOf(before), worldOf([group("web"), wider])).find(({ name }) => name === "web")?.verdict).toBe("more");
});

test("the rule that AWS adds to a group without others comes into force with the last of them, and not before", () => {
  const native = resource("aws-native:ec2:SecurityGroup", "native");
  const outbound = (name: string, props: Entry["props"]): Entry =>
    resource("aws-native:ec2:SecurityGroupEgress", name, { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "10.0.0.0/8", ...props });
  const orphan = outbound("orphan", {});
  const own = outbound("own", { groupId: ref("native") });
  const verdict = (before: readonly Entry[], after: readonly Entry[]): string | undefined =>
    compareAdmission(worldOf(before), worldOf(after)).find(({ name }) => name === "native")?.verdict;
  expect(verdict([native, orphan], [native, orphan])).toBe("same");
  expect(verdict([native, own], [native])).toBe("more");
  expect(verdict([native, orphan], [native])).toBe("more");
  expect(verdict([native, own], [native, outbound("own", { groupId: ref("native"), cidrIp: "10.0.0.0/9" })])).toBe("less");
  expect(verdict([native, orphan, own], [native, orphan])).toBe("more");
  expect(verdict([native, orphan, outbound("other", {})], [native, orphan])).toBe("more");
});

describe("against point by point comparison", () => {
  const rule = fc.record({
    first: fc.integer({ min: 0, max: 5 }),
    length: fc.integer({ min: 0, max: 3 }),
    block: fc.integer({ min: 0, max: 7 }),
    wide: fc.boolean(),
  });
  const rulesOf = fc.array(rule, { maxLength: 4 });
  interface Sample {
    first: number;
    length: number;
    block: number;
    wide: boolean;
  }

  const written = ({ first, length, block, wide }: Sample): CaseValue =>
    tcp(first, first + length, from(wide ? `10.0.0.${String(block & 4)}/30` : `10.0.0.${String(block)}/32`));
  const points = (samples: readonly Sample[]): Set<string> =>
    new Set(
      samples.flatMap(({ first, length, block, wide }) =>
        Array.from({ length: length + 1 }, (_, index) => first + index).flatMap((port) =>
          (wide ? [0, 1, 2, 3].map((host) => (block & 4) + host) : [block]).map((host) => `${String(port)} ${String(host)}`),
        ),
      ),
    );

  test("it says more exactly where a point is admitted that was not", () => {
    fc.assert(
      fc.property(rulesOf, rulesOf, (before, after) => {
        const verdict = compareAdmission(worldOf([group("web", ...before.map(written))]), worldOf([group("web", ...after.map(written))]))[0]?.verdict;
        const old = points(before);
        expect(verdict === "more").toBe([...points(after)].some((point) => !old.has(point)));
      }),
      { numRuns: 300 },
    );
  });
});
