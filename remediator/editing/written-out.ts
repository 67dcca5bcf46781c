import { isReference, type Path, type PlannedValue, type Variant } from "@portcullis/policypack/plans/plan";
import type { Plain } from "@portcullis/policypack/resources/resource";
import type { Registration } from "../reader/interpreter/registration";
import { List } from "../reader/interpreter/list";
import { RecordData, type Value } from "../reader/interpreter/value";
import { valueAt, writtenAt } from "../reader/places";
import { textAt } from "../reader/syntax/spans";
import type { Span } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import type { Outcome } from "./outcome";
import { isIn, type EditContext } from "./context";
import { choiceIn, isFixed, stepsOf } from "./inhibitions";
import { recordTypeOf } from "./record-types";
import { printedRecord, replaceValue } from "./values";

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
  const property = String(path.at(-2));
  const record = recordOf(context, valueAt(registration, path), element, variant);
  const around = { sibling: undefined, form: "literal", property, type: recordTypeOf(registration.type, property) } as const;
  return record === undefined ? undefined : printedRecord(context, record, element, around);
}

/**
 * A list in place of the call of a helper that gives others theirs as well, its elements written out. Undefined where not all of them are texts and numbers
 * that mean the same there.
 */
export function listWrittenOut(
  context: EditContext,
  registration: Registration,
  path: Path,
  variants: ReadonlyMap<number, readonly Variant[]>,
): Outcome<TextEdit[]> | undefined {
  const value = valueAt(registration, path);
  const { data, origin } = value;
  const property = String(path.at(-1));
  const call = origin.how === "returned" ? origin.span : undefined;
  if (!(data instanceof List) || data.rest !== undefined || call === undefined || !isUnconditional(context, value, call)) return undefined;
  // A network stands in for a group that has no name there, and may have one when the helper is called no more.
  if (
    [...variants.values()].flat().some(({ append = {} }) =>
      Object.values(append)
        .flat()
        .some((added) => typeof added === "string" || (isReference(added) && added.output !== "id")),
    )
  )
    return undefined;
  const records: Readonly<Record<string, PlannedValue>>[] = [];
  for (const [index, item] of data.items.entries()) {
    // What goes is the same wherever the program runs as well.
    const isKnown = item.passes === undefined && recordOf(context, item.value, call, {}) !== undefined;
    const own = isKnown ? (variants.get(index) ?? [{}]).map((variant) => recordOf(context, item.value, call, variant)) : [undefined];
    for (const record of own) {
      if (record === undefined) return undefined;
      records.push(record);
    }
  }
  const around = { sibling: undefined, form: "literal", property, type: recordTypeOf(registration.type, property) } as const;
  return replaceValue(context, registration, path, records as readonly Plain[], around);
}

/** An object of the program as one of its own, with the changes of a variant. */
function recordOf(context: EditContext, value: Value, element: Span, variant: Variant): Readonly<Record<string, PlannedValue>> | undefined {
  const { data } = value;
  if (!(data instanceof RecordData) || data.rest !== undefined || !isUnconditional(context, value, element)) return undefined;
  const { set = {}, drop = [], without = {}, append = {} } = variant;
  const entries: Record<string, PlannedValue> = {};
  for (const [name, field] of data.fields) {
    if (field.placement === "computed") return undefined;
    if (drop.includes(name) || field.value.data === null) continue;
    const own = set[name] ?? plainAt(field.value, element, without[name] ?? []);
    if (own === undefined) return undefined;
    if (!Array.isArray(own) || own.length > 0) entries[name] = own;
  }
  for (const [name, added] of Object.entries(append)) entries[name] = [...[entries[name] ?? []].flat(), ...added];
  return { ...entries, ...set };
}

/** Whether an element is the same object wherever the program runs: what a helper makes that does nothing else, or what a name stands for. */
function isUnconditional({ syntax }: EditContext, { origin }: Value, element: Span): boolean {
  const written = writtenAt(origin);
  if (written === undefined || choiceIn(origin) !== undefined) return false;
  const call = syntax(element.file.name)?.call(element);
  const called = call === undefined ? undefined : /[\w$]+$/.exec(textAt(call.callee.span))?.[0];
  const helpers = (syntax(written.file.name)?.functions(written) ?? []).filter(({ span }) => !isIn(element, span));
  if ([element, written, ...helpers.map(({ span }) => span)].some((span) => spreads.test(textAt(span)))) return false;
  return helpers.every(({ body, span: { file, start } }) => {
    const isPlain = !Array.isArray(body) || body.length === 1;
    // By another name it may be one of several helpers.
    const around = file.text.slice(Math.max(0, start - mostBefore), start + mostBefore);
    return isPlain && called !== undefined && around.split(/[^\w$]+/).includes(called);
  });
}

/** A function's name stands so near to its beginning. */
const mostBefore = 120;

/** What is spread may be chosen, and does not say so. */
const spreads = /\.{3}|\*\*|<</;

/** What can be written anywhere: a text, a number, a list of some, less the elements that go. */
function plainAt(value: Value, element: Span, gone: readonly number[]): PlannedValue | undefined {
  const { data } = value;
  if (!isOfElement(value, element)) return undefined;
  if (typeof data === "string" || typeof data === "number" || typeof data === "boolean") return data;
  if (!(data instanceof List) || data.rest !== undefined) return undefined;
  const texts: (string | number)[] = [];
  for (const { value: own, placement } of data.items.filter((_, index) => !gone.includes(index))) {
    if (typeof own.data !== "string" && typeof own.data !== "number") return undefined;
    if (!isOfElement(own, element) || (placement.kind === "literal" && placement.isOfSetting === true)) return undefined;
    texts.push(own.data);
  }
  return texts;
}

/** Whether a value is the same whenever the element is made: no resource, setting or condition gives it, and no caller but what stands in the element. */
function isOfElement({ origin, from, isSecret, addressOf }: Value, element: Span): boolean {
  if (from !== undefined || isSecret === true || addressOf !== undefined || choiceIn(origin) !== undefined || !isFixed(origin)) return false;
  return stepsOf(origin).every(({ how, span }) => how !== "argument" || isIn(span, element));
}
