import { violationsByResource } from "../violations/exposed";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { judgedGroups, rulesOf, trafficOf } from "../model/rules/groups";
import { listeningPorts } from "../model/exposure/intended-ports";
import { mayBeAttachedElsewhere } from "../model/attachments/unrecognised";
import { listed } from "../model/names/listed";
import * as intervals from "../net/intervals";
import { ofProtocol } from "../net/ports";
import { definePolicy, noSettings } from "../contract/policy";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "no-rules-without-listener",
  section: "exposure",
  title: "Rules open ports on which something listens",
  level: "advisory",
  severity: "low",
  why: "A rule for a port on which nothing listens admits nobody today. It is a door that stands open for what comes next, and a sign that the rule was copied.",
  document: [
    "Follow the principle of least privilege – Allow only necessary traffic.",
    "Regularly audit security groups for unused or overly permissive rules.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-6" },
    { framework: "NIST SP 800-53", version: "5", reference: "CM-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
  ],
  fix: {
    does: "Removes the rule, or narrows it to the ports on which the attached workloads listen.",
    losesAccess: "Nobody, as long as nothing else carries the group.",
  },
  notFor: "Groups that another program puts on workloads of its own.",
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => launchedWorkloadsOf(world, key).length > 0),
  check(group, world) {
    // Whatever names no group has the default one of its VPC, in other programs too.
    if (group.group?.isDefault !== false || mayBeAttachedElsewhere(world, group.key)) return [];
    const listening = listeningPorts(world.opposite, group.key);
    const silent = intervals.subtract(intervals.union(ofProtocol(6), ofProtocol(17)), listening);
    const rules = rulesOf(world, group.key, "ingress").filter((rule) => intervals.meets(trafficOf(world, rule), silent));
    const opened = intervals.intersect(intervals.unionAll(rules.map((rule) => trafficOf(world, rule))), silent);
    const workloads = launchedWorkloadsOf(world, group.key).map(({ noun, resource }) => `the ${noun} ${resource.name}`);
    const isOne = workloads.length === 1;
    const where = intervals.isEmpty(listening)
      ? `${isOne ? "takes" : "take"} no connections`
      : `${isOne ? "listens" : "listen"} on ${portsInWords(listening)} only`;
    const message = `${group.name} opens ${portsInWords(opened)}, where nothing listens: ${listed(workloads)} ${where}. Remove what is not needed.`;
    return violationsByResource(rules, group, message, (held) => ({
      kind: "close",
      parts: held.map((rule) => ({ rule, traffic: intervals.subtract(trafficOf(world, rule), listening) })),
    }));
  },
});
