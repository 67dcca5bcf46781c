import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import type { Origin } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import type { Call, Parameter, SourceFile, Span } from "../reader/syntax/tree";
import { isAt, isIn, sharedUrn, type EditContext } from "./context";
import type { TextEdit } from "./edits";
import { isDeclined, type Outcome } from "./outcome";
import { editSequence } from "./sequence";

/**
 * A value in place of a parameter's default: an argument for it in the call that gives none, which makes nothing else. Undefined where the value is no
 * default, or the call cannot be given it.
 */
export function givenInstead(
  context: EditContext,
  registration: Registration,
  path: Path,
  textAt: (place: Span, parameter: Parameter) => Outcome<string>,
): Outcome<TextEdit[]> | undefined {
  const defaulted = defaultIn(context, valueAt(registration, path).origin);
  const call =
    defaulted === undefined
      ? undefined
      : (constructionOf(context, registration, path, defaulted) ??
        callOf(context, registration, path) ??
        callAround(context, registration, defaulted));
  if (defaulted === undefined || call?.argumentsSpan === undefined) return undefined;
  const { argumentsSpan } = call;
  const text = textAt(argumentsSpan, defaulted.parameter);
  if (isDeclined(text)) return text;
  const argument = argumentFor(context, defaulted, call, text);
  if (argument === undefined) return undefined;
  const inside = { start: argumentsSpan.start + 1, end: argumentsSpan.end - 1 };
  const elements = call.arguments.map(({ span }) => span);
  return editSequence({ file: argumentsSpan.file, elements, inside, padded: false, marks: context.printer.marks }, { added: [argument] });
}

/** A parameter, and where it is among those of its function. */
export interface Defaulted {
  readonly parameter: Parameter;
  readonly name: string;
  readonly index: number;
}

/** The parameter of which the default gave a value. */
function defaultIn(context: EditContext, origin: Origin): Defaulted | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) {
    const named = parameterAt(context, step);
    if (named === undefined) continue;
    const { parameter } = named;
    return parameter.default !== undefined && step.from !== undefined && isIn(step.from.span, parameter.default.span) ? named : undefined;
  }
  return undefined;
}

/** The parameter that an expression names, in the innermost function around it that has one of that name. */
export function parameterAt({ syntax }: EditContext, { how, name, span }: Origin): Defaulted | undefined {
  if (how !== "name" || name === undefined) return undefined;
  for (const { parameters } of syntax(span.file.name)?.functions(span) ?? []) {
    const index = parameters.findIndex(({ pattern }) => pattern.kind === "name" && pattern.name === name);
    const parameter = parameters[index];
    if (parameter !== undefined) return { parameter, name, index };
  }
  return undefined;
}

/** Whether a parameter takes what is known only when a resource is made: where the language asks, its type says so. */
export function takesOutputs({ type }: Parameter, { name }: SourceFile): boolean {
  return /\.(?:py|[cm]?jsx?)$/.test(name) || /Input|Output|\binputs?\.|Args\b|\bpulumi\.\w+Array\b|\bany\b/.test(type ?? "");
}

/** Whether a parameter takes any text: a type of the program's own may name the few that it takes. */
export function takesTexts({ type }: Parameter, { name }: SourceFile): boolean {
  return type === undefined || !/\.[cm]?tsx?$/.test(name) || /\b(?:string|number|any|unknown)\b/.test(type);
}

/** The innermost call that returned what a value is in, where it made nothing of any other resource. */
function callOf({ syntax, uses }: EditContext, registration: Registration, path: Path): Call | undefined {
  const own = sharedUrn(registration.urn);
  for (let length = path.length; length > 0; length--) {
    for (let step: Origin | undefined = valueAt(registration, path.slice(0, length)).origin; step !== undefined; step = step.from) {
      if (step.how !== "returned") continue;
      const isOwn = uses.of(step.span).every((use) => sharedUrn(use.registration.urn) === own);
      return isOwn ? syntax(step.span.file.name)?.call(step.span) : undefined;
    }
  }
  return undefined;
}

/** The call of the function in which a resource is made that has the parameter, where its default gives nothing else that the call makes a value. */
function callAround({ syntax, uses }: EditContext, { urn, span, calls }: Registration, { parameter }: Defaulted): Call | undefined {
  const [call] = calls;
  const isInside = syntax(span.file.name)
    ?.functions(span)
    .some(({ parameters }) => parameters.includes(parameter));
  if (call === undefined || isInside !== true || parameter.default === undefined) return undefined;
  const isOwn = uses
    .of(parameter.default.span)
    .every(({ registration: other }) => sharedUrn(other.urn) === sharedUrn(urn) || !other.calls.some((each) => isAt(each, call)));
  return isOwn ? syntax(call.file.name)?.call(call) : undefined;
}

/** The call that made the object of which a value is a member by the default of its constructor, and nothing of any other resource. */
function constructionOf(context: EditContext, registration: Registration, path: Path, { parameter }: Defaulted): Call | undefined {
  const { syntax, uses } = context;
  const own = sharedUrn(registration.urn);
  for (let step: Origin | undefined = valueAt(registration, path).origin; step !== undefined; step = step.from) {
    if (step.how !== "member" || step.from === undefined || parameterAt(context, step.from)?.parameter !== parameter) continue;
    const made = stepsFrom(step.of).at(-1);
    const call = made === undefined ? undefined : syntax(made.span.file.name)?.call(made.span);
    const isOwn = made !== undefined && uses.of(made.span).every((use) => sharedUrn(use.registration.urn) === own);
    return isOwn ? call : undefined;
  }
  return undefined;
}

function stepsFrom(origin: Origin | undefined): readonly Origin[] {
  return origin === undefined ? [] : [origin, ...stepsFrom(origin.from)];
}

/** How a language gives a parameter a value: by its name, or where it is the next one. */
function argumentFor({ printer }: EditContext, { name, index, parameter }: Defaulted, call: Call, text: string): string | undefined {
  if (call.arguments.some((each) => each.spread !== undefined || each.name === name)) return undefined;
  const positional = call.arguments.filter((each) => each.name === undefined).length;
  if (positional > index && parameter.keywordOnly !== true) return undefined;
  if (printer.argument !== undefined) return printer.argument(name, text);
  return positional === index && positional === call.arguments.length ? text : undefined;
}
