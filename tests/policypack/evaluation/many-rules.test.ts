import { expect, test } from "@jest/globals";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

type Rule = Readonly<Record<string, CaseValue>>;

const group = "aws:ec2/securityGroup:SecurityGroup";
const tcp = (first: number, last: number, block: string): Rule => ({ protocol: "tcp", fromPort: first, toPort: last, cidrBlocks: [block] });
const host = (index: number): string => `${20 + (index >> 14)}.${(index >> 7) & 127}.${index & 127}.7/32`;

const shapes: readonly (readonly [name: string, rule: (index: number) => Rule])[] = [
  ["one port, open each time", () => tcp(22, 22, "0.0.0.0/0")],
  ["a port each, open", (index) => tcp(index + 1, index + 1, "0.0.0.0/0")],
  ["a port each, to private networks", (index) => tcp(index + 1, index + 1, "10.0.0.0/8")],
  ["ranges inside each other", (index) => tcp(index + 1, 65_535 - index, "0.0.0.0/0")],
  ["ranges inside each other, with a host each", (index) => tcp(index + 1, 65_535 - index, host(index))],
  ["ranges and blocks that overlap", (index) => tcp(index + 1, index + 20_000, host(index).replace(/\.7\/32$/, `.0/${8 + (index % 17)}`))],
];
const count = 3_000;

test.each(shapes)(
  `thousands of rules in one group take seconds: %s`,
  (_, rule) => {
    const rules = Array.from({ length: count }, (_each, index) => rule(index));
    const inline = [resource(group, "web", { description: "x", ingress: rules, egress: [] })];
    const standalone = rules.map((each, index): Entry =>
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", `rule-${index}`, { type: "ingress", securityGroupId: ref("web"), ...each }),
    );
    for (const entries of [inline, [resource(group, "web", { description: "x" }), ...standalone]]) {
      const stack = stackOf(
        [...entries, resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("web")] })],
        "deployed",
      );
      // Processor time: what else the machine does has no say.
      const started = process.cpuUsage();
      const { notChecked } = evaluateStack(stack, { policies, configuration: configure({}, policies), today: "2026-06-15", withFixes: true });
      expect(notChecked).toEqual([]);
      const { user, system } = process.cpuUsage(started);
      expect((user + system) / 1_000).toBeLessThan(12_000);
    }
  },
  60_000,
);

test("a rule with tens of thousands of sources, none of which can be named, is within memory", () => {
  const blocks = Array.from({ length: 30_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
  const rule = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: blocks };
  const stack = stackOf([resource(group, "web", { description: "x", ingress: [rule], egress: [] })], "deployed");
  const { notChecked } = evaluateStack(stack, { policies, configuration: configure({}, policies), today: "2026-06-15", withFixes: true });
  expect(notChecked).toEqual([]);
}, 60_000);
