import type { Machine } from "../../interpreter/machine";
import { Hole, List, RecordData, computed, type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";
import { isWithin, shifted } from "./library/addresses";
import { ordered, setOperation, setOperations } from "./library/lists";
import { isPath, joined } from "./library/paths";
import { percent } from "./library/printing";

const setOperators: Readonly<Record<string, string>> = { "|": "union", "&": "intersection", "-": "difference", "^": "symmetric_difference" };

/** What Python's operators make of texts, sets, paths and addresses; undefined where they are the common ones. */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (operator === "%" && typeof a.data === "string") return percent(machine, a, b, span);
  if (operator === "%" && typeof a.data === "number" && typeof b.data === "number" && b.data !== 0) {
    return computed(a.data - Math.floor(a.data / b.data) * b.data, span, [a, b]);
  }
  if ((operator === "+" || operator === "-") && typeof b.data === "number") {
    const address = shifted(a, operator === "+" ? b.data : -b.data, span);
    if (address !== undefined) return address;
  }
  if (operator === "/" && (isPath(a) || isPath(b))) return joined(machine, [a, b], span);
  if (operator === "*" && typeof a.data === "number" && (typeof b.data === "string" || b.data instanceof List)) {
    return operate("*", b, a, machine, span) ?? repeated(b, a.data, machine, span);
  }
  const operation = Object.hasOwn(setOperators, operator) ? setOperations[setOperators[operator] ?? ""] : undefined;
  if (operation !== undefined && a.data instanceof List && b.data instanceof List) {
    return setOperation({ machine, given: [], span, isNew: false, typeArguments: [] }, a, b, operation);
  }
  if (operator === "in" || operator === "not in") {
    const inside = isWithin(a, b) ?? isKey(a, b);
    return inside === undefined ? undefined : computed(inside === (operator === "in"), span, [a, b]);
  }
  if (a.data instanceof List && b.data instanceof List && /^[<>]=?$/.test(operator)) {
    const order = ordered(a, b);
    if (order === undefined) return undefined;
    const holds = operator === "<" ? order < 0 : operator === "<=" ? order <= 0 : operator === ">" ? order > 0 : order >= 0;
    return computed(holds, span, [a, b]);
  }
  return undefined;
}

/** `3 * "ab"` is `"ab" * 3`. */
function repeated(value: Value, times: number, machine: Machine, span: Span): Value | undefined {
  const count = Math.max(0, Math.min(times, 10_000));
  if (typeof value.data === "string") {
    return value.data.length * count > 1_000_000
      ? machine.hole("is longer than what is read", span, [value])
      : computed(value.data.repeat(count), span, [value]);
  }
  if (!(value.data instanceof List)) return undefined;
  const { items, rest } = value.data;
  return machine.list(Array.from({ length: count }, () => items.map((item) => item.value)).flat(), span, rest);
}

/** Whether a number is among the keys of a dictionary. */
function isKey(a: Value, b: Value): boolean | undefined {
  if (!(b.data instanceof RecordData) || typeof a.data !== "number" || b.data.rest instanceof Hole) return undefined;
  return b.data.keys?.get(String(a.data))?.data === a.data;
}
