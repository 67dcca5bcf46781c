import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: config.require("vpcId"),
  description: "Shop",
  ingress: [
    {
      description: "Echo requests (type 8)",
      protocol: "icmp",
      fromPort: 8,
      toPort: -1,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

export const groupId = shop.id;
