import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const vpcId = new pulumi.Config().require("vpcId");

const subnet = new aws.ec2.Subnet("data", { vpcId, cidrBlock: "10.20.8.0/24" });

export const subnetId = subnet.id;
