import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: new pulumi.Config().require("vpcId"),
  description: "Load balancer of the shop",
});

new aws.vpc.SecurityGroupIngressRule("http", {
  securityGroupId: shop.id,
  description: "Customers over HTTP, who are redirected",
  ipProtocol: "tcp",
  fromPort: 80,
  toPort: 80,
  cidrIpv4: "0.0.0.0/0",
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
