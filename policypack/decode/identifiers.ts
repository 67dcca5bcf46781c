import { leavesOf, type Plain, type Properties, type Resource } from "../resources/resource";
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
  /** How often a value was found hidden. */
  holes = 0;
  private readonly urns = new Map<string, string[]>();
  private readonly texts = new WeakMap<Resource, Map<string, ReadonlySet<string>>>();
  private byParent: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(private readonly resources: ReadonlyMap<string, Resource>) {
    for (const resource of resources.values()) {
      if (!resource.custom) continue;
      const known = new Set<string>();
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
      for (const identifier of known) {
        const list = this.urns.get(identifier);
        if (list === undefined) this.urns.set(identifier, [resource.urn]);
        else list.push(resource.urn);
      }
    }
  }

  /** The one resource of an accepted type that goes by this identifier, if there is exactly one. */
  find(identifier: string, accepts: (type: string) => boolean): string | undefined {
    const found = (this.urns.get(asIdentifier(identifier)) ?? []).filter((urn) => accepts(this.typeOf(urn)));
    return found.length === 1 ? found[0] : undefined;
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
    return this.resources.get(urn);
  }
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
