import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const vpcId = new pulumi.Config().require("vpcId");

const subnet = new aws.ec2.Subnet("data", { vpcId, cidrBlock: "10.20.8.0/24" });

const all = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0 };

new aws.ec2.NetworkAcl("data", {
  vpcId,
  subnetIds: [subnet.id],
  ingress: [{ ...all, cidrBlock: "10.20.0.0/16" }],
  egress: [{ ...all, cidrBlock: "10.20.0.0/16" }],
});

export const subnetId = subnet.id;
