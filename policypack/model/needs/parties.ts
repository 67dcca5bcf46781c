import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { groupsOf } from "../attachments/attachments";
import { containerInstancesOf } from "../attachments/container-instances";
import { isHole } from "../approx";
import type { RouteTarget, Workload } from "../network";
import { routed } from "../paths/routes";
import { subnetByUrn, subnetsOf } from "../placement/placement";
import { addressesOfWorkload, vpcOfGroup, vpcsOfWorkload } from "../placement/vpcs";
import { blocksOfVpc } from "../placement/vpc-blocks";
import { carriesReferences } from "../reachability/group-references";
import { defaultVpcId, isDefaultVpc } from "../../resources/default-vpc";
import type { Resource } from "../../resources/resource";
import { externalKey, keyOf, perKey, perWorld, type World } from "../world";
import type { Need, Party } from "./need";

/** "the load balancer front". */
export function named({ noun, resource }: Workload): string {
  return `the ${noun} ${resource.name}`;
}

/** A component of which the parts are elsewhere: a package that is not run makes them. */
export function isComponentElsewhere(world: World, { urn, type, custom }: Resource): boolean {
  return !custom && type !== "pulumi:pulumi:Stack" && !parents(world).has(urn);
}

const parents = perWorld((world) => new Set([...world.network.resources.values()].flatMap(({ parent }) => parent ?? [])));

/** The groups of which the rules have to meet a need. */
export function groupsThatMeet(world: World, { of, unseenOn }: Need): readonly string[] {
  return unseenOn === undefined ? groupsOf(world, of) : [unseenOn];
}

/** A workload as a client of another one: by those of its groups that can be referred to from there, and by its addresses. */
export function partyOf(world: World, client: Workload, server: Workload): Party {
  const [here] = vpcsOf(world, server);
  const there = vpcsOf(world, client);
  const isNear = here === undefined || there.length === 0 || there.some((vpc) => carriesReferences(world, here, vpc, "ingress"));
  const hosts = containerInstancesOf(world, client);
  const bearing = hosts.length === 0 ? [client] : hosts;
  return {
    kind: "workload",
    client,
    groups: isNear ? [...new Set(bearing.flatMap((workload) => groupsOf(world, workload)))] : [],
    addresses: allOf(bearing.map((workload) => addressesIn(world, workload))),
  };
}

/**
 * Whoever is in the network of a workload, or in another one that its subnets have a route to: a peered VPC, what is behind a hub or a VPN. Where a route
 * leads there that names no networks, it is not known which these are.
 */
export function networkOf(world: World, workload: Workload, isSeen: boolean): Party {
  const [vpc] = vpcsOf(world, workload);
  const own = vpc === undefined ? undefined : known(blocksOfVpc(world, vpc));
  const subnets = knownSubnetsOf(world, workload);
  const isNamed = subnets.some((subnet) => !ip.isEmpty(beyond(world, subnet)));
  const isOpen = subnets.some((subnet) => leadsAnywhere(world.may, subnet)) || (!isNamed && vpc !== undefined && isJoined(world, vpc));
  const addresses = own === undefined || isOpen ? undefined : ip.unionAll([own, ...subnets.map((subnet) => beyond(world, subnet))]);
  return { kind: "network", vpc, addresses, isSeen, isOpen };
}

/** Whether the program joins a default VPC to other networks, or may: its own routes are not to be seen, and nobody knows which these are. */
export const isJoined = perKey((world, vpc: string): boolean => {
  const isOfAccount = vpc === externalKey(defaultVpcId);
  if (!isOfAccount && !isDefaultVpc(world.network.resources.get(vpc)?.type ?? "")) return false;
  if (isPeeredElsewhere(world) || leadsOutside(world, vpc)) return true;
  return [...world.network.resources.values()].some(
    ({ type, inputs, propertyDependencies }) =>
      joining.test(type) &&
      ["vpcId", "peerVpcId", "vpcArn"].some(
        (name) => (isOfAccount && inputs[name] === defaultVpcId) || propertyDependencies[name]?.includes(vpc) === true,
      ),
  );
});

/** Whether a peering that is made elsewhere is accepted, which does not say of which VPCs it is. */
const isPeeredElsewhere = perWorld((world) => world.all("peeringPart").some(({ peering }) => peering.kind !== "resource"));

/** Whether a route leads into other networks from a table that may be one of a VPC. */
function leadsOutside(world: World, vpc: string): boolean {
  const leading = world.all("route").filter(({ over }) => !isHole(over) && intoNetworks.has(over));
  return leading.some(({ table }) => {
    const key = keyOf(table);
    const own = key === undefined ? undefined : (vpcsByTable(world).get(key) ?? key);
    return own === undefined || own === vpc || !world.network.resources.has(own);
  });
}

const vpcsByTable = perWorld(
  (world) =>
    new Map(
      [...world.all("mainRouteTable"), ...world.all("routeTable").map(({ urn, vpc }) => ({ vpc, table: { kind: "resource", urn } as const }))].map(
        ({ vpc, table }) => [keyOf(table) ?? "", keyOf(vpc)],
      ),
    ),
);

const joining =
  /:(?:VpcPeeringConnection|VpcPeeringConnectionAccepter|VPCPeeringConnection|VpcAttachment|TransitGatewayAttachment|TransitGatewayVpcAttachment|VpnGateway|VpnGatewayAttachment|VPNGatewayRoutePropagation|VPCGatewayAttachment|VpcGatewayAttachment)$/;

/** The same of what is there for other networks: where no route of its subnets names any, it is not known which these are. */
export function networkBeyond(world: World, workload: Workload): Party {
  const isNamed = knownSubnetsOf(world, workload).some((subnet) => !ip.isEmpty(beyond(world, subnet)));
  if (isNamed) return networkOf(world, workload, true);
  return { kind: "network", vpc: vpcsOf(world, workload)[0], addresses: undefined, isSeen: true, isOpen: true };
}

function knownSubnetsOf(world: World, workload: Workload): readonly string[] {
  return subnetsOf(world, workload)
    .flatMap((ref) => keyOf(ref) ?? [])
    .filter((key) => subnetByUrn(world).has(key));
}

/** Whether a subnet sends everything that has no other way into networks of others, or what only a VPN gateway knows. */
const leadsAnywhere = perKey((world, subnet: string): boolean => {
  const wanted = routed(
    world,
    subnet,
    (_, { over, destination }) => !isHole(over) && intoNetworks.has(over) && (isHole(destination) || ip.covers(destination, ip.everyIpv4)),
  );
  return wanted.route !== undefined;
});

/** The networks that the routes of a subnet name. A route for everything names none. */
const beyond = perKey(
  (world, subnet: string): AddressSet =>
    routed(
      world,
      subnet,
      (there, { over, destination }) =>
        there.holds(destination, (addresses) => !ip.covers(addresses, ip.everyIpv4)) && there.holds(over, (target) => intoNetworks.has(target)),
    ).addresses,
);

const intoNetworks: ReadonlySet<RouteTarget> = new Set(["peering", "transit gateway", "VPN gateway"]);

/** The addresses that a workload can have: those of its subnets, else those of its VPC. */
export function addressesIn(world: World, workload: Workload): AddressSet | undefined {
  const own = addressesOfWorkload(world, workload);
  if (own !== undefined) return own;
  return allOf(vpcsOf(world, workload).map((vpc) => known(blocksOfVpc(world, vpc))));
}

/** The VPCs of a workload: by its subnets, else by its groups. */
export function vpcsOf(world: World, workload: Workload): readonly string[] {
  const bySubnet = vpcsOfWorkload(world, workload).flatMap((ref) => keyOf(ref) ?? []);
  if (bySubnet.length > 0) return [...new Set(bySubnet)];
  return [...new Set(groupsOf(world, workload).flatMap((key) => vpcOfGroup(world, key) ?? []))];
}

function allOf(sets: readonly (AddressSet | undefined)[]): AddressSet | undefined {
  const all = sets.flatMap((set) => set ?? []);
  return all.length < sets.length || all.length === 0 ? undefined : ip.unionAll(all);
}

/** Addresses, where there are any. */
export function known(addresses: AddressSet): AddressSet | undefined {
  return ip.isEmpty(addresses) ? undefined : addresses;
}
