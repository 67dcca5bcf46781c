import { whyNoReference } from "../model/reachability/group-references";
import { addressesOf, peerText, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { inShort } from "../model/rules/places";
import { mayListenOn } from "../model/exposure/intended-ports";
import { machineAt } from "../model/instances/private-addresses";
import { callerAt, callersBehind } from "../model/reachability/callers-behind";
import type { Callers, Goal } from "../plans/goal";
import { rulesByResource } from "../model/rules/by-resource";
import type { Rule, Workload } from "../model/network";
import { vpcsOfWorkload } from "../model/placement/vpcs";
import { listed } from "../model/names/listed";
import { keyOf, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import type { Traffic } from "../net/ports";
import type { Violation } from "../contract/policy";
import { portsInWords } from "../model/names/ports";

/** What must not be reached by address. */
interface Guarded {
  readonly workloads: readonly Workload[];
  readonly ports: Traffic;
  /** Addresses that may reach it all the same. */
  readonly fine: AddressSet;
  readonly advice: string;
}

/** The violations of a group that admits addresses, or a prefix list, to workloads that are to be reached by reference: one for each holder of rules. */
export function admittedByAddress(world: World, group: JudgedGroup, { workloads, ports, fine, advice }: Guarded): Violation[] {
  const all = rulesOf(world, group.key, "ingress");
  const byAddress = all.filter((rule) => {
    if (!intervals.meets(trafficOf(world, rule), ports)) return false;
    if (rule.peer.kind === "prefix-list") return true;
    return rule.peer.kind !== "group" && rule.peer.kind !== "self" && !ip.covers(fine, addressesOf(world, rule.peer));
  });
  const vpc = vpcOf(group, world, workloads);
  return rulesByResource(byAddress).map(([urn, rules]): Violation => {
    const reasons = rules.map((rule) => (vpc === undefined ? undefined : whyNoReference(world, vpc, addressesOf(world, rule.peer))));
    const [reason] = reasons;
    const open = intervals.intersect(intervals.unionAll(rules.map((rule) => trafficOf(world, rule))), ports);
    const isAdvice = reasons.every((each) => each !== undefined);
    const instead =
      isAdvice && reason !== undefined ? `No group can stand for that, because ${reason}. Keep the block as narrow as the callers.` : advice;
    return {
      urn,
      path: rules[0].path,
      message: `${group.name} admits ${inShort(rules)} to ${portsInWords(open)} of ${inWords(workloads)} by address. ${instead}`,
      rules,
      group: group.key,
      advice: isAdvice,
      fix: () => byCallers(world, group, vpc, rules, fine),
    };
  });
}

/** References instead of blocks: to the groups of those who live in each of them. */
export function byCallers(
  world: World,
  { key }: Pick<JudgedGroup, "key">,
  vpc: string | undefined,
  rules: readonly Rule[],
  fine: AddressSet = ip.noAddresses,
): Goal {
  const listening = mayListenOn(world, key);
  return {
    kind: "close",
    byReference: { except: fine },
    parts: rules.map((rule) => ({
      rule,
      traffic: trafficOf(world, rule),
      instead: { kind: "callers", callers: () => callersOf(world, key, vpc, rule), on: listening },
    })),
  };
}

function callersOf(world: World, group: string, vpc: string | undefined, rule: Rule): Callers {
  const text = peerText(rule);
  if (rule.peer.kind === "prefix-list") return { reason: `what ${text} holds is for its owner to say` };
  const machine = machineAt(world, rule.peer);
  if (machine !== undefined) return callerAt(world, { group, vpc, traffic: trafficOf(world, rule) }, machine, text);
  return callersBehind(world, { group, vpc, traffic: trafficOf(world, rule) }, addressesOf(world, rule.peer), text);
}

/** The VPC of a group: by its own word, else by the subnets of what it is on. */
export function vpcOf({ group }: JudgedGroup, world: World, workloads: readonly Workload[]): string | undefined {
  const own = group?.vpc === undefined ? undefined : keyOf(group.vpc);
  return own ?? workloads.flatMap((workload) => vpcsOfWorkload(world, workload).flatMap((ref) => keyOf(ref) ?? []))[0];
}

/** "the RDS instance orders, the DAX cluster fast and 3 more". */
export function inWords(workloads: readonly Workload[]): string {
  return listed(workloads.map(({ noun, resource }) => `the ${noun} ${resource.name}`));
}
