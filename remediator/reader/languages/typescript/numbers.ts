import type { NativeCall } from "../../interpreter/native";
import { computed, Hole, isNotANumber, noNumber, written, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";

/** `Number(x)`. */
export function toNumber({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0) ?? written(0, span);
  const { data } = value;
  if (typeof data !== "string" && typeof data !== "boolean" && typeof data !== "number") return unknownFrom(machine, span, [value]);
  return numberOf(Number(data), value, span);
}

/** `parseFloat(x)`: as much of a text as is a number. */
export function toReal({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0);
  if (typeof value?.data !== "string" && typeof value?.data !== "number") return unknownFrom(machine, span, [value]);
  return numberOf(Number.parseFloat(String(value.data)), value, span);
}

export function toInteger({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0);
  const radix = at(given, 1)?.data;
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
