import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import { everyTraffic, noTraffic, tcp, udp, type Traffic } from "../../net/ports";
import { adminPorts, clusterPorts, sharedDatabasePorts } from "../../net/well-known";
import { groupsOf, isTemplate, takesConnections } from "../attachments/attachments";
import { acceleratedTraffic, originTraffic } from "../exposure/edge-services";
import { isBehindBalancers, meantForPublic } from "../exposure/meant-for-public";
import { dataPorts, dataPortsOf, portsServed, servesOverSsh, servesWhatIsSeenOnly } from "../exposure/served-ports";
import { isPublic } from "../exposure/exposure";
import { isPublicOnPurpose } from "../exposure/public-workloads";
import { isKnownAsBastion, servesAsBastion, ssh } from "../instances/bastions";
import { settingOf } from "../instances/instances";
import { isOnlyNat } from "../instances/nat-instances";
import { publicAddressOf } from "../instances/public-addresses";
import type { Workload, WorkloadKind } from "../network";
import { subnetsOf, workloadByUrn } from "../placement/placement";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { perKeyInDoubt, perWorld, type World } from "../world";
import { needsOfCallers } from "./callers";
import type { Need } from "./need";
import { needsOfDeployer } from "./operators";
import { named } from "./parties";
import { portsOfRemoteContainers } from "./remote-containers";
import { isTransferServerOutside, transfers } from "./transfer-servers";

const kinds: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "container-service"]);

/**
 * What has an address on the internet serves it on the public ports, wherever these are open; on others it keeps somebody there whom it serves.
 * What is for logins and for data is not that.
 */
export function needsOfPublicServers(world: World): readonly Need[] {
  const { opposite } = world;
  return world.all("workload").flatMap((of): Need[] => {
    if (isTransferServerOutside(of)) return [{ ...transfers(of), of }];
    if (!kinds.has(of.kind) || isTemplate(of) || !takesConnections(of)) return [];
    // What is not known of its ports may be any.
    const accelerated = acceleratedTraffic(opposite, of);
    if (!intervals.isEmpty(accelerated))
      return [
        {
          of,
          direction: "ingress",
          traffic: accelerated,
          party: { kind: "public" },
          who: `the clients of ${named(of)}`,
          says: (ports) => `${named(of)} takes what an accelerator of the internet sends to ${ports}`,
        },
      ];
    if (isKnownAsBastion(opposite, of) || !mayHavePublicAddress(world, of)) return [];
    // What a balancer or a distribution stands in front of is called by that.
    if (isBehindBalancers(world, of) || isOnlyNat(opposite, of)) return [];
    if (!isPublicOnPurpose(world, of) && !intervals.isEmpty(originTraffic(opposite, of))) return [];
    const ofData = dataPortsOf(world, of);
    const somebody: Need = {
      of,
      direction: "ingress",
      traffic: intervals.subtract(everyTraffic, intervals.unionAll([adminPorts, ofData, amongMembers])),
      party: { kind: "anybody", isOutside: true },
      who: `whoever reaches ${named(of)}`,
      says: () => `nobody on the internet could reach ${named(of)} any more`,
    };
    const served = intervals.union(portsServed(world, of), portsOfRemoteContainers(world).get(of.urn) ?? noTraffic);
    const groups = groupsOf(world, of);
    // A rule for one port tells what listens, too: a script need not say everything.
    const shared = intervals.intersect(ofData, sharedDatabasePorts);
    const single = intervals.union(served, intervals.subtract(intervals.unionAll(groups.map((key) => namedForPublic(world, key))), shared));
    const meant = servesNothingElse(world, of) ? noTraffic : intervals.unionAll(groups.map((key) => meantForPublic(world, key)));
    const traffic = intervals.union(served, intervals.subtract(single, calledByOthers(world).get(of.urn) ?? noTraffic), meant);
    const overSsh: readonly Need[] = servesOverSsh(world, of)
      ? [{ of, direction: "ingress", traffic: ssh, party: { kind: "operator" }, who: `whoever uses ${named(of)} over SSH` }]
      : [];
    // A machine through which others are reached need not serve anybody; what is named for everybody it serves all the same.
    const others = servesAsBastion(opposite, of) ? [] : [somebody];
    if (intervals.isEmpty(traffic)) return [...overSsh, ...others];
    return [
      ...overSsh,
      {
        of,
        direction: "ingress",
        traffic,
        party: { kind: "public" },
        who: `the clients of ${named(of)}`,
        says: (ports) => `the internet reaches ${named(of)} on ${ports}`,
      },
      ...others,
    ];
  });
}

/**
 * Ports that the services of a cluster are open on, on all of its nodes, where a rule is for nothing else: whoever calls these may come to the nodes themselves.
 * Controllers that put balancers in front of them open what these need: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 */
export function needsOfNodePorts(world: World): readonly Need[] {
  return world.all("clusterNodes").flatMap(({ urn }): readonly Need[] => {
    const of = workloadByUrn(world).get(urn);
    if (of === undefined || !mayHavePublicAddress(world, of)) return [];
    const open = groupsOf(world, of)
      .flatMap((key) => openToPublic(world, key))
      .filter((traffic) => intervals.covers(nodePorts, traffic));
    const says = (ports: string): string => `services of its cluster may be open on ${ports} of ${named(of)}`;
    const needed = { direction: "ingress", party: { kind: "public" }, who: `the clients of services on ${named(of)}`, says } as const;
    return open.length === 0 ? [] : [{ ...needed, of, traffic: intervals.unionAll(open) }];
  });
}

/** Whether all that something serves is seen: nothing sets it up but scripts that tell. */
export function servesNothingElse(world: World, of: Workload): boolean {
  if (!servesWhatIsSeenOnly(world, of)) return false;
  return !setsUpLater(world) && !portsOfRemoteContainers(world).has(of.urn) && needsOfDeployer(world).every((need) => need.of.urn !== of.urn);
}

/** Whether a service of AWS puts something on machines that run already, mostly by their tags. */
const setsUpLater = perWorld((world): boolean => [...world.network.resources.values()].some(({ type }) => laterSetUps.has(type)));

const laterSetUps: ReadonlySet<string> = new Set([
  "aws:codedeploy/deploymentGroup:DeploymentGroup",
  "aws:ssm/association:Association",
  "aws-native:codedeploy:DeploymentGroup",
  "aws-native:ssm:Association",
]);

/** What names no subnet gets its address from one that the program does not show. */
function mayHavePublicAddress({ opposite }: World, workload: Workload): boolean {
  if (publicAddressOf(opposite, workload) !== undefined) return true;
  return subnetsOf(opposite, workload).length === 0 && settingOf(opposite, workload, "publicAddress").value !== false;
}

/** On which ports the program shows who else calls something: the deployment itself, and what was told of its address. */
const calledByOthers = perWorld((world): ReadonlyMap<string, Traffic> => {
  const seen = [...needsOfDeployer(world), ...needsOfCallers(world)].filter(
    ({ of, direction, party, traffic }) =>
      direction === "ingress" &&
      (party.kind !== "network" || party.isSeen) &&
      // Where it may be any of several, it is not said which of them is not for the public.
      (party.kind !== "operator" || intervals.size(intervals.intersect(traffic, namedOn(world, of))) <= 1n),
  );
  return new Map(grouped(seen, ({ of }) => of.urn).map(([urn, needs]) => [urn, intervals.unionAll(needs.map(({ traffic }) => traffic))]));
});

function namedOn(world: World, of: Workload): Traffic {
  return intervals.unionAll(groupsOf(world, of).map((key) => namedForPublic(world, key)));
}

/**
 * The ports that rules for the internet name one by one: whoever wrote them meant these, and the ranges that belong to them. What is for logins and for data
 * is not for everybody.
 */
const namedForPublic = perKeyInDoubt((world, group: string): Traffic => {
  const open = openToPublic(world, group);
  const ports = intervals.unionAll(open.filter((traffic) => intervals.size(traffic) === 1n));
  const ranges = open.filter((traffic) => intervals.size(traffic) > 1n && intervals.size(traffic) <= mostOfSession);
  const services = ranges.filter((range) => intervals.covers(nodePorts, range));
  const sessions = withSessions.flatMap(([signals, kind]) =>
    intervals.meets(intervals.unionAll(open.filter((traffic) => intervals.size(traffic) <= mostOfSignal)), signals)
      ? ranges.filter((range) => intervals.covers(kind, range))
      : [],
  );
  // On which port of its range a session goes on, nobody can say: without one of them the others are no range that works.
  return intervals.unionAll([intervals.subtract(ports, intervals.unionAll([adminPorts, dataPorts, amongMembers])), ...sessions, ...services]);
});

function openToPublic(world: World, group: string): readonly Traffic[] {
  return rulesOf(world, group, "ingress")
    .filter((rule) => isPublic(world, addressesOf(world, rule.peer)))
    .map((rule) => intervals.intersect(trafficOf(world, rule), withPorts));
}

const amongMembers = intervals.subtract(clusterPorts, sharedDatabasePorts);

/** What the services of a cluster are open on, on all of its machines: https://kubernetes.io/docs/reference/networking/ports-and-protocols/ */
const nodePorts = intervals.union(tcp([30000, 32767]), udp([30000, 32767]));

/** As many ports as files and calls are given: more is a rule for everything. */
const mostOfSession = 32_768n;
const mostOfSignal = 10n;

/**
 * What begins on one port and goes on on others: files (RFC 959), calls (RFC 3261, RFC 8656), meetings.
 * https://docs.livekit.io/home/self-hosting/ports-firewall/, https://jitsi.github.io/handbook/docs/devops-guide/devops-guide-quickstart/
 */
const withSessions: readonly (readonly [signals: Traffic, goesOnOver: Traffic])[] = [
  [tcp(21, 990), tcp([1024, 65535])],
  [intervals.unionAll([tcp([5060, 5061], 3478, 5349, [7880, 7881], 4443), udp([5060, 5061], 3478, 5349, 7882)]), udp([1024, 65535])],
];

const withPorts = intervals.union(tcp([0, 65535]), udp([0, 65535]));
