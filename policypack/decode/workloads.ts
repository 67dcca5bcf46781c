import { isHole, pathText, type Fact } from "../model/approx";
import type { Ref } from "../model/network";
import attachments from "./attachments.json";
import type { Decoder, Decoders, Emit } from "./decoder";
import { native } from "./native-workloads";
import type { Property } from "./read";
import { isGroup, isSubnet, named } from "./types";
import { classes, other, type Class, type Places } from "./workload-classes";

/** Generated from the types of the package by `scripts/attachments.mjs`. */
const places: Readonly<Record<string, Places>> = attachments;

/** Types that take no groups themselves, and have subnets. */
const elsewhere: Readonly<Record<string, Omit<Places, "groups">>> = {
  "aws:autoscaling/group:Group": { subnets: ["vpcZoneIdentifiers"] },
  "aws:ec2/fleet:Fleet": { subnets: ["launchTemplateConfigs.overrides.subnetId"] },
  "aws:eks/nodeGroup:NodeGroup": { subnets: ["subnetIds"] },
};

/** Whether somebody said what a type is: one that nobody did is still a workload, of kind "other". */
export function isClassified(token: string): boolean {
  return token in classes;
}

/** Where a type keeps its groups, as dotted paths; undefined where it is none that has any. */
export function placesOf(token: string): readonly string[] | undefined {
  return (native[token] ?? places[token])?.groups ?? (token in classes ? [] : undefined);
}

export const decoders: Decoders = {
  ...Object.fromEntries(
    [...new Set([...Object.keys(places), ...Object.keys(classes)])].map((token) => [
      token,
      workload(classes[token] ?? other(token.slice(token.lastIndexOf(":") + 1)), places[token] ?? { groups: [], ...elsewhere[token] }),
    ]),
  ),
  ...Object.fromEntries(Object.entries(native).map(([token, shape]) => [token, workload(shape, shape)])),
  "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment": interfaceAttachment,
  "aws-native:ec2:NetworkInterfaceAttachment": interfaceAttachment,
  "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment": groupAttachment("networkInterfaceId"),
  "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": groupAttachment("vpcEndpointId"),
};

const isTemplate = named("LaunchTemplate", "LaunchConfiguration", "Cluster", "DbCluster", "ReplicationGroup");
const isSubnetGroup = (type: string): boolean => type.endsWith("SubnetGroup");
const isInterface = named("NetworkInterface");
/** What an interface, or the group on it, can belong to: `instance.primaryNetworkInterfaceId` is the instance's own. */
const isHost = named("NetworkInterface", "Instance", "SpotInstanceRequest", "VpcEndpoint");

function workload(shape: Class, { groups, subnets = [] }: Places): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const itself: Ref = { kind: "resource", urn: resource.urn };
    const lists = groups.flatMap((path) => at(inputs, path).map((property) => namedBy(property, isGroup)));
    const carried = lists.flatMap(({ refs }) => refs);
    const groupsHole = lists.find(({ hole }) => hole !== undefined)?.hole;
    // A group of another VPC would say that it is there.
    const isDefault = groupsHole === undefined && carried.every(({ kind }) => kind === "resource");
    const place = isDefault
      ? "is in the default VPC, whose subnets are not in this program"
      : "names no subnets, and where its groups are is not known";
    emit("workload", {
      urn: resource.urn,
      resource,
      kind: shape.kind,
      noun: shape.noun,
      callsNobody: shape.callsNobody === true,
      groups: [...carried, ...(shape.hasGroupOfItsOwn === true ? [itself] : [])],
      groupsHole,
      subnets: subnets.flatMap((path) => at(inputs, path).flatMap((property) => certainly(namedBy(property, isSubnet)))),
      subnetGroup: shape.subnetGroup === undefined ? undefined : inputs.get(shape.subnetGroup).ref(isSubnetGroup),
      ports: shape.ports?.(inputs),
      templates: refsAt(inputs, shape.templates ?? [], isTemplate),
      takesDefaultGroup: shape.takesDefaultGroup?.(inputs) ?? false,
      defaultPlace: namesNoPlace(inputs, shape, subnets) ? inputs.hole(place) : undefined,
      takesIpv6: shape.kind === "data-store" || shape.kind === "file-system" ? asksForIpv6(inputs) : inputs.hole("may have an IPv6 address"),
    });
    for (const ref of refsAt(inputs, shape.interfaces ?? [], isInterface))
      emit("interfaceLink", { urn: resource.urn, resource, interface: ref, to: { kind: "resource", urn: resource.urn } });
    if (resource.type.endsWith(":NetworkInterface")) linkInterface(inputs, emit);
  };
}

/**
 * Data stores and file systems have addresses of IPv4 alone, unless they ask for others:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
 */
function asksForIpv6(inputs: Property): Fact<boolean> {
  const said = [...networkTypes.map((name) => inputs.get(name)), ...at(inputs, "brokerNodeGroupInfo.connectivityInfo.networkType")];
  const texts = said.map((property) => property.text());
  return texts.find(isHole) ?? texts.some((text) => typeof text === "string" && !/^ipv4(?:_only)?$/i.test(text));
}

const networkTypes = ["networkType", "ipAddressType", "clusterIpAddressType"];

function namesNoPlace(inputs: Property, shape: Class, subnets: readonly string[]): boolean {
  const named = [...subnets.flatMap((path) => at(inputs, path)), ...[...copied, shape.subnetGroup ?? ""].map((name) => inputs.get(name))];
  return shape.livesInDefaultVpc === true && !inputs.isHidden && !named.some(({ exists }) => exists);
}

/** A copy of a database lives where the original does, unless it says otherwise. */
const copied = ["replicateSourceDb", "sourceDbInstanceIdentifier", "replicationSourceIdentifier", "sourceDbClusterIdentifier"];

/** An interface can say itself what it is attached to. */
function linkInterface(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  for (const to of refsAt(inputs, ["attachments.instance"], isHost))
    emit("interfaceLink", { urn: resource.urn, resource, interface: { kind: "resource", urn: resource.urn }, to });
}

function interfaceAttachment(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const [of] = refsAt(inputs, ["networkInterfaceId"], isInterface);
  const [to] = refsAt(inputs, ["instanceId"], isHost);
  if (of !== undefined && to !== undefined) emit("interfaceLink", { urn: resource.urn, resource, interface: of, to });
}

function groupAttachment(target: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const group = inputs.get("securityGroupId").ref(isGroup) ?? {
      kind: "unclear",
      candidates: [],
      hole: inputs.get("securityGroupId").hole("is missing"),
    };
    emit("attachment", { urn: resource.urn, resource, group, to: inputs.get(target).ref(isHost) });
  };
}

/** What a list names, or a property that holds one value: a hidden one of these, computed from one resource, names that one. */
function namedBy(property: Property, accepts: (type: string) => boolean): ReturnType<Property["refs"]> {
  // EMR takes several identifiers in one text.
  if (typeof property.value === "string" && property.value.includes(","))
    return { refs: property.value.split(",").flatMap((part) => property.as(part.trim()).ref(accepts) ?? []), hole: undefined };
  if (!property.isHidden || !/(Id|Arn|Group)$/.test(String(property.path.at(-1)))) return property.refs(accepts);
  const ref = property.ref(accepts);
  return { refs: ref === undefined ? [] : [ref], hole: undefined };
}

/** What the properties at some paths name. As many hidden ones as resources that they were computed from: each of them is one. */
function refsAt(inputs: Property, paths: readonly string[], accepts: (type: string) => boolean): readonly Ref[] {
  const properties = new Map(paths.flatMap((path) => at(inputs, path)).map((property) => [pathText(property.path), property]));
  const refs = [...properties.values()].flatMap((property) => property.ref(accepts) ?? []);
  const unclear = refs.flatMap((ref) => (ref.kind === "unclear" ? [ref.candidates] : []));
  const candidates = [...new Set(unclear.flat())];
  if (unclear.length < 2 || candidates.length !== unclear.length) return refs;
  return [...refs.filter(({ kind }) => kind !== "unclear"), ...candidates.map((urn): Ref => ({ kind: "resource", urn }))];
}

/** A hidden list of which nothing is known holds something unknown. */
function certainly({ refs, hole }: ReturnType<Property["refs"]>): readonly Ref[] {
  return hole === undefined || refs.length > 0 ? refs : [{ kind: "unclear", candidates: [], hole }];
}

/** The properties at a dotted path, one for each element of the lists on the way. */
function at(inputs: Property, path: string): readonly Property[] {
  const [head = "", ...rest] = path.split(".");
  const property = inputs.get(head);
  if (rest.length === 0) return property.exists ? [property] : [];
  const elements = property.elements();
  return isHole(elements) ? [property] : elements.flatMap((element) => at(element, rest.join(".")));
}
