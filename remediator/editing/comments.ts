import { isEverybody, truthful, type Truth } from "@portcullis/policypack/model/names/claims";
import type { ResourceStep } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { List } from "../reader/interpreter/list";
import { RecordData } from "../reader/interpreter/value";
import { itemAt, valueAt, writtenAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import { sourceOf, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { indentationAt, isCode, lineBefore, lineEnd, lineStart, nextLine, type CommentMarks, type Range } from "./lines";

/** Takes out of the comments about what steps change what is not so any more. What `edits` take out with the code is gone already. */
export function commentEdits(context: EditContext, steps: readonly ResourceStep[], edits: readonly TextEdit[]): readonly TextEdit[] {
  const made = new Map<string, TextEdit>();
  for (const step of steps) {
    const registration = context.registrations.get(step.urn);
    const truth = truthAfter(step);
    if (registration === undefined || truth === undefined) continue;
    for (const span of changedBy(context, registration, step))
      for (const comment of commentsAbout(span, context.printer.marks)) {
        if (edits.some(({ file, start, end }) => file === span.file.name && start < comment.end && end > comment.start)) continue;
        const edit = reworded(span.file.name, span.file.text, comment, truth);
        if (edit !== undefined) made.set(`${edit.file}:${comment.start}`, edit);
      }
  }
  for (const edit of edits.flatMap((each) => ofTurned(context, each))) made.set(`${edit.file}:${edit.end}`, edit);
  return [...made.values()];
}

/** The comment behind a value that is turned into its opposite, where it says why the value was what it is no more. */
function ofTurned(context: EditContext, { file, start, end, text }: TextEdit): readonly TextEdit[] {
  const { marks } = context.printer;
  const source = truthValue.test(text) ? sourceOf(context, file)?.text : undefined;
  if (source === undefined || !truthValue.test(source.slice(start, end))) return [];
  const behind = /^[\s,;)\]}]*/.exec(source.slice(end, lineEnd(source, end)))?.[0].length ?? 0;
  const comment = commentAt(source, end + behind, marks, false);
  if (comment === undefined || isCode(source.slice(comment.start, comment.end)) || !reason.test(source.slice(comment.start, comment.end))) return [];
  const blank = /[ \t]*$/.exec(source.slice(0, comment.start))?.[0].length ?? 0;
  return [{ file, start: comment.start - blank, end: comment.end, text: "" }];
}

const truthValue = /^(?:[\w.]+\()?(?:true|false)\)?$/i;

/** How people say why a value is not what it would be by itself. */
const reason =
  /\b(?:overrid\w*|default|public\w*|private\w*|internet|reach\w*|connect\w*|access\w*|address\w*|test\w*|debug\w*|demo|dev(?:elopment)?|true|false|enable\w*|disable\w*|for now|tempora\w*|todo|fixme|because|so that|needed|required?)\b/i;

/** What is so of a rule afterwards; undefined of what is no rule. */
function truthAfter(step: ResourceStep): Truth | undefined {
  if (step.kind !== "vary" || step.sources === undefined) return undefined;
  const isOpen = step.sources.some(({ becomes }) => becomes === "narrowed");
  const losesNetwork = step.sources.some(({ text, becomes }) => becomes !== "narrowed" && /[./:]/.test(text) && !isEverybody(text));
  return { isOpen, isWhole: !isOpen && step.variants.length > 0, losesNetwork };
}

/** What comments may be about: the properties that change, their rule, the list that it is all of, and the statement of a rule of its own. */
function changedBy(context: EditContext, registration: Registration, step: ResourceStep): readonly Span[] {
  if (step.kind !== "vary") return [];
  const { path, variants } = step;
  const { data, origin } = valueAt(registration, path);
  // What goes takes its comments along.
  if (variants.length === 0) return listAlone(context, registration, step);
  const names = new Set(
    variants.flatMap(({ set = {}, drop = [], without = {}, append = {} }) =>
      [set, without, append].flatMap((part) => Object.keys(part)).concat(drop),
    ),
  );
  const entries = data instanceof RecordData ? [...names].flatMap((name) => data.fields.get(name)?.entry ?? []) : [];
  if (path.length === 0) {
    const { span } = registration;
    return [...entries, context.syntax(span.file.name)?.statement(span)?.statement.span ?? span];
  }
  const item = itemAt(registration, path);
  const own = item?.placement.kind === "literal" ? item.placement.element : writtenAt(origin);
  return [...entries, ...(own === undefined ? [] : [own]), ...listAlone(context, registration, step)];
}

/** The property that is a list of one rule, or of rules that all go. */
function listAlone({ steps }: EditContext, registration: Registration, { path }: ResourceStep): readonly Span[] {
  const list = valueAt(registration, path.slice(0, -1)).data;
  const record = valueAt(registration, path.slice(0, -2)).data;
  if (!(list instanceof List) || !(record instanceof RecordData)) return [];
  const isGone = (index: number): boolean =>
    steps.some((step) => step.kind === "vary" && step.urn === registration.urn && step.variants.length === 0 && step.path.at(-1) === index);
  const isAlone = list.items.length === 1 || list.items.every((_, index) => isGone(index));
  return isAlone ? [record.fields.get(String(path.at(-2)))?.entry].filter((entry) => entry !== undefined) : [];
}

interface Comment extends Range {
  /** What it says, between its marks. */
  readonly words: Range;
  /** Whether it has its lines to itself. */
  readonly isAlone: boolean;
}

/** The comments directly above a piece of source that begins a line, and the one behind it on its last line. */
function commentsAbout({ file: { text }, start, end }: Span, marks: CommentMarks): readonly Comment[] {
  const found: Comment[] = [];
  const rest = text.slice(end, lineEnd(text, end));
  const code = /^[\s,;)\]}]*/.exec(rest)?.[0].length ?? 0;
  const behind = commentAt(text, end + code, marks, false);
  if (behind !== undefined) found.push(behind);
  if (indentationAt(text, start) === undefined) return found;
  for (let offset = lineStart(text, start); offset > 0;) {
    offset = lineBefore(text, offset);
    const first = offset + (/^\s*/.exec(text.slice(offset, lineEnd(text, offset)))?.[0].length ?? 0);
    const above = commentAt(text, first, marks, true);
    if (above === undefined) break;
    found.push(above);
  }
  return found;
}

/** The comment that begins at a place and ends its line. */
function commentAt(text: string, start: number, { line, open, close }: CommentMarks, isAlone: boolean): Comment | undefined {
  const end = lineEnd(text, start);
  const whole = text.slice(start, end).trimEnd();
  if (whole.startsWith(line)) return { start, end: start + whole.length, words: { start: start + line.length, end: start + whole.length }, isAlone };
  if (open === undefined || close === undefined || !whole.startsWith(open) || whole.indexOf(close) !== whole.length - close.length) return undefined;
  return { start, end: start + whole.length, words: { start: start + open.length, end: start + whole.length - close.length }, isAlone };
}

function reworded(file: string, text: string, { start, end, words, isAlone }: Comment, truth: Truth): TextEdit | undefined {
  const said = isCode(text.slice(start, end)) ? undefined : truthful(text.slice(words.start, words.end), truth);
  if (said === undefined) return undefined;
  if (said.trim() !== "") return { file, ...words, text: said };
  if (isAlone) return { file, start: lineStart(text, start), end: nextLine(text, end), text: "" };
  const blank = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { file, start: start - blank, end, text: "" };
}
