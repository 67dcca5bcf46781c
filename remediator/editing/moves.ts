import { isReference, type PlannedValue, type Step } from "@portcullis/policypack/plans/plan";
import type { Registration, Variable } from "../reader/interpreter/registration";
import type { Span, Statement } from "../reader/syntax/tree";
import type { EditContext } from "./context";
import type { TextEdit } from "./edits";
import { indentationAt, lineBreakOf } from "./lines";
import { nameAt } from "./names";
import { whyNotOne, whyNotWithout } from "./removal-safety";
import { removal } from "./removals";
import { isCreation, namesOf } from "./statements";

/** Statements that are moved upwards so that what they make can be named, and the names that it has from then on. */
export interface Moves {
  readonly variables: readonly Variable[];
  readonly edits: readonly TextEdit[];
}

/**
 * Moves what steps refer to above the resources that are to refer to it, where that makes the same program: beside each other in one block, a statement
 * that does nothing but create the resource, calls nothing, and names nothing that is declared in between.
 */
export function movesFor(context: EditContext, steps: readonly Step[]): Moves {
  const { printer, registrations, variables } = context;
  if (printer.ordersNames === false) return { variables: [], edits: [] };
  const moved = new Map<Registration, { readonly to: Statement; readonly from: Statement; readonly name: string }>();
  for (const step of steps) {
    const user = registrations.get(step.urn);
    for (const urn of step.kind === "argument" ? [] : referencesIn(step)) {
      const target = registrations.get(urn);
      if (user === undefined || target === undefined || typeof nameAt(variables, target, user.span) === "string") continue;
      const move = moveOf(context, target, user);
      const known = moved.get(target);
      if (move !== undefined && (known === undefined || move.to.span.start < known.to.span.start)) moved.set(target, move);
    }
  }
  const all = [...moved];
  // A place of its own: nothing else is declared there.
  return {
    variables: all.map(([registration, { to, name }]) => ({
      name,
      registration,
      declared: { ...to.span, start: -1 - registration.span.start, end: to.span.start },
    })),
    edits: all.flatMap(([, { to, from }]) => editsOf(context, from.span, to.span)),
  };
}

function moveOf(context: EditContext, target: Registration, user: Registration): { to: Statement; from: Statement; name: string } | undefined {
  const syntax = context.syntax(user.span.file.name);
  const to = syntax?.statement(user.span);
  const from = syntax?.statement(target.span);
  if (to === undefined || from?.siblings !== to.siblings || target.span.file !== user.span.file) return undefined;
  const [name, ...others] = namesOf(from.statement);
  if (
    name === undefined ||
    name === "?" ||
    others.length > 0 ||
    !isCreation(from.statement, target.span) ||
    (whyNotOne(from, [name]) ?? whyNotWithout(context, from, [name])) !== undefined
  )
    return undefined;
  const [first, last] = [to.siblings.indexOf(to.statement), to.siblings.indexOf(from.statement)];
  const between = to.siblings.slice(first, last);
  if (first < 0 || last <= first || callsAnything(target)) return undefined;
  const { file, start, end } = from.statement.span;
  const names = between.flatMap((statement) =>
    statement.kind === "function declaration"
      ? [statement.name]
      : statement.kind === "class declaration"
        ? [statement.class.name]
        : namesOf(statement),
  );
  const needed = names.some((each) =>
    (syntax?.occurrences(each.split(".").at(-1) ?? each) ?? []).some((span) => span.file === file && span.start >= start && span.end <= end),
  );
  return needed ? undefined : { to: to.statement, from: from.statement, name };
}

/** Whether what is given to a resource calls something, which may do more than give a value. */
function callsAnything({ span: { file, start, end } }: Registration): boolean {
  const text = file.text.slice(start, end);
  return /[\w\])>]\s*\(/.test(text.slice(text.indexOf("(") + 1)) || /\bawait\b/.test(text);
}

/** The statement with the comments that are its own, set above another one. */
function editsOf(context: EditContext, from: Span, to: Span): readonly TextEdit[] {
  const { text } = from.file;
  const gone = removal(context, from);
  const above = removal(context, to).start;
  const whole = text.slice(gone.start, gone.end).replace(/^(?:[ \t]*\r?\n)+|(?:\r?\n[ \t]*)+$/g, "");
  const indented = indentationAt(text, to.start) === undefined ? undefined : whole;
  if (indented === undefined) return [];
  return [{ file: from.file.name, start: above, end: above, text: `${indented}${lineBreakOf(text)}` }, gone];
}

function referencesIn(step: Exclude<Step, { readonly kind: "argument" }>): readonly string[] {
  const values: readonly PlannedValue[] =
    step.kind === "set"
      ? [step.value]
      : step.variants.flatMap(({ set, append }) => [...Object.values(set ?? {}), ...Object.values(append ?? {}).flat()]);
  return [...new Set(values.flatMap((value) => (isReference(value) ? [value.reference] : [])))];
}
