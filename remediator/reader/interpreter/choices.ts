import type { Span } from "../syntax/tree";
import { hasCode } from "./accessors";
import { Hole } from "./hole";
import { List } from "./list";
import { computed, Instance, RecordData, type Choices, type Data, type Value } from "./value";

/** More things than these are not followed each by itself. */
const mostChoices = 64;

/** What is not known, and may be one of these values. `isOneOfThem`: it is nothing else. */
export function oneOf(hole: Hole, span: Span, parts: readonly Value[], values: readonly Value[], isOneOfThem: boolean): Value {
  const made = computed(hole.choices === undefined ? hole : new Hole(hole.reason, hole.span, hole.text), span, parts);
  const choices = choicesAmong(values, isOneOfThem);
  return choices === undefined ? made : { ...made, choices };
}

/** What a function of the language makes of lists and maps, where that is not known: it may be one of what they hold. */
export function fromWithin(made: Value, holders: readonly Value[]): Value {
  if (!(made.data instanceof Hole) || made.choices !== undefined) return made;
  const choices = choicesAmong(holders.flatMap(heldBy), false);
  return choices === undefined ? made : { ...made, choices };
}

/** What a list holds beside its elements, of which these may be some. */
export function maybeThese(rest: Hole, values: readonly Value[]): Hole {
  const choices = choicesAmong([...(rest.choices?.values ?? []), ...values], false);
  return choices === undefined ? rest : new Hole(rest.reason, rest.span, rest.text, choices);
}

function choicesAmong(values: readonly Value[], isOneOfThem: boolean): Choices | undefined {
  if (values.length > mostChoices) return undefined;
  const found = new Map<Data, Value>();
  let isAll = isOneOfThem;
  for (const value of values) {
    const open = value.data instanceof Hole;
    if (open && value.choices?.isOneOfThem !== true) isAll = false;
    else if (!open && !mayAct(value.data)) isAll = false;
    for (const one of open ? (value.choices?.values ?? []) : mayAct(value.data) ? [value] : []) found.set(one.data, one);
  }
  return found.size === 0 || found.size > mostChoices ? undefined : { values: [...found.values()], isOneOfThem: isAll };
}

/** Whether it may change, or do something when it is called. */
function mayAct(data: Data): boolean {
  return typeof data === "object" && data !== null && !(data instanceof Hole);
}

/** What a list or map holds, where it is not made only when it is asked for. */
export function heldBy({ data }: Value): readonly Value[] {
  if (data instanceof List) return data.source !== undefined || data.length > mostChoices ? [] : data.items.map(({ value }) => value);
  if (!(data instanceof RecordData || data instanceof Instance) || data.fields.size > mostChoices) return [];
  return [...data.fields.values()].flatMap((field) => (hasCode(field) ? [] : [field.value]));
}
