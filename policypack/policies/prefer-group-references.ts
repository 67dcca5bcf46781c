import { inShort } from "../model/rules/places";
import { forwardedPorts } from "../model/balancers/forwarded-ports";
import { targetsBehind } from "../model/balancers/targets";
import { applicationsIn } from "../model/placement/applications";
import type { Goal } from "../plans/goal";
import { applicationKinds, workloadsOf } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { whyBehindFront } from "../model/reachability/callers-behind";
import { groupsOfMachineAlone, machineAt } from "../model/instances/private-addresses";
import { groupsBehind, groupsIn, type GroupsBehind } from "../model/reachability/groups-behind-blocks";
import { isEntranceOfEndpoints } from "../model/reachability/vpc-endpoints";
import { isLocal } from "../model/reachability/group-references";
import { addressesOf, judgedGroups, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { mostRulesOfGroup } from "../model/rules/quotas";
import { grouped } from "../grouped";
import type { Rule } from "../model/network";
import { inList, mostListed } from "../model/names/listed";
import { perKey, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe, type Traffic } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";
import { adminPorts } from "../net/well-known";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "prefer-group-references",
  section: "references",
  title: "Workloads admit each other by group",
  level: "advisory",
  severity: "low",
  why: "Where the group of the callers says who is meant, a block says where they happen to be: it goes stale when they move, and admits whoever moves in.",
  document: [
    "Use Security Group references instead of IP addresses when possible.",
    "Use Security Group references instead of IP-based rules to allow traffic between instances dynamically.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-6" },
  ],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing"],
  fix: {
    does: "Swaps the block for references to the groups of the workloads that live in it.",
    losesAccess: "Clients in the block that are not in this program.",
  },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key, group }) => group !== undefined && workloadsOf(world, key).length > 0),
  check(group, world) {
    const all = rulesOf(world, group.key, "ingress");
    const found = all.flatMap((rule) => {
      const callers = callersOf(world, group, rule);
      return callers === undefined ? [] : [{ rule, callers }];
    });
    return grouped(found, ({ rule }) => rule.declaration.urn).map(([urn, held]): Violation => {
      const rules = held.map(({ rule }) => rule);
      const [first, ...others] = held;
      const { count, names } = inWords(world, [first.callers, ...others.map(({ callers }) => callers)]);
      const open = intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
      const members = callEachOther(world, group.key) ? [group.key] : [];
      return {
        urn,
        path: first.rule.path,
        message: `${group.name} admits ${inShort(rules)} to ${portsInWords(open)}, where ${names} ${count === 1 ? "is the only group" : `are the ${count} groups`} of this stack. Refer to ${count === 1 ? "it" : "them"} instead.`,
        rules,
        group: group.key,
        fix: () =>
          ownTargets(world, group.key, rules) ??
          tooManyFor(rules, count) ??
          behindFronts(world, group.key, held) ??
          strangersToBalancers(world, held) ?? {
            kind: "close",
            byReference: { except: ip.noAddresses },
            parts: held.map(({ rule, callers }) => ({
              rule,
              traffic: trafficOf(world, rule),
              instead: { kind: "groups", groups: [...groupsIn(callers), ...members] },
            })),
          },
      };
    });
  },
});

/** A rule would be needed for each. */
function tooManyFor(rules: readonly Rule[], groups: number): Goal | undefined {
  return groups > mostRulesOfGroup ? { kind: "declined", reason: `more than ${mostRulesOfGroup} groups live in ${inShort(rules)}` } : undefined;
}

/** How many groups are behind the blocks of a group's rules, and the first names of them. */
function inWords(world: World, all: readonly [GroupsBehind, ...GroupsBehind[]]): { readonly count: number; readonly names: string } {
  // Each of many groups in a network has all of the others behind it: their names are counted once for all.
  const { keys, without } = together(world, all);
  const counts = namesAmong(world, keys);
  const left = new Map<string, number>();
  for (const key of without) {
    const { name } = parseUrn(key);
    left.set(name, (left.get(name) ?? counts.get(name) ?? 0) - 1);
  }
  const names = new Set<string>();
  for (const key of keys) {
    if (names.size === mostListed) break;
    if (!without.has(key)) names.add(parseUrn(key).name);
  }
  return { count: keys.length - without.size, names: inList([...names], counts.size - [...left.values()].filter((count) => count === 0).length) };
}

/** What is behind any of some blocks. */
function together(world: World, [first, ...others]: readonly [GroupsBehind, ...GroupsBehind[]]): GroupsBehind {
  const all = [first, ...others];
  const keys = others.reduce((known, other) => bothOf(world, known, other.keys), first.keys);
  const isWithout = (key: string): boolean => all.every((each) => each.without.has(key) || !asSet(world, each.keys).has(key));
  return { keys, without: new Set(all.flatMap((each) => [...each.without]).filter(isWithout)) };
}

/** Two lists of groups as one: made once, since the rules of many groups name the same two networks. */
function bothOf(world: World, one: readonly string[], two: readonly string[]): readonly string[] {
  if (one === two) return one;
  const made = besides(world, one);
  const known = made.get(two) ?? [...new Set([...one, ...two])];
  made.set(two, known);
  return known;
}

const besides = perKey((_world, _one: readonly string[]) => new Map<readonly string[], readonly string[]>());
const asSet = perKey((_world, keys: readonly string[]): ReadonlySet<string> => new Set(keys));

/** The names of groups, and how often there is each. */
const namesAmong = perKey((_world, keys: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const { name } = parseUrn(key);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
});

/** The groups that could stand for the block of a rule. */
function callersOf(world: World, { key }: JudgedGroup, rule: Rule): GroupsBehind | undefined {
  const { peer } = rule;
  if (peer.kind === "prefix-list" || intervals.isEmpty(trafficOf(world, rule)) || isEntranceOfEndpoints(world, key, rule)) return undefined;
  const machine = machineAt(world, peer);
  if (machine !== undefined) return machineBehind(world, key, machine);
  const addresses = addressesOf(world, peer);
  if (ip.isEmpty(addresses)) return undefined;
  const isHidden = !ip.equals(addresses, addressesOf(world.opposite, peer));
  return isHidden || isLocal(world, addresses) ? groupsBehind(world, key, addresses) : undefined;
}

/** The groups that stand for a machine whose address is admitted. */
function machineBehind(world: World, key: string, machine: string): GroupsBehind | undefined {
  const keys = groupsOfMachineAlone(world, machine);
  const without = new Set(keys.filter((own) => own === key));
  return keys.length === without.size ? undefined : { keys, without };
}

/** Several applications on one group came to each other through the block as well. */
function callEachOther(world: World, group: string): boolean {
  const applications = launchedWorkloadsOf(world.opposite, group).filter((workload) => applicationKinds.has(workload.kind));
  return applications.length > 1;
}

/** A network that is left to whoever calls a balancer is not there for what the balancer calls. */
function ownTargets(world: World, group: string, rules: readonly Rule[]): Goal | undefined {
  const targets = targetsBehind(world, group);
  const areTargets = (rule: Rule): boolean =>
    applicationsIn(world, addressesOf(world, rule.peer)).every(({ application }) => targets.has(application));
  if (targets.size === 0 || !rules.every(areTargets)) return undefined;
  return { kind: "declined", reason: `what lives in ${inShort(rules)} is what the balancer serves, and who calls it is not to be seen` };
}

/** A balancer that shares its group with an application would come to the data store as well. */
function behindFronts(world: World, group: string, held: readonly { readonly rule: Rule; readonly callers: GroupsBehind }[]): Goal | undefined {
  const [reason] = held.flatMap(({ rule, callers }) =>
    groupsIn(callers).flatMap((key) => whyBehindFront(world, group, key, trafficOf(world, rule)) ?? []),
  );
  return reason === undefined ? undefined : { kind: "declined", reason };
}

/** Balancers pass on what they listen for to where they forward it: whoever logs in, or calls elsewhere, is somebody else. */
function strangersToBalancers(world: World, held: readonly { readonly rule: Rule; readonly callers: GroupsBehind }[]): Goal | undefined {
  const isOfAnother = (key: string, traffic: Traffic): boolean => {
    const carriers = workloadsOf(world, key);
    if (carriers.length === 0 || carriers.some(({ kind }) => kind !== "load-balancer")) return false;
    if (intervals.covers(adminPorts, traffic)) return true;
    const forwarded = carriers.map(({ urn }) => forwardedPorts(world.opposite, urn));
    return forwarded.every((ports) => !intervals.isEmpty(ports) && !intervals.meets(ports, traffic));
  };
  const left = held.find(({ rule, callers }) => groupsIn(callers).every((key) => isOfAnother(key, trafficOf(world, rule))));
  if (left === undefined) return undefined;
  const { rule } = left;
  const who = intervals.covers(adminPorts, trafficOf(world, rule)) ? "who logs in" : `who calls ${describe(trafficOf(world, rule))}`;
  return { kind: "declined", reason: `${who} from ${inShort([rule])} is not to be seen: only load balancers are known there` };
}
