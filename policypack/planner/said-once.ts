import { grouped } from "../grouped";
import { whereAddresses } from "../model/needs/admissions";
import type { Rule } from "../model/network";
import { isPerhaps } from "../model/rules/conditions";
import { addressesOf, trafficOf } from "../model/rules/groups";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { noTraffic, type Traffic } from "../net/ports";
import type { DeclarationChange } from "./target";

/** What goes of some rules of one direction, where what is left of one of them and said by another goes as well: the widest source says it. */
export function saidOnce(world: World, rules: readonly Rule[], gone: ReadonlyMap<Rule, Traffic>): ReadonlyMap<Rule, Traffic> {
  const written: { readonly traffic: Traffic; readonly addresses: AddressSet }[] = [];
  const touched: { readonly rule: Rule; readonly addresses: AddressSet; readonly left: Traffic }[] = [];
  for (const rule of rules) {
    const addresses = addressesOf(world, rule.peer);
    const closed = gone.get(rule);
    if (closed !== undefined) touched.push({ rule, addresses, left: intervals.subtract(trafficOf(world, rule), closed) });
    // What perhaps does not exist says nothing for others.
    else if (!isPerhaps(world, rule.declaration)) written.push({ traffic: trafficOf(world, rule), addresses });
  }
  const result = new Map(gone);
  // Of what goes as a whole nothing is left to say; among very many others, nobody would see what is said twice.
  const open = touched.filter((each) => !intervals.isEmpty(each.left));
  if (open.length * rules.length > mostPairs) return result;
  for (const { rule, addresses, left } of open.sort((a, b) => compareWidth(b.addresses, a.addresses))) {
    if (ip.isEmpty(addresses) || intervals.isEmpty(left)) continue;
    const said = whereAddresses(written, left, (admitted) => ip.covers(admitted, addresses));
    if (!intervals.isEmpty(said)) result.set(rule, intervals.union(gone.get(rule) ?? noTraffic, said));
    if (!isPerhaps(world, rule.declaration)) written.push({ traffic: intervals.subtract(left, said), addresses });
  }
  return result;
}

const mostPairs = 100_000;

function compareWidth(a: AddressSet, b: AddressSet): number {
  const [x, y] = [ip.count(a), ip.count(b)];
  return compare(x.v4, y.v4) || compare(x.v6, y.v6);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Changes of lists that come to the same ports, the first of which can say what the others do: none where there are no two. */
export function alike(changes: readonly DeclarationChange[]): readonly DeclarationChange[] {
  const lists = changes.filter(({ declaration, all, gone, entries, grants }) => {
    const isPlain = grants.length === 0 && all.every((rule) => gone.has(rule) && isReadable(rule));
    return isPlain && entries.length >= 2 && declaration.style === "inline" && declaration.spelling.severalPeers;
  });
  const portsOf = ({ entries }: DeclarationChange): string =>
    entries.map(({ piece }) => (piece?.traffic ?? []).map(({ first, last }) => `${first}-${last}`).join(",")).join(" ");
  return grouped(lists, portsOf).find(([, same]) => same.length > 1)?.[1] ?? [];
}

/** What is not known cannot be written elsewhere. */
function isReadable({ peer }: Rule): boolean {
  return peer.kind === "addresses" && peer.addresses.holes.length === 0;
}
