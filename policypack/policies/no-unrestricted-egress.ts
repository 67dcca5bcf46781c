import { violationsByResource, strangersInWords } from "../violations/exposed";
import { egressByGraph } from "../fixes/egress";
import { exposureBy } from "../model/exposure/exposure";
import { judgedGroups, rulesOf, trafficOf } from "../model/rules/groups";
import type { Rule } from "../model/network";
import { dataStoresOf } from "../model/attachments/data-stores";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { describe, everyTraffic, tcp, udp, type Traffic } from "../net/ports";
import { definePolicy } from "../contract/policy";

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
    const message = `${group.name} may send ${describe(reaches)} to ${strangersInWords(world, rules)}. Allow only what it has to reach; answers need no rule.`;
    return violationsByResource(rules, group, message, (held) => egressByGraph(world, group, held));
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
