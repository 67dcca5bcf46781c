import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { Hole, isHole } from "../approx";
import { groupsOf } from "../attachments/attachments";
import { hasIpv6Address } from "../instances/ipv6-addresses";
import type { Subnet, Workload } from "../network";
import { isOfIpv6, subnetByUrn, subnetsOf, workloadByUrn } from "../placement/placement";
import { defaultVpcOf, vpcOfGroup } from "../placement/vpcs";
import { blocksOfVpc } from "../placement/vpc-blocks";
import { keyOf, type World } from "../world";

/** A subnet in which something has an address, as far as it is known. */
export interface Place {
  readonly subnet: string | undefined;
  readonly vpc: string | undefined;
  /** The addresses that it can have there: all of a family of which the block is not known, and undefined where nothing is. */
  readonly addresses: AddressSet | undefined;
  /** The families of which it has an address there. */
  readonly families: { readonly v4: boolean; readonly v6: boolean };
  /** Why the subnet is not known. */
  readonly hole: Hole | undefined;
}

/** The subnets in which a workload has an address, or may have one. */
export function placesOf(world: World, workload: Workload): readonly Place[] {
  const refs = subnetsOf(world, workload);
  if (refs.length === 0) return [nowhere(world, workload, new Hole(workload.urn, [], "does not say which subnets it is in"))];
  return refs.flatMap((ref): readonly Place[] => {
    const key = keyOf(ref);
    if (key !== undefined && subnetByUrn(world).has(key)) return [placeAt(world, key, workload)];
    if (ref.kind === "resource") return [nowhere(world, workload, new Hole(ref.urn, [], "is from outside the stack"))];
    const candidates = ref.kind === "unclear" && world.polarity === "may" ? ref.candidates.filter((urn) => subnetByUrn(world).has(urn)) : [];
    return candidates.length === 0 ? [nowhere(world, workload, ref.hole)] : candidates.map((urn) => placeAt(world, urn, workload));
  });
}

/** A subnet of the stack as a place: of a workload, or of whoever is there. */
export function placeAt(world: World, subnet: string, workload?: Workload): Place {
  const known = subnetByUrn(world).get(subnet);
  const vpc = known?.vpc === undefined ? undefined : keyOf(known.vpc);
  const v4 = known === undefined || world.holds(known.isIpv6Only, (isOnly) => !isOnly);
  const v6 = workload === undefined || hasIpv6Address(world, workload, known);
  return { subnet, vpc, addresses: known === undefined ? undefined : addressesIn(known), families: { v4, v6 }, hole: undefined };
}

/** Blocks of IPv6 that Amazon assigns are known once they are. */
function addressesIn({ blocks }: Subnet): AddressSet | undefined {
  const sets = blocks.map((block) => (!isHole(block) ? block : isOfIpv6(block) ? ip.everyIpv6 : undefined));
  return sets.includes(undefined) ? undefined : ip.unionAll(sets.flatMap((set) => set ?? []));
}

/** Its groups tell the VPC where its subnets do not. */
function nowhere(world: World, workload: Workload, hole: Hole): Place {
  const vpcs = new Set(keysOf(world, workload).flatMap((key) => vpcOfGroup(world, key) ?? []));
  const byDefault = vpcs.size === 0 ? defaultVpcOf(world, workload) : undefined;
  const [vpc] = byDefault === undefined ? (vpcs.size === 1 ? vpcs : []) : [keyOf(byDefault)];
  return { subnet: undefined, vpc, addresses: undefined, families: { v4: true, v6: hasIpv6Address(world, workload, undefined) }, hole };
}

/** The groups on it; of a carrier that is only supposed, those that it is supposed to have. */
function keysOf(world: World, workload: Workload): readonly string[] {
  return workloadByUrn(world).has(workload.urn) ? groupsOf(world, workload) : workload.groups.flatMap((ref) => keyOf(ref) ?? []);
}

/** The addresses that something can have at a place: in the must world, all of them have to get through. */
export function addressesAt(world: World, place: Place): AddressSet {
  const { v4, v6 } = place.addresses ?? addressesInVpc(world, place.vpc);
  return { v4: place.families.v4 ? v4 : [], v6: place.families.v6 ? v6 : [] };
}

function addressesInVpc(world: World, vpc: string | undefined): AddressSet {
  const blocks = vpc === undefined ? ip.noAddresses : blocksOfVpc(world, vpc);
  if (!ip.isEmpty(blocks)) return blocks;
  return world.polarity === "must" ? ip.everyIpv4 : ip.everyAddress;
}
