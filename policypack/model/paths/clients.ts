import { internet } from "../../net/internet";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { ownBlocks, trusted } from "../exposure/exposure";
import { groupRefsOf, isTemplate } from "../attachments/attachments";
import { named } from "../needs/parties";
import type { Workload } from "../network";
import { blocksOfSubnet, subnetsOf } from "../placement/placement";
import { perWorld, type World } from "../world";
import { addressesAt, placeAt, placesOf, type Place } from "./places";

/** Who opens a connection: somebody on the internet, in a network that the stack does not show, or in a subnet of the stack. */
export type Client = {
  readonly name: string;
  readonly addresses: AddressSet;
  /** Whether it has one of these addresses, and it is not known which; else there is somebody at each of them. */
  readonly isAny: boolean;
  /** Whether it is a balancer that passes on the addresses of its own clients: answers find their way back through it. */
  readonly isForwarded?: true;
} & (
  | { readonly kind: "internet" }
  | { readonly kind: "outside" }
  | { readonly kind: "inside"; readonly place: Place; readonly workload: Workload | undefined }
);

/** Whoever is on the internet and not trusted. */
export function strangers(world: World): readonly Client[] {
  return [{ kind: "internet", name: "the internet", addresses: ip.subtract(ip.subtract(internet, ownBlocks(world)), trusted(world)), isAny: false }];
}

/** Whoever has an address of a block: in a subnet of the stack, on the internet, or in a network that the stack does not show. */
export function inBlock(world: World, block: AddressSet, text: string): readonly Client[] {
  const inside = subnets(world).flatMap(([subnet, own]): readonly Client[] => {
    const addresses = ip.intersect(own, block);
    if (ip.isEmpty(addresses)) return [];
    return [{ kind: "inside", name: text, addresses, isAny: false, place: placeAt(world, subnet), workload: undefined }];
  });
  const hidden = subnetsNotKnown(world).flatMap((place): readonly Client[] => {
    const addresses = ip.intersect(addressesAt(world, place), ip.subtract(block, internet));
    if (place.hole === undefined || ip.isEmpty(addresses) || !world.doubt(place.hole)) return [];
    return [{ kind: "inside", name: text, addresses, isAny: false, place, workload: undefined }];
  });
  const left = ip.subtract(block, ownBlocks(world));
  const sides = [
    { kind: "internet", addresses: ip.intersect(left, internet) },
    { kind: "outside", addresses: ip.subtract(left, internet) },
  ] as const;
  return [
    ...inside,
    ...hidden,
    ...sides.filter(({ addresses }) => !ip.isEmpty(addresses)).map((side): Client => ({ ...side, name: text, isAny: false })),
  ];
}

/** A workload in each of its subnets; one outside of every VPC comes from an address of AWS on the internet. */
export function asClients(world: World, workload: Workload): readonly Client[] {
  const name = named(workload);
  const isOutside = (workload.kind === "function" || workload.kind === "other") && groupRefsOf(world, workload).length === 0;
  if (isOutside && subnetsOf(world, workload).length === 0) return [onInternet(name)];
  return placesOf(world, workload).map((place): Client => ({
    kind: "inside",
    name,
    addresses: addressesAt(world, place),
    isAny: true,
    place,
    workload,
  }));
}

/** Somebody with an address on the internet of which nothing else is known. */
export function onInternet(name: string): Client {
  return { kind: "internet", name, addresses: internet, isAny: true };
}

/** Where something is in a subnet that is not known, others may be as well. */
const subnetsNotKnown = perWorld((world) => {
  const workloads = world.all("workload").filter((workload) => !isTemplate(workload));
  const places = workloads.flatMap((workload) => placesOf(world, workload)).filter(({ subnet, hole }) => subnet === undefined && hole !== undefined);
  return [...new Map(places.map((place) => [place.vpc, place])).values()];
});

const subnets = perWorld((world) =>
  world.all("subnet").flatMap((subnet) => {
    const own = blocksOfSubnet(subnet);
    return own === undefined ? [] : [[subnet.urn, own] as const];
  }),
);
