import type { FunctionExpression, Parameter } from "../syntax/tree";
import { evaluate } from "./expressions";
import type { Frame } from "./frame";
import { isBoxed, isNumberType } from "./number-types";
import type { Run } from "./run";
import { typedAs } from "./typed-places";
import { List } from "./list";
import { Closure, Instance, isNothing, written, type Value } from "./value";

/** A function where it is written. In Python its defaults are made there, once: a list among them is the same one in every call. */
export function functionMade(run: Run, name: string, expression: FunctionExpression, frame: Frame, of: Pick<Closure, "self" | "home">): Closure {
  const closure = new Closure(name, expression, frame.scope, of.self, of.home);
  if (!run.dialect.makesDefaultsOnce || !expression.parameters.some((parameter) => parameter.default !== undefined)) return closure;
  closure.defaults = new Map();
  for (const parameter of expression.parameters) {
    if (parameter.default !== undefined && parameter.isMadeAnew !== true) closure.defaults.set(parameter, evaluate(run, parameter.default, frame));
  }
  return closure;
}

/** A value in a place that has a type. */
export function inPlaceOf(run: Run, given: Value, type: string | undefined): Value {
  const { converted } = run.dialect;
  const value = structCopy(given);
  if (converted !== undefined && value.data instanceof Instance) return converted(value, type, run, value.origin.span);
  if (!run.dialect.convertsToDeclaredTypes) return value;
  const element = /^([\w.]+)\[\]$/.exec(type ?? "")?.[1];
  // What an array may hold, where its braces do not say it.
  if (element !== undefined && value.data instanceof List && value.data.isArray === true) value.data.type ??= element;
  const { failsByType, failsByNothing } = run.dialect;
  if (failsByType !== undefined && type !== undefined && isOfOtherType(value, type))
    return run.fail(`is no ${type}`, value.origin.span, isNothing(value) ? (failsByNothing ?? failsByType) : failsByType);
  return typedAs(run.dialect, value, type);
}

/** Whether a value that is known is surely of another type than its place: what a list that was cast holds, and nothing where there has to be a number. */
function isOfOtherType({ data, numeral }: Value, type: string): boolean {
  const isNumber = isNumberType(type) && !/^(?:char|Character)$/.test(type);
  if (data === null) return (isNumberType(type) && !isBoxed(type)) || type === "boolean";
  if (typeof data === "string") return numeral !== "character" && (isNumber || /^[Bb]oolean$/.test(type));
  if (typeof data === "boolean") return type === "String" || isNumber;
  return typeof data === "number" && (type === "String" || /^[Bb]oolean$/.test(type));
}

/** A struct of C# is copied into each place. */
export function structCopy(value: Value): Value {
  const { data } = value;
  if (!(data instanceof Instance) || data.type.expression.isStruct !== true) return value;
  const copy = new Instance(data.type);
  for (const [name, field] of data.fields) copy.fields.set(name, { ...field, value: structCopy(field.value) });
  return { ...value, data: copy };
}

/** What a parameter is when a call gives nothing for it. */
export function defaultOf(run: Run, { defaults, home, scope }: Closure, parameter: Parameter, frame: Frame): Value {
  if (parameter.default === undefined) return written(null, frame.scope.span ?? run.here);
  if (!run.dialect.makesDefaultsOnce || parameter.isMadeAnew === true) return evaluate(run, parameter.default, frame);
  const kept = defaults?.get(parameter) ?? home?.defaults.get(parameter);
  if (kept !== undefined) return kept;
  // A method's, which its class keeps.
  const made = evaluate(run, parameter.default, { ...frame, scope });
  home?.defaults.set(parameter, made);
  return made;
}
