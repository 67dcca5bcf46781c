import type { Path, ResourceStep } from "@portcullis/policypack/plans/plan";
import { List } from "../reader/interpreter/list";
import type { Registration } from "../reader/interpreter/registration";
import { RecordData } from "../reader/interpreter/value";
import { itemAt, valueAt } from "../reader/places";
import { textAt } from "../reader/syntax/spans";
import type { Call, Expression, FunctionExpression, Span, Statement } from "../reader/syntax/tree";
import { isAt, isIn, plannedAt, type EditContext } from "./context";
import { turned } from "./defaults";
import type { TextEdit } from "./edits";
import { stepsOf } from "./inhibitions";

/**
 * A rule that a function makes where its caller says so, `if allow_ssh:`, goes where the caller does not: the word in the call is turned, and others are left
 * as they are. Undefined where the rule is made otherwise.
 */
export function callerEdits(context: EditContext, registration: Registration, step: ResourceStep): readonly TextEdit[] | undefined {
  if (step.kind !== "vary" || step.variants.length > 0) return undefined;
  const asked = askedFor(context, registration, step.path);
  const word = asked === undefined ? undefined : wordFor(context, asked, callsTo(context, registration, step.path, asked));
  return word === undefined || !isWantedByAll(context, registration, step.path, word) ? undefined : [turned(word)];
}

/** The calls through which the program got to what is asked, the innermost first: of a helper that gives rules, the one that gave them. */
function callsTo({ syntax }: EditContext, registration: Registration, path: Path, asked: Span): readonly Span[] {
  const [here, there] = [asked, registration.span].map((span) => syntax(span.file.name)?.functions(span)[0]);
  if (here === there) return registration.calls;
  const [only, ...others] = stepsOf(valueAt(registration, path.slice(0, 1)).origin).filter(({ how }) => how === "returned");
  return only === undefined || others.length > 0 ? [] : [only.span, ...registration.calls];
}

/** Whether all that the same call makes of the same source loses the same: a call may stand in a loop. */
function isWantedByAll(context: EditContext, { span, calls }: Registration, path: Path, word: Span): boolean {
  const call = calls.find((each) => isIn(word, each));
  return [...context.everywhere.values()]
    .filter((other) => isAt(other.span, span) && other.calls.some((each) => call !== undefined && isAt(each, call)))
    .every((other) => plannedAt(context, other, path)?.length === 0);
}

/** What decides whether something is made, where nothing else depends on that. */
function askedFor(context: EditContext, registration: Registration, path: Path): Span | undefined {
  const { syntax } = context;
  const placement = path.length === 0 ? undefined : itemAt(registration, path)?.placement;
  if (placement?.kind === "literal") {
    const list = syntax(placement.list.file.name)?.list(placement.list);
    return list?.elements.length === 1 ? conditionOf(list.span) : undefined;
  }
  const place = path.length === 0 ? registration.span : placement?.kind === "added" ? placement.call : undefined;
  const placed = place === undefined ? undefined : syntax(place.file.name)?.statement(place);
  const within = placed?.within;
  if (placed === undefined || within?.kind !== "if" || within.otherwise.length > 0) return undefined;
  return placed.siblings.every((other) => other === placed.statement || looksAfterFailure(other) || isToGo(context, other))
    ? within.test.span
    : undefined;
}

/** Whether all goes that a statement makes, or adds to a list. */
function isToGo(context: EditContext, { span }: Statement): boolean {
  const made = [...context.everywhere.values()].flatMap((registration): readonly (readonly [Registration, Path])[] => {
    const { inputs } = registration;
    if (isIn(registration.span, span)) return [[registration, []]];
    if (!(inputs.data instanceof RecordData)) return [];
    return [...inputs.data.fields].flatMap(([name, { value }]) =>
      value.data instanceof List
        ? value.data.items.flatMap(({ placement }, index) =>
            placement.kind === "added" && isIn(placement.call, span) ? [[registration, [name, index]] as const] : [],
          )
        : [],
    );
  });
  return made.length > 0 && made.every(([registration, path]) => plannedAt(context, registration, path)?.length === 0);
}

/** `asked ? [one] : []`, and Python's `[one] if asked else []`: the condition of a list that is there or empty. */
function conditionOf({ file, start, end }: Span): Span | undefined {
  const before = /([A-Za-z_$][\w$.]*)\s*\?\s*$/.exec(file.text.slice(0, start));
  if (before?.[1] !== undefined && /^\s*:\s*\[\s*\]/.test(file.text.slice(end)))
    return { file, start: before.index, end: before.index + before[1].length };
  const after = /^\s*if\s+([A-Za-z_][\w.]*)\s+else\s*\[\s*\]/d.exec(file.text.slice(end));
  const [from, to] = after?.indices?.[1] ?? [];
  return from === undefined || to === undefined ? undefined : { file, start: end + from, end: end + to };
}

/** Go's `if err != nil { return err }` is of the statement before it. */
function looksAfterFailure({ span }: Statement): boolean {
  return /^if err != nil \{\s*return [^{}]*\}$/.test(textAt(span));
}

/** The literal that a caller gives for what a function asks, followed through those that hand it on. */
function wordFor(context: EditContext, asked: Span, calls: readonly Span[]): Span | undefined {
  const { syntax } = context;
  const [around] = syntax(asked.file.name)?.functions(asked) ?? [];
  const [place, ...outer] = calls;
  const call = place === undefined ? undefined : syntax(place.file.name)?.call(place);
  const given = around === undefined || call === undefined ? undefined : givenFor(asked, around, call);
  if (given === undefined) return undefined;
  if (/^(?:true|True)$/.test(textAt(given.span))) return given.span;
  return given.kind === "name" || given.kind === "member" ? wordFor(context, given.span, outer) : undefined;
}

/** What a call gives for a parameter, or for a member of one, of which nothing else of the function is made. */
function givenFor(asked: Span, of: FunctionExpression, call: Call): Expression | undefined {
  const [name = "", member, ...deeper] = textAt(asked).split(".");
  if (deeper.length > 0) return undefined;
  const index = of.parameters.findIndex(({ pattern }) => pattern.kind === "name" && pattern.name === name);
  if (index < 0 || usesOf(textAt(asked), of) > 1 || call.arguments.some(({ spread }) => spread !== undefined)) return undefined;
  const byName = call.arguments.find((argument) => argument.name === name);
  const given = (byName ?? call.arguments.filter((argument) => argument.name === undefined)[index])?.value;
  if (member === undefined) return given;
  const [only, ...others] = given === undefined ? [] : membersIn(given).filter(({ key }) => key === member);
  return others.length > 0 ? undefined : only?.value;
}

/** The members of an object as it is written: in braces, or as arguments by their names. */
function membersIn(given: Expression): readonly { readonly key: unknown; readonly value: Expression }[] {
  if (given.kind === "call")
    return [
      ...(given.initializer?.kind === "record" ? membersIn(given.initializer) : []),
      ...given.arguments.map(({ name, value }) => ({ key: name, value })),
    ];
  return given.kind === "record" ? given.entries.flatMap((entry) => (entry.kind === "entry" ? [entry] : [])) : [];
}

/** How often the body of a function asks for something. */
function usesOf(text: string, { body }: FunctionExpression): number {
  const parts = "kind" in body ? [body.span] : body.map(({ span }) => span);
  const pattern = new RegExp(`(?<![\\w.])${text.replace(/[.$]/g, "\\$&")}(?!\\w)`, "g");
  return parts.reduce((sum, span) => sum + (textAt(span).match(pattern)?.length ?? 0), 0);
}
