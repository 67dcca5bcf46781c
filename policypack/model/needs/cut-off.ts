import { describe, type Traffic } from "../../net/ports";
import * as intervals from "../../net/intervals";
import { groupsOf } from "../attachments/attachments";
import type { Direction } from "../network";
import { rulesOf } from "../rules/groups";
import type { World } from "../world";
import { admissionOf, lost, type Admission } from "./admissions";
import { needsByPublicAddress, needsIn } from "./needs";
import { usersOfDefaultGroup } from "./default-groups";
import { isPubliclyAccessible } from "../exposure/databases";
import { publicAddressOf } from "../instances/public-addresses";
import { workloadByUrn } from "../placement/placement";
import type { Need } from "./need";
import { named } from "./parties";

/** Somebody whom a change cuts off from what has to be reached. */
export interface CutOff {
  readonly urn: string;
  /** Who, from what, and where. */
  readonly says: string;
}

/** What rules take from configuration: open to whomever it names. */
export interface FromSetting {
  readonly group: string;
  readonly direction: Direction;
  readonly traffic: Traffic;
}

/** Who got through before a change, had to, and does not any more: asked of the two graphs, whatever the change was meant to be. */
export function cutOffs(before: World, after: World, settings: readonly FromSetting[] = []): readonly CutOff[] {
  const old = admissionsBy(before, []);
  const now = admissionsBy(after, settings);
  const byRules = needsIn(before).flatMap((need): readonly CutOff[] => {
    const groups = groupsOf(before, need.of);
    const admitted = groups.flatMap((key) => old(key, need.direction));
    if (admitted.length === 0) return [];
    const left = groups.flatMap((key) => now(key, need.direction));
    const traffic = lost(before, need, admitted, left, after);
    return intervals.isEmpty(traffic) ? [] : [{ urn: need.of.urn, says: cutOffInWords(need, traffic) }];
  });
  return [...byRules, ...fromDefaultGroups(before, old, now), ...fromAddresses(before, after)];
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

/** Who reaches something by an address on the internet that it has no more. */
function fromAddresses(before: World, after: World): readonly CutOff[] {
  const still = new Set(after.all("databaseAccess").flatMap((access) => (isPubliclyAccessible(after.opposite, access) ? [access.urn] : [])));
  const gone = new Set(
    before.all("databaseAccess").flatMap((access) => (isPubliclyAccessible(before, access) && !still.has(access.urn) ? [access.urn] : [])),
  );
  const hosts = workloadByUrn(after);
  for (const workload of before.all("workload")) {
    const now = hosts.get(workload.urn);
    if (now !== undefined && publicAddressOf(before, workload) !== undefined && publicAddressOf(after.opposite, now) === undefined)
      gone.add(workload.urn);
  }
  if (gone.size === 0) return [];
  return needsByPublicAddress(before).flatMap((need): readonly CutOff[] =>
    gone.has(need.of.urn) ? [{ urn: need.of.urn, says: `${need.because ?? `${need.who} reaches ${named(need.of)}`} by its public address` }] : [],
  );
}

type AdmissionsOf = (key: string, direction: Direction) => readonly Admission[];

function admissionsBy(world: World, settings: readonly FromSetting[]): AdmissionsOf {
  const memo = new Map<string, readonly Admission[]>();
  return (key, direction) => {
    const at = `${direction} ${key}`;
    const known = memo.get(at);
    if (known !== undefined) return known;
    const own = settings.filter((setting) => setting.group === key && setting.direction === direction);
    const admissions = [...rulesOf(world, key, direction).map((rule) => admissionOf(world, rule)), ...own.map(({ traffic }) => bySetting(traffic))];
    memo.set(at, admissions);
    return admissions;
  };
}

/** What a rule admits that names whom configuration names. */
export function bySetting(traffic: Traffic): Admission {
  return { traffic, addresses: { v4: intervals.none, v6: intervals.none }, groups: [], lists: [], isSetting: true };
}

/** "the load balancer front reaches the instance host on tcp/8080 through this alone". */
export function cutOffInWords({ because, who, of, direction, party }: Need, traffic: Traffic): string {
  if (because !== undefined) return party.kind === "anybody" ? because : `${because}: ${describe(traffic)}`;
  return direction === "ingress"
    ? `${who} reaches ${named(of)} on ${describe(traffic)} through this alone`
    : `${who} has to reach others on ${describe(traffic)}`;
}
