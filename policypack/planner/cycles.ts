import type { Network } from "../model/network";

/** Whether a resource was computed from another one, directly or through others: then nothing of the second can be computed from the first. */
export function dependsOn(network: Network, urn: string, other: string): boolean {
  if (urn === other) return true;
  const seen = new Set([urn]);
  // A set can grow while it is gone through.
  for (const each of seen) {
    for (const dependency of Object.values(network.resources.get(each)?.propertyDependencies ?? {}).flat()) {
      if (dependency === other) return true;
      seen.add(dependency);
    }
  }
  return false;
}
