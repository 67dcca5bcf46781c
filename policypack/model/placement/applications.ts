import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { groupsOf, isTemplate, opensConnections, workloadsOf } from "../attachments/attachments";
import { balancerByUrn } from "../balancers/balancers";
import type { Workload } from "../network";
import { subnetsOf } from "./placement";
import { isOfIpv4 } from "./vpc-blocks";
import { addressesOfWorkload, vpcRefOfGroup, vpcsOfWorkload } from "./vpcs";
import { keyOf, perWorld, type World } from "../world";

/** An application, and the addresses that it can have. */
export interface PlacedApplication {
  readonly application: Workload;
  readonly addresses: AddressSet;
}

/** What opens connections, without the templates that it is made from, and lives in some addresses or partly in them. */
export function applicationsIn(world: World, block: AddressSet): readonly PlacedApplication[] {
  return homes(world)
    .flatMap(({ addresses, applications }) => (ip.meets(block, addresses) ? applications : []))
    .sort((a, b) => a.order - b.order);
}

/** The applications of which it is known where they live, by their subnets and VPCs. */
const homes = perWorld((world) => {
  const homesBySubnets = new Map<
    string,
    { readonly addresses: AddressSet; readonly applications: (PlacedApplication & { readonly order: number })[] }
  >();
  for (const [order, application] of world.all("workload").entries()) {
    const addresses = addressesOfWorkload(world, application);
    if (addresses === undefined || !opensConnections(application) || isTemplate(application)) continue;
    const place = [...subnetsOf(world, application), ...vpcsOfWorkload(world, application)].map(keyOf).join(" ");
    const home = homesBySubnets.get(place) ?? { addresses, applications: [] };
    homesBySubnets.set(place, home);
    home.applications.push({ application, addresses, order });
  }
  return [...homesBySubnets.values()];
});

/** Whether everything that carries a group, or may carry it, is known to live inside an address block. */
export function isWhollyIn(world: World, group: string, block: AddressSet): boolean {
  const widest = world.polarity === "may" ? world : world.opposite;
  return workloadsOf(widest, group).every((workload) => {
    if (isTemplate(workload)) return true;
    const own = addressesOfWorkload(world, workload) ?? (isIpv4Balancer(world, workload) || isInIpv4(world, workload) ? ip.everyIpv4 : undefined);
    return own !== undefined && ip.covers(block, own);
  });
}

/** Whether it is in VPCs of the stack that have no IPv6, wherever it is in them: by its subnets, else by its groups. */
function isInIpv4(world: World, workload: Workload): boolean {
  const vpcs = vpcsOfWorkload(world, workload);
  const all = vpcs.every(({ kind }) => kind === "resource") ? vpcs : groupsOf(world, workload).map((key) => vpcRefOfGroup(world, key));
  return all.length > 0 && all.every((vpc) => vpc?.kind === "resource" && isOfIpv4(world, vpc.urn));
}

/** Whether it is a load balancer of which the addresses are not known, but that they are of IPv4. */
function isIpv4Balancer(world: World, { urn }: Workload): boolean {
  const balancer = balancerByUrn(world).get(urn);
  return balancer !== undefined && !world.opposite.holds(balancer.hasIpv6, Boolean);
}
