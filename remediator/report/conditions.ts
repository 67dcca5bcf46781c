import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { joined } from "@portcullis/policypack/joined";
import type { World } from "@portcullis/policypack/model/world";
import { parseUrn } from "@portcullis/policypack/resources/resource";

const discretions = new WeakMap<World, Discretion>();

/**
 * " ssh exists only where config.prod.": the conditions that nobody can decide, as the source writes them, under which a resource exists. Nothing where there
 * are none.
 */
export function conditionsInWords(world: World, urn: string): string {
  const { resources } = world.network;
  const conditions = resources.get(urn)?.conditions ?? [];
  if (conditions.length === 0) return "";
  const discretion = discretions.get(world) ?? new Discretion(resources.values());
  discretions.set(world, discretion);
  const phrases = [...new Set(conditions)].map((condition) => `${/^(?:each of|a call) /.test(condition) ? "for" : "where"} ${condition}`);
  return ` ${parseUrn(urn).name} exists only ${joined(phrases.map((phrase) => discretion.say(phrase, [urn])))}.`;
}
