import { declarationsOf, judgedGroups } from "../model/groups";
import type { Direction } from "../model/network";
import { perWorld } from "../model/world";
import { definePolicy, noSettings, type Violation } from "../policy";
import { parseUrn } from "../resource";

export const policy = definePolicy({
  id: "one-rule-style-per-group",
  section: "hygiene",
  title: "A group's rules of one direction are all inline or all standalone",
  level: "mandatory",
  severity: "high",
  why: "The provider makes the group's live rules equal to the inline ones: each update revokes the standalone rules, and the next one brings them back. Access comes and goes with deployments.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/"],
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ group }) => group?.resource.type.startsWith("aws:")),
  check(group, world) {
    const violations: Violation[] = [];
    for (const direction of ["ingress", "egress"] as const) {
      if (!inline(world).has(placeKey(group.key, direction))) continue;
      const standalone = declarationsOf(world, group.key, direction).filter(({ style }) => style === "standalone");
      if (standalone.length === 0) continue;
      const names = [...new Set(standalone.map(({ urn }) => parseUrn(urn).name))];
      violations.push({
        urn: group.key,
        path: [direction],
        message: `${group.name} has inline ${direction} rules, and ${names.length === 1 ? "a standalone one" : `${names.length} standalone ones`} (${names.slice(0, 5).join(", ")}${names.length > 5 ? " and more" : ""}), which they revoke. Write all of them one way.`,
        rules: world.all("rule").filter((rule) => standalone.includes(rule.declaration)),
        group: group.key,
      });
    }
    return violations;
  },
});

const inline = perWorld((world) => new Set(world.all("inlineDirection").map(({ urn, direction }) => placeKey(urn, direction))));

function placeKey(urn: string, direction: Direction): string {
  return `${urn} ${direction}`;
}
