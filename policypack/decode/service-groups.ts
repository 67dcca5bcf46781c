import { isHole } from "../model/approx";
import type { Decoder, Decoders } from "./decoder";

/**
 * Where no connection through Systems Manager is asked for, AWS Cloud9 makes a group that admits SSH from its own addresses, which AWS changes.
 * https://docs.aws.amazon.com/cloud9/latest/user-guide/ip-ranges.html
 */
const cloud9: Decoder = (inputs, _emit, { gap }) => {
  const type = inputs.get("connectionType").text();
  if (type === "CONNECT_SSM") return;
  const opens = isHole(type) ? "may have a group of its own, which admits" : "has a group of its own, which admits";
  gap(`${opens} SSH from the addresses of AWS Cloud9: that group is not judged, and connectionType CONNECT_SSM does without it`);
};

/** https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-sg-specify.html */
const emr: Decoder = (inputs, _emit, { gap }) => {
  const attributes = inputs.get("ec2Attributes");
  if (inputs.isHidden || attributes.isHidden) return;
  const isMissing = (name: string): boolean => !attributes.get(name).exists;
  if (isMissing("emrManagedMasterSecurityGroup") || isMissing("emrManagedSlaveSecurityGroup"))
    gap(
      "leaves groups of its nodes to EMR, which makes them, or takes those that are there: they are not judged, unless ec2Attributes names groups of the program",
    );
};

/**
 * The domain controllers have a group that admits every address to the ports of a directory.
 * https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_getting_started_what_gets_created.html
 */
const directory: Decoder = (inputs, _emit, { gap }) => {
  const type = inputs.get("type").text();
  if (type === "ADConnector") return;
  gap("has a group of its own, which admits every address to its domain controllers: that group is not judged");
};

/** Groups that a service makes, of which the rules are its own affair: that they are not judged is said. */
export const decoders: Decoders = {
  "aws:cloud9/environmentEC2:EnvironmentEC2": cloud9,
  "aws:directoryservice/directory:Directory": directory,
  "aws-native:directoryservice:MicrosoftAd": directory,
  "aws-native:directoryservice:SimpleAd": directory,
  "aws:emr/cluster:Cluster": emr,
};
