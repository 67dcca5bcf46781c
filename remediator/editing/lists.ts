import type { Path, PlannedElement, Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, type Item } from "../reader/interpreter/value";
import { valueAt, writtenAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "./edits";
import { allOf, declined, isDeclined, type Outcome } from "./outcome";
import { placeText, plannedAt, sharedUrn, type EditContext } from "./context";
import { changeRecord } from "./records";
import { editSequence, type Sequence } from "./sequence";
import { removeCall } from "./statements";
import { printed } from "./values";

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
    if (item.placement.kind === "computed")
      return declined(`${registration.name}'s ${path[0] ?? ""}[${index}] is made by the code at ${placeText(item.placement.span)}`);
    if (item.placement.kind === "added") {
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
    if (shared !== undefined) return declined(shared);
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
    edits.push(
      editSequence(sequence, {
        removed: removedIndexes,
        replaced: new Map([...replaced].map(([item, copy]) => [indexOf(item), copy])),
        added: texts,
      }),
    );
  }
  return allOf(edits);
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
export function sequenceAt(context: EditContext, list: Span): Outcome<Sequence> {
  const syntax = context.syntax(list.file.name);
  const literal = syntax?.list(list);
  const { marks } = context.printer;
  if (literal !== undefined) {
    const { bracketsSpan } = literal;
    return {
      file: list.file,
      elements: literal.elements.map(({ span }) => span),
      inside: { start: bracketsSpan.start + 1, end: bracketsSpan.end - 1 },
      padded: list.file.text[bracketsSpan.start] === "{",
      marks,
    };
  }
  const call = syntax?.call(list);
  if (call?.argumentsSpan === undefined) return declined(`the list at ${placeText(list)} is not written as a list`);
  return {
    file: list.file,
    elements: call.arguments.map(({ span }) => span),
    inside: { start: call.argumentsSpan.start + 1, end: call.argumentsSpan.end - 1 },
    padded: false,
    marks,
  };
}
