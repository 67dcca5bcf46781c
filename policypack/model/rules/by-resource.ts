import type { Rule } from "../network";
import { grouped, type Grouped } from "../../grouped";

/** Rules by the resource that holds them, in the order in which they come. */
export function rulesByResource(rules: readonly Rule[]): readonly Grouped<Rule>[] {
  return grouped(rules, ({ declaration }) => declaration.urn);
}
