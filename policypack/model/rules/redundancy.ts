import * as intervals from "../../net/intervals";
import type { Interval } from "../../net/intervals";
import type { Traffic } from "../../net/ports";
import { addressesOf, rulesOf, trafficOf } from "./groups";
import type { Direction, Ref, Rule } from "../network";
import { keyOf, type World } from "../world";

/** A rule that admits nothing that another rule of the group does not. */
export interface Redundant {
  readonly rule: Rule;
  readonly by: Rule;
}

/**
 * The rules of a group that another one makes redundant; of two that are equal, the later one. How far a rule reaches at most is asked of the
 * opposite world, how far the other one reaches at least of this one.
 */
export function redundantRules(world: World, group: string, direction: Direction): readonly Redundant[] {
  const rules = [...new Set([...rulesOf(world, group, direction), ...rulesOf(world.opposite, group, direction)])];
  // Only a list that is not known could cover itself.
  if (rules.length < 2 && world.polarity === "must") return [];
  const [only] = rules;
  if (only === undefined || (rules.length === 1 && !standsForSeveral(only))) return [];
  const largest = rules.flatMap((rule, order) => extentsOf(world.opposite, rule, group, order));
  const certain = new Set(rulesOf(world, group, direction));
  const smallest = rules.flatMap((rule, order) => (certain.has(rule) ? extentsOf(world, rule, group, order) : []));
  const lines = linesOf(smallest);
  const reaching = new Set(largest.map(({ order }) => order));
  const found = new Map<number, Redundant>();
  const missed = new Set<number>();
  for (const extent of largest) {
    const by = coverOf(lines, extent);
    const [rule, other] = [rules[extent.order], by === undefined ? undefined : rules[by]];
    if (rule === undefined || other === undefined || missed.has(extent.order)) {
      missed.add(extent.order);
      found.delete(extent.order);
    } else if (!found.has(extent.order)) found.set(extent.order, { rule, by: other });
  }
  // What is not known may be covered by anything, and a list that is not known may cover itself.
  const different = differentPeers(rules);
  for (const { order } of smallest) {
    const rule = rules[order];
    if (rule !== undefined && different.has(rule)) continue;
    const other = rule !== undefined && standsForSeveral(rule) ? rule : rules[order === 0 ? 1 : 0];
    if (!reaching.has(order) && rule !== undefined && other !== undefined) found.set(order, { rule, by: other });
  }
  // A rule that may be of another group, or of the other direction, changes something there.
  return [...found.values()].filter(({ rule }) => certain.has(rule) && isOfDirection(world, rule));
}

function isOfDirection(world: World, { declaration: { hiddenBy } }: Rule): boolean {
  return hiddenBy === undefined || world.doubt(hiddenBy);
}

/**
 * The rules of which it is not known which group each admits, but that each admits another one: as many as there are groups that the
 * property was computed from.
 */
function differentPeers(rules: readonly Rule[]): ReadonlySet<Rule> {
  const byCandidates = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (rule.peer.kind !== "group" || rule.peer.group.kind !== "unclear" || rule.declaration.traffic.holes.length > 0) continue;
    const key = [rule.declaration.urn, ...rule.peer.group.candidates].join(" ");
    byCandidates.set(key, [...(byCandidates.get(key) ?? []), rule]);
  }
  const isEach = ([first, ...others]: readonly Rule[]): boolean =>
    first?.peer.kind === "group" && first.peer.group.kind === "unclear" && first.peer.group.candidates.length === others.length + 1;
  return new Set([...byCandidates.values()].filter(isEach).flat());
}

/** Whether it is a list that is not known. */
function standsForSeveral({ peer, path, declaration }: Rule): boolean {
  return peer.kind === "hidden" || (declaration.spelling.severalPeers && typeof path.at(-1) !== "number");
}

/** One interval of peers that a rule admits to some traffic. Peers that are no addresses are points on lines of their own. */
interface Extent extends Interval {
  readonly line: string;
  readonly traffic: Traffic;
  readonly order: number;
}

function extentsOf(world: World, rule: Rule, group: string, order: number): readonly Extent[] {
  const traffic = trafficOf(world, rule);
  if (intervals.isEmpty(traffic)) return [];
  const ref = referenceOf(rule, group);
  if (ref !== undefined) {
    const key = keyOf(ref);
    // A list may go by the same text as a group.
    if (key !== undefined) return [{ line: `${rule.peer.kind === "prefix-list" ? "list" : "group"} ${key}`, first: 0n, last: 0n, traffic, order }];
    // What is not known is like nothing else.
    return world.polarity === "must" ? [] : [{ line: `unclear ${order}`, first: 0n, last: 0n, traffic, order }];
  }
  const { v4, v6 } = addressesOf(world, rule.peer);
  const on =
    (line: string): ((block: Interval) => Extent) =>
    (block) => ({ line, ...block, traffic, order });
  return [...v4.map(on("v4")), ...v6.map(on("v6"))];
}

function referenceOf({ peer, declaration }: Rule, group: string): Ref | undefined {
  if (peer.kind === "self") return declaration.group.kind === "resource" ? { kind: "resource", urn: group } : declaration.group;
  if (peer.kind === "group") return peer.group;
  return peer.kind === "prefix-list" ? peer.list : undefined;
}

/** The extents of one line and one traffic, sorted; with each, how far those up to it reach, and which of them reaches there. */
interface Bucket {
  readonly traffic: Traffic;
  /** The first and the last point of the traffic. */
  readonly from: bigint;
  readonly to: bigint;
  /** The place among the buckets of the line, in the order of the rules. */
  readonly rank: number;
  readonly extents: readonly Extent[];
  readonly reach: readonly Extent[];
}

/** The buckets of one line by where their traffic begins, with how far the traffic up to each of them reaches. */
interface Line {
  readonly buckets: readonly Bucket[];
  readonly reach: readonly bigint[];
}

function linesOf(extents: readonly Extent[]): ReadonlyMap<string, Line> {
  const grouped = new Map<string, Map<string, Extent[]>>();
  for (const extent of extents) {
    const line = grouped.get(extent.line) ?? new Map<string, Extent[]>();
    grouped.set(extent.line, line);
    const signature = extent.traffic.map(({ first, last }) => `${first}-${last}`).join(",");
    const bucket = line.get(signature);
    if (bucket === undefined) line.set(signature, [extent]);
    else bucket.push(extent);
  }
  return new Map([...grouped].map(([line, byTraffic]) => [line, lineOf([...byTraffic.values()].map(bucketOf))]));
}

function lineOf(buckets: readonly Bucket[]): Line {
  const sorted = [...buckets].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  let furthest = -1n;
  return { buckets: sorted, reach: sorted.map(({ to }) => (furthest = to > furthest ? to : furthest)) };
}

function bucketOf(list: readonly Extent[], rank: number): Bucket {
  const traffic = list[0]?.traffic ?? intervals.none;
  const sorted = [...list].sort(inOrder);
  let furthest: Extent | undefined;
  const reach = sorted.map((extent) => (furthest = furthest === undefined || extent.last > furthest.last ? extent : furthest));
  return { traffic, from: traffic[0]?.first ?? 0n, to: traffic.at(-1)?.last ?? -1n, rank, extents: sorted, reach };
}

/** Wider ones before narrower ones that begin at the same point; of equal ones, the earlier rule first. */
function inOrder(a: Extent, b: Extent): number {
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  if (a.last !== b.last) return a.last > b.last ? -1 : 1;
  return a.order - b.order;
}

/** The order of a rule, other than the extent's own, that admits all of the extent; of several, one of the first bucket. */
function coverOf(lines: ReadonlyMap<string, Line>, extent: Extent): number | undefined {
  const line = lines.get(extent.line);
  const [from, to] = [extent.traffic[0]?.first, extent.traffic.at(-1)?.last];
  if (line === undefined || from === undefined || to === undefined) return undefined;
  let found: { readonly rank: number; readonly order: number } | undefined;
  // From the last bucket that begins no later, back to where none reaches far enough any more.
  for (let index = countBefore(line.buckets, (bucket) => bucket.from <= from) - 1; index >= 0 && (line.reach[index] ?? -1n) >= to; index--) {
    const bucket = line.buckets[index];
    if (bucket === undefined || bucket.to < to || (found !== undefined && found.rank < bucket.rank)) continue;
    const order = coverIn(bucket, extent);
    if (order !== undefined) found = { rank: bucket.rank, order };
  }
  return found?.order;
}

function coverIn({ traffic, extents, reach }: Bucket, extent: Extent): number | undefined {
  if (!intervals.covers(traffic, extent.traffic)) return undefined;
  const isSameTraffic = intervals.covers(extent.traffic, traffic);
  // Among those that begin no later, the one that reaches furthest; the extent itself and what is equal to it but later do not count.
  const before = countBefore(extents, (candidate) => (isSameTraffic ? inOrder(candidate, extent) < 0 : candidate.first <= extent.first));
  const furthest = reach[before - 1];
  return furthest !== undefined && furthest.last >= extent.last && furthest.order !== extent.order ? furthest.order : undefined;
}

/** How many elements of a sorted list come before a point: those of which the claim holds, all before all others. */
function countBefore<T>(sorted: readonly T[], isBefore: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = sorted[middle];
    if (element !== undefined && isBefore(element)) low = middle + 1;
    else high = middle;
  }
  return low;
}
