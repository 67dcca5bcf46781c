import { inShort, placeOf } from "../model/rules/places";
import { candidates, groupRefsOf } from "../model/attachments/attachments";
import { internetAddresses } from "../model/exposure/exposure";
import { addressesOf, rulesOf, trafficOf } from "../model/rules/groups";
import { rulesByResource } from "../model/rules/by-resource";
import type { Ref, Rule, Workload } from "../model/network";
import { addressesOfWorkload } from "../model/placement/vpcs";
import { sendsUnseen } from "../model/needs/outbound";
import { rulesNaming } from "../model/reachability/reachability";
import { dataStorePorts, dataStoresOf } from "../model/attachments/data-stores";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { ofProtocol, portsOf, tcp, type Traffic } from "../net/ports";
import { databasePorts, webPorts } from "../net/well-known";
import type { Goal } from "../plans/goal";
import { definePolicy, type Violation } from "../contract/policy";
import { inWords } from "../violations/by-address";
import { strangersInWords } from "../violations/exposed";
import { parseUrn } from "../resources/resource";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "function-egress-to-known-peers",
  section: "topology",
  title: "Functions in a VPC send to the groups that they use",
  level: "mandatory",
  severity: "high",
  why: "A function that may send anything anywhere is a way out for data. It speaks to a few data stores and services, and these have groups, endpoints or lists of their own.",
  document: ["Use security groups to allow Lambda-to-RDS communication.", "Lambda Function: Outbound to RDS (3306/5432)."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  ],
  fix: {
    does: "Narrows the rule to the groups of the data stores that admit the function, on their ports.",
    losesAccess: "Whatever else the function calls: services of AWS without an endpoint, and hosts on the internet.",
  },
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      allowedEgress: {
        type: "array",
        items: { type: "string", minLength: 1, maxLength: 500 },
        default: [],
        description: "Address blocks to which functions may send anything, such as those of a partner.",
      },
    },
  },
  moment: "stack",
  subjects: functionGroups,
  check(subject, world, { allowedEgress }) {
    const { key, ref, functions } = subject;
    const violations: Violation[] = [];
    const names = inWords(functions);
    const to = (rules: readonly Rule[]): string =>
      rules.some((rule) => !ip.isEmpty(internetAddresses(world, addressesOf(world, rule.peer)))) ? strangersInWords(world, rules) : inShort(rules);
    if (ref.kind !== "resource" && world.doubt(ref.hole)) {
      violations.push({
        urn: ref.hole.urn,
        path: ref.hole.path,
        message: `What the groups of ${names} let out is not known. Declare the group in this program.`,
        rules: [],
      });
    }
    if (key === undefined) return violations;
    const allowed = ip.unionAll(allowedEgress.map((block) => ip.parseCidr(block) ?? ip.noAddresses));
    const toAddresses = rulesOf(world, key, "egress").filter((rule) => !ip.covers(allowed, addressesOf(world, rule.peer)));
    const data = intervals.union(databasePorts, portsOfStores(world, key));
    // Every port of a protocol has some of data stores among them.
    const tooWide = toAddresses.filter((rule) => intervals.meets(trafficOf(world, rule), data));
    for (const [urn, rules] of rulesByResource(tooWide)) {
      const traffic = intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
      violations.push({
        urn,
        path: rules[0].path,
        message: `${names} may send on ${portsThatCount(traffic, data)} to ${to(rules)}. Name the groups of the data stores, endpoints and prefix lists that it uses.`,
        rules,
        group: key,
        fix: () => narrow(world, key, rules),
      });
    }
    const toWeb = toAddresses.filter(
      (rule) =>
        !tooWide.includes(rule) &&
        intervals.meets(trafficOf(world, rule), tcp(443)) &&
        !ip.isEmpty(internetAddresses(world, ip.subtract(addressesOf(world, rule.peer), allowed))),
    );
    for (const [urn, rules] of rulesByResource(toWeb)) {
      if (violations.some((violation) => violation.urn === urn)) continue;
      violations.push({
        urn,
        path: rules[0].path,
        message: `${names} may send on HTTPS (tcp/443) to ${to(rules)}. Use endpoints for the services of AWS, and name other hosts in allowedEgress.`,
        rules,
        group: key,
        advice: true,
      });
    }
    return violations;
  },
});

/** A group that is on functions; one that is not known has no key. */
interface FunctionGroup {
  readonly key: string | undefined;
  readonly ref: Ref;
  readonly functions: readonly Workload[];
}

function functionGroups(world: World): readonly FunctionGroup[] {
  const groups = new Map<string, { readonly ref: Ref; readonly functions: Set<Workload> }>();
  const hidden: FunctionGroup[] = [];
  for (const workload of world.all("workload")) {
    if (workload.kind !== "function") continue;
    for (const ref of groupRefsOf(world, workload)) {
      if (ref.kind === "unclear" && ref.candidates.length === 0) hidden.push({ key: undefined, ref, functions: [workload] });
      for (const key of candidates(world, ref)) {
        const known = groups.get(key) ?? { ref, functions: new Set() };
        groups.set(key, known);
        known.functions.add(workload);
      }
    }
  }
  return [...[...groups].map(([key, { ref, functions }]) => ({ key, ref, functions: [...functions] })), ...hidden];
}

function portsThatCount(traffic: Traffic, data: Traffic): string {
  const isWhole = [6, 17].some((protocol) => intervals.covers(traffic, ofProtocol(protocol)));
  return portsInWords(isWhole ? traffic : intervals.intersect(traffic, data));
}

/** The ports of the data stores that admit a group, as far as they are no web ports: these are what services of AWS listen on too. */
function portsOfStores(world: World, group: string): Traffic {
  const ports = storesAdmitting(world, group).map(({ key, traffic }) => intervals.intersect(dataStorePorts(world, key), traffic));
  return intervals.subtract(intervals.unionAll(ports), webPorts);
}

interface StoreGroup {
  readonly key: string;
  readonly traffic: Traffic;
}

/** The groups of data stores with a rule that names a group. */
function storesAdmitting(world: World, group: string): readonly StoreGroup[] {
  return rulesNaming(world, group, "ingress").flatMap((rule) =>
    candidates(world, rule.declaration.group)
      .filter((key) => dataStoresOf(world, key).length > 0)
      .map((key) => ({ key, traffic: trafficOf(world, rule) })),
  );
}

/** The groups of the data stores that admit the function, instead of addresses: these it has to reach, and what else is seen to be needed. */
function narrow(world: World, group: string, rules: readonly Rule[]): Goal {
  const stores = storesAdmitting(world, group).flatMap(({ key, traffic }) =>
    portsOf(intervals.intersect(dataStorePorts(world, key), traffic), 6).map(({ first, last }) => ({
      key,
      first: Number(first),
      last: Number(last),
    })),
  );
  if (stores.length === 0) return { kind: "declined", reason: "no data store of this program admits the function by its group" };
  const other = sendsUnseen(world, group, ["function", "data-store"]);
  if (other !== undefined) return { kind: "declined", reason: other };
  const byDefault = rules.find(({ declaration }) => declaration.urn === group && typeof declaration.path.at(-1) !== "number");
  if (byDefault !== undefined) return { kind: "declined", reason: "the rule is the one that AWS adds where a group has none for outbound traffic" };
  for (const rule of rules) {
    const outside = stores.find(({ key, first, last }) => !isWithin(world, rule, key, tcp([first, last])));
    if (outside !== undefined)
      return { kind: "declined", reason: `${parseUrn(outside.key).name} is not known to be in what ${placeOf(rule.declaration)} lets out today` };
  }
  return { kind: "close", sparesNeeds: true, parts: rules.map((rule) => ({ rule, traffic: trafficOf(world, rule) })) };
}

/** Whether a rule already lets out what a reference to the group of a data store would. */
function isWithin(world: World, rule: Rule, store: string, traffic: Traffic): boolean {
  const addresses = addressesOf(world, rule.peer);
  return (
    intervals.covers(trafficOf(world, rule), traffic) &&
    dataStoresOf(world, store).every((workload) => {
      const known = addressesOfWorkload(world, workload) ?? ip.everyIpv4;
      return ip.covers(addresses, known);
    })
  );
}
