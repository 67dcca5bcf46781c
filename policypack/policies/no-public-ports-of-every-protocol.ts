import { violationsByResource, strangersInWords } from "../violations/exposed";
import { exposureBy } from "../model/exposure/exposure";
import { meantForPublic } from "../model/exposure/meant-for-public";
import type { Rule } from "../model/network";
import type { Goal } from "../plans/goal";
import { judgedGroups, rulesOf, trafficOf } from "../model/rules/groups";
import * as intervals from "../net/intervals";
import { everyTraffic } from "../net/ports";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "no-public-ports-of-every-protocol",
  section: "exposure",
  title: "No rule opens every protocol to the internet",
  level: "mandatory",
  severity: "critical",
  why: "A rule for every protocol opens whatever is installed next as well: databases, agents, debuggers. Nobody needs it, and it is what is written when nobody has looked.",
  document: [
    "Follow the principle of least privilege – Allow only necessary traffic.",
    "Overly broad security group rules (e.g., allowing 0.0.0.0/0) – Always restrict to necessary IPs.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.18" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.19" },
  ],
  references: [
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
  ],
  fix: {
    does: "Narrows the rule to the public ports on which the attached workloads listen, where these are known, and drops its public sources elsewhere. A remediation, which cannot tell what is attached, narrows it to publicPorts. Other sources keep all that they have.",
    losesAccess: "Whoever reaches another port than these through the rule, over the internet or from inside.",
  },
  remediates: true,
  settings: noSettings,
  moment: "resource",
  subjects: judgedGroups,
  check(group, world) {
    const forEverything = rulesOf(world, group.key, "ingress").filter((rule) => intervals.covers(trafficOf(world, rule), everyTraffic));
    const exposure = exposureBy(world, forEverything, everyTraffic);
    if (exposure === undefined) return [];
    const message = `${group.name} opens every port of every protocol to ${strangersInWords(world, exposure.rules)}. Name the protocol and the ports that strangers need, or drop the public source.`;
    const traffic = intervals.subtract(everyTraffic, meantForPublic(world, group.key));
    const fix = (rules: readonly Rule[]): Goal => ({ kind: "close", sparesNeeds: true, parts: rules.map((rule) => ({ rule, traffic })) });
    return violationsByResource(exposure.rules, group, message, fix, exposure);
  },
});
