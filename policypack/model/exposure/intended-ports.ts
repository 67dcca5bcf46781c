import { globOnResource } from "../../contract/globs";
import * as intervals from "../../net/intervals";
import { everyTraffic, noTraffic, trafficOf, type Traffic } from "../../net/ports";
import { parsePorts } from "../../contract/settings";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { listenersOf, trafficOfListener } from "../balancers/listeners";
import type { Workload } from "../network";
import { perKeyInDoubt, perWorld, type World } from "../world";

/**
 * The ports of a group that face the internet on purpose: those that `publicPorts` names for all; those that it names for a workload, and
 * those where an internet-facing network load balancer listens, where that holds of everything that the group is on.
 * An excuse: ask the opposite world.
 */
export const intendedPorts = perKeyInDoubt((world, group: string): Traffic => {
  const { everywhere: always, byWorkload } = publicPorts(world);
  const everywhere = intervals.union(always, openedForThePublic(world).get(group) ?? noTraffic);
  // What a group is on that is looked at alone is not known.
  if (world.isAlone) return intervals.unionAll([everywhere, ...byWorkload.map(({ ports }) => ports)]);
  const each = launchedWorkloadsOf(world.opposite, group).map((workload) => intendedFor(world, workload));
  const own = intervals.unionAll(launchedWorkloadsOf(world, group).map((workload) => intendedFor(world, workload)));
  return intervals.union(everywhere, each.reduce(intervals.intersect, own));
});

/** The ports of a group that `publicPorts` names, for all or for everything that the group is on. An excuse: ask the opposite world. */
export function namedPorts(world: World, group: string): Traffic {
  const { everywhere, byWorkload } = publicPorts(world);
  if (world.isAlone) return intervals.unionAll([everywhere, ...byWorkload.map(({ ports }) => ports)]);
  const carriers = launchedWorkloadsOf(world.opposite, group);
  const own = intervals.unionAll(launchedWorkloadsOf(world, group).map((workload) => namedFor(world, workload)));
  return intervals.union(everywhere, carriers.map((workload) => namedFor(world, workload)).reduce(intervals.intersect, own));
}

/** Where the workloads of a group listen: everything where that cannot be said of one of them. An excuse, too. */
export function listeningPorts(world: World, group: string): Traffic {
  return listeningPortsOf(world, launchedWorkloadsOf(world, group));
}

/** Where something on a group may listen: anywhere, where it is on nothing. */
export const mayListenOn = perKeyInDoubt(({ opposite }, group: string): Traffic =>
  launchedWorkloadsOf(opposite, group).length === 0 ? everyTraffic : listeningPorts(opposite, group),
);

/** Where some workloads listen. */
export function listeningPortsOf(world: World, workloads: readonly Workload[]): Traffic {
  return intervals.unionAll(workloads.filter((workload) => !isMember(workload)).map((workload) => listensOn(world, workload)));
}

function intendedFor(world: World, workload: Workload): Traffic {
  return intervals.union(namedFor(world, workload), facingInternet(world).has(workload.urn) ? portsOfListeners(world, workload) : noTraffic);
}

function namedFor(world: World, { urn }: Workload): Traffic {
  const named = publicPorts(world).byWorkload.filter(({ matches }) => matches(urn));
  return intervals.unionAll(named.map(({ ports }) => ports));
}

/** What services that are made for the public open to it. */
const openedForThePublic = perWorld((world) => {
  const result = new Map<string, Traffic>();
  for (const { unwritten, group, traffic } of world.all("declaration"))
    if (unwritten?.isForThePublic === true && group.kind === "resource")
      result.set(group.urn, intervals.union(result.get(group.urn) ?? noTraffic, world.pick(traffic)));
  return result;
});

/** The network load balancers that face the internet. */
const facingInternet = perWorld(
  (world) =>
    new Set(
      world
        .all("loadBalancer")
        .filter(({ kind, internal }) => world.holds(kind, (type) => type === "network") && world.holds(internal, (isInternal) => !isInternal))
        .map(({ urn }) => urn),
    ),
);

function portsOfListeners(world: World, { urn }: Workload): Traffic {
  return intervals.unionAll(listenersOf(world, urn).map((listener) => trafficOfListener(world, listener)));
}

/** An instance of a cluster listens where the cluster does, which is on the same groups. */
function isMember({ kind, ports, templates }: Workload): boolean {
  return kind === "data-store" && ports === undefined && templates.length > 0;
}

function listensOn(world: World, workload: Workload): Traffic {
  // What they open connections with takes none.
  if (workload.kind === "function" || workload.kind === "api-link") return noTraffic;
  if (workload.kind === "load-balancer") {
    // Its listeners may be made elsewhere, unless this stack makes any.
    return listenersOf(world.opposite, workload.urn).length === 0 ? everyTraffic : portsOfListeners(world, workload);
  }
  return workload.ports === undefined ? everyTraffic : world.pick(workload.ports);
}

const publicPorts = perWorld((world) => {
  const everywhere: Traffic[] = [];
  const byWorkload: { readonly matches: (urn: string) => boolean; readonly ports: Traffic }[] = [];
  for (const entry of world.settings.publicPorts) {
    if (typeof entry === "string") everywhere.push(read(entry));
    else byWorkload.push({ matches: globOnResource(entry.workload), ports: intervals.unionAll(entry.ports.map(read)) });
  }
  return { everywhere: intervals.unionAll(everywhere), byWorkload };
});

function read(text: string): Traffic {
  const range = parsePorts(text);
  return range === undefined ? noTraffic : trafficOf(range.protocol, range.first, range.last);
}
