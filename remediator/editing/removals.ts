import { textAt } from "../reader/syntax/spans";
import type { Call, Expression, Span, Statement } from "../reader/syntax/tree";
import { placeText, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { blockAround, indentationAt, isBlank, leadOf, lineEnd, lineStart, nextLine, wholeLines, type CommentMarks } from "./lines";
import { declined, isDeclined, type Outcome } from "./outcome";
import { editSequence } from "./sequence";
import type { PlacedStatement } from "./syntax-index";

/** Takes a statement out, and the loop or condition around it where it was all that this did. */
export function removalOf(context: EditContext, placed: PlacedStatement, span: Span): Outcome<TextEdit> {
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
  const stop = endOfDeeper(text, start, endOf(text, text[end] === ";" ? end + 1 : end, printer.marks), printer.marks);
  const lead = leadOf(text, lineStart(text, previousCode(text, start)), start, printer.marks);
  const lines = wholeLines(text, { start: lead, end: stop }, blockAround(text, lead, stop));
  return { file: file.name, start: lines?.start ?? lead, end: lines?.end ?? stop, text: "" };
}

/** Comments on the lines behind a statement that are indented more than it is are about what stood there. */
function endOfDeeper(text: string, start: number, end: number, marks: CommentMarks): number {
  const own = indentationAt(text, start);
  let stop = end;
  if (own === undefined || !isBlank(text.slice(end, lineEnd(text, end)))) return stop;
  for (let line = nextLine(text, stop); line < text.length; line = nextLine(text, line)) {
    const [, indentation = "", comment] = /^([ \t]*)(\S.*)?/.exec(text.slice(line, lineEnd(text, line))) ?? [];
    if (comment?.startsWith(marks.line) !== true || indentation.length <= own.length) break;
    stop = lineEnd(text, line);
  }
  return stop;
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
  const whole = withoutAdded(context, call, [index]);
  if (whole !== undefined) return whole;
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

/** Go's `append(list, one)` to which nothing is left to add: what the list is put together from is it. */
export function withoutAdded({ syntax }: EditContext, call: Span, removed: readonly number[]): TextEdit[] | undefined {
  const node = syntax(call.file.name)?.call(call);
  const [list, ...added] = node?.arguments ?? [];
  if (node === undefined || list === undefined || textAt(node.callee.span) !== "append") return undefined;
  const isEmptied = added.length > 0 && removed.length === added.length && !removed.includes(0);
  return isEmptied ? [{ file: call.file.name, start: call.start, end: call.end, text: textAt(list.span) }] : undefined;
}

function listed(edit: Outcome<TextEdit>): Outcome<TextEdit[]> {
  return isDeclined(edit) ? edit : [edit];
}

/** Go's `x = append(x, one)`. */
function isAppend({ span }: Statement, { arguments: given }: Call): boolean {
  return given.length <= 2 && /^([\w.]+)\s*=\s*append\(\s*\1\s*,/.test(span.file.text.slice(span.start, span.end));
}
