import type { Declaration, Direction, Rule } from "../model/network";
import { trafficOf } from "../model/rules/groups";
import { byDeclaration } from "../model/rules/places";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import type { Interval } from "../net/intervals";
import type { Traffic } from "../net/ports";
import { segments } from "../net/segments";

/** What of a loss one declaration is to say, and the rules that lose some of it. */
export interface Portion {
  readonly declaration: Declaration;
  readonly traffic: Traffic;
  readonly rules: ReadonlySet<Rule>;
}

/** What goes of any rule of one direction. */
export function trafficGone(gone: ReadonlyMap<Rule, Traffic>, direction: Direction): Traffic {
  return intervals.unionAll([...gone].flatMap(([rule, traffic]) => (rule.declaration.direction === direction ? [traffic] : [])));
}

/** What is lost of traffic that rules lose, by the declarations that are to say it: one that is for little, rather than one that is for everything. */
export function portionsOf(world: World, gone: ReadonlyMap<Rule, Traffic>, loss: Traffic, direction: Direction): readonly Portion[] {
  const closed = [...gone].filter(([rule]) => rule.declaration.direction === direction);
  const order = new Map(
    narrowestFirst(
      world,
      closed.map(([rule]) => rule),
    ).map((declaration, index) => [declaration, index]),
  );
  const portions = new Map<Declaration, { readonly pieces: Interval[]; readonly rules: Set<Rule> }>();
  const sets = closed.map(([rule, traffic]): readonly [Traffic, Rule | undefined] => [traffic, rule]);
  for (const { first, last, there } of segments([[loss, undefined], ...sets])) {
    if (!there.has(undefined)) continue;
    const rules = [...there].filter((rule) => rule !== undefined);
    const [declaration] = rules.map((rule) => rule.declaration).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    if (declaration === undefined) continue;
    const portion = portions.get(declaration) ?? { pieces: [], rules: new Set<Rule>() };
    portions.set(declaration, portion);
    portion.pieces.push({ first, last });
    for (const rule of rules) portion.rules.add(rule);
  }
  return [...order.keys()].flatMap((declaration) => {
    const portion = portions.get(declaration);
    return portion === undefined ? [] : [{ declaration, traffic: intervals.canonical(portion.pieces), rules: portion.rules }];
  });
}

function narrowestFirst(world: World, rules: readonly Rule[]): readonly Declaration[] {
  const sized = byDeclaration(rules).map(([declaration, own]) => ({
    declaration,
    size: intervals.size(intervals.unionAll(own.map((rule) => trafficOf(world, rule)))),
  }));
  return sized.sort((a, b) => Number(a.size > b.size) - Number(a.size < b.size)).map(({ declaration }) => declaration);
}
