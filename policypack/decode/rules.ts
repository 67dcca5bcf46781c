import { exactly, Hole, isHole, type Approx, type Fact } from "../model/approx";
import type { Declaration, Direction, Group, Peer, Ref, Rule, Spelling, Unwritten } from "../model/network";
import * as ip from "../net/ip";
import * as ports from "../net/ports";
import type { Path } from "../plans/plan";
import { machineOf } from "../resources/machine-address";
import { parseUrn } from "../resources/resource";
import type { DecodeContext, Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";
import { isGroup, isPrefixList, isSubnet, isVpc, named } from "./types";

/** How one resource type spells a rule: property names, most of which hold one value or a list of them. */
interface Shape extends Spelling {
  readonly otherGroupNames: readonly string[];
  readonly self: string | undefined;
}

const classic: Shape = {
  protocol: "protocol",
  fromPort: "fromPort",
  toPort: "toPort",
  cidr4: "cidrBlocks",
  cidr6: "ipv6CidrBlocks",
  prefixList: "prefixListIds",
  group: "securityGroups",
  otherGroupNames: [],
  self: "self",
  severalPeers: true,
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygrouprule/ */
const classicStandalone: Shape = { ...classic, group: "sourceSecurityGroupId" };

/** https://www.pulumi.com/registry/packages/aws/api-docs/vpc/securitygroupingressrule/ */
const newer: Shape = {
  protocol: "ipProtocol",
  fromPort: "fromPort",
  toPort: "toPort",
  cidr4: "cidrIpv4",
  cidr6: "cidrIpv6",
  prefixList: "prefixListId",
  group: "referencedSecurityGroupId",
  otherGroupNames: [],
  self: undefined,
  severalPeers: false,
};

/** https://www.pulumi.com/registry/packages/aws-native/api-docs/ec2/securitygroup/ */
const native: Readonly<Record<Direction, Shape>> = {
  ingress: {
    ...newer,
    cidr4: "cidrIp",
    cidr6: "cidrIpv6",
    prefixList: "sourcePrefixListId",
    group: "sourceSecurityGroupId",
    otherGroupNames: ["sourceSecurityGroupName"],
  },
  egress: { ...newer, cidr4: "cidrIp", cidr6: "cidrIpv6", prefixList: "destinationPrefixListId", group: "destinationSecurityGroupId" },
};

const isRule = named("SecurityGroupRule", "SecurityGroupIngressRule", "SecurityGroupEgressRule", "SecurityGroupIngress", "SecurityGroupEgress");

export const decoders: Decoders = {
  "aws:ec2/securityGroup:SecurityGroup": classicGroup(false),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": classicGroup(true),
  "aws:ec2/securityGroupRule:SecurityGroupRule": (inputs, emit) => {
    const type = inputs.get("type").text();
    if (isHole(type))
      for (const direction of ["ingress", "egress"] as const) standalone(classicStandalone, direction, "securityGroupId", type)(inputs, emit);
    else standalone(classicStandalone, type === "egress" ? "egress" : "ingress", "securityGroupId")(inputs, emit);
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": standalone(newer, "ingress", "securityGroupId"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": standalone(newer, "egress", "securityGroupId"),
  "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive": exclusive,
  "aws-native:ec2:SecurityGroup": nativeGroup,
  "aws-native:ec2:SecurityGroupIngress": standalone(native.ingress, "ingress", "groupId"),
  "aws-native:ec2:SecurityGroupEgress": standalone(native.egress, "egress", "groupId"),
};

function classicGroup(isDefault: boolean): Decoder {
  return (inputs, emit, { outputs }) => {
    emit("group", { ...groupOf(inputs, "description"), isDefault });
    for (const direction of ["ingress", "egress"] as const) {
      inline(inputs, direction, direction, classic, emit);
      // The provider empties a default group that it takes over of what the program does not write.
      live(inputs, outputs, { name: direction, direction, shape: classic, isOwn: isDefault }, emit);
    }
  };
}

function nativeGroup(inputs: Property, emit: Emit, { outputs }: DecodeContext): void {
  const group = groupOf(inputs, "groupDescription");
  const path = ["securityGroupEgress"];
  const declaration: Declaration = {
    urn: group.urn,
    path,
    style: "inline",
    group: { kind: "resource", urn: group.urn },
    direction: "egress",
    description: undefined,
    traffic: exactly(ports.everyTraffic),
    spelling: native.egress,
    unwritten: undefined,
    hiddenBy: undefined,
  };
  const beside = inputs
    .get("securityGroupEgress")
    .hole("is empty, and whether standalone rules take AWS's own rule for all traffic away is not known");
  const everywhere: Peer = { kind: "addresses", text: "0.0.0.0/0 and ::/0", addresses: exactly(ip.everyAddress) };
  emit("group", { ...group, isDefault: false, egressByDefault: { rule: { declaration, peer: everywhere, path }, beside } });
  for (const [direction, name] of [
    ["ingress", "securityGroupIngress"],
    ["egress", "securityGroupEgress"],
  ] as const) {
    inline(inputs, name, direction, native[direction], emit);
    live(inputs, outputs, { name, direction, shape: native[direction], isOwn: false }, emit);
  }
}

function groupOf(inputs: Property, description: string): Omit<Group, "isDefault"> {
  return {
    urn: inputs.resource.urn,
    resource: inputs.resource,
    vpc: inputs.get("vpcId").ref(isVpc),
    tags: tagsOf(inputs),
    description: inputs.get(description).text(),
    egressByDefault: undefined,
  };
}

/** Tags as a map (aws) or as a list of keys and values (aws-native). */
function tagsOf(inputs: Property): Group["tags"] {
  const tags = inputs.get("tags");
  if (tags.isHidden) return tags.hole();
  if (!tags.exists) return {};
  const { value } = tags;
  if (typeof value !== "object" || value === null) return tags.hole("is not a map");
  if (!Array.isArray(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, textOf(tags.get(key))]));
  const result: [string, Fact<string>][] = [];
  for (const tag of tags.list()) {
    const key = tag.get("key").text();
    // A tag of which the key is not known could be any.
    if (isHole(key)) return key;
    if (key !== undefined) result.push([key, textOf(tag.get("value"))]);
  }
  return Object.fromEntries(result);
}

function textOf(property: Property): Fact<string> {
  return property.text() ?? "";
}

function inline(inputs: Property, name: string, direction: Direction, shape: Shape, emit: Emit): void {
  const property = inputs.get(name);
  if (!property.exists) return;
  const { resource } = inputs;
  const group: Ref = { kind: "resource", urn: resource.urn };
  const elements = property.elements();
  emit("inlineDirection", {
    urn: resource.urn,
    resource,
    direction,
    empty: !isHole(elements) && elements.length === 0,
    hiddenBy: property.isHidden ? property.hole() : undefined,
  });
  if (isHole(elements)) hiddenRule(elements, { group, direction, style: "inline", shape }, emit);
  else for (const element of elements) declare(element, { group, direction, style: "inline", shape }, emit);
}

interface Live {
  readonly name: string;
  readonly direction: Direction;
  readonly shape: Shape;
  /** Whether the program has the say over this direction although it does not write the property. */
  readonly isOwn: boolean;
}

/**
 * The rules that the provider reports of a group. Where the program says nothing of a direction, the provider leaves them alone: nobody revokes
 * rules of which the property was removed. Otherwise they go with the next update, and only a state shows what is there until then.
 */
function live(inputs: Property, outputs: Property, { name, direction, shape, isOwn }: Live, emit: Emit): void {
  const { resource } = inputs;
  const property = outputs.get(name);
  const isSaid = isOwn || inputs.isHidden || inputs.get(name).exists;
  if (!Array.isArray(property.value) || (isSaid && resource.isState !== true)) return;
  const group: Ref = { kind: "resource", urn: resource.urn };
  const unwritten: Unwritten = {
    reason: "the rule is live, and not in the program",
    advice: isSaid
      ? "It is live and not in the program: an update with --refresh removes it; write it where it is to stay."
      : `It is live and not in the program: remove it, which ${name}: [] does where the group has no rules in resources of their own; or import it.`,
    isForThePublic: false,
  };
  const report: Emit = (kind, noun) => {
    if (kind !== "rule") return;
    const rule = noun as Rule;
    if (isReadable(rule)) emit("liveRule", { urn: resource.urn, resource, rule: { ...rule, declaration: { ...rule.declaration, unwritten } } });
  };
  for (const element of property.list()) if (!element.isHidden) declare(element, { group, direction, style: "inline", shape }, report);
}

/** What is not known of it, a later run will show. */
function isReadable({ declaration, peer }: Rule): boolean {
  const isKnown = peer.kind === "addresses" ? peer.addresses.holes.length === 0 : peer.kind !== "group" || peer.group.kind !== "unclear";
  return declaration.traffic.holes.length === 0 && isKnown;
}

function standalone(shape: Shape, direction: Direction, groupProperty: string, hiddenBy?: Hole): (inputs: Property, emit: Emit) => void {
  return (inputs, emit) => {
    const group = groupIn(inputs, groupProperty);
    if (inputs.isHidden) hiddenRule(inputs.hole(), { group, direction, style: "standalone", shape }, emit);
    else declare(inputs, { group, direction, style: "standalone", shape, hiddenBy }, emit);
  };
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/vpcsecuritygrouprulesexclusive/ */
function exclusive(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const group = groupIn(inputs, "securityGroupId");
  for (const direction of ["ingress", "egress"] as const) {
    const list = inputs.get(`${direction}RuleIds`);
    const { refs, hole } = list.refs(isRule);
    emit("exclusiveRules", { urn: resource.urn, resource, group, direction, path: list.path, listed: refs, hole });
  }
}

function groupIn(inputs: Property, name: string): Ref {
  return inputs.first(name, "groupName").ref(isGroup) ?? { kind: "unclear", candidates: [], hole: inputs.get(name).hole("is missing") };
}

interface Place {
  readonly group: Ref;
  readonly direction: Direction;
  readonly style: "inline" | "standalone";
  readonly shape: Shape;
  /** A hole because of which the rule may not be there at all. */
  readonly hiddenBy?: Hole | undefined;
}

/** A rule of which nothing is known: it may admit anything from anywhere. */
function hiddenRule(hole: Hole, place: Place, emit: Emit): void {
  const declaration: Declaration = {
    urn: hole.urn,
    path: hole.path,
    style: place.style,
    group: place.group,
    direction: place.direction,
    description: hole,
    traffic: { must: ports.noTraffic, may: ports.everyTraffic, holes: [hole] },
    spelling: place.shape,
    unwritten: undefined,
    hiddenBy: hole,
  };
  emit("declaration", declaration);
  emit("rule", { declaration, peer: { kind: "hidden", hole }, path: hole.path });
}

function declare(rule: Property, place: Place, emit: Emit): void {
  if (rule.isHidden) {
    hiddenRule(rule.hole(), place, emit);
    return;
  }
  const { shape } = place;
  const traffic = trafficOf(rule.get(shape.protocol), rule.get(shape.fromPort), rule.get(shape.toPort));
  const declaration: Declaration = {
    urn: rule.resource.urn,
    path: rule.path,
    style: place.style,
    group: place.group,
    direction: place.direction,
    description: rule.get("description").text(),
    traffic: place.hiddenBy === undefined ? traffic : { ...traffic, must: ports.noTraffic, holes: [...traffic.holes, place.hiddenBy] },
    spelling: shape,
    unwritten: undefined,
    hiddenBy: place.hiddenBy,
  };
  emit("declaration", declaration);
  const admit = (peer: Peer, path: Path): void => emit("rule", { declaration, peer, path } satisfies Rule);
  for (const [name, all] of [
    [shape.cidr4, ip.everyIpv4],
    [shape.cidr6, ip.everyIpv6],
  ] as const) {
    for (const element of hiddenOr(rule.get(name))) admit(addressesOf(element, all), element.path);
  }
  for (const element of hiddenOr(rule.get(shape.prefixList))) {
    const list = element.ref(isPrefixList);
    if (list !== undefined) admit({ kind: "prefix-list", list }, element.path);
  }
  for (const name of [shape.group, ...shape.otherGroupNames]) {
    const property = rule.get(name);
    if (name !== classic.group) {
      const group = property.ref(isGroup);
      if (group !== undefined) admit({ kind: "group", group }, property.path);
      continue;
    }
    const { refs, hole } = property.refs(isGroup);
    refs.forEach((group, index) => admit({ kind: "group", group }, Array.isArray(property.value) ? [...property.path, index] : property.path));
    if (hole !== undefined && refs.length === 0) admit({ kind: "group", group: { kind: "unclear", candidates: [], hole } }, property.path);
  }
  if (shape.self === undefined) return;
  const self = rule.get(shape.self).flag();
  if (isHole(self))
    admit({ kind: "group", group: { kind: "unclear", candidates: place.group.kind === "resource" ? [place.group.urn] : [], hole: self } }, self.path);
  else if (self === true) admit({ kind: "self" }, [...rule.path, shape.self]);
}

/** The elements of a list of peers; the list itself where it is hidden. */
function hiddenOr(property: Property): readonly Property[] {
  return property.isHidden ? [property] : property.list();
}

function addressesOf(property: Property, all: ip.AddressSet): Peer {
  const text = property.text();
  if (isHole(text) || text === undefined) return { kind: "addresses", text: "", addresses: unknownAddresses(property.hole(), all) };
  const machine = machineOf(text);
  if (machine !== undefined) return addressOf(machine, property);
  const addresses = ip.parseCidr(text);
  if (addresses === undefined)
    return { kind: "addresses", text: "", addresses: unknownAddresses(property.hole("is not an address block"), ip.everyAddress) };
  return { kind: "addresses", text: text.trim(), addresses: exactly(addresses) };
}

/** Which address a machine gets is not known; that it is one of its subnet's, and nobody else's, is. The last one of a subnet is nobody's, and stands for it. */
function addressOf(machine: string, property: Property): Peer {
  const hole = property.hole();
  const block = property.of(machine)?.get("subnetId").follow(isSubnet)?.get("cidrBlock").text();
  const last = (isHole(block) || block === undefined ? undefined : ip.parseCidr(block)?.v4.at(-1)?.last) ?? lastOfDefaultVpc;
  const addresses = { v4: [{ first: last, last }], v6: [] };
  return {
    kind: "addresses",
    text: `the address of ${parseUrn(machine).name}`,
    addresses: { must: addresses, may: addresses, holes: [hole] },
    machine,
  };
}

/** 172.31.255.255: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
const lastOfDefaultVpc = 0xac1fffffn;

function unknownAddresses(hole: Hole, all: ip.AddressSet): Approx<ip.AddressSet> {
  return { must: ip.noAddresses, may: all, holes: [hole] };
}

function trafficOf(protocol: Property, from: Property, to: Property): Approx<ports.Traffic> {
  const name = protocol.text();
  const number = isHole(name) || name === undefined ? undefined : ports.protocolNumber(name);
  if (isHole(name) || number === undefined)
    return {
      must: ports.noTraffic,
      may: ports.everyTraffic,
      holes: [isHole(name) ? name : protocol.hole(protocol.exists ? "is not a protocol" : "is missing")],
    };
  const first = from.number();
  const last = to.number();
  if (!isHole(first) && !isHole(last)) return exactly(ports.trafficOf(number, first, last));
  // For "all" and for protocols without ports, the ports do not matter.
  const whole = ports.trafficOf(number, undefined, undefined);
  const holes = [first, last].filter(isHole);
  return number === "all" || ![1, 6, 17, 58].includes(number) ? exactly(whole) : { must: ports.noTraffic, may: whole, holes };
}
