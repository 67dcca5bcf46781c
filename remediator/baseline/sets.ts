import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import type { AddressSet } from "@portcullis/policypack/net/ip";
import { everyTraffic, type Traffic } from "@portcullis/policypack/net/ports";

const names: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmpv6"],
]);
const numbers = new Map([...names].map(([number, name]) => [name, number]));

/** Traffic as texts that are read back the same: "all", "tcp", "tcp/22", "udp/53-60", "50". Of ICMP the numbers are type * 256 + code. */
export function trafficTexts(traffic: Traffic): readonly string[] {
  if (intervals.equals(traffic, everyTraffic)) return ["all"];
  return traffic.flatMap(({ first, last }) => {
    const texts: string[] = [];
    for (let protocol = first >> 16n; protocol <= last >> 16n; protocol++) {
      const start = protocol << 16n;
      const from = first > start ? first - start : 0n;
      const to = last < start + 65535n ? last - start : 65535n;
      const name = names.get(Number(protocol)) ?? protocol.toString();
      texts.push(from === 0n && to === 65535n ? name : from === to ? `${name}/${from}` : `${name}/${from}-${to}`);
    }
    return texts;
  });
}

/** Undefined where a text is none of these. */
export function parseTraffic(texts: readonly string[]): Traffic | undefined {
  const pieces = texts.map(parsePiece);
  return pieces.every((piece) => piece !== undefined) ? intervals.unionAll(pieces) : undefined;
}

function parsePiece(text: string): Traffic | undefined {
  if (text === "all") return everyTraffic;
  const match = /^([a-z0-9]+)(?:\/(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [, name = "", first = "0", last = match[2] ?? "65535"] = match;
  const protocol = numbers.get(name) ?? (/^\d{1,3}$/.test(name) ? Number(name) : 256);
  if (protocol > 255 || Number(last) > 65535 || Number(first) > Number(last)) return undefined;
  const start = BigInt(protocol) << 16n;
  return intervals.interval(start + BigInt(first), start + BigInt(last));
}

export function parseAddresses(texts: readonly string[]): AddressSet | undefined {
  const blocks = texts.map((text) => ip.parseCidr(text));
  return blocks.every((block) => block !== undefined) ? ip.unionAll(blocks) : undefined;
}

/** Traffic from somewhere. */
export interface Opening {
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
}

/** Whether all of the traffic from all of the addresses is in some of the openings. */
export function isWithin({ traffic, addresses }: Opening, openings: readonly Opening[]): boolean {
  const edges = new Set<bigint>();
  for (const set of [traffic, ...openings.map((opening) => opening.traffic)]) for (const { first, last } of set) edges.add(first).add(last + 1n);
  const cuts = [...edges].sort((a, b) => (a < b ? -1 : 1));
  // Between two cuts, every opening has all of the traffic or none.
  return cuts.every((cut) => {
    if (!intervals.contains(traffic, cut)) return true;
    const there = openings.filter((opening) => intervals.contains(opening.traffic, cut));
    return ip.covers(ip.unionAll(there.map((opening) => opening.addresses)), addresses);
  });
}
