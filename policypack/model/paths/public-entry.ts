import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { parseUrn } from "../../resources/resource";
import { Hole } from "../approx";
import { accessesWith } from "../exposure/database-access";
import { grouped } from "../../grouped";
import { balancerByUrn, isInternetFacing } from "../balancers/balancers";
import { isPubliclyAccessible } from "../exposure/databases";
import { publicAddressOf } from "../instances/public-addresses";
import type { Workload } from "../network";
import { perWorld, type World } from "../world";
import type { Place } from "./places";
import type { Cause } from "./permits";

/** The families in which something has an address on the internet, and why. */
export interface PublicEntry {
  readonly families: AddressSet;
  readonly by: Cause | undefined;
}

const none: PublicEntry = { families: ip.noAddresses, by: undefined };

/** Whether something has an address on the internet at a place; addresses of IPv6 are always on it. */
export function publicEntryOf(world: World, workload: Workload, { families, addresses }: Place): PublicEntry {
  const v4 = families.v4 ? ipv4EntryOf(world, workload) : none;
  const balancer = balancerByUrn(world).get(workload.urn);
  const v6 =
    families.v6 && (addresses === undefined || !intervals.isEmpty(addresses.v6)) && (balancer === undefined || isInternetFacing(world, balancer));
  return { families: { v4: v4.families.v4, v6: v6 ? ip.everyIpv6.v6 : [] }, by: v4.by };
}

function ipv4EntryOf(world: World, workload: Workload): PublicEntry {
  const { urn, kind, resource } = workload;
  const entry = (says: string, of = urn, path: Cause["path"] = []): PublicEntry => ({
    families: ip.everyIpv4,
    by: { kind: "address", says, urn: of, path },
  });
  const balancer = balancerByUrn(world).get(urn);
  if (balancer !== undefined) return isInternetFacing(world, balancer) ? entry(`${resource.name} faces the internet`) : none;
  const access = accesses(world)
    .of(urn)
    .find((each) => isPubliclyAccessible(world, each));
  if (access !== undefined) return entry(`${resource.name} has an address on the internet`, access.urn, access.path);
  if (accesses(world.opposite).of(urn).length > 0) return none;
  const address = publicAddressOf(world, workload);
  // Of what starts machines or interfaces in ways that are not known, only an Elastic IP is seen.
  if (kind === "other" && address?.by !== "Elastic IP")
    return world.doubt(new Hole(urn, [], "may have an address on the internet")) ? entry(`${resource.name} may face the internet`) : none;
  if (address === undefined) return none;
  const by =
    address.by === "set-up" ? "by its set-up" : address.by === "subnet" ? "from its subnet" : `by the Elastic IP ${parseUrn(address.urn).name}`;
  return entry(`${resource.name} has a public address ${by}`, address.urn, address.path);
}

/** Whether it is public, of a data store or of the cluster that it is a member of. */
const accesses = perWorld((world) => {
  const members = world
    .all("workload")
    .flatMap(({ urn, templates }) =>
      templates.flatMap((ref) => (ref.kind === "resource" ? [{ member: { kind: "resource", urn } as const, of: ref.urn }] : [])),
    );
  const clusters = new Map(grouped(members, ({ of }) => of));
  return accessesWith(world, (urn) => (clusters.get(urn) ?? []).map(({ member }) => member));
});
