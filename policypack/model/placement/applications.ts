import { addTo } from "../../grouped";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { groupsOf, isTemplate, opensConnections, workloadsOf } from "../attachments/attachments";
import { balancerByUrn } from "../balancers/balancers";
import type { Workload } from "../network";
import { subnetsOf } from "./placement";
import { isOfIpv4 } from "./vpc-blocks";
import { addressesOfWorkload, vpcOfGroup, vpcsOfWorkload } from "./vpcs";
import { defaultVpcId } from "../../resources/default-vpc";
import { externalKey, keyOf, perWorld, type Memo, type World } from "../world";

/** An application, and the addresses that it can have. */
export interface PlacedApplication {
  readonly application: Workload;
  readonly addresses: AddressSet;
}

/** What opens connections, without the templates that it is made from, and lives in some addresses or partly in them: asked once for each set of them. */
export function applicationsIn(world: World, block: AddressSet): readonly PlacedApplication[] {
  return world.once(ip.keyOfSet(block), () => inOrder(homesIn(world, block)), applicationsByBlock(world));
}

const applicationsByBlock = perWorld((): Memo => new Map());

/** The subnets and VPCs in which applications live that meet some addresses. */
export function homesIn(world: World, block: AddressSet): readonly Home[] {
  return homes(world).filter(({ addresses }) => ip.meets(block, addresses));
}

/** The homes in some VPCs, or in none that is known, that meet some addresses. */
export function homesInVpcs(world: World, vpcs: Iterable<string>, block: AddressSet): readonly Home[] {
  const { byVpc, elsewhere } = homesByVpc(world);
  const found = new Set(elsewhere);
  for (const vpc of vpcs) for (const home of byVpc.get(vpc) ?? []) found.add(home);
  return [...found].filter(({ addresses }) => ip.meets(block, addresses));
}

const homesByVpc = perWorld((world) => {
  const byVpc = new Map<string, [Home, ...Home[]]>();
  const elsewhere: Home[] = [];
  for (const home of homes(world)) {
    const [first] = home.applications;
    const vpcs = first === undefined ? [] : vpcsOfWorkload(world, first.application).flatMap((ref) => keyOf(ref) ?? []);
    for (const vpc of vpcs) addTo(byVpc, vpc, home);
    if (vpcs.length === 0) elsewhere.push(home);
  }
  return { byVpc, elsewhere };
});

/** The applications of some homes, in the order of the stack. */
export function inOrder(some: readonly Home[]): readonly PlacedApplication[] {
  return some.flatMap(({ applications }) => applications).sort((a, b) => a.order - b.order);
}

/** The applications that have the same subnets and VPCs, and the addresses that each can have. */
export interface Home {
  readonly addresses: AddressSet;
  readonly applications: readonly (PlacedApplication & { readonly order: number })[];
}

/** The applications of which it is known where they live. */
const homes = perWorld((world): readonly Home[] => {
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
  return workloadsOf(world.may, group).every((workload) => {
    if (isTemplate(workload)) return true;
    const own = addressesOfWorkload(world, workload) ?? (isIpv4Balancer(world, workload) || isInIpv4(world, workload) ? ip.everyIpv4 : undefined);
    return own !== undefined && ip.covers(block, own);
  });
}

/** Whether it is in VPCs that have no IPv6, wherever it is in them: by its subnets, else by its groups. A balancer says itself which addresses it has. */
function isInIpv4(world: World, workload: Workload): boolean {
  const vpcs = vpcsOfWorkload(world, workload).map(keyOf);
  const all = vpcs.length > 0 && vpcs.every((vpc) => vpc !== undefined) ? vpcs : groupsOf(world, workload).map((key) => vpcOfGroup(world, key));
  const mayHaveIpv6 = balancerByUrn(world).has(workload.urn);
  return all.length > 0 && all.every((vpc) => vpc !== undefined && isOfIpv4(world, vpc) && !(mayHaveIpv6 && vpc === externalKey(defaultVpcId)));
}

/** Whether it is a load balancer of which the addresses are not known, but that they are of IPv4. */
function isIpv4Balancer(world: World, { urn }: Workload): boolean {
  const balancer = balancerByUrn(world).get(urn);
  return balancer !== undefined && !world.opposite.holds(balancer.hasIpv6, Boolean);
}
