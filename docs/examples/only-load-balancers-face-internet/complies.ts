import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: config.require("vpcId"),
  description: "Shop",
  ingress: [
    {
      description: "Load balancer",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      securityGroups: [config.require("balancerGroupId")],
    },
  ],
});

const server = new aws.ec2.Instance("shop", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [shop.id],
});

new aws.lb.TargetGroupAttachment("shop", {
  targetGroupArn: config.require("targetGroupArn"),
  targetId: server.id,
});
