import { globOnResource } from "../../contract/globs";
import type { Workload } from "../network";
import { perWorld, type World } from "../world";

/** Whether the program says of a workload that it faces the internet on purpose. */
export function isPublicOnPurpose(world: World, { urn }: Workload): boolean {
  return publicGlobs(world).some((matches) => matches(urn));
}

const publicGlobs = perWorld((world) => world.settings.publicWorkloads.map(globOnResource));
