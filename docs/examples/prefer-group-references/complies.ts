import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const ami = config.require("imageId");
const instanceType = "t3.small";

const jobs = new aws.ec2.SecurityGroup("jobs", { vpcId, description: "Jobs" });

const api = new aws.ec2.SecurityGroup("api", {
  vpcId,
  description: "API",
  ingress: [
    {
      description: "Jobs",
      protocol: "tcp",
      fromPort: 8443,
      toPort: 8443,
      securityGroups: [jobs.id],
    },
  ],
});

const subnet = new aws.ec2.Subnet("jobs", { vpcId, cidrBlock: "10.20.4.0/24" });

new aws.ec2.Instance("jobs", {
  ami,
  instanceType,
  subnetId: subnet.id,
  vpcSecurityGroupIds: [jobs.id],
});

new aws.ec2.Instance("api", {
  ami,
  instanceType,
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [api.id],
});
