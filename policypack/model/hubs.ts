import * as ip from "../net/ip";
import { Hole, type Fact } from "./approx";
import type { Hub, HubAttachment, HubPolicy, HubRoute, Ref } from "./network";
import { isSameRegion } from "./regions";
import { blocksOfVpc } from "./vpc-blocks";
import { byReference, keyOf, perWorld, ReferenceIndex, type World } from "./world";

/** Whether a hub takes references between groups of two VPCs as valid, whether or not it has routes between them. */
export function acceptsReferencesAcrossHub(world: World, from: string, to: string): boolean {
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

/** Whether two VPCs are attached to one hub. */
export function isBesideOnHub(world: World, vpc: string, other: string): boolean {
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

/** The attachments of a VPC. */
export function hubAttachmentsOf(world: World, vpc: string): readonly HubAttachment[] {
  return hubAttachments(world).of(vpc);
}

/**
 * Whether a hub takes traffic between two VPCs, there and back, with nothing in between.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-routing-overview
 */
export function isRoutedAcrossHub(world: World, vpc: string, other: string): boolean {
  return pairsOnHub(world, vpc, other).some(([one, two]) => leadsTo(world, one, two) && leadsTo(world, two, one));
}

/** The same, where an appliance or another network may be in between. */
export function isConnectedAcrossHub(world: World, vpc: string, other: string): boolean {
  if (isRoutedAcrossHub(world, vpc, other)) return true;
  return pairsOnHub(world, vpc, other).some(([one, two]) => leadsSomewhere(world, one, other) && leadsSomewhere(world, two, vpc));
}

function pairsOnHub(world: World, vpc: string, other: string): readonly (readonly [HubAttachment, HubAttachment])[] {
  const there = hubAttachments(world).of(other);
  return hubAttachments(world)
    .of(vpc)
    .flatMap((one) => there.flatMap((two) => (isSameHub(world, one.hub, two.hub) ? [[one, two] as const] : [])));
}

/** Whether the route table of one attachment has a route to another. */
function leadsTo(world: World, from: HubAttachment, to: HubAttachment): boolean {
  const { hub } = from;
  // Which segments of a core network see each other is for its policy to say.
  if (hub.kind === "resource" && hubs(world).get(hub.urn)?.noun === "core network") return true;
  if (hub.kind !== "resource" || !hubs(world).has(hub.urn)) return world.doubt(hub.kind === "resource" ? outside(hub.urn) : hub.hole);
  return tablesOf(world, from).some((table) => {
    if (isPropagated(world, to, table)) return true;
    const there = keyOf(to.vpc);
    return routes(world)
      .of(table)
      .some(({ attachment, destination }) => attachment !== undefined && isSame(world, attachment, to) && takes(world, destination, there));
  });
}

/** Whether a static route of its table takes what goes to a VPC anywhere. */
function leadsSomewhere(world: World, from: HubAttachment, vpc: string): boolean {
  return tablesOf(world, from).some((table) =>
    routes(world)
      .of(table)
      .some(({ attachment, destination }) => attachment !== undefined && takes(world, destination, vpc)),
  );
}

function takes(world: World, destination: Fact<ip.AddressSet>, vpc: string | undefined): boolean {
  const blocks = vpc === undefined ? ip.noAddresses : blocksOfVpc(world, vpc);
  // Where the blocks of the VPC are not known, nothing tells.
  return world.holds(destination, (routed) => (ip.isEmpty(blocks) ? world.polarity === "may" : ip.meets(routed, blocks)));
}

function isSame(world: World, ref: Ref, { urn }: HubAttachment): boolean {
  return world.names(ref, urn);
}

/** The route tables that decide about what comes from an attachment: the one that is put on it, else the default one of the hub. */
function tablesOf(world: World, attachment: HubAttachment): readonly string[] {
  const { hub, urn, associates } = attachment;
  const chosen = associations(world)
    .of(urn)
    .flatMap((table) => keyOf(table) ?? (table.kind === "unclear" && world.doubt(table.hole) ? everyTable(world) : []));
  const isChosen = associations(world.opposite).of(urn).length > 0;
  if (isChosen || hub.kind !== "resource") return chosen;
  const known = hubs(world).get(hub.urn);
  return known !== undefined && world.holds(known.associates, Boolean) && world.holds(associates, Boolean) ? [...chosen, hub.urn] : chosen;
}

function isPropagated(world: World, { urn, hub, propagates }: HubAttachment, table: string): boolean {
  if (
    propagations(world)
      .of(urn)
      .some((ref) => world.names(ref, table))
  )
    return true;
  const known = hub.kind === "resource" && hub.urn === table ? hubs(world).get(hub.urn) : undefined;
  return known !== undefined && world.holds(known.propagates, Boolean) && world.holds(propagates, Boolean);
}

function outside(urn: string): Hole {
  return new Hole(urn, [], "is from outside the stack");
}

const hubs = perWorld((world) => new Map<string, Hub>(world.all("hub").map((hub) => [hub.urn, hub])));
const hubPolicies = perWorld((world) => byReference<HubPolicy>(world, world.all("hubPolicy"), ({ hub }) => hub));
const hubAttachments = perWorld((world) => byReference<HubAttachment>(world, world.all("hubAttachment"), ({ vpc }) => vpc));
const routes = perWorld((world) => byReference<HubRoute>(world, world.all("hubRoute"), ({ table }) => table));
const associations = perWorld((world) => tables(world, "hubAssociation"));
const propagations = perWorld((world) => tables(world, "hubPropagation"));
const everyTable = perWorld((world) => [...new Set(world.all("hubRoute").flatMap(({ table }) => keyOf(table) ?? [])), ...hubs(world).keys()]);

function tables(world: World, kind: "hubAssociation" | "hubPropagation"): ReferenceIndex<Ref> {
  return new ReferenceIndex(
    world,
    world.all(kind).map(({ attachment, table }) => [attachment, table] as const),
  );
}
