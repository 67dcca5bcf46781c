import { everyTraffic, type Traffic } from "../net/ports";
import { backend, balancerByUrn } from "./balancers";
import { bearersOf } from "./bearers";
import { listenersTo, mayBeOutside, named, trafficOfListener } from "./listeners";
import type { LoadBalancer, Target, TargetGroup, Workload } from "./network";
import { perWorld, ReferenceIndex, type World } from "./world";

/** A way through a balancer that passes its clients' addresses on: where they call it, and where it takes them. */
export interface Passage {
  /** Undefined for one from outside the stack, of which nothing is known. */
  readonly balancer: LoadBalancer | undefined;
  readonly listener: Traffic;
  readonly target: Traffic;
}

/**
 * The ways in which clients reach a group that is attached to nothing but targets of balancers that have no groups and pass their clients'
 * addresses on: such a group has to admit the clients themselves. None where it is attached to anything else.
 */
export function passagesTo(world: World, group: string): readonly Passage[] {
  const bearers = bearersOf(world, group);
  if (bearers.length === 0) return [];
  // Anything else on the group takes the passages away, so it is asked of the other world.
  if (!bearersOf(world.opposite, group).every((workload) => passagesOf(world, workload).length > 0)) return [];
  return bearers.flatMap((workload) => passagesOf(world, workload));
}

function passagesOf(world: World, workload: Workload): readonly Passage[] {
  return targetsOf(world)
    .of(workload.urn)
    .flatMap((target) => {
      const outside: Passage[] = mayBeOutside(world, target.targetGroup, targetGroups(world))
        ? [{ balancer: undefined, listener: everyTraffic, target: everyTraffic }]
        : [];
      const inside = named(world, target.targetGroup, targetGroups(world));
      return [...outside, ...inside.flatMap((targetGroup) => passagesThrough(world, workload, targetGroup, target))];
    });
}

function passagesThrough(world: World, workload: Workload, targetGroup: TargetGroup, target: Target): readonly Passage[] {
  return listenersTo(world, targetGroup.urn).flatMap((listener) => {
    const traffic = trafficOfListener(world, listener);
    const outside: Passage[] = mayBeOutside(world, listener.balancer, balancerByUrn(world))
      ? [{ balancer: undefined, listener: traffic, target: everyTraffic }]
      : [];
    const inside = named(world, listener.balancer, balancerByUrn(world)).flatMap((balancer): Passage[] => {
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
