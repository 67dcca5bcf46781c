import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import { ClassData, computed, Hole, Instance, List, RecordData, type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";

/** What operators mean to JavaScript alone; undefined for all that the languages have in common. */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (operator === "in" && b.data instanceof List) return isPlaceIn(a, b, b.data, machine, span);
  if (operator === "instanceof") return isMadeBy(a, b, machine, span);
  return undefined;
}

/** `index in list`: whether anything was put there. */
function isPlaceIn(a: Value, b: Value, list: List, machine: Machine, span: Span): Value {
  const { data } = a;
  if (typeof data === "string" && !/^\d+$/.test(data)) return computed(data === "length", span, [a, b]);
  if (typeof data !== "number" && typeof data !== "string") return machine.hole("asks for a place that is not known", span, [a, b]);
  const item = list.items[Number(data)];
  if (item === undefined && list.rest !== undefined) return computed(list.rest, span, [a, b]);
  return computed(item !== undefined && item.isAbsent !== true, span, [a, b]);
}

/** `value instanceof Error`, and of classes that say themselves what is one of theirs. */
function isMadeBy(a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (b.data instanceof ClassData && b.data.expression.members.some(({ name }) => name === "[Symbol.hasInstance]"))
    return machine.hole("asks a class that has an answer of its own", span, [a, b]);
  if (!(b.data instanceof Native) || a.data instanceof Hole) return undefined;
  const { name } = b.data;
  if (a.data === null || typeof a.data !== "object") return computed(false, span, [a, b]);
  if (name === "Array") return computed(a.data instanceof List && a.data.type === undefined, span, [a, b]);
  if (name === "Map" || name === "Set")
    return computed((a.data instanceof RecordData || a.data instanceof List) && a.data.type === name, span, [a, b]);
  if (name.endsWith("Error") && a.data instanceof RecordData && a.data.type?.endsWith("Error") === true)
    return computed(name === "Error" || a.data.type === name, span, [a, b]);
  if (name.endsWith("Error") && a.data instanceof Instance && extends_(a.data.type, name)) return computed(true, span, [a, b]);
  return undefined;
}

function extends_(type: ClassData, name: string, depth = 0): boolean {
  return (
    depth < 20 &&
    type.bases.some(({ data }) =>
      data instanceof ClassData ? extends_(data, name, depth + 1) : data instanceof Native && (data.name === name || name === "Error"),
    )
  );
}
