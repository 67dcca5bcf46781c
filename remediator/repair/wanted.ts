import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { LocatedFinding } from "../judging/check";
import type { TextEdit } from "../editing/edits";
import type { Change } from "./plans";

/** The same repair in the stacks that want it. */
export interface Wanted {
  /** The resources that it changes, whatever the stack; of a plan by itself the findings as well. */
  readonly key: string;
  /** By the stack's name. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Whether it is several plans for the same resources, of one stack or of different ones, which are written together. */
  readonly isSeveral: boolean;
}

/** The plans of all stacks, each with those of other stacks for the same resources, unless these are to be apart: then with the same plan of other stacks. */
export function wantedOf(
  plans: readonly { readonly stack: string; readonly changes: readonly Change[] }[],
  apart: ReadonlySet<string>,
): readonly Wanted[] {
  const wanted = new Map<string, { readonly changes: Map<string, Change>; readonly goals: Set<string> }>();
  for (const { stack, changes } of plans)
    for (const change of changes) {
      const resources = [...new Set(change.steps.map(({ urn }) => withoutStack(urn)))].sort().join("\n");
      const goal = change.findings.map(keyIn).sort().join("\n");
      const key = apart.has(resources) ? `${resources}\n${goal}` : resources;
      const same = wanted.get(key) ?? { changes: new Map<string, Change>(), goals: new Set<string>() };
      wanted.set(key, same);
      same.goals.add(goal);
      const known = same.changes.get(stack);
      const both = known === undefined ? change : { findings: [...known.findings, ...change.findings], steps: [...known.steps, ...change.steps] };
      same.changes.set(stack, both);
    }
  return [...wanted].map(([key, { changes, goals }]) => ({ key, changes, isSeveral: goals.size > 1 }));
}

/** Repairs by what they edit: those that want the same edit are made together or not at all. */
export function togetherBy(all: readonly Wanted[], editsOf: (wanted: Wanted) => readonly TextEdit[] | string): readonly (readonly Wanted[])[] {
  const parts: { wanted: Wanted[]; readonly edits: Set<string> }[] = [];
  for (const wanted of all) {
    const made = editsOf(wanted);
    const part = { wanted: [wanted], edits: new Set(typeof made === "string" ? [] : made.map((edit) => JSON.stringify(edit))) };
    for (const other of parts) {
      if (![...other.edits].some((edit) => part.edits.has(edit))) continue;
      part.wanted = [...other.wanted, ...part.wanted];
      for (const edit of other.edits) part.edits.add(edit);
      other.edits.clear();
      other.wanted = [];
    }
    parts.push(part);
  }
  return parts.flatMap(({ wanted }) => (wanted.length === 0 ? [] : [wanted]));
}

/** The finding's key without its stack, so that it is the same one in all of them. */
export function keyIn(finding: LocatedFinding): string {
  return findingKey(finding).replace(/urn:pulumi:[^:]*::/g, "");
}

export function withoutStack(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]*::/, "");
}

/** The findings of a repair, each once with the stacks that it holds for. */
export function findingsOf(wanted: Wanted): readonly LocatedFinding[] {
  const findings = new Map<string, { readonly finding: LocatedFinding; readonly stacks: string[] }>();
  for (const [stack, change] of wanted.changes)
    for (const finding of change.findings) {
      const known = findings.get(keyIn(finding)) ?? { finding, stacks: [] };
      findings.set(keyIn(finding), known);
      if (stack !== "") known.stacks.push(stack);
    }
  return [...findings.values()].map(({ finding, stacks }) => (stacks.length === 0 ? finding : { ...finding, stacks }));
}
