import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { everyTraffic, type Traffic } from "../../net/ports";
import type { Hole } from "../approx";
import { accessesWith } from "../exposure/database-access";
import { grouped } from "../../grouped";
import { candidates, groupRefsOf, groupsOf, isTemplate } from "../attachments/attachments";
import { addressTargets, backendsOf, balancerByUrn, type AddressTarget } from "../balancers/balancers";
import { isPubliclyAccessible } from "../exposure/databases";
import { internetAddresses } from "../exposure/exposure";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import type { ApiIntegration, Ref, Rule, Workload } from "../network";
import { subnetsOf, workloadByUrn } from "../placement/placement";
import { addressesOfWorkload } from "../placement/vpcs";
import { hop, type Hop } from "./reachability";
import { keyOf, perWorld, ReferenceIndex, type World } from "../world";

/** A way from an API gateway to a data store on which no application is: through a link, and perhaps through load balancers; or over the internet. */
export interface ApiPath {
  /** The link and the balancers, in the order in which requests pass them; or the integration. */
  readonly through: readonly string[];
  readonly last: Pick<Hop, "traffic" | "entering">;
}

/** The ways from the stack's API gateways to a data store. */
export function apiPathsTo(world: World, store: Workload): readonly ApiPath[] {
  const ports = store.ports === undefined ? everyTraffic : world.pick(store.ports);
  if (intervals.isEmpty(ports)) return [];
  const paths: ApiPath[] = [...pathsOverInternet(world, store, ports)];
  const { elsewhere } = doors(world);
  for (const { hole, through } of elsewhere) {
    const last = world.doubt(hole) ? openToOthers(world, store, ports) : undefined;
    if (last !== undefined) paths.push({ through, last });
  }
  for (const { workload, through } of doorsTo(world, store, ports)) {
    // A balancer without groups sends to its targets and nowhere else.
    const isBound = workload.kind === "load-balancer" && groupRefsOf(world, workload).length === 0;
    const sent = isBound ? intervals.intersect(ports, forwardedTo(world, store, workload.urn)) : ports;
    const last = intervals.isEmpty(sent) ? undefined : hop(world, workload, store, sent);
    if (last !== undefined) paths.push({ through, last });
  }
  return paths;
}

/** What a balancer sends to a data store: to itself, or to an address that it has. */
function forwardedTo(world: World, store: Workload, balancer: string): Traffic {
  return intervals.unionAll([
    ...backendsOf(world, store).flatMap((backend) => (backend.balancer.urn === balancer ? [backend.ports(world)] : [])),
    ...(targetsByBalancer(world).get(balancer) ?? []).flatMap((target) => (isAtTarget(world, store, target) ? [target.ports] : [])),
  ]);
}

const targetsByBalancer = perWorld((world) => {
  const result = new Map<string, AddressTarget[]>();
  for (const target of addressTargets(world)) {
    const list = result.get(target.balancer.urn);
    if (list === undefined) result.set(target.balancer.urn, [target]);
    else list.push(target);
  }
  return result;
});

/** Whether an address is that of a data store: certain where nothing else of the stack can have it and listen there. */
function isAtTarget(world: World, store: Workload, target: AddressTarget): boolean {
  const own = addressesOfWorkload(world, store);
  if (own !== undefined && !ip.meets(own, target.address)) return false;
  if (world.doubt(target.hole)) return true;
  return own !== undefined && listenersAt(world.opposite, target).every((other) => other === store);
}

/** What can have the address of a target and listen on its port. */
function listenersAt(world: World, { address, ports }: AddressTarget): readonly Workload[] {
  return places(world).flatMap(([first, ...more]) => {
    const there = first === undefined ? undefined : addressesOfWorkload(world, first);
    if (first === undefined || (there !== undefined && !ip.meets(there, address))) return [];
    return [first, ...more].filter((workload) => listensOn(world, workload, ports));
  });
}

/** A member of a cluster listens where the cluster does. */
function listensOn(world: World, { kind, ports }: Workload, traffic: Traffic): boolean {
  return ports === undefined ? kind !== "data-store" : intervals.meets(world.pick(ports), traffic);
}

/** Workloads by the subnets that they are in. */
const places = perWorld((world): readonly (readonly Workload[])[] => {
  const result = new Map<string, Workload[]>();
  for (const workload of world.all("workload")) {
    const subnets = isTemplate(workload) ? [] : subnetsOf(world, workload);
    if (subnets.length === 0 && addressesOfWorkload(world, workload) === undefined) continue;
    const place =
      subnets.length > 0 && subnets.every(({ kind }) => kind === "resource") ? subnets.flatMap((ref) => keyOf(ref) ?? []).join(" ") : workload.urn;
    const list = result.get(place);
    if (list === undefined) result.set(place, [workload]);
    else list.push(workload);
  }
  return [...result.values()];
});

/** The integrations whose URL is that of a data store which lets the internet in. */
function pathsOverInternet(world: World, store: Workload, ports: Traffic): readonly ApiPath[] {
  const called = callsOverInternet(world).of(store.urn);
  if (called.length === 0) return [];
  const last = fromInternet(world, store, ports);
  return last === undefined ? [] : called.map(({ resource }) => ({ through: [`the integration ${resource.name}`], last }));
}

const callsOverInternet = perWorld(
  (world) =>
    new ReferenceIndex<ApiIntegration>(
      world,
      world.all("apiIntegration").flatMap((call) => (call.link === undefined ? [[call.target, call] as const] : [])),
    ),
);

/** What an API gateway reaches of a data store over the internet: its addresses there are AWS's, and not known. */
function fromInternet(world: World, store: Workload, ports: Traffic): ApiPath["last"] | undefined {
  const domain = searchDomains(world).get(store.urn);
  if (domain !== undefined && world.holds(domain.isInVpc, (isInVpc) => !isInVpc)) return { traffic: ports, entering: [] };
  if (
    !accesses(world)
      .of(store.urn)
      .some((access) => isPubliclyAccessible(world, access))
  )
    return undefined;
  const refs = groupRefsOf(world, store);
  const isOpen = refs.some((ref) => ref.kind !== "resource" && world.doubt(ref.hole));
  const entering = groupsOf(world, store)
    .flatMap((key) => rulesOf(world, key, "ingress"))
    .filter((rule) => admitsApis(world, rule) && intervals.meets(trafficOf(world, rule), ports));
  const traffic = isOpen ? ports : intervals.intersect(ports, intervals.unionAll(entering.map((rule) => trafficOf(world, rule))));
  return intervals.isEmpty(traffic) ? undefined : { traffic, entering };
}

const searchDomains = perWorld((world) => new Map(world.all("searchDomain").map((domain) => [domain.urn, domain])));

function admitsApis(world: World, { peer }: Rule): boolean {
  const addresses = addressesOf(world, peer);
  return world.polarity === "may" ? !ip.isEmpty(internetAddresses(world, addresses)) : ip.covers(addresses, ip.everyIpv4);
}

/** Whether it is public, of a data store or of the members of a cluster. */
const accesses = perWorld((world) => {
  const members = world.all("workload").flatMap(({ urn, templates }) => templates.map((ref) => [urn, ref] as const));
  const clusters = new Map(grouped(members, ([urn]) => urn));
  return accessesWith(world, (urn) => (clusters.get(urn) ?? []).map(([, cluster]) => cluster));
});

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

/** Whether the stack has an API gateway that reaches into a VPC, or a data store that one of its APIs calls over the internet. */
export const hasApiLinks = perWorld(
  (world) =>
    world.all("apiLink").length > 0 ||
    integrationsThroughLinks(world).length > 0 ||
    world.all("workload").some(({ kind, urn }) => kind === "api-link" || (kind === "data-store" && callsOverInternet(world).of(urn).length > 0)),
);

interface Door {
  readonly workload: Workload;
  readonly through: readonly string[];
}

/** Where the requests of API gateways come into a VPC: links with groups, and the balancers to which requests go from there. */
const doors = perWorld(
  (world): { readonly known: readonly Door[]; readonly elsewhere: readonly { readonly hole: Hole; readonly through: readonly string[] }[] } => {
    const elsewhere: { hole: Hole; through: readonly string[] }[] = [];
    const links = world.all("workload").filter(({ kind }) => kind === "api-link");
    const result: Door[] = links.map((workload) => ({ workload, through: [named(workload)] }));
    const seen = new Set<string>();
    const enter = (workload: Workload, through: readonly string[]): void => {
      if (seen.has(workload.urn)) return;
      seen.add(workload.urn);
      result.push({ workload, through: [...through, named(workload)] });
    };
    for (const link of world.all("apiLink"))
      for (const ref of link.balancers) {
        const through = [`the VPC link ${link.resource.name} for REST APIs`];
        if (ref.kind !== "resource") elsewhere.push({ hole: ref.hole, through });
        for (const balancer of balancersAt(world, ref)) enter(balancer, through);
      }
    const bound = new Set(world.all("apiLink").map(({ urn }) => urn));
    for (const { link: by, target, resource } of integrationsThroughLinks(world)) {
      // A link of the first kind leads where it says itself.
      if (by.kind === "resource" && bound.has(by.urn)) continue;
      if (target.kind !== "resource") elsewhere.push({ hole: target.hole, through: [`the integration ${resource.name}`] });
      for (const balancer of balancersAt(world, target))
        for (const link of linksAt(world, by))
          if (link === undefined || hop(world, link, balancer, everyTraffic) !== undefined) enter(balancer, link === undefined ? [] : [named(link)]);
    }
    // A network load balancer can send to an application load balancer.
    const behind = balancersBehind(world);
    for (const { workload, through } of result) for (const next of behind.get(workload.urn) ?? []) enter(next, through);
    return { known: result, elsewhere };
  },
);

function named({ noun, resource }: Workload): string {
  return `the ${noun} ${resource.name}`;
}

/** Those of a definition that is not known count where there is a link that it could name. */
const integrationsThroughLinks = perWorld((world): readonly (ApiIntegration & { readonly link: Ref })[] => {
  const hasLinks = world.all("workload").some(({ kind }) => kind === "api-link");
  return world.all("apiIntegration").flatMap((integration) => {
    const { link, target } = integration;
    return link === undefined || (!hasLinks && isAnything(link) && isAnything(target)) ? [] : [{ ...integration, link }];
  });
});

function isAnything(ref: Ref): boolean {
  return ref.kind === "unclear" && ref.candidates.length === 0;
}

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
