import { isDeepStrictEqual } from "node:util";
import { leavesOf, type Plain, type Properties, type Resource } from "../resources/resource";
import { defaultGroupIn } from "../resources/identity";
import { asIdentifier, interfaceAddresses } from "./interface-addresses";
import { isKubernetesCluster } from "./types";

/** Properties by which one resource names another. */
const identifying = [
  "id",
  "arn",
  "name",
  "groupId",
  "securityGroupRuleId",
  "identifier",
  "resourceId",
  "vpcId",
  "subnetId",
  "prefixListId",
  "primaryNetworkInterfaceId",
  "publicIp",
  "allocationId",
  "dnsName",
  "publicDns",
  "address",
  "endpoint",
  "readerEndpoint",
  "mainRouteTableId",
  "defaultRouteTableId",
  "defaultNetworkAclId",
  "defaultNetworkAcl",
  "associationDefaultRouteTableId",
  "propagationDefaultRouteTableId",
];

/** Properties in which a program names a resource itself. */
const naming = ["name", "identifier", "clusterIdentifier", "domainName"];

/** Those that name a neighbour in other types. */
const namingOf: readonly (readonly [type: RegExp, properties: readonly string[]])[] = [
  [/^aws-native:.*:DbCluster$/, ["dbClusterIdentifier"]],
  [/^aws-native:.*SubnetGroup$/, ["dbSubnetGroupName", "cacheSubnetGroupName", "clusterSubnetGroupName", "subnetGroupName"]],
  [/^aws-native:ec2:SecurityGroup$/, ["groupName"]],
  [/^aws-native:ec2:LaunchTemplate$/, ["launchTemplateName"]],
];

function namingIn(type: string): readonly string[] {
  if (!type.startsWith("aws-native:")) return naming;
  return [...naming, ...namingOf.flatMap(([of, properties]) => (of.test(type) ? properties : []))];
}

/** The end of a stage's ARN: https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
function stageOf({ type, inputs, outputs }: Resource): readonly string[] {
  if (!type.includes("apigateway") || !/^aws(-native)?:(apigateway|apigatewayv2)[:/].*(Stage|Deployment)$/.test(type)) return [];
  const [api, stage] = [
    ["restApi", "restApiId", "apiId"],
    ["stageName", "name"],
  ].map((names) => [inputs, outputs].flatMap((properties) => names.flatMap((name) => properties[name] ?? [])).find(isText));
  const kind = type.includes("apigatewayv2") ? "apis" : "restapis";
  return api === undefined || stage === undefined ? [] : [`/${kind}/${api}/stages/${stage}`];
}

/** Finds resources of a stack by the identifiers, ARNs and names that other resources use for them. */
export class Identifiers {
  private readonly urns: ReadonlyMap<string, readonly string[]>;
  private readonly texts = new WeakMap<Resource, Map<string, ReadonlySet<string>>>();
  private byParent: ReadonlyMap<string, readonly string[]> | undefined;
  private vpcsByDefaultGroup: ReadonlyMap<string, Resource> | undefined;
  /** What was read since it began to be noted. */
  private noted: { holes: number; readonly followed: Resource[] } = { holes: 0, followed: [] };

  constructor(
    private readonly resources: ReadonlyMap<string, Resource>,
    urns?: ReadonlyMap<string, readonly string[]>,
  ) {
    this.urns = urns ?? urnsByIdentifier(resources);
  }

  /** Those of other resources, where all of them go by the same identifiers as these, and what else is asked of neighbours is the same. */
  amongThese(resources: ReadonlyMap<string, Resource>): Identifiers | undefined {
    if (resources.size !== this.resources.size) return undefined;
    for (const [urn, resource] of resources) {
      const known = this.resources.get(urn);
      if (known !== resource && (known === undefined || !goesByTheSame(known, resource))) return undefined;
    }
    return new Identifiers(resources, this.urns);
  }

  /** What was read of neighbours, and how often something was hidden. */
  noting(read: () => void): { readonly holes: number; readonly followed: readonly Resource[] } {
    this.noted = { holes: 0, followed: [] };
    read();
    return this.noted;
  }

  /** A value was found hidden. */
  noteHole(): void {
    this.noted.holes++;
  }

  /** The one resource of an accepted type that goes by this identifier, if there is exactly one. */
  find(identifier: string, accepts: (type: string) => boolean): string | undefined {
    const found = (this.urns.get(asIdentifier(identifier)) ?? []).filter((urn) => accepts(this.typeOf(urn)));
    return found.length === 1 ? found[0] : undefined;
  }

  /** What people call something that is no resource of the stack by: the group that AWS made with a VPC of the stack. */
  nameOf(identifier: string): string | undefined {
    this.vpcsByDefaultGroup ??= vpcsByDefaultGroup(this.resources);
    const vpc = this.vpcsByDefaultGroup.get(identifier);
    return vpc === undefined ? undefined : `the default group of ${vpc.name}`;
  }

  /** Whether a property of a resource has the identifier of another one in it, as it is known there. */
  isNamedIn(resource: Resource, property: string, urn: string): boolean {
    const { id, outputs = {} } = this.resources.get(urn) ?? {};
    return [id, outputs.id, outputs.arn].some((identifier) => isText(identifier) && this.textsIn(resource, property).has(identifier));
  }

  private textsIn(resource: Resource, property: string): ReadonlySet<string> {
    const known = this.texts.get(resource) ?? new Map<string, ReadonlySet<string>>();
    const texts = known.get(property) ?? new Set(leavesOf(resource.inputs[property]).filter(isText));
    this.texts.set(resource, known.set(property, texts));
    return texts;
  }

  /** The resources in a component, at any depth: what was computed from one that its package runs names no more than the component. */
  within(urn: string): readonly string[] {
    const found = new Set<string>();
    // Nothing keeps the parents in a file from going round in a circle.
    for (const parents = [urn]; parents.length > 0;) {
      const parent = parents.pop() ?? "";
      if (!this.isComponent(parent)) continue;
      for (const child of this.children().get(parent) ?? []) {
        if (found.has(child)) continue;
        found.add(child);
        parents.push(child);
      }
    }
    return [...found];
  }

  isComponent(urn: string): boolean {
    return this.resources.get(urn)?.custom === false;
  }

  private children(): ReadonlyMap<string, readonly string[]> {
    if (this.byParent !== undefined) return this.byParent;
    const result = new Map<string, string[]>();
    for (const { urn, parent } of this.resources.values()) {
      if (parent === undefined) continue;
      const list = result.get(parent);
      if (list === undefined) result.set(parent, [urn]);
      else list.push(urn);
    }
    return (this.byParent = result);
  }

  /** Whether the provider's outputs of a resource are known. */
  isDeployed(urn: string): boolean {
    return Object.keys(this.resources.get(urn)?.outputs ?? {}).length > 0;
  }

  typeOf(urn: string): string {
    return this.resources.get(urn)?.type ?? "";
  }

  resourceOf(urn: string): Resource | undefined {
    const resource = this.resources.get(urn);
    if (resource !== undefined) this.noted.followed.push(resource);
    return resource;
  }
}

function urnsByIdentifier(resources: ReadonlyMap<string, Resource>): ReadonlyMap<string, readonly string[]> {
  const urns = new Map<string, string[]>();
  const add = (identifier: string, urn: string): void => {
    const list = urns.get(identifier);
    if (list === undefined) urns.set(identifier, [urn]);
    else list.push(urn);
  };
  for (const resource of resources.values()) for (const identifier of identifiersOf(resource)) add(identifier, resource.urn);
  // A default group that a resource takes over goes by what its VPC calls it as well.
  const defaults = [...resources.values()].filter(({ type }) => type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
  if (defaults.length > 0)
    for (const [identifier, vpc] of vpcsByDefaultGroup(resources))
      for (const { urn, inputs } of defaults) {
        const isOfVpc = isText(inputs.vpcId) && urns.get(inputs.vpcId)?.includes(vpc.urn) === true;
        if (isOfVpc && urns.get(identifier)?.includes(urn) !== true) add(identifier, urn);
      }
  return urns;
}

/** The VPCs by the identifiers of the groups that AWS made with them. */
function vpcsByDefaultGroup(resources: ReadonlyMap<string, Resource>): ReadonlyMap<string, Resource> {
  const vpcs = new Map<string, Resource>();
  for (const vpc of resources.values()) {
    const identifier = vpc.outputs[defaultGroupIn(vpc.type) ?? ""];
    if (isText(identifier)) vpcs.set(identifier, vpc);
  }
  return vpcs;
}

/** What a resource goes by. The same resource is asked for each stack that it is in: as it is, and as repairs would make it. */
function identifiersOf(resource: Resource): ReadonlySet<string> {
  const known = identifiers.get(resource) ?? identifiersIn(resource);
  identifiers.set(resource, known);
  return known;
}

const identifiers = new WeakMap<Resource, ReadonlySet<string>>();

function identifiersIn(resource: Resource): ReadonlySet<string> {
  const known = new Set<string>();
  if (!resource.custom) return known;
  if (resource.id !== undefined && resource.id !== "") known.add(resource.id);
  if (hasAny(resource.outputs))
    for (const property of identifying) {
      // A property such as `vpcId` identifies the resource only where it is computed by it.
      const value = resource.outputs[property];
      if (isText(value) && resource.inputs[property] === undefined) known.add(value);
    }
  for (const property of namingIn(resource.type)) {
    const value = resource.inputs[property];
    if (isText(value)) known.add(value);
  }
  for (const text of interfaceAddresses(resource)) known.add(text);
  for (const text of stageOf(resource)) known.add(text);
  const ofCluster = clusterGroupOf(resource);
  if (ofCluster !== undefined) known.add(ofCluster);
  return known;
}

/** Whether two resources are the same for whatever refers to them. */
function goesByTheSame(one: Resource, other: Resource): boolean {
  const seen = ({ type, custom, parent, id, outputs }: Resource): readonly unknown[] => [
    ...[type, custom, parent, id, outputs.id, outputs.arn],
    hasAny(outputs),
  ];
  return isDeepStrictEqual(seen(one), seen(other)) && isDeepStrictEqual(identifiersOf(one), identifiersOf(other));
}

function hasAny(properties: Properties): boolean {
  for (const _ in properties) return true;
  return false;
}

/** The group that EKS made for a cluster: computed by it, like its ARN. */
function clusterGroupOf({ type, inputs, outputs }: Resource): string | undefined {
  if (!isKubernetesCluster(type)) return undefined;
  const inside = (properties: Properties): Plain | undefined =>
    isProperties(properties.vpcConfig) ? properties.vpcConfig.clusterSecurityGroupId : properties.clusterSecurityGroupId;
  const group = inside(outputs);
  return isText(group) && inside(inputs) === undefined ? group : undefined;
}

function isProperties(value: Plain | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: Plain | undefined): value is string {
  return typeof value === "string" && value !== "";
}
