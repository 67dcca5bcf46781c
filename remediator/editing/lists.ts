import { isReference, isSetting, type Path, type PlannedElement, type Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List, type Item } from "../reader/interpreter/list";
import { valueAt, writtenAt } from "../reader/places";
import { textAt } from "../reader/syntax/spans";
import type { Span } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "./edits";
import { allOf, declined, declinedForOthers, isDeclined, withoutNaming, type Declined, type Outcome } from "./outcome";
import { alsoOf, areAlike, isOfSetting, placeText, plannedAt, sharedUrn, type EditContext } from "./context";
import { addedAlso } from "./additions";
import { apartFromSetting } from "./apart";
import { emptiedAt, singleAt, singleOf } from "./emptied";
import { isBlank } from "./lines";
import { changeRecord } from "./records";
import { sequenceAt } from "./sites";
import { removeCall } from "./removals";
import { isTypedAt, printed, replaceValue } from "./values";
import { removedPass } from "./passes";
import { listWrittenOut, writtenOut } from "./written-out";

/** What becomes of a list: elements replaced by variants of themselves (none: removed), and elements added. */
export interface ListChange {
  readonly variants: ReadonlyMap<number, readonly Variant[]>;
  readonly added: readonly PlannedElement[];
}

export function changeList(context: EditContext, registration: Registration, path: Path, change: ListChange): Outcome<TextEdit[]> {
  const changed = changedInPlace(context, registration, path, change);
  if (!isDeclined(changed) || (changed.isShared !== true && changed.unnamed === undefined) || change.added.length > 0) return changed;
  // What a helper makes for others as well is written out where it is called.
  const own = listWrittenOut(context, registration, path, change.variants);
  return own === undefined || (isDeclined(own) && own.unnamed === undefined) ? changed : own;
}

function changedInPlace(context: EditContext, registration: Registration, path: Path, { variants, added }: ListChange): Outcome<TextEdit[]> {
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
  const instead = insteadOfArgument(context, path, data, variants, added);
  for (const [index, own] of variants) {
    const item = data.items[index];
    if (item === undefined) return declined(`${registration.name} has no element ${path.join(".")}[${index}] in its source`);
    const [only] = own;
    if (own.length === 1 && only !== undefined) {
      const changed = changeRecord(context, registration, [...path, index], only);
      const texts = isDeclined(changed) ? textsInstead(context, registration, [...path, index], item, only, changed) : undefined;
      if (texts === undefined || item.placement.kind !== "literal") edits.push(withoutNaming(changed, only));
      else at(item.placement.list).replaced.set(item, texts);
      continue;
    }
    const single = own.length === 0 && added.length === 0 ? singleOf(context, registration, path) : undefined;
    if (single !== undefined) {
      edits.push(single);
      continue;
    }
    const several = own.length > 1 && added.length === 0 ? severalInstead(context, registration, [...path, index], own) : undefined;
    if (several !== undefined) {
      edits.push(several);
      continue;
    }
    // Asked only where the element cannot go by itself.
    const withoutPass = (): Outcome<TextEdit[]> | undefined => (own.length === 0 ? removedPass(context, item.passes ?? []) : undefined);
    if (item.placement.kind === "computed") {
      const passed = withoutPass();
      if (passed === undefined)
        return declined(
          `the code at ${placeText(item.placement.span)} makes ${path[0] ?? ""}[${index}] of ${registration.name}, which cannot be changed there alone: change it by hand`,
        );
      edits.push(passed);
      continue;
    }
    if (item.placement.kind === "added") {
      const other = addedAlso(context, registration, [...path, index], item.placement.call, own);
      if (other !== undefined) {
        const passed = withoutPass();
        if (passed === undefined) return declined(`the statement at ${placeText(item.placement.call)} adds ${other} as well`);
        edits.push(passed);
        continue;
      }
      if (own.length > 0) edits.push(declined(`what ${placeText(item.placement.call)} adds would become several`));
      else if (instead === undefined) edits.push(removeCall(context, item.placement.call, item.placement.argument));
      else edits.push([instead(item.placement.argument)]);
      continue;
    }
    const { list, element } = item.placement;
    if (item.placement.isOfSetting === true && own.length > 0) return declined(settingIsNotOurs(list));
    if (own.length === 0) at(list).removed.push(item);
    else {
      const texts = copies(context, registration, [...path, index], element, own);
      if (isDeclined(texts)) return texts;
      at(list).replaced.set(item, texts);
    }
  }
  if (added.length > 0 && instead === undefined) {
    const own = writtenAt(value.origin);
    const home =
      data.items.map(({ placement }) => (placement.kind === "literal" ? placement.list : undefined)).find((list) => list !== undefined) ?? own;
    if (home === undefined)
      return declined(
        `code puts ${String(path.at(-1))} of ${registration.name} together, and no list is written to which something could be added: add it by hand`,
      );
    if (data.items.some(isOfSetting)) return declined(settingIsNotOurs(home));
    at(home);
  }
  for (const { list, removed, replaced } of byList.values()) {
    const shared = sharedBy(context, registration, path, list, variants, data);
    if (shared !== undefined) {
      // What a stack says is not written into the program of all.
      const ways = byList.size === 1 && !data.items.some(isOfSetting) ? [listOfItsOwn, elementOfItsOwn] : [];
      const own = firstWritten(ways.map((way) => way(context, registration, path, data, variants, added)));
      if (own === undefined) return declinedForOthers(shared);
      if (isDeclined(own)) return own;
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
      const head = headOf(context, list);
      const besides = sibling === undefined ? undefined : list.file.text.slice(sibling.start, sibling.end);
      const isTyped = isTypedAt(context, registration, path, list);
      if (isReference(element) && context.printer.takesOutputs?.({ head, sibling: besides, isTyped, file: list.file }) === false)
        return {
          ...declined(`the list at ${placeText(list)} is of texts, and what is to be added is known only when it is made`),
          unnamed: element.reference,
        };
      const text = printed(context, element, list, { sibling: besides, form: "literal", property: String(path.at(-1)), head, file: list.file });
      if (isDeclined(text)) return text;
      texts.push(text);
    }
    const removedIndexes = removed.map(indexOf);
    if (removedIndexes.includes(-1)) return declined(`the list at ${placeText(list)} is not written as a list`);
    if (removed.some(isOfSetting) && removedIndexes.length === sequence.elements.length) return declined(settingIsNotOurs(list));
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

/** What can stand in place of an element that cannot be changed where its properties are written. */
function textsInstead(
  context: EditContext,
  registration: Registration,
  path: Path,
  { placement }: Item,
  variant: Variant,
  { isShared, unnamed }: Declined,
): readonly string[] | undefined {
  if (placement.kind !== "literal" || placement.isOfSetting === true) return undefined;
  // What a setting names stands in a rule of its own where it cannot stand beside others.
  const apart = apartFromSetting(valueAt(registration, path), variant);
  const texts = apart === undefined ? undefined : copies(context, registration, path, placement.element, apart);
  if (texts !== undefined && !isDeclined(texts)) return texts;
  // What cannot be named has another plan.
  const own = isShared === true && unnamed === undefined ? writtenOut(context, registration, path, placement.element, variant) : undefined;
  return own === undefined || isDeclined(own) ? undefined : [own];
}

/** One text in place of another one that a call adds, or that a function takes as one of several. */
function insteadOfArgument(
  { printer }: EditContext,
  path: Path,
  { items }: List,
  variants: ReadonlyMap<number, readonly Variant[]>,
  added: readonly PlannedElement[],
): ((argument: Span) => TextEdit) | undefined {
  const [[index, own] = [], ...others] = [...variants];
  const [text, ...more] = added;
  const item = index === undefined ? undefined : items[index];
  if (typeof text !== "string" || more.length + others.length > 0 || own?.length !== 0 || item?.placement.kind !== "added") return undefined;
  return (argument) => {
    const { file, start, end } = argument;
    const around = { sibling: undefined, form: "argument", property: String(path.at(-1)), replaced: textAt(argument), file } as const;
    return { file: file.name, start, end, text: printer.text(text, around) };
  };
}

/** Of what a setting names, what violates is taken out, and nothing else is said. */
function settingIsNotOurs(list: Span): string {
  return `the list at ${placeText(list)} is a setting: say there who gets through`;
}

/** What stands before a list's brackets: its type, or what is called with its elements. */
function headOf({ syntax }: EditContext, list: Span): string {
  const { file } = list;
  const literal = syntax(file.name)?.list(list);
  if (literal !== undefined) return file.text.slice(literal.span.start, literal.bracketsSpan.start).trim();
  const call = syntax(file.name)?.call(list);
  return call === undefined ? "" : textAt(call.callee.span).trim();
}

/** The texts of an element's variants, each a copy of it with its own changes. */
function copies(context: EditContext, registration: Registration, path: Path, element: Span, variants: readonly Variant[]): Outcome<string[]> {
  const texts: string[] = [];
  const { file } = element;
  const text = file.text.slice(element.start, element.end);
  for (const variant of variants) {
    const changed = changeRecord(context, registration, path, variant);
    if (isDeclined(changed)) return changed;
    const edits = changed.map((edit) => within(edit, element));
    if (!edits.every((edit) => edit !== undefined))
      return declined(`the rule at ${placeText(element)} takes its values from elsewhere, and would become several`);
    texts.push(applyEdits(text, edits).trimEnd());
  }
  return texts;
}

/** A list of several objects in place of one that stands for a list of itself. */
function severalInstead(context: EditContext, registration: Registration, path: Path, own: readonly Variant[]): Outcome<TextEdit[]> | undefined {
  const single = context.printer.several === undefined ? undefined : singleAt(registration, path.slice(0, -1));
  if (single === undefined) return undefined;
  const texts = copies(context, registration, path, single, own);
  const text = isDeclined(texts) ? undefined : context.printer.several?.(texts);
  return isDeclined(texts) ? texts : text === undefined ? undefined : [{ file: single.file.name, start: single.start, end: single.end, text }];
}

/** An edit as one of an element alone: the line that the last of it leaves empty is not of the element. */
function within(edit: TextEdit, { file, start, end }: Span): TextEdit | undefined {
  const beyond = file.text.slice(end, edit.end);
  const isIn = edit.file === file.name && edit.start >= start && (edit.end <= end || (edit.text === "" && isBlank(beyond) && edit.start <= end));
  return isIn ? { ...edit, start: edit.start - start, end: Math.min(edit.end, end) - start } : undefined;
}

/** The first that can be written; else what cannot be named in one of them, which may have another plan. */
function firstWritten(ways: readonly (Outcome<TextEdit[]> | undefined)[]): Outcome<TextEdit[]> | undefined {
  return (
    ways.find((way) => way !== undefined && !isDeclined(way)) ?? ways.find((way) => way !== undefined && isDeclined(way) && way.unnamed !== undefined)
  );
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

/** Another element in place of one that a caller gave, or that is a parameter's default. */
function elementOfItsOwn(
  context: EditContext,
  registration: Registration,
  path: Path,
  _: List,
  variants: ReadonlyMap<number, readonly Variant[]>,
  added: readonly PlannedElement[],
): Outcome<TextEdit[]> | undefined {
  const [[index, own] = [], ...others] = [...variants];
  const [element, ...more] = added;
  if (index === undefined || own === undefined || own.length > 0 || element === undefined || others.length + more.length > 0 || isSetting(element))
    return undefined;
  return replaceValue(context, registration, [...path, index], element, { sibling: undefined, form: "argument", property: String(path.at(-1)) });
}

/** Why a list must not be changed here: it gives somebody else its elements, who does not want the same change. */
function sharedBy(
  context: EditContext,
  registration: Registration,
  path: Path,
  list: Span,
  variants: ReadonlyMap<number, readonly Variant[]>,
  own: List,
): string | undefined {
  const around = plannedAt(context, registration, path.slice(0, -1));
  for (const use of context.uses.of(list)) {
    if (sharedUrn(use.registration.urn) === sharedUrn(registration.urn) && JSON.stringify(use.path) === JSON.stringify(path)) continue;
    // The rules that the list is of become the same.
    if (around !== undefined && areAlike(context, plannedAt(context, use.registration, use.path.slice(0, -1)), around)) continue;
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
        return same === -1 || areAlike(context, plannedAt(context, use.registration, [...use.path, same]), changes);
      });
    if (!agrees) return `the list at ${placeText(list)} is used for ${alsoOf(use.registration, registration)} as well`;
  }
  return undefined;
}
