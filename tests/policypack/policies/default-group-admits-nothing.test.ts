import { expect, test } from "@jest/globals";
import { workloadsOf } from "@portcullis/policypack/model/attachments/attachments";
import { judgedGroups } from "@portcullis/policypack/model/rules/groups";
import { policies } from "@portcullis/policypack/contract/registry";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import { unknown, type Properties } from "@portcullis/policypack/resources/resource";

const itself = { protocol: "-1", fromPort: 0, toPort: 0, self: true };
const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const defaultGroup = (props: Entry["props"]): Entry =>
  resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: ref("vpc"), ...props });
const network: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "app", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
];
const instance = (props: Record<string, CaseValue>): Entry => resource("aws:ec2/instance:Instance", "server", { subnetId: ref("app"), ...props });

describePolicy("default-group-admits-nothing", [
  {
    name: "a default group that admits itself and lets everything out",
    stack: [...network, defaultGroup({ ingress: [itself], egress: [everywhere] })],
    at: "ingress[0]",
    advice: true,
    verdict: "violates",
    says: "The default group default has 2 rules. Empty it, and give what uses it a group of its own.",
  },
  {
    name: "a default group with a rule of its own resource",
    stack: [
      ...network,
      defaultGroup({}),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", {
        securityGroupId: ref("default"),
        ipProtocol: "-1",
        cidrIpv4: "10.0.0.0/8",
      }),
    ],
    at: "",
    verdict: "violates",
  },
  {
    name: "a rule without a source",
    stack: [...network, defaultGroup({ ingress: [{ protocol: "-1", fromPort: 0, toPort: 0 }] })],
    verdict: "violates",
  },
  {
    name: "an instance that names no group",
    stack: [...network, instance({})],
    verdict: "violates",
    says: /The instance server names no group, so it gets the default one of vpc/,
  },
  { name: "an instance with an empty list", stack: [...network, instance({ vpcSecurityGroupIds: [] })], verdict: "violates" },
  {
    name: "a database that names no group",
    stack: [
      ...network,
      resource("aws:rds/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("app")] }),
      resource("aws:rds/instance:Instance", "db", { engine: "postgres", dbSubnetGroupName: ref("stores") }),
    ],
    verdict: "violates",
  },
  { name: "an emptied default group", stack: [...network, defaultGroup({})], verdict: "complies" },
  { name: "a default group with explicit empty lists", stack: [...network, defaultGroup({ ingress: [], egress: [] })], verdict: "complies" },
  { name: "an instance with a group", stack: [...network, instance({ vpcSecurityGroupIds: ["sg-1"] })], verdict: "complies" },
  {
    name: "a network load balancer without groups",
    stack: [...network, resource("aws:lb/loadBalancer:LoadBalancer", "nlb", { loadBalancerType: "network", subnets: [ref("app")] })],
    verdict: "complies",
  },
  { name: "a function outside of a VPC", stack: [...network, resource("aws:lambda/function:Function", "orders", {})], verdict: "complies" },
  {
    name: "a default group with a list that is not known",
    stack: [...network, defaultGroup({ ingress: unknown })],
    verdict: "unknown",
    says: /ingress is not known yet/,
  },
  { name: "an instance whose groups are not known", stack: [...network, instance({ vpcSecurityGroupIds: unknown })], verdict: "unknown" },
  { name: "an instance without a group in a subnet that is not known", stack: [...network, instance({ subnetId: unknown })], verdict: "unknown" },
  { name: "nothing with an interface", stack: network, verdict: "not applicable" },
  {
    name: "one rule",
    stack: [...network, defaultGroup({ ingress: [itself] })],
    verdict: "violates",
    says: "The default group default has 1 rule. Empty it",
  },
  {
    name: "an instance that names no group, in the VPC of the stack",
    stack: [...network, instance({})],
    verdict: "violates",
    at: "",
    says: "names no group, so it gets the default one of vpc. Give",
  },
  {
    name: "an instance that names no group, in a subnet from outside the stack",
    stack: [
      resource("aws:ec2/instance:Instance", "server", { subnetId: "subnet-1" }),
      resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
    ],
    verdict: "unknown",
  },
  {
    name: "the rules of another group",
    stack: [...network, resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: ref("vpc"), ingress: [itself] })],
    verdict: "not applicable",
  },
  {
    name: "an instance that names no group, in a VPC from outside the stack",
    stack: [
      resource("aws:ec2/subnet:Subnet", "far", { vpcId: "vpc-1", cidrBlock: "10.9.1.0/24" }),
      resource("aws:ec2/instance:Instance", "server", { subnetId: ref("far") }),
    ],
    verdict: "complies",
  },
  {
    name: "an instance that names neither a group nor a subnet",
    stack: [resource("aws:ec2/instance:Instance", "server", { ami: "ami-1" })],
    at: "",
    verdict: "violates",
    says: "names no group, so it gets the default one of the default VPC. Give",
  },
  {
    name: "an instance of the other provider that names neither a group nor a subnet",
    stack: [resource("aws-native:ec2:Instance", "server", { imageId: "ami-1" })],
    verdict: "violates",
  },
  {
    name: "a database that names neither a group nor subnets",
    stack: [resource("aws:rds/instance:Instance", "db", { engine: "postgres" })],
    verdict: "violates",
  },
  {
    name: "a copy of a database, which is where the original is",
    stack: [resource("aws:rds/instance:Instance", "db", { replicateSourceDb: "orders" })],
    verdict: "complies",
  },
  {
    name: "an instance that names no group and no subnet, and has an interface that does",
    stack: [
      ...network,
      resource("aws:ec2/networkInterface:NetworkInterface", "interface", { subnetId: ref("app"), securityGroups: ["sg-1"] }),
      resource("aws:ec2/instance:Instance", "server", { networkInterfaces: [{ networkInterfaceId: ref("interface"), deviceIndex: 0 }] }),
    ],
    verdict: "complies",
  },
  {
    name: "a load balancer that names no group",
    stack: [...network, resource("aws:lb/loadBalancer:LoadBalancer", "alb", { subnets: [ref("app")] })],
    verdict: "violates",
    says: "The load balancer alb names no group, so it gets the default one of vpc.",
  },
  {
    name: "the default group by its name",
    stack: [resource("aws:ec2/instance:Instance", "server", { securityGroups: ["default"] })],
    verdict: "violates",
    says: "The instance server has the default group of the default VPC. Give it a group of its own.",
  },
  {
    name: "the default group by the resource that takes it over",
    stack: [...network, defaultGroup({}), instance({ vpcSecurityGroupIds: [ref("default")] })],
    verdict: "violates",
    says: "The instance server has the default group of vpc.",
  },
  {
    name: "the default group by its VPC, before that is there",
    stack: [...network, instance({ vpcSecurityGroupIds: [ref("vpc", "defaultSecurityGroupId")] })],
    verdict: "unknown",
    stages: ["preview"],
  },
]);

test("the default group by its VPC, once that is there", () => {
  const policy = policies.find(({ id }) => id === "default-group-admits-nothing");
  if (policy === undefined) throw new Error("the policy is missing");
  const stack = [
    resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16", defaultSecurityGroupId: "sg-default" }),
    resource("aws:ec2/subnet:Subnet", "app", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
    resource("aws:ecs/service:Service", "api", { networkConfiguration: { subnets: [ref("app")], securityGroups: ["sg-default"] } }),
  ];
  expect(judge(stackOf(stack, "deployed"), policy).findings.map(({ message }) => message)).toEqual([
    "The ECS service api has the default group of vpc. Give it a group of its own.",
  ]);
});

test("a default group that was seen to have rules which the program does not write", () => {
  const policy = policies.find(({ id }) => id === "default-group-admits-nothing");
  if (policy === undefined) throw new Error("the policy is missing");
  const [group] = stackOf([resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: "vpc-1" })], "deployed");
  if (group === undefined) throw new Error("the case is empty");
  const messages = (outputs: Properties): readonly string[] =>
    judge([{ ...group, outputs: { ...group.outputs, ...outputs }, isState: true }], policy).findings.map(({ message }) => message);
  expect(messages({ ingress: [itself], egress: [everywhere] })).toEqual([
    "The default group default has 2 rules that the program does not write. An update with --refresh empties it: give what uses it a group of its own first.",
  ]);
  expect(messages({ ingress: [], egress: [] })).toEqual([]);
});

test("rules for the identifier that a VPC gives its group are rules of what names no group", () => {
  const policy = policies.find(({ id }) => id === "public-ingress-only-on-web-ports");
  if (policy === undefined) throw new Error("the policy is missing");
  const stack = [
    resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16", defaultSecurityGroupId: "sg-default" }),
    resource("aws:ec2/subnet:Subnet", "app", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
    resource("aws:ec2/instance:Instance", "server", { subnetId: ref("app") }),
    resource("aws:ec2/securityGroupRule:SecurityGroupRule", "open", {
      ...{ type: "ingress", securityGroupId: "sg-default", protocol: "tcp", fromPort: 8081, toPort: 8081, cidrBlocks: ["0.0.0.0/0"] },
    }),
  ];
  const { world, findings } = judge(stackOf(stack, "deployed"), policy);
  const [group] = judgedGroups(world);
  expect(findings.map(({ says }) => says)).toEqual([expect.stringMatching(/^The default group of vpc opens tcp\/8081/)]);
  expect(workloadsOf(world, group?.key ?? "").map(({ resource: { name } }) => name)).toEqual(["server"]);
});
