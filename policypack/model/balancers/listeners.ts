import * as intervals from "../../net/intervals";
import { noTraffic, ofProtocol, tcp, udp, type Traffic } from "../../net/ports";
import { Hole, isHole, type Fact } from "../approx";
import type { Listener, Ref } from "../network";
import { perWorld, ReferenceIndex, type World } from "../world";

/** The listeners of a load balancer. */
export function listenersOf(world: World, balancer: string): readonly Listener[] {
  return byBalancer(world).of(balancer);
}

/** The listeners that send traffic to a target group, by their default actions or their rules. */
export function listenersTo(world: World, targetGroup: string): readonly Listener[] {
  return [...new Set(byTargetGroup(world).of(targetGroup))];
}

/** Where a listener takes traffic. */
export function trafficOfListener(world: World, { port, protocol }: Pick<Listener, "port" | "protocol">): Traffic {
  if (isHole(port)) return world.doubt(port) ? intervals.union(ofProtocol(6), ofProtocol(17)) : noTraffic;
  // Only a gateway load balancer listens without a port: on all of them, to what it inspects.
  if (port === undefined) return noTraffic;
  const both = intervals.union(tcp(port), udp(port));
  if (isHole(protocol)) return world.doubt(protocol) ? both : noTraffic;
  return protocolsOf(protocol) === "both" ? both : protocolsOf(protocol) === "udp" ? udp(port) : tcp(port);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html */
function protocolsOf(protocol: Exclude<Fact<string | undefined>, object>): "tcp" | "udp" | "both" {
  const name = protocol?.toUpperCase();
  if (name === "UDP" || name === "QUIC") return "udp";
  return name === "TCP_UDP" || name === "TCP_QUIC" ? "both" : "tcp";
}

/** The nouns that a reference may stand for in this world; what is outside of the stack is none of them. */
export function named<T>(world: World, ref: Ref, byUrn: ReadonlyMap<string, T>): readonly T[] {
  if (ref.kind === "resource") return presentIn(byUrn, [ref.urn]);
  if (ref.kind === "external" || !world.doubt(ref.hole)) return [];
  return ref.candidates.length === 0 ? [...byUrn.values()] : presentIn(byUrn, ref.candidates);
}

/** Whether a reference may stand for something from outside the stack. */
export function mayBeOutside(world: World, ref: Ref, byUrn: ReadonlyMap<string, unknown>): boolean {
  if (ref.kind === "resource") return !byUrn.has(ref.urn) && world.doubt(new Hole(ref.urn, [], "is from outside the stack"));
  return (ref.kind === "external" || ref.candidates.length === 0) && world.doubt(ref.hole);
}

function presentIn<T>(byUrn: ReadonlyMap<string, T>, keys: readonly string[]): readonly T[] {
  return keys.flatMap((key) => {
    const found = byUrn.get(key);
    return found === undefined ? [] : [found];
  });
}

const byBalancer = perWorld(
  (world) =>
    new ReferenceIndex<Listener>(
      world,
      world.all("listener").map((listener) => [listener.balancer, listener] as const),
    ),
);

const byTargetGroup = perWorld((world) => {
  const byUrn = new Map(world.all("listener").map((listener) => [listener.urn, listener]));
  const direct = world.all("listener").flatMap((listener) => listener.targetGroups.map((ref) => [ref, listener] as const));
  const byRule = world
    .all("listenerRule")
    .flatMap(({ listener, targetGroups }) => named(world, listener, byUrn).flatMap((of) => targetGroups.map((ref) => [ref, of] as const)));
  return new ReferenceIndex<Listener>(world, [...direct, ...byRule]);
});
