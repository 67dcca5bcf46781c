import { isUsed } from "../model/attachments/usage";
import { isExcused } from "../model/world";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "no-unused-groups",
  section: "hygiene",
  title: "Every group is on something",
  level: "advisory",
  severity: "low",
  why: "A group that nothing carries is reviewed for nothing, and is at hand when somebody needs any group that works.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-groups.html"],
  notFor: "Stacks whose groups are for others to find by name or tag.",
  settings: noSettings,
  moment: "stack",
  subjects: (world) => world.all("group").filter(({ isDefault }) => !isDefault),
  check(group, world) {
    if (isExcused(world, (excusing) => isUsed(excusing, group))) return [];
    return [
      {
        urn: group.urn,
        path: [],
        message: `Nothing in this program uses the group ${group.resource.name}. Put it on what it is for, export it, or remove it.`,
        rules: [],
      },
    ];
  },
});
