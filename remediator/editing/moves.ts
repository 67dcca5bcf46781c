import { isReference, type PlannedValue, type ResourceStep } from "@portcullis/policypack/plans/plan";
import type { Registration, Variable } from "../reader/interpreter/registration";
import type { Span, Statement } from "../reader/syntax/tree";
import type { EditContext } from "./context";
import type { TextEdit } from "./edits";
import { callsAnything } from "./effects";
import { indentationAt, lineBreakOf, lineEnd } from "./lines";
import { nameAt } from "./names";
import { whyNotOne, whyNotWithout } from "./removal-safety";
import { isDeclined } from "./outcome";
import { removal } from "./removals";
import { isCreation, namesOf } from "./statements";
import type { PlacedStatement } from "./syntax-index";

/** Statements that are moved so that what they make can be named, and the names that it has from then on. */
export interface Moves {
  readonly variables: readonly Variable[];
  readonly edits: readonly TextEdit[];
}

/**
 * Moves what steps refer to above the resources that are to refer to it, or these below it, where that makes the same program: beside each other in one
 * block, a statement that does nothing but create the resource, calls nothing, and of which nothing is named in between.
 */
export function movesFor(context: EditContext, steps: readonly ResourceStep[]): Moves {
  const { printer, registrations, variables } = context;
  if (printer.ordersNames === false) return { variables: [], edits: [] };
  const raised = new Map<Registration, Move>();
  const lowered: Move[] = [];
  for (const urn of new Set(steps.map((step) => step.urn))) {
    const user = registrations.get(urn);
    if (user === undefined) continue;
    const named = new Set(steps.filter((step) => step.urn === urn).flatMap(referencesIn));
    const later = [...named].flatMap((each) => {
      const target = registrations.get(each);
      return target === undefined || typeof nameAt(variables, target, user.span, true, { loops: user.passes.length }) === "string" ? [] : [target];
    });
    const ways = later.map((target) => wayBetween(context, user, target));
    const up = ways.map((way) => (way === undefined ? undefined : raise(context, way)));
    const furthest = ways.toSorted((a, b) => (a?.target.span.start ?? 0) - (b?.target.span.start ?? 0)).at(-1);
    const down = up.includes(undefined) && !ways.includes(undefined) && furthest !== undefined ? lower(context, furthest, ways) : undefined;
    if (down !== undefined) lowered.push(down);
    for (const move of down === undefined ? up : []) {
      const known = move === undefined ? undefined : raised.get(move.target);
      if (move !== undefined && (known === undefined || move.above < known.above)) raised.set(move.target, move);
    }
  }
  const all = [...raised.values(), ...lowered];
  return { variables: all.flatMap((move) => move.names), edits: all.flatMap((move) => move.edits) };
}

/** A statement that changes its place. */
interface Move {
  readonly target: Registration;
  /** Where it stands from then on. */
  readonly above: number;
  readonly names: readonly Variable[];
  readonly edits: readonly TextEdit[];
}

/** The statement that is to name something, the one further down that makes this, and those in between. */
interface Way {
  readonly user: Registration;
  readonly target: Registration;
  readonly from: PlacedStatement;
  readonly to: PlacedStatement;
  readonly name: string;
  readonly between: readonly Statement[];
}

function wayBetween(context: EditContext, user: Registration, target: Registration): Way | undefined {
  if (target.span.file !== user.span.file) return undefined;
  const syntax = context.syntax(user.span.file.name);
  const [to, from] = [syntax?.statement(user.span), syntax?.statement(target.span)];
  if (to === undefined || from?.siblings !== to.siblings || !isCreation(from.statement, target.span)) return undefined;
  const own = namesWithout(context, from);
  const [first, last] = [to.siblings.indexOf(to.statement), to.siblings.indexOf(from.statement)];
  if (own?.length !== 1 || own[0] === undefined || first < 0 || last <= first) return undefined;
  // Names that a statement gives may be declared ahead of it, and are not written there.
  const between = to.siblings.slice(first + 1, last).filter(({ span }) => span.end <= from.statement.span.start);
  return { user, target, from, to, name: own[0], between };
}

/** What makes the target comes above the one that is to name it. */
function raise(context: EditContext, { target, from, to, name, between }: Way): Move | undefined {
  const span = wholeOf(context, from);
  const isFree = whyNotOne(from, [name]) === undefined && whyNotWithout(context, from, [name]) === undefined;
  if (span === undefined || !isFree || callsAnything(context, target)) return undefined;
  // Of Go's `_, err := f()` nothing would be new below another error.
  if (context.printer.handled !== undefined && namesWithout(context, to)?.length === 0 && to.statement.kind === "declare") return undefined;
  const given = [to.statement, ...between].flatMap(namesGivenBy).filter((each) => context.printer.handled === undefined || each !== "err");
  if (given.some((each) => isNamedIn(context, each, span))) return undefined;
  const edits = editsOf(context, span, to.statement.span);
  return edits.length === 0 ? undefined : { target, above: to.statement.span.start, names: [nameAbove(target, name, to.statement.span)], edits };
}

/**
 * What is to name the target comes below it: the same as if all up to there came above. So what is written into the statement stays where it is.
 */
function lower(context: EditContext, { user, target, from, to }: Way, ways: readonly (Way | undefined)[]): Move | undefined {
  const [own, last] = [wholeOf(context, to), wholeOf(context, from)];
  const names = namesWithout(context, to);
  if (own === undefined || last === undefined || names === undefined || !isCreation(to.statement, user.span) || callsAnything(context, user))
    return undefined;
  if (whyNotOne(to, names) !== undefined || whyNotWithout(context, to, names) !== undefined) return undefined;
  if (declaresForOthers(context, to, names)) return undefined;
  const { file } = own;
  const gone = removal(context, own);
  const lineOfLast = file.text.slice(last.end, lineEnd(file.text, last.end));
  // What stands behind it on its line is about it, or something else.
  if (!/^;?\s*(?:(?:\/\/|#).*)?$/.test(lineOfLast)) return undefined;
  const end = last.end + lineOfLast.length + lineBreakOf(file.text).length;
  const passed = { file, start: own.end, end: last.end };
  if (names.some((each) => isNamedIn(context, each, passed))) return undefined;
  const block = file.text.slice(gone.end, end);
  const blank = blankLinesOf(file.text, gone, end);
  if (indentationAt(file.text, own.start) === undefined || !block.endsWith("\n") || file.text[gone.end - 1] !== "\n") return undefined;
  return {
    target,
    above: own.start,
    names: ways.flatMap((way) => (way === undefined ? [] : [nameAbove(way.target, way.name, to.statement.span)])),
    edits: [
      { file: file.name, start: gone.start, end: gone.start, text: block + blank.before },
      { file: file.name, start: gone.end - blank.over, end, text: blank.behind },
    ],
  };
}

/**
 * What stood apart stands apart from both of its new neighbours: the blank lines that come before and behind it there, and how many signs of one go that
 * it brings along.
 */
function blankLinesOf(
  text: string,
  gone: { readonly start: number; readonly end: number },
  end: number,
): { before: string; behind: string; over: number } {
  const taken = text.slice(gone.start, gone.end);
  const leads = /^[ \t]*\r?\n/.test(taken);
  const [, trailing = ""] = /\n([ \t]*\r?\n)$/.exec(taken) ?? [];
  // Nothing of its own follows: a blank line, or what closes the block.
  const isLast = /^[ \t]*(?:$|\r?\n|[}\])])/.test(text.slice(end));
  const line = lineBreakOf(text);
  return {
    before: trailing !== "" && !leads ? line : "",
    behind: leads && trailing === "" && !isLast ? line : "",
    over: isLast ? trailing.length : 0,
  };
}

/** Whether a statement of Go declares an error that those behind it only assign, or would declare nothing new below another one. */
function declaresForOthers({ printer }: EditContext, placed: PlacedStatement, names: readonly string[]): boolean {
  const handled = printer.handled?.(placed);
  if (handled === undefined || isDeclined(handled)) return false;
  return handled.edits.length > 0 || (handled.errors.length > 0 && placed.statement.kind === "declare" && names.length === 0);
}

/** A name with a place of its own: nothing else is declared there. */
function nameAbove(registration: Registration, name: string, { file, start, end }: Span): Variable {
  return { name, registration, declared: { file, start: -1 - registration.span.start, end: Math.min(start, end) } };
}

/** A statement with what looks after its failure. */
function wholeOf({ printer }: EditContext, placed: PlacedStatement): Span | undefined {
  const handled = printer.handled?.(placed);
  return handled === undefined ? placed.statement.span : isDeclined(handled) ? undefined : handled.span;
}

/** The names that a statement gives, without that of its failure; undefined where they are not plain. */
function namesWithout({ printer }: EditContext, placed: PlacedStatement): readonly string[] | undefined {
  const handled = printer.handled?.(placed);
  if (isDeclined(handled)) return undefined;
  const names = namesOf(placed.statement).filter((name) => name !== "_" && handled?.errors.includes(name) !== true);
  return names.includes("?") ? undefined : names;
}

function namesGivenBy(statement: Statement): readonly string[] {
  if (statement.kind === "function declaration") return [statement.name];
  return statement.kind === "class declaration" ? [statement.class.name] : namesOf(statement);
}

function isNamedIn(context: EditContext, name: string, { file, start, end }: Span): boolean {
  const occurrences = context.syntax(file.name)?.occurrences(name.split(".").at(-1) ?? name) ?? [];
  return occurrences.some((span) => span.file === file && span.start >= start && span.end <= end);
}

/** The statement with the comments that are its own, set above another one. */
function editsOf(context: EditContext, from: Span, to: Span): readonly TextEdit[] {
  const { text } = from.file;
  const gone = removal(context, from);
  const above = removal(context, to).start;
  const taken = text.slice(gone.start, gone.end);
  const whole = taken.replace(/^(?:[ \t]*\r?\n)+|(?:\r?\n[ \t]*)+$/g, "");
  if (indentationAt(text, to.start) === undefined) return [];
  // What stood apart stands apart.
  const isApart = /^[ \t]*\r?\n|\r?\n[ \t]*\r?\n$/.test(taken);
  return [{ file: from.file.name, start: above, end: above, text: `${whole}${lineBreakOf(text).repeat(isApart ? 2 : 1)}` }, gone];
}

function referencesIn(step: ResourceStep): readonly string[] {
  const values: readonly PlannedValue[] =
    step.kind === "set"
      ? [step.value]
      : step.variants.flatMap(({ set, append }) => [...Object.values(set ?? {}), ...Object.values(append ?? {}).flat()]);
  return [...new Set(values.flatMap((value) => (isReference(value) ? [value.reference] : [])))];
}
