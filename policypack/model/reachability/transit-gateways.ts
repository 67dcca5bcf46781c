import { addTo, grouped } from "../../grouped";
import * as ip from "../../net/ip";
import { Hole, type Fact } from "../approx";
import type { TransitGateway, TransitGatewayAttachment, TransitGatewayPolicy, TransitGatewayRoute, Ref } from "../network";
import { isSameRegion, regionKey } from "../placement/regions";
import { blocksOfVpc } from "../placement/vpc-blocks";
import { byReference, keyOf, perWorld, ReferenceIndex, type World } from "../world";

/** Whether a transit gateway takes references between groups of two VPCs as valid, whether or not it has routes between them. */
export function acceptsReferencesAcrossTransitGateway(world: World, from: string, to: string): boolean {
  const here = transitGatewayAttachments(world).of(from);
  const there = transitGatewayAttachments(world).of(to);
  const isShared = here.some(
    (one) =>
      world.holds(one.carriesReferences, Boolean) &&
      transitGatewayCarries(world, one.transitGateway) &&
      there.some(
        (two) =>
          world.holds(two.carriesReferences, Boolean) &&
          isSameTransitGateway(world, one.transitGateway, two.transitGateway) &&
          isReferable(world, one, from, to),
      ),
  );
  if (isShared) return true;
  // Where one VPC is attached to a gateway from outside the stack, the other may be, too.
  const alone = there.length === 0 ? here : here.length === 0 ? there : [];
  return alone.some(({ transitGateway }) => transitGateway.kind !== "resource" && world.doubt(transitGateway.hole));
}

/** A core network spans regions, and references do not. */
function isReferable(world: World, { transitGateway }: TransitGatewayAttachment, from: string, to: string): boolean {
  const noun = transitGateway.kind === "resource" ? transitGateways(world).get(transitGateway.urn)?.noun : undefined;
  return noun === "transit gateway" || isSameRegion(world, from, to);
}

function transitGatewayCarries(world: World, transitGateway: Ref): boolean {
  if (transitGateway.kind !== "resource") return world.doubt(transitGateway.hole);
  const known = transitGateways(world).get(transitGateway.urn);
  if (known === undefined) return world.doubt(new Hole(transitGateway.urn, [], "is from outside the stack"));
  return [known, ...transitGatewayPolicies(world).of(transitGateway.urn)].some(({ carriesReferences }) => world.holds(carriesReferences, Boolean));
}

/** Whether what a group in one VPC admits by reference to a group of the other gets there across a transit gateway. */
export function carriesReferencesAcrossTransitGateway(world: World, from: string, to: string): boolean {
  return acceptsReferencesAcrossTransitGateway(world, from, to) && isRoutedAcrossTransitGateway(world, from, to);
}

/** Whether two VPCs are attached to one transit gateway. */
export function shareTransitGateway(world: World, vpc: string, other: string): boolean {
  const there = transitGatewayAttachments(world).of(other);
  return transitGatewayAttachments(world)
    .of(vpc)
    .some(({ transitGateway }) => there.some((two) => isSameTransitGateway(world, transitGateway, two.transitGateway)));
}

function isSameTransitGateway(world: World, one: Ref, two: Ref): boolean {
  const key = keyOf(one);
  if (key !== undefined) return world.names(two, key);
  const other = keyOf(two);
  return other === undefined ? one.kind === "unclear" && world.doubt(one.hole) : world.names(one, other);
}

/** The transit gateway of the stack that two VPCs are attached to, with routes between them or without. */
export function sharedTransitGateway(world: World, vpc: string, other: string): TransitGateway | undefined {
  for (const [{ transitGateway }] of pairsOfAttachments(world, vpc, other)) {
    const known = transitGateways(world).get(keyOf(transitGateway) ?? "");
    if (known !== undefined) return known;
  }
  return undefined;
}

/** The attachments of a VPC. */
export function transitGatewayAttachmentsOf(world: World, vpc: string): readonly TransitGatewayAttachment[] {
  return transitGatewayAttachments(world).of(vpc);
}

/**
 * Whether a transit gateway takes traffic between two VPCs, there and back, with nothing in between.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-routing-overview
 */
export function isRoutedAcrossTransitGateway(world: World, vpc: string, other: string): boolean {
  return pairsOfAttachments(world, vpc, other).some(([one, two]) => leadsTo(world, one, two) && leadsTo(world, two, one));
}

/** The same, where an appliance or another network may be in between. */
export function isConnectedAcrossTransitGateway(world: World, vpc: string, other: string): boolean {
  if (isRoutedAcrossTransitGateway(world, vpc, other)) return true;
  return pairsOfAttachments(world, vpc, other).some(([one, two]) => leadsSomewhere(world, one, other) && leadsSomewhere(world, two, vpc));
}

function pairsOfAttachments(world: World, vpc: string, other: string): readonly (readonly [TransitGatewayAttachment, TransitGatewayAttachment])[] {
  const there = transitGatewayAttachments(world).of(other);
  return transitGatewayAttachments(world)
    .of(vpc)
    .flatMap((one) => there.flatMap((two) => (isSameTransitGateway(world, one.transitGateway, two.transitGateway) ? [[one, two] as const] : [])));
}

/** Whether the route table of one attachment has a route to another. */
function leadsTo(world: World, from: TransitGatewayAttachment, to: TransitGatewayAttachment): boolean {
  const { transitGateway } = from;
  // Which segments of a core network see each other is for its policy to say.
  if (transitGateway.kind === "resource" && transitGateways(world).get(transitGateway.urn)?.noun === "core network") return true;
  if (transitGateway.kind !== "resource" || !transitGateways(world).has(transitGateway.urn))
    return world.doubt(transitGateway.kind === "resource" ? outside(transitGateway.urn) : transitGateway.hole);
  return tablesOf(world, from).some((table) => {
    if (isPropagated(world, to, table)) return true;
    const there = keyOf(to.vpc);
    return routes(world)
      .of(table)
      .some(({ attachment, destination }) => attachment !== undefined && isSame(world, attachment, to) && takes(world, destination, there));
  });
}

/** Whether a static route of its table takes what goes to a VPC anywhere. */
function leadsSomewhere(world: World, from: TransitGatewayAttachment, vpc: string): boolean {
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

function isSame(world: World, ref: Ref, { urn }: TransitGatewayAttachment): boolean {
  return world.names(ref, urn);
}

/** The route tables that decide about what comes from an attachment: the one that is put on it, else the default one of the transit gateway. */
function tablesOf(world: World, attachment: TransitGatewayAttachment): readonly string[] {
  const { transitGateway, urn, associates } = attachment;
  const chosen = associations(world)
    .of(urn)
    .flatMap((table) => keyOf(table) ?? (table.kind === "unclear" && world.doubt(table.hole) ? everyTable(world) : []));
  const isChosen = associations(world.opposite).of(urn).length > 0;
  if (isChosen || transitGateway.kind !== "resource") return chosen;
  const known = transitGateways(world).get(transitGateway.urn);
  return known !== undefined && world.holds(known.associates, Boolean) && world.holds(associates, Boolean) ? [...chosen, transitGateway.urn] : chosen;
}

function isPropagated(world: World, { urn, transitGateway, propagates }: TransitGatewayAttachment, table: string): boolean {
  if (
    propagations(world)
      .of(urn)
      .some((ref) => world.names(ref, table))
  )
    return true;
  const known = transitGateway.kind === "resource" && transitGateway.urn === table ? transitGateways(world).get(transitGateway.urn) : undefined;
  return known !== undefined && world.holds(known.propagates, Boolean) && world.holds(propagates, Boolean);
}

/** VPCs that transit gateways of the stack treat alike: attached to the same ones, in the same route tables, and led to by the same route tables. */
export interface Way {
  readonly vpcs: readonly [string, ...string[]];
  readonly attachments: readonly WayOfAttachment[];
}

interface WayOfAttachment {
  readonly gateway: string;
  readonly carriesReferences: boolean;
  readonly tables: readonly string[];
  readonly ledToBy: readonly string[];
  readonly region: string;
  /** Whether routes are for somebody else to say: then any attachment leads to any. */
  readonly isCoreNetwork: boolean;
}

/** All of them. Undefined where a gateway, or what is attached to it, is not of the stack or not known. */
export function waysOfVpcs(world: World): readonly Way[] | undefined {
  const attached = new Set<string>();
  for (const { vpc, transitGateway } of world.all("transitGatewayAttachment")) {
    const key = keyOf(vpc);
    if (key === undefined || transitGateway.kind !== "resource" || !transitGateways(world).has(transitGateway.urn)) return undefined;
    attached.add(key);
  }
  const own = [...attached].map((vpc) => ({
    vpc,
    attachments: transitGatewayAttachments(world)
      .of(vpc)
      .map((attachment) => wayOf(world, attachment, vpc)),
  }));
  const text = ({ attachments }: (typeof own)[number]): string =>
    attachments
      .map((attachment) => JSON.stringify(attachment))
      .sort()
      .join("\n");
  return grouped(own, text).map(([, [first, ...others]]) => ({
    vpcs: [first.vpc, ...others.map(({ vpc }) => vpc)],
    attachments: first.attachments,
  }));
}

/** Of some ways, those to which a route table of one leads: traffic gets to no others from it. */
export function waysBehind(ways: readonly Way[]): (way: Way) => readonly Way[] {
  const placeOf = (gateway: string, table: string): string => `${gateway}\n${table}`;
  const behind = new Map<string, [number, ...number[]]>();
  for (const [order, { attachments }] of ways.entries())
    for (const { gateway, ledToBy, isCoreNetwork } of attachments)
      for (const table of isCoreNetwork ? [""] : ledToBy) addTo(behind, placeOf(gateway, table), order);
  return ({ attachments }) => {
    const orders = attachments.flatMap(({ gateway, tables, isCoreNetwork }) =>
      (isCoreNetwork ? [""] : tables).flatMap((table) => behind.get(placeOf(gateway, table)) ?? []),
    );
    return [...new Set(orders)].sort((a, b) => a - b).flatMap((order) => ways[order] ?? []);
  };
}

function wayOf(world: World, attachment: TransitGatewayAttachment, vpc: string): WayOfAttachment {
  const { transitGateway, carriesReferences } = attachment;
  const gateway = keyOf(transitGateway) ?? "";
  const noun = transitGateways(world).get(gateway)?.noun;
  return {
    gateway,
    carriesReferences: world.holds(carriesReferences, Boolean),
    tables: [...tablesOf(world, attachment)].sort(),
    ledToBy: tablesLeadingTo(world, attachment, vpc).sort(),
    region: noun === "transit gateway" ? "" : regionKey(world, vpc),
    isCoreNetwork: noun === "core network",
  };
}

/** The route tables with a route to an attachment that takes what goes to its VPC. */
function tablesLeadingTo(world: World, attachment: TransitGatewayAttachment, vpc: string): string[] {
  const chosen = propagations(world).of(attachment.urn);
  const routed = routesByAttachment(world)
    .of(attachment.urn)
    .flatMap(({ table, destination }) => (takes(world, destination, vpc) ? [table] : []));
  const tables = [attachment.transitGateway, ...chosen, ...routed].flatMap(
    (table) => keyOf(table) ?? (table.kind === "unclear" ? notKnown(world, table.hole) : []),
  );
  return [...new Set(tables)].filter((table) => routed.some((ref) => world.names(ref, table)) || isPropagated(world, attachment, table));
}

function notKnown(world: World, hole: Hole): readonly string[] {
  world.doubt(hole);
  return [];
}

function outside(urn: string): Hole {
  return new Hole(urn, [], "is from outside the stack");
}

const transitGateways = perWorld(
  (world) => new Map<string, TransitGateway>(world.all("transitGateway").map((transitGateway) => [transitGateway.urn, transitGateway])),
);
const transitGatewayPolicies = perWorld((world) =>
  byReference<TransitGatewayPolicy>(world, world.all("transitGatewayPolicy"), ({ transitGateway }) => transitGateway),
);
const transitGatewayAttachments = perWorld((world) =>
  byReference<TransitGatewayAttachment>(world, world.all("transitGatewayAttachment"), ({ vpc }) => vpc),
);
const routes = perWorld((world) => byReference<TransitGatewayRoute>(world, world.all("transitGatewayRoute"), ({ table }) => table));
const routesByAttachment = perWorld(
  (world) =>
    new ReferenceIndex<TransitGatewayRoute>(
      world,
      world.all("transitGatewayRoute").flatMap((route) => (route.attachment === undefined ? [] : [[route.attachment, route] as const])),
    ),
);
const associations = perWorld((world) => tables(world, "transitGatewayAssociation"));
const propagations = perWorld((world) => tables(world, "transitGatewayPropagation"));
const everyTable = perWorld((world) => [
  ...new Set(world.all("transitGatewayRoute").flatMap(({ table }) => keyOf(table) ?? [])),
  ...transitGateways(world).keys(),
]);

function tables(world: World, kind: "transitGatewayAssociation" | "transitGatewayPropagation"): ReferenceIndex<Ref> {
  return new ReferenceIndex(
    world,
    world.all(kind).map(({ attachment, table }) => [attachment, table] as const),
  );
}
