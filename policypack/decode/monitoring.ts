import { isHole, type Fact } from "../model/approx";
import type { Ref } from "../model/network";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isSubnet, isVpc, named } from "./types";

const isNetwork = (type: string): boolean => isVpc(type) || isSubnet(type);

const flowLog: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const of = inputs.first("vpcId", "subnetId", "resourceId").ref(isNetwork);
  if (of !== undefined) emit("flowLog", { urn: resource.urn, resource, of });
};

/** https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html */
const recorder: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  // The other provider starts what it makes.
  const startsItself = resource.type.startsWith("aws-native:");
  emit("configRecorder", { urn: resource.urn, resource, coversGroups: coversGroups(inputs.get("recordingGroup")), startsItself });
};

function coversGroups(group: Property): Fact<boolean> {
  if (group.isHidden) return group.hole();
  const strategy = group.get("recordingStrategy").get("useOnly").text();
  const all = group.get("allSupported").flag();
  const only = contains(group.get("resourceTypes"));
  const exclusions = group
    .get("exclusionByResourceTypes")
    .list()
    .map((exclusion) => contains(exclusion.get("resourceTypes")));
  const excluded = exclusions.find((exclusion) => exclusion !== false) ?? false;
  for (const fact of [strategy, all, only, excluded]) if (isHole(fact)) return fact;
  if (excluded === true || strategy === "EXCLUSION_BY_RESOURCE_TYPES") return excluded !== true;
  if (strategy === "INCLUSION_BY_RESOURCE_TYPES" || (all === false && strategy === undefined)) return only === true;
  return all !== false || only === true;
}

/** Whether a list of resource types has security groups in it. Attributes that are blocks come as lists of one. */
function contains(list: Property): Fact<boolean> {
  if (list.isHidden) return list.hole();
  let hidden: Fact<undefined> = undefined;
  for (const element of list.list()) {
    const text = element.text();
    if (text === "AWS::EC2::SecurityGroup") return true;
    if (isHole(text)) hidden = text;
  }
  return isHole(hidden) ? hidden : false;
}

const status: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const enabled = inputs.get("isEnabled").flag();
  const of: Ref = inputs.get("name").ref(named("Recorder", "ConfigurationRecorder")) ?? {
    kind: "unclear",
    candidates: [],
    hole: inputs.get("name").hole("is missing"),
  };
  emit("configRecorderStatus", { urn: resource.urn, resource, recorder: of, isEnabled: isHole(enabled) ? enabled : enabled === true });
};

const channel: Decoder = ({ resource }, emit) => emit("configDeliveryChannel", { urn: resource.urn, resource });

function service(noun: string): Decoder {
  return ({ resource }, emit) => emit("accountService", { urn: resource.urn, resource, noun });
}

export const decoders: Decoders = {
  "aws:ec2/flowLog:FlowLog": flowLog,
  "aws-native:ec2:FlowLog": flowLog,
  "aws:cfg/recorder:Recorder": recorder,
  "aws-native:configuration:ConfigurationRecorder": recorder,
  "aws:cfg/recorderStatus:RecorderStatus": status,
  "aws:cfg/deliveryChannel:DeliveryChannel": channel,
  "aws-native:configuration:DeliveryChannel": channel,
  "aws:cfg/rule:Rule": service("AWS Config"),
  "aws:cfg/conformancePack:ConformancePack": service("AWS Config"),
  "aws:cfg/configurationAggregator:ConfigurationAggregator": service("AWS Config"),
  "aws:cloudtrail/trail:Trail": service("CloudTrail"),
  "aws:cloudtrail/eventDataStore:EventDataStore": service("CloudTrail"),
  "aws:guardduty/detector:Detector": service("GuardDuty"),
  "aws:securityhub/account:Account": service("Security Hub"),
  "aws-native:configuration:ConfigRule": service("AWS Config"),
  "aws-native:configuration:ConformancePack": service("AWS Config"),
  "aws-native:cloudtrail:Trail": service("CloudTrail"),
  "aws-native:guardduty:Detector": service("GuardDuty"),
  "aws-native:securityhub:Hub": service("Security Hub"),
};
