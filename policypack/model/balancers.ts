import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { everyTraffic, noTraffic, ofProtocol, tcp, udp, type Traffic } from "../net/ports";
import { isHole } from "./approx";
import { groupsOf, workloadByUrn } from "./attachments";
import type { LoadBalancer, Target, TargetGroup, Workload } from "./network";
import { addressesOfWorkload } from "./places";
import { keyOf, perWorld, ReferenceIndex, type World } from "./world";

/** A workload that a load balancer sends traffic to. */
export interface Backend {
  readonly workload: Workload;
  readonly balancer: LoadBalancer;
  readonly targetGroup: TargetGroup;
  /** Where the workload takes the balancer's traffic. */
  ports(world: World): Traffic;
  /** Whether the workload sees the client's address instead of the balancer's, so that clients have to be admitted by address. */
  passesClientAddress(world: World): boolean;
  /** The balancer's own addresses, where it has no group and has to be admitted by address. */
  addressesOfBalancer(world: World): AddressSet;
  groupsOfBalancer(world: World): readonly string[];
}

/** Every workload behind a load balancer, once for each balancer and target group. */
export const backends = perWorld((world): readonly Backend[] => {
  const workloads = workloadByUrn(world);
  return world.all("targetGroup").flatMap((targetGroup) =>
    balancersOf(world, targetGroup).flatMap((balancer) =>
      targetsOf(world)
        .of(targetGroup.urn)
        .flatMap((target): Backend[] => {
          const workload = workloads.get(keyOf(target.workload) ?? "");
          return workload === undefined ? [] : [backend(workload, balancer, targetGroup, target)];
        }),
    ),
  );
});

/** The load balancers that send traffic to a target group: their default actions and their rules. */
export function balancersOf(world: World, targetGroup: TargetGroup): readonly LoadBalancer[] {
  return [...new Set(balancersByTargetGroup(world).of(targetGroup.urn))];
}

const targetsOf = perWorld(
  (world) =>
    new ReferenceIndex<Target>(
      world,
      world.all("target").map((target) => [target.targetGroup, target] as const),
    ),
);

const balancersByTargetGroup = perWorld((world) => {
  const byUrn = new Map(world.all("loadBalancer").map((balancer) => [balancer.urn, balancer]));
  const listeners = new Map(world.all("listener").map((listener) => [listener.urn, listener]));
  const pairs = [
    ...world.all("listener").flatMap(({ balancer, targetGroups }) => targetGroups.map((ref) => ({ balancer, ref }))),
    ...world.all("listenerRule").flatMap(({ listener, targetGroups }) => {
      const of = listeners.get(keyOf(listener) ?? "");
      return of === undefined ? [] : targetGroups.map((ref) => ({ balancer: of.balancer, ref }));
    }),
  ];
  return new ReferenceIndex<LoadBalancer>(
    world,
    pairs.flatMap(({ balancer, ref }) => {
      const found = byUrn.get(keyOf(balancer) ?? "");
      return found === undefined ? [] : [[ref, found] as const];
    }),
  );
});

function backend(workload: Workload, balancer: LoadBalancer, targetGroup: TargetGroup, target: Target): Backend {
  return {
    workload,
    balancer,
    targetGroup,
    ports(world) {
      if (!isHole(balancer.kind) && balancer.kind === "gateway") return udp(6081);
      const port = target.port ?? targetGroup.port;
      if (isHole(port)) return world.doubt(port) ? intervals.union(ofProtocol(6), ofProtocol(17)) : noTraffic;
      if (port === undefined) return world.polarity === "may" ? everyTraffic : noTraffic;
      const protocol = isHole(targetGroup.protocol) ? "" : (targetGroup.protocol ?? "");
      if (protocol === "UDP" || protocol === "QUIC") return udp(port);
      return protocol === "TCP_UDP" || protocol === "TCP_QUIC" ? intervals.union(tcp(port), udp(port)) : tcp(port);
    },
    passesClientAddress(world) {
      // What would excuse a rule is asked of the other world: in doubt the must world lets it pass.
      const { opposite } = world;
      return (
        opposite.holds(balancer.kind, (kind) => kind === "network") &&
        opposite.holds(targetGroup.preservesClientAddress, Boolean) &&
        opposite.holds(balancer.hasGroups, (hasGroups) => !hasGroups)
      );
    },
    addressesOfBalancer(world) {
      const { opposite } = world;
      const byAddress =
        opposite.holds(balancer.kind, (kind) => kind === "gateway") ||
        (opposite.holds(balancer.kind, (kind) => kind === "network") && opposite.holds(balancer.hasGroups, (hasGroups) => !hasGroups));
      if (!byAddress) return ip.noAddresses;
      const itself = workloadByUrn(world).get(balancer.urn);
      return (
        (itself === undefined ? undefined : addressesOfWorkload(world, itself)) ?? (opposite.polarity === "may" ? ip.everyAddress : ip.noAddresses)
      );
    },
    groupsOfBalancer(world) {
      const itself = workloadByUrn(world).get(balancer.urn);
      return itself === undefined ? [] : groupsOf(world, itself).filter((key) => world.network.resources.has(key));
    },
  };
}
