import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { Instance, List, RecordData, type Origin, type Value } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import { plannedAt, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { isDeclined } from "./outcome";
import { sequenceAt } from "./lists";

/**
 * Takes away the element of a list for which a loop made what is to go, where all else that it made of this element is to go too; undefined where
 * there is none.
 */
export function removeIteration(context: EditContext, registration: Registration, path: Path): TextEdit[] | undefined {
  const seen = new Set<string>();
  for (const leaf of leavesOf(valueAt(registration, path))) {
    for (const { list, element } of context.syntax(leaf.file.name)?.elementsAround(leaf) ?? []) {
      const key = `${element.file.name}:${element.start}:${element.end}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const uses = context.uses.inside(element);
      if (uses.length === 0 || !uses.every((use) => goes(context, use.registration, use.path))) continue;
      const sequence = sequenceAt(context, list);
      if (isDeclined(sequence) || sequence.elements.length < 2) continue;
      const index = sequence.elements.findIndex(({ start }) => start === element.start);
      const edits = index === -1 ? undefined : sequence.edit({ removed: [index] });
      if (edits !== undefined && !isDeclined(edits)) return edits;
    }
  }
  return undefined;
}

/** Whether a place of a resource, or what it is in, is planned to go. */
function goes(context: EditContext, registration: Registration, path: Path): boolean {
  return (
    path.some((_, length) => plannedAt(context, registration, path.slice(0, length))?.length === 0) ||
    plannedAt(context, registration, path)?.length === 0
  );
}

/** Where the texts and numbers in a value are written. */
function leavesOf(value: Value): readonly Span[] {
  const spans: Span[] = [];
  const note = (origin: Origin, depth: number): void => {
    for (let step: Origin | undefined = origin; step !== undefined && depth < 20; step = step.from) {
      if (step.how === "written") spans.push(step.span);
      for (const part of step.parts ?? []) note(part, depth + 1);
    }
  };
  const visit = ({ data, origin }: Value, depth: number): void => {
    if (depth > 20) return;
    if (data instanceof List) for (const item of data.items) visit(item.value, depth + 1);
    else if (data instanceof RecordData || (data instanceof Instance && data.registration === undefined))
      for (const { value: inner } of data.fields.values()) visit(inner, depth + 1);
    else note(origin, depth);
  };
  visit(value, 0);
  return spans;
}
