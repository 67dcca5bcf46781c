import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import { operate as calculated } from "../../interpreter/operators";
import { Hole, noNumber } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, Closure, computed, Instance, numeral, RecordData, type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";

/** What operators mean to JavaScript alone; undefined for all that the languages have in common. */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (a.numeral === "bigint" || b.numeral === "bigint") return ofWholes(operator, a, b, machine, span);
  if (operator === "in" && b.data instanceof List) return isPlaceIn(a, b, b.data, machine, span);
  if (operator === "in" && b.data instanceof RecordData && b.data.maker !== undefined && typeof a.data === "string" && !b.data.fields.has(a.data))
    return machine.hole("asks what an object has of the function that made it", span, [a, b]);
  if (operator === "instanceof") return isMadeBy(a, b, machine, span);
  if (operator === "+" && [a, b].some(({ data }) => isObject(data))) return textsOf(a, b, machine, span);
  if (!/^(?:[-*/%]|\*\*|[&|^]|<<|>>)$/.test(operator)) return undefined;
  if ([a, b].some(({ data }) => isObject(data))) return machine.hole("is computed from what is no number", span, [a, b]);
  if ([a, b].some(({ data }) => typeof data === "string")) {
    const [x, y] = [numbered(a, span), numbered(b, span)];
    return x === undefined || y === undefined ? undefined : combine(machine, operator, x, y, span);
  }
  return undefined;
}

/** https://tc39.es/ecma262/#sec-ecmascript-language-types-bigint-type: whole numbers of a type of their own, which equal others only loosely. */
function ofWholes(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (typeof a.data !== "number" || typeof b.data !== "number")
    return operator === "===" || operator === "!==" ? undefined : otherWholes(operator, a, b, machine, span);
  const isMixed = a.numeral !== b.numeral;
  if (isMixed && (operator === "===" || operator === "!==")) return computed(operator === "!==", span, [a, b]);
  if (/^(?:[=!]==?|[<>]=?)$/.test(operator)) return undefined;
  if (isMixed || !Number.isInteger(a.data) || !Number.isInteger(b.data)) return machine.fail("mixes whole numbers with others", span, "TypeError");
  const made = wholes(operator, BigInt(a.data), BigInt(b.data));
  if (made === undefined) return machine.hole("is computed in a way that is not known", span, [a, b]);
  const number = Number(made);
  return Number.isSafeInteger(number)
    ? numeral(computed(number, span, [a, b]), "bigint")
    : machine.hole("is a whole number that is larger than what is counted with", span, [a, b]);
}

/** With a text it is a text; with what is not known it is not known. */
function otherWholes(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const isText = operator === "+" && (typeof a.data === "string" || typeof b.data === "string");
  return isText || a.data instanceof Hole || b.data instanceof Hole
    ? undefined
    : machine.hole("is computed from what is no whole number", span, [a, b]);
}

function wholes(operator: BinaryOperator, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0n ? undefined : a / b;
    case "%":
      return b === 0n ? undefined : a % b;
    case "**":
      return b < 0n || b > 1_000n ? undefined : a ** b;
    case "<<":
      return b < 0n || b > 1_000n ? undefined : a << b;
    case ">>":
      return b < 0n || b > 1_000n ? undefined : a >> b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    default:
      return undefined;
  }
}

function isObject(data: Value["data"]): boolean {
  return data instanceof List || data instanceof RecordData || data instanceof Instance;
}

/** What is no scalar is printed before it is added to. */
function textsOf(a: Value, b: Value, machine: Machine, span: Span): Value {
  const isConvertible = [a, b].every(({ data }) => !(data instanceof RecordData || data instanceof Instance));
  const texts = isConvertible ? [a, b].map((value) => machine.text(value, span).data) : [];
  const [left, right] = texts;
  return typeof left === "string" && typeof right === "string"
    ? computed(left + right, span, [a, b])
    : machine.hole("adds to what is made into a text", span, [a, b]);
}

/** A text as the number that arithmetic takes it for. */
function numbered(value: Value, span: Span): Value | undefined {
  const { data } = value;
  if (typeof data === "number" || data instanceof Hole) return value;
  if (typeof data !== "string" && typeof data !== "boolean") return undefined;
  const number = Number(data);
  return computed(Number.isNaN(number) ? noNumber(span) : number, span, [value]);
}

function combine(machine: Machine, operator: BinaryOperator, a: Value, b: Value, span: Span): Value {
  const hole = [a.data, b.data].find((data) => data instanceof Hole);
  if (hole !== undefined) return computed(hole, span, [a, b]);
  const made = calculated(operator, a.data, b.data, { dividesIntegers: false, print: String });
  return made === undefined ? machine.hole("is computed in a way that is not known", span, [a, b]) : computed(made, span, [a, b]);
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
  if (b.data instanceof Closure && (a.data === null || (a.data instanceof RecordData && a.data.maker === b.data)))
    return computed(a.data !== null, span, [a, b]);
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
