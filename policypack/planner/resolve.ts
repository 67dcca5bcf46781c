import { workloadsOf } from "../model/attachments/attachments";
import { holdsData } from "../model/attachments/data-stores";
import { trusted } from "../model/exposure/exposure";
import { edgeLocationsIn } from "../model/names/managed-prefix-lists";
import { cutOffInWords } from "../model/needs/cut-off";
import type { Need, Party } from "../model/needs/need";
import { isTransferServerOutside } from "../model/needs/transfer-servers";
import type { Declaration } from "../model/network";
import { isWhollyIn } from "../model/placement/applications";
import { subnetByUrn, subnetsOf } from "../model/placement/placement";
import { defaultVpcAddresses } from "../model/placement/vpc-blocks";
import { vpcOfGroup } from "../model/placement/vpcs";
import type { Admitted } from "../model/rules/admitted";
import { callersBehind, ownGroupKeys, whyBehindFront } from "../model/reachability/callers-behind";
import { externalKey, keyOf, type World } from "../model/world";
import { isHole } from "../model/approx";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { describe, ofProtocol, tcp, type Traffic } from "../net/ports";
import { adminPorts, databasePorts } from "../net/well-known";
import { isReference } from "../plans/plan";
import { defaultVpcId } from "../resources/default-vpc";
import { parseUrn } from "../resources/resource";
import { dependsOn } from "./cycles";
import type { Block, GrantedPeer } from "./grants";
import { settingFor } from "./setting-names";
import type { Surroundings } from "./target";

/** Whom to let through so that a need stays met, or why nobody can be. */
export type Resolution = { readonly peers: readonly GrantedPeer[] } | { readonly refusal: string };

/** A need that closing some rules of a group would leave open. */
export interface Loss {
  readonly world: World;
  /** The group that is to meet it, and what its rules admit before. */
  readonly group: string;
  readonly admitted: Admitted;
  readonly declaration: Declaration;
  readonly need: Need;
  readonly traffic: Traffic;
  readonly whyUnnamed: Surroundings["whyUnnamed"];
}

export function resolve(loss: Loss): Resolution {
  const { need, traffic } = loss;
  const { party } = need;
  switch (party.kind) {
    case "workload":
      return resolveWorkload(loss, party);
    case "network":
      return resolveNetwork(loss, party);
    case "operator":
      return { peers: [restricted(loss)] };
    case "CloudFront":
      return resolveEdge(loss);
    case "public":
      return { refusal: `${cutOffInWords(need, traffic)}${need.direction === "ingress" ? howToStayPublic(need, traffic) : ""}` };
    case "anybody":
      // What is administered is not reached otherwise.
      if (intervals.covers(adminPorts, traffic)) return { peers: [restricted(loss)] };
      return {
        refusal: `${cutOffInWords(need, traffic)}${howToServe(need, traffic)}`,
      };
  }
}

function howToServe(need: Need, traffic: Traffic): string {
  if (need.direction === "egress") return ": say where that is";
  if (need.of.kind === "data-store") return ": say who uses it";
  const isWide = intervals.size(traffic) > mostNamed || intervals.meets(intervals.union(adminPorts, databasePorts), traffic);
  return isWide ? ": say which of its ports serve, and whom" : howToStayPublic(need, traffic);
}

/** Nobody serves more ports than these without knowing which. */
const mostNamed = 10n;

function howToStayPublic({ of }: Need, traffic: Traffic): string {
  if (intervals.covers(intervals.union(adminPorts, tcp(443)), traffic)) return ": say whose addresses may call it";
  if (of.kind === "data-store") return ": name the networks that may, make it private, or exempt it";
  // It speaks nothing of the web.
  if (isTransferServerOutside(of)) return `: name the networks that may, or ${describe(traffic)} in publicPorts`;
  const isTls = intervals.covers(ofProtocol(6), traffic);
  // A setting opens no ports of data.
  const nameable = intervals.subtract(traffic, databasePorts);
  const otherwise = intervals.isEmpty(nameable) ? "exempt it" : `name ${describe(nameable)} in publicPorts`;
  return `: ${isTls ? "serve it with TLS on tcp/443, or " : ""}${otherwise}`;
}

/** A group of the client, else its addresses: whatever lets in nobody whom the rules did not let in. */
function resolveWorkload(loss: Loss, party: Extract<Party, { readonly kind: "workload" }>): Resolution {
  const { world, group, need, traffic } = loss;
  const admitted = loss.admitted.throughout(loss.traffic);
  const isOpen = ip.covers(admitted, ip.everyIpv4);
  const groups = party.groups.filter((key) => ownGroupKeys(world).has(key)).sort((a, b) => countOn(world, a) - countOn(world, b) || (a < b ? -1 : 1));
  const isFine = (key: string): boolean => isOpen || need.direction === "egress" || isWhollyIn(world, key, admitted);
  const usable = groups.filter(isFine).find((key) => canName(loss, key) && whyBehindFront(world, group, key, loss.traffic) === undefined);
  if (usable !== undefined) return { peers: [{ kind: "group", key: usable }] };
  const [near, around] = [blocksOfClient(world, party), blocksOfVpc(world, vpcOfGroup(world, group))].map((blocks) =>
    blocks.map((block) => writable(loss, block)),
  );
  const blocks = inOrder(near ?? [], around ?? []);
  const fitting = blocks.filter(({ addresses }) => ip.covers(admitted, addresses));
  const own = party.addresses;
  const enough = own === undefined ? undefined : fewest(fitting, own);
  if (enough !== undefined) return { peers: [{ kind: "blocks", blocks: enough }] };
  return { refusal: `${cutOffInWords(need, traffic)}${whyNone(loss, groups, isFine)}` };
}

/** The blocks of subnets before that of their VPC, but what has a name before addresses that the program may say otherwise one day. */
function inOrder(near: readonly Block[], around: readonly Block[]): readonly Block[] {
  const isNamed = ({ value }: Block): boolean => isReference(value);
  return near.every(isNamed) || !around.every(isNamed) ? [...near, ...around] : [...around, ...near];
}

function whyNone({ world, declaration, group, need }: Loss, groups: readonly string[], isFine: (key: string) => boolean): string {
  const [first] = groups;
  if (first === undefined) {
    const { list, groups: others = [] } = need.party.kind === "workload" ? need.party : {};
    if (list !== undefined) return `: admit its prefix list, com.amazonaws.<region>${list}`;
    return others.length > 0
      ? ", by a VPC's default group: give it a group of its own first"
      : ", and has no group that a rule could name: give it one";
  }
  const { name } = parseUrn(first);
  if (!groups.some(isFine)) return `, and ${name} is not known to be inside of what is admitted today`;
  return canReferTo(world, declaration, group, first)
    ? ""
    : `, and ${name} refers to it already: two groups can refer to each other in rules of their own only`;
}

function countOn(world: World, group: string): number {
  return workloadsOf(world.opposite, group).length;
}

/** Whether a declaration can refer to a group: nothing can be made of what is made of it. A list has `self` for its own group. */
export function canReferTo(world: World, declaration: Declaration, group: string, key: string): boolean {
  if (key === group) return declaration.style === "standalone" || declaration.spelling.severalPeers;
  return !dependsOn(world.network, key, declaration.urn);
}

function canName({ world, declaration, group, whyUnnamed }: Loss, key: string): boolean {
  return canReferTo(world, declaration, group, key) && whyUnnamed(declaration, key) === undefined;
}

/** A block of a network that has no name where the declaration is written, by its addresses. */
function writable({ declaration, whyUnnamed }: Loss, block: Block): Block {
  const [text, ...more] = ip.formatCidrs(block.addresses);
  if (!isReference(block.value) || text === undefined || more.length > 0) return block;
  return whyUnnamed(declaration, block.value.reference) === undefined ? block : { ...block, value: text };
}

/** Somebody of the network: the applications in it, where these are all that could be meant; else all of it. */
function resolveNetwork(loss: Loss, party: Extract<Party, { readonly kind: "network" }>): Resolution {
  const { world, group, need, traffic } = loss;
  const { vpc, addresses, isSeen, isOpen = false } = party;
  if (vpc === undefined || addresses === undefined) {
    const unknown = isOpen ? "which networks reach it from beyond its VPC" : "the address block of its VPC";
    return { refusal: `${cutOffInWords(need, traffic)}, and ${unknown} is not known` };
  }
  const admitted = loss.admitted.throughout(loss.traffic);
  // What holds data is called by the applications around it; who calls something else is not that plain.
  const known = isSeen || !holdsData(need.of) ? undefined : callersBehind(world, { group, vpc, traffic }, addresses, parseUrn(vpc).name);
  if (known !== undefined && "groups" in known && known.groups.every((key) => canName(loss, key)))
    return { peers: known.groups.map((key) => ({ kind: "group", key })) };
  const own = blocksOfVpc(world, vpc);
  const others = ip.subtract(addresses, ip.unionAll(own.map((block) => block.addresses)));
  const each = [...own, ...(ip.isEmpty(others) ? [] : blocksBeyond(world, vpc, others))];
  const together = blocksOf(addresses);
  const blocks = fewest(
    (!ip.isEmpty(others) && together.length < each.length ? together : each)
      .map((block) => writable(loss, block))
      .filter((block) => ip.covers(admitted, block.addresses)),
    addresses,
  );
  if (blocks === undefined) return { refusal: `${cutOffInWords(need, traffic)}, and its VPC is not of this program` };
  return { peers: [{ kind: "blocks", blocks }] };
}

/** The part of what is admitted that is trusted; else what a setting of the program names. */
export function restricted(loss: Loss): GrantedPeer {
  const part = ip.intersect(trusted(loss.world), loss.admitted.somewhere(loss.traffic));
  if (!ip.isEmpty(part)) return { kind: "blocks", blocks: blocksOf(part) };
  return { kind: "setting", key: settingFor(loss.traffic) };
}

/** The fewest blocks of a set. */
export function blocksOf(addresses: AddressSet): readonly Block[] {
  return ip.formatCidrs(addresses).map((text) => ({ value: text, addresses: ip.parseCidr(text) ?? ip.noAddresses, name: text }));
}

function resolveEdge({ world, need, traffic }: Loss): Resolution {
  const list = edgeLocationsIn(world);
  return typeof list === "string" ? { refusal: `${cutOffInWords(need, traffic)}, and ${list}` } : { peers: [list] };
}

/** As few of the blocks as it takes to have all of the addresses of one family; undefined where they have not. */
function fewest(blocks: readonly Block[], addresses: AddressSet): readonly Block[] | undefined {
  const wanted: AddressSet = intervals.isEmpty(addresses.v4) ? addresses : { v4: addresses.v4, v6: intervals.none };
  const chosen: Block[] = [];
  let rest = wanted;
  for (const block of blocks) {
    if (!ip.meets(rest, block.addresses)) continue;
    chosen.push(block);
    rest = ip.subtract(rest, block.addresses);
    if (ip.isEmpty(rest)) return chosen;
  }
  return undefined;
}

/** The blocks of the subnets of a client, where the stack makes them. */
function blocksOfClient(world: World, { client }: Extract<Party, { readonly kind: "workload" }>): readonly Block[] {
  if (client === undefined) return [];
  return subnetsOf(world, client).flatMap((ref): readonly Block[] => {
    const subnet = subnetByUrn(world).get(keyOf(ref) ?? "");
    const [block] = subnet?.blocks ?? [];
    if (subnet === undefined || block === undefined || isHole(block) || subnet.resource.inputs.cidrBlock === undefined) return [];
    return [blockOf(subnet.urn, block, "the subnet")];
  });
}

/** The blocks of a VPC of the stack, each as the output of what gives it to the VPC. */
function blocksOfVpc(world: World, vpc: string | undefined): readonly Block[] {
  if (vpc === undefined) return [];
  const own = world.all("vpc").filter(({ urn }) => urn === vpc);
  const further = world.all("vpcBlock").filter((block) => keyOf(block.vpc) === vpc);
  return [
    ...(vpc === externalKey(defaultVpcId) ? [givenToAll] : []),
    ...own.flatMap(({ urn, blocks }) => blocks.slice(0, 1).flatMap((block) => (isHole(block) ? [] : [blockOf(urn, block, "the VPC")]))),
    ...further.flatMap(({ urn, block }) => (isHole(block) || !intervals.isEmpty(block.v6) ? [] : [blockOf(urn, block, "the further block")])),
  ];
}

/** The block that AWS gives the default VPC of every account; what the program adds to it is beside that. */
const givenToAll: Block = {
  value: { reference: defaultVpcId, output: "cidrBlock" },
  addresses: defaultVpcAddresses,
  name: "all of the default VPC",
};

/** Networks beyond a VPC: by the VPCs of the stack that they are, else by their addresses. */
function blocksBeyond(world: World, vpc: string, others: AddressSet): readonly Block[] {
  const theirs = world
    .all("vpc")
    .flatMap(({ urn }) => (urn === vpc ? [] : blocksOfVpc(world, urn)))
    .filter(({ addresses }) => ip.covers(others, addresses));
  const isNamed = ip.covers(ip.unionAll(theirs.map(({ addresses }) => addresses)), others);
  return isNamed ? theirs : blocksOf(others);
}

function blockOf(urn: string, addresses: AddressSet, noun: string): Block {
  return {
    value: { reference: urn, output: "cidrBlock" },
    addresses: { v4: addresses.v4, v6: intervals.none },
    name: `all of ${noun} ${parseUrn(urn).name}`,
  };
}
