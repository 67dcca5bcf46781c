import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { PortNaming } from "../editing/context";
import { distinctEdits, findOverlap, type TextEdit } from "../editing/edits";
import type { Step } from "@portcullis/policypack/plans/plan";
import type { CheckOptions } from "../judging/check";
import type { Registration } from "../reader/interpreter/registration";
import { isStackFile } from "../reader/project/stack-files";
import type { Source } from "../sources/source";
import { Hindrances } from "./hindrances";
import { plansFor, type Change, type DeclinedFix, type Plans, type Since } from "./plans";
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

/** A program in all of its stacks, and what is to be repaired in it. */
interface Program {
  readonly sources: readonly Source[];
  readonly all: readonly Wanted[];
}

/** The same with other ports in its settings. */
export interface Elsewhere extends Program {
  /** Of the settings that not every stack has: their keys by these ports. */
  readonly unset: ReadonlyMap<number, string>;
}

type StackPlans = Plans & { readonly stack: string };

/** `note` keeps in mind what was in the way. */
type Written =
  | { readonly kind: "edits"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "unwritten"; readonly reason: string; readonly note?: () => void };

const unnamedPort = "no variable holds the port";

/** So many variables that hold the same port are tried. */
const mostNames = 3;

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
    const plans = this.plansIn(sources, sinceIn);
    this.unplanned = plans.flatMap(({ declined }) => declined);
    for (const { stack, unproven } of plans) for (const change of unproven) this.noteUnproven(stack, change);
    return this.wantedOf(sources, plans);
  }

  /** What would be repaired if some settings were others. */
  elsewhere(sources: readonly Source[], unset: Elsewhere["unset"]): Elsewhere {
    return { sources, unset, all: this.wantedOf(sources, this.plansIn(sources)) };
  }

  private plansIn(sources: readonly Source[], sinceIn: (source: Source) => Since | undefined = () => undefined): readonly StackPlans[] {
    const without = new Set([...(this.options.without ?? []), ...this.failures.keys()]);
    const { unnamed, untouched } = this.hindrances;
    return sources.map((source) => ({
      stack: source.stack ?? "",
      ...plansFor(source, { ...this.options, without, unnamed, untouched }, sinceIn(source)),
    }));
  }

  private wantedOf(sources: readonly Source[], plans: readonly StackPlans[]): readonly Wanted[] {
    return wantedOf(
      withSharedSettings(plans, (name) => registrationsOf(sources, name)),
      this.apart,
    );
  }

  /** The edits of as many plans as can be made at once; `elsewhere` is the same program with other ports in its settings. */
  write(sources: readonly Source[], all: readonly Wanted[], elsewhere?: Elsewhere): Batch {
    const done = new Map<Wanted, readonly TextEdit[]>();
    const waiting: Wanted[] = [];
    const refused: Batch["refused"][number][] = [];
    let edits: readonly TextEdit[] = [];
    for (const wanted of all) {
      const { count } = this.hindrances;
      const made = this.editsFor(sources, wanted, all, elsewhere);
      if (typeof made === "string") {
        // What could not be named or changed is planned once more, without it.
        if (this.hindrances.count === count) refused.push({ wanted, reason: made });
        continue;
      }
      const together = areFitting([edits, made]) ? new Map([[wanted, made]]) : this.saidByNames({ sources, all }, wanted, made, done);
      if (together === undefined) {
        waiting.push(wanted);
        continue;
      }
      for (const [each, own] of together) done.set(each, own);
      edits = distinctEdits([...done.values()].flat());
    }
    return { done: [...done.keys()], edits, waiting, refused };
  }

  /** A repair with those that want other edits of the same source, where all of them want the same once ports are said by the variables that hold them. */
  private saidByNames(
    program: Program,
    wanted: Wanted,
    made: readonly TextEdit[],
    done: ReadonlyMap<Wanted, readonly TextEdit[]>,
  ): ReadonlyMap<Wanted, readonly TextEdit[]> | undefined {
    const others = [...done.keys()].filter((other) => !areFitting([done.get(other) ?? [], made]));
    for (let choice = 0; choice < mostNames; choice++) {
      const named = new Map(
        [...others, wanted].flatMap((each) => {
          const own = this.written(program, each, choice);
          return own.kind === "edits" ? [[each, own.edits] as const] : [];
        }),
      );
      if (named.size === others.length + 1 && areFitting([...new Map([...done, ...named]).values()])) return named;
    }
    return undefined;
  }

  /**
   * The edits of one plan, which have to be the same for every stack that wants it; or why there are none. Where a port is not the same in all stacks, or
   * for all that the same source makes, or comes from a setting that another stack may have another value for, it is said by the variable that holds it.
   */
  editsFor(sources: readonly Source[], wanted: Wanted, all: readonly Wanted[], elsewhere?: Elsewhere): readonly TextEdit[] | string {
    const plain = this.written({ sources, all }, wanted);
    const other = elsewhere?.all.find(({ key }) => key === wanted.key);
    const there = (choice?: number): readonly TextEdit[] | undefined => {
      const made = elsewhere === undefined || other === undefined ? undefined : this.written(elsewhere, other, choice);
      return made?.kind === "edits" ? made.edits : undefined;
    };
    const plainThere = plain.kind === "edits" ? there() : undefined;
    const isAs = (edits: readonly TextEdit[], others: readonly TextEdit[] | undefined): boolean => other === undefined || areSame(edits, others);
    if (plain.kind === "edits" && isAs(plain.edits, plainThere)) return plain.edits;
    for (let choice = 0; choice < mostNames; choice++) {
      const named = this.written({ sources, all }, wanted, choice);
      if (named.kind === "edits" && isAs(named.edits, there(choice))) return named.edits;
    }
    const unsettled = plain.kind === "edits" ? keyOfPorts(plain.edits, plainThere ?? [], elsewhere?.unset ?? new Map()) : undefined;
    if (unsettled !== undefined)
      return `no variable holds the port of the setting ${unsettled} where the rule is written, and a stack that gives it another port would be cut off`;
    if (plain.kind === "edits") return plain.edits;
    plain.note?.();
    return plain.reason;
  }

  /** The edits of one plan, with ports as numbers, or by the names that are chosen where several hold the same one. */
  private written({ sources, all }: Program, wanted: Wanted, choice?: number): Written {
    const naming: PortNaming | undefined = choice === undefined ? undefined : { choice, used: new Set() };
    let edits: readonly TextEdit[] | undefined;
    const planned = stepsOf(all);
    for (const source of sources) {
      const change = wanted.changes.get(source.stack ?? "");
      const program = change === undefined ? undefined : source.editable?.();
      if (change === undefined || program === undefined) continue;
      if (typeof program === "string") return { kind: "unwritten", reason: program };
      if (naming !== undefined && program.ports.length === 0) return { kind: "unwritten", reason: unnamedPort };
      // Editors are loaded where there is something to edit.
      const { editsFor } = require("../editing/editor") as typeof import("../editing/editor");
      const made = editsFor(program, change.steps, planned, naming);
      if ("reason" in made) {
        const reason = new Discretion(sources.flatMap(({ resources }) => resources)).say(made.reason);
        const note = (): void => {
          const { unwritableIn } = require("./unwritable") as typeof import("./unwritable");
          if (made.unnamed !== undefined) this.hindrances.noteUnnamed(sources, change, made.unnamed, reason);
          else if (!wanted.isSeveral) this.hindrances.noteUntouched(source, unwritableIn({ program, change, planned }));
        };
        return { kind: "unwritten", reason, note };
      }
      if (edits !== undefined && !areSame(edits, made))
        return { kind: "unwritten", reason: "its stacks would need different changes of the same source" };
      // What a stack says by itself changes in its own file.
      edits = [...(edits ?? []), ...made.filter((edit) => edits === undefined || isStackFile(edit.file))];
    }
    return naming?.used.size !== 0 ? { kind: "edits", edits: edits ?? [] } : { kind: "unwritten", reason: unnamedPort };
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

/** Whether edits can be made at once. */
function areFitting(edits: readonly (readonly TextEdit[])[]): boolean {
  return findOverlap(distinctEdits(edits.flat())) === undefined;
}

/** The key of the first port that edits would say another way if the settings were others; undefined where more would differ than ports. */
function keyOfPorts(edits: readonly TextEdit[], others: readonly TextEdit[], keys: ReadonlyMap<number, string>): string | undefined {
  const withoutNumbers = (all: readonly TextEdit[]): string => shared(all.map((edit) => ({ ...edit, text: edit.text.replace(/\d+/g, "0") })));
  if (withoutNumbers(edits) !== withoutNumbers(others)) return undefined;
  for (const { text } of others)
    for (const [number] of text.matchAll(/\d+/g)) {
      const key = keys.get(Number(number));
      if (key !== undefined) return key;
    }
  return undefined;
}

/** Whether edits say the same of the source that all stacks share. */
function areSame(one: readonly TextEdit[], other: readonly TextEdit[] | undefined): boolean {
  return other !== undefined && shared(one) === shared(other);
}

function shared(edits: readonly TextEdit[]): string {
  return JSON.stringify(edits.filter(({ file }) => !isStackFile(file)));
}
