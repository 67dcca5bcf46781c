import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const bastion = new aws.ec2.SecurityGroup("bastion", {
  vpcId: config.require("vpcId"),
  description: "Bastion",
  ingress: [
    {
      description: "SSH from the office",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["192.31.196.0/29"],
    },
  ],
});

new aws.ec2.Instance("bastion", {
  ami: config.require("imageId"),
  instanceType: "t3.nano",
  subnetId: config.requireObject<string[]>("publicSubnetIds")[0],
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [bastion.id],
  keyName: "administrators",
  metadataOptions: { httpTokens: "required" },
});
