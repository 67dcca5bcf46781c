import { listed } from "../model/names/listed";
import type { Declaration, Rule } from "../model/network";
import { peerText, trafficOf } from "../model/rules/groups";
import { placeOf } from "../model/rules/places";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { needyOf, type Grant } from "./grants";
import type { Surroundings, Wanted } from "./target";

/** Why goals cannot be met for some of their rules, collected. */
export class Objections {
  private readonly reasons = new Map<Wanted, string>();
  private readonly rules = new Map<Wanted, Chain>();
  private readonly start: Chain = { further: new Map() };

  /** The first reason of a goal is told. */
  add(wanted: Wanted, reason: string, rules: ReadonlySet<Rule>): void {
    if (!this.reasons.has(wanted)) this.reasons.set(wanted, reason);
    const known = this.rules.get(wanted) ?? this.start;
    const chain = known.further.get(rules) ?? { before: known, rules, further: new Map() };
    known.further.set(rules, chain);
    this.rules.set(wanted, chain);
  }

  isEmpty(): boolean {
    return this.reasons.size === 0;
  }

  has(wanted: Wanted): boolean {
    return this.reasons.has(wanted);
  }

  /** Undefined where there are none. */
  refused(): Refused | undefined {
    if (this.reasons.size === 0) return undefined;
    return { kind: "refused", reasons: this.reasons, rules: new Map([...this.rules].map(([wanted, chain]) => [wanted, rulesIn(chain)])) };
  }
}

/** Sets of rules one after the other. Many goals have the same ones, and one may have thousands: they are put together once, at the end. */
interface Chain {
  readonly before?: Chain;
  readonly rules?: ReadonlySet<Rule>;
  readonly further: Map<ReadonlySet<Rule>, Chain>;
  together?: ReadonlySet<Rule>;
}

function rulesIn(chain: Chain): ReadonlySet<Rule> {
  const all = new Set<Rule>();
  for (let part: Chain | undefined = chain; chain.together === undefined && part !== undefined; part = part.before)
    for (const rule of part.rules ?? []) all.add(rule);
  return (chain.together ??= all);
}

/** Goals that cannot be met, and why. */
export interface Refused {
  readonly kind: "refused";
  readonly reasons: ReadonlyMap<Wanted, string>;
  /** For which rules a goal cannot be met, where it can be for its others. */
  readonly rules?: ReadonlyMap<Wanted, ReadonlySet<Rule>>;
}

export function refusal(goals: Iterable<Wanted>, reason: string): Refused {
  return { kind: "refused", reasons: new Map([...goals].map((goal) => [goal, reason])) };
}

/** What is left of a goal that cannot be met for some rules; undefined where that is nothing. */
export function besides(wanted: Wanted, rules: ReadonlySet<Rule> | undefined, stays: string): Wanted | undefined {
  const parts = rules === undefined ? [] : wanted.goal.parts.filter(({ rule }) => !rules.has(rule));
  if (parts.length === 0) return undefined;
  const { whole, stays: first } = wanted.partOf ?? { whole: wanted, stays };
  return { goal: { ...wanted.goal, parts }, partOf: { whole, stays: first } };
}

/** The goals about rules of which too little is known, or on which nothing can rely. */
export function hopeless(goals: readonly Wanted[], { violates }: Pick<Surroundings, "violates">): ReadonlyMap<Wanted, string> {
  const reasons = new Map<Wanted, string>();
  for (const wanted of goals)
    for (const { rule, coveredBy } of wanted.goal.parts) {
      if (coveredBy !== undefined && violates(coveredBy))
        reasons.set(wanted, `${peerText(coveredBy)} in ${placeOf(coveredBy.declaration)}, which covers it, has to go itself`);
      if (rule.declaration.traffic.holes.length > 0) reasons.set(wanted, `the ports of ${placeOf(rule.declaration)} are not known`);
    }
  return reasons;
}

/** Whether other goals close all that a goal is about. */
export function isMetBesides(world: World, { goal }: Wanted, goals: readonly Wanted[]): boolean {
  return goal.parts.every(({ rule, traffic }) => {
    const others = goals
      .flatMap((other) => (other.goal === goal || other.goal.orElse !== undefined ? [] : other.goal.parts))
      .filter((part) => part.rule === rule);
    return intervals.covers(intervals.unionAll(others.map((part) => part.traffic)), intervals.intersect(traffic, trafficOf(world, rule)));
  });
}

/** For whom rules have to stay that would take too many, as the end of a sentence. */
export function needersIn(grants: readonly Grant[], declarations: readonly Declaration[], sparedFor: string | undefined): string {
  const names = grants.flatMap((grant) => (declarations.includes(grant.declaration) ? (needyOf(grant) ?? []) : []));
  if (names.length === 0 && sparedFor !== undefined) return `, since ${sparedFor}`;
  return names.length === 0 ? "" : `, since ${listed(names)} ${new Set(names).size === 1 ? "has" : "have"} to get through`;
}
