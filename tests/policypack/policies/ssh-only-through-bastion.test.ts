import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const ssh = (sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 22, toPort: 22, ...sources });
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: "vpc-1" });
const bastion = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/instance:Instance", "jump", { vpcSecurityGroupIds: [ref("door")], associatePublicIpAddress: true, ...props });
const door = group("door", ssh({ cidrBlocks: ["52.94.76.0/28"] }));
const host = resource("aws:ec2/instance:Instance", "host", {
  vpcSecurityGroupIds: [ref("app")],
  subnetId: "subnet-1",
  associatePublicIpAddress: false,
});
const fromBastion: CaseValue = { securityGroups: [ref("door")] };
const named = { settings: { bastions: ["jump"] } };
const endpoint = (props: Entry["props"] = {}): Entry[] => [
  resource("aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint", "endpoint", {
    subnetId: "subnet-1",
    securityGroupIds: [ref("connect")],
    ...props,
  }),
  group("connect"),
];

describePolicy("ssh-only-through-bastion", [
  {
    name: "an instance that admits its network past the bastion",
    stack: [bastion(), door, host, group("app", ssh({ cidrBlocks: ["10.0.0.0/16"] }), ssh(fromBastion))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: "app opens SSH (tcp/22) of the instance host to 10.0.0.0/16, past the bastion jump",
    advice: false,
  },
  {
    name: "a bastion that is named",
    stack: [bastion({ associatePublicIpAddress: null }), door, host, group("app", ssh({ cidrBlocks: ["10.0.0.0/16"] }))],
    config: named,
    verdict: "violates",
  },
  {
    name: "every protocol from a network",
    stack: [bastion(), door, host, group("app", { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/16"] })],
    config: named,
    verdict: "violates",
  },
  {
    name: "another group",
    stack: [bastion(), door, host, group("other"), group("app", ssh({ securityGroups: [ref("other")] }))],
    config: named,
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
  },
  { name: "itself", stack: [bastion(), door, host, group("app", ssh({ self: true }))], config: named, at: "ingress[0].self", verdict: "violates" },
  {
    name: "a prefix list",
    stack: [bastion(), door, host, group("app", ssh({ prefixListIds: ["pl-1"] }))],
    config: named,
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  {
    name: "a group from outside the stack",
    stack: [bastion(), door, host, group("app", ssh({ securityGroups: ["sg-1"] }))],
    config: named,
    verdict: "violates",
  },
  {
    name: "a scaling group past the bastion",
    stack: [
      bastion(),
      door,
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("app")] }),
      resource("aws:autoscaling/group:Group", "hosts", { launchTemplate: { id: ref("template") } }),
      group("app", ssh({ cidrBlocks: ["10.0.0.0/16"] })),
    ],
    config: named,
    verdict: "violates",
  },
  { name: "the bastion's group alone", stack: [bastion(), door, host, group("app", ssh(fromBastion))], verdict: "complies" },
  {
    name: "the group of a bastion from outside the stack",
    stack: [bastion({ vpcSecurityGroupIds: ["sg-1"] }), host, group("app", ssh({ securityGroups: ["sg-1"] }))],
    config: named,
    verdict: "complies",
  },
  {
    name: "a bastion whose groups are unknown",
    stack: [bastion({ vpcSecurityGroupIds: unknown }), host, group("app", ssh({ securityGroups: ["sg-1"] }))],
    config: named,
    verdict: "unknown",
  },
  {
    name: "the group of an EC2 Instance Connect Endpoint",
    stack: [bastion(), door, host, ...endpoint(), group("app", ssh({ securityGroups: [ref("connect"), ref("door")] }))],
    config: named,
    verdict: "complies",
  },
  {
    name: "trusted clients of an endpoint that keeps their addresses",
    stack: [bastion(), door, host, ...endpoint({ preserveClientIp: true }), group("app", ssh({ cidrBlocks: ["52.94.76.0/28"] }))],
    config: { settings: { bastions: ["jump"], trustedCidrs: ["52.94.76.0/24"] } },
    verdict: "complies",
  },
  {
    name: "trusted clients of an endpoint that does not",
    stack: [bastion(), door, host, ...endpoint({ preserveClientIp: false }), group("app", ssh({ cidrBlocks: ["52.94.76.0/28"] }))],
    config: { settings: { bastions: ["jump"], trustedCidrs: ["52.94.76.0/24"] } },
    verdict: "violates",
  },
  {
    name: "trusted clients without an endpoint",
    stack: [bastion(), door, host, group("app", ssh({ cidrBlocks: ["52.94.76.0/28"] }))],
    config: { settings: { bastions: ["jump"], trustedCidrs: ["52.94.76.0/24"] } },
    verdict: "violates",
  },
  {
    name: "other ports",
    stack: [bastion(), door, host, group("app", ssh(fromBastion), { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/16"] })],
    verdict: "complies",
  },
  {
    name: "an address block that is unknown",
    stack: [bastion(), door, host, group("app", ssh({ cidrBlocks: [unknown] }))],
    config: named,
    verdict: "unknown",
  },
  {
    name: "an instance whose address is unknown, and which may be the bastion",
    stack: [bastion({ associatePublicIpAddress: unknown }), door, host, group("app", ssh({ ...fromBastion, cidrBlocks: ["10.0.0.0/16"] }))],
    verdict: "unknown",
  },
  {
    name: "a bastion alone",
    stack: [bastion(), door],
    config: named,
    verdict: "not applicable",
  },
  {
    name: "a database beside the bastion",
    stack: [
      bastion(),
      door,
      resource("aws:rds/instance:Instance", "data", { vpcSecurityGroupIds: [ref("app")] }),
      group("app", ssh({ cidrBlocks: ["10.0.0.0/16"] })),
    ],
    config: named,
    verdict: "not applicable",
  },
  {
    name: "no bastion",
    stack: [host, group("app", ssh({ cidrBlocks: ["10.0.0.0/16"] }))],
    verdict: "not applicable",
  },
  {
    name: "an instance on the internet by which nobody is reached is no bastion",
    stack: [bastion(), door, host, group("app", ssh({ cidrBlocks: ["10.0.0.0/16"] }))],
    verdict: "not applicable",
  },
  {
    name: "two other groups in one rule",
    stack: [bastion(), door, host, group("other"), group("third"), group("app", ssh({ securityGroups: [ref("other"), ref("third")] }))],
    config: named,
    verdict: "violates",
    says: /to [^\n]*past the bastion jump/,
  },
]);
