import { deployConnectionTo } from "../model/deployer";
import { peerText, rulesOf, type JudgedGroup } from "../model/groups";
import { intendedPorts, listeningPorts } from "../model/intended";
import type { Declaration, Rule } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { describe, everyTraffic, portsOf, protocolsOf, type Traffic } from "../net/ports";
import type { FixPlan, Step } from "../plan";
import { parseUrn } from "../resource";
import { byDeclaration, placeOf, withoutPeers } from "./sources";

/** Leaves the public what it is meant to reach; of a rule for every protocol, as far as something is known to listen there. */
export function narrowingToIntended(world: World, group: JudgedGroup, rules: readonly Rule[]): FixPlan {
  // In doubt about what listens, more is kept: nothing is kept that is not admitted now.
  const intended = intendedPorts(world.opposite, group.key);
  const listening = listeningPorts(world.opposite, group.key);
  const known = intervals.covers(listening, everyTraffic) ? intervals.none : intervals.intersect(intended, listening);
  return narrowing(world, group, rules, ({ traffic }) => (intervals.covers(traffic.must, everyTraffic) ? known : intended));
}

/**
 * Leaves the sources in some rules the traffic that is kept, and takes them out where nothing of it remains. Other sources of the same rules
 * keep all that they have. Declines where a rule has traffic of which `keep` says nothing.
 */
export function narrowing(
  world: World,
  group: JudgedGroup,
  rules: readonly Rule[],
  keep: (declaration: Declaration) => Traffic | undefined,
): FixPlan {
  const connection = deployConnectionTo(world, group.key);
  if (connection !== undefined)
    return { kind: "declined", reason: `${parseUrn(connection).name} connects there while the program is deployed, perhaps through this rule` };
  const siblings = new Map(byDeclaration(rulesOf(world, group.key, "ingress")));
  const steps: Step[] = [];
  let kept: Traffic = intervals.none;
  for (const [declaration, narrowed] of byDeclaration(rules)) {
    if (declaration.traffic.holes.length > 0) return { kind: "declined", reason: `the ports of ${placeOf(declaration)} are not known` };
    const wanted = keep(declaration);
    if (wanted === undefined) return { kind: "declined", reason: `${placeOf(declaration)} is for more than this: say which ports it needs` };
    const rest = intervals.intersect(declaration.traffic.must, wanted);
    const pieces = spelledPorts(declaration, rest);
    if (pieces === undefined) return { kind: "declined", reason: `${describe(rest)} would take more than ${mostPieces} rules` };
    const others = (siblings.get(declaration) ?? []).filter((rule) => !narrowed.includes(rule));
    kept = intervals.union(kept, rest);
    const variants = [...(others.length === 0 ? [] : [withoutPeers(narrowed)]), ...pieces.map((set) => ({ ...withoutPeers(others), set }))];
    steps.push({ kind: "vary", urn: declaration.urn, path: declaration.path, variants });
  }
  const names = [...new Set(rules.map(peerText))];
  const sources = names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  const places = byDeclaration(rules).map(([declaration]) => placeOf(declaration));
  return {
    kind: "plan",
    summary: intervals.isEmpty(kept)
      ? `Closes ${places.join(", ")} to ${sources}`
      : `Narrows ${places.join(", ")} to ${describe(kept)} for ${sources}`,
    losesAccess: intervals.isEmpty(kept)
      ? `${sources}, unless another rule admits them.`
      : `${sources}, to anything else than ${describe(kept)}, unless another rule admits them.`,
    steps,
  };
}

/** More rules than that are no narrowing but a list. */
const mostPieces = 20;

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
