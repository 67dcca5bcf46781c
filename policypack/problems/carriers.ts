import { holdsData } from "../model/attachments/data-stores";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { mayBeAttachedElsewhere } from "../model/attachments/unrecognised";
import { balancerByUrn, isInternetFacing } from "../model/balancers/balancers";
import { isPubliclyAccessible } from "../model/exposure/databases";
import { publicAddressOf } from "../model/instances/public-addresses";
import type { Workload } from "../model/network";
import { subnetsOf } from "../model/placement/placement";
import { isPublicSubnet } from "../model/placement/public-subnets";
import { perWorld, type World } from "../model/world";

/** What carries a group: what of the stack is opened with it. */
export interface Carrier {
  readonly urn: string;
  /** "the RDS instance orders". */
  readonly name: string;
  /** How the internet gets there, where it does: "with a public address". */
  readonly reached: "facing the internet" | "with a public address" | "in a public subnet" | undefined;
  readonly holdsData: boolean;
}

/** Who carries a group, the most exposed first; undefined where that cannot be known from the stack. */
export function carriersOf(world: World, group: string): readonly Carrier[] | undefined {
  const carriers = launchedWorkloadsOf(world, group).map((workload) => carrierOf(world, workload));
  const mayBeOn = (): boolean => launchedWorkloadsOf(world.opposite, group).length > 0 || mayBeAttachedElsewhere(world.opposite, group);
  if (carriers.length === 0 && (isServicesOwn(world, group) || mayBeOn())) return undefined;
  return carriers.sort((a, b) => rankOf(b) - rankOf(a) || (a.urn < b.urn ? -1 : 1));
}

/** Whether a service made the rules, in a group of its own: what carries that is the service's affair. */
function isServicesOwn(world: World, group: string): boolean {
  return servicesOwn(world).has(group);
}

const servicesOwn = perWorld((world) => {
  const groups = new Set(world.all("group").map(({ urn }) => urn));
  return new Set(
    world
      .all("declaration")
      .flatMap(({ unwritten, group }) => (unwritten !== undefined && group.kind === "resource" && !groups.has(group.urn) ? [group.urn] : [])),
  );
});

/** How much it matters what is opened: nothing carries it, nobody knows, something does, data, something on the internet, data on the internet. */
export function exposureRank(carriers: readonly Carrier[] | undefined): number {
  if (carriers === undefined) return 1;
  return carriers.reduce((most, each) => Math.max(most, rankOf(each)), 0);
}

function rankOf({ reached, holdsData }: Carrier): number {
  return (reached === undefined ? 2 : 4) + Number(holdsData);
}

export function carrierOf(world: World, workload: Workload): Carrier {
  return {
    urn: workload.urn,
    name: `the ${workload.noun} ${workload.resource.name}`,
    reached: reachedBy(world, workload),
    holdsData: holdsData(workload),
  };
}

function reachedBy(world: World, workload: Workload): Carrier["reached"] {
  const balancer = balancerByUrn(world).get(workload.urn);
  if (balancer !== undefined) return isInternetFacing(world, balancer) ? "facing the internet" : undefined;
  const access = accessByUrn(world).get(workload.urn);
  if (publicAddressOf(world, workload) !== undefined || (access !== undefined && isPubliclyAccessible(world, access))) return "with a public address";
  return subnetsOf(world, workload).some((subnet) => isPublicSubnet(world, subnet)) ? "in a public subnet" : undefined;
}

const accessByUrn = perWorld((world) => new Map(world.all("databaseAccess").map((access) => [access.urn, access])));
