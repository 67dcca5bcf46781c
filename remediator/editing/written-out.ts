import type { Path, PlannedValue, Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, RecordData, type Origin, type Value } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import type { Outcome } from "./outcome";
import { isIn, type EditContext } from "./context";
import { recordTypeOf } from "./record-types";
import { printedRecord } from "./values";

/**
 * The text of an element that is to be another one, where what gives it its properties gives others theirs as well: the object is written out in the place
 * of `rule` or `rule(3306)`. Undefined where not all of it is texts and numbers of the program that mean the same there.
 */
export function writtenOut(
  context: EditContext,
  registration: Registration,
  path: Path,
  element: Span,
  variant: Variant,
): Outcome<string> | undefined {
  const { data } = valueAt(registration, path);
  const property = String(path.at(-2));
  if (!(data instanceof RecordData) || data.rest !== undefined) return undefined;
  const { set = {}, drop = [], without = {}, append = {} } = variant;
  const entries: Record<string, PlannedValue> = {};
  for (const [name, { value }] of data.fields) {
    if (drop.includes(name) || value.data === null) continue;
    const own = set[name] ?? plainAt(value, element, without[name] ?? []);
    if (own === undefined) return undefined;
    if (!Array.isArray(own) || own.length > 0) entries[name] = own;
  }
  for (const [name, added] of Object.entries(append)) entries[name] = [...[entries[name] ?? []].flat(), ...added];
  const around = { sibling: undefined, form: "literal", property, type: recordTypeOf(registration.type, property) } as const;
  return printedRecord(context, { ...entries, ...set }, element, around);
}

/** What can be written anywhere: a text, a number, a list of some, less the elements that go. */
function plainAt({ data, origin }: Value, element: Span, gone: readonly number[]): PlannedValue | undefined {
  if (!isOfElement(origin, element)) return undefined;
  if (typeof data === "string" || typeof data === "number" || typeof data === "boolean") return data;
  if (!(data instanceof List) || data.rest !== undefined) return undefined;
  const texts: (string | number)[] = [];
  for (const [index, { value, placement }] of data.items.entries()) {
    if (gone.includes(index)) continue;
    if (typeof value.data !== "string" && typeof value.data !== "number") return undefined;
    if (!isOfElement(value.origin, element) || (placement.kind === "literal" && placement.isOfSetting === true)) return undefined;
    texts.push(value.data);
  }
  return texts;
}

/** Whether a value is the same whenever the element is made: no setting gives it, and no caller but what stands in the element itself. */
function isOfElement(origin: Origin, element: Span): boolean {
  const open = [origin];
  for (let left = mostSteps; left > 0; left--) {
    const step = open.pop();
    if (step === undefined) return true;
    if (step.how === "setting" || (step.how === "argument" && !isIn(step.span, element))) return false;
    for (const each of [step.from, step.of, step.by, ...(step.parts ?? [])]) if (each !== undefined) open.push(each);
  }
  return false;
}

/** So far a value is followed back. */
const mostSteps = 200;
