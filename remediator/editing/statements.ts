import type { Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Span, Statement } from "../reader/syntax/tree";
import { applyEdits, type TextEdit } from "./edits";
import { declined, isDeclined, type Outcome } from "./outcome";
import { areAlike, placeText, plannedAt, type EditContext } from "./context";
import { isBlank, lineBreakOf, lineStart } from "./lines";
import { removedPass } from "./passes";
import { changeRecord } from "./records";
import { whyNotOne, whyNotTwo, whyNotWithout } from "./removal-safety";
import { removalOf } from "./removals";
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
    const called = removedCall(context, registration);
    if (called !== undefined) return called;
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

/** Takes out the call of a function of the program, where a resource that goes is all that the call makes, and nobody has what it gives. */
function removedCall(context: EditContext, registration: Registration): Outcome<TextEdit[]> | undefined {
  for (const call of registration.calls) {
    const made = [...context.registrations.values()].filter(({ calls }) =>
      calls.some(({ file, start }) => file === call.file && start === call.start),
    );
    if (made.some((other) => plannedAt(context, other, [])?.length !== 0)) return undefined;
    const placed = context.syntax(call.file.name)?.statement(call);
    if (placed === undefined || !isCreation(placed.statement, call)) continue;
    const names = namesOf(placed.statement);
    if ((whyNotOne(placed, names) ?? whyNotWithout(context, placed, names)) !== undefined) return undefined;
    return removeStatement(context, placed, registration);
  }
  return undefined;
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
  if (pattern?.kind !== "name")
    return declined(
      `${placeText(statement.span)} would have to be written once for each of several rules, and gives names that cannot be given twice`,
    );
  const name = `${pattern.name}${number}`;
  if ((context.syntax(file)?.occurrences(name) ?? []).length > 0) return declined(`${name} is a name that the program has already`);
  return [...edits, { file, start: pattern.span.end, end: pattern.span.end, text: String(number) }];
}
