import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { isHole } from "./approx";
import { applicationKinds, groupsOf } from "./attachments";
import type { Subnet, Workload } from "./network";
import { keyOf, perWorld, type World } from "./world";

export const subnetByUrn = perWorld((world) => new Map(world.all("subnet").map((subnet) => [subnet.urn, subnet])));

/** The addresses that a workload can have, where all of its subnets are known; else undefined. */
export function addressesOfWorkload(world: World, workload: Workload): AddressSet | undefined {
  const subnets = workload.subnets.map((ref) => subnetByUrn(world).get(keyOf(ref) ?? ""));
  if (subnets.length === 0) return undefined;
  const blocks: AddressSet[] = [];
  for (const subnet of subnets) {
    const known = subnet === undefined ? undefined : blocksOfSubnet(subnet);
    if (known === undefined) return undefined;
    blocks.push(known);
  }
  return ip.unionAll(blocks);
}

function blocksOfSubnet({ blocks }: Subnet): AddressSet | undefined {
  const known = blocks.flatMap((block) => (isHole(block) ? [] : [block]));
  return known.length === blocks.length && known.length > 0 ? ip.unionAll(known) : undefined;
}

/** The applications that live wholly inside an address block. */
export function applicationsIn(world: World, block: AddressSet): readonly Workload[] {
  return world.all("workload").filter((workload) => {
    if (!applicationKinds.has(workload.kind)) return false;
    const addresses = addressesOfWorkload(world, workload);
    return addresses !== undefined && ip.covers(block, addresses);
  });
}

/** Whether everything that carries a group is known to live inside an address block. */
export function livesIn(world: World, group: string, block: AddressSet): boolean {
  const members = world.opposite
    .all("workload")
    .filter(
      (workload) =>
        groupsOf(world.opposite.polarity === "may" ? world.opposite : world, workload).includes(group) && workload.noun !== "launch template",
    );
  return members.every((workload) => {
    const addresses = addressesOfWorkload(world, workload);
    return addresses !== undefined && ip.covers(block, addresses);
  });
}
