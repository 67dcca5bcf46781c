import { inShort } from "../model/rules/places";
import { targetsBehind } from "../model/balancers/targets";
import { applicationsIn } from "../model/placement/applications";
import type { Goal } from "../plans/goal";
import { applicationKinds, workloadsOf } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { whyBehindFront } from "../model/reachability/callers-behind";
import { groupsBehind } from "../model/reachability/groups-behind-blocks";
import { isEntranceOfEndpoints } from "../model/reachability/vpc-endpoints";
import { isLocal } from "../model/reachability/group-references";
import { addressesOf, judgedGroups, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { grouped } from "../grouped";
import type { Rule } from "../model/network";
import { listed } from "../model/names/listed";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";
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
      const names = [...new Set(held.flatMap(({ callers }) => callers))].map((key) => parseUrn(key).name);
      const open = intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
      const byRule = new Map(held.map(({ rule, callers }) => [rule, callers]));
      const members = callEachOther(world, group.key) ? [group.key] : [];
      return {
        urn,
        path: held[0].rule.path,
        message: `${group.name} admits ${inShort(rules)} to ${portsInWords(open)}, where ${listed(names)} ${names.length === 1 ? "is the only group" : `are the ${names.length} groups`} of this stack. Refer to ${names.length === 1 ? "it" : "them"} instead.`,
        rules,
        group: group.key,
        fix: () =>
          ownTargets(world, group.key, rules) ??
          behindFronts(world, group.key, held) ?? {
            kind: "close",
            byReference: { except: ip.noAddresses },
            parts: rules.map((rule) => ({
              rule,
              traffic: trafficOf(world, rule),
              instead: { kind: "groups", groups: [...(byRule.get(rule) ?? []), ...members] },
            })),
          },
      };
    });
  },
});

/** The groups that could stand for the block of a rule. */
function callersOf(world: World, { key }: JudgedGroup, rule: Rule): readonly string[] | undefined {
  const { peer } = rule;
  if (peer.kind === "prefix-list" || intervals.isEmpty(trafficOf(world, rule)) || isEntranceOfEndpoints(world, key, rule)) return undefined;
  const addresses = addressesOf(world, peer);
  if (ip.isEmpty(addresses)) return undefined;
  const isHidden = !ip.equals(addresses, addressesOf(world.opposite, peer));
  return isHidden || isLocal(world, addresses) ? groupsBehind(world, key, addresses) : undefined;
}

/** Several applications on one group came to each other through the block as well. */
function callEachOther(world: World, group: string): boolean {
  const applications = launchedWorkloadsOf(world.opposite, group).filter((workload) => applicationKinds.has(workload.kind));
  return applications.length > 1;
}

/** A network that is left to whoever calls a balancer is not there for what the balancer calls. */
function ownTargets(world: World, group: string, rules: readonly Rule[]): Goal | undefined {
  const targets = targetsBehind(world, group);
  const all = rules.flatMap((rule) => applicationsIn(world, addressesOf(world, rule.peer)));
  if (targets.size === 0 || !all.every(({ application }) => targets.has(application))) return undefined;
  return { kind: "declined", reason: `what lives in ${inShort(rules)} is what the balancer serves, and who calls it is not to be seen` };
}

/** A balancer that shares its group with an application would come to the data store as well. */
function behindFronts(world: World, group: string, held: readonly { readonly rule: Rule; readonly callers: readonly string[] }[]): Goal | undefined {
  const [reason] = held.flatMap(({ rule, callers }) => callers.flatMap((key) => whyBehindFront(world, group, key, trafficOf(world, rule)) ?? []));
  return reason === undefined ? undefined : { kind: "declined", reason };
}
