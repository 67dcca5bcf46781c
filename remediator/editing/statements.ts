import type { Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Call, Expression, Span, Statement } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "./edits";
import { declined, isDeclined, type Outcome } from "./outcome";
import { areAlike, placeText, plannedAt, type EditContext } from "./context";
import { isBlank, leadOf, lineBreakOf, lineEnd, lineStart, wholeLines, type CommentMarks } from "./lines";
import { removedPass } from "./passes";
import { changeRecord } from "./records";
import { whyNotOne, whyNotTwo, whyNotWithout } from "./removal-safety";
import { editSequence } from "./sequence";
import type { PlacedStatement } from "./syntax-index";
import { isDocument } from "./yaml/nodes";
import { changeEntry } from "./yaml/resources";

/** Changes a resource as a whole: removes its statement, changes its inputs, or makes copies of it. */
export function changeResource(context: EditContext, registration: Registration, variants: readonly Variant[]): Outcome<TextEdit[]> {
  const [first, ...others] = variants;
  if (first !== undefined && others.length === 0) return changeRecord(context, registration, [], first);
  const shared = [...context.registrations.values()].filter(
    (other) => other !== registration && other.span.file === registration.span.file && other.span.start === registration.span.start,
  );
  const disagreeing = shared.find((other) => !areAlike(context, plannedAt(context, other, []), variants));
  if (disagreeing !== undefined && first === undefined) {
    const passed = removedPass(context, registration.passes);
    if (passed !== undefined) return passed;
  }
  if (disagreeing !== undefined) return declined(`the statement at ${placeText(registration.span)} makes ${disagreeing.name} as well`);
  if (isDocument(registration.span.file.name)) return changeEntry(context, registration, variants);
  const placed = context.syntax(registration.span.file.name)?.statement(registration.span);
  if (placed === undefined || !isCreation(placed.statement, registration.span))
    return declined(`${registration.name} is made inside of the statement at ${placeText(registration.span)}`);
  const names = namesOf(placed.statement);
  const reason = whyNotOne(placed, names) ?? (first === undefined ? whyNotWithout(context, placed, names) : whyNotTwo(placed));
  if (reason !== undefined) return declined(reason);
  return first === undefined ? removeStatement(context, placed, registration) : copyStatement(context, placed.statement, registration, variants);
}

/** Whether a statement does nothing but create the resource, and name it at most. */
export function isCreation(statement: Statement, creation: Span): boolean {
  const value = statement.kind === "declare" ? statement.value : statement.kind === "expression" ? statement.expression : undefined;
  const made = value?.kind === "assignment" ? value.value : value;
  return made?.span.start === creation.start && made.span.end === creation.end;
}

/** The names that a statement gives. */
export function namesOf(statement: Statement): readonly string[] {
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

function removeStatement(context: EditContext, placed: PlacedStatement, registration: Registration): Outcome<TextEdit[]> {
  const { statement } = placed;
  const handled = context.printer.handled?.(placed) ?? { span: statement.span, errors: [], edits: [] };
  if (isDeclined(handled)) return handled;
  for (const name of namesOf(statement)) {
    if (!handled.errors.includes(name) && isUsed(context, placed, name))
      return declined(`${name} is used elsewhere, so that ${registration.name} cannot be removed`);
  }
  const gone = removalOf(context, placed, handled.span);
  return isDeclined(gone) ? gone : [gone, ...handled.edits];
}

/** Whether a name that a statement gives occurs where it can be seen. */
function isUsed(context: EditContext, { statement, siblings, isOutermost }: PlacedStatement, name: string): boolean {
  const { file, start, end } = statement.span;
  // What is declared in a block is seen in that block.
  const isLocal = statement.kind === "declare" && !isOutermost;
  const last = siblings.at(-1)?.span.end ?? end;
  return context.modules.some((module) =>
    (context.syntax(module.file.name)?.occurrences(name) ?? []).some((span) =>
      span.file === file ? (span.start < start || span.end > end) && (!isLocal || (span.start >= end && span.end <= last)) : !isLocal,
    ),
  );
}

/** Takes a statement out, and the loop or condition around it where it was all that this did. */
function removalOf(context: EditContext, placed: PlacedStatement, span: Span): Outcome<TextEdit> {
  if (othersIn(placed, span).length > 0 || placed.isOutermost) return removal(context, span);
  const { within } = placed;
  const { emptyBlock } = context.printer;
  const isOfLoop = within?.kind === "for each" && within.otherwise === undefined && isQuiet(within.of);
  if (within !== undefined && (isOfLoop || (within.kind === "if" && within.otherwise.length === 0 && isQuiet(within.test)))) {
    const outer = context.syntax(span.file.name)?.statement(within.span);
    return outer?.statement === within ? removalOf(context, outer, within.span) : removal(context, within.span);
  }
  if (emptyBlock !== undefined) return { file: span.file.name, start: span.start, end: span.end, text: emptyBlock };
  const isBlock = /[{;}]\s*$/.test(withoutComments(span.file.text.slice(0, span.start)));
  return isBlock && (within === undefined || within.kind === "block" || within.kind === "try")
    ? removal(context, span)
    : declined(`the statement at ${placeText(span)} is all that the one around it does`);
}

/** The other statements of a block; names that are declared ahead of them are not written. */
function othersIn({ siblings }: PlacedStatement, span: Span): readonly Statement[] {
  return siblings.filter(
    (other) => (other.span.start < span.start || other.span.end > span.end) && (other.kind !== "declare" || other.value !== undefined),
  );
}

/** Whether an expression may be left out: it names, counts and compares, and calls at most what answers from the program's own values. */
function isQuiet(expression: Expression): boolean {
  if (expression.kind === "call")
    return /^(?:range|enumerate|zip|sorted|len|str|list|Object\.(?:entries|keys|values)|Enumerable\.Range|List\.of|Arrays\.asList|[\w.]+\.(?:items|keys|values|entries|entrySet|get\w*|equals))$/.test(
      expression.callee.span.file.text.slice(expression.callee.span.start, expression.callee.span.end),
    );
  return !["assignment", "opaque", "function", "class", "template"].includes(expression.kind);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*\n/g, "");
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
  const placed = syntax?.statement(call);
  const statement = placed?.statement;
  if (placed !== undefined && isAppend(placed.statement, node)) return listed(removalOf(context, placed, placed.statement.span));
  if (
    node.arguments.length === 1 &&
    placed !== undefined &&
    statement?.kind === "expression" &&
    statement.expression.span.start === call.start &&
    statement.expression.span.end === call.end
  )
    return listed(removalOf(context, placed, statement.span));
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

function listed(edit: Outcome<TextEdit>): Outcome<TextEdit[]> {
  return isDeclined(edit) ? edit : [edit];
}

/** Go's `x = append(x, one)`. */
function isAppend({ span }: Statement, { arguments: given }: Call): boolean {
  return given.length <= 2 && /^([\w.]+)\s*=\s*append\(\s*\1\s*,/.test(span.file.text.slice(span.start, span.end));
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
