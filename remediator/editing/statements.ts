import { isMade, settingOf, type Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { valueAt } from "../reader/places";
import type { Span, Statement } from "../reader/syntax/tree";
import { apartFromSetting } from "./apart";
import { copyStatement } from "./copies";
import type { TextEdit } from "./edits";
import { declined, isDeclined, withoutNaming, type Outcome } from "./outcome";
import { areAlike, isAt, placeText, plannedAt, type EditContext } from "./context";
import { removedPass } from "./passes";
import type { Handled } from "./printer";
import { changeRecord } from "./records";
import { whyNotOne, whyNotTwo, whyNotWithout } from "./removal-safety";
import { removalOf } from "./removals";
import type { PlacedStatement } from "./syntax-index";
import { isDocument } from "./yaml/nodes";
import { changeEntry } from "./yaml/resources";

/** Changes a resource as a whole: removes its statement, changes its inputs, or makes copies of it. */
export function changeResource(context: EditContext, registration: Registration, variants: readonly Variant[]): Outcome<TextEdit[]> {
  const [first, ...others] = variants;
  if (first !== undefined && others.length === 0 && settingOf(first) === undefined) {
    const changed = changeRecord(context, registration, [], first);
    // What a setting names has a rule of its own where it cannot stand beside others.
    const apart = isDeclined(changed) && context.printer.each !== undefined ? apartFromSetting(valueAt(registration, []), first) : undefined;
    const made = apart === undefined ? changed : changeResource(context, registration, apart);
    return isDeclined(made) ? withoutNaming(changed, first) : made;
  }
  const shared = [...context.registrations.values()].filter((other) => other !== registration && isAt(other.span, registration.span));
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
  const handled = first === undefined ? handledIn(context, placed) : standingIn(context, placed);
  if (isDeclined(handled)) return handled;
  if (first === undefined) return removeStatement(context, placed, registration, handled);
  // What only a loop makes has no name outside of that.
  const kept = variants.some(isMade) ? undefined : (whyNotWithout(context, placed, names) ?? whyNeeded(context, placed, registration, handled));
  return kept === undefined ? copyStatement(context, placed, registration, variants, handled) : declined(kept);
}

function handledIn({ printer }: EditContext, placed: PlacedStatement): Outcome<Handled> {
  return printer.handled?.(placed) ?? { span: placed.statement.span, errors: [], edits: [] };
}

/** The same of a statement that stays, or in whose place a loop stands: what is given away behind it is given there still. */
function standingIn(context: EditContext, placed: PlacedStatement): Outcome<Handled> {
  const handled = handledIn(context, placed);
  const check = isDeclined(handled) && placed.statement.kind !== "declare" ? context.printer.copied?.(placed).check : undefined;
  return check === undefined ? handled : { span: placed.statement.span, errors: [check.error], edits: [] };
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
    const made = [...context.registrations.values()].filter(({ calls }) => calls.some((each) => isAt(each, call)));
    if (made.some((other) => plannedAt(context, other, [])?.length !== 0)) return undefined;
    const placed = context.syntax(call.file.name)?.statement(call);
    if (placed === undefined || !isCreation(placed.statement, call)) continue;
    const names = namesOf(placed.statement);
    if ((whyNotOne(placed, names) ?? whyNotWithout(context, placed, names)) !== undefined) return undefined;
    const handled = handledIn(context, placed);
    return isDeclined(handled) ? handled : removeStatement(context, placed, registration, handled);
  }
  return undefined;
}

function removeStatement(context: EditContext, placed: PlacedStatement, registration: Registration, handled: Handled): Outcome<TextEdit[]> {
  const needed = whyNeeded(context, placed, registration, handled);
  if (needed !== undefined) return declined(needed);
  const gone = removalOf(context, placed, handled.span);
  return isDeclined(gone) ? gone : [gone, ...handled.edits];
}

/** Why a statement has to give its names always: others than errors are used. */
function whyNeeded(context: EditContext, placed: PlacedStatement, { name: resource }: Registration, { errors }: Handled): string | undefined {
  const needed = namesOf(placed.statement).find((name) => !errors.includes(name) && isUsed(context, placed, name));
  return needed === undefined ? undefined : `${needed} is used elsewhere, so that ${resource} cannot be removed`;
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
