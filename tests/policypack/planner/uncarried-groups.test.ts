import { describePlans, type PlanCase } from "../../harness/plans";
import { ref, resource } from "../../harness/stack";
import { all, group, network, ruleFor, tcp, world } from "./stacks";

/** Groups that nothing of the program carries: somebody puts them on something. */
const cases: readonly PlanCase[] = [
  {
    name: "a group that nothing carries keeps a port of data for its network",
    stack: [...network, group("data", tcp(5432, world))],
    becomes: { data: { ingress: [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "so does one that a template alone carries, which another program may launch",
    stack: [
      ...network,
      group("api", tcp(8080, world)),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("api")] }),
    ],
    becomes: { api: { ingress: [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "known callers are enough",
    stack: [...network, group("app"), group("data", tcp(5432, { ...world, securityGroups: [ref("app")] }))],
    becomes: { data: { ingress: [tcp(5432, { cidrBlocks: [], securityGroups: ["securitygroup-app"] })] } },
  },
  {
    name: "a login that is the only way in is restricted where the group is called after that",
    stack: [...network, group("ssh-access", tcp(22, world))],
    settings: ["sshCidrs"],
  },
  {
    name: "a login that is the only way in is closed where it is not",
    stack: [...network, group("hosts", tcp(22, world))],
    becomes: { hosts: { ingress: [] } },
  },
  {
    name: "a login beside something else is closed",
    stack: [...network, group("hosts", tcp(443, world), tcp(22, world))],
    becomes: { hosts: { ingress: [tcp(443, world)] } },
  },
  {
    name: "what nobody knows the network of stays, and it is said who would be cut off",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "data", { description: "data", ingress: [tcp(5432, world)] })],
    stays: ["data"],
    declines:
      /nothing of this program carries data, and whatever does is reached on tcp\/5432 through this rule alone, and the address block of its VPC/,
  },
  {
    name: "so does each of several rules, and one says so of its own port",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { description: "data" }),
      ...[5432, 6379, 9200].map((port) => ruleFor(`port-${port}`, "data", port, port, { cidrIpv4: "0.0.0.0/0" })),
    ],
    stays: ["port-5432", "port-6379", "port-9200"],
    declines: /is reached on tcp\/9200 through this rule alone/,
  },
  {
    name: "so does a rule of a group from elsewhere",
    stack: [
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "api", {
        securityGroupId: "sg-0123456789abcdef0",
        ipProtocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
        cidrIpv4: "0.0.0.0/0",
      }),
    ],
    stays: ["api"],
    declines: /nothing of this program carries sg-0123456789abcdef0/,
  },
  {
    name: "a rule of its own becomes one for the network, too",
    stack: [...network, group("data"), ruleFor("data-in", "data", 6379, 6379, { cidrIpv4: "0.0.0.0/0" })],
    becomes: { "data-in": { cidrIpv4: "10.0.0.0/16" } },
  },
  {
    name: "a default group of a network from elsewhere is on more than the program shows",
    stack: [
      resource("aws:ec2/defaultVpc:DefaultVpc", "vpc", {}),
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: ref("vpc"), ingress: [all(world)] }),
      resource("aws:ec2/instance:Instance", "legacy", { metadataOptions: { httpTokens: "required" } }),
    ],
    stays: ["default"],
    declines:
      /what is left of ingress\[0\] of default would take more rules than can be read, since whoever reaches what carries the default group default has to get through/,
  },
];

describePlans("groups that nothing carries", cases);
