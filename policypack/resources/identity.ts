import { createHash } from "node:crypto";
import { defaultVpcBlock, isDefaultVpc } from "./default-vpc";
import { parseUrn, type Resource } from "./resource";

type Made<K extends string> = Readonly<Record<K, string>>;

/** What stands for the identifiers of a resource that is not deployed: made from the URN, so that two readings give the same ones. */
export function identifiersOf({ urn, name }: Pick<Resource, "urn" | "name">): Made<"id" | "arn" | "name"> {
  const mark = markOf(urn);
  return { id: `id-${mark}`, arn: `arn:portcullis:${mark}`, name: `${name}-${mark}` };
}

/** Those that are made up for a resource: of one that has a name already, none is. */
export function madeUpFor(resource: Pick<Resource, "urn" | "name">, isNamed: boolean): Made<"id" | "arn"> & Readonly<Record<string, string>> {
  const { name, ...others } = identifiersOf(resource);
  const { type } = parseUrn(resource.urn);
  const again = idAgain(type);
  const byDefault = defaultGroupIn(type);
  return {
    ...others,
    ...(isNamed ? {} : { name }),
    ...(again === undefined ? {} : { [again]: others.id }),
    ...(byDefault === undefined ? {} : { [byDefault]: defaultGroupOf(others.id) }),
    ...(isDefaultVpc(type) ? { cidrBlock: defaultVpcBlock } : {}),
  };
}

/** The property by which a resource of the Cloud Control API gives its identifier once more. */
export function idAgain(type: string): string | undefined {
  return idsAgain.get(type);
}

/** What is no input of theirs: https://www.pulumi.com/registry/packages/aws-native/api-docs/ec2/securitygroup/#outputs */
const idsAgain: ReadonlyMap<string, string> = new Map([
  ["aws-native:ec2:SecurityGroup", "groupId"],
  ["aws-native:ec2:Vpc", "vpcId"],
  ["aws-native:ec2:Subnet", "subnetId"],
  ["aws-native:ec2:InternetGateway", "internetGatewayId"],
  ["aws-native:ec2:NatGateway", "natGatewayId"],
  ["aws-native:ec2:RouteTable", "routeTableId"],
  ["aws-native:ec2:Instance", "instanceId"],
  ["aws-native:ec2:PrefixList", "prefixListId"],
  ["aws-native:elasticloadbalancingv2:LoadBalancer", "loadBalancerArn"],
  ["aws-native:elasticloadbalancingv2:TargetGroup", "targetGroupArn"],
  ["aws-native:elasticloadbalancingv2:Listener", "listenerArn"],
]);

/** The property by which a network gives the identifier of its default group. */
export function defaultGroupIn(type: string): string | undefined {
  return defaultGroups.get(type);
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/vpc/#outputs, https://www.pulumi.com/registry/packages/aws-native/api-docs/ec2/vpc/#outputs */
const defaultGroups: ReadonlyMap<string, string> = new Map([
  ["aws:ec2/vpc:Vpc", "defaultSecurityGroupId"],
  ["aws:ec2/defaultVpc:DefaultVpc", "defaultSecurityGroupId"],
  ["aws-native:ec2:Vpc", "defaultSecurityGroup"],
]);

/** What stands for the identifier of a network's default group, by what stands for the network's. */
export function defaultGroupOf(network: string): string {
  return `${network}-default`;
}

/** Whether it stands for an identifier. */
export function isMadeUp(id: string): boolean {
  return /^id-[0-9a-f]{17}$/.test(id);
}

/** The first of them alone. */
export function idOf(urn: string): string {
  return `id-${markOf(urn)}`;
}

/**
 * A longer name, or URN. Of a name that is not known, which is told as it is written, what is written is longer: "<`${app}-service`>" and
 * "<serviceName(app)>" become "<`${app}-service-2`>" and "<serviceName(app) + "-2">".
 */
export function withSuffix(name: string, suffix: string): string {
  const [, text, end] = /^(.*)(["'`]>)$/s.exec(name) ?? [];
  if (text !== undefined && end !== undefined) return `${text}${suffix}${end}`;
  return name.endsWith(">") ? `${name.slice(0, -1)} + "${suffix}">` : `${name}${suffix}`;
}

/** Without a number at its end; undefined where there is none. */
export function withoutNumber(name: string): string | undefined {
  const [, written, end = ""] = /^(.*?)(?: \+ "-\d+"(?=>$)|-\d+(?=["'`]>$|$))(.*)$/s.exec(name) ?? [];
  return written === undefined ? undefined : `${written}${end}`;
}

function markOf(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 17);
}
