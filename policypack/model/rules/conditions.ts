import type { Declaration } from "../network";
import { keyOf, type World } from "../world";

const always: readonly string[] = [];

/** The conditions, besides those of its group, of which nobody knows whether they hold, and without which a declaration does not exist. */
export function conditionsOf({ network }: World, { urn, group }: Declaration): readonly string[] {
  const own = network.resources.get(urn)?.conditions;
  if (own === undefined) return always;
  const ofGroup = network.resources.get(keyOf(group) ?? "")?.conditions ?? always;
  return own.filter((condition) => !ofGroup.includes(condition));
}

/** Whether nobody knows if a declaration exists, where its group does. */
export function isPerhaps(world: World, declaration: Declaration): boolean {
  return conditionsOf(world, declaration).length > 0;
}

/** Whether what exists under some conditions is there wherever those of another one hold. */
export function holdsWith(conditions: readonly string[], others: readonly string[]): boolean {
  return conditions.every((condition) => others.includes(condition));
}
