import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { noTraffic, ofProtocol, tcp, udp, type Ports, type Traffic } from "../../net/ports";
import { parseUrn } from "../../resources/resource";
import { Hole, isHole, type Fact } from "../approx";
import { groupsOf, workloadByUrn } from "../attachments/attachments";
import { hostPorts, containerInstancesOf } from "../attachments/container-instances";
import { listenersTo } from "./listeners";
import type { Listener, LoadBalancer, Ref, Target, TargetGroup, Workload } from "../network";
import { addressesOfWorkload } from "../placement/vpcs";
import { externalKey, keyOf, perWorld, ReferenceIndex, type World } from "../world";

/** That a load balancer sends traffic to a workload. */
export interface Backend {
  readonly workload: Workload;
  readonly balancer: LoadBalancer;
  readonly targetGroup: TargetGroup;
  /** Where the workload takes the balancer's traffic. */
  ports(world: World): Traffic;
  /** Where the balancer asks it for its health. */
  health(world: World): Traffic;
  /** Whether the workload sees the client's address instead of the balancer's, so that clients have to be admitted by address. */
  passesClientAddress(world: World): boolean;
  /** The balancer's own addresses, where it has no group and has to be admitted by address. */
  addressesOfBalancer(world: World): AddressSet;
  groupsOfBalancer(world: World): readonly string[];
}

/** The load balancers in front of a workload, once for each target group. */
export function backendsOf(world: World, workload: Workload): readonly Backend[] {
  const known = backends(world).get(workload.urn) ?? [];
  const stray = strayTarget(world);
  return stray === undefined ? known : [...known, strayBackend(workload, stray)];
}

export const balancerByUrn = perWorld((world) => new Map(world.all("loadBalancer").map((balancer) => [balancer.urn, balancer])));

/** Whether it faces the internet; as an excuse, ask the opposite world. */
export function isInternetFacing(world: World, balancer: LoadBalancer): boolean {
  return world.holds(balancer.internal, (internal) => !internal);
}

const backends = perWorld((world) => {
  const result = new Map<string, Backend[]>();
  for (const targetGroup of world.all("targetGroup")) {
    // A function is invoked, not connected to.
    if (targetGroup.targetType === "lambda") continue;
    const balancers = balancersOf(world, targetGroup);
    if (balancers.length === 0) continue;
    for (const target of targetsOf(world).of(targetGroup.urn)) {
      if (isStray(target)) continue;
      const add = (workload: Workload, hosted?: Workload): void => {
        const list = result.get(workload.urn) ?? [];
        result.set(workload.urn, list);
        for (const balancer of balancers) list.push(backend(workload, balancer, targetGroup, target, hosted));
      };
      for (const workload of present(world, target.workload, workloadByUrn(world))) {
        add(workload);
        for (const host of containerInstancesOf(world, workload)) add(host, workload);
      }
    }
  }
  return result;
});

/** The load balancers that send traffic to a target group, by default actions and by rules; those from outside the stack too. */
export function balancersOf(world: World, targetGroup: TargetGroup): readonly LoadBalancer[] {
  const found = listenersTo(world, targetGroup.urn).map((listener) => balancerOf(world, listener));
  return [...new Map(found.map((balancer) => [balancer.urn, balancer])).values()];
}

/** The balancer of a listener; where it is not one of the stack, or it is not known which, one of which nothing else is known. */
function balancerOf(world: World, { balancer, resource }: Listener): LoadBalancer {
  const outside = (urn: string, name: string, hole: Hole, kind: LoadBalancer["kind"]): LoadBalancer => ({
    urn,
    resource: { ...resource, name },
    kind,
    internal: hole,
    hasGroups: hole,
    hasIpv6: hole,
    enforcesGroupsOnPrivateLink: hole,
  });
  if (balancer.kind === "external") return outside(externalKey(balancer.id), balancer.id, balancer.hole, kindInArn(balancer.id) ?? balancer.hole);
  if (balancer.kind === "unclear") return outside(resource.urn, `of ${resource.name}`, balancer.hole, balancer.hole);
  const hole = new Hole(balancer.urn, [], "is from outside the stack");
  return balancerByUrn(world).get(balancer.urn) ?? outside(balancer.urn, parseUrn(balancer.urn).name, hole, hole);
}

/** That a load balancer sends traffic to an address which the program writes out, or to one that is not known. */
export interface AddressTarget {
  readonly address: AddressSet;
  readonly balancer: LoadBalancer;
  /** Why it is not known whose address it is. */
  readonly hole: Hole;
  readonly ports: Traffic;
}

export const addressTargets = perWorld((world): readonly AddressTarget[] =>
  world.all("targetGroup").flatMap((targetGroup) =>
    targetsOf(world)
      .of(targetGroup.urn)
      .flatMap((target) => {
        const { workload } = target;
        if (workload.kind === "resource") return [];
        const isOpen = workload.kind === "unclear" && workload.candidates.length === 0 && world.doubt(workload.hole);
        const address = workload.kind === "external" ? ip.parseCidr(workload.id) : isOpen ? ip.everyAddress : undefined;
        if (address === undefined) return [];
        const ports = portsOf(world, targetGroup, target);
        return balancersOf(world, targetGroup).map((balancer) => ({ address, balancer, hole: workload.hole, ports }));
      }),
  ),
);

/** The nouns of the stack that a reference may stand for in this world. */
function present<T>(world: World, ref: Ref, byUrn: ReadonlyMap<string, T>): readonly T[] {
  const key = keyOf(ref);
  if (key === undefined && (ref.kind !== "unclear" || !world.doubt(ref.hole))) return [];
  if (ref.kind === "unclear" && ref.candidates.length === 0) return [...byUrn.values()];
  return (key === undefined ? (ref.kind === "unclear" ? ref.candidates : []) : [key]).flatMap((urn) => {
    const found = byUrn.get(urn);
    return found === undefined ? [] : [found];
  });
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
function kindInArn(arn: string): "application" | "network" | "gateway" | undefined {
  const [, kind] = /:loadbalancer\/(app|net|gwy)\//.exec(arn) ?? [];
  return kind === undefined ? undefined : kind === "app" ? "application" : kind === "net" ? "network" : "gateway";
}

const targetsOf = perWorld(
  (world) =>
    new ReferenceIndex<Target>(
      world,
      world.all("target").map((target) => [target.targetGroup, target] as const),
    ),
);

/** What is in a target group. */
export function targetsIn(world: World, targetGroup: string): readonly Target[] {
  return targetsOf(world).of(targetGroup);
}

/** The target groups of the stack that nothing of it is in. */
export const emptyTargetGroups = perWorld((world): readonly TargetGroup[] =>
  world.all("targetGroup").filter(({ urn, targetType }) => targetType !== "lambda" && targetsOf(world.opposite).of(urn).length === 0),
);

type Stray = Target & { readonly workload: Extract<Ref, { kind: "unclear" }> };

/** A target of which nothing is known could be any workload; one of them stands for all. */
const strayTarget = perWorld((world) => {
  const stray = world.all("target").find(isStray);
  return stray !== undefined && world.polarity === "may" ? stray : undefined;
});

function isStray(target: Target): target is Stray {
  return target.workload.kind === "unclear" && target.workload.candidates.length === 0;
}

/** Something in front of a workload, of which nothing is known. */
function strayBackend(workload: Workload, { urn, resource, workload: { hole } }: Stray): Backend {
  const balancer: LoadBalancer = { urn, resource, kind: hole, internal: hole, hasGroups: hole, hasIpv6: hole, enforcesGroupsOnPrivateLink: hole };
  const targetGroup: TargetGroup = { urn, resource, port: hole, protocol: hole, targetType: hole, preservesClientAddress: hole, healthPort: hole };
  return backend(workload, balancer, targetGroup, {
    urn,
    resource,
    targetGroup: { kind: "resource", urn },
    workload: { kind: "resource", urn: workload.urn },
    port: undefined,
  });
}

/** How a balancer reaches one of its targets, or the machine on whose interfaces it is. */
export function backend(workload: Workload, balancer: LoadBalancer, targetGroup: TargetGroup, target: Target, hosted?: Workload): Backend {
  const kind = kindOf(balancer, targetGroup);
  const byAddress = (world: World): boolean =>
    world.holds(kind, (value) => value === "gateway") ||
    (world.holds(kind, (value) => value === "network") && world.holds(balancer.hasGroups, (hasGroups) => !hasGroups));
  return {
    workload,
    balancer,
    targetGroup,
    ports(world) {
      if (kind === "gateway") return gatewayPorts(world, targetGroup);
      return hosted === undefined ? portsOf(world, targetGroup, target) : portsOnHost(world, targetGroup, hostPorts(world, hosted, target.port));
    },
    health(world) {
      const { healthPort } = targetGroup;
      if (kind === "gateway" || healthPort !== undefined) return healthTraffic(world, healthPort);
      // What takes datagrams is asked by TCP: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
      const asked: TargetGroup = { ...targetGroup, protocol: "TCP" };
      return hosted === undefined ? portsOf(world, asked, target) : portsOnHost(world, asked, hostPorts(world, hosted, target.port));
    },
    passesClientAddress(world) {
      // What would excuse a rule is asked of the other world: in doubt the must world lets it pass.
      const { opposite } = world;
      return (
        opposite.holds(kind, (value) => value === "network") &&
        opposite.holds(targetGroup.preservesClientAddress, Boolean) &&
        opposite.holds(balancer.hasGroups, (hasGroups) => !hasGroups)
      );
    },
    addressesOfBalancer(world) {
      const { opposite } = world;
      if (!byAddress(opposite)) return ip.noAddresses;
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

/** Where a balancer is not known, the protocol of its target group tells what it is. */
function kindOf({ kind }: LoadBalancer, { protocol }: TargetGroup): LoadBalancer["kind"] {
  if (!isHole(kind) || isHole(protocol)) return kind;
  const name = protocol?.toUpperCase() ?? "";
  if (name === "HTTP" || name === "HTTPS") return "application";
  if (name === "GENEVE") return "gateway";
  return /^(TCP|UDP|TLS|QUIC)/.test(name) ? "network" : kind;
}

function portsOf(world: World, targetGroup: TargetGroup, target: Target): Traffic {
  const port = target.port ?? targetGroup.port;
  return portsOnHost(world, targetGroup, isHole(port) ? port : port === undefined ? [] : [port]);
}

function portsOnHost(world: World, { protocol }: TargetGroup, ranges: Fact<readonly Ports[]>): Traffic {
  if (isHole(ranges)) return world.doubt(ranges) ? intervals.union(ofProtocol(6), ofProtocol(17)) : noTraffic;
  const both = intervals.union(tcp(...ranges), udp(...ranges));
  if (isHole(protocol)) return world.doubt(protocol) ? both : noTraffic;
  const name = protocol?.toUpperCase();
  if (name === "UDP" || name === "QUIC") return udp(...ranges);
  return name === "TCP_UDP" || name === "TCP_QUIC" ? both : tcp(...ranges);
}

/** GENEVE, and the health check, for which 80 is the default. https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/health-checks.html */
function gatewayPorts(world: World, { healthPort }: TargetGroup): Traffic {
  return intervals.union(udp(6081), healthTraffic(world, healthPort));
}

function healthTraffic(world: World, port: Fact<number | undefined>): Traffic {
  if (isHole(port)) return world.doubt(port) ? ofProtocol(6) : noTraffic;
  return tcp(port ?? 80);
}
