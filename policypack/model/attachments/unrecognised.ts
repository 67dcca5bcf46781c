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
  for (const { urn, propertyDependencies } of network.resources.values()) {
    if (!known.has(urn)) for (const dependency of Object.values(propertyDependencies).flat()) taken.add(dependency);
  }
  return taken;
});
