import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: new pulumi.Config().require("vpcId"),
  description: "Load balancer of the shop",
  ingress: [
    {
      description: "Customers over HTTP, who are redirected",
      protocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

new aws.vpc.SecurityGroupIngressRule("https", {
  securityGroupId: shop.id,
  description: "Customers",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrIpv4: "0.0.0.0/0",
});

export const groupId = shop.id;
