import * as aws from "@pulumi/aws";

new aws.guardduty.Detector("account", { enable: true });

const role = new aws.iam.Role("recorder", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "config.amazonaws.com" }),
  managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"],
});
const records = new aws.s3.Bucket("records");
const recorder = new aws.cfg.Recorder("account", {
  roleArn: role.arn,
  recordingGroup: { allSupported: true },
});
const channel = new aws.cfg.DeliveryChannel(
  "account",
  { s3BucketName: records.bucket },
  { dependsOn: recorder },
);
new aws.cfg.RecorderStatus(
  "account",
  { name: recorder.name, isEnabled: true },
  { dependsOn: channel },
);
