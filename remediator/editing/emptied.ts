import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List } from "../reader/interpreter/list";
import { RecordData } from "../reader/interpreter/value";
import { valueAt, writtenAt } from "../reader/places";
import { textAt } from "../reader/syntax/spans";
import type { Span } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { isDeclined, type Outcome } from "./outcome";
import type { EditContext } from "./context";
import type { Collection } from "./sequence";

/** A list that is empty from now on, where its brackets alone do not say so. */
export function emptiedAt({ printer, syntax }: EditContext, list: Span, { elements }: Collection, property: string): Outcome<TextEdit[]> | undefined {
  const { file } = list;
  const literal = syntax(file.name)?.list(list);
  const call = literal === undefined ? syntax(file.name)?.call(list) : undefined;
  const brackets = call?.argumentsSpan;
  const span = literal?.span ?? (brackets === undefined ? undefined : { file, start: brackets.start + 1, end: brackets.end - 1 });
  // A function that makes a list of its arguments makes an empty one of none.
  if (span === undefined || (call !== undefined && /(?:^|\.)(?:of|asList|ofEntries)$/.test(textAt(call.callee.span)))) return undefined;
  const text = file.text.slice(span.start, span.end);
  const outer = elements.map(({ start, end }) => file.text.slice(start, end));
  const made = printer.emptied?.({ file, text, elements: outer, form: literal === undefined ? "arguments" : "list", property });
  if (made === undefined || isDeclined(made)) return made;
  // What stood on lines of its own behind a sign does not need to.
  const gap = /(?<==)\s*\n\s*$/.exec(file.text.slice(0, span.start))?.[0].length;
  const start = span.start - (gap ?? 0);
  return [{ file: file.name, start, end: span.end, text: `${gap === undefined ? "" : " "}${made.text}` }, ...made.edits];
}

/** One object that stands for a list of one, and goes. */
export function singleOf({ printer }: EditContext, registration: Registration, path: Path): Outcome<TextEdit[]> | undefined {
  const single = singleAt(registration, path);
  if (single === undefined) return undefined;
  const { file, start, end } = single;
  const text = textAt(single);
  const made = printer.emptied?.({ file, text, elements: [text], form: "single", property: String(path.at(-1)) });
  return made === undefined || isDeclined(made) ? made : [{ file: file.name, start, end, text: made.text }, ...made.edits];
}

/** Where an object is written that stands for a list of one. */
export function singleAt(registration: Registration, path: Path): Span | undefined {
  const property = String(path.at(-1));
  const holder = valueAt(registration, path.slice(0, -1)).data;
  const field = holder instanceof RecordData ? holder.fields.get(property) : undefined;
  const { data } = valueAt(registration, path);
  const item = data instanceof List && data.items.length === 1 ? data.items[0] : undefined;
  if (field === undefined || item?.placement.kind !== "computed" || field.placement !== "literal") return undefined;
  const { file, start, end } = field.entry;
  const object = writtenAt(item.value.origin);
  if (object?.file !== file || object.start < start || object.end > end || object.end < end - 1) return undefined;
  return { file, start: start + (/^[\w"']+\s*[=:]\s*/.exec(file.text.slice(start, end))?.[0].length ?? 0), end };
}
