import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import { backendsOf, type Backend } from "../balancers/balancers";
import { listenersTo, trafficOfListener } from "../balancers/listeners";
import { containerInstancesOf } from "../attachments/container-instances";
import { groupRefsOf } from "../attachments/attachments";
import { named } from "../needs/parties";
import type { Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import type { World } from "../world";
import { asClients, type Client } from "./clients";
import { direct } from "./direct";
import type { Cause } from "./permits";
import { placesOf } from "./places";
import type { Passed, Stopped } from "./stages";

/** One connection on the way: who opens it to whom, on which traffic, and what lets it through, in the order in which packets pass. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly target: Workload;
  readonly traffic: Traffic;
  readonly steps: readonly Cause[];
}

/** That somebody gets through: the hops, and what of the traffic and of the clients does. */
export interface Reached {
  readonly kind: "reached";
  readonly hops: readonly Hop[];
  readonly traffic: Traffic;
  readonly clients: AddressSet;
}

/** That nobody does: what stops them first on the way on which they get the farthest. */
export interface Unreached {
  readonly kind: "unreached";
  readonly by: Cause;
  /** What stops them on the ways through balancers. */
  readonly others: readonly Cause[];
}

/**
 * Whether any of some clients gets through to a workload on any of some traffic: by itself, or through load balancers. In the must world for
 * certain, in the may world possibly.
 */
export function reach(world: World, clients: readonly Client[], target: Workload, traffic: Traffic, depth = 0): Reached | Unreached {
  const straight = reachDirectly(world, clients, target, traffic);
  if (straight.kind === "reached" || depth >= mostBalancers) return straight;
  const others: Cause[] = [];
  for (const backend of backendsOf(world, target)) {
    const outcome = through(world, backend, clients, target, traffic, depth);
    if (outcome === undefined) continue;
    if (outcome.kind === "reached") return outcome;
    others.push(outcome.by);
  }
  return { ...straight, others };
}

/** A network load balancer can send to an application load balancer, and that to something else. */
const mostBalancers = 3;

/** The same without balancers in between. */
export function reachDirectly(world: World, clients: readonly Client[], target: Workload, traffic: Traffic): Reached | Unreached {
  let farthest: Stopped | undefined;
  const passed: { readonly outcome: Passed; readonly client: Client }[] = [];
  for (const client of clients)
    for (const bearer of bearersOf(world, target))
      for (const place of placesOf(world, bearer)) {
        const outcome = direct(world, client, bearer, place, traffic);
        if (outcome.kind === "passed") passed.push({ outcome, client });
        else if (farthest === undefined || outcome.after > farthest.after) farthest = outcome;
      }
  const [first] = passed;
  if (first === undefined) return { kind: "unreached", by: farthest?.by ?? nothingThere(target), others: [] };
  const pieces = passed.flatMap(({ outcome }) => outcome.pieces);
  const all = intervals.unionAll(pieces.map((piece) => piece.traffic));
  return {
    kind: "reached",
    hops: [{ from: first.client.name, to: named(target), target, traffic: all, steps: first.outcome.steps }],
    traffic: all,
    clients: ip.unionAll(pieces.map(({ from }) => from)),
  };
}

function nothingThere({ urn, resource }: Workload): Cause {
  return { kind: "place", says: `${resource.name} is on nothing`, urn, path: [] };
}

/** Where the addresses are: those of a service's tasks can be its machines'. */
function bearersOf(world: World, target: Workload): readonly Workload[] {
  const hosts = groupRefsOf(world, target).length === 0 ? containerInstancesOf(world, target) : [];
  return hosts.length === 0 ? [target] : hosts;
}

/** To a balancer's listener, and from the balancer to what is behind it. */
function through(
  world: World,
  backend: Backend,
  clients: readonly Client[],
  target: Workload,
  traffic: Traffic,
  depth: number,
): Reached | Unreached | undefined {
  const { balancer, targetGroup } = backend;
  const sentTo = intervals.intersect(backend.ports(world), traffic);
  if (intervals.isEmpty(sentTo) || balancer.kind === "gateway") return undefined;
  const front = workloadByUrn(world).get(balancer.urn);
  if (front === undefined) return throughUnseen(world, backend, target, sentTo);
  if (front === target) return undefined;
  const listeners = listenersTo(world, targetGroup.urn).filter((listener) => world.names(listener.balancer, balancer.urn));
  const listening = intervals.unionAll(listeners.map((listener) => trafficOfListener(world, listener)));
  if (intervals.isEmpty(listening)) return undefined;
  const first = reach(world, clients, front, listening, depth + 1);
  if (first.kind === "unreached") return first;
  const second = behind(world, backend, front, first, clients, target, sentTo);
  if (second.kind === "unreached") return second;
  const step: Cause = {
    kind: "balancer",
    says: `${targetGroup.resource.name} sends it on to ${target.resource.name}`,
    urn: targetGroup.urn,
    path: [],
  };
  const [hop, ...more] = second.hops;
  const hops = hop === undefined ? [] : [{ ...hop, from: named(front), steps: [step, ...hop.steps] }, ...more];
  return { ...second, hops: [...first.hops, ...hops], clients: first.clients };
}

/** A balancer that the stack does not show may pass anything on. */
function throughUnseen(world: World, { balancer }: Backend, target: Workload, traffic: Traffic): Reached | undefined {
  const hole = balancer.internal;
  if (typeof hole === "boolean" || !world.doubt(hole)) return undefined;
  const hop: Hop = { from: balancer.resource.name, to: named(target), target, traffic, steps: [] };
  return { kind: "reached", hops: [hop], traffic, clients: ip.noAddresses };
}

/** What is behind sees the balancer's own address, or the client's where the balancer passes it on. */
function behind(
  world: World,
  { balancer, targetGroup }: Backend,
  front: Workload,
  { clients: addresses }: Reached,
  clients: readonly Client[],
  target: Workload,
  traffic: Traffic,
): Reached | Unreached {
  const preserves = (each: World): boolean =>
    each.holds(balancer.kind, (kind) => kind === "network") && each.holds(targetGroup.preservesClientAddress, Boolean);
  const isAny = clients.some((client) => client.isAny);
  const own = asClients(world, front);
  const seen = own.map((client): Client => ({ ...client, addresses, isAny, isForwarded: true }));
  const [must, may] = world.polarity === "must" ? [world, world.opposite] : [world.opposite, world];
  if (preserves(must)) return reachDirectly(world, seen, target, traffic);
  if (!preserves(may)) return reachDirectly(world, own, target, traffic);
  const [one, other] = [reachDirectly(world, seen, target, traffic), reachDirectly(world, own, target, traffic)];
  if (world.polarity === "may") return one.kind === "reached" ? one : other;
  if (one.kind === "unreached" || other.kind === "unreached") return one.kind === "unreached" ? one : other;
  return { ...one, traffic: intervals.intersect(one.traffic, other.traffic) };
}
