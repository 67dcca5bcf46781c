import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22 };

const bastion = new aws.ec2.SecurityGroup("bastion", {
  vpcId,
  description: "Bastion",
  ingress: [{ ...ssh, description: "Office", cidrBlocks: ["192.31.196.0/29"] }],
});

const server = new aws.ec2.SecurityGroup("server", {
  vpcId,
  description: "Server",
  ingress: [{ ...ssh, description: "Administrators", cidrBlocks: ["10.20.0.0/16"] }],
});

new aws.ec2.Instance("bastion", {
  ami: config.require("imageId"),
  instanceType: "t3.nano",
  subnetId: config.requireObject<string[]>("publicSubnetIds")[0],
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [bastion.id],
  metadataOptions: { httpTokens: "required" },
});

new aws.ec2.Instance("server", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [server.id],
});
