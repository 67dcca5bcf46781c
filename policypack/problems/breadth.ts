import type { RuleEvidence } from "../evaluation/finding";
import * as ip from "../net/ip";

/** How many addresses of each family some rules admit. */
export type Breadth = ReturnType<typeof ip.count>;

export function breadthOf(rules: readonly RuleEvidence[]): Breadth {
  return ip.count(ip.unionAll(rules.map(({ named }) => named.addresses)));
}

/** Who admits more comes first. */
export function compareBreadth(a: Breadth, b: Breadth): number {
  return Number(b.v4 - a.v4) || Number(b.v6 - a.v6);
}
