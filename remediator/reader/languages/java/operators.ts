import type { Machine } from "../../interpreter/machine";
import { isBoxed } from "../../interpreter/number-types";
import { type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";
import { arithmetic } from "../java-and-csharp/arithmetic";

/** What operators make of numbers that are objects: those are taken out of them, unless both are compared as what they are. */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const isEquality = operator === "===" || operator === "!==";
  if (a.data === null || b.data === null) return ofNothing(operator, a, b, machine, span);
  if (isEquality && isObject(a) && isObject(b) && a.data === b.data && !isSmall(a) && !isOneName(a, b))
    return machine.hole("is compared as an object, which may be another one with the same content", span, [a, b]);
  return arithmetic(operator, a, b, machine, span);
}

/** Nothing has no number in it: https://docs.oracle.com/javase/specs/jls/se17/html/jls-5.html#jls-5.1.8 */
function ofNothing(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const other = a.data === null ? b : a;
  const nothing = a.data === null ? a : b;
  const fails = (): Value => machine.fail("is computed from nothing", span, "NullPointerException");
  if (/^(?:[-*/%&|^]|[<>]=?|<<|>>>?)$/.test(operator)) return isKnown(other) ? fails() : undefined;
  if (typeof other.data !== "number" && typeof other.data !== "boolean") return undefined;
  if (operator === "+") return isNumber(nothing) ? fails() : undefined;
  if ((operator !== "===" && operator !== "!==") || isLiteral(nothing) || isObject(other)) return undefined;
  const isPlain = other.origin.how === "written" || (other.origin.how === "name" && other.numberType !== undefined);
  return isPlain ? fails() : machine.hole("is compared with what may be an object", span, [a, b]);
}

/** Whether `null` itself stands there. */
function isLiteral({ origin: { span } }: Value): boolean {
  return span.file.text.slice(span.start, span.end) === "null";
}

function isKnown({ data }: Value): boolean {
  return typeof data === "number" || typeof data === "boolean" || data === null;
}

function isNumber({ numberType }: Value): boolean {
  return numberType !== undefined && isBoxed(numberType);
}

function isObject(value: Value): boolean {
  return isNumber(value) || (value.numberType === "Object" && typeof value.data === "number");
}

/** Numbers that are made into objects once. */
function isSmall({ data, numberType }: Value): boolean {
  return typeof data !== "number" || (data >= -128 && data <= 127 && !/^(?:Double|Float|Object)$/.test(numberType ?? ""));
}

function isOneName({ origin: a }: Value, { origin: b }: Value): boolean {
  return a.how === "name" && b.how === "name" && a.name === b.name && a.from === b.from;
}
