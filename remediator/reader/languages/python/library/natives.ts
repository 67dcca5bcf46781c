import type { Machine } from "../../../interpreter/machine";
import { Native, type Given, type NativeCall } from "../../../interpreter/native";
import { isScalar } from "../../../interpreter/operators";
import { Hole } from "../../../interpreter/hole";
import { List, type Item, type Pass } from "../../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";

/** What a function of the language does. */
export type Behaviour = (call: NativeCall) => Value;

/** Functions by name. */
export type Table = Readonly<Record<string, Behaviour>>;

export function native(name: string, call: Behaviour, span: Span): Value {
  return written(new Native(name, { call }), span);
}

export function lookUp(table: Table, name: string): Behaviour | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The argument at a position, or under one of these keywords. */
export function argument(given: readonly Given[], position: number, ...keywords: readonly string[]): Value | undefined {
  const keyword = given.find(({ name }) => name !== undefined && keywords.includes(name));
  if (keyword !== undefined) return keyword.value;
  const one = given.filter(({ name }) => name === undefined)[position];
  return one?.isSpread === true ? undefined : one?.value;
}

export function textArgument(given: readonly Given[], position: number, ...keywords: readonly string[]): string | undefined {
  const data = argument(given, position, ...keywords)?.data;
  return typeof data === "string" ? data : undefined;
}

export function numberArgument(given: readonly Given[], position: number, ...keywords: readonly string[]): number | undefined {
  const data = argument(given, position, ...keywords)?.data;
  return typeof data === "number" ? data : undefined;
}

/** What a coroutine gives when it is awaited; anything else as it is. */
export function settled(value: Value): Value {
  return value.data instanceof Native ? (value.data.behaviour.awaited?.() ?? value) : value;
}

/** The hole among the arguments, or one that says that the function was given something that it is not read for. */
export function unknownOf({ machine, given, span }: NativeCall, name: string, object?: Value): Value {
  const parts = [...(object === undefined ? [] : [object]), ...given.map(({ value }) => value)];
  const hole = parts.find(({ data }) => data instanceof Hole);
  if (hole?.data instanceof Hole) return computed(hole.data, span, parts);
  return machine.hole(`is made by ${name} in a way that is not read`, span, parts);
}

/** A scalar that was computed from others. */
export function scalar(data: string | number | boolean | null, call: NativeCall, object?: Value): Value {
  return computed(data, call.span, [...(object === undefined ? [] : [object]), ...call.given.map(({ value }) => value)]);
}

/** A list of items that keep their places. */
export function listOf(items: readonly Item[], rest: Hole | undefined, span: Span, parts: readonly Value[]): Value {
  return computed(rest === undefined ? new List([...items]) : new List([...items], rest), span, parts);
}

/** A tuple of values. */
export function tupleOf(values: readonly Value[], span: Span): Value {
  const list = new List(values.map((value) => itemOf(value, span)));
  list.type = "tuple";
  return written(list, span);
}

export function itemOf(value: Value, span: Span, ...passes: Pass[]): Item {
  return { value, placement: { kind: "computed", span }, passes };
}

/** The elements of what a function is given, and what may follow them. */
export function elementsOf(machine: Machine, value: Value | undefined, span: Span): { readonly items: readonly Item[]; readonly rest?: Hole } {
  return value === undefined ? { items: [] } : machine.elements(value, span);
}

export function isRecord(value: Value | undefined): value is Value & { readonly data: RecordData } {
  return value?.data instanceof RecordData;
}

export function isList(value: Value | undefined): value is Value & { readonly data: List } {
  return value?.data instanceof List;
}

export function isHoleful(value: Value | undefined): value is Value & { readonly data: Hole } {
  return value?.data instanceof Hole;
}

/** Calls a function with one element, and gives back what it makes of it. */
export function applied(machine: Machine, callee: Value | undefined, value: Value, span: Span): Value {
  return callee === undefined || callee.data === null ? value : machine.apply(callee, [value], span);
}

export { isScalar };
