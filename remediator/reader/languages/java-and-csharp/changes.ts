import type { Machine } from "../../interpreter/machine";
import type { Given, NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { added, at, filtered, native, unknownFrom } from "../library";
import { equalTo } from "./equality";
import type { Method } from "./methods";
import { naturally, type Order } from "./sorting";
import { hasNoOrder } from "./sequences";
import { mayLose, mayReplace } from "../../interpreter/unsure";

/** What changes lists, sets and the views of maps in their place. */

/** What a collection holds after a change that is not known. */
export function unsettled(machine: Machine, { data }: Value, reason: string, span: Span): void {
  if (!(data instanceof List || data instanceof RecordData)) return;
  machine.touch(data);
  data.rest ??= new Hole(reason, span);
}

/** A method that is not read may change what it is called on. */
export function unreadMethod(name: string): Method {
  return (self, { machine, given, span }) => {
    const reason = `may be changed by ${name}, which is not read`;
    unsettled(machine, self, reason, span);
    return unknownFrom(machine, span, [self, ...given.map(({ value }) => value)], reason);
  };
}

/** Makes a list hold what another one does. */
export function replaceAll(machine: Machine, { data }: Value, by: Value, span: Span): void {
  if (!(data instanceof List)) return;
  machine.touch(data);
  const { items, rest } = machine.elements(by, span);
  data.items = [...items];
  data.rest = rest;
  if (by.data instanceof List && by.data.isUnordered === true) data.isUnordered = true;
}

/** Adds arguments as elements: to a set those that it does not have. Gives whether it changed. */
export function addTo(machine: Machine, self: Value, given: readonly Given[], span: Span): Value {
  const { data } = self;
  if (!(data instanceof List)) return computed(true, span, []);
  if (!isSet(data)) {
    added(machine, self, given, span);
    return computed(true, span, []);
  }
  const fresh = given.filter(({ value }) => !data.unordered.some((item) => isOne(machine, data, item.value, value)));
  added(machine, self, fresh, span);
  if (data.type === "SortedSet") sortInPlace(data);
  return computed(fresh.length > 0, span, []);
}

export function addAllTo(machine: Machine, self: Value, other: Value, span: Span): Value {
  const { data } = self;
  const { items, rest } = machine.elements(other, span);
  if (!(data instanceof List)) return computed(true, span, []);
  machine.touch(data);
  data.goesOn(rest);
  const held = data.items;
  // A list may be added to itself.
  for (const item of [...items]) if (!isSet(data) || !held.some(({ value }) => isOne(machine, data, item.value, value))) held.push(item);
  data.items = held;
  if (data.type === "SortedSet") sortInPlace(data);
  return computed(true, span, []);
}

function isSet({ type }: List): boolean {
  return type?.endsWith("Set") === true;
}

/** Sets that have an order of their own, by which they also tell elements from each other. */
const ownOrders = new WeakMap<List, Order>();

/** The order that a sorted set has its elements in. */
export function orderIn(data: List): Order {
  return ownOrders.get(data) ?? naturally;
}

/** Whether a set takes two elements for one. */
function isOne(machine: Machine, set: List, a: Value, b: Value): boolean {
  const order = ownOrders.get(set);
  return order === undefined ? equalTo(machine, a, b) === true : order(a, b) === 0;
}

function sortInPlace(data: List): void {
  const order = ownOrders.get(data) ?? naturally;
  const unknown: Item[] = [];
  data.items = [...data.items].sort((a, b) => {
    const answer = order(a.value, b.value);
    if (answer === undefined) unknown.push(a);
    return answer ?? 0;
  });
  const [first] = unknown;
  if (first !== undefined && ownOrders.has(data)) data.rest ??= new Hole("is sorted by what is not known", first.value.origin.span);
}

/** A set of the elements of a list. */
export function setOf(machine: Machine, list: Value, type: "Set" | "SortedSet", span: Span, order?: Order): Value {
  const set = new List([]);
  set.type = type;
  if (order !== undefined) ownOrders.set(set, order);
  return filledSet(machine, set, list, span);
}

/** Puts the elements of a list into a set that is empty. */
export function filledSet(machine: Machine, set: List, list: Value, span: Span): Value {
  const made = computed(set, span, [list]);
  addAllTo(machine, made, list, span);
  return { ...made, origin: list.origin };
}

export function insertInto(machine: Machine, { data }: Value, index: Value, items: readonly Item[], rest: Hole | undefined, span: Span): void {
  if (!(data instanceof List)) return;
  machine.touch(data);
  if (typeof index.data === "number") data.items = [...data.items.slice(0, index.data), ...items, ...data.items.slice(index.data)];
  else {
    data.items = data.items.concat(items);
    data.rest ??= new Hole("holds something at a place that is not known", span);
  }
  if (rest !== undefined) data.rest ??= rest;
}

export function argumentItem({ passes }: Machine, { value, span: argument }: Given, call: Span): Item {
  return { value, placement: { kind: "added", call, argument }, passes };
}

/** Takes out the element at a place and gives it; from the end with -1. */
export function takeAt(machine: Machine, self: Value, index: Value, span: Span): Value {
  const { data } = self;
  if (!(data instanceof List)) return unknownFrom(machine, span, [self]);
  machine.touch(data);
  const place = index.data === -1 ? data.items.length - 1 : index.data;
  if (typeof place !== "number" || (data.rest !== undefined && (index.data === -1 || place >= data.inPlace))) {
    mayLose(data, new Hole("lost an element that is not known", span));
    return machine.hole("is an element that is taken out of a list", span, [self]);
  }
  const taken = place >= 0 ? data.items[place] : undefined;
  if (taken !== undefined) data.items = data.items.toSpliced(place, 1);
  return taken?.value ?? machine.hole("is taken from where nothing is", span, [self]);
}

/** Takes out what is equal to a value, and says whether there was any. */
export function takeEqual(machine: Machine, self: Value, target: Value, span: Span): Value {
  const { data } = self;
  if (!(data instanceof List)) return unknownFrom(machine, span, [self]);
  const answers = data.items.map(({ value }) => equalTo(machine, value, target));
  const index = answers.indexOf(true);
  machine.touch(data);
  const isSure = !answers.slice(0, index === -1 ? undefined : index).includes(undefined);
  if (isSure && index !== -1) data.items = data.items.filter((_, place) => place !== index);
  if (!isSure) mayLose(data, new Hole("lost an element that is not known", span));
  return isSure && (index !== -1 || data.rest === undefined) ? computed(index !== -1, span, [self]) : unknownFrom(machine, span, [self, target]);
}

/** Keeps the elements for which a function says true. */
export function keepOnly(self: Value, { machine, span }: NativeCall, test: (element: Value) => Value): Value {
  replaceAll(machine, self, filtered(machine, self, span, test), span);
  return computed(true, span, []);
}

/** Goes through a list from its start: `hasNext()` and `next()`, or `MoveNext()` and `Current`. */
export function iterator(machine: Machine, list: Value, span: Span): Value {
  const { items, rest } = machine.elements(list, span);
  const state = new RecordData();
  state.type = "Iterator";
  state.fields.set("list", {
    value: computed(rest === undefined ? new List([...items]) : new List([...items], rest), span, [list]),
    entry: span,
    placement: "computed",
  });
  state.fields.set("of", { value: list, entry: span, placement: "computed" });
  state.fields.set("at", { value: computed(-1, span, []), entry: span, placement: "computed" });
  return written(state, span);
}

function stateOf(self: Value): { readonly list: List; readonly of: Value; readonly place: number; readonly data: RecordData } | undefined {
  const { data } = self;
  const of = data instanceof RecordData ? data.fields.get("of")?.value : undefined;
  const list = data instanceof RecordData ? data.fields.get("list")?.value.data : undefined;
  const place = data instanceof RecordData ? data.fields.get("at")?.value.data : undefined;
  return data instanceof RecordData && list instanceof List && of !== undefined && typeof place === "number" ? { list, of, place, data } : undefined;
}

function hasNext(self: Value, { machine, span }: NativeCall): Value {
  const state = stateOf(self);
  if (state === undefined) return machine.hole("goes through what is not known", span, [self]);
  if (state.place + 1 < state.list.items.length) return computed(true, span, [self]);
  return state.list.rest === undefined ? computed(false, span, [self]) : computed(state.list.rest, span, [self]);
}

function next(self: Value, { machine, span }: NativeCall): Value {
  const state = stateOf(self);
  if (state === undefined) return machine.hole("goes through what is not known", span, [self]);
  // Who asks for one and never again, `set.iterator().next()`, asks for the first.
  if (hasNoOrder(state.of) && self.origin.how !== "name") return machine.hole("is one of several, whose order is not known", span, [self]);
  machine.touch(state.data);
  state.data.fields.set("at", { value: computed(state.place + 1, span, []), entry: span, placement: "computed" });
  return current(self, machine, span);
}

export function current(self: Value, machine: Machine, span: Span): Value {
  const state = stateOf(self);
  const item = state?.list.items[state.place];
  return (
    item?.value ??
    (state?.list.rest === undefined ? machine.hole("is beyond the end of a list", span, [self]) : computed(state.list.rest, span, [self]))
  );
}

/** What an iterator removes is no longer in the list that it goes through. */
function removeCurrent(self: Value, { machine, span }: NativeCall): Value {
  const state = stateOf(self);
  const source = state?.data.fields.get("of")?.value;
  const item = state?.list.items[state.place];
  if (!(source?.data instanceof List)) return machine.hole("removes what is not known", span, [self]);
  machine.touch(source.data);
  const { items } = source.data;
  const index = item === undefined ? -1 : items.indexOf(item);
  if (index === -1) mayLose(source.data, new Hole("lost an element that is not known", span));
  else source.data.items = items.filter((_, place) => place !== index);
  return written(null, span);
}

/** What a list's iterator sets takes the place of what it gave last. */
function setCurrent(self: Value, { machine, given, span }: NativeCall): Value {
  const state = stateOf(self);
  const source = state?.data.fields.get("of")?.value;
  const value = at(given, 0);
  if (state === undefined || value === undefined || !(source?.data instanceof List)) return machine.hole("sets what is not known", span, [self]);
  machine.touch(source.data);
  const { items } = source.data;
  const item = state.list.items[state.place];
  const index = item === undefined ? -1 : items.indexOf(item);
  if (index === -1) mayReplace(source.data, new Hole("holds an element that is not known", span), span);
  else source.data.items = items.map((one, place) => (place === index ? { value, placement: { kind: "computed", span } } : one));
  return written(null, span);
}

/** `hasNext`, `next`, `remove` and `MoveNext`. */
export function iteratorMember(self: Value, name: string, machine: Machine, span: Span): Value | undefined {
  if (name === "hasNext") return native(name, span, (call) => hasNext(self, call));
  if (name === "set") return native(name, span, (call) => setCurrent(self, call));
  if (name === "remove") return native(name, span, (call) => removeCurrent(self, call));
  if (name === "next" || name === "nextInt") return native(name, span, (call) => next(self, call));
  if (name === "MoveNext")
    return native(name, span, (call) => {
      const answer = hasNext(self, call);
      next(self, call);
      return answer;
    });
  if (name === "Current") return current(self, machine, span);
  // What it does to the list that it goes through is not known.
  const source = stateOf(self)?.data.fields.get("of")?.value;
  return source === undefined || !/^(?:add|previous|hasPrevious|nextIndex|previousIndex|forEachRemaining)$/.test(name)
    ? undefined
    : native(name, span, (call) => (unreadMethod(name)(source, call), unreadMethod(name)(self, call)));
}

export function isIterator({ data }: Value): boolean {
  return data instanceof RecordData && data.type === "Iterator";
}

/** Whether a value is among the elements of the list that is given. */
export function isAmong(value: Value, { machine, given, span }: NativeCall): Value {
  const list = at(given, 0);
  const { items, rest } = list === undefined ? { items: [] } : machine.elements(list, span);
  const answers = items.map((item) => equalTo(machine, item.value, value));
  if (answers.includes(true)) return computed(true, span, []);
  return rest === undefined && !answers.includes(undefined) ? computed(false, span, []) : unknownFrom(machine, span, [list, value]);
}

/** The opposite of an answer; one that is not known stays so. */
export function negated(value: Value, { machine, span }: NativeCall): Value {
  const truth = machine.truth(value);
  return truth === undefined ? value : computed(!truth, span, [value]);
}
