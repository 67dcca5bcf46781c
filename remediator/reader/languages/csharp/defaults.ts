import type { Machine } from "../../interpreter/machine";
import { computed, type Data, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";

/** What stands for a value that is not there among others of its type: zero, false or nothing. Structs are none of these. */
export function defaultOf(others: readonly Data[], nothing: Value, machine: Machine, span: Span): Value {
  const [first] = others;
  if (typeof first === "number") return computed(0, span, []);
  if (typeof first === "boolean") return computed(false, span, []);
  const isStruct = typeof first === "object" && first?.kind === "instance" && first.type.expression.isStruct === true;
  return isStruct || (typeof first === "object" && first?.kind === "hole")
    ? machine.hole("is the default of a type that is not known", span)
    : nothing;
}
