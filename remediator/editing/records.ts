import { isSetting, type Path, type PlannedElement, type PlannedValue, type Variant } from "@portcullis/policypack/plans/plan";
import type { Plain } from "@portcullis/policypack/resources/resource";
import type { Registration } from "../reader/interpreter/registration";
import { List } from "../reader/interpreter/list";
import { RecordData, type Origin, type Value } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { allOf, declined, declinedForOthers, isDeclined, type Outcome } from "./outcome";
import { alsoOf, areAlike, isIn, isMadeBy, isOfSetting, isWithin, placeText, plannedAt, sharedUrn, type EditContext } from "./context";
import { changeList } from "./lists";
import type { Surroundings } from "./printer";
import { recordTypeOf } from "./record-types";
import { siteOf } from "./sites";
import { printed, replaceValue } from "./values";
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
  const last = path.at(-1);
  // The longest part of the path that is there is not the whole.
  if (typeof last === "string" && value === valueAt(registration, path.slice(0, -1)))
    return changeRecord(context, registration, path.slice(0, -1), { set: { [last]: set as Plain } });
  if (!(data instanceof RecordData)) return declined(`${path.join(".") || "the resource"} of ${registration.name} is not written as an object`);
  const site = siteOf(context, value);
  if (isDeclined(site)) return site;
  if (isGivenBySetting(data, site.span)) return declined(`what is at ${placeText(site.span)} is a setting, in which nothing is put`);
  const around = (property: string): Surroundings => ({
    sibling: site.sibling,
    form: site.form,
    property,
    type: path.length === 0 ? recordTypeOf(registration.type, property) : undefined,
  });
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
    // What a spread gives an element of a list is said anew behind it.
    if (field.placement === "computed" && field.value.data instanceof List && path.length > 0 && isOfRule(registration, path)) write(property, []);
    else if (field.placement === "computed")
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
      more.some(isSetting) &&
      (more.length === 1 || context.printer.listWith !== undefined) &&
      isEmptied(field.value.data, gone)
    ) {
      // Where nothing is left beside what a setting names, that is the list; or what it stands behind.
      write(property, more);
    } else if (
      field?.value.data instanceof List &&
      isWritten(data, property) &&
      more.some(isSetting) &&
      context.printer.listWith !== undefined &&
      isOwn(field.value, field.entry) &&
      textsLeft(field.value.data, gone) !== undefined
    ) {
      write(property, [...(textsLeft(field.value.data, gone) ?? []), ...more]);
    } else if (
      field?.value.data instanceof List &&
      isWritten(data, property) &&
      more.length === 0 &&
      isEmptied(field.value.data, gone) &&
      isOfRule(registration, path)
    ) {
      removed.push(field.entry);
    } else if (field?.value.data instanceof List && isWritten(data, property)) {
      const own = [...path, property];
      const changed = changeList(context, registration, own, { variants: new Map(gone.map((index) => [index, []])), added: more });
      // A list of texts has no place for what is known only when it is made; a list of its own has.
      const replaced =
        isDeclined(changed) && changed.unnamed !== undefined && isEmptied(field.value.data, gone) && isOwn(field.value, field.entry)
          ? replaceValue(context, registration, own, more, around(property))
          : changed;
      edits.push(isDeclined(replaced) ? changed : replaced);
    } else if (field === undefined || field.value.data === null) write(property, more);
    else if (field.value.data instanceof List && path.length > 0 && isEmptied(field.value.data, gone) && isOfRule(registration, path))
      write(property, more);
    else edits.push(declined(`${property} of ${registration.name} is not written as a list`));
  }
  for (const [property, planned] of Object.entries(set)) write(property, planned);
  if (removed.length + added.length > 0) {
    // What is written in an entry, or given by a caller, knows itself whose it is.
    const shared = sharedBy(context, registration, path, site.span);
    edits.push(shared === undefined ? site.edit(removed, added) : declinedForOthers(shared));
  }
  return allOf(edits);
}

function isWritten(data: RecordData, property: string): boolean {
  const field = data.fields.get(property);
  return field !== undefined && field.placement !== "computed";
}

/** Of a list that a setting gives, it is for whoever set it to say that nobody is left. */
function isEmptied({ items, rest }: List, gone: readonly number[]): boolean {
  return rest === undefined && items.length > 0 && !items.some(isOfSetting) && items.every((_, index) => gone.includes(index));
}

/** Whether an object is the value of a setting: nothing of it was written in the program. */
function isGivenBySetting({ fields }: RecordData, { file }: Span): boolean {
  return isDocument(file.name) && fields.size > 0 && [...fields.values()].every(({ placement }) => placement === "computed");
}

/** What stays of a list where that is texts that stand in it, and nothing else. */
function textsLeft({ items, rest }: List, gone: readonly number[]): readonly string[] | undefined {
  const kept = items.filter((_, index) => !gone.includes(index));
  const texts = kept.flatMap(({ value: { data }, placement }) => {
    if (typeof data !== "string" || placement.kind !== "literal" || placement.isOfSetting === true) return [];
    const { file, start, end } = placement.element;
    return file.text.slice(start, end).includes(JSON.stringify(data)) ? [data] : [];
  });
  return rest === undefined && texts.length === kept.length ? texts : undefined;
}

/** Whether a list stands in an entry or in a variable, and no caller gives it. */
function isOwn({ data, origin }: Value, entry: Span): boolean {
  const isHere = data instanceof List && data.items.every(({ placement }) => placement.kind === "literal" && isIn(placement.list, entry));
  return isHere || !isPassed(origin);
}

function isPassed({ how, from }: Origin): boolean {
  return how === "argument" || (from !== undefined && isPassed(from));
}

/** A rule without sources of a kind says nothing about that kind. */
function isOfRule({ type }: Registration, path: Path): boolean {
  return /(?:in|e)gress$/i.test(String(path.at(-2))) || (path.length === 0 && type.endsWith("Rule"));
}

/** Why a record must not be changed here: it gives somebody else its properties, who does not want the same change. */
function sharedBy(context: EditContext, registration: Registration, path: Path, span: Span): string | undefined {
  const planned = plannedAt(context, registration, path);
  for (const use of context.uses.of(span)) {
    // What is inside of the record is noted for its own paths.
    if (sharedUrn(use.registration.urn) === sharedUrn(registration.urn) && isWithin(use.path, path)) continue;
    // What is made of a property of the record, or of the resource that it makes, does not have the record; the proof looks at what it has.
    if (!(valueAt(use.registration, use.path).data instanceof RecordData)) continue;
    // What a component makes by itself stands where its call does.
    if (isMadeBy(use.registration, registration)) continue;
    if (planned === undefined || !areAlike(context, plannedAt(context, use.registration, use.path), planned))
      return `the object at ${placeText(span)} is used for ${alsoOf(use.registration, registration)} as well`;
  }
  return undefined;
}
