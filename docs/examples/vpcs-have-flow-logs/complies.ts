import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.20.0.0/16" });

const logs = new aws.s3.Bucket("flow-logs");
new aws.ec2.FlowLog("shop", {
  vpcId: vpc.id,
  trafficType: "REJECT",
  logDestinationType: "s3",
  logDestination: logs.arn,
});

export const vpcId = vpc.id;
