import { policies } from "@portcullis/policypack/contract/registry";
import type { LocatedFinding } from "../judging/check";
import type { FixOptions, Remaining } from "./fix";
import type { DeclinedFix } from "./plans";
import { keyIn } from "./wanted";

/** What is left of the findings of all stacks beside what was declined, each said once. */
export function remainingOf(
  left: readonly LocatedFinding[],
  declined: readonly DeclinedFix[],
  { policies: asked, configuration }: Pick<FixOptions, "policies" | "configuration">,
): Remaining {
  const said = new Set(declined.map(({ finding }) => keyIn(finding)));
  const own = left.filter((finding) => asked?.includes(finding.policy) !== false && !said.has(keyIn(finding)));
  const stopping = new Set(policies.filter(({ id, level }) => stops(configuration.levels.get(id) ?? level)).map(({ id }) => id));
  return {
    undecided: once(own.filter(({ policy, verdict }) => verdict === "unknown" && stopping.has(policy))),
    advice: once(own.filter(({ level, verdict }) => verdict === "violates" && level === "advisory")),
    exempt: once(own.filter(({ verdict }) => verdict === "exempt")),
  };
}

function stops(level: string): boolean {
  return level === "mandatory" || level === "remediate";
}

function once(findings: readonly LocatedFinding[]): readonly LocatedFinding[] {
  return [...new Map(findings.map((finding) => [`${keyIn(finding)} ${finding.property}`, finding])).values()];
}

/** What is left of several projects. */
export function joinedRemaining(all: readonly Remaining[]): Remaining {
  return {
    undecided: all.flatMap(({ undecided }) => undecided),
    advice: all.flatMap(({ advice }) => advice),
    exempt: all.flatMap(({ exempt }) => exempt),
  };
}
