import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: config.require("vpcId"),
  description: "Shop",
  ingress: [
    {
      description: "Customers",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

new aws.ec2.Instance("shop", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("publicSubnetIds")[0],
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [shop.id],
});
