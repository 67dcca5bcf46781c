import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { isPublic } from "../model/exposure/exposure";
import { mayListenOn } from "../model/exposure/intended-ports";
import { isBehindBalancers, isOfItsNetwork, meantForPublic } from "../model/exposure/meant-for-public";
import type { Declaration, Direction, Rule } from "../model/network";
import { addressesOf, trafficOf } from "../model/rules/groups";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { noTraffic, type Traffic } from "../net/ports";
import type { ClosingPart } from "../plans/goal";
import { saidOnce } from "./said-once";
import type { Surroundings, Wanted } from "./target";

/** What goes of each rule, and the goals that are to be asked again when the others are met. */
export interface Closed {
  readonly gone: ReadonlyMap<Rule, Traffic>;
  readonly postponed: ReadonlySet<Wanted>;
}

/** What some goals take away together: of rules that are too wide to keep the rest of them, all but what is meant for the public, unless that is seen not to be served. */
export function closedBy(
  { world, group, accepted }: Surroundings,
  goals: readonly Wanted[],
  rules: readonly Rule[],
  spared: ReadonlyMap<Rule, Traffic>,
  widened: ReadonlySet<Declaration>,
  withoutMeant: ReadonlySet<Declaration>,
): Closed {
  const gone = new Map<Rule, Traffic>();
  const take = ({ rule, traffic }: ClosingPart): void => {
    const kept = intervals.union(accepted(rule), spared.get(rule) ?? noTraffic);
    const open = intervals.subtract(intervals.intersect(traffic, trafficOf(world, rule)), kept);
    if (!intervals.isEmpty(open)) gone.set(rule, intervals.union(gone.get(rule) ?? noTraffic, open));
  };
  for (const { goal } of goals) for (const part of goal.parts) if (part.coveredBy === undefined) take(part);
  for (const declaration of new Set([...widened, ...rangesOfNobodyPublic(world, group, gone)])) {
    const left = goals.flatMap(({ goal }) =>
      goal.leaves !== undefined && goal.parts.some(({ rule }) => rule.declaration === declaration) ? [goal.leaves] : [],
    );
    const meant = intervals.unionAll([withoutMeant.has(declaration) ? noTraffic : meantForPublic(world, group), ...left]);
    for (const rule of [...gone.keys()].filter((each) => each.declaration === declaration)) {
      // Groups and private networks do without what nothing takes, and without nothing else: nobody knows all of them.
      const kept = isPublic(world, addressesOf(world, rule.peer)) ? meant : intervals.union(meant, mayListenOn(world, group));
      take({ rule, traffic: intervals.subtract(trafficOf(world, rule), kept) });
    }
  }
  const postponed = new Set<Wanted>();
  const unconditional = new Map(gone);
  for (const each of goals)
    for (const part of each.goal.parts) {
      if (part.coveredBy === undefined) continue;
      if (intervals.meets(unconditional.get(part.coveredBy) ?? noTraffic, part.traffic)) postponed.add(each);
      else take(part);
    }
  return { gone: saidOnceIn(world, rules, gone), postponed };
}

/** Whoever calls what is behind balancers calls these, and nobody calls what is for its network: nothing of a range that is closed in part is for the public. */
function rangesOfNobodyPublic(world: World, group: string, gone: ReadonlyMap<Rule, Traffic>): readonly Declaration[] {
  if (world.isAlone) return [];
  const carriers = launchedWorkloadsOf(world.opposite, group);
  if (carriers.length === 0 || !carriers.every((workload) => isBehindBalancers(world, workload) || isOfItsNetwork(workload))) return [];
  return [...gone.keys()].flatMap((rule) =>
    rule.declaration.direction === "ingress" && intervals.size(trafficOf(world, rule)) > 1n && isPublic(world, addressesOf(world, rule.peer))
      ? [rule.declaration]
      : [],
  );
}

function saidOnceIn(world: World, rules: readonly Rule[], gone: ReadonlyMap<Rule, Traffic>): ReadonlyMap<Rule, Traffic> {
  const of = (direction: Direction): readonly Rule[] => rules.filter(({ declaration }) => declaration.direction === direction);
  return saidOnce(world, of("egress"), saidOnce(world, of("ingress"), gone));
}
