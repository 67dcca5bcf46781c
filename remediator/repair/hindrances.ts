import { contentKey, namingKey, type Path, type Step } from "@portcullis/policypack/plans/plan";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import type { Editable } from "../editing/context";
import { editsFor } from "../editing/editor";
import { isDeclined } from "../editing/outcome";
import type { ProgramReading, StackReading } from "../reader/read";
import type { Change } from "./plans";

/** What stood in the way when plans were written: others are made without it. */
export class Hindrances {
  /** What has no name where a plan would name it, by `namingKey`, and why. */
  readonly unnamed = new Map<string, string>();
  /** Rules that cannot be changed where they are written, by `contentKey`, and why. */
  readonly untouched = new Map<string, string>();

  get count(): number {
    return this.unnamed.size + this.untouched.size;
  }

  /** Another program may have another way. */
  clear(): void {
    this.unnamed.clear();
    this.untouched.clear();
  }

  /** In every stack: what cannot be named in one of them has no name in the source. */
  noteUnnamed({ stacks }: ProgramReading, { steps }: Change, what: string, reason: string): void {
    const inStack = (urn: string, name: string): string => urn.replace(/^urn:pulumi:[^:]*/, `urn:pulumi:${name}`);
    for (const { resources } of stacks) {
      const [, name = ""] = /^urn:pulumi:([^:]*)/.exec(resources[0]?.urn ?? "") ?? [];
      for (const { urn } of steps) this.unnamed.set(namingKey(inStack(urn, name), inStack(what, name)), reason);
    }
  }

  /** Of one stack: another one may have another rule there. */
  noteUntouched({ resources }: StackReading, rules: readonly Unwritable[]): void {
    const discretion = new Discretion(resources);
    for (const { urn, path, reason } of rules) {
      const inputs = resources.find((resource) => resource.urn === urn)?.inputs ?? {};
      this.untouched.set(contentKey(urn, inputs, path), discretion.say(reason));
    }
  }
}

/** A change that could not be written as a whole. */
interface Attempt {
  readonly program: Editable;
  readonly change: Change;
  /** The steps of all changes that are meant to be carried out. */
  readonly planned: readonly Step[];
}

/** A rule that cannot be changed where it is written. */
interface Unwritable {
  readonly urn: string;
  readonly path: Path;
  readonly reason: string;
}

/** The rules of a change that cannot be changed; none where all can be by themselves, or none can. */
export function unwritableIn({ program, change: { steps }, planned }: Attempt): readonly Unwritable[] {
  if (steps.length < 2) return [];
  const refused = steps.flatMap((step): readonly Unwritable[] => {
    const made = editsFor(program, [step], planned);
    if (!isDeclined(made)) return [];
    return step.kind === "vary" && made.unnamed === undefined ? [{ urn: step.urn, path: step.path, reason: made.reason }] : [];
  });
  return refused.length === steps.length ? [] : refused;
}
