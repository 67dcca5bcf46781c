import type { Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Span, Statement } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "./edits";
import { declined, isDeclined, type Outcome } from "./outcome";
import { placeText, plannedAt, sharedUrn, type EditContext } from "./context";
import { isBlank, leadOf, lineBreakOf, lineEnd, lineStart, wholeLines, type CommentMarks } from "./lines";
import { changeRecord } from "./records";
import { whyNotAlone } from "./removal-safety";
import { editSequence } from "./sequence";

/** Changes a resource as a whole: removes its statement, changes its inputs, or makes copies of it. */
export function changeResource(context: EditContext, registration: Registration, variants: readonly Variant[]): Outcome<TextEdit[]> {
  const [first, ...others] = variants;
  if (first !== undefined && others.length === 0) return changeRecord(context, registration, [], first);
  const shared = [...context.registrations.values()].filter(
    (other) => other !== registration && other.span.file === registration.span.file && other.span.start === registration.span.start,
  );
  const disagreeing = shared.find((other) => JSON.stringify(plannedAt(context, other, [])) !== JSON.stringify(variants));
  if (disagreeing !== undefined) return declined(`the statement at ${placeText(registration.span)} makes ${disagreeing.name} as well`);
  const placed = context.syntax(registration.span.file.name)?.statement(registration.span);
  if (placed === undefined || !isCreation(placed.statement, registration.span))
    return declined(`${registration.name} is made inside of the statement at ${placeText(registration.span)}`);
  const reason = whyNotAlone(context, placed, namesOf(placed.statement));
  if (reason !== undefined && first === undefined) return declined(reason);
  return first === undefined
    ? removeStatement(context, placed.statement, registration)
    : copyStatement(context, placed.statement, registration, variants);
}

/** Whether a statement does nothing but create the resource, and name it at most. */
function isCreation(statement: Statement, creation: Span): boolean {
  const value = statement.kind === "declare" ? statement.value : statement.kind === "expression" ? statement.expression : undefined;
  const made = value?.kind === "assignment" ? value.value : value;
  return made?.span.start === creation.start && made.span.end === creation.end;
}

/** The names that a statement gives. */
function namesOf(statement: Statement): readonly string[] {
  const pattern =
    statement.kind === "declare"
      ? statement.pattern
      : statement.kind === "expression" && statement.expression.kind === "assignment"
        ? statement.expression.target
        : undefined;
  if (pattern?.kind === "name") return [pattern.name];
  if (pattern?.kind === "list") return pattern.elements.flatMap((element) => (element?.pattern.kind === "name" ? [element.pattern.name] : []));
  return pattern?.kind === "target" ? ["?"] : [];
}

function removeStatement(context: EditContext, statement: Statement, registration: Registration): Outcome<TextEdit[]> {
  for (const name of namesOf(statement)) {
    const used = context.modules.some((module) =>
      (context.syntax(module.file.name)?.occurrences(name) ?? []).some(
        (span) => span.file !== statement.span.file || span.start < statement.span.start || span.end > statement.span.end,
      ),
    );
    if (used) return declined(`${name} is used elsewhere, so that ${registration.name} cannot be removed`);
  }
  return [removal(context, statement.span)];
}

/** Takes a statement out, with the comment that speaks about it alone, and the line that it leaves empty. */
export function removal({ printer }: EditContext, { file, start, end }: Span): TextEdit {
  const { text } = file;
  const stop = endOf(text, text[end] === ";" ? end + 1 : end, printer.marks);
  const lead = leadOf(text, lineStart(text, previousCode(text, start)), start, printer.marks);
  const lines = wholeLines(text, { start: lead, end: stop }, { start: 0, end: text.length });
  return { file: file.name, start: lines?.start ?? lead, end: lines?.end ?? stop, text: "" };
}

/** What follows on the same line and is a comment goes with the statement. */
function endOf(text: string, end: number, { line, open, close }: CommentMarks): number {
  const rest = text.slice(end, lineEnd(text, end));
  const comment = rest.trim();
  const isComment =
    comment.startsWith(line) ||
    (open !== undefined && close !== undefined && comment.startsWith(open) && comment.indexOf(close) === comment.length - close.length);
  return isComment ? end + rest.trimEnd().length : end;
}

/** Where the code before a place ends: comments above that belong to something else stay. */
function previousCode(text: string, start: number): number {
  let offset = lineStart(text, start);
  while (offset > 0) {
    const above = lineStart(text, offset - 1);
    const line = text.slice(above, lineEnd(text, above)).trim();
    if (isBlank(line) || !/^(?:\/\/|#|\/\*|\*)/.test(line)) return offset;
    offset = above;
  }
  return offset;
}

/** A call that adds to a list: the argument goes, and the statement where nothing is left to add. */
export function removeCall(context: EditContext, call: Span, argument: Span): Outcome<TextEdit[]> {
  const syntax = context.syntax(call.file.name);
  const node = syntax?.call(call);
  if (node?.argumentsSpan === undefined) return declined(`what adds to the list at ${placeText(call)} is no plain call`);
  const index = node.arguments.findIndex(({ span }) => span.start === argument.start);
  if (index === -1) return declined(`what adds to the list at ${placeText(call)} takes it from elsewhere`);
  const statement = syntax?.statement(call)?.statement;
  if (
    node.arguments.length === 1 &&
    statement?.kind === "expression" &&
    statement.expression.span.start === call.start &&
    statement.expression.span.end === call.end
  )
    return [removal(context, statement.span)];
  const { argumentsSpan } = node;
  return editSequence(
    {
      file: call.file,
      elements: node.arguments.map(({ span }) => span),
      inside: { start: argumentsSpan.start + 1, end: argumentsSpan.end - 1 },
      padded: false,
      marks: context.printer.marks,
    },
    { removed: [index] },
  );
}

/** Copies of a statement, each with its own changes; the copies' names end with a number. */
function copyStatement(context: EditContext, statement: Statement, registration: Registration, variants: readonly Variant[]): Outcome<TextEdit[]> {
  const { span } = statement;
  const { file } = span;
  const { nameSpan } = registration;
  const written = nameSpan === undefined ? "" : file.text.slice(nameSpan.start, nameSpan.end);
  if (nameSpan?.file !== file || !/^["'`].*["'`]$/s.test(written))
    return declined(`the name of ${registration.name} is not written where it is made, so that it cannot become several`);
  const stop = file.text[span.end] === ";" ? span.end + 1 : span.end;
  const own = file.text.slice(span.start, stop);
  const texts: string[] = [];
  for (const [index, variant] of variants.entries()) {
    const edits = changeRecord(context, registration, [], variant);
    if (isDeclined(edits)) return edits;
    if (edits.some((edit) => edit.file !== file.name || edit.start < span.start || edit.end > span.end))
      return declined(`${registration.name} takes its values from elsewhere, and would become several`);
    const named = index === 0 ? [] : renaming(context, statement, nameSpan, numberOf(context, registration, index));
    if (isDeclined(named)) return named;
    texts.push(
      applyEdits(
        own,
        [...edits, ...named].map((edit) => ({ ...edit, start: edit.start - span.start, end: edit.end - span.start })),
      ),
    );
  }
  const indentation = file.text.slice(lineStart(file.text, span.start), span.start);
  return [{ file: file.name, start: span.start, end: stop, text: texts.join(`${lineBreakOf(file.text)}${isBlank(indentation) ? indentation : ""}`) }];
}

/** The number that a copy's name ends with: the first one from there on that no other resource has. */
function numberOf({ registrations }: EditContext, { urn }: Registration, index: number): number {
  let free = 1;
  for (let copy = 0; copy < index; copy++)
    do free++;
    while (registrations.has(`${urn}-${free}`));
  return free;
}

function renaming(context: EditContext, statement: Statement, nameSpan: Span, number: number): Outcome<TextEdit[]> {
  const file = nameSpan.file.name;
  const edits: TextEdit[] = [{ file, start: nameSpan.end - 1, end: nameSpan.end - 1, text: `-${number}` }];
  if (statement.kind !== "declare" && !(statement.kind === "expression" && statement.expression.kind === "assignment")) return edits;
  const pattern =
    statement.kind === "declare" ? statement.pattern : statement.expression.kind === "assignment" ? statement.expression.target : undefined;
  if (pattern?.kind !== "name") return declined(`${placeText(statement.span)} gives a name that cannot be given twice`);
  const name = `${pattern.name}${number}`;
  if ((context.syntax(file)?.occurrences(name) ?? []).length > 0) return declined(`${name} is a name that the program has already`);
  return [...edits, { file, start: pattern.span.end, end: pattern.span.end, text: String(number) }];
}

export { sharedUrn };
