import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnetId = config.require("subnetId");

const services = {
  gateway: { port: 8080, calls: ["catalogue", "basket"] },
  catalogue: { port: 8081, calls: ["search"] },
  basket: { port: 8082, calls: ["catalogue"] },
  search: { port: 8083, calls: [] },
} satisfies Record<string, { port: number; calls: string[] }>;

type Name = keyof typeof services;
const names = Object.keys(services) as Name[];

const groups = Object.fromEntries(
  names.map((name) => [name, new aws.ec2.SecurityGroup(name, { vpcId, description: `Hosts of ${name}` })]),
) as Record<Name, aws.ec2.SecurityGroup>;

for (const caller of names) {
  for (const callee of services[caller].calls as Name[]) {
    const port = services[callee].port;
    new aws.ec2.SecurityGroupRule(`${caller}-to-${callee}-out`, {
      type: "egress",
      description: `Calls ${callee}`,
      securityGroupId: groups[caller].id,
      sourceSecurityGroupId: groups[callee].id,
      protocol: aws.ec2.ProtocolType.TCP,
      fromPort: port,
      toPort: port,
    });
    new aws.ec2.SecurityGroupRule(`${caller}-to-${callee}-in`, {
      type: "ingress",
      description: `Called by ${caller}`,
      securityGroupId: groups[callee].id,
      sourceSecurityGroupId: groups[caller].id,
      protocol: aws.ec2.ProtocolType.TCP,
      fromPort: port,
      toPort: port,
    });
  }
}

// What every host needs.
const common = [
  { name: "https", protocol: "tcp", port: 443, description: "Updates and AWS APIs" },
  { name: "ntp", protocol: "udp", port: 123, description: "Time" },
];
names.forEach((name) => {
  for (const { name: what, protocol, port, description } of common) {
    new aws.ec2.SecurityGroupRule(`${name}-${what}`, {
      type: "egress",
      description,
      securityGroupId: groups[name].id,
      protocol,
      fromPort: port,
      toPort: port,
      cidrBlocks: ["0.0.0.0/0"],
    });
  }
});

export const addresses = names.map(
  (name) =>
    new aws.ec2.Instance(name, {
      ami: "ami-0b72821e2f351e396",
      instanceType: "t3.small",
      subnetId,
      associatePublicIpAddress: false,
      vpcSecurityGroupIds: [groups[name].id],
      metadataOptions: { httpTokens: "required" },
      tags: { Name: name },
    }).privateIp,
);
