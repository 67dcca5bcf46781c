import { Hole } from "../approx";
import type { Ref } from "../network";
import { perWorld, type World } from "../world";

/** Whether a group could be on anything: one from outside the stack, or one that is not known. Never certain. */
export function isForeignGroup(world: World, group: Ref): boolean {
  if (group.kind === "external") return world.doubt(group.hole);
  if (group.kind === "unclear") return group.candidates.length === 0 && world.doubt(group.hole);
  return !groupUrns(world).has(group.urn) && world.doubt(new Hole(group.urn, [], "is from outside the stack"));
}

const groupUrns = perWorld((world) => new Set([...world.all("group"), ...world.all("clusterGroup")].map(({ urn }) => urn)));
