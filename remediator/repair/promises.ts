import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import { grouped } from "@portcullis/policypack/grouped";
import type { TextEdit } from "../editing/edits";
import type { Check, CheckOptions, LocatedFinding } from "../judging/check";
import type { Source } from "../sources/source";
import { plansFor, type Change } from "./plans";
import { withoutStack } from "./wanted";

/** What one stack of a project was found to have. */
export interface Judged {
  readonly source: Source;
  readonly check: Check;
}

/**
 * The checks of a project's stacks, whose findings promise a plan only where it holds for the resources, and where it can be written into the program in
 * one way for all of them. What the edited program registers is still to be seen.
 */
export function withPromises(stacks: readonly Judged[], options: CheckOptions): readonly Check[] {
  const tried = stacks.map(({ source, check }) => (check.findings.some(({ fix }) => fix !== undefined) ? triedIn(source, options) : undefined));
  const apart = differingIn(tried.flatMap((trial) => trial ?? []));
  return stacks.map(({ check }, index) => {
    const trial = tried[index];
    if (trial === undefined) return check;
    const declined = new Map(trial.declined);
    for (const { change } of trial.made)
      if (apart.has(keyOf(change))) for (const finding of change.findings) declined.set(findingKey(finding), differentChanges);
    return { ...check, findings: check.findings.map((finding) => withFix(finding, trial, declined.get(findingKey(finding)))) };
  });
}

/** The changes, by their keys, that stacks would have written in different ways. */
function differingIn(trials: readonly Trial[]): ReadonlySet<string> {
  const written = new Map<string, string>();
  const differing = new Set<string>();
  for (const { made } of trials)
    for (const [key, changes] of grouped(made, ({ change }) => keyOf(change))) {
      const text = JSON.stringify(changes.map(({ edits }) => JSON.stringify(edits)).sort());
      if (written.has(key) && written.get(key) !== text) differing.add(key);
      written.set(key, text);
    }
  return differing;
}

const differentChanges = "its stacks would need different changes of the same source";

/** What became of the plans for one stack when they were tried. */
interface Trial {
  /** The source could be changed as the plan says; without edits where there is none. */
  readonly made: readonly { readonly change: Change; readonly edits: readonly TextEdit[] }[];
  /** The plan of each finding that is changed, by its key. */
  readonly fixes: ReadonlyMap<string, LocatedFinding["fix"]>;
  /** Why a finding has no plan, by its key. */
  readonly declined: ReadonlyMap<string, string>;
}

function triedIn(source: Source, options: CheckOptions): Trial {
  const { changes, declined } = plansFor(source, options);
  const reasons = new Map(declined.map(({ finding, reason }) => [findingKey(finding), reason]));
  const write = writerOf(source, changes);
  const made = changes.flatMap((change) => {
    const edits = write(change);
    if (typeof edits !== "string") return [{ change, edits }];
    for (const finding of change.findings) reasons.set(findingKey(finding), edits);
    return [];
  });
  const changed = made.flatMap(({ change }) => change.findings);
  return { made, fixes: new Map(changed.map((finding) => [findingKey(finding), finding.fix])), declined: reasons };
}

function withFix(finding: LocatedFinding, { fixes }: Trial, reason: string | undefined): LocatedFinding {
  const { fix: _, ...rest } = finding;
  if (reason !== undefined) return { ...rest, fix: { kind: "declined", reason } };
  const fix = fixes.get(findingKey(finding));
  return fix === undefined ? rest : { ...rest, fix };
}

/** The resources that a change is about, whatever the stack. */
function keyOf({ steps }: Change): string {
  return [...new Set(steps.map(({ urn }) => withoutStack(urn)))].sort().join("\n");
}

/** The edits of a change, or why there are none. */
function writerOf({ resources, editable }: Source, changes: readonly Change[]): (change: Change) => readonly TextEdit[] | string {
  const program = editable?.();
  if (program === undefined) return () => [];
  if (typeof program === "string") return () => program;
  // Editors are loaded where there is something to edit.
  const { editsFor } = require("../editing/editor") as typeof import("../editing/editor");
  const discretion = new Discretion(resources);
  const all = changes.flatMap(({ steps }) => steps);
  return ({ steps }) => {
    const made = editsFor(program, steps, all);
    if (!("reason" in made)) return made;
    return discretion.say(
      made.reason,
      steps.map(({ urn }) => urn),
    );
  };
}
