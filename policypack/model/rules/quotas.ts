import * as intervals from "../../net/intervals";
import { groupRefsOf } from "../attachments/attachments";
import { judgedGroups, rulesOf } from "./groups";
import { managedListName } from "../names/managed-prefix-lists";
import type { Direction, PrefixList, Ref, Rule, Workload } from "../network";
import { keyOf, perKeyInDoubt, perWorld, ReferenceIndex, type World } from "../world";

/** The rules of one direction that a group has unless AWS was asked: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
export const mostRulesOfGroup = 60;

export type Family = "IPv4" | "IPv6";

/**
 * How many rules of one direction and family AWS counts for a group: a group as peer counts for both families, and a prefix list for as many as it
 * can hold. Of a list of peers that is not known there may be any number.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
export function countRules(world: World, group: string, direction: Direction, family: Family): number {
  return counts(world).get(`${group} ${direction} ${family}`) ?? 0;
}

const counts = perWorld((world) => {
  const result = new Map<string, number>();
  for (const { key } of judgedGroups(world))
    for (const direction of ["ingress", "egress"] as const) {
      const rules = rulesOf(world, key, direction);
      for (const family of ["IPv4", "IPv6"] as const) {
        const count = rules.reduce((sum, rule) => sum + weightOf(world, rule, family), 0);
        result.set(`${key} ${direction} ${family}`, count);
      }
    }
  return result;
});

function weightOf(world: World, { peer, path, declaration }: Rule, family: Family): number {
  const { hiddenBy, spelling } = declaration;
  if (hiddenBy !== undefined && !world.doubt(hiddenBy)) return 0;
  if (peer.kind === "hidden") return world.doubt(peer.hole) ? Infinity : 0;
  const hole =
    peer.kind === "addresses" ? peer.addresses.holes[0] : unclear(peer.kind === "self" ? undefined : peer.kind === "group" ? peer.group : peer.list);
  // A property that takes a list and is not known as a whole.
  const isList = hole !== undefined && spelling.severalPeers && typeof path.at(-1) !== "number";
  if (hole !== undefined && !world.doubt(hole)) return 0;
  if (isList) return Infinity;
  if (peer.kind === "prefix-list") return weightOfList(world, peer.list, family);
  if (peer.kind !== "addresses") return 1;
  const { v4, v6 } = world.pick(peer.addresses);
  return intervals.isEmpty(family === "IPv4" ? v4 : v6) ? 0 : 1;
}

function unclear(ref: Ref | undefined) {
  return ref?.kind === "unclear" ? ref.hole : undefined;
}

function weightOfList(world: World, ref: Ref, family: Family): number {
  const key = keyOf(ref);
  const list = key === undefined ? undefined : lists(world).get(key);
  if (list !== undefined) return familiesOf(world, list.urn).has(family) ? maxEntries(world, list) : 0;
  const name = managedListName(world, ref);
  const known = name === undefined ? undefined : managedWeight(name);
  if (known !== undefined) return isIpv6List(name ?? "") === (family === "IPv6") ? known : 0;
  return ref.kind !== "resource" && world.doubt(ref.hole) ? Infinity : 1;
}

function maxEntries(world: World, { maxEntries: most }: PrefixList): number {
  if (typeof most === "number") return most;
  return most === undefined ? 1 : world.doubt(most) ? Infinity : 1;
}

/** The family of a list is that of its entries: of either, where these are not known. */
const familiesOf = perKeyInDoubt((world, list: string): ReadonlySet<Family> => {
  const families = new Set<Family>();
  for (const { addresses } of entries(world).of(list)) {
    const { v4, v6 } = world.pick(addresses);
    if (!intervals.isEmpty(v4)) families.add("IPv4");
    if (!intervals.isEmpty(v6)) families.add("IPv6");
  }
  return families;
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html#aws-managed-prefix-list-weights */
function managedWeight(name: string): number | undefined {
  return weights.find(([suffix]) => name.endsWith(suffix))?.[1];
}

const weights: readonly (readonly [string, number])[] = [
  [".origin-facing", 55],
  [".route53-healthchecks", 25],
  [".vpc-lattice", 10],
  [".s3express", 6],
  [".groundstation", 5],
  [".ec2-instance-connect", 2],
  [".s3", 1],
  [".dynamodb", 1],
];

function isIpv6List(name: string): boolean {
  return name.includes(".ipv6.");
}

const lists = perWorld((world) => new Map(world.all("prefixList").map((list) => [list.urn, list])));
const entries = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("prefixListEntry").map((entry) => [entry.list, entry] as const),
    ),
);

/** How many groups a workload has, with those that are not known. */
export function countGroups(world: World, workload: Workload): number {
  const known = new Set<string>();
  let more = 0;
  for (const ref of groupRefsOf(world, workload)) {
    const key = keyOf(ref);
    if (key !== undefined) known.add(key);
    else if (ref.kind === "unclear" && world.doubt(ref.hole)) more += ref.hole === workload.groupsHole ? Infinity : 1;
  }
  return known.size + more;
}

/** How many rules the groups of a workload have together. A group that is not known has at most as many as a group may have. */
export function countRulesOn(world: World, workload: Workload, direction: Direction, family: Family, mostInAGroup: number): number {
  const known = new Set<string>();
  let more = 0;
  for (const ref of groupRefsOf(world, workload)) {
    const key = keyOf(ref);
    if (key !== undefined) known.add(key);
    if (ref.kind === "external" && world.doubt(ref.hole)) more += mostInAGroup;
    if (ref.kind !== "unclear" || !world.doubt(ref.hole)) continue;
    const candidates = ref.candidates.map((candidate) => countRules(world, candidate, direction, family));
    more += Math.max(candidates.length === 0 ? mostInAGroup : 0, ...candidates);
  }
  return more + [...known].reduce((sum, key) => sum + countRules(world, key, direction, family), 0);
}
