import type { Declaration, Rule } from "../model/network";
import * as intervals from "../net/intervals";
import { everyTraffic, portsOf, protocolsOf, type Traffic } from "../net/ports";
import type { Path, Variant } from "../plans/plan";

/** Whether a rule is for every protocol: what of it is harmless, no rule could say. */
export function isForEverything({ traffic }: Declaration): boolean {
  return intervals.covers(traffic.must, everyTraffic);
}

/** The properties that name the peers of some rules of one declaration. */
export function peerProperties(rules: readonly Rule[]): readonly string[] {
  return [...new Set(rules.map((rule) => String(relative(rule)[0])))];
}

/** Leaves peers out: elements of lists by index, other properties by name. */
export function withoutPeers(rules: readonly Rule[]): Variant {
  const without: Record<string, number[]> = {};
  const drop: string[] = [];
  for (const rule of rules) {
    const [property, index] = relative(rule);
    if (typeof index === "number") (without[String(property)] ??= []).push(index);
    else drop.push(String(property));
  }
  return { ...(drop.length === 0 ? {} : { drop }), ...(Object.keys(without).length === 0 ? {} : { without }) };
}

function relative(rule: Rule): Path {
  return rule.path.slice(rule.declaration.path.length);
}

/** A part of a rule's traffic that one rule can say, and how. */
export interface Piece {
  readonly traffic: Traffic;
  readonly set: Readonly<Record<string, string | number>>;
}

/** More rules than that are no narrowing but a list. */
export const mostPieces = 20;

/** The rules that it takes to say some traffic; undefined where it takes too many, or no rule could say it. */
export function piecesOf(declaration: Declaration, traffic: Traffic): readonly Piece[] | undefined {
  const { spelling } = declaration;
  const declared = protocolsOf(declaration.traffic.must);
  const pieces: Piece[] = [];
  for (const protocol of protocolsOf(traffic)) {
    const name = names.get(protocol);
    if (name === undefined) return undefined;
    // A rule for one protocol keeps the name that it has.
    const own: Readonly<Record<string, string>> = declared.length === 1 && declared[0] === protocol ? {} : { [spelling.protocol]: name };
    for (const { first, last } of portsOf(traffic, protocol)) {
      const start = BigInt(protocol) << 16n;
      const spans = protocol === 6 || protocol === 17 ? [[first, last, Number(first), Number(last)] as const] : messages(first, last);
      for (const [from, to, fromPort, toPort] of spans) {
        if (pieces.length >= mostPieces) return undefined;
        pieces.push({
          traffic: intervals.interval(start + from, start + to),
          set: { ...own, [spelling.fromPort]: fromPort, [spelling.toPort]: toPort },
        });
      }
    }
  }
  return pieces;
}

const names: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmpv6"],
]);

/** Types and codes of ICMP from one point to another; -1 for every code of a type, and for every type. */
function messages(first: bigint, last: bigint): (readonly [from: bigint, to: bigint, type: number, code: number])[] {
  if (first === 0n && last === 65535n) return [[first, last, -1, -1]];
  const result: (readonly [bigint, bigint, number, number])[] = [];
  for (let point = first; point <= last;) {
    const isWholeType = point % 256n === 0n && point + 255n <= last;
    const to = isWholeType ? point + 255n : point;
    result.push([point, to, Number(point >> 8n), isWholeType ? -1 : Number(point & 255n)]);
    point = to + 1n;
  }
  return result;
}
