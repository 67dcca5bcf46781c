import type { Rule } from "../network";

/** Rules by the resource that holds them, in the order in which they come. */
export function rulesByResource(rules: readonly Rule[]): readonly Grouped<Rule>[] {
  return grouped(rules, ({ declaration }) => declaration.urn);
}

/** At least one thing, and the key that they have in common. */
export type Grouped<T> = readonly [key: string, things: readonly [T, ...T[]]];

/** Things by a key, in the order in which they come. */
export function grouped<T>(things: readonly T[], keyOf: (thing: T) => string): readonly Grouped<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return [...groups];
}
