import { perWorld, type World } from "./world";

/** Whether something takes a group's id of which it is not known what it does with it: it may be on the group. */
export function isTakenElsewhere(world: World, group: string): boolean {
  return takenElsewhere(world).has(group);
}

const takenElsewhere = perWorld((world) => {
  const kinds = ["group", "declaration", "workload", "attachment", "interfaceLink"] as const;
  const known = new Set(kinds.flatMap((kind) => world.all(kind).map(({ urn }) => urn)));
  const taken = new Set<string>();
  for (const { urn, propertyDependencies } of world.network.resources.values()) {
    if (!known.has(urn)) for (const dependency of Object.values(propertyDependencies).flat()) taken.add(dependency);
  }
  return taken;
});
