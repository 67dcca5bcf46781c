import * as intervals from "../../net/intervals";
import { everyTraffic, tcp, udp, type Traffic } from "../../net/ports";
import { adminPorts, clusterPorts, databasePorts, webPorts } from "../../net/well-known";
import { parseUrn, type Resource } from "../../resources/resource";
import { groupRefsOf, groupsOf, isTemplate, opensConnections, takesConnections } from "../attachments/attachments";
import { holdsData } from "../attachments/data-stores";
import { listenersOf, trafficOfListener } from "../balancers/listeners";
import { balancerByUrn } from "../balancers/balancers";
import { isBehindBalancers } from "../exposure/meant-for-public";
import { isNat } from "../instances/instances";
import { publicAddressOf } from "../instances/public-addresses";
import type { Ref, Workload } from "../network";
import { subnetsOf, workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, ReferenceIndex, type World } from "../world";
import { isToldThrough, workloadsBehind } from "./dependencies";
import type { Need, Party } from "./need";
import { publishersOf } from "./publishers";
import { talkingToItself } from "./talking-to-itself";
import { isComponentElsewhere, named, networkBeyond, networkOf, partyOf } from "./parties";
import { filesTakenBy, isTransferServerInside, isTransferServerOutside } from "./transfer-servers";

/** The ways of those that were told where something is: their properties were computed from its address. */
export function needsOfCallers(world: World): readonly Need[] {
  const needs = calls(world).flatMap(({ client, server, of }): Need[] => {
    const traffic = trafficOf(world, server);
    if (client === undefined) {
      const who = `what ${of.name} (${shortType(of)}) runs`;
      const ingress: Need = { of: server, direction: "ingress", traffic, party: networkOf(world, server, true), who };
      return isPoller(of) ? [ingress, { ...ingress, direction: "egress" }] : [ingress];
    }
    const party: Party = isOutsideOfNetworks(world, client) ? { kind: "public" } : partyOf(world, client, server);
    const ingress: Need = { of: server, direction: "ingress", traffic, party, who: named(client) };
    const says = (ports: string): string => `${named(client)} is in no VPC, and reaches ${named(server)} on ${ports} over the internet`;
    return [
      party.kind === "public" ? { ...ingress, says } : ingress,
      { of: client, direction: "egress", traffic, party: partyOf(world, server, client), who: named(client) },
      ...(statelessConnection.test(client.resource.type)
        ? [
            {
              of: client,
              direction: "ingress",
              traffic: tcp([0, 65535]),
              party: partyOf(world, server, client),
              who: `what ${named(server)} answers`,
            } as const,
          ]
        : []),
    ];
  });
  const called = new Set(needs.flatMap(({ of, direction }) => (direction === "ingress" ? [of.urn] : [])));
  return [...needs, ...world.all("workload").flatMap((workload) => (called.has(workload.urn) ? [] : unseenCallersOf(world, workload)))];
}

/** Of what is made to be called from inside, somebody calls it, even where the program does not show who. */
function unseenCallersOf(world: World, workload: Workload): readonly Need[] {
  if (isTemplate(workload) || !takesConnections(workload)) return [];
  // Who is told by another stack is not of this program.
  const isExported = world.all("stackExports").some(({ reached }) => reached.has(workload.urn));
  const [publisher] = holdsData(workload) && !isExported ? publishersOf(world, workload) : [];
  const isOfParts = isOfSeveralParts(workload);
  const parts = isOfParts ? groupsOf(world, workload).map((unseenOn) => ({ unseenOn })) : [{}];
  const called = (traffic: Traffic, shownBy?: Need["shownBy"]): readonly Need[] =>
    intervals.isEmpty(traffic)
      ? []
      : parts.map((part): Need => ({
          of: workload,
          ...part,
          direction: "ingress",
          traffic,
          // What its parts tell each other is no reason to keep away who looks at their pages.
          party: isForNetworksBeyond(workload)
            ? networkBeyond(world, workload)
            : networkOf(world, workload, isExported || publisher !== undefined || isOfParts),
          who: isExported
            ? `whoever the exported address of ${named(workload)} is for`
            : publisher === undefined
              ? `whoever uses ${named(workload)} from inside its network`
              : `whoever learns from ${publisher.name} where ${named(workload)} is`,
          ...(shownBy === undefined ? {} : { shownBy }),
        }));
  return [
    ...called(privateTrafficOf(world, workload), workload.ports === undefined ? "narrow rules" : undefined),
    ...called(trafficInside(world, workload)),
    ...(isCalledByNeighbours(world, workload) ? called(everyTraffic, "wide rules") : []),
  ];
}

/**
 * What takes questions about names from networks beyond its VPC, which has a resolver of its own:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html
 */
function isForNetworksBeyond({ noun, resource }: Workload): boolean {
  return noun === "resolver endpoint" && resource.inputs.direction !== "OUTBOUND";
}

/** What AWS makes of machines that have each a group of their own: the first node of a cluster, the others, and what looks after them. */
function isOfSeveralParts({ resource }: Workload): boolean {
  return /emr[:/].*(Cluster|Studio)$/.test(resource.type);
}

/**
 * Files, what data stores speak, directories, brokers, and what looks after others:
 * https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml
 */
const innerPorts = intervals.unionAll([
  databasePorts,
  tcp(111, 445, 988, [1018, 1023], 2049),
  udp(111, 2049),
  tcp(88, 389, 464, 514, 636, 3268, 3269, 4222, 5044, 5672, 6222, 7077, 7687, [8300, 8302], 8500, 8983, 9100, 15672, 61613, 61616),
  udp(88, 389, 464, 514, 8125, [8300, 8302]),
]);

/** What a machine that nobody on the internet calls takes by a rule of its own is for its network: but for logins, and what is for the web. */
const ownPorts = intervals.subtract(everyTraffic, intervals.unionAll([adminPorts, webPorts]));

/** What machines of one cluster tell each other, whatever groups they have: https://docs.docker.com/engine/swarm/ */
const amongMachines = intervals.union(clusterPorts, tcp(2375, 2376));

function privateTrafficOf(world: World, workload: Workload): Traffic {
  const { kind, ports } = workload;
  if (holdsData(workload)) return ports === undefined ? intervals.none : world.opposite.pick(ports);
  if (kind === "instance" || kind === "scaling-group" || kind === "container-service" || kind === "database-proxy") {
    const inner = hasSeveralMachines(world) ? intervals.union(innerPorts, amongMachines) : innerPorts;
    // The internet calls what is behind balancers through these: another port is for whoever is beside it.
    const isInside = publicAddressOf(world.opposite, workload) === undefined || isBehindBalancers(world, workload);
    return isInside ? intervals.union(inner, ownPorts) : inner;
  }
  if (isInternalBalancer(world, workload)) return trafficOf(world, workload);
  if (kind === "endpoint") return intervals.subtract(everyTraffic, adminPorts);
  return kind === "other" && !isTransferServerOutside(workload) ? intervals.union(innerPorts, ownPorts) : intervals.none;
}

function isInternalBalancer(world: World, { urn }: Workload): boolean {
  const balancer = balancerByUrn(world).get(urn);
  return balancer !== undefined && world.holds(balancer.internal, Boolean);
}

/** Whether there is more than one machine: a scaling group is for several. */
const hasSeveralMachines = perWorld((world): boolean => {
  const machines = world
    .all("workload")
    .filter((workload) => !isTemplate(workload) && (workload.kind === "instance" || workload.kind === "scaling-group"));
  return machines.length > 1 || machines.some(({ kind }) => kind === "scaling-group");
});

/** Machines that nobody on the internet reaches, and nothing stands in front of: a rule for everything is for their neighbours. */
function isCalledByNeighbours(world: World, workload: Workload): boolean {
  const isMachine = workload.kind === "instance" || workload.kind === "scaling-group" || workload.kind === "container-service";
  // Nodes call each other, and are called through the ports that services of their cluster open on all of them.
  if (workload.kind === "node-group") return subnetsOf(world, workload).length > 0;
  return (
    isMachine &&
    publicAddressOf(world.opposite, workload) === undefined &&
    !isBehindBalancers(world, workload) &&
    subnetsOf(world, workload).length > 0
  );
}

/** What something of which the rules may tell nothing takes from inside of its network: what it passes on, or what its service has it take. */
function trafficInside(world: World, workload: Workload): Traffic {
  if (isNat(world, workload) || onTheWay(world).has(workload.urn)) return everyTraffic;
  const { type } = workload.resource;
  if (isTransferServerInside(workload)) return filesTakenBy(workload);
  return intervals.unionAll(insideByType.flatMap(([pattern, traffic]) => (pattern.test(type) ? [traffic] : [])));
}

/** What routes lead through. */
const onTheWay = perWorld((world) => new Set(world.all("route").flatMap(({ to }) => (to === undefined ? [] : (keyOf(to) ?? [])))));

const statelessConnection = /quicksight[:/].*V[Pp][Cc]Connection$/;

const controlPlane = /eks[:/].*Cluster$/;

/**
 * Endpoints of AWS, resolvers of names, and what talks to itself through its own group (`talking-to-itself.ts`):
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries-values.html
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 * https://docs.aws.amazon.com/quicksight/latest/user/vpc-security-groups.html (answers of data stores, of which the interface keeps no state)
 */
const insideByType: readonly (readonly [RegExp, Traffic])[] = [
  [/(VpcEndpoint|VPCEndpoint)$/, tcp(443)],
  [/:EndpointAccess$/, tcp(5439)],
  [/:ResolverEndpoint$/, intervals.union(tcp(53), udp(53))],
  ...talkingToItself,
  [controlPlane, tcp(443)],
  [/emr[:/].*Cluster$/, tcp([0, 65535])],
  [statelessConnection, tcp([0, 65535])],
];

/** Where something takes connections, as far as that is known. */
function trafficOf(world: World, workload: Workload): Traffic {
  const { ports, templates } = workload;
  if (ports !== undefined) return world.opposite.pick(ports);
  if (controlPlane.test(workload.resource.type)) return tcp(443);
  if (balancerByUrn(world).has(workload.urn)) {
    const listening = intervals.unionAll(listenersOf(world, workload.urn).map((listener) => trafficOfListener(world.opposite, listener)));
    return intervals.isEmpty(listening) ? everyTraffic : listening;
  }
  const cluster =
    workload.kind === "data-store"
      ? templates.map((ref) => workloadByUrn(world).get(keyOf(ref) ?? "")).find((each) => each !== undefined)
      : undefined;
  return cluster?.ports === undefined ? everyTraffic : world.opposite.pick(cluster.ports);
}

/** A function without subnets, and the like: AWS runs it in a network of its own. */
function isOutsideOfNetworks(world: World, client: Workload): boolean {
  if (client.kind !== "function" && client.kind !== "other") return false;
  return groupRefsOf(world, client).length === 0 && subnetsOf(world, client).length === 0;
}

interface Call {
  /** Undefined where what opens the connection is not to be seen. */
  readonly client: Workload | undefined;
  readonly server: Workload;
  readonly of: Resource;
}

const calls = perWorld((world): readonly Call[] => {
  const found: Call[] = [];
  for (const workload of world.all("workload")) {
    if (isTemplate(workload) || !(opensConnections(workload) || workload.kind === "api-link")) continue;
    for (const server of workloadsBehind(world, workload.resource)) {
      if (server.urn !== workload.urn && !isPartOf(workload, server) && hasAddress(server) && !isInterfaceOf(world, server, workload))
        found.push({ client: workload, server, of: workload.resource });
    }
  }
  for (const resource of world.network.resources.values()) {
    if (isOpaque(world, resource)) for (const server of workloadsBehind(world, resource)) found.push({ client: undefined, server, of: resource });
    if (runsUnseen(world, resource))
      for (const server of workloadsBehind(world, resource)) if (leadsToData(server)) found.push({ client: undefined, server, of: resource });
    if (isRelation(resource)) found.push(...related(world, resource));
  }
  return [...found, ...throughLinks(world)];
});

/** A group of machines is known by its name: nothing is told by it where any of them is. */
function hasAddress({ kind }: Workload): boolean {
  return kind !== "scaling-group" && kind !== "node-group";
}

/** A member depends on its cluster, and does not call it. */
function isPartOf(workload: Workload, server: Workload): boolean {
  return workload.kind === "data-store" && server.kind === "data-store";
}

/** A machine is told which interface is its own. */
function isInterfaceOf(world: World, server: Workload, client: Workload): boolean {
  return interfaces(world)
    .of(server.urn)
    .some((ref) => keyOf(ref) === client.urn);
}

const interfaces = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("interfaceLink").map((link) => [link.interface, link.to] as const),
    ),
);

/** What runs something that is not to be seen: a component of which the parts are elsewhere, or what a cluster schedules. */
function isOpaque(world: World, resource: Resource): boolean {
  const { type } = resource;
  if (/^(kubernetes|helm)[:.]/.test(type)) return true;
  if (/^aws(-native)?:apprunner[:/].*Service$/.test(type)) return !workloadsBehind(world, resource).some(({ noun }) => noun === goesThrough(type));
  return isComponentElsewhere(world, resource);
}

/** A job that nothing of the program is seen to run and that was told where data is, or a name by which anybody in the network finds it. */
function runsUnseen(world: World, { type, urn }: Resource): boolean {
  return runsLater.test(type) && !isToldThrough(world, urn);
}

function leadsToData(server: Workload): boolean {
  return holdsData(server) || server.kind === "database-proxy";
}

const runsLater =
  /^aws(-native)?:(batch[:/].*JobDefinition|ecs[:/].*TaskDefinition|sfn[:/].*StateMachine|stepfunctions[:/].*StateMachine|elasticbeanstalk[:/].*(Environment|ConfigurationTemplate)|ssm[:/].*(Association|Document)|route53[:/].*(Record|RecordSet)|servicediscovery[:/].*Instance)$/;

/** What says of two workloads that one of them calls the other. */
function isRelation({ type }: Resource): boolean {
  return /:(ProxyTarget|ReplicationTask|DbProxyTargetGroup|EventSourceMapping)$/.test(type) || goesThrough(type) !== undefined;
}

function related(world: World, resource: Resource): readonly Call[] {
  const both = workloadsBehind(world, resource);
  // The poller of a function has the groups of the store: https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
  if (isPoller(resource)) {
    const stores = both.filter(({ kind }) => kind === "data-store");
    return stores.map((server) => ({ client: undefined, server, of: resource }));
  }
  const way = goesThrough(resource.type);
  if (way !== undefined) {
    const clients = both.filter(({ noun }) => noun === way);
    return clients.flatMap((client) =>
      both.filter((server) => server.noun !== way && hasAddress(server)).map((server) => ({ client, server, of: resource })),
    );
  }
  const clients = both.filter(({ kind, noun }) => kind === "database-proxy" || noun === "DMS replication instance");
  const servers = both.filter(({ kind }) => kind === "data-store");
  return clients.flatMap((client) => servers.map((server) => ({ client, server, of: resource })));
}

/** What runs outside of the network, and comes into it through something that it names. */
function goesThrough(type: string): string | undefined {
  return ways.find(([pattern]) => pattern.test(type))?.[1];
}

const ways: readonly (readonly [RegExp, string])[] = [
  [/^aws(-native)?:apprunner[:/].*Service$/, "App Runner connector"],
  [/^aws(-native)?:glue[:/].*(Job|Crawler|Trigger)$/, "Glue connection"],
  [/^aws(-native)?:quicksight[:/].*DataSource$/, "QuickSight connection"],
];

/** What AWS runs with the groups of the store that it reads. */
export function isPoller({ type }: Resource): boolean {
  return type.endsWith(":EventSourceMapping");
}

/** An API reaches what it is integrated with through its link: a balancer, by itself or by one of its listeners. */
function throughLinks(world: World): readonly Call[] {
  const listeners = new Map(world.all("listener").map((listener) => [listener.urn, listener.balancer]));
  return world.all("apiIntegration").flatMap(({ link, target, resource }): readonly Call[] => {
    const client = link?.kind === "resource" ? workloadByUrn(world).get(link.urn) : undefined;
    const named = target.kind === "resource" ? (listeners.get(target.urn) ?? target) : undefined;
    const server = named?.kind === "resource" ? workloadByUrn(world).get(named.urn) : undefined;
    return client === undefined || server === undefined ? [] : [{ client, server, of: resource }];
  });
}

function shortType({ urn }: Resource): string {
  return parseUrn(urn).type;
}
