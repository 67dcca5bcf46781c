import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import { grouped } from "@portcullis/policypack/grouped";
import { contentKey, namingKey } from "@portcullis/policypack/plans/plan";
import type { TextEdit } from "../editing/edits";
import type { Check, CheckOptions, LocatedFinding } from "../judging/check";
import { isStackFile } from "../reader/project/stack-files";
import type { Registration } from "../reader/interpreter/registration";
import type { Source } from "../sources/source";
import { plansFor, type Change, type Plans } from "./plans";
import { withSharedSettings } from "./shared-settings";
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
      const text = JSON.stringify(changes.map(({ edits }) => JSON.stringify(edits.filter(({ file }) => !isStackFile(file)))).sort());
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
  /** The findings that are changed, each with its plan, by their keys. */
  readonly planned: ReadonlyMap<string, LocatedFinding>;
  /** Why a finding has no plan, by its key. */
  readonly declined: ReadonlyMap<string, string>;
}

/** Plans are made again without what cannot be written, so that what can be repaired in part is said to be. */
function triedIn(source: Source, options: CheckOptions): Trial {
  const known: Hindering = { unnamed: new Map(), untouched: new Map() };
  const reasons = new Map<string, string>();
  for (let round = 1; ; round++) {
    const { changes, declined } = sharing(source, plansFor(source, { ...options, ...known }));
    const write = writerOf(source, changes);
    const found: Hindering = { unnamed: new Map(), untouched: new Map() };
    const made = changes.flatMap((change) => {
      const edits = write(change, found);
      if (typeof edits !== "string") return [{ change, edits }];
      for (const finding of change.findings) reasons.set(findingKey(finding), edits);
      return [];
    });
    if (round < mostRounds && add(found.unnamed, known.unnamed) + add(found.untouched, known.untouched) > 0) continue;
    const changed = made.flatMap(({ change }) => change.findings);
    for (const { finding, reason } of declined) if (!reasons.has(findingKey(finding))) reasons.set(findingKey(finding), reason);
    for (const finding of changed) reasons.delete(findingKey(finding));
    return { made, planned: new Map(changed.map((finding) => [findingKey(finding), finding])), declined: reasons };
  }
}

function sharing({ editable }: Source, plans: Plans): Plans {
  const registrations = (): readonly Registration[] => {
    const program = editable?.();
    return program === undefined || typeof program === "string" ? [] : program.registrations;
  };
  return withSharedSettings([{ stack: "", ...plans }], registrations)[0] ?? plans;
}

/** What stands in the way of plans, as `CheckOptions` has it. */
interface Hindering {
  readonly unnamed: Map<string, string>;
  readonly untouched: Map<string, string>;
}

/** What cannot be written is seldom more than one thing. */
const mostRounds = 3;

function add(found: ReadonlyMap<string, string>, known: Map<string, string>): number {
  const before = known.size;
  for (const [key, reason] of found) if (!known.has(key)) known.set(key, reason);
  return known.size - before;
}

function withFix(finding: LocatedFinding, { planned }: Trial, reason: string | undefined): LocatedFinding {
  const { fix: _, stays: __, ...rest } = finding;
  if (reason !== undefined) return { ...rest, fix: { kind: "declined", reason } };
  const { fix, stays } = planned.get(findingKey(finding)) ?? {};
  return { ...rest, ...(fix === undefined ? {} : { fix }), ...(stays === undefined ? {} : { stays }) };
}

/** The resources that a change is about, whatever the stack. */
function keyOf({ steps }: Change): string {
  return [...new Set(steps.map(({ urn }) => withoutStack(urn)))].sort().join("\n");
}

/** The edits of a change, or why there are none; what stands in their way is noted. */
function writerOf({ resources, editable }: Source, changes: readonly Change[]): (change: Change, found: Hindering) => readonly TextEdit[] | string {
  const program = editable?.();
  if (program === undefined) return () => [];
  if (typeof program === "string") return () => program;
  // Editors are loaded where there is something to edit.
  const { editsFor } = require("../editing/editor") as typeof import("../editing/editor");
  const { unwritableIn } = require("./hindrances") as typeof import("./hindrances");
  const discretion = new Discretion(resources);
  const inputs = new Map(resources.map((resource) => [resource.urn, resource.inputs]));
  const planned = changes.flatMap(({ steps }) => steps);
  return (change, { unnamed, untouched }) => {
    const made = editsFor(program, change.steps, planned);
    if (!("reason" in made)) return made;
    const urns = change.steps.map(({ urn }) => urn);
    const reason = discretion.say(made.reason, urns);
    if (made.unnamed !== undefined) for (const urn of urns) unnamed.set(namingKey(urn, made.unnamed), reason);
    else
      for (const { urn, path, reason: why } of unwritableIn({ program, change, planned }))
        untouched.set(contentKey(urn, inputs.get(urn) ?? {}, path), discretion.say(why));
    return reason;
  };
}
