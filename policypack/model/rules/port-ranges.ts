import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { noTraffic, portsOf, tcp, udp, type Traffic } from "../../net/ports";
import { isHole } from "../approx";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { addressesOf, rulesOf, trafficOf, type JudgedGroup } from "./groups";
import { isManaged, managedListName } from "../names/managed-prefix-lists";
import type { Ref, Rule, WorkloadKind } from "../network";
import { admittingMore, mostPorts, type Admitting } from "./ports-together";
import { keyOf, perNetwork, ReferenceIndex, type World } from "../world";

/** The rules of a group that admit sources to more ports of a protocol than a limit. */
export interface WideRanges {
  /** In the order of the sources. */
  readonly rules: ReadonlySet<Rule>;
  /** What is written for the source that is admitted to the most ports, with what services need of it. */
  readonly written: Traffic;
  /** Those that admit the sources for which just that is written. */
  readonly widest: ReadonlySet<Rule>;
}

/** What admits a source, other than the group itself, to more ports of a protocol than a limit, alone or with other rules. */
export function wideRanges(world: World, group: JudgedGroup, limit: number): WideRanges | undefined {
  // The rules of one declaration have one traffic.
  const counted = new Map<Traffic, number>();
  const sources = rulesOf(world, group.key, "ingress").map((rule): Source => {
    const traffic = trafficOf(world, rule);
    const ports = counted.get(traffic) ?? portCount(traffic);
    counted.set(traffic, ports);
    return { rule, traffic, ports };
  });
  const ranges = [...byAddress(world, sources, limit), rangesOf(world, byReference(world, group, sources, limit))];
  const [most] = ranges.flatMap(({ most }) => most ?? []).sort((a, b) => b.ports - a.ports);
  if (most === undefined) return undefined;
  const written = writtenBy(world, most.rules());
  return { rules: together(ranges.map(({ rules }) => rules())), written, widest: together(ranges.map(({ rules }) => rules(written))) };
}

interface Source {
  readonly rule: Rule;
  readonly traffic: Traffic;
  readonly ports: number;
}

/** Sources of a group, each admitted to more ports of a protocol than a limit. */
interface Ranges {
  /** The one that is admitted to the most. */
  readonly most: { readonly ports: number; readonly rules: () => readonly Rule[] } | undefined;
  /** What admits them, or those of them for which just this is written. */
  readonly rules: (written?: Traffic) => Iterable<Rule>;
}

function byAddress(world: World, sources: readonly Source[], limit: number): readonly Ranges[] {
  const placed = sources
    .filter(({ ports }) => ports > 0)
    .map((source) => ({ ...source, addresses: addressesOf(world, source.rule.peer) }))
    .filter(({ addresses }) => !ip.isEmpty(addresses));
  const wide = rangesOf(
    world,
    placed.filter(({ ports }) => ports > limit).map((source) => rangeOf([source])),
  );
  const narrow = placed.filter(({ ports }) => ports <= limit);
  // Mostly they are not enough wherever they meet.
  if (narrow.reduce((sum, { ports }) => sum + ports, 0) <= limit) return [wide];
  return [
    wide,
    ...(["v4", "v6"] as const).map((family) =>
      whereTheyMeet(
        narrow.map((source) => ({ ...source, addresses: source.addresses[family] })),
        limit,
      ),
    ),
  ];
}

function whereTheyMeet(placed: readonly (Source & Admitting)[], limit: number): Ranges {
  const most = mostPorts(placed, limit);
  const rules = (found: Iterable<Source>): readonly Rule[] => [...found].map(({ rule }) => rule);
  return {
    most: most && { ports: most.ports, rules: () => rules(placed.filter(({ addresses }) => intervals.contains(addresses, most.at))) },
    rules: (written) => (most === undefined ? [] : rules(admittingMore(placed, limit, written))),
  };
}

function rangesOf(world: World, wide: readonly WideRange[]): Ranges {
  const [most] = [...wide].sort((a, b) => b.ports - a.ports);
  const isWritten = ({ rules }: WideRange, written: Traffic | undefined): boolean =>
    written === undefined || intervals.equals(writtenBy(world, rules), written);
  return {
    most: most && { ports: most.ports, rules: () => most.rules },
    rules: (written) => wide.flatMap((range) => (isWritten(range, written) ? range.rules : [])),
  };
}

/** As rules say it, with what services need of it. */
function writtenBy(world: World, rules: readonly Rule[]): Traffic {
  return intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
}

function together(lists: readonly Iterable<Rule>[]): ReadonlySet<Rule> {
  return new Set(lists.flatMap((list) => [...list]));
}

/** Rules that admit one source, together, to more ports of a protocol than a limit. */
interface WideRange {
  readonly rules: readonly Rule[];
  /** The ports of the protocol of which it has the most. */
  readonly ports: number;
}

function byReference(world: World, group: JudgedGroup, sources: readonly Source[], limit: number): WideRange[] {
  const needed = serviceTraffic(world.opposite, group);
  const entries = sources.flatMap((source): (readonly [Ref, Source])[] => {
    const { rule, traffic } = source;
    const ref = referredTo(world, rule, group.key);
    if (ref === undefined) return [];
    const rest = rule.peer.kind === "prefix-list" ? traffic : intervals.subtract(traffic, needed);
    return [[ref, rest === traffic ? source : { rule, traffic: rest, ports: portCount(rest) }]];
  });
  const bySource = new ReferenceIndex<Source>(world, entries);
  const keys = new Set(entries.flatMap(([ref]) => keyOf(ref) ?? (ref.kind === "unclear" && ref.candidates.length > 0 ? ref.candidates : [anything])));
  const certain = entries.flatMap(([ref, source]) => (ref.kind === "unclear" && source.ports > limit ? [rangeOf([source])] : []));
  return [
    ...certain,
    ...[...keys].flatMap((key) => {
      const range = rangeOf(bySource.of(key).filter(({ ports }) => ports > 0));
      return range.ports > limit ? [range] : [];
    }),
  ];
}

/** A key that nothing has: under it are the sources that could be anything. */
const anything = "anything";

/** The group that a rule admits, unless it is, or may be, the group itself; or a list that AWS keeps, of which the addresses do not matter. */
function referredTo(world: World, { peer }: Rule, key: string): Ref | undefined {
  if (peer.kind === "group") return world.opposite.names(peer.group, key) ? undefined : peer.group;
  return peer.kind === "prefix-list" && isManaged(managedListName(world, peer.list)) ? peer.list : undefined;
}

function rangeOf(sources: readonly Source[]): WideRange {
  const [first, ...others] = sources;
  const rules = sources.map(({ rule }) => rule);
  if (first !== undefined && others.length === 0) return { rules, ports: first.ports };
  return { rules, ports: portCount(intervals.unionAll(sources.map((source) => source.traffic))) };
}

/** How many ports there are, of the protocol of which there are the most. */
export function portCount(traffic: Traffic): number {
  return Math.max(...[6, 17].map((protocol) => Number(intervals.size(portsOf(traffic, protocol)))));
}

/**
 * What groups may be admitted to for the sake of a service, by the claim of the world in which it excuses: of hosts in a Kubernetes cluster the
 * ports of its services and those where its control plane calls; of hosts of containers the ports that they are given one by one.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
function serviceTraffic(world: World, group: JudgedGroup): Traffic {
  const workloads = launchedWorkloadsOf(world, group.key);
  const isOnHosts = workloads.some(({ kind }) => hosts.has(kind));
  if (!isOnHosts && launchedWorkloadsOf(world.opposite, group.key).length > 0) return noTraffic;
  const isInCluster = services(world).kubernetes || workloads.some(({ kind }) => kind === "node-group") || hasClusterTag(world, group);
  if (isInCluster) return intervals.union(tcp([1025, 65535]), udp([1025, 65535]));
  return isOnHosts && services(world).containers ? intervals.union(tcp([32768, 65535]), udp([32768, 65535])) : noTraffic;
}

const hosts: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "node-group"]);

/** By these tags, controllers find the groups of a cluster. */
function hasClusterTag(world: World, { group }: JudgedGroup): boolean {
  if (group === undefined) return false;
  if (isHole(group.tags)) return world.doubt(group.tags);
  return Object.keys(group.tags).some((key) => key.startsWith("kubernetes.io/cluster/") || key === "karpenter.sh/discovery");
}

const services = perNetwork((network) => {
  const types = new Set([...network.resources.values()].map(({ type }) => type.split(/[:/]/).slice(0, 2).join(":")));
  return {
    kubernetes: ["aws:eks", "aws-native:eks", "eks:index"].some((area) => types.has(area)),
    containers: ["aws:ecs", "aws-native:ecs", "awsx:ecs"].some((area) => types.has(area)),
  };
});
