import { Hole } from "../approx";
import { balancerByUrn } from "../balancers/balancers";
import type { Subnet, Workload } from "../network";
import { isOfIpv6 } from "../placement/placement";
import { defaultVpcOf } from "../placement/vpcs";
import type { World } from "../world";
import { isInstanceKind, settingOf } from "./instances";

/**
 * Whether a workload has an IPv6 address in a subnet, which is undefined where it is not known: one that it asks for itself, or that the subnet gives.
 * Where a route leads to the internet, such an address is on it: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html
 */
export function hasIpv6Address(world: World, workload: Workload, subnet: Subnet | undefined): boolean {
  const balancer = balancerByUrn(world).get(workload.urn);
  if (balancer !== undefined) return world.holds(balancer.hasIpv6, Boolean);
  const hole = new Hole(workload.urn, ["ipv6Addresses"], "may be given by the subnet");
  if (subnet === undefined) return defaultVpcOf(world, workload) === undefined && world.doubt(hole);
  if (!subnet.blocks.some(isOfIpv6)) return false;
  const own = settingOf(world, workload, "ipv6Address").value;
  if (world.holds(own, (value) => value === true)) return true;
  if (!world.holds(own, (value) => value === undefined)) return false;
  // Of what has a choice, only machines and balancers say it in the program.
  return isInstanceKind(workload) ? world.holds(subnet.givesIpv6Address, Boolean) : world.doubt(hole);
}
