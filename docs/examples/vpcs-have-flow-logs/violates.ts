import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.20.0.0/16" });

export const vpcId = vpc.id;
