import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const ami = "ami-0b72821e2f351e396";
const metadataOptions = { httpEndpoint: "enabled", httpTokens: "required" };

const bastionGroup = new aws.ec2.SecurityGroup("bastion", {
  vpcId,
  description: "Bastion",
  ingress: config.requireObject<string[]>("officeCidrs").map((cidr) => ({
    description: "An office",
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: [cidr],
  })),
});

const privateGroup = new aws.ec2.SecurityGroup("private", {
  vpcId,
  description: "Private instance",
  ingress: [
    {
      description: "SSH from the bastion",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      securityGroups: [bastionGroup.id],
    },
  ],
  egress: [{ description: "Updates", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
});

new aws.vpc.SecurityGroupEgressRule("bastion-ssh", {
  securityGroupId: bastionGroup.id,
  referencedSecurityGroupId: privateGroup.id,
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  description: "SSH to the private instance",
});

// Keys are handed out by EC2 Instance Connect.
const bastion = new aws.ec2.Instance("bastion", {
  ami,
  instanceType: "t3.nano",
  subnetId: config.require("publicSubnetId"),
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [bastionGroup.id],
  metadataOptions,
  tags: { Name: "bastion" },
});

const server = new aws.ec2.Instance("server", {
  ami,
  instanceType: "t3.small",
  subnetId: config.require("privateSubnetId"),
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [privateGroup.id],
  metadataOptions,
  tags: { Name: "server" },
});

export const jump = pulumi.interpolate`ssh -J ec2-user@${bastion.publicIp} ec2-user@${server.privateIp}`;
