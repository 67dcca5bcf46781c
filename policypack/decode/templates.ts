import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";

/** What makes groups and rules in CloudFormation, and in whatever speaks its language. */
const groupTypes = /AWS::EC2::(SecurityGroup|PrefixList)/;

/** Resources that are described in CloudFormation's words inside of another one: they are not read, which is said where they may be groups. */
const template: Decoder = (inputs, _emit, { gap }) => {
  if (inputs.isHidden) return;
  if (inputs.get("templateUrl").exists) gap("deploys a template from elsewhere: groups and rules in it are not judged");
  else if (mayNameGroups(inputs.get("templateBody"))) gap("deploys a template: groups and rules in it are not judged");
};

const wrapper: Decoder = (inputs, _emit, { gap }) => {
  if (!inputs.isHidden && mayNameGroups(inputs.first("typeName", "type")))
    gap("makes groups or rules through another interface: they are not judged");
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html */
export const decoders: Decoders = {
  "aws:cloudformation/stack:Stack": template,
  "aws:cloudformation/stackSet:StackSet": template,
  "aws-native:cloudformation:Stack": template,
  "aws-native:cloudformation:StackSet": template,
  "aws:cloudcontrol/resource:Resource": wrapper,
  "aws-native:index:ExtensionResource": wrapper,
};

function mayNameGroups({ isHidden, value }: Property): boolean {
  if (isHidden) return true;
  return groupTypes.test(typeof value === "string" ? value : JSON.stringify(value ?? null));
}
