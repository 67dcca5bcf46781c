import { managedListName } from "../names/managed-prefix-lists";
import { workloadsOf } from "../attachments/attachments";
import type { LatticeTarget, Ref, Workload } from "../network";
import { byReference, perWorld, type World } from "../world";

/**
 * Whether a prefix list is how VPC Lattice reaches what a group is on: it has no group that a rule could name.
 * An excuse: ask the opposite world. https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html
 */
export function isListOfLattice(world: World, group: string, list: Ref): boolean {
  const isTarget = workloadsOf(world, group).some(({ urn }) => targets(world).of(urn).length > 0);
  if (!isTarget) return false;
  const name = managedListName(world, list);
  return name === undefined ? list.kind !== "resource" && world.doubt(list.hole) : name.endsWith(".vpc-lattice");
}

/** That VPC Lattice sends to a workload, once for each target group. */
export function latticeTargetsOf(world: World, { urn }: Workload): readonly LatticeTarget[] {
  return targets(world).of(urn);
}

const targets = perWorld((world) => byReference<LatticeTarget>(world, world.all("latticeTarget"), ({ workload }) => workload));
