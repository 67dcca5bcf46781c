import { internet } from "../../net/internet";
import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { asClients, ownBlocks, trusted } from "../exposure/exposure";
import type { Rule } from "../network";
import { addressesOf, peerText } from "../rules/groups";
import type { World } from "../world";
import { withCommas } from "../../commas";
import { countOf } from "./counts";
import { listed } from "./listed";

/** A source of a rule: how the program names it, and what it stands for. */
export interface NamedSource {
  readonly text: string;
  readonly addresses: AddressSet;
  /** Whether the text names a list of addresses rather than writes them. */
  readonly isList: boolean;
}

export function namedSource(world: World, rule: Rule): NamedSource {
  const text = peerText(rule);
  const isList = rule.peer.kind === "prefix-list";
  return { text: isList ? `the prefix list ${text}` : text, addresses: addressesOf(world, rule.peer), isList };
}

/** Rules' sources as what they are on the internet, then as they are written: "the whole internet: 0.0.0.0/1 and 128.0.0.0/1 together". */
export function sourcesInWords(world: World, sources: readonly NamedSource[]): string {
  const named = [...new Map(sources.map((source) => [source.text, source])).values()];
  const [only] = named;
  if (only === undefined) return "nobody";
  const all = breadthOf(world, ip.unionAll(named.map(({ addresses }) => addresses)));
  const texts = named.map(({ text }) => text);
  if (all === undefined && named.length === 1) return blockInWords(only);
  const meaning = all ?? countInWords(ip.intersect(internet, ip.unionAll(named.map(({ addresses }) => addresses))));
  if (named.length === 1) return only.isList ? `${meaning}, in ${only.text}` : `${meaning}: ${only.text}`;
  const isByOne = all !== undefined && named.some(({ addresses }) => breadthOf(world, addresses) === all);
  const isByEach = named.length === 2 && named.every(({ addresses }) => isWholeOfAFamily(world, addresses));
  return isByOne || isByEach ? `${meaning}: ${listed(texts)}` : `${meaning}: ${listed(texts)} together`;
}

/** Who of the internet a set is: "the whole internet", "256 IPv4 addresses from the internet". */
export function whoInWords(world: World, addresses: AddressSet): string {
  return breadthOf(world, addresses) ?? `${countOf(addresses)} from the internet`;
}

/** How much of the internet a set is; undefined where that is best said by its blocks. */
function breadthOf(world: World, addresses: AddressSet): string | undefined {
  const { v4, v6 } = wholes(world, addresses);
  if (v4) return "the whole internet";
  const part = intervals.size(intervals.intersect(clientsOf(addresses, v6), internet.v4));
  if (part * 10n > everyClient * 9n) return "nearly the whole internet";
  if (intervals.size(addresses.v4) >= halfOfAll) return "half of the internet";
  return v6 ? "the whole IPv6 internet" : undefined;
}

const everyClient = intervals.size(internet.v4);
const halfOfAll = 1n << 31n;
const globalUnicast = ip.parseCidr("2000::/3") ?? ip.noAddresses;

function isWholeOfAFamily(world: World, addresses: AddressSet): boolean {
  const { v4, v6 } = wholes(world, addresses);
  return v4 || v6;
}

/** Whether nobody of a family is left out, but for those who are no strangers. */
function wholes(world: World, addresses: AddressSet): { readonly v4: boolean; readonly v6: boolean } {
  const admitted = ip.union(addresses, trusted(world), ownBlocks(world));
  const v6 = intervals.covers(admitted.v6, globalUnicast.v6);
  return { v4: intervals.covers(clientsOf(admitted, v6), internet.v4), v6 };
}

/** Of all of IPv6 nobody means the part behind which IPv4 is. */
function clientsOf(addresses: AddressSet, isAllOfIpv6: boolean): AddressSet["v4"] {
  return isAllOfIpv6 ? addresses.v4 : asClients(addresses).v4;
}

function blockInWords({ text, addresses }: NamedSource): string {
  const { v4, v6 } = ip.count(addresses);
  if (ip.parseCidr(text) === undefined) return text;
  return v4 + v6 === 1n ? `the public address ${text}` : `the public block ${text}`;
}

function countInWords(addresses: AddressSet): string {
  const { v4, v6 } = ip.count(addresses);
  return v4 === 0n && v6 > 0n ? "internet addresses" : `${withCommas(v4)} internet addresses`;
}
