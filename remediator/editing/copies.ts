import { settingOf, type Variant } from "@portcullis/policypack/plans/plan";
import { withSuffix } from "@portcullis/policypack/resources/identity";
import type { Registration } from "../reader/interpreter/registration";
import { textAt } from "../reader/syntax/spans";
import type { Span, Statement } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "./edits";
import { declined, isDeclined, type Declined, type Outcome } from "./outcome";
import { placeText, type EditContext } from "./context";
import { hasLongText, indented } from "./layout";
import { longerName } from "./longer-names";
import { indentationAt, isBlank, lineBreakOf, lineEnd, lineStart } from "./lines";
import type { Copied, Handled } from "./printer";
import { changeRecord } from "./records";
import { settingText } from "./settings";
import type { PlacedStatement } from "./syntax-index";

/** The statement of a resource, and what it takes to write it more than once. */
interface Original {
  readonly placed: PlacedStatement;
  readonly registration: Registration;
  /** The statement with what looks after its failure, and the sign that ends it. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/**
 * Copies of a statement, each with its own changes: the copies' names end with a number. What takes its only source from a setting is made once for each that
 * this names, in a loop.
 */
export function copyStatement(
  context: EditContext,
  placed: PlacedStatement,
  registration: Registration,
  variants: readonly Variant[],
  handled: Handled,
): Outcome<TextEdit[]> {
  const { file } = handled.span;
  const { nameSpan } = registration;
  if (nameSpan?.file !== file) return withoutName(registration);
  const span = withSemicolon(handled.span);
  const original = { placed, registration, span, nameSpan };
  const indentation = file.text.slice(lineStart(file.text, span.start), span.start);
  const line = `${lineBreakOf(file.text)}${isBlank(indentation) ? indentation : ""}`;
  const texts: string[] = [];
  let plain = 0;
  for (const [index, variant] of variants.entries()) {
    const key = settingOf(variant);
    const isLast = index === variants.length - 1;
    const text = key === undefined ? oneMore(context, original, variant, plain++, isLast) : oneForEach(context, original, variant, key);
    if (typeof text !== "string") return text;
    texts.push(text);
  }
  // What only a loop makes declares nothing for what stands behind it.
  return [{ file: file.name, start: span.start, end: span.end, text: texts.join(line) }, ...(plain > 0 ? [] : handled.edits)];
}

/** With the sign that ends the statement, where there is one. */
function withSemicolon(span: Span): Span {
  return span.file.text[span.end] === ";" ? { ...span, end: span.end + 1 } : span;
}

function withoutName({ name }: Registration): Declined {
  return declined(`the name of ${name} is not written where it is made, so that it cannot become several`);
}

/** The statement once more, with its own changes: the first one has its names. */
function oneMore(context: EditContext, original: Original, variant: Variant, index: number, isLast: boolean): Outcome<string> {
  const { placed, registration, span, nameSpan } = original;
  const { file } = span;
  const edits = ownEdits(context, original, variant, span);
  if (isDeclined(edits)) return edits;
  const copied = context.printer.copied?.(placed) ?? { edits: [] };
  const named = index === 0 ? [] : renaming(context, placed.statement, nameSpan, numberOf(context, registration, index), copied);
  if (isDeclined(named)) return named;
  const text = textOf(span, [...edits, ...named]);
  // What stands behind the statement looks after the last of them.
  return isLast ? text : withCheck(text, copied, file.text, span.start);
}

/** The edits of a copy, which have to be in it. */
function ownEdits(context: EditContext, { registration }: Original, variant: Variant, within: Span): Outcome<TextEdit[]> {
  const edits = changeRecord(context, registration, [], variant);
  if (isDeclined(edits)) return edits;
  return edits.some(({ file, start, end }) => file !== within.file.name || start < within.start || end > within.end)
    ? declined(`${registration.name} takes its values from elsewhere, and would become several`)
    : edits;
}

function textOf({ file, start, end }: Span, edits: readonly TextEdit[]): string {
  return applyEdits(
    file.text.slice(start, end),
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );
}

/** What nothing looks after where it stands has the check that it takes behind it. */
function withCheck(text: string, { check }: Copied, file: string, start: number): string {
  if (check === undefined) return text;
  return [text, ...check.lines.map((one) => (indentationAt(file, start) ?? "") + one)].join(lineBreakOf(file));
}

/** A loop that makes a resource once for each address that a setting names. */
function oneForEach(context: EditContext, original: Original, variant: Variant, key: string): Outcome<string> {
  const { placed, registration, span, nameSpan } = original;
  const { file } = span;
  const { text } = file;
  const { each, copied: copying, name } = context.printer;
  const setting = settingText(context, key, registration.span);
  if (isDeclined(setting)) return setting;
  if (each === undefined) return declined(`${name} has no way to make ${registration.name} once for each that ${key} names`);
  const indentation = indentationAt(text, span.start);
  const behind = text.slice(span.end, lineEnd(text, span.end)).trim();
  if (indentation === undefined || !(behind === "" || behind.startsWith(context.printer.marks.line)))
    return declined(
      `the statement at ${placeText(span)} does not have its lines for itself, so that it cannot be made once for each that ${key} names`,
    );
  const variable = ["cidr", key.replace(/s$/, ""), `each${key}`].find((free) => (context.syntax(file.name)?.occurrences(free) ?? []).length === 0);
  const written = text.slice(nameSpan.start, nameSpan.end);
  const named = variable === undefined ? undefined : each.name(written, variable);
  if (variable === undefined || named === undefined) return withoutName(registration);
  // What it gives has no name here.
  const copied = copying?.(placed) ?? { edits: [] };
  const creation = copying === undefined ? withSemicolon(registration.span) : span;
  const edits = ownEdits({ ...context, each: { setting: key, variable } }, original, variant, creation);
  if (isDeclined(edits)) return edits;
  const naming: TextEdit = { file: file.name, start: nameSpan.start, end: nameSpan.end, text: named };
  const body = withCheck(textOf(creation, [...edits, naming, ...(copied.inLoop ?? [])]), copied, text, span.start);
  if (hasLongText(body, context.printer.marks.line)) return declined(`the statement at ${placeText(span)} has a text over several lines`);
  const foot = each.foot === undefined ? [] : [each.foot];
  const lines = [...each.head(variable, setting.texts ?? setting.list, text), indented(body, indentation, text, each.indentation), ...foot];
  return lines.join(`${lineBreakOf(text)}${indentation}`);
}

/** The number that a copy's name ends with: the first one from there on that no other resource has. */
function numberOf({ registrations }: EditContext, { urn }: Registration, index: number): number {
  let free = 1;
  for (let copy = 0; copy < index; copy++)
    do free++;
    while (registrations.has(withSuffix(urn, `-${String(free)}`)));
  return free;
}

function renaming(context: EditContext, statement: Statement, nameSpan: Span, number: number, copied: Copied): Outcome<TextEdit[]> {
  const file = nameSpan.file.name;
  const { start, end } = nameSpan;
  const edits: TextEdit[] = [{ file, start, end, text: longerName(textAt(nameSpan), `-${number}`) }, ...copied.edits];
  if (
    context.printer.copied !== undefined ||
    (statement.kind !== "declare" && !(statement.kind === "expression" && statement.expression.kind === "assignment"))
  )
    return edits;
  const pattern =
    statement.kind === "declare" ? statement.pattern : statement.expression.kind === "assignment" ? statement.expression.target : undefined;
  if (pattern?.kind !== "name")
    return declined(
      `${placeText(statement.span)} would have to be written once for each of several rules, and gives names that cannot be given twice`,
    );
  const name = `${pattern.name}${number}`;
  if ((context.syntax(file)?.occurrences(name) ?? []).length > 0) return declined(`${name} is a name that the program has already`);
  return [...edits, { file, start: pattern.span.end, end: pattern.span.end, text: String(number) }];
}
