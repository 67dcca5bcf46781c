import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { vpc as shop } from "./network";
import { vpc as payments } from "./payments";

// Who talked to whom, for both VPCs.
const flowLogs = privateBucket("flow-logs");
new aws.ec2.FlowLog("shop", { vpcId: shop.id, trafficType: "ALL", logDestinationType: "s3", logDestination: flowLogs.arn });
new aws.ec2.FlowLog("payments", { vpcId: payments.id, trafficType: "ALL", logDestinationType: "s3", logDestination: flowLogs.arn });

// AWS Config records every change, those of security groups too.
const history = privateBucket("config-history");
new aws.s3.BucketPolicy("config-history", {
  bucket: history.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "config.amazonaws.com" }, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: history.arn },
      { Effect: "Allow", Principal: { Service: "config.amazonaws.com" }, Action: "s3:PutObject", Resource: pulumi.interpolate`${history.arn}/*` },
    ],
  }),
});

const role = new aws.iam.Role("config", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "config.amazonaws.com" }) });
new aws.iam.RolePolicyAttachment("config", { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole" });

const recorder = new aws.cfg.Recorder("changes", {
  roleArn: role.arn,
  recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
});
const channel = new aws.cfg.DeliveryChannel("changes", { s3BucketName: history.bucket }, { dependsOn: [recorder] });
new aws.cfg.RecorderStatus("changes", { name: recorder.name, isEnabled: true }, { dependsOn: [channel] });

function privateBucket(name: string): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(name);
  new aws.s3.BucketPublicAccessBlock(name, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  return bucket;
}
