import type { Plain, Resource } from "../../resources/resource";
import { perNetwork, type World } from "../world";

/** Whether something takes a group's id of which it is not known what it does with it: it may be on the group. */
export function mayBeAttachedElsewhere(world: World, group: string): boolean {
  return takenElsewhere(world).has(group) || hasUnrecognisedAttachment(world, group);
}

/** The same, of what takes it as a group. */
export function hasUnrecognisedAttachment(world: World, group: string): boolean {
  return unread(world).has(group);
}

const unread = perNetwork((network) => new Set(network.all("unrecognisedAttachment").flatMap(({ groups }) => groups)));

const takenElsewhere = perNetwork((network) => {
  const kinds = ["group", "declaration", "exclusiveRules", "workload", "attachment", "interfaceLink"] as const;
  const known = new Set(kinds.flatMap((kind) => network.all(kind).map(({ urn }) => urn)));
  const taken = new Set<string>();
  for (const { urn, inputs, propertyDependencies } of network.resources.values()) {
    if (known.has(urn)) continue;
    for (const [property, dependencies] of Object.entries(propertyDependencies))
      for (const dependency of dependencies) if (!isSaidOf(network.resources.get(dependency), inputs[property])) taken.add(dependency);
  }
  return taken;
});

/** Whether a value is what a group says besides its identifiers: its VPC, say. Whoever took that of it has not taken the group. */
export function isSaidOf(group: Resource | undefined, value: Plain | undefined): boolean {
  if (group === undefined || typeof value !== "string") return false;
  return ["vpcId", "ownerId", "description", "groupDescription"].some((name) => group.outputs[name] === value || group.inputs[name] === value);
}
