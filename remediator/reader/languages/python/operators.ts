import type { Machine } from "../../interpreter/machine";
import { operate as calculated } from "../../interpreter/operators";
import { List } from "../../interpreter/list";
import { ClassData, Instance, RecordData, computed, numeral, type Value } from "../../interpreter/value";
import type { BinaryOperator, Span } from "../../syntax/tree";
import { isWithin, shifted } from "./library/addresses";
import { combined, isCounter } from "./library/counters";
import { putAll } from "./library/dictionaries";
import { slotIn } from "./library/keys";
import { ordered, setOperation, setOperations } from "./library/lists";
import { declares } from "./library/objects";
import { isPath, joined } from "./library/paths";
import { percent } from "./library/printing";

const setOperators: Readonly<Record<string, string>> = { "|": "union", "&": "intersection", "-": "difference", "^": "symmetric_difference" };

/** What Python's operators make of texts, sets, paths and addresses; undefined where they are the common ones. */
export function operate(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  if (operator === "%" && typeof a.data === "string") return percent(machine, a, b, span);
  if (operator === "%" && typeof a.data === "number" && typeof b.data === "number" && b.data !== 0) {
    const isReal = a.numeral === "decimal" || b.numeral === "decimal";
    return numeral(computed(a.data - Math.floor(a.data / b.data) * b.data, span, [a, b]), isReal ? "decimal" : undefined);
  }
  if (operator === "+" && isPlain(a) && isPlain(b) && (typeof a.data === "string") !== (typeof b.data === "string"))
    return machine.fail("adds something else to a text", span, "TypeError");
  if ((operator === "+" || operator === "-") && typeof b.data === "number") {
    const address = shifted(a, operator === "+" ? b.data : -b.data, span);
    if (address !== undefined) return address;
  }
  if (operator === "/" && (isPath(a) || isPath(b))) return joined(machine, [a, b], span);
  if (operator === "*" && typeof a.data === "number" && (typeof b.data === "string" || b.data instanceof List)) {
    return operate("*", b, a, machine, span) ?? repeated(b, a.data, machine, span);
  }
  if (isCounter(a.data) && isCounter(b.data) && /^[-+&|]$/.test(operator)) {
    const call = { machine, given: [], span, isNew: false, typeArguments: [] };
    return operator === "+" || operator === "-"
      ? combined(a, b, operator === "+" ? 1 : -1, call)
      : machine.hole("is a counter that is made in a way that is not read", span, [a, b]);
  }
  const operation = Object.hasOwn(setOperators, operator) ? setOperations[setOperators[operator] ?? ""] : undefined;
  if (operation !== undefined && a.data instanceof List && b.data instanceof List) {
    return setOperation({ machine, given: [], span, isNew: false, typeArguments: [] }, a, b, operation);
  }
  if (operator === "in" || operator === "not in") {
    const inside = isWithin(a, b) ?? isKey(a, b);
    if (inside === undefined) return overloaded(operator, a, b, machine, span);
    return computed(inside === (operator === "in"), span, [a, b]);
  }
  if (isSet(a.data) && isSet(b.data) && /^[<>]=?$/.test(operator)) return comparedSets(operator, a, b, machine, span);
  if (a.data instanceof List && b.data instanceof List && /^[<>]=?$/.test(operator)) {
    const order = ordered(a, b);
    if (order === undefined) return undefined;
    const holds = operator === "<" ? order < 0 : operator === "<=" ? order <= 0 : operator === ">" ? order > 0 : order >= 0;
    return computed(holds, span, [a, b]);
  }
  return overloaded(operator, a, b, machine, span) ?? real(operator, a, b, machine, span);
}

function isPlain({ data }: Value): boolean {
  return data === null || typeof data !== "object";
}

function isSet(data: Value["data"]): data is List {
  return data instanceof List && (data.type === "set" || data.type === "frozenset");
}

/** Whether a set is a part of another one. */
function comparedSets(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value {
  const [inner, outer] = operator.startsWith("<") ? [a, b] : [b, a];
  const [left, right] = [setsIn("-", inner, outer, machine, span), setsIn("-", outer, inner, machine, span)];
  const [over, more] = [left?.data, right?.data];
  if (!(over instanceof List && more instanceof List) || over.rest !== undefined || more.rest !== undefined)
    return machine.hole("compares sets that are not known", span, [a, b]);
  return computed(over.items.length === 0 && (operator.endsWith("=") || more.items.length > 0), span, [a, b]);
}

/** A division gives a number with a fraction, and what is computed with one has one too: `6 / 2` is 3.0. */
function real(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const isReal = operator === "/" || a.numeral === "decimal" || b.numeral === "decimal";
  if (!isReal || typeof a.data !== "number" || typeof b.data !== "number" || !/^(?:[-+*%]|\*\*|\/\/?)$/.test(operator)) return undefined;
  if (b.data === 0 && operator.startsWith("/")) return machine.fail("is divided by zero", span, "ZeroDivisionError");
  const made = calculated(operator, a.data, b.data, { dividesIntegers: false, print: String });
  return typeof made === "number" ? numeral(computed(made, span, [a, b]), "decimal") : undefined;
}

/** What the classes of the program make of operators: https://docs.python.org/3/reference/datamodel.html#emulating-numeric-types */
function overloaded(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const [own, reflected] = methods[operator] ?? [];
  if (own === undefined || reflected === undefined) return undefined;
  if (operator === "in" || operator === "not in") {
    const truth = b.data instanceof Instance ? called(b, own, [a], machine, span) : undefined;
    return truth === undefined || operator === "in" ? truth : negated(truth, machine, span);
  }
  const made =
    (a.data instanceof Instance ? called(a, own, [b], machine, span) : undefined) ??
    (b.data instanceof Instance ? called(b, reflected, [a], machine, span) : undefined);
  return made === undefined || operator !== "!==" ? made : negated(made, machine, span);
}

function called(object: Value, name: string, values: readonly Value[], machine: Machine, span: Span): Value | undefined {
  const method = object.data instanceof Instance && declares(object.data.type, name) ? machine.member(object, name, span) : undefined;
  return method === undefined ? undefined : machine.apply(method, values, span);
}

function negated(value: Value, machine: Machine, span: Span): Value {
  const truth = machine.truth(value);
  return truth === undefined ? value : computed(!truth, span, [value]);
}

const methods: Readonly<Partial<Record<BinaryOperator, readonly [own: string, reflected: string]>>> = {
  "+": ["__add__", "__radd__"],
  "-": ["__sub__", "__rsub__"],
  "*": ["__mul__", "__rmul__"],
  "/": ["__truediv__", "__rtruediv__"],
  "//": ["__floordiv__", "__rfloordiv__"],
  "%": ["__mod__", "__rmod__"],
  "&": ["__and__", "__rand__"],
  "|": ["__or__", "__ror__"],
  "<": ["__lt__", "__gt__"],
  ">": ["__gt__", "__lt__"],
  "<=": ["__le__", "__ge__"],
  ">=": ["__ge__", "__le__"],
  "===": ["__eq__", "__eq__"],
  "!==": ["__eq__", "__eq__"],
  in: ["__contains__", "__contains__"],
  "not in": ["__contains__", "__contains__"],
};

/** Whether two objects are surely not equal: those of classes that say nothing of it, or dataclasses of other classes. */
export function areOtherObjects({ data: a }: Value, { data: b }: Value): boolean {
  if (!(a instanceof Instance && b instanceof Instance)) return false;
  const isPlain = [a, b].every(({ type }) => type.expression.isRecord !== true && !declares(type, "__eq__") && hasKnownBases(type));
  return isPlain || (a.type !== b.type && a.type.expression.isRecord === true && b.type.expression.isRecord === true);
}

function hasKnownBases(type: ClassData, depth = 0): boolean {
  return (
    depth < 20 && type.bases.every(({ data }) => data instanceof ClassData && data.expression.isRecord !== true && hasKnownBases(data, depth + 1))
  );
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

/** Whether something is among the keys of a dictionary. */
function isKey(a: Value, b: Value): boolean | undefined {
  const slot = b.data instanceof RecordData && b.data.type === undefined ? slotIn(b.data, a) : undefined;
  if (!(b.data instanceof RecordData) || slot === undefined) return undefined;
  return b.data.fields.has(slot) ? true : b.data.rest === undefined ? false : undefined;
}

/** `list += other`, `list *= 2`, `dictionary |= other`, `set |= other`: whoever else has it sees the change. Tuples, texts and numbers do not change. */
export function changedInPlace(operator: BinaryOperator, current: Value, value: Value, machine: Machine, span: Span): Value | undefined {
  const { data } = current;
  if (data instanceof Instance) {
    const [own] = methods[operator] ?? [];
    return own === undefined ? undefined : called(current, own.replace("__", "__i"), [value], machine, span);
  }
  if (data instanceof RecordData && operator === "|" && data.type === undefined) {
    machine.touch(data);
    putAll(data, [{ value, span }], machine, span);
    return current;
  }
  if (!(data instanceof List) || data.type === "tuple" || data.type === "frozenset") return undefined;
  if (operator === "+" && data.type !== "set") {
    const { items, rest } = machine.elements(value, span);
    machine.touch(data);
    // A list may be added to itself.
    data.goesOn(rest);
    const { items: own } = data;
    for (const item of items === own ? [...items] : items) own.push(item);
    return current;
  }
  const made = operator === "*" && data.type !== "set" ? timesIn(data, value, machine, span) : setsIn(operator, current, value, machine, span);
  if (!(made?.data instanceof List)) return undefined;
  machine.touch(data);
  data.items = [...made.data.items];
  data.rest = made.data.rest;
  return current;
}

function timesIn(list: List, times: Value, machine: Machine, span: Span): Value | undefined {
  return typeof times.data === "number" ? repeated({ data: list, origin: times.origin }, times.data, machine, span) : undefined;
}

function setsIn(operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span): Value | undefined {
  const operation = Object.hasOwn(setOperators, operator) ? setOperations[setOperators[operator] ?? ""] : undefined;
  if (operation === undefined || !(b.data instanceof List)) return undefined;
  return setOperation({ machine, given: [], span, isNew: false, typeArguments: [] }, a, b, operation);
}
