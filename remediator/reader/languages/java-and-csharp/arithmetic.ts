import type { Machine } from "../../interpreter/machine";
import { promoted } from "../../interpreter/number-types";
import { operate } from "../../interpreter/operators";
import { type ClassData, computed, Instance, numeral, type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";

/** What operators make of characters, which count as numbers, of numbers with a fraction, and of the members of enums; undefined for all others. */
export function arithmetic(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (a.data instanceof Instance || b.data instanceof Instance) return bits(operator, a, b, span);
  if (a.numeral === undefined && b.numeral === undefined) return undefined;
  const isText = typeof a.data === "string" && typeof b.data === "string";
  if ((isText && operator !== "+" && operator !== "-") || isPlainText(a) || isPlainText(b)) return undefined;
  const type = promoted(a, b);
  // A `float` has fewer digits, which shows beside a `double`.
  const [x, y] = [a, b].map((one) => (isFloat(one) && (type !== "float" || /^[=!<>]/.test(operator)) ? rounded(numberOf(one)) : numberOf(one)));
  if (x === undefined || y === undefined) return undefined;
  if (operator === "===" || operator === "!==") return computed((x === y) === (operator === "==="), span, [a, b]);
  const isDecimal = a.numeral === "decimal" || b.numeral === "decimal";
  const made = operate(operator, x, y, { dividesIntegers: !isDecimal, print: String });
  if (made === undefined) return undefined;
  if (typeof made === "number" && type === "float" && Math.fround(made) !== made)
    return machine.hole("is a fraction that is rounded to fewer digits than are counted with", span, [a, b]);
  return numeral(computed(made, span, [a, b]), isDecimal && typeof made === "number" ? "decimal" : undefined);
}

function isFloat({ numberType }: Value): boolean {
  return /^[Ff]loat$/.test(numberType ?? "");
}

function rounded(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.fround(number);
}

function isPlainText({ data, numeral: kind }: Value): boolean {
  return typeof data === "string" && kind !== "character";
}

function numberOf({ data, numeral: kind }: Value): number | undefined {
  if (typeof data === "number") return data;
  return kind === "character" && typeof data === "string" ? data.charCodeAt(0) : undefined;
}

/** `Flags.A | Flags.B`. */
function bits(operator: BinaryOperator, a: Value, b: Value, span: Span): Value | undefined {
  const [x, y] = [ordinalOf(a), ordinalOf(b)];
  const isNumber = typeof a.data === "number" || typeof b.data === "number";
  if (x === undefined || y === undefined) return undefined;
  if (operator === "===" || operator === "!==") return isNumber ? computed((x === y) === (operator === "==="), span, [a, b]) : undefined;
  const made = operate(operator, x, y, { dividesIntegers: true, print: String });
  if (typeof made !== "number") return made === undefined ? undefined : computed(made, span, [a, b]);
  const type = a.data instanceof Instance ? a.data.type : b.data instanceof Instance ? b.data.type : undefined;
  const member = type === undefined ? undefined : memberWith(type, made);
  // Several members together are printed as all of their names.
  return member ?? numeral(computed(made, span, [a, b]), "flags");
}

/** The member of an enum that has a number. */
export function memberWith({ statics }: ClassData, number: number): Value | undefined {
  for (const value of statics.values()) if (value.data instanceof Instance && ordinalOf(value) === number) return value;
  return undefined;
}

/** The number of an enum's member. */
export function ordinalOf({ data }: Value): number | undefined {
  if (typeof data === "number") return data;
  const ordinal = data instanceof Instance ? data.fields.get("#ordinal")?.value.data : undefined;
  return typeof ordinal === "number" ? ordinal : undefined;
}
