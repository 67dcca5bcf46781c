import { grouped } from "../grouped";
import { holdsData } from "../model/attachments/data-stores";
import { applicationKinds, groupsOf } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { backendsOf, balancerByUrn, isInternetFacing } from "../model/balancers/balancers";
import { isAccelerated, originTraffic } from "../model/exposure/edge-services";
import { isPublicOnPurpose } from "../model/exposure/public-workloads";
import { isNat } from "../model/instances/instances";
import { listed } from "../model/names/listed";
import type { Workload } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";

/** What to do about a port that a group opens to the internet: what its workloads can have instead, where they can have nothing in front of them. */
export function remedyOr(world: World, group: string, otherwise: string): string {
  const facing = launchedWorkloadsOf(world, group).filter((workload) => !mayFaceInternet(world, workload));
  if (facing.length === 0 || facing.some((workload) => canHaveBalancer(world, workload))) return otherwise;
  return remedyFor(world, facing);
}

function canHaveBalancer(world: World, workload: Workload): boolean {
  const { kind, noun, urn } = workload;
  if (
    kind === "function" ||
    kind === "database-proxy" ||
    noun === "EKS cluster" ||
    balancerByUrn(world).has(urn) ||
    backendsOf(world, workload).length > 0
  )
    return false;
  return applicationKinds.has(kind) || kind === "other";
}

/** What each kind of workload can have instead, once for those that can have the same. */
export function remedyFor(world: World, facing: readonly Workload[]): string {
  const nameOf = ({ resource }: Workload): string => resource.name;
  return grouped(facing, (workload) => remedyOf(world, workload, ""))
    .slice(0, 2)
    .flatMap(([, same]) => same.slice(0, 1).map((first) => remedyOf(world, first, listed([...new Set(same.map(nameOf))]))))
    .join(" ");
}

/** What a workload can have instead, said of all that can have the same, by their names. */
function remedyOf(world: World, workload: Workload, names: string): string {
  const { kind, noun } = workload;
  if (balancerByUrn(world).has(workload.urn)) return "Admit the networks that the internal load balancer serves.";
  if (kind === "function" || kind === "api-link") return `Drop the rule: a ${noun} takes no connections.`;
  if (holdsData(workload) || kind === "database-proxy") return "Admit the group of the application that uses it instead.";
  if (kind === "endpoint") return "Admit the groups of those who use the endpoint instead: it is for its own network.";
  if (noun === "EKS cluster")
    return "Admit the groups of the nodes, which a control plane's own group is for, and say who may call its public endpoint in publicAccessCidrs.";
  const [backend] = backendsOf(world, workload);
  if (backend !== undefined) {
    const { name } = backend.balancer.resource;
    const groups = backend.groupsOfBalancer(world).filter((group) => !groupsOf(world, workload).includes(group));
    return groups.length > 0
      ? `Admit the group of ${name} instead, the load balancer in front of ${names}.`
      : `Give ${name}, the load balancer in front of ${names}, a group of its own, and admit that instead.`;
  }
  return applicationKinds.has(kind)
    ? "Put a load balancer in front and admit its group, or name it in publicWorkloads."
    : "Admit the groups of those who use it instead, or name it in publicWorkloads.";
}

/** All of this excuses, so it is asked of the other world. */
export function mayFaceInternet(world: World, workload: Workload): boolean {
  const { opposite } = world;
  const balancer = balancerByUrn(world).get(workload.urn);
  return (
    (balancer !== undefined && isInternetFacing(opposite, balancer)) ||
    !intervals.isEmpty(originTraffic(opposite, workload)) ||
    isAccelerated(opposite, workload) ||
    isNat(opposite, workload) ||
    isPublicOnPurpose(world, workload) ||
    backendsOf(opposite, workload).some((backend) => isInternetFacing(opposite, backend.balancer) && backend.passesClientAddress(world))
  );
}
