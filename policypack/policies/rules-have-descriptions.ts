import type { Fact } from "../model/approx";
import { placeOf } from "../fixes/sources";
import type { Declaration, Group } from "../model/network";
import type { World } from "../model/world";
import { definePolicy, noSettings } from "../policy";

export const policy = definePolicy({
  id: "rules-have-descriptions",
  section: "hygiene",
  title: "Every rule and every new group says what it is for",
  level: "advisory",
  severity: "low",
  why: "Nobody dares to remove a rule of which nobody knows the reason.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
  notFor: "Groups that are deployed already: a new description replaces the group, so it is asked for before the first deployment only.",
  settings: noSettings,
  moment: "resource",
  subjects: (world: World): (Declaration | Group)[] => [...world.all("declaration"), ...world.all("group").filter(({ isDefault }) => !isDefault)],
  check(subject, world) {
    if (!world.holds(subject.description, isMissing)) return [];
    if ("style" in subject) {
      const message = `${placeOf(subject)} has no description. Say who uses it and why.`;
      return [
        {
          urn: subject.urn,
          path: [...subject.path, "description"],
          message,
          rules: [],
          group: subject.group.kind === "resource" ? subject.group.urn : undefined,
        },
      ];
    }
    if (subject.resource.id !== undefined) return [];
    return [
      {
        urn: subject.urn,
        path: ["description"],
        message: `${subject.resource.name} has no description of its own. Say what carries it, before its first deployment: later a description replaces the group.`,
        rules: [],
      },
    ];
  },
});

/** The provider writes "Managed by Pulumi" where the program gives no description; Terraform's wording is left in converted programs. */
function isMissing(description: Exclude<Fact<string | undefined>, object>): boolean {
  return description === undefined || /^\s*(managed by (pulumi|terraform))?\s*$/i.test(description);
}
