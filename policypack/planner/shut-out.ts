import { candidates } from "../model/attachments/attachments";
import { grouped } from "../grouped";
import type { Rule } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { noTraffic, type Traffic } from "../net/ports";
import type { ClosingPart } from "../plans/goal";
import { parseUrn } from "../resources/resource";
import { needyOf, type Grant, type GrantedPeer } from "./grants";
import type { Wanted } from "./target";

/** The parts of goals that want a group closed without anybody in its place, by that group. */
export type ShutOut = ReadonlyMap<string, readonly { readonly wanted: Wanted; readonly part: ClosingPart }[]>;

export function shutOutBy(world: World, goals: readonly Wanted[]): ShutOut {
  const all = goals.flatMap((wanted) =>
    wanted.goal.parts.flatMap((part) => {
      const { peer } = part.rule;
      return peer.kind === "group" && part.instead === undefined ? candidates(world, peer.group).map((key) => ({ key, wanted, part })) : [];
    }),
  );
  return new Map(grouped(all, ({ key }) => key));
}

/** The groups among peers that nobody wants shut out there; all of them where there would be none. */
export function withoutShutOut(shutOut: ShutOut, traffic: Traffic, peers: readonly GrantedPeer[]): readonly GrantedPeer[] {
  const left = peers.filter(
    (peer) => peer.kind !== "group" || shutOut.get(peer.key)?.some(({ part }) => intervals.meets(part.traffic, traffic)) !== true,
  );
  return left.length > 0 ? left : peers;
}

/** The goals that shut out a group by one rule that another one has to let in: they would not be met. */
export function regranted(shutOut: ShutOut, gone: ReadonlyMap<Rule, Traffic>, grants: readonly Grant[]): ReadonlyMap<Wanted, string> {
  const reasons = new Map<Wanted, string>();
  for (const grant of grants) {
    const { peer, declaration, traffic } = grant;
    if (peer.kind !== "group") continue;
    for (const { wanted, part } of shutOut.get(peer.key) ?? []) {
      const { rule } = part;
      const closed = intervals.intersect(part.traffic, gone.get(rule) ?? noTraffic);
      if (declaration.direction !== rule.declaration.direction || !intervals.meets(traffic, closed)) continue;
      reasons.set(wanted, `${needyOf(grant) ?? parseUrn(peer.key).name} has to get through, as nobody else is known who could be meant`);
    }
  }
  return reasons;
}
