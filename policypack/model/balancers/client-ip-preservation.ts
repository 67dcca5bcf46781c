import { everyTraffic, type Traffic } from "../../net/ports";
import { backend, balancerByUrn } from "./balancers";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { listenersTo, mayBeOutside, named, trafficOfListener } from "./listeners";
import type { LoadBalancer, Target, TargetGroup, Workload } from "../network";
import { perWorld, ReferenceIndex, type World } from "../world";

/** A way through a balancer that passes its clients' addresses on: where they call it, and where it takes them. */
export interface ClientPath {
  /** Undefined for one from outside the stack, of which nothing is known. */
  readonly balancer: LoadBalancer | undefined;
  readonly listener: Traffic;
  readonly target: Traffic;
}

/**
 * The ways in which clients reach a group that is attached to nothing but targets of balancers that have no groups and pass their clients'
 * addresses on: such a group has to admit the clients themselves. None where it is attached to anything else.
 */
export function clientPathsTo(world: World, group: string): readonly ClientPath[] {
  const workloads = launchedWorkloadsOf(world, group);
  if (workloads.length === 0) return [];
  // Anything else on the group takes the clientPaths away, so it is asked of the other world.
  if (!launchedWorkloadsOf(world.opposite, group).every((workload) => clientPathsOf(world, workload).length > 0)) return [];
  return workloads.flatMap((workload) => clientPathsOf(world, workload));
}

function clientPathsOf(world: World, workload: Workload): readonly ClientPath[] {
  return targetsOf(world)
    .of(workload.urn)
    .flatMap((target) => {
      const outside: ClientPath[] = mayBeOutside(world, target.targetGroup, targetGroups(world))
        ? [{ balancer: undefined, listener: everyTraffic, target: everyTraffic }]
        : [];
      const inside = named(world, target.targetGroup, targetGroups(world));
      return [...outside, ...inside.flatMap((targetGroup) => clientPathsThrough(world, workload, targetGroup, target))];
    });
}

function clientPathsThrough(world: World, workload: Workload, targetGroup: TargetGroup, target: Target): readonly ClientPath[] {
  return listenersTo(world, targetGroup.urn).flatMap((listener) => {
    const traffic = trafficOfListener(world, listener);
    const outside: ClientPath[] = mayBeOutside(world, listener.balancer, balancerByUrn(world))
      ? [{ balancer: undefined, listener: traffic, target: everyTraffic }]
      : [];
    const inside = named(world, listener.balancer, balancerByUrn(world)).flatMap((balancer): ClientPath[] => {
      const behind = backend(workload, balancer, targetGroup, target);
      // It answers for excuses, which are asked of the other world.
      return behind.passesClientAddress(world.opposite) ? [{ balancer, listener: traffic, target: behind.ports(world) }] : [];
    });
    return [...outside, ...inside];
  });
}

const targetGroups = perWorld((world) => new Map(world.all("targetGroup").map((targetGroup) => [targetGroup.urn, targetGroup])));
const targetsOf = perWorld(
  (world) =>
    new ReferenceIndex<Target>(
      world,
      world.all("target").map((target) => [target.workload, target] as const),
    ),
);
