import { RecordData, type Value } from "../reader/interpreter/value";
import { writtenAt } from "../reader/places";
import { textAt } from "../reader/syntax/spans";
import type { Call, Span } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { declined, type Outcome } from "./outcome";
import { placeText, type EditContext } from "./context";
import { laidOut } from "./layout";
import { lineEnd, lineStart } from "./lines";
import type { Surroundings } from "./printer";
import { collectionOf, type Collection, type Sequence } from "./sequence";
import { yamlCollectionAt } from "./yaml/collections";
import { entryAt, isDocument } from "./yaml/nodes";

/** The elements between the brackets, or parentheses, at a place. */
export function sequenceAt(context: EditContext, list: Span): Outcome<Collection> {
  const document = isDocument(list.file.name) ? yamlCollectionAt(list) : undefined;
  if (document !== undefined) return document;
  const syntax = context.syntax(list.file.name);
  const literal = syntax?.list(list);
  const { marks } = context.printer;
  // The constants of an enum are a list for whoever goes through them, and each is a name as well.
  const isWritten = literal !== undefined && /[[{(]/.test(list.file.text[literal.bracketsSpan.start] ?? "");
  if (literal !== undefined && isWritten) {
    const { bracketsSpan } = literal;
    return collectionOf({
      file: list.file,
      elements: literal.elements.map(({ span }) => span),
      inside: { start: bracketsSpan.start + 1, end: bracketsSpan.end - 1 },
      padded: list.file.text[bracketsSpan.start] === "{",
      isTuple: list.file.text[bracketsSpan.start] === "(",
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

/** Where a record is written, and how its entries are changed there. */
export interface Site {
  readonly span: Span;
  readonly form: Surroundings["form"];
  readonly sibling: string | undefined;
  readonly edit: (removed: readonly Span[], added: readonly string[]) => Outcome<TextEdit[]>;
}

/** Where a record stands; or why it stands nowhere. */
export function siteOf(context: EditContext, value: Value): Outcome<Site> {
  const { data } = value;
  const span = writtenAt(value.origin);
  if (!(data instanceof RecordData) || span === undefined)
    return declined("code puts the object together, and it is not written in one place: change it by hand");
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
  const resource = isDocument(span.file.name) && fields.length === 0 ? yamlCollectionAt(entryAt(span)?.entry.value.span ?? span) : undefined;
  if (resource !== undefined)
    return { span, form: "literal", sibling: undefined, edit: (_, added) => resource.edit({ added: [`properties: { ${added.join(", ")} }`] }) };
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
    const { firstRecord, name } = context.printer;
    const filling = fields.length === 0 ? fillingOf(context, call) : undefined;
    if (filling !== undefined) return filling;
    // A call that is given no object yet is given one.
    if (fields.length === 0 && firstRecord === undefined)
      return declined(`the call at ${placeText(span)} is given no properties yet, which ${name} needs a type for`);
    return {
      span: call.argumentsSpan,
      form: "argument",
      sibling: sibling(named),
      edit: (removed, added) =>
        editEntries(collectionOf(sequence), removed, fields.length === 0 && firstRecord !== undefined ? firstRecord(added) : added),
    };
  }
  return declined(`code puts the object at ${placeText(span)} together: change it there by hand`);
}

/** A call that is given nothing in place of its object is given one there. */
function fillingOf({ printer: { noRecord } }: EditContext, { callee, arguments: given }: Call): Site | undefined {
  const span = given.map((argument) => argument.span).find((each) => textAt(each) === noRecord?.text);
  if (noRecord === undefined || span === undefined || noRecord.filled(textAt(callee.span), []) === undefined) return undefined;
  const { file, start, end } = span;
  return {
    span,
    form: "literal",
    sibling: undefined,
    edit: (_, added) => {
      const text = noRecord.filled(textAt(callee.span), added) ?? noRecord.text;
      const indentation = /^[ \t]*/.exec(file.text.slice(lineStart(file.text, start)))?.[0] ?? "";
      return [{ file: file.name, start, end, text: laidOut(text, indentation, file.text) }];
    },
  };
}

function editEntries(sequence: Collection, removed: readonly Span[], added: readonly string[]): Outcome<TextEdit[]> {
  const indexes = removed.map(({ start }) => sequence.elements.findIndex((element) => element.start === start));
  if (indexes.includes(-1)) return declined("a property is given to the object by another statement");
  return sequence.edit({ removed: indexes, added, inPlace: true });
}

/** A builder's property is a call in a chain. */
function editBuilder(entries: readonly Span[], removed: readonly Span[], added: readonly string[]): TextEdit[] {
  // What comes takes the place of what goes.
  const place = added.length === 0 ? undefined : removed.find((each) => !isCommented(each));
  const edits = removed
    .filter((each) => each !== place)
    .map(({ file, start, end }): TextEdit => {
      const before = /\s*$/.exec(file.text.slice(0, start))?.[0].length ?? 0;
      return { file: file.name, start: start - before, end, text: "" };
    });
  const last = place ?? entries.at(-1);
  if (added.length === 0 || last === undefined) return edits;
  const before = /(?:\r?\n)?[ \t]*$/.exec(last.file.text.slice(0, last.start))?.[0] ?? "";
  const separator = before.includes("\n") ? before : "";
  const own = separator === "" ? added : added.map((call) => laidOut(call, separator.replace(/^\r?\n/, ""), last.file.text));
  const text = own.map((call) => `${separator}${call}`).join("");
  if (place !== undefined) return [...edits, { file: place.file.name, start: place.start, end: place.end, text: text.slice(separator.length) }];
  return [...edits, { file: last.file.name, start: last.end, end: last.end, text }];
}

/** Whether a comment stands behind a call on its line, or on the one above. */
function isCommented({ file: { text }, start, end }: Span): boolean {
  const above = lineStart(text, start);
  const behind = text.slice(end, lineEnd(text, end));
  return /\/[/*]/.test(behind) || /^\s*(?:\/\/|\/?\*)/.test(text.slice(lineStart(text, Math.max(0, above - 1)), above));
}
