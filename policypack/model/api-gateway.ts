import * as intervals from "../net/intervals";
import { everyTraffic, type Traffic } from "../net/ports";
import type { Hole } from "./approx";
import { candidates, groupRefsOf, groupsOf } from "./attachments";
import { backendsOf, balancerByUrn } from "./balancers";
import { rulesOf, trafficOf } from "./groups";
import type { Ref, Workload } from "./network";
import { workloadByUrn } from "./places";
import { hop, type Hop } from "./reach";
import { keyOf, perWorld, ReferenceIndex, type World } from "./world";

/** A way from an API gateway to a data store on which no application is: through a link, and perhaps through load balancers. */
export interface ApiPath {
  /** The link and the balancers, in the order in which requests pass them. */
  readonly through: readonly string[];
  readonly last: Pick<Hop, "traffic" | "entering">;
}

/** The ways from the stack's API gateways to a data store. */
export function apiPathsTo(world: World, store: Workload): readonly ApiPath[] {
  const ports = store.ports === undefined ? everyTraffic : world.pick(store.ports);
  if (intervals.isEmpty(ports)) return [];
  const paths: ApiPath[] = [];
  const forwarding = new Set(backendsOf(world, store).map(({ balancer }) => balancer.urn));
  const { elsewhere } = doors(world);
  for (const { hole, through } of elsewhere) {
    const last = world.doubt(hole) ? openToOthers(world, store, ports) : undefined;
    if (last !== undefined) paths.push({ through, last });
  }
  for (const { workload, through } of doorsTo(world, store, ports)) {
    // A balancer without groups sends to its targets and nowhere else.
    if (workload.kind === "load-balancer" && groupRefsOf(world, workload).length === 0 && !forwarding.has(workload.urn)) continue;
    const last = hop(world, workload, store, ports);
    if (last !== undefined) paths.push({ through, last });
  }
  return paths;
}

/** The doors that a data store may let in: those that its rules name, or all where a rule admits by address, or is not known. */
function doorsTo(world: World, store: Workload, ports: Traffic): Iterable<Door> {
  const named = new Set<Door>();
  for (const ref of groupRefsOf(world, store)) {
    const keys = candidates(world, ref);
    if (ref.kind === "external" || (keys.length === 0 && world.polarity === "may")) return doors(world).known;
    for (const key of keys)
      for (const { peer, declaration } of rulesOf(world, key, "ingress")) {
        if (!intervals.meets(world.pick(declaration.traffic), ports)) continue;
        const group = peer.kind === "self" ? key : peer.kind === "group" ? keyOf(peer.group) : undefined;
        if (group === undefined) return doors(world).known;
        for (const door of doorsByGroup(world).of(group)) named.add(door);
      }
  }
  return named;
}

const doorsByGroup = perWorld(
  (world) =>
    new ReferenceIndex<Door>(
      world,
      doors(world).known.flatMap((door) => groupRefsOf(world, door.workload).map((ref) => [ref, door] as const)),
    ),
);

/** The rules by which a data store lets in a balancer that the stack does not show: all but those that name groups of the stack. */
function openToOthers(world: World, store: Workload, ports: Traffic): ApiPath["last"] | undefined {
  const entering = groupsOf(world, store)
    .flatMap((key) => rulesOf(world, key, "ingress"))
    .filter(({ peer }) => peer.kind !== "self" && (peer.kind !== "group" || peer.group.kind !== "resource"))
    .filter((rule) => intervals.meets(trafficOf(world, rule), ports));
  return entering.length === 0 ? undefined : { traffic: ports, entering };
}

/** Whether the stack has an API gateway that reaches into a VPC. */
export const hasApiLinks = perWorld((world) => world.all("apiLink").length > 0 || world.all("workload").some(({ kind }) => kind === "api-link"));

interface Door {
  readonly workload: Workload;
  readonly through: readonly string[];
}

/** Where the requests of API gateways come into a VPC: links with groups, and the balancers to which requests go from there. */
const doors = perWorld(
  (world): { readonly known: readonly Door[]; readonly elsewhere: readonly { readonly hole: Hole; readonly through: readonly string[] }[] } => {
    const elsewhere: { hole: Hole; through: readonly string[] }[] = [];
    const links = world.all("workload").filter(({ kind }) => kind === "api-link");
    const result: Door[] = links.map((workload) => ({ workload, through: [workload.resource.name] }));
    const seen = new Set<string>();
    const enter = (workload: Workload, through: readonly string[]): void => {
      if (seen.has(workload.urn)) return;
      seen.add(workload.urn);
      result.push({ workload, through: [...through, workload.resource.name] });
    };
    for (const link of world.all("apiLink"))
      for (const ref of link.balancers) {
        if (ref.kind !== "resource") elsewhere.push({ hole: ref.hole, through: [link.resource.name] });
        for (const balancer of balancersAt(world, ref)) enter(balancer, [link.resource.name]);
      }
    for (const integration of world.all("apiIntegration")) {
      if (integration.target.kind !== "resource") elsewhere.push({ hole: integration.target.hole, through: [integration.resource.name] });
      for (const balancer of balancersAt(world, integration.target))
        for (const link of linksAt(world, integration.link))
          if (link === undefined || hop(world, link, balancer, everyTraffic) !== undefined)
            enter(balancer, link === undefined ? [] : [link.resource.name]);
    }
    // A network load balancer can send to an application load balancer.
    const behind = balancersBehind(world);
    for (const { workload, through } of result) for (const next of behind.get(workload.urn) ?? []) enter(next, through);
    return { known: result, elsewhere };
  },
);

/** The balancers that a reference to a listener or to a balancer leads to. */
function balancersAt(world: World, ref: Ref): readonly Workload[] {
  const known =
    ref.kind === "unclear" && ref.candidates.length === 0 ? (world.doubt(ref.hole) ? [...balancerByUrn(world).keys()] : []) : candidates(world, ref);
  return known.flatMap((key) => {
    const listener = listenerByUrn(world).get(key);
    const balancers = listener === undefined ? [key] : candidates(world, listener.balancer);
    return balancers.flatMap((urn) => (balancerByUrn(world).has(urn) ? (workloadByUrn(world).get(urn) ?? []) : []));
  });
}

/** The links that a reference may name; undefined for one that has no groups, or whose groups the stack does not show. */
function linksAt(world: World, ref: Ref): readonly (Workload | undefined)[] {
  const known = candidates(world, ref).map((key) => workloadByUrn(world).get(key));
  const isFirstKind = known.length > 0 && !known.some((link) => link !== undefined) && ref.kind === "resource";
  if (isFirstKind) return [undefined];
  if (ref.kind !== "resource" && world.doubt(ref.hole)) return [undefined];
  return known.filter((link) => link !== undefined);
}

const listenerByUrn = perWorld((world) => new Map(world.all("listener").map((listener) => [listener.urn, listener])));

const balancersBehind = perWorld((world) => {
  const result = new Map<string, Workload[]>();
  for (const urn of balancerByUrn(world).keys()) {
    const workload = workloadByUrn(world).get(urn);
    if (workload === undefined) continue;
    for (const { balancer } of backendsOf(world, workload)) result.set(balancer.urn, [...(result.get(balancer.urn) ?? []), workload]);
  }
  return result;
});
