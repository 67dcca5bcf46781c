import { expect, test } from "@jest/globals";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, block: string): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [block] });
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref("vpc"), description: "x", ingress, egress: [] });
const subnet = (name: string, index: number): Entry =>
  resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("vpc"), cidrBlock: `10.${index >> 8}.${index & 255}.0/24`, mapPublicIpOnLaunch: true });
const instance = (name: string, own: string, where: string): Entry =>
  resource("aws:ec2/instance:Instance", name, { vpcSecurityGroupIds: [ref(own)], subnetId: ref(where) });
const each = (make: (index: number) => Entry): readonly Entry[] => Array.from({ length: count }, (_, index) => make(index));
const count = 1_500;

const shapes: Readonly<Record<string, readonly Entry[]>> = {
  "one group on all, in a subnet each": [
    group("web", tcp(22, "0.0.0.0/0"), tcp(443, "0.0.0.0/0")),
    ...each((index) => subnet(`subnet-${index}`, index)),
    ...each((index) => instance(`instance-${index}`, "web", `subnet-${index}`)),
  ],
  "a group each, which admit the network that all live in": [
    subnet("private", 0),
    ...each((index) => group(`group-${index}`, tcp(8_080, "10.0.0.0/8"))),
    ...each((index) => instance(`instance-${index}`, `group-${index}`, "private")),
  ],
};

test.each(Object.entries(shapes))(
  "thousands of instances take seconds: %s",
  (_, entries) => {
    const stack = stackOf([resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/8" }), ...entries], "deployed");
    // Processor time: what else the machine does has no say.
    const started = process.cpuUsage();
    const { notChecked } = evaluateStack(stack, { policies, configuration: configure({}, policies), today: "2026-06-15", withFixes: true });
    expect(notChecked).toEqual([]);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(12_000);
  },
  120_000,
);
