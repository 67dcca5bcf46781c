import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import type { Interval } from "../../net/intervals";
import { internet } from "../../net/internet";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { noTraffic, type Traffic } from "../../net/ports";
import { segments } from "../../net/segments";
import { adminPorts } from "../../net/well-known";
import { candidates, groupsOf, isTemplate, workloadsOf } from "../attachments/attachments";
import { trusted } from "../exposure/exposure";
import { groupsOfMachineAlone, machineAt } from "../instances/private-addresses";
import { edgeLocations, managedListName } from "../names/managed-prefix-lists";
import type { Direction, Peer, Rule, Workload } from "../network";
import { conditionsOf, holdsWith } from "../rules/conditions";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { keyOf, perKey, type World } from "../world";
import type { Need } from "./need";

/** What one rule lets through, as sets: also of rules that are only planned. */
export interface Admission {
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
  readonly groups: readonly string[];
  /** The names of lists that AWS keeps. */
  readonly lists: readonly string[];
  /** Whether its sources come from configuration, which may name none. */
  readonly isSetting: boolean;
  /** It exists only where these hold, of which nobody knows whether they do. */
  readonly conditions: readonly string[];
}

export function admissionOf(world: World, rule: Rule): Admission {
  const { peer, declaration } = rule;
  const list = peer.kind === "prefix-list" ? managedListName(world, peer.list) : undefined;
  const own = keyOf(declaration.group);
  return {
    conditions: conditionsOf(world, declaration),
    traffic: trafficOf(world, rule),
    addresses: addressesOf(world, peer),
    groups: peer.kind === "self" ? (own === undefined ? [] : [own]) : groupsAdmitted(world, peer),
    lists: list === undefined ? [] : [list],
    isSetting: false,
  };
}

function groupsAdmitted(world: World, peer: Peer): readonly string[] {
  if (peer.kind === "group") return candidates(world, peer.group);
  const machine = machineAt(world, peer);
  return machine === undefined ? [] : groupsOfMachineAlone(world, machine);
}

/** What the rules of a group let through. */
export const admissionsOf = perKey((world, group: string): Readonly<Record<Direction, readonly Admission[]>> => {
  const inDirection = (direction: Direction): readonly Admission[] => rulesOf(world, group, direction).map((rule) => admissionOf(world, rule));
  return { ingress: inDirection("ingress"), egress: inDirection("egress") };
});

/** The part of what has to get through that does get through. */
export function met(world: World, need: Need, admissions: readonly Admission[]): Traffic {
  const { party, traffic } = need;
  const relevant = admissions.filter((admission) => intervals.meets(admission.traffic, traffic));
  const where = (claim: (addresses: AddressSet) => boolean): Traffic => whereAddresses(relevant, traffic, claim);
  switch (party.kind) {
    case "workload": {
      const groups = new Set(party.groups);
      const byGroup = relevant.filter((admission) => admission.groups.some((key) => groups.has(key)));
      const { list } = party;
      const byList = list === undefined ? [] : relevant.filter(({ lists }) => lists.some((name) => name.endsWith(list)));
      return intervals.union(
        within([...byGroup, ...byList], traffic),
        where((addresses) => admitsAll(addresses, party.addresses)),
      );
    }
    case "network":
      return where((addresses) => admitsAll(addresses, party.addresses));
    case "CloudFront":
      return intervals.union(
        within(
          relevant.filter(({ lists }) => lists.includes(edgeLocations)),
          traffic,
        ),
        where((addresses) => intervals.covers(addresses.v4, internet.v4)),
      );
    case "operator": {
      const reachable = ip.union(internet, trusted(world));
      const bySetting = relevant.filter(({ isSetting, lists }) => isSetting || lists.length > 0);
      return intervals.union(
        within(bySetting, traffic),
        where((addresses) => ip.meets(addresses, reachable)),
      );
    }
    case "public":
      return where((addresses) => ip.meets(addresses, internet));
    case "anybody": {
      const some = party.isOutside
        ? relevant.filter(({ addresses, isSetting, lists }) => isSetting || lists.length > 0 || ip.meets(addresses, internet))
        : relevant;
      return some.length > 0 ? traffic : noTraffic;
    }
  }
}

/** What machines are administered by, where they are left to reach each other, and nobody else reaches any of them. */
function administration(world: World, { of, traffic }: Need, before: readonly Admission[], after: readonly Admission[], worldAfter: World): Traffic {
  if (after.some((admission) => admitsOthers(worldAfter, of, admission))) return noTraffic;
  const others = before.filter((admission) => admitsOthers(world, of, admission));
  return intervals.intersect(within(others, traffic), adminPorts);
}

/** Whether a rule lets in anybody but what has the same groups as the workload itself. */
function admitsOthers(world: World, workload: Workload, { addresses, groups, isSetting, lists }: Admission): boolean {
  if (isSetting || lists.length > 0 || !ip.isEmpty(addresses)) return true;
  const own = new Set(groupsOf(world, workload));
  return groups.some((key) => !own.has(key) || workloadsOf(world, key).some((other) => groupsOf(world, other).some((each) => !own.has(each))));
}

/** The part of what has to get through that gets through before a change, and not after it: whichever conditions hold that nobody can decide. */
export function lost(world: World, need: Need, before: readonly Admission[], after: readonly Admission[], worldAfter: World = world): Traffic {
  const none: readonly string[] = [];
  const cases = grouped([none, ...[...before, ...after].map(({ conditions }) => conditions)], (conditions) => conditions.join("\n"));
  if (cases.length === 1) return lostWhere(world, need, before, after, worldAfter);
  const there = (holding: readonly string[], all: readonly Admission[]): readonly Admission[] =>
    all.filter(({ conditions }) => holdsWith(conditions, holding));
  return intervals.unionAll(cases.map(([, [holding]]) => lostWhere(world, need, there(holding, before), there(holding, after), worldAfter)));
}

function lostWhere(world: World, need: Need, before: readonly Admission[], after: readonly Admission[], worldAfter: World): Traffic {
  const shown = before.filter(({ traffic }) => shows(need, traffic));
  const cut = intervals.subtract(met(world, need, shown), met(worldAfter, need, after));
  if (need.party.kind === "public") return intervals.union(cut, narrowed(need, before, after));
  if (need.party.kind === "anybody" && !need.party.isOutside) return intervals.union(cut, administration(world, need, before, after, worldAfter));
  if (need.party.kind === "operator") return intervals.union(cut, withoutFamily(world, need, before, after));
  if (need.party.kind !== "network" || need.party.isSeen) return cut;
  // Of somebody who is not to be seen, whoever is still admitted may be the one; but not those among whom it is.
  const others = after.filter((admission) => admitsCallers(worldAfter, need.of, admission));
  return intervals.subtract(cut, within(others, need.traffic));
}

/** Whether a rule lets in anybody but what is of the same kind and has the same groups as a workload: its cluster calls nobody else. */
function admitsCallers(world: World, workload: Workload, admission: Admission): boolean {
  const isOther = (other: Workload): boolean => other.kind !== workload.kind && !isTemplate(other);
  return admitsOthers(world, workload, admission) || admission.groups.some((key) => workloadsOf(world, key).some(isOther));
}

/** Where somebody outside got through by one family of addresses, and by the other one only afterwards: which of them it is, nobody knows. */
function withoutFamily(world: World, { traffic }: Need, before: readonly Admission[], after: readonly Admission[]): Traffic {
  const outside = ip.union(internet, trusted(world));
  const by = (family: "v4" | "v6", admissions: readonly Admission[]): Traffic =>
    whereAddresses(admissions, traffic, (addresses) => !intervals.isEmpty(ip.intersect(addresses, outside)[family]));
  const named = intervals.unionAll(after.filter(({ isSetting, lists }) => isSetting || lists.length > 0).map((admission) => admission.traffic));
  const cut = (["v4", "v6"] as const).map((family) => intervals.subtract(by(family, before), by(family, after)));
  // Where somebody has said who is trusted, and these get through, nobody else is meant.
  const known = trusted(world);
  const byTrust = ip.isEmpty(known) ? noTraffic : whereAddresses(after, traffic, (addresses) => ip.covers(addresses, known));
  return intervals.subtract(intervals.unionAll(cut), intervals.union(named, byTrust));
}

function shows({ shownBy }: Need, traffic: Traffic): boolean {
  if (shownBy === "narrow rules") return intervals.size(traffic) <= mostPortsOfOne;
  return shownBy !== "wide rules" || intervals.size(traffic) > mostPortsOfOne;
}

/** A rule for more ports than that is not about one of them. */
export const mostPortsOfOne = 8n;

/** Where fewer addresses of the internet get through. */
function narrowed({ traffic }: Need, before: readonly Admission[], after: readonly Admission[]): Traffic {
  const pieces: Interval[] = [];
  const all = [...before.map((admission) => ({ admission, isAfter: false })), ...after.map((admission) => ({ admission, isAfter: true }))];
  for (const { first, last, there } of segments(all.map((each) => [intervals.intersect(each.admission.traffic, traffic), each] as const))) {
    const addresses = (isAfter: boolean): AddressSet =>
      ip.intersect(internet, ip.unionAll([...there].filter((each) => each.isAfter === isAfter).map(({ admission }) => admission.addresses)));
    if (!ip.covers(addresses(true), addresses(false))) pieces.push({ first, last });
  }
  return intervals.canonical(pieces);
}

function within(admissions: readonly Admission[], traffic: Traffic): Traffic {
  return intervals.intersect(traffic, intervals.unionAll(admissions.map((admission) => admission.traffic)));
}

/** The part of some traffic where a claim holds of all addresses together that are admitted there. */
export function whereAddresses(
  admissions: readonly Pick<Admission, "traffic" | "addresses">[],
  traffic: Traffic,
  claim: (addresses: AddressSet) => boolean,
): Traffic {
  const pieces: Interval[] = [];
  const byAddress = admissions.filter(({ addresses }) => !ip.isEmpty(addresses));
  for (const { first, last, there } of segments(
    byAddress.map((admission) => [intervals.intersect(admission.traffic, traffic), admission.addresses] as const),
  ))
    if (claim(ip.unionAll(there))) pieces.push({ first, last });
  return intervals.canonical(pieces);
}

/** Whether addresses are admitted, in one family at least; where they are not known, whether everybody is. */
function admitsAll(admitted: AddressSet, addresses: AddressSet | undefined): boolean {
  if (addresses === undefined) return intervals.covers(admitted.v4, ip.everyIpv4.v4);
  return (["v4", "v6"] as const).some((family) => !intervals.isEmpty(addresses[family]) && intervals.covers(admitted[family], addresses[family]));
}
