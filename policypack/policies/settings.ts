import { packSchema } from "../contract/settings";
import { definePolicy } from "../contract/policy";

/** Carries the settings of the whole pack. What is wrong with them is found by the evaluation, which reads them first. */
export const policy = definePolicy({
  id: "settings",
  section: "settings",
  title: "The settings of the pack are right",
  level: "mandatory",
  severity: "high",
  why: "A setting that is misspelt is a policy that nobody runs.",
  document: [],
  controls: [],
  references: ["https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/"],
  settings: packSchema,
  moment: "stack",
  subjects: () => [],
  check: () => [],
});
