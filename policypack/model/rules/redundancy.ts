import { Boxes, type Box } from "../../net/boxes";
import * as intervals from "../../net/intervals";
import type { Interval } from "../../net/intervals";
import type { Traffic } from "../../net/ports";
import { isPerhaps } from "./conditions";
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
  const [only, another] = rules;
  // Only a list that is not known could cover itself.
  if (only === undefined || (another === undefined && (!standsForSeveral(only) || world.polarity === "must"))) return [];
  const largest = rules.flatMap((rule, order) => extentsOf(world.opposite, rule, group, order));
  const certain = new Set(rulesOf(world, group, direction));
  // What perhaps does not exist covers nothing.
  const smallest = rules.flatMap((rule, order) =>
    certain.has(rule) && !isPerhaps(world, rule.declaration) ? extentsOf(world, rule, group, order) : [],
  );
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
  // One machine's address is no other one's, although both are of a subnet.
  if (rule.peer.kind === "addresses" && rule.peer.machine !== undefined)
    return [{ line: `machine ${rule.peer.machine}`, first: 0n, last: 0n, traffic, order }];
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

/** Extents that admit the same peers to the same traffic. */
interface Equals {
  readonly extent: Extent;
  /** The rules that they are of, the first one first. */
  readonly orders: readonly number[];
}

/** The extents of one line: the different ones, to be found by what they cover. */
type Line = Boxes<Equals>;

function linesOf(extents: readonly Extent[]): ReadonlyMap<string, Line> {
  const lines = new Map<string, Map<string, { readonly extent: Extent; readonly orders: number[] }>>();
  for (const extent of extents) {
    const line = lines.get(extent.line) ?? new Map<string, { readonly extent: Extent; readonly orders: number[] }>();
    lines.set(extent.line, line);
    const traffic = intervals.keyOf(extent.traffic);
    const key = `${extent.first}-${extent.last} ${traffic}`;
    const same = line.get(key);
    if (same === undefined) line.set(key, { extent, orders: [extent.order] });
    else same.orders.push(extent.order);
  }
  return new Map(
    [...lines].map(([line, different]) => [line, new Boxes([...different.values()].map((each) => [boxOf(each.extent), each] as const))]),
  );
}

function boxOf({ first, last, traffic }: Extent): Box {
  return { across: { first: traffic[0]?.first ?? 0n, last: traffic.at(-1)?.last ?? -1n }, along: { first, last } };
}

/** The order of a rule, other than the extent's own, that admits all of the extent; of equal ones, only an earlier rule does. */
function coverOf(lines: ReadonlyMap<string, Line>, extent: Extent): number | undefined {
  const found = lines.get(extent.line)?.containing(boxOf(extent), ({ extent: other, orders: [first] }) => {
    if (first === undefined || first === extent.order || !intervals.covers(other.traffic, extent.traffic)) return false;
    return first < extent.order || !isEqual(other, extent);
  });
  return found?.orders[0];
}

function isEqual(a: Extent, b: Extent): boolean {
  return a.first === b.first && a.last === b.last && intervals.equals(a.traffic, b.traffic);
}
