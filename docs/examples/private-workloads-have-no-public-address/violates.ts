import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const jobs = new aws.ec2.SecurityGroup("jobs", {
  vpcId: config.require("vpcId"),
  description: "Jobs",
});

new aws.ec2.Instance("jobs", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [jobs.id],
});
