import type { Machine } from "../../interpreter/machine";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { Closure, computed, Instance, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at } from "../library";
import { ordinalOf } from "./arithmetic";
import { listFrom } from "./sequences";

/** Which of two comes first: below zero the first one; undefined where that is not known. */
export type Order = (a: Value, b: Value) => number | undefined;

const orders = new WeakMap<List, Order>();

/** The elements in an order; equal ones stay as they are. Where the order is not known, the list may have another one. */
export function sortedWith(machine: Machine, self: Value, span: Span, order: Order): Value {
  const { items, rest } = machine.elements(self, span);
  const unknown = new Set<Item>();
  const sorted = [...items].sort((a, b) => {
    const answer = unknown.size > 0 ? 0 : order(a.value, b.value);
    if (answer === undefined) unknown.add(a);
    return answer ?? 0;
  });
  if (unknown.size > 0) {
    const unsorted = listFrom(items, rest ?? new Hole("is sorted by what is not known", span), span, [self]);
    if (unsorted.data instanceof List) unsorted.data.isUnordered = true;
    return unsorted;
  }
  const made = listFrom(sorted, rest, span, [self]);
  if (made.data instanceof List) orders.set(made.data, order);
  return made;
}

/** A list that is sorted already, and where its elements are equal by a second order. */
export function sortedFurther(machine: Machine, self: Value, span: Span, second: Order): Value {
  const first = self.data instanceof List ? orders.get(self.data) : undefined;
  return sortedWith(machine, self, span, first === undefined ? () => undefined : inTurn(first, second));
}

export function inTurn(first: Order, second: Order): Order {
  return (a, b) => {
    const answer = first(a, b);
    return answer === 0 ? second(a, b) : answer;
  };
}

export function reversedOrder(order: Order): Order {
  return (a, b) => {
    const answer = order(a, b);
    return answer === undefined ? undefined : -answer;
  };
}

/** By what a function makes of each element. */
export function byKey(key: (element: Value) => Value, order: Order): Order {
  const keys = new Map<Value, Value>();
  const of = (element: Value): Value => {
    const known = keys.get(element) ?? key(element);
    keys.set(element, known);
    return known;
  };
  return (a, b) => order(of(a), of(b));
}

/** By a function of two elements. */
export function byComparison(machine: Machine, comparison: Value, span: Span): Order {
  return (a, b) => {
    const { data } = machine.apply(comparison, [a, b], span);
    return typeof data === "number" ? data : undefined;
  };
}

/** Numbers, texts by their characters, members of enums by their place. */
export function naturally({ data: a }: Value, { data: b }: Value): number | undefined {
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  const [x, y] = [a, b].map((data) => (data instanceof Instance || typeof data === "number" ? ordinalOf({ data, origin: nowhere }) : undefined));
  return x === undefined || y === undefined ? undefined : x - y;
}

const nowhere: Value["origin"] = { span: { file: { name: "", text: "" }, start: 0, end: 0 }, how: "computed" };

let collator: Intl.Collator | undefined;

/** The same, with texts as a dictionary has them. */
export function byCulture(a: Value, b: Value): number | undefined {
  if (typeof a.data !== "string" || typeof b.data !== "string") return naturally(a, b);
  collator ??= new Intl.Collator("en");
  return collator.compare(a.data, b.data);
}

/** Whether a value is a function of two elements rather than of one. */
export function comparesTwo({ data }: Value): boolean {
  return data instanceof Closure && data.expression.parameters.length === 2;
}

/** The first or the last of the elements in an order; nothing where there are none. */
export function extreme(machine: Machine, self: Value, span: Span, order: Order): Value {
  const sorted = sortedWith(machine, self, span, order);
  const { items, rest } = machine.elements(sorted, span);
  if (rest !== undefined) return computed(rest, span, [self]);
  return (
    at(
      items.map(({ value }) => ({ value, span })),
      0,
    ) ?? computed(null, span, [self])
  );
}
