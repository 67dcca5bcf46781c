import type { Rule } from "./network";

/** Rules by the resource that holds them, in the order in which they come. */
export function byHolder(rules: readonly Rule[]): readonly (readonly [urn: string, rules: readonly Rule[]])[] {
  const holders = new Map<string, Rule[]>();
  for (const rule of rules) {
    const list = holders.get(rule.declaration.urn);
    if (list === undefined) holders.set(rule.declaration.urn, [rule]);
    else list.push(rule);
  }
  return [...holders];
}
