import { isTemplate } from "@portcullis/policypack/model/attachments/attachments";
import { backendsOf } from "@portcullis/policypack/model/balancers/balancers";
import { asClients, type Client } from "@portcullis/policypack/model/paths/clients";
import { reachDirectly } from "@portcullis/policypack/model/paths/reach";
import type { Workload } from "@portcullis/policypack/model/network";
import { named } from "@portcullis/policypack/model/needs/parties";
import type { World } from "@portcullis/policypack/model/world";
import * as intervals from "@portcullis/policypack/net/intervals";
import { everyTraffic, type Traffic } from "@portcullis/policypack/net/ports";

/** Somebody in the program who gets through to something, or to whom it gets through. */
export interface Neighbour {
  readonly urn: string;
  /** "the instance web". */
  readonly name: string;
  readonly traffic: Traffic;
  /** Whether something that it depends on is not known. */
  readonly isPossible: boolean;
}

export interface Neighbours {
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
  /** How many workloads were not asked. */
  readonly left: number;
}

/** More workloads than this are not asked one by one. */
const mostAsked = 500;

/** Who of a program gets through to some workloads in one connection, and to whom these do. */
export function neighboursOf(world: World, workloads: readonly Workload[]): Neighbours {
  const own = new Set(workloads.map(({ urn }) => urn));
  const all = world.all("workload").filter((workload) => !isTemplate(workload) && workload.kind !== "endpoint" && !own.has(workload.urn));
  const asked = all.slice(0, mostAsked);
  const callers: Neighbour[] = [];
  const callees: Neighbour[] = [];
  for (const other of asked) {
    add(
      callers,
      other,
      workloads.map((target) => between(world, other, target)),
    );
    add(
      callees,
      other,
      workloads.map((client) => between(world, client, other)),
    );
  }
  return { callers, callees, left: all.length - asked.length };
}

interface Way {
  readonly traffic: Traffic;
  readonly isPossible: boolean;
}

function add(neighbours: Neighbour[], other: Workload, found: readonly (Way | undefined)[]): void {
  const ways = found.filter((way) => way !== undefined);
  const certain = ways.filter(({ isPossible }) => !isPossible);
  const [first] = ways;
  if (first === undefined) return;
  const traffic = intervals.unionAll((certain.length > 0 ? certain : ways).map((way) => way.traffic));
  neighbours.push({ urn: other.urn, name: named(other), traffic, isPossible: certain.length === 0 });
}

/** A balancer opens connections to what is behind it only. */
function between(world: World, client: Workload, target: Workload): Way | undefined {
  const [must, may] = world.polarity === "must" ? [world, world.opposite] : [world.opposite, world];
  if (client.kind === "load-balancer" && !backendsOf(may, target).some(({ balancer }) => balancer.urn === client.urn)) return undefined;
  const clientsIn = (each: World): readonly Client[] => asClients(each, client);
  const possible = reachDirectly(may, clientsIn(may), target, everyTraffic);
  if (possible.kind === "unreached") return undefined;
  const certain = reachDirectly(must, clientsIn(must), target, everyTraffic);
  return certain.kind === "reached" ? { traffic: certain.traffic, isPossible: false } : { traffic: possible.traffic, isPossible: true };
}
