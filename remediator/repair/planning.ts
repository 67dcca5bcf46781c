import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import { findOverlap, type TextEdit } from "../editing/edits";
import type { Step } from "@portcullis/policypack/plans/plan";
import type { CheckOptions } from "../judging/check";
import type { Registration } from "../reader/interpreter/registration";
import { isStackFile } from "../reader/project/stack-files";
import type { Source } from "../sources/source";
import { Hindrances } from "./hindrances";
import { plansFor, type Change, type DeclinedFix, type Since } from "./plans";
import { withSharedSettings } from "./shared-settings";
import { findingsOf, keyIn, wantedOf, type Wanted } from "./wanted";

/** What of some repairs can be written at once. */
export interface Batch {
  readonly done: readonly Wanted[];
  readonly edits: readonly TextEdit[];
  /** They touch what others edit, and can be written after those. */
  readonly waiting: readonly Wanted[];
  readonly refused: readonly { readonly wanted: Wanted; readonly reason: string }[];
}

/** What is planned for a program in all of its stacks, and written. What cannot be written is kept in mind: others are planned without it. */
export class Planning {
  /** What could not be written, or did not hold when it was, by the finding's key. */
  private readonly failures = new Map<string, DeclinedFix>();
  /** What cannot be written: planned is then without it. */
  private readonly hindrances = new Hindrances();
  /** Resources whose plans do not hold together. */
  private readonly apart = new Set<string>();
  /** What had no plan when plans were last made. */
  unplanned: readonly DeclinedFix[] = [];

  constructor(
    private readonly options: CheckOptions,
    /** Told of each plan that does not hold, and of which stack it is. */
    private readonly noteUnproven: (stack: string, change: Change) => void = () => undefined,
  ) {}

  /** What is to be repaired in any stack; `sinceIn` says what has been repaired already. */
  wantedIn(sources: readonly Source[], sinceIn: (source: Source) => Since | undefined = () => undefined): readonly Wanted[] {
    const without = new Set([...(this.options.without ?? []), ...this.failures.keys()]);
    const { unnamed, untouched } = this.hindrances;
    const plans = sources.map((source) => ({
      stack: source.stack ?? "",
      ...plansFor(source, { ...this.options, without, unnamed, untouched }, sinceIn(source)),
    }));
    this.unplanned = plans.flatMap(({ declined }) => declined);
    for (const { stack, unproven } of plans) for (const change of unproven) this.noteUnproven(stack, change);
    return wantedOf(
      withSharedSettings(plans, (name) => registrationsOf(sources, name)),
      this.apart,
    );
  }

  /** The edits of as many plans as can be made at once. */
  write(sources: readonly Source[], all: readonly Wanted[]): Batch {
    const edits: TextEdit[] = [];
    const done: Wanted[] = [];
    const waiting: Wanted[] = [];
    const refused: Batch["refused"][number][] = [];
    for (const wanted of all) {
      const { count } = this.hindrances;
      const made = this.editsFor(sources, wanted, all);
      if (typeof made === "string") {
        // What could not be named or changed is planned once more, without it.
        if (this.hindrances.count === count) refused.push({ wanted, reason: made });
        continue;
      }
      const fresh = made.filter((edit) => !edits.some((other) => JSON.stringify(other) === JSON.stringify(edit)));
      if (findOverlap([...edits, ...fresh]) === undefined) {
        edits.push(...fresh);
        done.push(wanted);
      } else waiting.push(wanted);
    }
    return { done, edits, waiting, refused };
  }

  /** The edits of one plan, which have to be the same for every stack that wants it; or why there are none. */
  editsFor(sources: readonly Source[], wanted: Wanted, all: readonly Wanted[]): readonly TextEdit[] | string {
    let edits: readonly TextEdit[] | undefined;
    const planned = stepsOf(all);
    for (const source of sources) {
      const change = wanted.changes.get(source.stack ?? "");
      const program = change === undefined ? undefined : source.editable?.();
      if (change === undefined || program === undefined) continue;
      if (typeof program === "string") return program;
      // Editors are loaded where there is something to edit.
      const { editsFor } = require("../editing/editor") as typeof import("../editing/editor");
      const made = editsFor(program, change.steps, planned);
      if ("reason" in made) {
        const reason = new Discretion(sources.flatMap(({ resources }) => resources)).say(made.reason);
        const { unwritableIn } = require("./unwritable") as typeof import("./unwritable");
        if (made.unnamed !== undefined) this.hindrances.noteUnnamed(sources, change, made.unnamed, reason);
        else if (!wanted.isSeveral) this.hindrances.noteUntouched(source, unwritableIn({ program, change, planned }));
        return reason;
      }
      if (edits !== undefined && shared(edits) !== shared(made)) return "its stacks would need different changes of the same source";
      // What a stack says by itself changes in its own file.
      edits = [...(edits ?? []), ...made.filter((edit) => edits === undefined || isStackFile(edit.file))];
    }
    return edits ?? [];
  }

  /** How much is known to stand in the way of plans. */
  get hindered(): number {
    return this.hindrances.count;
  }

  /** What does not hold as several plans is tried plan by plan. */
  refuse(wanted: Wanted, reason: string): void {
    if (wanted.isSeveral) {
      this.apart.add(wanted.key);
      return;
    }
    const said = new Map(findingsOf(wanted).map((finding) => [keyIn(finding), finding]));
    for (const { findings } of wanted.changes.values())
      for (const finding of findings) this.failures.set(findingKey(finding), { finding: said.get(keyIn(finding)) ?? finding, reason });
  }

  /** Tries again what was in the way: of another program it may not be. Whether there was anything. */
  forget(): boolean {
    const some = this.failures.size + this.hindrances.count > 0;
    this.failures.clear();
    this.hindrances.clear();
    return some;
  }

  /** What is not repaired, and why, by the finding's key. */
  get declined(): ReadonlyMap<string, DeclinedFix> {
    return new Map([...this.unplanned.map((refusal) => [findingKey(refusal.finding), refusal] as const), ...this.failures]);
  }
}

/** The steps of all repairs, in all stacks: one may give its name to its resources, and what is planned for those of others counts as well. */
function stepsOf(all: readonly Wanted[]): readonly Step[] {
  const steps = known.get(all) ?? all.flatMap(({ changes }) => [...changes.values()].flatMap((change) => change.steps));
  known.set(all, steps);
  return steps;
}

/** The same steps are the same context of edits, which is made once. */
const known = new WeakMap<readonly Wanted[], readonly Step[]>();

function registrationsOf(sources: readonly Source[], stack: string): readonly Registration[] {
  const program = sources.find((source) => (source.stack ?? "") === stack)?.editable?.();
  return program === undefined || typeof program === "string" ? [] : program.registrations;
}

/** What edits say of the source that all stacks share. */
function shared(edits: readonly TextEdit[]): string {
  return JSON.stringify(edits.filter(({ file }) => !isStackFile(file)));
}
