import { violationsByResource, strangersInWords } from "../violations/exposed";
import { exposureBy } from "../model/exposure/exposure";
import { declarationsOf, judgedGroups, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { placeOf } from "../model/rules/places";
import { sendsUnseen } from "../model/needs/outbound";
import { rulesNaming } from "../model/reachability/reachability";
import type { Goal } from "../plans/goal";
import type { Rule } from "../model/network";
import { dataStoresOf } from "../model/attachments/data-stores";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { everyTraffic, tcp, udp, type Traffic } from "../net/ports";
import { definePolicy } from "../contract/policy";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "no-unrestricted-egress",
  section: "exposure",
  title: "Data stores do not open connections to the whole internet",
  level: "advisory",
  severity: "medium",
  why: "A data store answers; it hardly ever calls. A way out for every port is what carries the data away once somebody is inside.",
  document: [
    "They control inbound and outbound traffic based on defined rules.",
    "Follow the principle of least privilege – Allow only necessary traffic.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.2" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
  ],
  fix: {
    does: "Takes the internet out of the outbound rules of a data store, and lets it reach the groups that admit it.",
    losesAccess: "Whatever the data store itself opens connections to, such as a server that it replicates from.",
  },
  notFor: "Databases that call others by address, such as replicas of a server elsewhere.",
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      everyGroup: { type: "boolean", default: false, description: "Whether groups that are on no data store are asked, too." },
    },
  },
  moment: "stack",
  subjects: judgedGroups,
  check(group, world, { everyGroup }) {
    if (!everyGroup && dataStoresOf(world, group.key).length === 0) return [];
    const exposure = exposureBy(world, rulesOf(world, group.key, "egress"), everyTraffic);
    if (exposure === undefined || !isUnrestricted(exposure.traffic)) return [];
    const rules = responsible(world, exposure.rules);
    const reaches = intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
    const message = `${group.name} may send on ${portsInWords(reaches)} to ${strangersInWords(world, rules)}. Allow only what it has to reach; answers need no rule.`;
    return violationsByResource(rules, group, message, (held) => withoutInternet(world, group, held));
  },
});

/** Whether it is every protocol, or every port of one; port 0 is none that anybody uses. */
function isUnrestricted(traffic: Traffic): boolean {
  return intervals.covers(traffic, tcp([1, 65535])) || intervals.covers(traffic, udp([1, 65535]));
}

/** The rules that are unrestricted by themselves; where there are none, all those that are so together. */
function responsible(world: World, rules: readonly Rule[]): readonly Rule[] {
  const alone = rules.filter((rule) => isUnrestricted(trafficOf(world, rule)));
  return alone.length > 0 ? alone : rules;
}

/** A data store needs no way out but to what admits it, and what else is seen to be needed. */
function withoutInternet(world: World, group: JudgedGroup, rules: readonly Rule[]): Goal {
  const other = sendsUnseen(world, group.key, ["data-store"]);
  if (other !== undefined) return { kind: "declined", reason: other };
  const written = new Set(declarationsOf(world, group.key, "egress"));
  if (rules.some(({ declaration }) => !written.has(declaration)))
    return { kind: "declined", reason: `AWS's own rule of ${group.name} goes only when another one is written: say what it may reach` };
  const admitting = rulesNaming(world, group.key, "ingress");
  const hidden = admitting.find(({ declaration }) => declaration.traffic.holes.length > 0);
  if (hidden !== undefined) return { kind: "declined", reason: `the ports of ${placeOf(hidden.declaration)} are not known` };
  const isLast = rulesOf(world, group.key, "egress").every((rule) => rules.includes(rule));
  if (isLast && admitting.length === 0 && group.group?.egressByDefault !== undefined)
    return {
      kind: "declined",
      reason: `without an outbound rule of ${group.name} AWS's own, for everything, comes into force: say what it may reach`,
    };
  return { kind: "close", sparesNeeds: true, parts: rules.map((rule) => ({ rule, traffic: trafficOf(world, rule) })) };
}
