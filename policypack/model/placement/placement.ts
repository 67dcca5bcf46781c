import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { Hole, isHole, type Fact } from "../approx";
import type { Ref, Subnet, Workload } from "../network";
import { keyOf, perWorld, type World } from "../world";

export const subnetByUrn = perWorld((world) => new Map(world.all("subnet").map((subnet) => [subnet.urn, subnet])));

export const workloadByUrn = perWorld((world) => new Map(world.all("workload").map((workload) => [workload.urn, workload])));

/** The subnets in which a workload has interfaces: its own, else those of its templates. */
export function subnetsOf(world: World, workload: Workload): readonly Ref[] {
  const own = ownSubnets(world, workload);
  if (own.length > 0) return own;
  return workload.templates.flatMap((ref) => {
    const template = workloadByUrn(world).get(keyOf(ref) ?? "");
    return template === undefined ? [] : ownSubnets(world, template);
  });
}

function ownSubnets(world: World, { subnets, subnetGroup }: Workload): readonly Ref[] {
  if (subnets.length > 0 || subnetGroup === undefined) return subnets;
  const group = subnetGroups(world).get(keyOf(subnetGroup) ?? "");
  if (group !== undefined) return group;
  const hole = subnetGroup.kind === "resource" ? new Hole(subnetGroup.urn, [], "is from outside the stack") : subnetGroup.hole;
  return [{ kind: "unclear", candidates: [], hole }];
}

const subnetGroups = perWorld((world) => new Map(world.all("subnetGroup").map(({ urn, subnets }) => [urn, subnets])));

/** The address blocks of a subnet, where all of them are known. */
export function blocksOfSubnet({ blocks }: Subnet): AddressSet | undefined {
  const known = blocks.flatMap((block) => (isHole(block) ? [] : [block]));
  return known.length === blocks.length && known.length > 0 ? ip.unionAll(known) : undefined;
}

/** Whether a block is one of IPv6: a known one, or one that Amazon has yet to assign. */
export function isOfIpv6(block: Fact<AddressSet>): boolean {
  return isHole(block) ? block.path[0] === "ipv6CidrBlock" : !intervals.isEmpty(block.v6);
}
