import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const trail = resource("aws:cloudtrail/trail:Trail", "trail", { s3BucketName: "logs" });
const recorder = (recordingGroup?: CaseValue): Entry =>
  resource("aws:cfg/recorder:Recorder", "recorder", { roleArn: "arn:role", ...(recordingGroup === undefined ? {} : { recordingGroup }) });
const channel = resource("aws:cfg/deliveryChannel:DeliveryChannel", "channel", { s3BucketName: "logs" });
const status = (isEnabled: CaseValue): Entry => resource("aws:cfg/recorderStatus:RecorderStatus", "status", { name: ref("recorder"), isEnabled });

describePolicy("changes-are-recorded", [
  {
    name: "a trail and no recorder",
    stack: [trail],
    at: "",
    advice: true,
    verdict: "violates",
    says: /This program sets up CloudTrail, and nothing records changes of security groups/,
  },
  { name: "GuardDuty and no recorder", stack: [resource("aws:guardduty/detector:Detector", "detector", {})], verdict: "violates", says: /GuardDuty/ },
  { name: "a recorder without a channel", stack: [recorder(), status(true)], verdict: "violates" },
  { name: "a recorder without a status", stack: [recorder(), channel], verdict: "violates" },
  { name: "a recorder that is stopped", stack: [recorder(), channel, status(false)], verdict: "violates" },
  {
    name: "a recorder of other types",
    stack: [recorder({ allSupported: false, resourceTypes: ["AWS::S3::Bucket"] }), channel, status(true)],
    verdict: "violates",
  },
  {
    name: "a recorder that leaves groups out",
    stack: [
      recorder({
        allSupported: false,
        exclusionByResourceTypes: [{ resourceTypes: ["AWS::EC2::SecurityGroup"] }],
        recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
      }),
      channel,
      status(true),
    ],
    verdict: "violates",
  },
  {
    name: "every stack",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", {})],
    config: { "changes-are-recorded": { everyStack: true } },
    verdict: "violates",
    says: /^Nothing records changes/,
  },
  { name: "a recorder of everything", stack: [trail, recorder(), channel, status(true)], verdict: "complies" },
  {
    name: "a recorder of groups",
    stack: [recorder({ allSupported: false, resourceTypes: ["AWS::EC2::VPC", "AWS::EC2::SecurityGroup"] }), channel, status(true)],
    verdict: "complies",
  },
  {
    name: "a recorder that leaves other types out",
    stack: [
      recorder({
        allSupported: false,
        exclusionByResourceTypes: [{ resourceTypes: ["AWS::S3::Bucket"] }],
        recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
      }),
      channel,
      status("true"),
    ],
    verdict: "complies",
  },
  {
    name: "the other provider",
    stack: [
      resource("aws-native:configuration:ConfigurationRecorder", "recorder", { roleArn: "arn:role" }),
      resource("aws-native:configuration:DeliveryChannel", "channel", { s3BucketName: "logs" }),
    ],
    verdict: "complies",
  },
  { name: "a recorder of what is not known", stack: [recorder(unknown), channel, status(true)], verdict: "unknown" },
  { name: "a status that is not known", stack: [recorder(), channel, status(unknown)], verdict: "unknown", says: /isEnabled is not known yet/ },
  {
    name: "a status of a recorder by its name",
    stack: [recorder(), channel, resource("aws:cfg/recorderStatus:RecorderStatus", "status", { name: "default", isEnabled: true })],
    verdict: "unknown",
  },
  { name: "an application", stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", {})], verdict: "not applicable" },
  {
    name: "two services, of which it is said once",
    stack: [resource("aws-native:guardduty:Detector", "detector", {}), trail],
    verdict: "violates",
    says: /^This program sets up CloudTrail and GuardDuty, and nothing [^\n]*$/,
  },
  { name: "a recorder alone", stack: [recorder()], verdict: "violates", says: /sets up AWS Config, and/ },
  {
    name: "a recorder of groups beside one of other types",
    stack: [
      recorder(),
      channel,
      status(true),
      resource("aws:cfg/recorder:Recorder", "other", { recordingGroup: { allSupported: false, resourceTypes: ["AWS::S3::Bucket"] } }),
    ],
    verdict: "complies",
  },
  {
    name: "a status of another recorder",
    stack: [
      recorder(),
      channel,
      resource("aws:cfg/recorder:Recorder", "other", { recordingGroup: { allSupported: false, resourceTypes: ["AWS::S3::Bucket"] } }),
      resource("aws:cfg/recorderStatus:RecorderStatus", "status", { name: ref("other"), isEnabled: true }),
    ],
    verdict: "violates",
  },
]);
