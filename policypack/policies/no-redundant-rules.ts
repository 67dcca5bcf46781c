import { isInPackage } from "../model/names/packages";
import { placeOf } from "../model/rules/places";
import { judgedGroups, peerText } from "../model/rules/groups";
import { grouped } from "../grouped";
import { redundantRules } from "../model/rules/redundancy";
import { everyTraffic } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";

export const policy = definePolicy({
  id: "no-redundant-rules",
  section: "hygiene",
  title: "No rule admits only what another rule of the group admits",
  level: "advisory",
  severity: "low",
  why: "A rule that changes nothing hides the one that matters: whoever removes it believes that access is closed.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
  fix: { does: "Removes the rule; the other one stays.", losesAccess: "Nobody." },
  remediates: true,
  settings: noSettings,
  yields: true,
  moment: "resource",
  subjects: judgedGroups,
  check(group, world) {
    const violations = new Map<string, Violation>();
    for (const direction of ["ingress", "egress"] as const) {
      for (const [urn, redundant] of grouped(redundantRules(world, group.key, direction), ({ rule }) => rule.declaration.urn)) {
        const [first] = redundant;
        if (violations.has(urn) || isInPackage(urn)) continue;
        const more = redundant.length > 1 ? ` The same holds for ${redundant.length - 1} more.` : "";
        violations.set(urn, {
          urn,
          path: first.rule.path,
          message: `${peerText(first.rule)} in ${placeOf(first.rule.declaration)} changes nothing: ${peerText(first.by)} in ${placeOf(first.by.declaration)} covers it.${more} Remove what is covered.`,
          rules: redundant.map(({ rule }) => rule),
          because: redundant.map(({ by }) => by),
          group: group.key,
          fix: () => ({ kind: "close", parts: redundant.map(({ rule, by }) => ({ rule, traffic: everyTraffic, coveredBy: by })) }),
        });
      }
    }
    return [...violations.values()];
  },
});
