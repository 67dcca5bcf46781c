import { grouped } from "../../grouped";
import { describe, type Traffic } from "../../net/ports";
import * as intervals from "../../net/intervals";
import type { Direction } from "../network";
import { hasSameRules } from "../rules/groups";
import { workloadsOf } from "../attachments/attachments";
import type { World } from "../world";
import { admissionsOf, lost, type Admission } from "./admissions";
import { needsIn } from "./needs";
import { lostAddresses } from "./public-addresses";
import { usersOfDefaultGroup } from "./default-groups";
import type { Need } from "./need";
import { groupsThatMeet, named } from "./parties";

/** Somebody whom a change cuts off from what has to be reached. */
export interface CutOff {
  readonly urn: string;
  /** The groups, as keys, that let it through. */
  readonly groups?: readonly string[];
  /** Who, from what, and where. */
  readonly says: string;
}

/** What rules take from configuration: open to whomever it names. */
export interface FromSetting {
  readonly group: string;
  readonly direction: Direction;
  readonly traffic: Traffic;
}

/**
 * Who got through before a change, had to, and does not any more: asked of the two graphs, whatever the change was meant to be. A group that takes the place
 * of another, as `successors` say, lets through whom that did where it is on the same.
 */
export function cutOffs(
  before: World,
  after: World,
  settings: readonly FromSetting[] = [],
  successors: ReadonlyMap<string, string> = new Map(),
): readonly CutOff[] {
  const old = admissionsBy(before, new Map());
  const named = new Map(grouped(settings, ({ group, direction }) => placeOf(group, direction)));
  const now = admissionsBy(after, named);
  const isAsBefore = (key: string, direction: Direction): boolean =>
    !named.has(placeOf(key, direction)) && hasSameRules(before, after, key, direction);
  const byRules = needsIn(before).flatMap((need): readonly CutOff[] => {
    const groups = groupsThatMeet(before, need);
    if (isLostByRulesAlone(need) && groups.every((key) => isAsBefore(key, need.direction))) return [];
    const admitted = groups.flatMap((key) => old(key, need.direction));
    if (admitted.length === 0) return [];
    const left = groups.map((key) => successorOn(after, need, successors.get(key)) ?? key).flatMap((key) => now(key, need.direction));
    const traffic = lost(before, need, admitted, left, after);
    return intervals.isEmpty(traffic) ? [] : [{ urn: need.of.urn, groups, says: cutOffInWords(need, traffic) }];
  });
  return [...byRules, ...fromDefaultGroups(before, old, now), ...lostAddresses(before, after, (group) => named.has(placeOf(group, "ingress")))];
}

function successorOn(after: World, { of }: Need, successor: string | undefined): string | undefined {
  return successor !== undefined && workloadsOf(after, successor).some(({ urn }) => urn === of.urn) ? successor : undefined;
}

/** Whether nobody is cut off as long as the same is admitted: administration is a matter of what is on groups as well. */
function isLostByRulesAlone({ party }: Need): boolean {
  return party.kind !== "anybody" || party.isOutside;
}

/** What relies on a default group, where nothing is left of it in one direction. */
function fromDefaultGroups(before: World, old: AdmissionsOf, now: AdmissionsOf): readonly CutOff[] {
  return before.all("group").flatMap((group): readonly CutOff[] => {
    const { urn, resource, isDefault } = group;
    const isEmptied = isDefault && directions.some((direction) => old(urn, direction).length > 0 && now(urn, direction).length === 0);
    const users = isEmptied ? usersOfDefaultGroup(before, group) : undefined;
    return users === undefined ? [] : [{ urn, says: `the default group ${resource.name} is in use: ${users}` }];
  });
}

const directions: readonly Direction[] = ["ingress", "egress"];

type AdmissionsOf = (key: string, direction: Direction) => readonly Admission[];

function placeOf(group: string, direction: Direction): string {
  return `${direction} ${group}`;
}

function admissionsBy(world: World, settings: ReadonlyMap<string, readonly FromSetting[]>): AdmissionsOf {
  return (key, direction) => {
    const byRules = admissionsOf(world, key)[direction];
    const own = settings.get(placeOf(key, direction));
    return own === undefined ? byRules : [...byRules, ...own.map(({ traffic }) => bySetting(traffic))];
  };
}

/** What a rule admits that names whom configuration names. */
export function bySetting(traffic: Traffic): Admission {
  return { traffic, addresses: { v4: intervals.none, v6: intervals.none }, groups: [], lists: [], isSetting: true, conditions: [] };
}

/** "the load balancer front reaches the instance host on tcp/8080 through this rule alone". */
export function cutOffInWords({ says, who, of, direction }: Need, traffic: Traffic): string {
  const ports = describe(traffic);
  if (says !== undefined) return says(ports);
  const [reach, has] = who.startsWith("the clients ") ? ["reach", "have"] : ["reaches", "has"];
  return direction === "ingress" ? `${who} ${reach} ${named(of)} on ${ports} through this rule alone` : `${who} ${has} to reach others on ${ports}`;
}
