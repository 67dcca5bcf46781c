import type { Machine } from "../../interpreter/machine";
import { List } from "../../interpreter/list";
import { ClassData, Closure, Instance, RecordData, written, type Value } from "../../interpreter/value";
import { boxOf, isNumberType } from "../../interpreter/number-types";
import type { ClassExpression } from "../../syntax/tree";

/**
 * Whether `equals`, and what asks by it, takes two values for equal: records and structs by their parts, classes as they say themselves, Java's collections
 * by their elements (C#'s are objects like others); undefined where that is not known.
 */
export function equalTo(machine: Machine, a: Value, b: Value, depth = 0): boolean | undefined {
  const [x, y] = [a.data, b.data];
  if (typeof x === "number" && typeof y === "number" && machine.semantics.equalsByElements) return equalNumbers(machine, a, b);
  if (typeof x !== "object" || typeof y !== "object") return machine.same(a, b);
  if (depth > 20) return undefined;
  if (x instanceof Instance && y instanceof Instance) {
    if (x === y) return true;
    const own = ownEquals(x.type);
    if (own === undefined && isByParts(x.type.expression)) return x.type === y.type ? equalParts(machine, x, y, depth) : false;
    if (own === undefined) return isPlainObject(x.type) ? false : machine.same(a, b);
    const { span } = own.expression;
    const method: Value = written(new Closure("equals", own.expression, own.home.scope, a, own.home), span);
    return machine.truth(machine.apply(method, [b], span));
  }
  // Arrays are objects like others.
  if (x instanceof List && y instanceof List && x !== y && (x.isArray === true || y.isArray === true)) return false;
  if (x instanceof List && y instanceof List && machine.semantics.equalsByElements) return x === y || equalLists(machine, x, y, depth);
  if (x instanceof RecordData && y instanceof RecordData && machine.semantics.equalsByElements) return x === y || equalMaps(machine, x, y, depth);
  // C#'s tuples and objects without a class are equal by their parts.
  if (x instanceof List && y instanceof List && x.type === "tuple" && y.type === "tuple") return x === y || equalLists(machine, x, y, depth);
  if (x instanceof RecordData && y instanceof RecordData && x.type === undefined && y.type === undefined)
    return x === y || equalMaps(machine, x, y, depth);
  if ((x instanceof List && y instanceof RecordData) || (x instanceof RecordData && y instanceof List)) return undefined;
  return machine.same(a, b);
}

/** A `Long` equals no `Integer`. */
function equalNumbers(machine: Machine, a: Value, b: Value): boolean | undefined {
  const [x, y] = [boxed(a), boxed(b)];
  // Of fractions, zero is other than its negative.
  if (a.numeral === "decimal" && b.numeral === "decimal" && a.data === 0 && b.data === 0) return x === y && Object.is(a.data, b.data);
  return x !== undefined && y !== undefined && x !== y ? false : machine.same(a, b);
}

function boxed({ numberType }: Value): string | undefined {
  return numberType === undefined || !isNumberType(numberType) ? undefined : (boxOf(numberType) ?? numberType);
}

function isByParts({ isRecord, isStruct }: ClassExpression): boolean {
  return isRecord === true || isStruct === true;
}

function equalParts(machine: Machine, a: Instance, b: Instance, depth: number): boolean | undefined {
  return all(
    [...a.fields].map(([name, { value }]) => {
      const other = b.fields.get(name)?.value;
      return other === undefined ? false : equalTo(machine, value, other, depth + 1);
    }),
  );
}

/** Whether the elements of two lists are equal, one by one. */
export function equalLists(machine: Machine, a: List, b: List, depth: number): boolean | undefined {
  if (a.rest !== undefined || b.rest !== undefined) return undefined;
  const [first, second] = [isSet(a), isSet(b)];
  if (first !== second || a.items.length !== b.items.length) return false;
  if (first) return all(a.items.map(({ value }) => b.items.some((other) => equalTo(machine, value, other.value, depth + 1) === true)));
  return all(
    a.items.map(({ value }, index) => {
      const other = b.items[index];
      return other === undefined ? false : equalTo(machine, value, other.value, depth + 1);
    }),
  );
}

function equalMaps(machine: Machine, a: RecordData, b: RecordData, depth: number): boolean | undefined {
  if (a.rest !== undefined || b.rest !== undefined) return undefined;
  if (a.fields.size !== b.fields.size) return false;
  return all(
    [...a.fields].map(([name, { value }]) => {
      const other = b.fields.get(name)?.value;
      return other === undefined ? false : equalTo(machine, value, other, depth + 1);
    }),
  );
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function isSet({ type }: List): boolean {
  return type?.endsWith("Set") === true;
}

/** The method of a class or one of its bases that says what is equal to it. */
function ownEquals(type: ClassData, depth = 0): { readonly expression: Closure["expression"]; readonly home: ClassData } | undefined {
  const found = type.expression.members.find(
    ({ kind, isStatic, name, function: made }) => kind === "method" && !isStatic && /^[eE]quals$/.test(name) && made?.parameters.length === 1,
  )?.function;
  if (found !== undefined) return { expression: found, home: type };
  if (depth > 20) return undefined;
  for (const { data } of type.bases) {
    const inherited = data instanceof ClassData ? ownEquals(data, depth + 1) : undefined;
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** A class of the program, whose bases are all of the program as well: nothing foreign says what is equal. */
function isPlainObject(type: ClassData, depth = 0): boolean {
  return depth < 20 && type.bases.every(({ data }) => data instanceof ClassData && isPlainObject(data, depth + 1));
}
