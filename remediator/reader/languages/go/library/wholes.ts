import type { Machine } from "../../../interpreter/machine";
import type { NativeCall } from "../../../interpreter/native";
import { operate as calculate } from "../../../interpreter/operators";
import { computed, isHole, numeral, written, type Data, type Value } from "../../../interpreter/value";
import type { BinaryOperator, Numeral, Span } from "../../../syntax/tree";
import { narrowTypes, type NarrowType } from "../wholes";
import { argument, unknown, type Implementation } from "./support";

/** The conversions to types of numbers, by the types' names. */
export const conversions: Readonly<Record<string, Implementation>> = {
  int: (call) => converted(call, wholePart, undefined),
  ...Object.fromEntries(
    [...narrowTypes].map(([name, narrow]) => [name, (call: NativeCall): Value => converted(call, (data) => cut(data, narrow), narrow)]),
  ),
  ...Object.fromEntries(
    ["float32", "float64"].map((name) => [
      name,
      (call: NativeCall): Value => {
        const made = converted(call, (data) => (typeof data === "number" ? data : undefined), undefined);
        return typeof made.data === "number" ? numeral(computed(made.data, call.span, [made]), "decimal") : made;
      },
    ]),
  ),
};

/** `T(x)`, and `T{}` where a type's name stands for a number. What is unchanged keeps its origin. */
function converted(call: NativeCall, convert: (data: Data) => Data | undefined, narrow: NarrowType | undefined): Value {
  const value = argument(call, 0);
  if (value === undefined) return numeral(written(0, call.span), narrow);
  const result = convert(value.data);
  if (result === undefined) return isHole(value) || typeof value.data === "object" ? value : unknown(call, "is converted in a way that is not known");
  const { numeral: _, ...plain } = value;
  return numeral(result === value.data ? plain : computed(result, call.span, [value]), narrow);
}

function wholePart(data: Data): Data | undefined {
  return typeof data === "number" ? Math.trunc(data) : undefined;
}

/** A number without its fraction, and without the bits that its type has no room for. */
function cut(data: Data, type: NarrowType): Data | undefined {
  const number = wholePart(data);
  if (typeof number !== "number" || !Number.isSafeInteger(number)) return undefined;
  const bits = Number(type.replace(/\D+/, ""));
  const made = type.startsWith("u") ? BigInt.asUintN(bits, BigInt(number)) : BigInt.asIntN(bits, BigInt(number));
  return Number.isSafeInteger(Number(made)) ? Number(made) : undefined;
}

/** A number in a place of a narrow type. */
export function narrowed(call: NativeCall): Value {
  const [value, type] = [argument(call, 0), argument(call, 1)?.data];
  const narrow = typeof type === "string" ? narrowTypes.get(type) : undefined;
  return narrow === undefined ? (value ?? unknown(call, "is a number that is not known")) : converted(call, (data) => cut(data, narrow), narrow);
}

/** What overflows loses the bits that its type has no room for: https://go.dev/ref/spec#Integer_overflow */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const isShift = operator === "<<" || operator === ">>";
  const narrow = narrowOf(a.numeral) ?? (isShift ? undefined : narrowOf(b.numeral));
  if (narrow === undefined || typeof a.data !== "number" || typeof b.data !== "number") return undefined;
  if (b.data === 0 && (operator === "/" || operator === "%")) return undefined;
  const result = calculate(operator, a.data, b.data, wholeNumbers);
  if (result === undefined || typeof result === "boolean") return undefined;
  const made = cut(result, narrow);
  return made === undefined
    ? machine.hole("is a whole number that is larger than what is counted with", span, [a, b])
    : numeral(computed(made, span, [a, b]), narrow);
}

const wholeNumbers = { dividesIntegers: true, largestInteger: Number.MAX_SAFE_INTEGER, print: String };

function narrowOf(kind: Numeral | undefined): NarrowType | undefined {
  return kind === undefined || !/^u?int\d+$/.test(kind) ? undefined : (kind as NarrowType);
}
