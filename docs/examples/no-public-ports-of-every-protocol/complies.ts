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

export const groupId = shop.id;
