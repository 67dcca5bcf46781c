import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/evaluate";
import type { FixPlan } from "@portcullis/policypack/plans/plan";
import type { Check, CheckOptions } from "./check";
import { targetsOf } from "./locate";
import { plansFor, type Change } from "./plans";
import type { Source } from "./source";

/**
 * A check whose findings promise a plan only where it holds for the resources, and, of a program that was run, where it can be written into it.
 * What it does when the edited program runs is still to be seen.
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

function whyNotWritten(source: Source, changes: readonly Change[]): (change: Change) => string | undefined {
  const { folder, outside } = source;
  if (folder === undefined) return () => undefined;
  // Editors bring a compiler, which takes longer to load than all else.
  const { editsFor } = require("./edit-program") as typeof import("./edit-program");
  const { readFiles } = require("./files") as typeof import("./files");
  const program = { folder, outside, files: readFiles(folder), targets: targetsOf(source.resources), discretion: new Discretion(source.resources) };
  return ({ steps }) => {
    const made = editsFor(program, steps, changes);
    return typeof made === "string" ? made : undefined;
  };
}
