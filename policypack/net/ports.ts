import { joined } from "../joined";
import * as intervals from "./intervals";
import type { Interval, Intervals } from "./intervals";

/**
 * A set of protocols with their ports, on one line of 256 x 65,536 points:
 *
 *     protocol    0          1 = icmp       6 = tcp        17 = udp            255
 *     low 16 bits |  65,536  | type, code   |    port      |    port   |  65,536  |
 *
 * A point is protocol * 65536 + port; for ICMP and ICMPv6 the low bits are type * 256 + code. Any other protocol has all of its points or none:
 * security groups know no ports for it.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export type Traffic = Intervals;

/** One port, or the first and last of a range. */
export type Ports = number | readonly [first: number, last: number];

export const noTraffic: Traffic = intervals.none;
export const everyTraffic: Traffic = intervals.interval(0n, (256n << 16n) - 1n);

const protocols = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

export function tcp(...ports: readonly Ports[]): Traffic {
  return intervals.unionAll(ports.map((each) => portsOfProtocol(protocols.tcp, each)));
}

export function udp(...ports: readonly Ports[]): Traffic {
  return intervals.unionAll(ports.map((each) => portsOfProtocol(protocols.udp, each)));
}

/** Without a type: every type. Without a code: every code of the type. */
export function icmp(type?: number, code?: number): Traffic {
  return icmpMessages(protocols.icmp, type, code);
}

export function icmpv6(type?: number, code?: number): Traffic {
  return icmpMessages(protocols.icmpv6, type, code);
}

/** Everything of one protocol, by IANA's number. */
export function ofProtocol(protocol: number): Traffic {
  return range(protocol, 0, 65535);
}

/** Reads a protocol as rules write it: a number, a number as text, or a name in any case. Undefined where it is none. */
export function protocolNumber(value: string | number): number | "all" | undefined {
  const text = String(value).trim().toLowerCase();
  if (text === "-1" || text === "all") return "all";
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 255 ? Number(text) : undefined;
  return protocolNames.get(text);
}

/**
 * What a rule admits. Ports count for TCP and UDP, where a range ends before 0 or after 65535 as far as such ports exist; for ICMP they are type and code.
 * AWS refuses a rule for TCP, UDP or ICMP without them; where a program leaves them out, the widest reading holds.
 *
 * -1 is "any" for ICMP alone. For TCP and UDP it is a port that does not exist, so that -1 to -1 admits nothing: AWS refuses such a rule.
 */
export function trafficOf(protocol: number | "all", fromPort?: number, toPort?: number): Traffic {
  if (protocol === "all") return everyTraffic;
  if (protocol === protocols.tcp || protocol === protocols.udp) return range(protocol, fromPort ?? 0, toPort ?? 65535);
  if (!isIcmp(protocol)) return ofProtocol(protocol);
  // -1 is "any", and code is not looked at without a type: "If the start port is -1 (all ICMP types), then the end port must be -1 (all ICMP codes)."
  return icmpMessages(protocol, fromPort === -1 ? undefined : fromPort, toPort === -1 ? undefined : toPort);
}

/** The numbers of the protocols of which anything is in the set, ascending. */
export function protocolsOf(traffic: Traffic): readonly number[] {
  const found: number[] = [];
  for (const { first, last } of traffic) {
    for (let protocol = Number(first >> 16n); protocol <= Number(last >> 16n); protocol++) {
      if (found.at(-1) !== protocol) found.push(protocol);
    }
  }
  return found;
}

/** The ports of one protocol, 0 to 65535. For ICMP and ICMPv6: type * 256 + code. */
export function portsOf(traffic: Traffic, protocol: number): Intervals {
  const start = BigInt(protocol) << 16n;
  return intervals.intersect(traffic, ofProtocol(protocol)).map(({ first, last }) => ({ first: first - start, last: last - start }));
}

/** The set in words, for messages: "tcp/20-25 and udp/53", "every tcp port", "icmp type 8", "tcp/22, tcp/80 and 3 more". */
export function describe(traffic: Traffic, max = 4): string {
  const phrases = partsOf(traffic);
  const hidden = phrases.length - max;
  return joined(hidden <= 0 ? phrases : [...phrases.slice(0, max), `${hidden} more`]);
}

/** All of the set, as data: "tcp/20-25, udp/53". */
export function notation(traffic: Traffic): string {
  return partsOf(traffic).join(", ");
}

function partsOf(traffic: Traffic): readonly string[] {
  if (intervals.isEmpty(traffic)) return ["no traffic"];
  return intervals.equals(traffic, everyTraffic) ? ["every protocol"] : traffic.flatMap(phrasesOf);
}

/**
 * The names that rules use for protocols, besides "all". Shorter than IANA's list: a name such as "rdp" (27, reliable data protocol) that means
 * something else to its author is better not understood.
 *
 * https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml
 */
const protocolNames: ReadonlyMap<string, number> = new Map([
  ["icmp", protocols.icmp],
  ["igmp", 2],
  ["ipv4", 4],
  ["tcp", protocols.tcp],
  ["udp", protocols.udp],
  ["dccp", 33],
  ["ipv6", 41],
  ["ipv6-route", 43],
  ["ipv6-frag", 44],
  ["rsvp", 46],
  ["gre", 47],
  ["esp", 50],
  ["ah", 51],
  ["icmpv6", protocols.icmpv6],
  ["icmp6", protocols.icmpv6],
  ["ipv6-icmp", protocols.icmpv6],
  ["ipv6-nonxt", 59],
  ["ipv6-opts", 60],
  ["eigrp", 88],
  ["ospf", 89],
  ["ospfigp", 89],
  ["ipip", 94],
  ["etherip", 97],
  ["pim", 103],
  ["ipcomp", 108],
  ["vrrp", 112],
  ["l2tp", 115],
  ["sctp", 132],
  ["udplite", 136],
  ["mpls-in-ip", 137],
]);

function portsOfProtocol(protocol: number, ports: Ports): Traffic {
  return typeof ports === "number" ? range(protocol, ports, ports) : range(protocol, ports[0], ports[1]);
}

function icmpMessages(protocol: number, type?: number, code?: number): Traffic {
  if (type === undefined) return ofProtocol(protocol);
  if (!isByte(type) || (code !== undefined && !isByte(code))) return noTraffic;
  return range(protocol, type * 256 + (code ?? 0), type * 256 + (code ?? 255));
}

function isIcmp(protocol: number): boolean {
  return protocol === protocols.icmp || protocol === protocols.icmpv6;
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}

/** The points of a protocol that exist between two ports. */
function range(protocol: number, from: number, to: number): Traffic {
  const first = Math.max(0, Math.ceil(from));
  const last = Math.min(65535, Math.floor(to));
  if (!isByte(protocol) || !(first <= last)) return noTraffic;
  const key = (protocol * 65536 + first) * 65536 + last;
  const known = ranges.get(key) ?? intervals.interval(BigInt(protocol * 65536 + first), BigInt(protocol * 65536 + last));
  if (ranges.size >= mostRanges) ranges.clear();
  ranges.set(key, known);
  return known;
}

/** Programs name the same ports again and again. */
const ranges = new Map<number, Traffic>();
const mostRanges = 10_000;

function phrasesOf(piece: Interval): string[] {
  return splitAt(piece, 65536n).flatMap(({ first, last }) => {
    const from = Number(first >> 16n);
    const to = Number(last >> 16n);
    if (from !== to) return [`protocols ${from}-${to}`];
    const isWhole = last - first === 65535n;
    const ports = { first: first & 65535n, last: last & 65535n };
    if (isIcmp(from)) return isWhole ? [`every ${nameOf(from)} type`] : icmpPhrases(from, ports);
    if (from !== protocols.tcp && from !== protocols.udp) return [`protocol ${from}`];
    return [isWhole ? `every ${nameOf(from)} port` : `${nameOf(from)}/${span(ports.first, ports.last)}`];
  });
}

function icmpPhrases(protocol: number, piece: Interval): string[] {
  return splitAt(piece, 256n).map(({ first, last }) => {
    const types = span(first >> 8n, last >> 8n);
    if (first >> 8n !== last >> 8n) return `${nameOf(protocol)} types ${types}`;
    if (last - first === 255n) return `${nameOf(protocol)} type ${types}`;
    return `${nameOf(protocol)} type ${types} ${first === last ? "code" : "codes"} ${span(first & 255n, last & 255n)}`;
  });
}

/**
 * Cuts an interval where whole cells of a grid begin and end:
 *
 *     cells   |........|........|........|........|
 *     piece       [------------------------]
 *     result      [---][-----------------][]
 */
function splitAt({ first, last }: Interval, cell: bigint): Interval[] {
  const firstCell = first / cell;
  const lastCell = last / cell;
  if (firstCell === lastCell) return [{ first, last }];
  const wholeFrom = first % cell === 0n ? first : (firstCell + 1n) * cell;
  const wholeTo = (last + 1n) % cell === 0n ? last : lastCell * cell - 1n;
  const parts = [
    { first, last: wholeFrom - 1n },
    { first: wholeFrom, last: wholeTo },
    { first: wholeTo + 1n, last },
  ];
  return parts.filter((part) => part.first <= part.last);
}

function nameOf(protocol: number): string {
  return Object.entries(protocols).find(([, number]) => number === protocol)?.[0] ?? String(protocol);
}

function span(first: bigint, last: bigint): string {
  return first === last ? first.toString() : `${first.toString()}-${last.toString()}`;
}
