import type { Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../../reader/interpreter/registration";
import type { SourceFile } from "../../reader/syntax/tree";
import { fieldOf } from "../../reader/syntax/yaml";
import { applyEdits, type TextEdit } from "../edits";
import { declined, isDeclined, type Outcome } from "../outcome";
import type { EditContext } from "../context";
import { lineBreakOf, lineStart } from "../lines";
import { changeRecord } from "../records";
import { yamlCollectionAt } from "./collections";
import { entryAt, type PlacedEntry } from "./nodes";

/** Removes a resource's entry, or makes several of it. */
export function changeEntry(context: EditContext, registration: Registration, variants: readonly Variant[]): Outcome<TextEdit[]> {
  const placed = entryAt(registration.span);
  if (placed === undefined || registration.calls.length > 0) return declined(`${registration.name} is made by a component`);
  return variants.length === 0 ? removeEntry(placed, registration) : copyEntry(context, placed, registration, variants);
}

function removeEntry({ entry, map }: PlacedEntry, { name }: Registration): Outcome<TextEdit[]> {
  const { file, start, end } = entry.span;
  const rest = `${file.text.slice(0, start)}${file.text.slice(end)}`;
  if (refersTo(rest, entry.key)) return declined(`${entry.key} is used elsewhere, so that ${name} cannot be removed`);
  const list = yamlCollectionAt(map.span);
  const index = list?.elements.findIndex((element) => element.start === start) ?? -1;
  return list === undefined || index === -1 ? declined(`${name} is not written in the document`) : list.edit({ removed: [index] });
}

/** Whether a text has a reference to a name: `${name}`, `${name.id}`, `${["name"].id}`. */
function refersTo(text: string, key: string): boolean {
  const name = key.replace(/[^\w-]/g, "\\$&");
  return new RegExp(`\\$\\{\\s*(?:${name}\\s*[.}[]|\\["${name}"\\])`).test(text);
}

function copyEntry(context: EditContext, { entry }: PlacedEntry, registration: Registration, variants: readonly Variant[]): Outcome<TextEdit[]> {
  const { file, start, end } = entry.span;
  const own = file.text.slice(start, end);
  if (fieldOf(entry.value, "name") !== undefined || /[&*]\w/.test(own))
    return declined(`${registration.name} has a name or an anchor of its own, so that it cannot become several`);
  const texts: string[] = [];
  for (const [index, variant] of variants.entries()) {
    const edits = changeRecord(context, registration, [], variant);
    if (isDeclined(edits)) return edits;
    if (edits.some((edit) => edit.file !== file.name || edit.start < start || edit.end > end))
      return declined(`${registration.name} takes its values from elsewhere, and would become several`);
    const key = entry.keySpan.end - (/["']/.test(own.charAt(0)) ? 1 : 0);
    if (isTaken(file, `${entry.key}-${String(index + 1)}`))
      return declined(`${entry.key}-${String(index + 1)} is a name that the program has already`);
    const naming = index === 0 ? [] : [{ file: file.name, start: key, end: key, text: `-${String(index + 1)}` }];
    texts.push(
      applyEdits(
        own,
        [...edits, ...naming].map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
      ),
    );
  }
  const column = start - lineStart(file.text, start);
  return [{ file: file.name, start, end, text: texts.join(`${lineBreakOf(file.text)}${" ".repeat(column)}`) }];
}

function isTaken({ text }: SourceFile, key: string): boolean {
  return new RegExp(`^\\s*["']?${key.replace(/[^\w-]/g, "\\$&")}["']?\\s*:`, "m").test(text);
}
