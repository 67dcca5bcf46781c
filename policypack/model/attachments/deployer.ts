import { groupsOf, workloadByUrn } from "./attachments";
import { perWorld, type World } from "../world";

/** The resource that logs in to a workload of the group while the program is deployed, if there is one. */
export function deployConnectionTo(world: World, group: string): string | undefined {
  for (const { urn, reaches } of deployments(world)) if (reaches.has(group)) return urn;
  return undefined;
}

/** What each connection of the deployer may reach: every group on anything that its address was computed from. */
const deployments = perWorld((world) => {
  const widest = world.polarity === "may" ? world : world.opposite;
  return world.all("deployConnection").map((connection) => {
    const seen = new Set<string>(connection.to);
    for (const urn of seen) for (const next of Object.values(world.network.resources.get(urn)?.propertyDependencies ?? {}).flat()) seen.add(next);
    const reaches = new Set(seen);
    for (const urn of seen) {
      const workload = workloadByUrn(world).get(urn);
      if (workload !== undefined) for (const group of groupsOf(widest, workload)) reaches.add(group);
    }
    return { urn: connection.urn, reaches };
  });
});
