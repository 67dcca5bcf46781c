import type { Path, PlannedElement, Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, RecordData, type Item } from "../reader/interpreter/value";
import { valueAt, writtenAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "../languages/edits";
import { allOf, declined, isDeclined, type Outcome } from "../languages/outcome";
import { isWithin, placeText, plannedAt, sharedUrn, type EditContext } from "./context";
import { changeRecord } from "./records";
import { collectionOf, type Collection } from "./sequence";
import { removeCall } from "./statements";
import { printed, replaceValue } from "./values";
import { yamlCollectionAt } from "./yaml/collections";
import { isDocument } from "./yaml/nodes";

/** What becomes of a list: elements replaced by variants of themselves (none: removed), and elements added. */
export interface ListChange {
  readonly variants: ReadonlyMap<number, readonly Variant[]>;
  readonly added: readonly PlannedElement[];
}

export function changeList(context: EditContext, registration: Registration, path: Path, { variants, added }: ListChange): Outcome<TextEdit[]> {
  const value = valueAt(registration, path);
  const { data } = value;
  if (!(data instanceof List)) {
    // A single object stands for a list of one.
    const own = variants.get(0);
    return own?.length === 1 && own[0] !== undefined && added.length === 0
      ? changeRecord(context, registration, path, own[0])
      : declined(`${path.join(".")} of ${registration.name} is no list that is written in the program`);
  }
  const edits: Outcome<readonly TextEdit[]>[] = [];
  const byList = new Map<string, { readonly list: Span; readonly removed: Item[]; readonly replaced: Map<Item, readonly string[]> }>();
  const at = (list: Span) => {
    const key = `${list.file.name}:${list.start}`;
    const known = byList.get(key) ?? { list, removed: [], replaced: new Map<Item, readonly string[]>() };
    byList.set(key, known);
    return known;
  };
  for (const [index, own] of variants) {
    const item = data.items[index];
    if (item === undefined) return declined(`${registration.name} has no element ${path.join(".")}[${index}] in its source`);
    const [only] = own;
    if (own.length === 1 && only !== undefined) {
      edits.push(changeRecord(context, registration, [...path, index], only));
      continue;
    }
    const single = own.length === 0 && added.length === 0 ? singleOf(context, registration, path) : undefined;
    if (single !== undefined) {
      edits.push(single);
      continue;
    }
    if (item.placement.kind === "computed")
      return declined(`${registration.name}'s ${path[0] ?? ""}[${index}] is made by the code at ${placeText(item.placement.span)}`);
    if (item.placement.kind === "added") {
      const other = addedAlso(context, registration, [...path, index], item.placement.call, own);
      if (other !== undefined) return declined(`the statement at ${placeText(item.placement.call)} adds ${other} as well`);
      edits.push(
        own.length === 0
          ? removeCall(context, item.placement.call, item.placement.argument)
          : declined(`what ${placeText(item.placement.call)} adds would become several`),
      );
      continue;
    }
    const { list, element } = item.placement;
    if (own.length === 0) at(list).removed.push(item);
    else {
      const texts = copies(context, registration, [...path, index], element, own);
      if (isDeclined(texts)) return texts;
      at(list).replaced.set(item, texts);
    }
  }
  if (added.length > 0) {
    const own = writtenAt(value.origin);
    const home =
      data.items.map(({ placement }) => (placement.kind === "literal" ? placement.list : undefined)).find((list) => list !== undefined) ?? own;
    if (home === undefined) return declined(`the list ${path.join(".")} of ${registration.name} is made by code`);
    at(home);
  }
  for (const { list, removed, replaced } of byList.values()) {
    const shared = sharedBy(context, registration, path, list, variants, data);
    if (shared !== undefined) {
      const own = byList.size === 1 ? listOfItsOwn(context, registration, path, data, variants, added) : undefined;
      if (own === undefined || isDeclined(own)) return declined(shared);
      edits.push(own);
      continue;
    }
    const sequence = sequenceAt(context, list);
    if (isDeclined(sequence)) return sequence;
    const indexOf = (item: Item): number =>
      item.placement.kind === "literal"
        ? sequence.elements.findIndex(({ start }) => item.placement.kind === "literal" && start === item.placement.element.start)
        : -1;
    const texts: string[] = [];
    const isHome = [...byList.values()][0]?.list === list;
    for (const element of isHome ? added : []) {
      const sibling = sequence.elements[0];
      const text = printed(context, element, list, {
        sibling: sibling === undefined ? undefined : list.file.text.slice(sibling.start, sibling.end),
        form: "literal",
        property: String(path.at(-1)),
      });
      if (isDeclined(text)) return text;
      texts.push(text);
    }
    const removedIndexes = removed.map(indexOf);
    if (removedIndexes.includes(-1)) return declined(`the list at ${placeText(list)} is not written as a list`);
    const emptied =
      removedIndexes.length === sequence.elements.length && texts.length === 0 ? emptiedAt(context, list, sequence, String(path.at(-1))) : undefined;
    if (emptied !== undefined) {
      edits.push(emptied);
      continue;
    }
    edits.push(
      sequence.edit({
        removed: removedIndexes,
        replaced: new Map([...replaced].map(([item, copy]) => [indexOf(item), copy])),
        added: texts,
      }),
    );
  }
  return allOf(edits);
}

/** What a call adds besides, that is not to go with it. */
function addedAlso(context: EditContext, { urn }: Registration, path: Path, call: Span, own: readonly Variant[]): string | undefined {
  for (const use of context.uses.of(call)) {
    if (sharedUrn(use.registration.urn) === sharedUrn(urn) && isWithin(use.path, path)) continue;
    const item = itemAt(use.registration, use.path);
    // Several arguments of one call go one by one.
    if (item?.placement.kind === "added" && item.placement.argument.start !== argumentAt(context, urn, path)) continue;
    if (JSON.stringify(plannedAt(context, use.registration, use.path)) === JSON.stringify(own)) continue;
    return `${use.path.slice(0, -1).join(".")}[${String(use.path.at(-1))}] of ${use.registration.name}`;
  }
  return undefined;
}

function itemAt(registration: Registration, path: Path): Item | undefined {
  const { data } = valueAt(registration, path.slice(0, -1));
  const last = path.at(-1);
  return data instanceof List && typeof last === "number" ? data.items[last] : undefined;
}

function argumentAt({ registrations }: EditContext, urn: string, path: Path): number | undefined {
  const registration = registrations.get(urn);
  const item = registration === undefined ? undefined : itemAt(registration, path);
  return item?.placement.kind === "added" ? item.placement.argument.start : undefined;
}

/** A list that is empty from now on, where its brackets alone do not say so. */
function emptiedAt({ printer, syntax }: EditContext, list: Span, { elements }: Collection, property: string): Outcome<TextEdit[]> | undefined {
  const { file } = list;
  const literal = syntax(file.name)?.list(list);
  const call = literal === undefined ? syntax(file.name)?.call(list) : undefined;
  const brackets = call?.argumentsSpan;
  const span = literal?.span ?? (brackets === undefined ? undefined : { file, start: brackets.start + 1, end: brackets.end - 1 });
  // A function that makes a list of its arguments makes an empty one of none.
  if (span === undefined || (call !== undefined && /(?:^|\.)(?:of|asList|ofEntries)$/.test(nameOf(call.callee.span)))) return undefined;
  const text = file.text.slice(span.start, span.end);
  const outer = elements.map(({ start, end }) => file.text.slice(start, end));
  const made = printer.emptied?.({ file, text, elements: outer, form: literal === undefined ? "arguments" : "list", property });
  if (made === undefined || isDeclined(made)) return made;
  // What stood on lines of its own behind a sign does not need to.
  const gap = /(?<==)\s*\n\s*$/.exec(file.text.slice(0, span.start))?.[0].length;
  const start = span.start - (gap ?? 0);
  return [{ file: file.name, start, end: span.end, text: `${gap === undefined ? "" : " "}${made.text}` }, ...made.edits];
}

function nameOf({ file, start, end }: Span): string {
  return file.text.slice(start, end);
}

/** One object that stands for a list of one, and goes. */
function singleOf({ printer }: EditContext, registration: Registration, path: Path): Outcome<TextEdit[]> | undefined {
  const property = String(path.at(-1));
  const holder = valueAt(registration, path.slice(0, -1)).data;
  const field = holder instanceof RecordData ? holder.fields.get(property) : undefined;
  const { data } = valueAt(registration, path);
  const item = data instanceof List && data.items.length === 1 ? data.items[0] : undefined;
  if (field === undefined || item?.placement.kind !== "computed" || field.placement !== "literal") return undefined;
  const { file, start, end } = field.entry;
  const object = writtenAt(item.value.origin);
  if (object?.file !== file || object.start < start || object.end > end || object.end < end - 1) return undefined;
  const value = start + (/^[\w"']+\s*[=:]\s*/.exec(file.text.slice(start, end))?.[0].length ?? 0);
  const text = file.text.slice(value, end);
  const made = printer.emptied?.({ file, text, elements: [text], form: "single", property });
  return made === undefined || isDeclined(made) ? made : [{ file: file.name, start: value, end, text: made.text }, ...made.edits];
}

/** The texts of an element's variants, each a copy of it with its own changes. */
function copies(context: EditContext, registration: Registration, path: Path, element: Span, variants: readonly Variant[]): Outcome<string[]> {
  const texts: string[] = [];
  const text = element.file.text.slice(element.start, element.end);
  for (const variant of variants) {
    const edits = changeRecord(context, registration, path, variant);
    if (isDeclined(edits)) return edits;
    if (edits.some(({ file, start, end }) => file !== element.file.name || start < element.start || end > element.end))
      return declined(`the rule at ${placeText(element)} takes its values from elsewhere, and would become several`);
    texts.push(
      applyEdits(
        text,
        edits.map((edit) => ({ ...edit, start: edit.start - element.start, end: edit.end - element.start })),
      ),
    );
  }
  return texts;
}

/** A list of its own in place of one that others use as well: of texts and numbers, which can be written anywhere. */
function listOfItsOwn(
  context: EditContext,
  registration: Registration,
  path: Path,
  { items, rest }: List,
  variants: ReadonlyMap<number, readonly Variant[]>,
  added: readonly PlannedElement[],
): Outcome<TextEdit[]> | undefined {
  if (rest !== undefined || [...variants.values()].some((own) => own.length > 0)) return undefined;
  const left: PlannedElement[] = [];
  for (const [index, { value }] of items.entries()) {
    if (variants.has(index)) continue;
    if (typeof value.data !== "string" && typeof value.data !== "number") return undefined;
    left.push(value.data);
  }
  if (left.length + added.length === 0) return undefined;
  return replaceValue(context, registration, path, [...left, ...added], { sibling: undefined, form: "literal", property: String(path.at(-1)) });
}

/** Why a list must not be changed here: it gives somebody else its elements, who does not want the same change. */
function sharedBy(
  context: EditContext,
  { urn }: Registration,
  path: Path,
  list: Span,
  variants: ReadonlyMap<number, readonly Variant[]>,
  own: List,
): string | undefined {
  for (const use of context.uses.of(list)) {
    if (sharedUrn(use.registration.urn) === sharedUrn(urn) && JSON.stringify(use.path) === JSON.stringify(path)) continue;
    const other = valueAt(use.registration, use.path).data;
    const agrees =
      other instanceof List &&
      [...variants].every(([index, changes]) => {
        const item = own.items[index];
        const same = other.items.findIndex(
          ({ placement }) =>
            placement.kind === "literal" &&
            item?.placement.kind === "literal" &&
            placement.element.start === item.placement.element.start &&
            placement.element.file === item.placement.element.file,
        );
        return same === -1 || JSON.stringify(plannedAt(context, use.registration, [...use.path, same])) === JSON.stringify(changes);
      });
    if (!agrees) return `the list at ${placeText(list)} is used for ${use.registration.name} as well`;
  }
  return undefined;
}

/** The elements between the brackets, or parentheses, at a place. */
export function sequenceAt(context: EditContext, list: Span): Outcome<Collection> {
  const document = isDocument(list.file.name) ? yamlCollectionAt(list) : undefined;
  if (document !== undefined) return document;
  const syntax = context.syntax(list.file.name);
  const literal = syntax?.list(list);
  const { marks } = context.printer;
  if (literal !== undefined) {
    const { bracketsSpan } = literal;
    return collectionOf({
      file: list.file,
      elements: literal.elements.map(({ span }) => span),
      inside: { start: bracketsSpan.start + 1, end: bracketsSpan.end - 1 },
      padded: list.file.text[bracketsSpan.start] === "{",
      marks,
    });
  }
  const call = syntax?.call(list);
  if (call?.argumentsSpan === undefined) return declined(`the list at ${placeText(list)} is not written as a list`);
  return collectionOf({
    file: list.file,
    elements: call.arguments.map(({ span }) => span),
    inside: { start: call.argumentsSpan.start + 1, end: call.argumentsSpan.end - 1 },
    padded: false,
    marks,
  });
}
