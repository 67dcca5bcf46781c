import { textAt } from "../reader/syntax/spans";
import type { Expression, Pattern, Span, Statement } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { declined, isDeclined, type Outcome } from "./outcome";
import { placeText } from "./context";
import type { Copied, Handled } from "./printer";
import type { PlacedStatement } from "./syntax-index";

/**
 * What goes with a statement that gives an error: the check behind it, or the `if` that it stands in. Where it declared the error, the next
 * statement that assigns it declares it instead.
 */
export function handledInGo({ statement, siblings, within }: PlacedStatement): Outcome<Handled> {
  const [name] = errorsOf(statement);
  const { span } = statement;
  if (name === undefined) return { span, errors: [], edits: [] };
  const { file } = span;
  // `if _, err := f(); err != nil { ... }` is a block of both.
  const inside = siblings.find((other) => other.kind === "if" && other.span.start < span.start && other.span.end > span.end);
  if (inside?.kind === "if")
    return siblings.length === 2 && isCheckOf(inside.test, name) && inside.otherwise.length === 0 && within?.kind === "block"
      ? { span: within.span, errors: [name], edits: [] }
      : declined(`the statement at ${placeText(inside.span)} does more than to look after a failure`);
  const behind = siblings.filter((other) => other.span.start >= span.end);
  const [check] = behind;
  if (check?.kind !== "if" || !isCheckOf(check.test, name)) {
    // It reads what was given before, which is nothing where that was looked after.
    if (statement.kind !== "declare" && check?.kind === "return" && isSettled(siblings, span, name)) return { span, errors: [name], edits: [] };
    const edits = givenAfter(statement, name, behind);
    return isDeclined(edits) ? edits : { span, errors: [name], edits };
  }
  if (check.otherwise.length > 0) return declined(`the check at ${placeText(check.span)} does something where nothing failed`);
  const edits = givenAfter(statement, name, behind.slice(1));
  return isDeclined(edits) ? edits : { span: { file, start: span.start, end: check.span.end }, errors: [name], edits };
}

/** A copy keeps the name of its error alone, which is there already behind the statement; in a loop it is one of the loop's. */
export function copiedInGo({ statement, siblings }: PlacedStatement): Copied {
  const { span } = statement;
  const [, left = "", sign = ""] = assigned.exec(textAt(span)) ?? [];
  if (sign === "") return { edits: [] };
  const [error] = errorsOf(statement);
  const names = left.split(",").map((name) => (name.trim() === error ? error : "_"));
  const isInside = siblings.some((other) => other.kind === "if" && other.span.start < span.start && other.span.end > span.end);
  const leading = (given: string): readonly TextEdit[] => [
    { file: span.file.name, start: span.start, end: span.start + left.length, text: names.join(", ") },
    {
      file: span.file.name,
      start: span.start + textAt(span).indexOf(sign, left.length),
      end: span.start + textAt(span).indexOf(sign, left.length) + sign.length,
      text: given,
    },
  ];
  const [next] = siblings.filter((other) => other.span.start >= span.end);
  const own =
    isInside || error === undefined || next?.kind !== "return"
      ? {}
      : { check: { error, lines: [`if ${error} != nil {`, `\t${textAt(next.span)}`, "}"] } };
  return { edits: leading(isInside ? sign : "="), inLoop: leading(error === undefined ? "=" : sign), ...own };
}

/** What looks after the failure of a statement that is put above another one: the same as of that. */
export function checkOf(placed: PlacedStatement, handled: Handled, indentation: string): Outcome<string> {
  const { file, start, end } = handled.span;
  const text = file.text.slice(start, end);
  const [error = "err"] = handled.errors;
  const own = new RegExp(`${error}\\s*!=\\s*nil\\s*(\\{[^]*\\})$`).exec(text)?.[1];
  if (own !== undefined) return `${indentation}if ${error} != nil ${own}`;
  const { check } = copiedInGo(placed);
  if (check === undefined) return declined(`what looks after the failure of the statement at ${placeText(placed.statement.span)} is not behind it`);
  return check.lines.map((line) => indentation + line).join("\n");
}

/** Whether the last statement before a place that speaks of the name returns unless it is nil. */
function isSettled(siblings: readonly Statement[], { start }: Span, name: string): boolean {
  const speaksOf = ({ span }: Statement): boolean =>
    span.end <= start && new RegExp(`\\b${name}\\b`).test(textAt(span)) && !hasItsOwn(name).test(textAt(span));
  const last = siblings.filter(speaksOf).at(-1);
  return last?.kind === "if" && isCheckOf(last.test, name) && last.then.at(-1)?.kind === "return" && last.otherwise.length === 0;
}

/** A statement that has a name of its own. */
function hasItsOwn(name: string): RegExp {
  return new RegExp(`^(?:if|for|switch)\\s[^{]*\\b${name}\\s*:=`);
}

/** The last of several names that a call gives is its error; what is called an error is one alone. */
function errorsOf(statement: Statement): readonly string[] {
  const pattern = patternOf(statement);
  if (pattern?.kind === "name") return /^err\d*$/.test(pattern.name) ? [pattern.name] : [];
  const last = namesOf(pattern).at(-1);
  return last === undefined || last === "_" ? [] : [last];
}

function patternOf(statement: Statement): Pattern | undefined {
  if (statement.kind === "declare") return statement.pattern;
  return statement.kind === "expression" && statement.expression.kind === "assignment" ? statement.expression.target : undefined;
}

function namesOf(pattern: Pattern | undefined): readonly string[] {
  return pattern?.kind === "list" ? pattern.elements.map((element) => (element?.pattern.kind === "name" ? element.pattern.name : "_")) : [];
}

/** `err != nil`, whichever comes first. */
function isCheckOf(test: Expression, name: string): boolean {
  const [first, second, ...others] = textAt(test.span)
    .split("!=")
    .map((side) => side.trim());
  return others.length === 0 && [first, second].sort().join(" ") === [name, "nil"].sort().join(" ");
}

/**
 * What becomes of the name in the statements behind. If the one that goes declared it, `=` becomes `:=` in the next one that gives it; what reads it
 * before it is given again has nothing to read.
 */
function givenAfter(statement: Statement, name: string, behind: readonly Statement[]): Outcome<readonly TextEdit[]> {
  for (const next of behind) {
    const text = textAt(next.span);
    // Of what declares it in several statements, the last one is the whole.
    if (next.kind === "declare" && next.value === undefined) continue;
    if (!new RegExp(`\\b${name}\\b`).test(text)) continue;
    if (hasItsOwn(name).test(text)) continue;
    const [, left = "", sign = ""] = assigned.exec(text) ?? [];
    const names = left.split(",").map((one) => one.trim());
    if (!names.includes(name)) return declined(`${name} of the statement at ${placeText(statement.span)} is needed at ${placeText(next.span)}`);
    if (sign === ":=" || statement.kind !== "declare") return [];
    const at = next.span.start + text.indexOf("=");
    return [{ file: next.span.file.name, start: at, end: at, text: ":" }];
  }
  return [];
}

/** The names that a statement gives, and the sign by which it does. */
const assigned = /^([\w\s,]*?)\s*(:?=)(?!=)/;
