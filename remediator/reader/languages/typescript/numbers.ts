import type { NativeCall } from "../../interpreter/native";
import { Hole, isNotANumber, noNumber } from "../../interpreter/hole";
import { computed, numeral, written, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";

/** `Number(x)`. */
export function toNumber({ machine, given, span, isNew }: NativeCall): Value {
  const value = at(given, 0) ?? written(0, span);
  const { data } = value;
  if (isNew) return machine.hole("is an object that holds a number", span, [value]);
  if (isNotANumber(data)) return value;
  if (data === null) return value.isNull === true ? computed(0, span, [value]) : computed(noNumber(span), span, [value]);
  if (typeof data !== "string" && typeof data !== "boolean" && typeof data !== "number") return unknownFrom(machine, span, [value]);
  return numberOf(Number(data), value, span);
}

/** `BigInt(x)`. */
export function toWhole({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0) ?? written(null, span);
  const { data } = value;
  if (typeof data !== "string" && typeof data !== "boolean" && typeof data !== "number") return unknownFrom(machine, span, [value]);
  const number = Number(data);
  const isWhole = typeof data === "string" ? /^\s*(?:[-+]?\d*|0x[\da-f]+|0b[01]+|0o[0-7]+)\s*$/i.test(data) : Number.isInteger(number);
  if (!isWhole) return machine.fail("is no whole number", span, typeof data === "string" ? "SyntaxError" : "RangeError");
  return Number.isSafeInteger(number)
    ? numeral(computed(number, span, [value]), "bigint")
    : machine.hole("is a whole number that is larger than what is counted with", span, [value]);
}

/** `parseFloat(x)`: as much of a text as is a number. */
export function toReal({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0);
  if (value !== undefined && isNotANumber(value.data)) return value;
  if (typeof value?.data !== "string" && typeof value?.data !== "number") return unknownFrom(machine, span, [value]);
  return numberOf(Number.parseFloat(String(value.data)), value, span);
}

export function toInteger({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0);
  const radix = at(given, 1)?.data;
  if (value !== undefined && isNotANumber(value.data)) return value;
  if (typeof value?.data !== "string" && typeof value?.data !== "number") return unknownFrom(machine, span, [value]);
  return numberOf(Number.parseInt(String(value.data), typeof radix === "number" ? radix : undefined), value, span);
}

function numberOf(number: number, value: Value, span: NativeCall["span"]): Value {
  return computed(Number.isNaN(number) ? noNumber(span) : number, span, [value]);
}

/** Whether a value is NaN; a hole where that is not known. */
export function isNaNumber({ machine, span }: NativeCall, value: Value | undefined): Value {
  if (value === undefined || (value.data instanceof Hole && !isNotANumber(value.data))) return unknownFrom(machine, span, [value]);
  return computed(isNotANumber(value.data), span, [value]);
}

export function not(value: Value): Value {
  return typeof value.data === "boolean" ? { ...value, data: !value.data } : value;
}
