import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const rule = (port: number, sources: Record<string, CaseValue>, protocol = "tcp"): CaseValue => ({
  protocol,
  fromPort: port,
  toPort: port,
  ...sources,
});
const group = (props: Entry["props"] = {}): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "app", { vpcId: "vpc-1", ...props });
const host = (props: Entry["props"] = {}): Entry => resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")], ...props });
const office: CaseValue = { cidrBlocks: ["52.94.76.0/28"] };
const out: CaseValue = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

describePolicy("prefer-session-manager", [
  {
    name: "an instance that admits SSH",
    stack: [host(), group({ ingress: [rule(22, office)] })],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /app opens SSH \(tcp\/22\) of the instance host\. Session Manager needs no open port: give the instance/,
    advice: true,
  },
  {
    name: "an instance without a way out and without a profile",
    stack: [host(), group({ ingress: [rule(22, office)] })],
    spellings: "aws",
    verdict: "violates",
    says: "a way out to tcp/443 (to the internet, or to endpoints for ssm and ssmmessages) and an instance profile",
  },
  {
    name: "an instance that lacks a profile alone",
    stack: [host(), group({ ingress: [rule(22, office)], egress: [out] })],
    verdict: "violates",
    says: "give the instance an instance profile with AmazonSSMManagedInstanceCore; then drop the rule",
  },
  {
    name: "an instance that lacks nothing",
    stack: [host({ iamInstanceProfile: "profile" }), group({ ingress: [rule(22, office)], egress: [out] })],
    verdict: "violates",
    says: "has all that it needs here",
  },
  {
    name: "an instance with a profile of the program",
    stack: [
      resource("aws:iam/instanceProfile:InstanceProfile", "profile", { role: "managed" }),
      host({ iamInstanceProfile: ref("profile", "name") }),
      group({ ingress: [rule(22, office)], egress: [out] }),
    ],
    verdict: "violates",
    says: "has all that it needs here",
  },
  {
    name: "an account with Default Host Management",
    stack: [host(), group({ ingress: [rule(22, office)], egress: [out] })],
    config: { "prefer-session-manager": { defaultHostManagement: true } },
    verdict: "violates",
    says: "has all that it needs here",
  },
  {
    name: "the nodes of a cluster, which its control plane reaches on every port above 1024",
    stack: [
      host(),
      resource("aws:ec2/securityGroup:SecurityGroup", "control", { vpcId: "vpc-1" }),
      group({ ingress: [{ protocol: "tcp", fromPort: 1025, toPort: 65535, securityGroups: [ref("control")] }] }),
    ],
    verdict: "complies",
  },
  { name: "RDP", stack: [host(), group({ ingress: [rule(3389, office)] })], verdict: "violates", says: "RDP" },
  { name: "RDP over UDP", stack: [host(), group({ ingress: [rule(3389, office, "udp")] })], verdict: "violates" },
  {
    name: "SSH from a group from outside the stack",
    stack: [host(), group({ ingress: [rule(22, { securityGroups: ["sg-1"] })] })],
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
  },
  {
    name: "a bastion, and a machine that admits its group alone",
    stack: [
      host(),
      group({ ingress: [rule(22, { securityGroups: [ref("bastion")] })] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "bastion", { vpcId: "vpc-1", ingress: [rule(22, office)] }),
      resource("aws:ec2/instance:Instance", "jump", { vpcSecurityGroupIds: [ref("bastion")], associatePublicIpAddress: true }),
    ],
    verdict: "complies",
  },
  {
    name: "a bastion through which people reach a database alone",
    stack: [
      host({ associatePublicIpAddress: true }),
      group({ ingress: [rule(22, office)] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { vpcId: "vpc-1", ingress: [rule(5432, { securityGroups: [ref("app")] })] }),
      resource("aws:rds/instance:Instance", "db", { engine: "postgres", vpcSecurityGroupIds: [ref("data")] }),
    ],
    config: { settings: { trustedCidrs: ["52.94.76.0/24"] } },
    verdict: "not applicable",
  },
  { name: "SSH from itself", stack: [host(), group({ ingress: [rule(22, { self: true })] })], at: "ingress[0].self", verdict: "violates" },
  {
    name: "SSH from a prefix list",
    stack: [host(), group({ ingress: [rule(22, { prefixListIds: ["pl-1"] })] })],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  { name: "SSH in a range", stack: [host(), group({ ingress: [{ protocol: "tcp", fromPort: 0, toPort: 1024, ...office }] })], verdict: "violates" },
  {
    name: "a scaling group",
    stack: [
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        vpcSecurityGroupIds: [ref("app")],
        iamInstanceProfile: { name: "profile" },
      }),
      resource("aws:autoscaling/group:Group", "hosts", { launchTemplate: { id: ref("template") } }),
      group({ ingress: [rule(22, office)], egress: [out] }),
    ],
    verdict: "violates",
    says: "of the scaling group hosts. Session Manager needs no open port and has all",
  },
  {
    name: "several instances, of which one has a profile",
    stack: [
      ...["one", "two"].map((name) =>
        resource("aws:ec2/instance:Instance", name, {
          vpcSecurityGroupIds: [ref("app")],
          ...(name === "one" ? { iamInstanceProfile: "profile" } : {}),
        }),
      ),
      group({ ingress: [rule(22, office)], egress: [out] }),
    ],
    verdict: "violates",
    says: "app opens SSH (tcp/22) of the instance one and the instance two. Session Manager needs no open port: give the instances an instance profile",
  },
  {
    name: "everything from itself",
    stack: [host(), group({ ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }] })],
    spellings: "as written",
    verdict: "complies",
  },
  { name: "web ports", stack: [host(), group({ ingress: [rule(443, office)] })], verdict: "complies" },
  { name: "no rules", stack: [host(), group()], verdict: "complies" },
  { name: "a rule without a source", stack: [host(), group({ ingress: [rule(22, {})] })], verdict: "complies" },
  { name: "a rule whose source is unknown", stack: [host(), group({ ingress: [rule(22, { cidrBlocks: [unknown] })] })], verdict: "unknown" },
  {
    name: "a rule whose port is unknown",
    stack: [host(), group({ ingress: [{ protocol: "tcp", fromPort: unknown, toPort: 22, ...office }] })],
    verdict: "unknown",
  },
  {
    name: "an instance whose groups are unknown",
    stack: [host({ vpcSecurityGroupIds: unknown }), group({ ingress: [rule(22, office)] })],
    verdict: "unknown",
  },
  {
    name: "a function",
    stack: [
      resource("aws:lambda/function:Function", "host", { vpcConfig: { securityGroupIds: [ref("app")], subnetIds: ["subnet-1"] } }),
      group({ ingress: [rule(22, office)] }),
    ],
    verdict: "not applicable",
  },
  { name: "a group on nothing", stack: [group({ ingress: [rule(22, office)] })], verdict: "not applicable" },
  {
    name: "an instance whose other group is from elsewhere, and may let it out",
    stack: [host({ vpcSecurityGroupIds: [ref("app"), "sg-9"] }), group({ ingress: [rule(22, office)] })],
    spellings: "aws",
    verdict: "violates",
    says: "give the instance an instance profile with AmazonSSMManagedInstanceCore; then",
  },
  {
    name: "an instance whose other group lets it out",
    stack: [
      host({ vpcSecurityGroupIds: [ref("app"), ref("way-out")], iamInstanceProfile: "profile" }),
      group({ ingress: [rule(22, office)] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "way-out", { vpcId: "vpc-1", egress: [out] }),
    ],
    spellings: "aws",
    verdict: "violates",
    says: "has all that it needs here",
  },
]);
