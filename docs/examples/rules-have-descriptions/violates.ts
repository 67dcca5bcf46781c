import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: new pulumi.Config().require("vpcId"),
  description: "Load balancer of the shop",
  ingress: [
    {
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

export const groupId = shop.id;
