import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { Further, Hole } from "../../interpreter/hole";
import { isUnordered, List, perhapsEqual, type Item } from "../../interpreter/list";
import { computed, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, eachOf, unknownFrom } from "../library";
import { equalTo } from "./equality";
import { isScalar } from "./methods";

/** What streams and LINQ do with lists. What may hold more elements than are known gives what may hold more. */

/** A list made of others' elements, with what it may hold besides. */
export function listFrom(items: readonly Item[], rest: Hole | undefined, span: Span, parts: readonly Value[]): Value {
  return computed(rest === undefined ? new List([...items]) : new List([...items], rest), span, parts);
}

/** A new list with the same elements. */
export function copied(machine: Machine, value: Value, span: Span): Value {
  const { items, rest } = machine.elements(value, span);
  return shuffledLike(value, listFrom(items, rest, span, [value]));
}

/** What is made of something whose order is not known has none either. */
export function shuffledLike(self: Value, made: Value): Value {
  if (made.data instanceof List && hasNoOrder(self)) made.data.isUnordered = true;
  return made;
}

/** Whether nobody knows which of several elements comes first. */
export function hasNoOrder({ data }: Value): boolean {
  return data instanceof List && isUnordered(data);
}

/** What was just made is an array. */
export function asArray(value: Value): Value {
  if (value.data instanceof List) value.data.isArray = true;
  return value;
}

/** Calls a function that is given; without one, the element itself. */
export function callWith({ machine, given, span }: NativeCall, position = 0): (...values: readonly Value[]) => Value {
  const callee = at(given, position);
  return (...values) => (callee === undefined ? (values[0] ?? written(null, span)) : machine.apply(callee, values, span));
}

/** The first element for which a function says true; nothing where there is none. */
export function found(self: Value, call: NativeCall, fromEnd = false): Value {
  const { machine, span, given } = call;
  const test = given.length === 0 ? undefined : callWith(call);
  if (test === undefined && hasNoOrder(self)) return machine.hole("is one of several, whose order is not known", span, [self]);
  let answer: Value | undefined;
  // What a list that may hold more has before it is not known.
  const open = self.data instanceof List && self.data.source === undefined && self.data.rest !== undefined ? self.data : undefined;
  let inPlace = open === undefined ? Infinity : fromEnd ? 0 : open.inPlace;
  const visit = ({ value }: Item): boolean => {
    if (inPlace-- <= 0) return false;
    if (self.data instanceof List && self.data.doubt !== undefined && !fromEnd) {
      answer = computed(self.data.doubt, span, [self, value]);
      return false;
    }
    const truth = test === undefined ? true : machine.truth(test(value));
    if (truth === true) answer = passedOn(value, "element", span);
    if (truth === undefined) answer = machine.hole("is chosen by a condition that is not known", span, [self, value]);
    return answer === undefined;
  };
  const rest = fromEnd ? fromLast(machine.elements(self, span), visit) : machine.walk(self, span, visit);
  // It may have turned out while it was made.
  if (test === undefined && answer !== undefined && self.data instanceof List && self.data.isUnordered === true)
    return machine.hole("is one of several, whose order is not known", span, [self, answer]);
  const hole = rest ?? open?.rest;
  return answer ?? (hole === undefined ? written(null, span) : computed(hole, span, [self]));
}

function fromLast({ items, rest }: ReturnType<Machine["elements"]>, visit: (item: Item) => boolean): Hole | undefined {
  for (const item of [...items].reverse()) if (!visit(item)) break;
  return rest;
}

/** Whether some elements, all or none of them satisfy a function; without one, whether there are any. */
export function quantified(self: Value, call: NativeCall, quantifier: "any" | "all" | "none"): Value {
  const { machine, span, given } = call;
  const test = given.length === 0 ? undefined : callWith(call);
  const decisive = quantifier === "all" ? false : true;
  const answers = new Set<boolean | undefined>();
  const rest = machine.walk(self, span, ({ value }) => {
    const answer = test === undefined ? true : machine.truth(test(value));
    answers.add(answer);
    return answer !== decisive;
  });
  if (answers.has(decisive)) return computed(quantifier === "any", span, [self]);
  if (rest !== undefined) return computed(rest, span, [self]);
  return answers.has(undefined)
    ? machine.hole("depends on conditions that are not known", span, [self])
    : computed(quantifier !== "any", span, [self]);
}

export function counted(machine: Machine, self: Value, span: Span): Value {
  // What only changes elements is not made to count them.
  const { data } = self;
  if (data instanceof List && data.source !== undefined && data.asMany !== undefined) return counted(machine, data.asMany, span);
  const equal = data instanceof List ? perhapsEqual(data) : undefined;
  if (equal !== undefined) return computed(equal, span, [self]);
  if (typeof self.data === "string") return computed(self.data.length, span, [self]);
  if (self.data instanceof RecordData)
    return self.data.rest === undefined ? computed(self.data.fields.size, span, [self]) : computed(self.data.rest, span, [self]);
  const { items, rest } = machine.elements(self, span);
  return rest === undefined ? computed(items.length, span, [self]) : computed(rest, span, [self]);
}

/** Combines the elements from the first to the last. */
export function folded(self: Value, { machine, span }: NativeCall, combine: Value, initial: Value | undefined): Value {
  const { items, rest } = machine.elements(self, span);
  if (rest !== undefined) {
    eachOf(machine, self, span, ({ value }) => machine.apply(combine, [initial ?? value, value], span));
    return computed(rest, span, [self]);
  }
  const values = items.map(({ value }) => value);
  const [first, ...others] = initial === undefined ? values : [initial, ...values];
  return first === undefined ? written(null, span) : others.reduce((result, value) => machine.apply(combine, [result, value], span), first);
}

/** Each of some equal elements once. Elements that cannot be compared all stay. */
export function distinct(machine: Machine, self: Value, span: Span, key: (element: Value) => Value = (element) => element): Value {
  const { items, rest } = machine.elements(self, span);
  const kept: { readonly item: Item; readonly key: Value }[] = [];
  const seen = new Set<unknown>();
  for (const item of items) {
    const of = key(item.value);
    if (isScalar(of.data)) {
      if (seen.has(of.data)) continue;
      seen.add(of.data);
    } else if (kept.some((other) => other.key.data === of.data || equalTo(machine, other.key, of) === true)) continue;
    kept.push({ item, key: of });
  }
  return listFrom(
    kept.map(({ item }) => item),
    rest,
    span,
    [self],
  );
}

/** The elements from a position up to another. */
export function part(machine: Machine, self: Value, span: Span, from: Value | undefined, to: Value | undefined): Value {
  const { items, rest } = machine.elements(self, span);
  const [start, end] = [from?.data ?? 0, to?.data ?? undefined];
  if (typeof start !== "number" || (end !== undefined && typeof end !== "number"))
    return listFrom([], unknownHole(machine, span, [self, from, to]), span, [self]);
  return listFrom(items.slice(start, end), rest !== undefined && end !== undefined && items.length >= end ? undefined : rest, span, [self]);
}

function unknownHole(machine: Machine, span: Span, values: readonly (Value | undefined)[]): Hole {
  const { data } = unknownFrom(machine, span, values);
  return data instanceof Hole ? data : new Hole("is not known", span);
}

/** The elements while, or from the first one that does not satisfy the function. */
export function whileTrue(self: Value, call: NativeCall, takes: boolean): Value {
  const { machine, span } = call;
  const { items, rest } = machine.elements(self, span);
  const test = callWith(call);
  const end = items.findIndex(({ value }) => machine.truth(test(value)) !== true);
  if (end !== -1 && machine.truth(test(items[end]?.value ?? self)) === undefined)
    return listFrom(takes ? items.slice(0, end) : [], new Hole("ends with a condition that is not known", span), span, [self]);
  if (takes) return listFrom(end === -1 ? items : items.slice(0, end), end === -1 ? rest : undefined, span, [self]);
  return listFrom(end === -1 ? [] : items.slice(end), rest, span, [self]);
}

/** Pairs of two lists, or what a function makes of them. */
export function zipped(self: Value, other: Value, { machine, span }: NativeCall, combine: Value | undefined): Value {
  const [left, right] = [machine.elements(self, span), machine.elements(other, span)];
  const length = Math.min(left.items.length, right.items.length);
  const items = Array.from({ length }, (_, index): Item => {
    const pair = [left.items[index]?.value ?? self, right.items[index]?.value ?? other];
    const value = combine === undefined ? machine.list(pair, span) : machine.apply(combine, pair, span);
    return { value, placement: { kind: "computed", span } };
  });
  return listFrom(items, left.rest ?? right.rest, span, [self, other]);
}

/** One after the other. */
export function concatenated(machine: Machine, lists: readonly Value[], span: Span): Value {
  const all = lists.map((list) => machine.elements(list, span));
  return listFrom(
    all.flatMap(({ items }) => items),
    all.find(({ rest }) => rest !== undefined)?.rest,
    span,
    lists,
  );
}

/** Lists of the elements with the same key, in the order of the first ones. */
export function groups(
  self: Value,
  { machine, span }: NativeCall,
  key: (element: Value) => Value,
  value: (element: Value) => Value,
): readonly { readonly key: Value; readonly list: Value }[] | Hole {
  const { items, rest } = machine.elements(self, span);
  if (rest !== undefined) return rest;
  const made = new Map<unknown, { readonly key: Value; readonly items: Item[] }>();
  for (const item of items) {
    const of = key(item.value);
    if (of.data instanceof Hole) return of.data;
    const like = isScalar(of.data) ? of.data : keyLike(machine, of, made.values());
    if (like instanceof Hole) return like;
    const group = made.get(like) ?? { key: of, items: [] };
    made.set(like, group);
    group.items.push({ ...item, value: value(item.value) });
  }
  return [...made.values()].map((group) => ({ key: group.key, list: listFrom(group.items, undefined, span, [self]) }));
}

/** An object that groups have already as the key that it is equal to. */
function keyLike(machine: Machine, key: Value, groups: Iterable<{ readonly key: Value }>): Value["data"] {
  for (const other of groups) {
    if (isScalar(other.key.data)) continue;
    const same = other.key.data === key.data ? true : equalTo(machine, other.key, key);
    if (same === undefined) return new Hole("is grouped by objects of which nobody knows whether they are equal", key.origin.span);
    if (same) return other.key.data;
  }
  return key.data;
}

/** The elements' texts with a text between them. */
export function joinedText(machine: Machine, self: Value, span: Span, separator: string, prefix = "", suffix = ""): Value {
  if (hasNoOrder(self)) return machine.hole("joins texts, whose order is not known", span, [self]);
  const { items, rest } = machine.elements(self, span);
  const texts = items.map(({ value }) => machine.text(value, span));
  const unknown = texts.find(({ data }) => typeof data !== "string");
  if (rest !== undefined || unknown !== undefined)
    return unknown === undefined && rest !== undefined
      ? computed(rest, span, [self])
      : unknownFrom(
          machine,
          span,
          texts,
          "joins texts that are not known",
          texts.map(({ data }) => data),
          separator,
        );
  const text = `${prefix}${texts.flatMap(({ data }) => (typeof data === "string" ? [data] : [])).join(separator)}${suffix}`;
  return text.length > 1_000_000 ? machine.hole("is longer than what is read", span) : computed(text, span, texts);
}

/** The sum, the least or the greatest of known numbers. */
export function aggregated(
  machine: Machine,
  self: Value,
  span: Span,
  what: "sum" | "min" | "max" | "average",
  key: (element: Value) => Value,
): Value {
  const { items, rest } = machine.elements(self, span);
  const values = items.map(({ value }) => key(value));
  const numbers = values.map(({ data }) => data);
  if (rest !== undefined) return computed(rest, span, [self]);
  if (!numbers.every((number) => typeof number === "number")) return unknownFrom(machine, span, values);
  if (numbers.length === 0) return what === "sum" ? computed(0, span, [self]) : written(null, span);
  const sum = numbers.reduce((total, number) => total + number, 0);
  return computed(what === "sum" ? sum : what === "average" ? sum / numbers.length : Math[what](...numbers), span, values);
}

/** Whole numbers from one up to another, which is not among them. */
export function range({ machine, span }: NativeCall, from: Value | undefined, to: Value | undefined): Value {
  const [start, end] = [from?.data, to?.data];
  if (typeof start !== "number" || typeof end !== "number") return listFrom([], unknownHole(machine, span, [from, to]), span, []);
  const length = Math.min(Math.max(0, end - start), 200_000);
  const numbers = Array.from({ length }, (_, index) => computed(start + index, span, []));
  return machine.list(numbers, span, end - start > length ? new Further("is longer than what is read", span) : undefined);
}
