import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const shop = new aws.ec2.SecurityGroup("shop", { vpcId, description: "Shop" });

new aws.ec2.Instance("shop", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [shop.id],
});
