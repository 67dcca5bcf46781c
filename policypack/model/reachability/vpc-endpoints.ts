import * as intervals from "../../net/intervals";
import { tcp } from "../../net/ports";
import { Hole, isHole } from "../approx";
import { candidates } from "../attachments/attachments";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import type { AwsCalls, Ref, Rule, VpcEndpoint, Workload } from "../network";
import { subnetsOf } from "../placement/placement";
import { vpcsOfWorkload } from "../placement/vpcs";
import { trafficOf } from "../rules/groups";
import { keyOf, perNetwork, perWorld, ReferenceIndex, type World } from "../world";

/** What a workload calls, by its own properties, its template's, and the policies of its role. */
export function callsOf(world: World, workload: Workload): readonly AwsCalls[] {
  const found = new Set<AwsCalls>();
  const seen = new Set([workload.urn]);
  const follow = (ref: Ref): void => {
    const outside = outsideOf(world, ref);
    if (outside !== undefined) found.add({ ...workload, path: outside.path, by: ref, services: [], hole: outside });
    for (const key of candidates(world, ref)) seen.add(key);
  };
  workload.templates.forEach(follow);
  // A set can grow while it is gone through.
  for (const key of seen) {
    for (const call of calls(world).of(key)) found.add(call);
    sources(world).of(key).forEach(follow);
  }
  return [...found];
}

/** The hole where a role, a policy or a template should be that is not the stack's to read. */
function outsideOf(world: World, ref: Ref): Hole | undefined {
  if (ref.kind === "resource")
    return world.network.resources.get(ref.urn)?.isRead === true ? new Hole(ref.urn, [], "is from outside the stack") : undefined;
  return ref.kind === "external" || ref.candidates.length === 0 ? ref.hole : undefined;
}

/** Whether an endpoint for a service serves the subnets of a workload. As an excuse: ask the opposite world. */
export function hasEndpoint(world: World, workload: Workload, service: string): boolean {
  return vpcsOfWorkload(world, workload).some((vpc) => {
    const key = keyOf(vpc);
    const there = key !== undefined ? endpoints(world).of(key) : vpc.kind === "unclear" && world.doubt(vpc.hole) ? world.all("vpcEndpoint") : [];
    return there.some((endpoint) => world.holds(endpoint.service, (name) => name === service) && serves(world, endpoint, workload));
  });
}

/**
 * Whether a rule lets a network in to nothing but HTTPS of endpoints of AWS's services, which are there for whoever is in the VPC, and ask each
 * caller for credentials: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html. An excuse in
 * terms of the world that asks: what is hidden counts for it where a violation would have to be certain.
 */
export function isEntranceOfEndpoints(world: World, group: string, rule: Rule): boolean {
  const carriers = launchedWorkloadsOf(world, group);
  const isOnSomething = carriers.length > 0 || launchedWorkloadsOf(world.opposite, group).length > 0;
  return isOnSomething && carriers.every(({ urn }) => interfaces(world).has(urn)) && intervals.covers(tcp(443), trafficOf(world, rule));
}

const interfaces = perNetwork(
  (network) =>
    new Set(
      network.all("vpcEndpoint").flatMap(({ urn, service }) => (isHole(service) || !/^(com\.amazonaws\.vpce|vpce-svc)/.test(service) ? [urn] : [])),
    ),
);

/** An interface serves its VPC; a gateway, the subnets whose tables have a route to it. */
function serves(world: World, endpoint: VpcEndpoint, workload: Workload): boolean {
  if (world.holds(endpoint.isGateway, (isGateway) => !isGateway)) return true;
  const tables = [...endpoint.tables, ...furtherTables(world).of(endpoint.urn)];
  return subnetsOf(world, workload).every((subnet) => {
    const own = tablesOf(world, subnet);
    // The main table of the VPC, of which any may be the one.
    return own.length === 0 ? tables.length > 0 : own.some((table) => tables.some((other) => isSame(world, table, other)));
  });
}

function tablesOf(world: World, subnet: Ref): readonly Ref[] {
  return candidates(world, subnet).flatMap((key) => associations(world).of(key));
}

function isSame(world: World, a: Ref, b: Ref): boolean {
  const key = keyOf(a);
  return key === undefined ? a.kind === "unclear" && world.doubt(a.hole) : world.names(b, key);
}

const sources = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("permissionSource").map(({ of, from }) => [of, from] as const),
    ),
);
const calls = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("awsCalls").map((call) => [call.by, call] as const),
    ),
);
const endpoints = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("vpcEndpoint").map((endpoint) => [endpoint.vpc, endpoint] as const),
    ),
);
const furtherTables = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("endpointTable").map(({ endpoint, table }) => [endpoint, table] as const),
    ),
);
const associations = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("routeTableAssociation").map(({ subnet, table }) => [subnet, table] as const),
    ),
);
