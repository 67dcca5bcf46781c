import { madeBy, type NewResource, type Step } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Span } from "../reader/syntax/tree";
import { isAt, madeFor, placeText, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { checkOf } from "./go-errors";
import { inLines } from "./layout";
import { indentationAt, isBlank, lineBreakOf, lineEnd, lineStart } from "./lines";
import { isOneText, longerText } from "./longer-names";
import { declined, isDeclined, type Declined, type Outcome } from "./outcome";
import type { Handled } from "./printer";
import { recordTypeOf } from "./record-types";
import { removal } from "./removals";
import { contextAt } from "./settings";
import { isCreation } from "./statements";
import type { PlacedStatement } from "./syntax-index";
import { printed } from "./values";
import { wordsOf } from "./words";
import { entryFor } from "./yaml/creations";
import { isDocument } from "./yaml/nodes";

/** Statements that make what a plan has anew, and the names of what they make, by its URN. */
export interface Creations {
  readonly edits: readonly TextEdit[];
  readonly names: ReadonlyMap<string, string>;
}

/** Makes what the calls of components are to name, above these. */
export function creationsFor(context: EditContext, steps: readonly Step[]): Outcome<Creations> {
  const edits: TextEdit[] = [];
  const names = new Map<string, string>();
  for (const step of steps) {
    const [made] = madeBy([step]);
    const user = context.registrations.get(step.urn);
    if (made === undefined || user === undefined) continue;
    const own = madeFor(context, user);
    const creation = isDocument(user.span.file.name) ? entryFor(own, user, made) : statementFor(own, user, made);
    if (isDeclined(creation)) return creation;
    edits.push(...creation.edits);
    names.set(made.urn, creation.name);
  }
  return { edits, names };
}

/** What makes a resource anew, and how that is called. */
export interface Creation {
  readonly edits: readonly TextEdit[];
  readonly name: string;
}

/** The entries of a resource, each as the language writes it. */
export function entriesOf(
  context: EditContext,
  { type, inputs }: NewResource,
  place: Span,
  form: "literal" | "argument" | "builder",
): Outcome<string[]> {
  const entries: string[] = [];
  for (const [property, value] of Object.entries(inputs)) {
    const around = { sibling: undefined, form, property, type: recordTypeOf(type, property) };
    const text = printed(context, value, place, around);
    if (isDeclined(text)) return text;
    entries.push(context.printer.entry(property, text, around));
  }
  return entries;
}

function statementFor(context: EditContext, user: Registration, made: NewResource): Outcome<Creation> {
  const { printer, registrations } = context;
  const { span, nameSpan } = user;
  const { file } = span;
  const { text } = file;
  const placed = context.syntax(file.name)?.statement(span);
  const [, module, className] = /^aws:(\w+)\/\w+:(\w+)$/.exec(made.type) ?? [];
  if (printer.creation === undefined || module === undefined || className === undefined) return inside(user);
  if (placed === undefined || !isCreation(placed.statement, span)) return inside(user);
  const written = nameSpan === undefined ? "" : text.slice(nameSpan.start, nameSpan.end);
  if (nameSpan?.file !== file || !isOneText(written))
    return declined(`the name of ${user.name} is not written where it is made, so that a group of its own cannot be called after it`);
  const other = [...registrations.values()].find(
    (each) => each !== user && each.kind !== "custom" && isAt(each.span, span) && each.type === user.type,
  );
  if (other !== undefined) return declined(`the statement at ${placeText(span)} makes ${other.name} as well`);
  const variable = freeName(context, user);
  const handled = standing(context, placed);
  if (isDeclined(handled)) return handled;
  const [error = "_"] = handled.errors;
  const name = longerText(written, made.suffix);
  const creation = printer.creation({ variable, name, module, class: className, file, context: contextAt(context, span)?.name, error });
  if (isDeclined(creation)) return creation;
  const entries = entriesOf(context, made, { ...placed.statement.span, end: placed.statement.span.start }, creation.form);
  if (isDeclined(entries)) return entries;
  const indentation = indentationAt(text, handled.span.start);
  if (indentation === undefined) return declined(`the statement at ${placeText(span)} does not have its lines for itself`);
  const statement = inLines({ ...creation, entries: [...(creation.leading ?? []), ...entries] }, indentation, text);
  const check = printer.handled === undefined || error === "_" ? undefined : checkOf(placed, handled, indentation);
  if (check !== undefined && isDeclined(check)) return check;
  const lines = check === undefined ? statement : `${statement}${lineBreakOf(text)}${check}`;
  const at = startAbove(context, handled.span);
  const blank = isApart(text, at) ? 2 : 1;
  const edits = [
    { file: file.name, start: at, end: at, text: `${lines}${lineBreakOf(text).repeat(blank)}` },
    ...creation.edits,
    ...(error === "_" ? [] : assigning(placed, handled)),
  ];
  return { edits, name: variable };
}

function inside({ name, span }: Registration): Declined {
  return declined(`${name} is made inside of the statement at ${placeText(span)}, above which a group of its own cannot be made`);
}

/** What looks after the failure of a statement that stays. */
function standing({ printer }: EditContext, placed: PlacedStatement): Outcome<Handled> {
  const alone: Handled = { span: placed.statement.span, errors: [], edits: [] };
  const handled = printer.handled?.(placed) ?? alone;
  const check = isDeclined(handled) ? printer.copied?.(placed).check : undefined;
  return check === undefined ? handled : { ...alone, errors: [check.error] };
}

/** The start of the line above which something stands that is to come before a statement and its comments. */
function startAbove(context: EditContext, span: Span): number {
  const { text } = span.file;
  const { start } = removal(context, span);
  // Blank lines above it stay there.
  const blank = /^(?:[ \t]*\r?\n)*/.exec(text.slice(start))?.[0].length ?? 0;
  return lineStart(text, start + blank);
}

/** Whether a blank line stands above a place. */
function isApart(text: string, at: number): boolean {
  const before = text.slice(0, at).split("\n");
  return isBlank(before.at(-2) ?? "x");
}

/** What a group is called: after the variable of what it is for, or after that itself. */
function freeName(context: EditContext, user: Registration): string {
  const { file } = user.span;
  const own = context.variables.find(
    ({ registration, declared, output }) => registration === user && declared.file === file && output === undefined,
  )?.name;
  const words = [...wordsOf(own === undefined || own.includes(".") ? user.name : own), "group"];
  const make = context.printer.variable ?? ((each: readonly string[]): string => each.join(""));
  const isTaken = (name: string): boolean =>
    /^\d/.test(name) || context.modules.some((module) => (context.syntax(module.file.name)?.occurrences(name) ?? []).length > 0);
  for (let number = 1; ; number++) {
    const name = make([...words, ...(number === 1 ? [] : [String(number)])]);
    if (!isTaken(name)) return name;
    if (number > mostTried) return make(["tasks", ...words]);
  }
}

const mostTried = 20;

/** Go: below a statement that declares the error, one that would declare nothing else assigns it. */
function assigning({ statement, within }: PlacedStatement, { errors }: Handled): readonly TextEdit[] {
  const { file, start, end } = statement.span;
  const [, left = ""] = /^([\w\s,]*?)\s*:=/.exec(file.text.slice(start, end)) ?? [];
  const names = left.split(",").map((name) => name.trim());
  const isOfIf = within?.kind === "block" && /^if\s/.test(file.text.slice(lineStart(file.text, start), lineEnd(file.text, start)).trim());
  if (left === "" || isOfIf || names.some((name) => name !== "_" && !errors.includes(name))) return [];
  const at = start + file.text.slice(start, end).indexOf(":=");
  return [{ file: file.name, start: at, end: at + 1, text: "" }];
}
