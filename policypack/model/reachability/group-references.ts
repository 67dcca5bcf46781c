import { privateIpv4, uniqueLocalIpv6 } from "../../net/internet";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { parseUrn } from "../../resources/resource";
import { Hole, isHole, type Fact } from "../approx";
import { candidates } from "../attachments/attachments";
import {
  acceptsReferencesAcrossTransitGateway,
  carriesReferencesAcrossTransitGateway,
  transitGatewayAttachmentsOf,
  shareTransitGateway,
} from "./transit-gateways";
import type { Direction, OutwardRoute, Peering, PeeringPart, Ref } from "../network";
import { regionOf } from "../placement/regions";
import { blocksOfVpc } from "../placement/vpc-blocks";
import { workloadByUrn } from "../placement/placement";
import { vpcsOfWorkload } from "../placement/vpcs";
import { byReference, keyOf, perWorld, ReferenceIndex, type Answers, type World } from "../world";

export { blocksOfVpc } from "../placement/vpc-blocks";

/** A peering, seen from the VPC at one of its ends. */
export interface PeeringEnd {
  readonly peering: Peering;
  readonly other: Ref;
}

/** The peerings of a VPC across which groups can be referred to: active, and within its region. */
export function referencingPeerings(world: World, vpc: string): readonly PeeringEnd[] {
  return peeringEnds(world)
    .of(vpc)
    .filter(({ peering }) => isActive(world, peering) && staysInRegion(world, peering));
}

/** What says something about a peering: itself, its accepter, its options. */
export function partsOf(world: World, { urn }: Peering): readonly PeeringPart[] {
  return parts(world).of(urn);
}

/** What says something about the same peering from outside the stack as a part of it does. */
export function partsOfOutsider(world: World, part: PeeringPart): readonly PeeringPart[] {
  const key = keyOf(part.peering);
  return key === undefined ? [part] : parts(world).of(key);
}

/** The peerings of two VPCs, active or not. */
export function peeringsBetween(world: World, from: string, to: string): readonly Peering[] {
  return peeringEnds(world)
    .of(from)
    .flatMap(({ peering, other }) => (world.names(other, to) ? [peering] : []));
}

export function isActive(world: World, peering: Peering): boolean {
  return partsOf(world, peering).some(({ accepts }) => world.holds(accepts, Boolean));
}

/** Whether what a group in one VPC admits by reference to a group of the other gets there: the references are valid, and a transit gateway has routes for them. */
export function carriesReferences(world: World, from: string, to: string, direction: Direction): boolean {
  if (isPeeredForReferences(world, from, to)) return true;
  return direction === "ingress" && carriesReferencesAcrossTransitGateway(world, from, to);
}

/**
 * Whether rules of a group in one VPC can refer to groups of the other: across a peering of the region, or, inbound rules only, across
 * a transit gateway or a core network that carries references.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
 */
export function acceptsReferences(world: World, from: string, to: string, direction: Direction): boolean {
  return isPeeredForReferences(world, from, to) || (direction === "ingress" && acceptsReferencesAcrossTransitGateway(world, from, to));
}

function isPeeredForReferences(world: World, from: string, to: string): boolean {
  if (from === to || referencingPeerings(world, from).some(({ other }) => world.names(other, to))) return true;
  return peeringsFromElsewhere(world).some((hole) => world.doubt(hole));
}

/** Whether the stack accepts peerings of which the other end is not known. */
export function hasPeeringsFromElsewhere(world: World): boolean {
  return peeringsFromElsewhere(world).length > 0;
}

/** Whether a group also serves another VPC: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html */
export function servesAlso(world: World, group: string, vpc: string): boolean {
  return associations(world)
    .of(group)
    .some((other) => world.names(other, vpc));
}

/** The VPCs of the stack, and others by their identifier, that a group can be in. */
export function vpcsOfGroup(world: World, group: Ref): readonly string[] {
  if (group.kind === "unclear" && group.candidates.length === 0) return world.doubt(group.hole) ? everyVpc(world) : [];
  return candidates(world, group).flatMap((key) => {
    const known = groups(world).get(key);
    const cluster = known === undefined && clusterGroups(world).has(key) ? workloadByUrn(world).get(key) : undefined;
    if (cluster !== undefined) return vpcsOfWorkload(world, cluster).flatMap((vpc) => vpcKeys(world, vpc));
    if (known === undefined) {
      const hole = group.kind === "resource" ? new Hole(group.urn, [], "is from outside the stack") : group.hole;
      return world.doubt(hole) ? everyVpc(world) : [];
    }
    // Without a VPC it is in the default one.
    if (known.vpc === undefined) return everyVpc(world).filter((urn) => parseUrn(urn).type.endsWith(":DefaultVpc"));
    return vpcKeys(world, known.vpc);
  });
}

function vpcKeys(world: World, vpc: Ref): readonly string[] {
  if (vpc.kind === "unclear" && vpc.candidates.length === 0) return world.doubt(vpc.hole) ? everyVpc(world) : [];
  return candidates(world, vpc);
}

/**
 * Why what comes from a block to a VPC cannot be admitted by reference; undefined where it can be, or where nothing tells.
 * An excuse: in doubt, the must world has one.
 */
export function whyNoReference(world: World, vpc: string, block: AddressSet): string | undefined {
  const { opposite } = world;
  const own = blocksOfVpc(world, vpc);
  if (passesAppliance(opposite, vpc, block, own)) return "the traffic passes an appliance";
  if (ip.meets(own, block)) return undefined;
  const others = vpcsIn(world, block).filter((urn) => urn !== vpc);
  for (const urn of others) {
    const between = peeringEnds(opposite)
      .of(vpc)
      .filter(({ other }) => opposite.names(other, urn));
    const isAppliance = passesAppliance(opposite, urn, own, blocksOfVpc(world, urn));
    if (between.length > 0 && isAppliance) return "the traffic passes an appliance";
    if (between.some(({ peering }) => !staysInRegion(world, peering))) return "it is in another region";
    if (shareTransitGateway(opposite, vpc, urn) && (isAppliance || !carriesReferences(world, vpc, urn, "ingress")))
      return "the transit network between them carries no references";
  }
  if (others.length > 0 || !ip.covers(privateAddresses, block)) return undefined;
  const outward = outwardRoutes(opposite)
    .of(vpc)
    .filter(({ destination }) => opposite.holds(destination, (routed) => ip.meets(routed, block)));
  if (privateGateways(opposite).of(vpc).length > 0 || outward.some(({ over }) => over === "VPN or Direct Connect"))
    return "it comes over a VPN or Direct Connect";
  return transitGatewayAttachmentsOf(opposite, vpc).length > 0 || outward.length > 0 ? "it comes over a transit network" : undefined;
}

/** The VPCs of the stack that have addresses in a block. */
function vpcsIn(world: World, block: AddressSet): readonly string[] {
  return world.answer(ip.keyOfSet(block), () => everyVpc(world).filter((urn) => ip.meets(blocksOfVpc(world, urn), block)), vpcsByBlock(world));
}

const vpcsByBlock = perWorld((): Answers => new Map());

/** Whether addresses are of private networks or of the stack's own: no part of the internet. */
export function isLocal(world: World, addresses: AddressSet): boolean {
  return ip.covers(localAddresses(world), addresses) || hiddenBlocks(world).some((hole) => world.doubt(hole));
}

const privateAddresses = ip.union(privateIpv4, uniqueLocalIpv6);

const blockFacts = perWorld((world) => [...world.all("vpc").flatMap(({ blocks: own }) => own), ...world.all("vpcBlock").map(({ block }) => block)]);
const localAddresses = perWorld((world) => ip.unionAll([privateAddresses, ...blockFacts(world).flatMap((block) => (isHole(block) ? [] : [block]))]));
const hiddenBlocks = perWorld((world) => blockFacts(world).filter(isHole));

/** Whether a peering connects VPCs of one region. */
export function staysInRegion(world: World, { peerRegion, ownRegionHole, requester }: Peering): boolean {
  return world.holds(peerRegion, (there) => {
    if (there === undefined) return true;
    const here = requester?.kind === "resource" ? regionOf(world, requester.urn) : undefined;
    if (here !== undefined) return world.holds(here, (region) => region === there);
    return ownRegionHole !== undefined && world.doubt(ownRegionHole);
  });
}

/** Whether a VPC routes what goes to a block through an appliance. Inside of its own blocks only narrower routes can do that. */
function passesAppliance(world: World, vpc: string, block: AddressSet, own: AddressSet): boolean {
  return detours(world)
    .of(vpc)
    .some((destination) =>
      world.holds(
        destination,
        (routed) => !isEverything(routed) && ip.covers(routed, block) && !ip.isEmpty(block) && (!ip.meets(own, block) || ip.covers(own, routed)),
      ),
    );
}

function isEverything(routed: AddressSet): boolean {
  return ip.equals(routed, ip.everyIpv4) || ip.equals(routed, ip.everyIpv6);
}

const peeringEnds = perWorld(
  (world) =>
    new ReferenceIndex<PeeringEnd>(
      world,
      world.all("peering").flatMap((peering): (readonly [Ref, PeeringEnd])[] => {
        const { requester, accepter } = peering;
        if (requester === undefined || accepter === undefined) return [];
        return [
          [requester, { peering, other: accepter }],
          [accepter, { peering, other: requester }],
        ];
      }),
    ),
);

const parts = perWorld((world) => byReference<PeeringPart>(world, world.all("peeringPart"), ({ peering }) => peering));

/** Peerings that somebody else requested and the stack accepts: what is at their other end is not known. */
const peeringsFromElsewhere = perWorld((world) =>
  world.all("peeringPart").flatMap(({ peering, accepts }) => (peering.kind === "resource" || accepts === false ? [] : [peering.hole])),
);

const privateGateways = perWorld((world) => byReference(world, world.all("privateGateway"), ({ vpc }) => vpc));
const groups = perWorld((world) => new Map(world.all("group").map((group) => [group.urn, group])));
const clusterGroups = perWorld((world) => new Set(world.all("clusterGroup").map(({ urn }) => urn)));
const everyVpc = perWorld((world) => world.all("vpc").map(({ urn }) => urn));

const associations = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("vpcAssociation").map(({ group, vpc }) => [group, vpc] as const),
    ),
);

const detours = perWorld(
  (world) =>
    new ReferenceIndex<Fact<AddressSet>>(
      world,
      world.all("detour").flatMap(({ table, destination }) => vpcsOfTable(world, table).map((vpc) => [vpc, destination] as const)),
    ),
);

const outwardRoutes = perWorld(
  (world) =>
    new ReferenceIndex<OutwardRoute>(
      world,
      world.all("outwardRoute").flatMap((route) => vpcsOfTable(world, route.table).map((vpc) => [vpc, route] as const)),
    ),
);

/** The VPC of a route table: any, of one that is not known. */
function vpcsOfTable(world: World, table: Ref): readonly Ref[] {
  if (table.kind !== "resource") return [{ kind: "unclear", candidates: [], hole: table.hole }];
  const vpc = vpcByTable(world).get(table.urn);
  return vpc === undefined ? [] : [vpc];
}

const vpcByTable = perWorld((world) => new Map(world.all("routeTable").map(({ urn, vpc }) => [urn, vpc])));
