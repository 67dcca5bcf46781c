import { isSetting, type Path, type PlannedElement, type PlannedValue, type Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, RecordData, type Value } from "../reader/interpreter/value";
import { valueAt, writtenAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { allOf, declined, isDeclined, type Outcome } from "./outcome";
import { areAlike, isWithin, placeText, plannedAt, sharedUrn, type EditContext } from "./context";
import { changeList } from "./lists";
import type { Surroundings } from "./printer";
import { collectionOf, type Collection, type Sequence } from "./sequence";
import { printed, replaceValue } from "./values";
import { yamlCollectionAt } from "./yaml/collections";
import { isDocument } from "./yaml/nodes";

/** Gives a record that is written in the program other properties. */
export function changeRecord(
  context: EditContext,
  registration: Registration,
  path: Path,
  { set = {}, drop = [], without = {}, append = {} }: Variant,
): Outcome<TextEdit[]> {
  const value = valueAt(registration, path);
  const { data } = value;
  if (!(data instanceof RecordData)) return declined(`${path.join(".") || "the resource"} of ${registration.name} is not written as an object`);
  const site = siteOf(context, value);
  if (isDeclined(site)) return site;
  const around = (property: string): Surroundings => ({ sibling: site.sibling, form: site.form, property });
  const edits: Outcome<readonly TextEdit[]>[] = [];
  const removed: Span[] = [];
  const added: string[] = [];
  const write = (property: string, planned: PlannedValue): void => {
    // It may be so already: of a range that is narrowed, one end stays.
    if (data.fields.get(property)?.value.data === planned) return;
    if (isWritten(data, property)) {
      edits.push(replaceValue(context, registration, [...path, property], planned, around(property)));
      return;
    }
    const text = printed(context, planned, site.span, around(property));
    if (isDeclined(text)) edits.push(text);
    else added.push(context.printer.entry(property, text, around(property)));
  };
  for (const property of drop) {
    const field = data.fields.get(property);
    if (field === undefined) continue;
    if (field.placement === "computed")
      edits.push(declined(`${property} of ${registration.name} comes from what is spread at ${placeText(site.span)}`));
    else removed.push(field.entry);
  }
  for (const property of new Set([...Object.keys(without), ...Object.keys(append)])) {
    const gone = without[property] ?? [];
    const more: readonly PlannedElement[] = append[property] ?? [];
    const field = data.fields.get(property);
    if (
      field?.value.data instanceof List &&
      isWritten(data, property) &&
      more.length === 1 &&
      more.every(isSetting) &&
      isEmptied(field.value.data, gone)
    ) {
      // Where nothing is left beside what a setting names, that is the list.
      write(property, more);
    } else if (
      field?.value.data instanceof List &&
      isWritten(data, property) &&
      more.length === 0 &&
      isEmptied(field.value.data, gone) &&
      isOfRule(registration, path)
    ) {
      removed.push(field.entry);
    } else if (field?.value.data instanceof List && isWritten(data, property)) {
      edits.push(changeList(context, registration, [...path, property], { variants: new Map(gone.map((index) => [index, []])), added: more }));
    } else if (field === undefined || field.value.data === null) write(property, more);
    else edits.push(declined(`${property} of ${registration.name} is not written as a list`));
  }
  for (const [property, planned] of Object.entries(set)) write(property, planned);
  if (removed.length + added.length > 0) {
    // What is written in an entry, or given by a caller, knows itself whose it is.
    const shared = sharedBy(context, registration, path, site.span);
    edits.push(shared === undefined ? site.edit(removed, added) : declined(shared));
  }
  return allOf(edits);
}

function isWritten(data: RecordData, property: string): boolean {
  const field = data.fields.get(property);
  return field !== undefined && field.placement !== "computed";
}

function isEmptied({ items, rest }: List, gone: readonly number[]): boolean {
  return rest === undefined && items.length > 0 && items.every((_, index) => gone.includes(index));
}

/** A rule without sources of a kind says nothing about that kind. */
function isOfRule({ type }: Registration, path: Path): boolean {
  return /(?:in|e)gress$/i.test(String(path.at(-2))) || (path.length === 0 && type.endsWith("Rule"));
}

/** Where a record is written, and how its entries are changed there. */
interface Site {
  readonly span: Span;
  readonly form: Surroundings["form"];
  readonly sibling: string | undefined;
  readonly edit: (removed: readonly Span[], added: readonly string[]) => Outcome<TextEdit[]>;
}

function siteOf(context: EditContext, value: Value): Outcome<Site> {
  const { data } = value;
  const span = writtenAt(value.origin);
  if (!(data instanceof RecordData) || span === undefined) return declined("the object is made by code");
  const syntax = context.syntax(span.file.name);
  const { marks } = context.printer;
  const fields = [...data.fields.values()];
  const sibling = (entries: readonly Span[]): string | undefined => {
    // Of several, the one whose name says how names are written.
    const first =
      entries.find(({ file, start }) => /^["'.]?[a-zA-Z][a-z0-9]*(?:[A-Z]|_[a-z])/.test(file.text.slice(start, start + 40))) ?? entries[0];
    return first === undefined ? undefined : first.file.text.slice(first.start, first.end);
  };
  const document = isDocument(span.file.name) ? yamlCollectionAt(span) : undefined;
  if (document !== undefined) {
    const entries = document.elements.map(({ start, end }) => ({ file: span.file, start, end }));
    return { span, form: "literal", sibling: sibling(entries), edit: (removed, added) => editEntries(document, removed, added) };
  }
  const builder = fields.filter(({ placement }) => placement === "builder");
  const literal = syntax?.record(span);
  if (literal !== undefined) {
    const entries = literal.entries.map((entry) => entry.span);
    const { bracketsSpan } = literal;
    const sequence: Sequence = {
      file: span.file,
      elements: entries,
      inside: { start: bracketsSpan.start + 1, end: bracketsSpan.end - 1 },
      padded: context.printer.padsRecords,
      marks,
    };
    return {
      span: bracketsSpan,
      form: "literal",
      sibling: sibling(entries),
      edit: (removed, added) => editEntries(collectionOf(sequence), removed, added),
    };
  }
  if (builder.length > 0) {
    const entries = builder.map(({ entry }) => entry);
    return {
      span: entries.at(-1) ?? span,
      form: "builder",
      sibling: sibling(entries),
      edit: (removed, added) => editBuilder(entries, removed, added),
    };
  }
  const call = syntax?.call(span) ?? syntax?.callOf(span);
  if (call?.argumentsSpan !== undefined) {
    const entries = call.arguments.map((argument) => argument.span);
    const sequence: Sequence = {
      file: span.file,
      elements: entries,
      inside: { start: call.argumentsSpan.start + 1, end: call.argumentsSpan.end - 1 },
      padded: false,
      marks,
    };
    const named = call.arguments.filter(({ name }) => name !== undefined).map((argument) => argument.span);
    return {
      span: call.argumentsSpan,
      form: "argument",
      sibling: sibling(named),
      edit: (removed, added) => editEntries(collectionOf(sequence), removed, added),
    };
  }
  return declined(`the object at ${placeText(span)} is made by code`);
}

function editEntries(sequence: Collection, removed: readonly Span[], added: readonly string[]): Outcome<TextEdit[]> {
  const indexes = removed.map(({ start }) => sequence.elements.findIndex((element) => element.start === start));
  if (indexes.includes(-1)) return declined("a property is given to the object by another statement");
  return sequence.edit({ removed: indexes, added });
}

/** A builder's property is a call in a chain. */
function editBuilder(entries: readonly Span[], removed: readonly Span[], added: readonly string[]): TextEdit[] {
  const edits = removed.map(({ file, start, end }): TextEdit => {
    const before = /\s*$/.exec(file.text.slice(0, start))?.[0].length ?? 0;
    return { file: file.name, start: start - before, end, text: "" };
  });
  const last = entries.at(-1);
  if (added.length === 0 || last === undefined) return edits;
  const before = /(?:\r?\n)?[ \t]*$/.exec(last.file.text.slice(0, last.start))?.[0] ?? "";
  const separator = before.includes("\n") ? before : "";
  return [...edits, { file: last.file.name, start: last.end, end: last.end, text: added.map((call) => `${separator}${call}`).join("") }];
}

/** Why a record must not be changed here: it gives somebody else its properties, who does not want the same change. */
function sharedBy(context: EditContext, registration: Registration, path: Path, span: Span): string | undefined {
  const planned = plannedAt(context, registration, path);
  for (const use of context.uses.of(span)) {
    // What is inside of the record is noted for its own paths.
    if (sharedUrn(use.registration.urn) === sharedUrn(registration.urn) && isWithin(use.path, path)) continue;
    // What is made of a property of the record, or of the resource that it makes, does not have the record; the proof looks at what it has.
    if (!(valueAt(use.registration, use.path).data instanceof RecordData)) continue;
    if (planned === undefined || !areAlike(context, plannedAt(context, use.registration, use.path), planned))
      return `the object at ${placeText(span)} is used for ${use.registration.name} as well`;
  }
  return undefined;
}
