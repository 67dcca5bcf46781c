import * as intervals from "../net/intervals";
import { everyTraffic, portsOf, protocolsOf, type Traffic } from "../net/ports";
import type { Declaration, Rule } from "../model/network";
import { parseUrn } from "../resources/resource";
import type { Path, Reference, Step, Variant } from "../plans/plan";

/**
 * Takes sources out of rules, for some traffic only: a rule keeps its other sources, and for the sources that go it keeps the ports that are
 * not meant, as rules of their own; of a rule for every protocol, what is `ofEverything`. Written as steps for each declaration.
 */
export function withoutSources(
  rules: readonly Rule[],
  siblings: (declaration: Declaration) => readonly Rule[],
  traffic: Traffic,
  instead: readonly string[] = [],
  ofEverything: Traffic = intervals.none,
): Step[] {
  return byDeclaration(rules).map(([declaration, offending]) => {
    const others = siblings(declaration).filter((rule) => !offending.includes(rule));
    const pieces = isForEverything(declaration)
      ? (spelledPorts(declaration, intervals.subtract(ofEverything, traffic)) ?? [])
      : harmlessPieces(declaration.traffic.must, traffic).map((piece) => portsIn(declaration, piece));
    const kept: Variant[] = others.length === 0 && instead.length === 0 ? [] : replaceSources(declaration, offending, others.length === 0, instead);
    return {
      kind: "vary",
      urn: declaration.urn,
      path: declaration.path,
      variants: [...kept, ...pieces.map((set) => ({ ...withoutPeers(others), set }))],
    };
  });
}

/** Lets rules out to groups on some ports instead of to the given peers; a rule keeps its other peers. */
export function onlyToGroups(
  rules: readonly Rule[],
  siblings: (declaration: Declaration) => readonly Rule[],
  groups: readonly { readonly key: string; readonly first: number; readonly last: number }[],
): Step[] {
  return byDeclaration(rules).map(([declaration, offending]) => {
    const { spelling } = declaration;
    const all = siblings(declaration);
    const kept = all.length === offending.length ? [] : [withoutPeers(offending)];
    const isList = spelling.severalPeers && spelling.group !== "sourceSecurityGroupId";
    const drop = [...new Set(all.map((rule) => String(relative(rule)[0])))].filter((name) => name !== spelling.group);
    const variants = groups.map(({ key, first, last }): Variant => {
      const reference: Reference = { reference: key, output: "id" };
      return {
        drop,
        set: { [spelling.protocol]: "tcp", [spelling.fromPort]: first, [spelling.toPort]: last, [spelling.group]: isList ? [reference] : reference },
      };
    });
    return { kind: "vary", urn: declaration.urn, path: declaration.path, variants: [...kept, ...variants] };
  });
}

/** Replaces address sources of rules by a prefix list. */
export function withPrefixList(rules: readonly Rule[], list: string): Step[] {
  return byDeclaration(rules).map(([declaration, replaced]) => {
    const { spelling } = declaration;
    const variant = spelling.severalPeers
      ? { ...withoutPeers(replaced), append: { [spelling.prefixList]: [list] } }
      : { ...dropWholly(replaced), set: { [spelling.prefixList]: list } };
    return { kind: "vary", urn: declaration.urn, path: declaration.path, variants: [variant] };
  });
}

/** The rules of each declaration, in the order in which they are written. */
export function byDeclaration(rules: readonly Rule[]): readonly (readonly [Declaration, readonly Rule[]])[] {
  const result = new Map<Declaration, Rule[]>();
  for (const rule of rules) {
    const list = result.get(rule.declaration);
    if (list === undefined) result.set(rule.declaration, [rule]);
    else if (!list.includes(rule)) list.push(rule);
  }
  return [...result];
}

/** Says in words what becomes of a declaration: "ingress[0] of web". */
export function placeOf(declaration: Declaration): string {
  const { name } = parseUrn(declaration.urn);
  return declaration.path.length === 0
    ? name
    : `${declaration.path.map((step, index) => (typeof step === "number" ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join("")} of ${name}`;
}

/** Whether a rule is for every protocol: what of it is harmless, no rule could say. */
export function isForEverything({ traffic }: Declaration): boolean {
  return intervals.covers(traffic.must, everyTraffic);
}

function replaceSources(declaration: Declaration, offending: readonly Rule[], takesAll: boolean, instead: readonly string[]): Variant[] {
  const { spelling } = declaration;
  const blocks = instead.map((text) => ({ text, property: text.includes(":") ? spelling.cidr6 : spelling.cidr4 }));
  if (spelling.severalPeers) {
    const append: Record<string, string[]> = {};
    for (const { text, property } of blocks) (append[property] ??= []).push(text);
    return [{ ...withoutPeers(offending), ...(blocks.length === 0 ? {} : { append }) }];
  }
  // One source for each declaration: the offending one makes room for the first, copies take the rest.
  return takesAll ? blocks.map(({ text, property }) => ({ ...dropOther(offending, property), set: { [property]: text } })) : [];
}

function dropOther(offending: readonly Rule[], property: string): Variant {
  const names = offending.map((rule) => String(rule.path.at(-1))).filter((name) => name !== property);
  return names.length === 0 ? {} : { drop: names };
}

function dropWholly(rules: readonly Rule[]): Variant {
  return { drop: [...new Set(rules.map((rule) => String(relative(rule)[0])))] };
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

/** The ranges of ports that remain, for a protocol that has ports. */
function harmlessPieces(declared: Traffic, harmful: Traffic): readonly { readonly first: number; readonly last: number }[] {
  const protocols = protocolsOf(declared);
  const protocol = protocols.length === 1 ? protocols[0] : undefined;
  if (protocol !== 6 && protocol !== 17) return [];
  return portsOf(intervals.subtract(declared, harmful), protocol).map(({ first, last }) => ({ first: Number(first), last: Number(last) }));
}

function portsIn({ spelling }: Declaration, { first, last }: { readonly first: number; readonly last: number }): Readonly<Record<string, number>> {
  return { [spelling.fromPort]: first, [spelling.toPort]: last };
}

/** More rules than that are no narrowing but a list. */
export const mostPieces = 20;

/** The protocol and the ports of each rule that it takes to say some traffic; undefined where it takes too many. */
export function spelledPorts({ spelling }: Declaration, traffic: Traffic): readonly Readonly<Record<string, string | number>>[] | undefined {
  const pieces: Readonly<Record<string, string | number>>[] = [];
  const say = (protocol: string, from: number, to: number): void => {
    pieces.push({ [spelling.protocol]: protocol, [spelling.fromPort]: from, [spelling.toPort]: to });
  };
  for (const protocol of protocolsOf(traffic)) {
    const name = names.get(protocol);
    if (name === undefined) return undefined;
    for (const { first, last } of portsOf(traffic, protocol)) {
      if (pieces.length > mostPieces) return undefined;
      if (protocol === 6 || protocol === 17) say(name, Number(first), Number(last));
      else for (const [type, code] of messages(Number(first), Number(last))) say(name, type, code);
    }
  }
  return pieces.length > mostPieces ? undefined : pieces;
}

const names: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [58, "icmpv6"],
]);

/** Types and codes of ICMP from one point to another; -1 for every code of a type. */
function messages(first: number, last: number): (readonly [type: number, code: number])[] {
  const result: (readonly [number, number])[] = [];
  for (let point = first; point <= last;) {
    const isWholeType = point % 256 === 0 && point + 255 <= last;
    result.push([point >> 8, isWholeType ? -1 : point & 255]);
    point += isWholeType ? 256 : 1;
  }
  return result;
}
