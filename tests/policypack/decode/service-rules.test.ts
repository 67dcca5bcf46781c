import { describePolicy, type Case } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const nodes = (remoteAccess: CaseValue, more: Entry["props"] = {}): Entry =>
  resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
    clusterName: "shop",
    nodeRoleArn: "arn:aws:iam::1:role/nodes",
    subnetIds: ["subnet-1"],
    remoteAccess,
    ...more,
  });
const option = (name: string, value: CaseValue): CaseValue => ({ namespace: "aws:autoscaling:launchconfiguration", name, value });
const environment = (settings: CaseValue, more: Entry["props"] = {}): Entry =>
  resource("aws:elasticbeanstalk/environment:Environment", "shop", { application: "shop", settings, ...more });
const template = (...settings: CaseValue[]): Entry =>
  resource("aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate", "base", { application: "shop", name: "base", settings });
const lightsail = (more: Entry["props"] = {}): Entry =>
  resource("aws:lightsail/instance:Instance", "blog", { name: "blog", blueprintId: "amazon_linux_2023", bundleId: "nano_3_0", ...more });
const ports = (...portInfos: CaseValue[]): Entry =>
  resource("aws:lightsail/instancePublicPorts:InstancePublicPorts", "ports", { instanceName: ref("blog", "name"), portInfos });
const port = (number: number, sources: Record<string, CaseValue> = {}): CaseValue => ({
  protocol: "tcp",
  fromPort: number,
  toPort: number,
  ...sources,
});
const fleet = (...ec2InboundPermissions: CaseValue[]): Entry => resource("aws:gamelift/fleet:Fleet", "arena", { ec2InboundPermissions });
const permission = (protocol: string, first: number, last: number, ipRange: string): CaseValue => ({
  protocol,
  fromPort: first,
  toPort: last,
  ipRange,
});

const asWritten = (cases: readonly Omit<Case, "spellings">[]): readonly Case[] => cases.map((row) => ({ ...row, spellings: "as written" }));

describePolicy(
  "no-public-admin-ports",
  asWritten([
    {
      name: "nodes of EKS with a key and no source groups",
      stack: [nodes({ ec2SshKey: "admin" })],
      verdict: "violates",
      at: "remoteAccess",
      says: /^nodes opens SSH \(tcp\/22\) to the whole internet: 0\.0\.0\.0\/0\. EKS opens it because of remoteAccess\.ec2SshKey: name the groups of the callers/,
    },
    { name: "nodes with an empty list of source groups", stack: [nodes({ ec2SshKey: "admin", sourceSecurityGroupIds: [] })], verdict: "violates" },
    {
      name: "nodes of Windows",
      stack: [nodes({ ec2SshKey: "admin" }, { amiType: "WINDOWS_CORE_2022_x86_64" })],
      verdict: "violates",
      says: /tcp\/3389/,
    },
    {
      name: "nodes of aws-native",
      stack: [resource("aws-native:eks:Nodegroup", "nodes", { remoteAccess: { ec2SshKey: "admin" } })],
      verdict: "violates",
    },
    {
      name: "a layer of OpsWorks",
      stack: [
        resource("aws:opsworks/stack:Stack", "stack", { name: "shop" }),
        resource("aws:opsworks/customLayer:CustomLayer", "web", { stackId: ref("stack") }),
      ],
      verdict: "violates",
      says: /^web opens SSH \(tcp\/22\) to the whole internet: 0\.0\.0\.0\/0\. OpsWorks opens it by default: set useOpsworksSecurityGroups/,
    },
    {
      name: "a layer of OpsWorks whose stack has no groups of the service",
      stack: [
        resource("aws:opsworks/stack:Stack", "stack", { useOpsworksSecurityGroups: false }),
        resource("aws:opsworks/mysqlLayer:MysqlLayer", "db", { stackId: ref("stack") }),
      ],
      verdict: "not applicable",
    },
    {
      name: "a layer of OpsWorks whose stack is from elsewhere",
      stack: [resource("aws:opsworks/railsAppLayer:RailsAppLayer", "web", { stackId: "stack-1" })],
      verdict: "unknown",
    },
    { name: "nodes whose remote access is not known", stack: [nodes(unknown)], verdict: "unknown", says: /^remoteAccess is not known yet/ },
    { name: "nodes whose key is not known", stack: [nodes({ ec2SshKey: unknown })], verdict: "unknown" },
    { name: "nodes with source groups", stack: [nodes({ ec2SshKey: "admin", sourceSecurityGroupIds: ["sg-1"] })], verdict: "not applicable" },
    {
      name: "a group of the program, which has rules of its own",
      stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress: [{ ...(port(22) as object), cidrBlocks: ["0.0.0.0/0"] }] })],
      verdict: "violates",
    },
    { name: "nodes whose source groups are not known", stack: [nodes({ ec2SshKey: "admin", sourceSecurityGroupIds: unknown })], verdict: "unknown" },
    {
      name: "nodes with a group that is not known yet",
      stack: [nodes({ ec2SshKey: "admin", sourceSecurityGroupIds: [unknown] })],
      verdict: "not applicable",
    },
    {
      name: "source groups of aws-native",
      stack: [resource("aws-native:eks:Nodegroup", "nodes", { remoteAccess: { ec2SshKey: "admin", sourceSecurityGroups: ["sg-1"] } })],
      verdict: "not applicable",
    },
    { name: "nodes without a key", stack: [nodes({})], verdict: "not applicable" },
    {
      name: "an environment of Elastic Beanstalk with a key",
      stack: [environment([option("IamInstanceProfile", "web"), option("EC2KeyName", "admin")])],
      verdict: "violates",
      at: "settings[1]",
      says: /Elastic Beanstalk opens it because of EC2KeyName/,
    },
    {
      name: "an environment of aws-native",
      stack: [
        resource("aws-native:elasticbeanstalk:Environment", "shop", {
          optionSettings: [{ namespace: "aws:autoscaling:launchconfiguration", optionName: "EC2KeyName", value: "admin" }],
        }),
      ],
      verdict: "violates",
    },
    {
      name: "a restriction to everybody",
      stack: [environment([option("EC2KeyName", "admin"), option("SSHSourceRestriction", "tcp, 22, 22, 0.0.0.0/0")])],
      verdict: "violates",
    },
    {
      name: "a key in the template of an environment",
      stack: [template(option("EC2KeyName", "admin")), environment([], { templateName: ref("base", "name") })],
      verdict: "violates",
    },
    {
      name: "a key, and a template from elsewhere",
      stack: [environment([option("EC2KeyName", "admin")], { templateName: "of-the-account" })],
      verdict: "unknown",
    },
    {
      name: "a restriction to an office",
      stack: [environment([option("EC2KeyName", "admin"), option("SSHSourceRestriction", "tcp, 22, 22, 203.0.113.0/24")])],
      verdict: "complies",
    },
    {
      name: "a restriction in the template",
      stack: [
        template(option("SSHSourceRestriction", "tcp, 22, 22, 203.0.113.0/24")),
        environment([option("EC2KeyName", "admin")], { templateName: ref("base", "name") }),
      ],
      verdict: "complies",
    },
    {
      name: "a restriction to a group",
      stack: [environment([option("EC2KeyName", "admin"), option("SSHSourceRestriction", "tcp, 22, 22, sg-0123")])],
      verdict: "not applicable",
    },
    { name: "an environment without a key", stack: [environment([option("InstanceType", "t3.micro")])], verdict: "not applicable" },
    {
      name: "an environment whose default group is off",
      stack: [environment([option("EC2KeyName", "admin"), option("DisableDefaultEC2SecurityGroup", "true")])],
      verdict: "not applicable",
    },
    {
      name: "an instance of Lightsail",
      stack: [lightsail()],
      verdict: "violates",
      at: "",
      says: /opens SSH \(tcp\/22\) to the whole internet: 0\.0\.0\.0\/0 and ::\/0\. Lightsail opens it by default/,
    },
    {
      name: "an instance of Lightsail with Windows",
      stack: [lightsail({ blueprintId: "windows_server_2022" })],
      verdict: "violates",
      says: /tcp\/3389/,
    },
    { name: "a port of Lightsail without a source", stack: [lightsail(), ports(port(22), port(443))], verdict: "violates", at: "portInfos[0]" },
    {
      name: "a port of Lightsail that is open to everybody",
      stack: [lightsail(), ports(port(443), port(22, { cidrs: ["0.0.0.0/0"] }))],
      verdict: "violates",
      at: "portInfos[1].cidrs[0]",
    },
    {
      name: "ports of an instance from elsewhere",
      stack: [resource("aws:lightsail/instancePublicPorts:InstancePublicPorts", "ports", { instanceName: "blog", portInfos: [port(22)] })],
      verdict: "violates",
    },
    {
      name: "an instance of aws-native with its own ports",
      stack: [
        resource("aws-native:lightsail:Instance", "blog", { instanceName: "blog", networking: { ports: [port(22, { cidrs: ["0.0.0.0/0"] })] } }),
      ],
      verdict: "violates",
    },
    {
      name: "ports of an instance that is not known",
      stack: [resource("aws:lightsail/instancePublicPorts:InstancePublicPorts", "ports", { portInfos: [port(22)] })],
      verdict: "violates",
      says: /^ports opens SSH/,
    },
    {
      name: "a port of Lightsail for an office",
      stack: [lightsail(), ports(port(443), port(22, { cidrs: ["203.0.113.0/24"] }))],
      verdict: "complies",
    },
    {
      name: "a port of Lightsail for its own browser access",
      stack: [lightsail(), ports(port(22, { cidrListAliases: ["lightsail-connect"] }))],
      verdict: "complies",
    },
    { name: "a port that is not for logging in", stack: [lightsail(), ports(port(443))], verdict: "complies" },
    {
      name: "SSH to a game server",
      stack: [fleet(permission("TCP", 22, 22, "0.0.0.0/0"))],
      verdict: "violates",
      at: "ec2InboundPermissions[0].ipRange",
      says: /those who administer the fleet/,
    },
    { name: "SSH to a game server from an office", stack: [fleet(permission("TCP", 22, 22, "203.0.113.0/24"))], verdict: "complies" },
    { name: "the ports of a game", stack: [fleet(permission("UDP", 33_435, 33_535, "0.0.0.0/0"))], verdict: "complies" },
  ]),
);

describePolicy(
  "public-ingress-only-on-web-ports",
  asWritten([
    { name: "the ports of a game, which is for the public", stack: [fleet(permission("UDP", 33_435, 33_535, "0.0.0.0/0"))], verdict: "complies" },
    { name: "a port of Lightsail that is no web port", stack: [lightsail(), ports(port(8081))], verdict: "violates" },
    { name: "the web ports of Lightsail", stack: [lightsail(), ports(port(80), port(443))], verdict: "complies" },
  ]),
);
