import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { FixPlan } from "@portcullis/policypack/plans/plan";
import type { Check, CheckOptions } from "../judging/check";
import { plansFor, type Change } from "./plans";
import type { Source } from "../judging/source";

/**
 * A check whose findings promise a plan only where it holds for the resources, and where it can be written into the program.
 * What the edited program registers is still to be seen.
 */
export function withPromises(judged: Check, source: Source, options: CheckOptions): Check {
  if (judged.findings.every(({ fix }) => fix === undefined)) return judged;
  const { changes, declined } = plansFor(source, options);
  const fixes = new Map<string, FixPlan>(declined.map(({ finding, reason }) => [findingKey(finding), { kind: "declined", reason }]));
  const whyNot = whyNotWritten(source, changes);
  for (const change of changes) {
    const reason = whyNot(change);
    for (const finding of change.findings) {
      const fix: FixPlan | undefined = reason === undefined ? finding.fix : { kind: "declined", reason };
      if (fix !== undefined) fixes.set(findingKey(finding), fix);
    }
  }
  return {
    ...judged,
    findings: judged.findings.map((finding) => {
      const { fix: _, ...rest } = finding;
      const fix = fixes.get(findingKey(finding));
      return fix === undefined ? rest : { ...rest, fix };
    }),
  };
}

function whyNotWritten({ resources, editable }: Source, changes: readonly Change[]): (change: Change) => string | undefined {
  const program = editable?.();
  if (program === undefined) return () => undefined;
  if (typeof program === "string") return () => program;
  // Editors are loaded where there is something to edit.
  const { editsFor } = require("../editing/editor") as typeof import("../editing/editor");
  const discretion = new Discretion(resources);
  const all = changes.flatMap(({ steps }) => steps);
  return ({ steps }) => {
    const made = editsFor(program, steps, all);
    return "reason" in made
      ? discretion.say(
          made.reason,
          steps.map(({ urn }) => urn),
        )
      : undefined;
  };
}
