import { grouped } from "../../grouped";
import type { Interval } from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { parseUrn } from "../../resources/resource";
import { isHole, type Fact } from "../approx";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { carriesReferences, vpcsOfGroup } from "../reachability/group-references";
import { partnersOf, type Partners } from "../reachability/partners";
import type { Ref, Workload } from "../network";
import { subnetsOf } from "./placement";
import { keyOf, perKey, perNetwork, perWorld, ReferenceIndex, type Memo, type World } from "../world";

/** One address block of a VPC or a subnet of the stack. */
export interface CoveredNetwork {
  readonly urn: string;
  readonly noun: "VPC" | "subnet";
  readonly name: string;
  readonly vpc: Ref | undefined;
  readonly block: Fact<AddressSet>;
}

/**
 * A VPC or a subnet that an address set covers, from which a group could admit by reference whatever is in it: it has workloads, all of them
 * with groups, in a VPC to whose groups the group can refer. The widest first.
 */
export function networkWithGroups(world: World, group: string, addresses: AddressSet): CoveredNetwork | undefined {
  const own = vpcsOfGroup(world, { kind: "resource", urn: group });
  if (own.length === 0) return undefined;
  const [vpc, ...others] = own;
  const partners = vpc !== undefined && others.length === 0 && isEachKnown(world) ? partnersOf(world, vpc) : undefined;
  if (partners !== undefined) {
    for (const place of coveredBy(world, placesOf(world, partners), addresses)) if (isKnownByGroup(world, place)) return place;
    return undefined;
  }
  for (const place of coveredBy(world, [vpcs(world), subnets(world)], addresses)) {
    if (isNear(world, own, place) && isKnownByGroup(world, place)) return place;
  }
  return undefined;
}

/** Whether the stack has any VPC or subnet. */
export const hasNetworks = perNetwork((network) => (["vpc", "vpcBlock", "subnet"] as const).some((kind) => network.all(kind).length > 0));

function isNear(world: World, from: readonly string[], { vpc }: CoveredNetwork): boolean {
  if (vpc === undefined) return false;
  const key = keyOf(vpc);
  return from.some((own) => (key === undefined ? world.names(vpc, own) : carriesReferences(world, own, key, "ingress")));
}

function isKnownByGroup(world: World, network: CoveredNetwork): boolean {
  return world.once(network.urn, () => hasKnownGroups(world, network), networksByUrn(world));
}

const networksByUrn = perWorld((): Memo => new Map());

function hasKnownGroups(world: World, { urn, noun }: CoveredNetwork): boolean {
  const members = noun === "subnet" ? inSubnet(world).of(urn) : inVpc(world, urn);
  // What has no group of its own excuses the block, so it is asked of the other world.
  const { opposite } = world;
  const all = noun === "subnet" ? inSubnet(opposite).of(urn) : inVpc(opposite, urn);
  return members.length > 0 && all.every((workload) => hasKnownGroup(world, workload));
}

function hasKnownGroup(world: World, workload: Workload): boolean {
  if (groupsOf(world, workload).length > 0) return true;
  const { groups, groupsHole } = workload;
  return (groupsHole !== undefined && world.doubt(groupsHole)) || groups.some((ref) => ref.kind === "unclear" && world.doubt(ref.hole));
}

function inVpc(world: World, vpc: string): readonly Workload[] {
  return subnetsByVpc(world)
    .of(vpc)
    .flatMap((subnet) => inSubnet(world).of(subnet));
}

const subnetsByVpc = perWorld(
  (world) =>
    new ReferenceIndex<string>(
      world,
      world.all("subnet").flatMap(({ urn, vpc }) => (vpc === undefined ? [] : [[vpc, urn] as const])),
    ),
);

const inSubnet = perWorld(
  (world) =>
    new ReferenceIndex<Workload>(
      world,
      world
        .all("workload")
        .filter((workload) => !isTemplate(workload))
        .flatMap((workload) => subnetsOf(world, workload).map((subnet) => [subnet, workload] as const)),
    ),
);

/** The places of which the block is wholly in a set, VPCs before subnets. */
function* coveredBy(world: World, places: readonly Places[], addresses: AddressSet): Generator<CoveredNetwork> {
  for (const { v4, v6, hidden } of places) {
    yield* within(v4, addresses.v4);
    yield* within(v6, addresses.v6);
    // A block that is not known could be any.
    if (!ip.isEmpty(addresses)) for (const place of hidden) if (isHole(place.block) && world.doubt(place.block)) yield place;
  }
}

function* within(sorted: readonly Placed[], addresses: readonly Interval[]): Generator<CoveredNetwork> {
  for (const { first, last } of addresses) {
    let from = 0;
    for (let to = sorted.length; from < to;) {
      const middle = (from + to) >>> 1;
      if ((sorted[middle]?.first ?? first) < first) from = middle + 1;
      else to = middle;
    }
    for (let next = sorted[from]; next !== undefined && next.first <= last; next = sorted[++from]) if (next.last <= last) yield next.place;
  }
}

interface Placed extends Interval {
  readonly place: CoveredNetwork;
  /** Its place among all of them. */
  readonly order: number;
}

/** Places by their first addresses, and those whose block is not known. */
interface Places {
  readonly v4: readonly Placed[];
  readonly v6: readonly Placed[];
  readonly hidden: readonly CoveredNetwork[];
}

const vpcs = perWorld((world) =>
  inOrder([
    ...world.all("vpc").flatMap(({ urn, blocks }) => blocks.map((block) => vpcPlace({ kind: "resource", urn }, urn, block))),
    ...world.all("vpcBlock").flatMap(({ vpc, block }) => {
      const key = keyOf(vpc);
      return key === undefined ? [] : [vpcPlace(vpc, key, block)];
    }),
  ]),
);

const subnets = perWorld((world) =>
  inOrder(
    world
      .all("subnet")
      .flatMap(({ urn, resource, vpc, blocks }) => blocks.map((block): CoveredNetwork => ({ urn, noun: "subnet", name: resource.name, vpc, block }))),
  ),
);

/** Whether it is known of each place in which VPC it is, and where. */
const isEachKnown = perWorld((world) =>
  [vpcs(world), subnets(world)].every(
    ({ v4, v6, hidden }) => hidden.length === 0 && [...v4, ...v6].every(({ place: { vpc } }) => vpc === undefined || keyOf(vpc) !== undefined),
  ),
);

/** The places in some VPCs, of each kind, in the same order as among all. */
const placesOf = perKey((world, partners: Partners): readonly Places[] =>
  placesByVpc(world).map(({ v4, v6 }) => {
    const those = (byVpc: ReadonlyMap<string, readonly Placed[]>): readonly Placed[] =>
      [...partners].flatMap((vpc) => byVpc.get(vpc) ?? []).sort((a, b) => a.order - b.order);
    return { v4: those(v4), v6: those(v6), hidden: [] };
  }),
);

const placesByVpc = perWorld((world) =>
  [vpcs(world), subnets(world)].map(({ v4, v6 }) => {
    const byVpc = (all: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> =>
      new Map(grouped(all, ({ place: { vpc } }) => (vpc === undefined ? "" : (keyOf(vpc) ?? ""))));
    return { v4: byVpc(v4), v6: byVpc(v6) };
  }),
);

function inOrder(places: readonly CoveredNetwork[]): Places {
  const placed = (family: "v4" | "v6"): readonly Placed[] =>
    places
      .flatMap((place) => (isHole(place.block) ? [] : place.block[family].map(({ first, last }) => ({ first, last, place }))))
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
      .map((each, order) => ({ ...each, order }));
  return { v4: placed("v4"), v6: placed("v6"), hidden: places.filter(({ block }) => isHole(block)) };
}

function vpcPlace(vpc: Ref, urn: string, block: Fact<AddressSet>): CoveredNetwork {
  return { urn, noun: "VPC", name: parseUrn(urn).name, vpc, block };
}
