import * as intervals from "../../net/intervals";
import { everyTraffic, tcp, type Traffic } from "../../net/ports";
import { isHole, type Fact, type Hole } from "../approx";
import { balancersOf } from "./balancers";
import type { TargetGroup } from "../network";
import { perWorld, ReferenceIndex, type World } from "../world";

/** The ports to which a load balancer forwards: those of its target groups, and of targets with a port of their own. */
export function forwardedPorts(world: World, balancer: string): Traffic {
  const ports = [...(forwarded(world).get(balancer) ?? [])];
  // A listener of a balancer from elsewhere may be this one's.
  const isAnything = ports.some((port) => isHole(port) && world.doubt(port)) || listenersFromElsewhere(world).some((hole) => world.doubt(hole));
  return isAnything ? everyTraffic : intervals.unionAll(ports.flatMap((port) => (isHole(port) ? [] : [port])));
}

const forwarded = perWorld((world) => {
  const targets = new ReferenceIndex<Fact<number | undefined>>(
    world,
    world.all("target").map(({ targetGroup, port }) => [targetGroup, port] as const),
  );
  const result = new Map<string, Fact<Traffic>[]>();
  for (const targetGroup of world.all("targetGroup")) {
    const ports = portsOf(targetGroup, targets.of(targetGroup.urn));
    for (const { urn } of balancersOf(world, targetGroup)) result.set(urn, [...(result.get(urn) ?? []), ...ports]);
  }
  return result;
});

function portsOf({ port }: TargetGroup, targets: readonly Fact<number | undefined>[]): readonly Fact<Traffic>[] {
  return [port, ...targets].flatMap((one): Fact<Traffic>[] => (isHole(one) ? [one] : one === undefined ? [] : [tcp(one)]));
}

const listenersFromElsewhere = perWorld((world): readonly Hole[] => [
  ...world.all("listener").flatMap(({ balancer }) => (balancer.kind === "resource" ? [] : [balancer.hole])),
  ...world.all("listenerRule").flatMap(({ listener }) => (listener.kind === "resource" ? [] : [listener.hole])),
]);
