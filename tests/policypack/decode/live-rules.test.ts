import { describe, expect, test } from "@jest/globals";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import { unknown, type Properties, type Resource } from "@portcullis/policypack/resources/resource";
import { urnOf } from "../../harness/stack";

const groupType = "aws:ec2/securityGroup:SecurityGroup";
const rdp = (peers: Properties, more: Properties = {}): Properties => ({ protocol: "tcp", fromPort: 3389, toPort: 3389, ...peers, ...more });
/** As the provider reports it: with all of its properties. */
const reported = (rule: Properties): Properties => ({
  description: "",
  ipv6CidrBlocks: [],
  prefixListIds: [],
  securityGroups: [],
  self: false,
  ...rule,
});
const world = { cidrBlocks: ["0.0.0.0/0"] };

function resourceOf(type: string, name: string, inputs: Properties, outputs: Properties, isState: boolean): Resource {
  const rest = { id: `${name}-id`, parent: undefined, provider: undefined, propertyDependencies: {}, positions: [] };
  return { ...rest, urn: urnOf({ type, name }), type, name, custom: true, inputs, outputs, ...(isState ? { isState } : {}) };
}

function verdictOf(resources: readonly Resource[], policy = "no-public-admin-ports") {
  const { verdicts, findings } = evaluateStack(resources, { policies, configuration: configure({}, policies), today: "2026-06-15", withFixes: true });
  return { verdict: verdicts.get(policy), finding: findings.find((each) => each.policy === policy) };
}

interface Row {
  readonly name: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly type?: string;
  readonly others?: readonly Resource[];
  /** In a state, and where the outputs are of before an update. */
  readonly verdicts: readonly [state: string, update: string];
}

const standalone = (inputs: Properties): Resource =>
  resourceOf("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", { type: "ingress", securityGroupId: "web-id", ...inputs }, {}, true);

describe("what a group was seen to have, and the program does not write", () => {
  test.each<Row>([
    {
      name: "is there where the program says nothing of it",
      inputs: {},
      outputs: { ingress: [reported(rdp(world))] },
      verdicts: ["violates", "violates"],
    },
    {
      name: "is there beyond what it says, until the next update",
      inputs: { ingress: [rdp({ cidrBlocks: ["10.0.0.0/8"] })] },
      outputs: { ingress: [reported(rdp({ cidrBlocks: ["10.0.0.0/8"] })), reported(rdp(world))] },
      verdicts: ["violates", "complies"],
    },
    {
      name: "is there beside an empty list, until the next update",
      inputs: { ingress: [] },
      outputs: { ingress: [reported(rdp(world))] },
      verdicts: ["violates", "complies"],
    },
    {
      name: "is another block of a rule that it says",
      inputs: { ingress: [rdp({ cidrBlocks: ["10.0.0.0/8"] })] },
      outputs: { ingress: [reported(rdp({ cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }))] },
      verdicts: ["violates", "complies"],
    },
    {
      name: "is not what it says in other words",
      inputs: { ingress: [rdp({ cidrBlocks: ["10.0.0.0/8", "10.1.2.3/16"], self: true }, { protocol: "6" })] },
      outputs: { ingress: [reported(rdp({ cidrBlocks: ["10.0.0.0/8", "10.1.0.0/16"], securityGroups: ["web-id"] }))] },
      verdicts: ["complies", "complies"],
    },
    {
      name: "is not an echo of a standalone rule",
      inputs: {},
      outputs: { ingress: [reported(rdp({ cidrBlocks: ["10.0.0.0/8"] }))] },
      others: [standalone(rdp({ cidrBlocks: ["10.0.0.0/8"] }))],
      verdicts: ["complies", "complies"],
    },
    {
      name: "is beyond the standalone rules that echo there",
      inputs: {},
      outputs: { ingress: [reported(rdp({ cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }))] },
      others: [standalone(rdp({ cidrBlocks: ["10.0.0.0/8"] }))],
      verdicts: ["violates", "violates"],
    },
    { name: "is not what nobody has seen yet", inputs: {}, outputs: { ingress: unknown }, verdicts: ["complies", "complies"] },
    {
      name: "is not a rule of which nothing is known",
      inputs: {},
      outputs: { ingress: [reported(rdp({ cidrBlocks: [unknown] })), unknown] },
      verdicts: ["complies", "complies"],
    },
    {
      name: "is in a default group, which the provider empties",
      type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      inputs: {},
      outputs: { ingress: [reported(rdp(world))] },
      verdicts: ["violates", "complies"],
    },
    {
      name: "is in a group of aws-native",
      type: "aws-native:ec2:SecurityGroup",
      inputs: { groupDescription: "web" },
      outputs: { securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 3389, toPort: 3389, cidrIp: "0.0.0.0/0" }] },
      verdicts: ["violates", "violates"],
    },
  ])("$name", ({ inputs, outputs, type = groupType, others = [], verdicts }) => {
    const found = [true, false].map((isState) => verdictOf([resourceOf(type, "web", inputs, outputs, isState), ...others]).verdict);
    expect(found).toEqual(verdicts);
  });

  test("is said to be live, and repaired by nothing that changes a rule", () => {
    const { finding } = verdictOf([resourceOf(groupType, "web", {}, { ingress: [reported(rdp(world))] }, true)]);
    expect(finding).toMatchObject({
      property: "ingress[0].cidrBlocks[0]",
      message: expect.stringMatching(
        /^web opens RDP \(tcp\/3389\) to the whole internet: 0\.0\.0\.0\/0\. It is live and not in the program: remove it, which ingress: \[\] does where the group has no rules in resources of their own; or import it\.$/,
      ),
      fix: { kind: "declined", reason: "the rule is live, and not in the program" },
    });
  });

  test("lets out what it lets out", () => {
    const everything = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
    const stack = (outputs: Properties): Resource[] => [
      resourceOf(groupType, "web", { ingress: [] }, outputs, true),
      resourceOf("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: ["web-id"] }, {}, true),
    ];
    expect(verdictOf(stack({ ingress: [], egress: [reported(everything)] }), "no-unrestricted-egress").verdict).toBe("violates");
    expect(verdictOf(stack({ ingress: [], egress: [] }), "no-unrestricted-egress").verdict).not.toBe("violates");
  });
});

describe("what AWS chose, and the program does not say", () => {
  const database = (inputs: Properties, outputs: Properties): Resource =>
    resourceOf("aws:rds/instance:Instance", "orders", { engine: "mysql", ...inputs }, outputs, true);
  const group = resourceOf(groupType, "web", {}, { ingress: [reported({ protocol: "tcp", fromPort: 3306, toPort: 3306, ...world })] }, true);

  test("a public address of a database", () => {
    expect(verdictOf([database({}, { publiclyAccessible: true })], "database-not-publicly-accessible").verdict).toBe("violates");
    expect(verdictOf([database({ publiclyAccessible: false }, { publiclyAccessible: true })], "database-not-publicly-accessible").verdict).toBe(
      "complies",
    );
  });

  test("its groups, which are used", () => {
    const resources = [database({}, { vpcSecurityGroupIds: ["web-id"] }), group];
    expect(verdictOf(resources, "no-unused-groups").verdict).toBe("complies");
    expect(verdictOf(resources, "default-group-admits-nothing").verdict).toBe("complies");
    expect(verdictOf(resources, "no-public-database-ports").finding?.message).toContain("MySQL (tcp/3306)");
  });

  test("the entries of a prefix list", () => {
    const list = resourceOf("aws:ec2/managedPrefixList:ManagedPrefixList", "office", { name: "office" }, { entries: [{ cidr: "0.0.0.0/0" }] }, true);
    const admitting = resourceOf(groupType, "web", { ingress: [rdp({ prefixListIds: ["office-id"] })] }, {}, true);
    expect(verdictOf([list, admitting]).verdict).toBe("violates");
  });

  test("the rules of a network ACL", () => {
    const all = { action: "allow", ruleNo: 100, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
    const acl = resourceOf("aws:ec2/networkAcl:NetworkAcl", "acl", { vpcId: "vpc-1" }, { ingress: [all] }, true);
    expect(verdictOf([acl], "no-public-admin-ports-in-network-acls").verdict).toBe("violates");
  });

  test.each([
    ["what it lacks", {}, /remove it, which ingress: \[\] does where the group has no rules in resources of their own; or import it/],
    ["what it has besides", { ingress: [rdp({ cidrBlocks: ["10.0.0.0/8"] })] }, /an update with --refresh removes it; write it where it is to stay/],
  ])("advice about %s", (_, inputs, advice) => {
    const { finding } = verdictOf([resourceOf(groupType, "web", inputs, { ingress: [reported(rdp(world))] }, true)]);
    expect(finding?.message).toMatch(advice);
  });
});
