import { byHolder, portsInWords } from "../exposed";
import { narrowing } from "../fixes/narrowing";
import { bearersOf } from "../model/bearers";
import { judgedGroups, rulesOf, trafficOf } from "../model/groups";
import { listeningPorts } from "../model/intended";
import { isTakenElsewhere } from "../model/takers";
import { listed } from "../model/words";
import * as intervals from "../net/intervals";
import { ofProtocol } from "../net/ports";
import { definePolicy, noSettings } from "../policy";

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
  subjects: (world) => judgedGroups(world).filter(({ key }) => bearersOf(world, key).length > 0),
  check(group, world) {
    if (isTakenElsewhere(world, group.key)) return [];
    const listening = listeningPorts(world.opposite, group.key);
    const silent = intervals.subtract(intervals.union(ofProtocol(6), ofProtocol(17)), listening);
    const rules = rulesOf(world, group.key, "ingress").filter((rule) => intervals.meets(trafficOf(world, rule), silent));
    const opened = intervals.intersect(intervals.unionAll(rules.map((rule) => trafficOf(world, rule))), silent);
    const bearers = bearersOf(world, group.key).map(({ noun, resource }) => `the ${noun} ${resource.name}`);
    const isOne = bearers.length === 1;
    const where = intervals.isEmpty(listening)
      ? `${isOne ? "takes" : "take"} no connections`
      : `${isOne ? "listens" : "listen"} on ${portsInWords(listening)} only`;
    const message = `${group.name} opens ${portsInWords(opened)}, where nothing listens: ${listed(bearers)} ${where}. Remove what is not needed.`;
    return byHolder(rules, group, message, (held) => narrowing(world, group, held, () => listening));
  },
});
