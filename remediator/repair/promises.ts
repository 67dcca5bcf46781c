import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { Check, CheckOptions, LocatedFinding } from "../judging/check";
import type { Source } from "../sources/source";
import { Planning } from "./planning";
import type { Wanted } from "./wanted";

/** What one stack of a project was found to have. */
export interface Judged {
  readonly source: Source;
  readonly check: Check;
}

/**
 * The checks of a project's stacks, whose findings promise a plan only where it holds for the resources, and where it can be written into the program in
 * one way for all of them: planned as a repair plans it. What the edited program registers is still to be seen.
 */
export function withPromises(stacks: readonly Judged[], options: CheckOptions): readonly Check[] {
  if (!stacks.some(({ check }) => check.findings.some(({ fix }) => fix !== undefined))) return stacks.map(({ check }) => check);
  const planning = new Planning(options);
  const written = writtenOf(
    planning,
    stacks.map(({ source }) => source),
  );
  const { declined } = planning;
  return stacks.map(({ source, check }) => {
    const changed = written.flatMap(({ changes }) => changes.get(source.stack ?? "")?.findings ?? []);
    const planned = new Map(changed.map((finding) => [findingKey(finding), finding]));
    return {
      ...check,
      findings: check.findings.map((finding) => {
        const key = findingKey(finding);
        return withFix(finding, planned.get(key), declined.get(key)?.reason);
      }),
    };
  });
}

/** The repairs that can be written: planned again without what cannot be, until nothing is in the way. */
function writtenOf(planning: Planning, sources: readonly Source[]): readonly Wanted[] {
  for (let round = 1; ; round++) {
    const { hindered } = planning;
    const { done, waiting, refused } = planning.write(sources, planning.wantedIn(sources));
    for (const { wanted, reason } of refused) planning.refuse(wanted, reason);
    if ((refused.length === 0 && planning.hindered === hindered) || round === mostRounds) return [...done, ...waiting];
  }
}

/** What cannot be written is seldom more than a few things. */
const mostRounds = 8;

function withFix(finding: LocatedFinding, planned: LocatedFinding | undefined, reason: string | undefined): LocatedFinding {
  const { fix: _, stays: __, ...rest } = finding;
  if (planned === undefined) return reason === undefined ? rest : { ...rest, fix: { kind: "declined", reason } };
  const { fix, stays } = planned;
  return { ...rest, ...(fix === undefined ? {} : { fix }), ...(stays === undefined ? {} : { stays }) };
}
