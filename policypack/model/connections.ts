import { privateIpv4, uniqueLocalIpv6 } from "../net/internet";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { parseUrn } from "../resource";
import { Hole, isHole, type Fact } from "./approx";
import { candidates } from "./attachments";
import type { Direction, Hub, HubAttachment, HubPolicy, Peering, PeeringPart, Ref } from "./network";
import { keyOf, perWorld, ReferenceIndex, type World } from "./world";

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

/**
 * Whether rules of a group in one VPC can refer to groups of the other: across a peering of the region, or, inbound rules only, across
 * a transit gateway or a core network that carries references.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
 */
export function carriesReferences(world: World, from: string, to: string, direction: Direction): boolean {
  if (from === to || referencingPeerings(world, from).some(({ other }) => world.names(other, to))) return true;
  return peeringsFromElsewhere(world).some((hole) => world.doubt(hole)) || (direction === "ingress" && isAcrossHub(world, from, to));
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
    if (known === undefined) {
      const hole = group.kind === "resource" ? new Hole(group.urn, [], "is from outside the stack") : group.hole;
      return world.doubt(hole) ? everyVpc(world) : [];
    }
    // Without a VPC it is in the default one.
    if (known.vpc === undefined) return everyVpc(world).filter((urn) => parseUrn(urn).type.endsWith(":DefaultVpc"));
    const { vpc } = known;
    if (vpc.kind === "unclear" && vpc.candidates.length === 0) return world.doubt(vpc.hole) ? everyVpc(world) : [];
    return candidates(world, vpc);
  });
}

/** The address blocks of a VPC of the stack, as far as they are known. */
export function blocksOfVpc(world: World, vpc: string): AddressSet {
  return blocks(world).get(vpc) ?? ip.noAddresses;
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
  const others = world.all("vpc").filter(({ urn }) => urn !== vpc && ip.meets(blocksOfVpc(world, urn), block));
  for (const { urn } of others) {
    const between = peeringEnds(opposite)
      .of(vpc)
      .filter(({ other }) => opposite.names(other, urn));
    const isAppliance = passesAppliance(opposite, urn, own, blocksOfVpc(world, urn));
    if (between.length > 0 && isAppliance) return "the traffic passes an appliance";
    if (between.some(({ peering }) => !staysInRegion(world, peering))) return "it is in another region";
    if (isBesideOnHub(opposite, vpc, urn) && (isAppliance || !carriesReferences(world, vpc, urn, "ingress")))
      return "the transit network between them carries no references";
  }
  if (others.length > 0 || !ip.covers(privateAddresses, block)) return undefined;
  if (privateGateways(opposite).of(vpc).length > 0) return "it comes over a VPN or Direct Connect";
  return hubAttachments(opposite).of(vpc).length > 0 ? "it comes over a transit network" : undefined;
}

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

/** The region of a VPC, where the program says it: by the VPC itself, or by its provider. */
function regionOf(world: World, vpc: string): Fact<string> | undefined {
  const own = regionals(world).get(vpc);
  const provider = own?.resource.provider;
  return own?.region ?? (provider === undefined ? undefined : regionals(world).get(provider)?.region);
}

function isSameRegion(world: World, a: string, b: string): boolean {
  const [here, there] = [regionOf(world, a), regionOf(world, b)];
  if (here !== undefined && there !== undefined) return isHole(here) ? world.doubt(here) : world.holds(there, (region) => region === here);
  const [first, second] = [regionals(world).get(a), regionals(world).get(b)];
  if (here === there && first?.resource.provider === second?.resource.provider) return true;
  const hole = first?.hole ?? second?.hole;
  return hole !== undefined && world.doubt(hole);
}

function isAcrossHub(world: World, from: string, to: string): boolean {
  const here = hubAttachments(world).of(from);
  const there = hubAttachments(world).of(to);
  const isShared = here.some(
    (one) =>
      world.holds(one.carriesReferences, Boolean) &&
      hubCarries(world, one.hub) &&
      there.some((two) => world.holds(two.carriesReferences, Boolean) && isSameHub(world, one.hub, two.hub) && isReferable(world, one, from, to)),
  );
  if (isShared) return true;
  // Where one VPC is attached to a gateway from outside the stack, the other may be, too.
  const alone = there.length === 0 ? here : here.length === 0 ? there : [];
  return alone.some(({ hub }) => hub.kind !== "resource" && world.doubt(hub.hole));
}

/** A core network spans regions, and references do not. */
function isReferable(world: World, { hub }: HubAttachment, from: string, to: string): boolean {
  const noun = hub.kind === "resource" ? hubs(world).get(hub.urn)?.noun : undefined;
  return noun === "transit gateway" || isSameRegion(world, from, to);
}

function hubCarries(world: World, hub: Ref): boolean {
  if (hub.kind !== "resource") return world.doubt(hub.hole);
  const known = hubs(world).get(hub.urn);
  if (known === undefined) return world.doubt(new Hole(hub.urn, [], "is from outside the stack"));
  return [known, ...hubPolicies(world).of(hub.urn)].some(({ carriesReferences }) => world.holds(carriesReferences, Boolean));
}

function isBesideOnHub(world: World, vpc: string, other: string): boolean {
  const there = hubAttachments(world).of(other);
  return hubAttachments(world)
    .of(vpc)
    .some(({ hub }) => there.some((two) => isSameHub(world, hub, two.hub)));
}

function isSameHub(world: World, one: Ref, two: Ref): boolean {
  const key = keyOf(one);
  if (key !== undefined) return world.names(two, key);
  const other = keyOf(two);
  return other === undefined ? one.kind === "unclear" && world.doubt(one.hole) : world.names(one, other);
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

const hubs = perWorld((world) => new Map<string, Hub>(world.all("hub").map((hub) => [hub.urn, hub])));
const hubPolicies = perWorld((world) => byReference<HubPolicy>(world, world.all("hubPolicy"), ({ hub }) => hub));
const hubAttachments = perWorld((world) => byReference<HubAttachment>(world, world.all("hubAttachment"), ({ vpc }) => vpc));
const privateGateways = perWorld((world) => byReference(world, world.all("privateGateway"), ({ vpc }) => vpc));
const regionals = perWorld((world) => new Map(world.all("regional").map((regional) => [regional.urn, regional])));
const groups = perWorld((world) => new Map(world.all("group").map((group) => [group.urn, group])));
const everyVpc = perWorld((world) => world.all("vpc").map(({ urn }) => urn));

const associations = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("vpcAssociation").map(({ group, vpc }) => [group, vpc] as const),
    ),
);

const detours = perWorld((world) => {
  const tables = new Map(world.all("routeTable").map(({ urn, vpc }) => [urn, vpc]));
  return new ReferenceIndex<Fact<AddressSet>>(
    world,
    world.all("detour").flatMap(({ table, destination }) => {
      if (table.kind !== "resource") return [[{ kind: "unclear", candidates: [], hole: table.hole } as const, destination] as const];
      const vpc = tables.get(table.urn);
      return vpc === undefined ? [] : [[vpc, destination] as const];
    }),
  );
});

const blocks = perWorld((world) => {
  const result = new Map<string, AddressSet>();
  const add = (vpc: string | undefined, block: Fact<AddressSet>): void => {
    if (vpc !== undefined && !isHole(block)) result.set(vpc, ip.union(result.get(vpc) ?? ip.noAddresses, block));
  };
  for (const { urn, blocks: own } of world.all("vpc")) for (const block of own) add(urn, block);
  for (const { vpc, block } of world.all("vpcBlock")) add(keyOf(vpc), block);
  return result;
});

function byReference<T>(world: World, nouns: readonly T[], refOf: (noun: T) => Ref): ReferenceIndex<T> {
  return new ReferenceIndex<T>(
    world,
    nouns.map((noun) => [refOf(noun), noun] as const),
  );
}
