import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: config.require("vpcId"),
  description: "Load balancer of the shop",
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

const balancer = new aws.lb.LoadBalancer("shop", {
  subnets: config.requireObject<string[]>("publicSubnetIds"),
  securityGroups: [shop.id],
});

new aws.wafv2.WebAclAssociation("shop", {
  resourceArn: balancer.arn,
  webAclArn: config.require("webAclArn"),
});

export const host = balancer.dnsName;
