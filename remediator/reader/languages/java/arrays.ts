import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { List, type Item } from "../../interpreter/list";
import { computed, numeral, passedOn, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, unknownFrom } from "../library";
import { addTo, replaceAll, unsettled } from "../java-and-csharp/changes";
import { equalLists, equalTo } from "../java-and-csharp/equality";
import { firstOf, type LibraryFunction } from "../java-and-csharp/methods";
import { emptyRecord, fromAlternating } from "../java-and-csharp/records";
import { copied, listFrom, part } from "../java-and-csharp/sequences";
import { byComparison, extreme, naturally, reversedOrder, sortedWith, type Order } from "../java-and-csharp/sorting";
import { reverseOrder } from "./comparators";
import { unmodifiable, unmodifiableView } from "./unmodifiable";

/** The static methods of `Arrays` and `Collections`. */

const asGiven: LibraryFunction = (call) => passedOn(firstOf(call), "returned", call.span);

function orderIn({ machine, given, span }: NativeCall, position: number): Order {
  const comparator = at(given, position);
  return comparator === undefined || comparator.data === null ? naturally : byComparison(machine, comparator, span);
}

/** Changes the list that is its first argument. */
function changing(change: (list: Value, call: NativeCall) => Value): LibraryFunction {
  return (call) => {
    const list = at(call.given, 0);
    if (list !== undefined) replaceAll(call.machine, list, change(list, call), call.span);
    return written(null, call.span);
  };
}

/** What it does to the list is not known. */
function unsettling(name: string): LibraryFunction {
  return ({ machine, given, span }) => {
    const list = at(given, 0);
    if (list !== undefined) unsettled(machine, list, `is changed by ${name}, which is not followed`, span);
    return written(null, span);
  };
}

const sort = changing((list, call) => sortedWith(call.machine, list, call.span, orderIn(call, 1)));
const filled = changing((list, { machine, given, span }) => {
  const { items, rest } = machine.elements(list, span);
  const value = given.length === 2 ? at(given, 1) : undefined;
  const made = items.map((item) => ({ ...item, value: value ?? machine.hole("is filled in a part of it", span) }));
  return listFrom(made, rest, span, [list]);
});

function singleton({ given, span, argumentsSpan = span }: NativeCall): Value {
  const items = given.map(({ value, span: element }) => ({ value, placement: { kind: "literal" as const, list: argumentsSpan, element } }));
  return written(new List(items), argumentsSpan);
}

/** `System.arraycopy(from, start, to, place, count)`. */
export const copyOver: LibraryFunction = ({ machine, given, span }) => {
  const [from, to] = [at(given, 0), at(given, 2)];
  const [start, place, count] = [at(given, 1), at(given, 3), at(given, 4)].map((value) => value?.data);
  if (from === undefined || to === undefined) return written(null, span);
  const source = machine.elements(from, span);
  const target = machine.elements(to, span);
  const isKnown = typeof start === "number" && typeof place === "number" && typeof count === "number";
  if (!isKnown || source.rest !== undefined || target.rest !== undefined || place + count > target.items.length)
    unsettled(machine, to, "had a part replaced that is not known", span);
  else {
    const copied_ = source.items.slice(start, start + count);
    replaceAll(
      machine,
      to,
      listFrom([...target.items.slice(0, place), ...copied_, ...target.items.slice(place + count)], undefined, span, [to]),
      span,
    );
  }
  return written(null, span);
};

function printed(call: NativeCall): Value {
  const list = firstOf(call);
  return list.data instanceof List ? call.machine.text({ ...list, data: withoutArrays(list.data) }, call.span) : call.machine.text(list, call.span);
}

/** The elements as a list has them, which is printed. */
function withoutArrays(list: List): List {
  const items = list.items.map((item): Item =>
    item.value.data instanceof List && item.value.data.isArray === true
      ? { ...item, value: { ...item.value, data: withoutArrays(item.value.data) } }
      : item,
  );
  return list.rest === undefined ? new List(items) : new List(items, list.rest);
}

/** A part of an array; beyond its end there are zeros. */
function copiedTo(machine: Machine, list: Value | undefined, from: number, to: Value | undefined, span: Span): Value {
  const { items, rest } = list === undefined ? { items: [] } : machine.elements(list, span);
  if (list === undefined || typeof to?.data !== "number") return unknownFrom(machine, span, [list, to]);
  if (to.data <= items.length) return part(machine, list, span, computed(from, span, []), to);
  const [first] = items;
  if (first === undefined || rest !== undefined || from > items.length || to.data > 10_000) return unknownFrom(machine, span, [list, to]);
  const { data, numeral: kind } = first.value;
  const zero = numeral(computed(typeof data === "number" ? 0 : typeof data === "boolean" ? false : null, span, []), kind);
  const more = Array.from({ length: to.data - items.length }, (): Item => ({ value: zero, placement: { kind: "computed", span } }));
  return kind === "character" ? unknownFrom(machine, span, [list, to]) : listFrom([...items.slice(from), ...more], undefined, span, [list]);
}

export const arraysMembers = {
  sort,
  parallelSort: sort,
  fill: filled,
  setAll: unsettling("Arrays.setAll"),
  stream: ({ machine, given, span }: NativeCall): Value => {
    const list = at(given, 0);
    if (list === undefined) return written(new List([]), span);
    return given.length === 1 ? copied(machine, list, span) : part(machine, list, span, at(given, 1), at(given, 2));
  },
  copyOf: ({ machine, given, span }: NativeCall): Value => copiedTo(machine, at(given, 0), 0, at(given, 1), span),
  toString: printed,
  deepToString: printed,
  equals: ({ machine, given, span }: NativeCall): Value => {
    const [a, b] = [at(given, 0), at(given, 1)];
    const isPair = a?.data instanceof List && b?.data instanceof List;
    const answer = a === undefined || b === undefined ? undefined : isPair ? equalLists(machine, a.data, b.data, 0) : equalTo(machine, a, b);
    return answer === undefined ? unknownFrom(machine, span, [a, b]) : computed(answer, span, []);
  },
  binarySearch: ({ machine, given, span }: NativeCall): Value => {
    const [list, value] = [at(given, 0), at(given, 1)];
    const { items, rest } = list === undefined ? { items: [] } : machine.elements(list, span);
    const place = items.findIndex((item) => value !== undefined && naturally(item.value, value) === 0);
    const isOnly = items.filter((item) => value !== undefined && naturally(item.value, value) === 0).length === 1;
    return given.length === 2 && rest === undefined && isOnly ? computed(place, span, []) : unknownFrom(machine, span, [list, value]);
  },
  copyOfRange: ({ machine, given, span }: NativeCall): Value => {
    const from = at(given, 1)?.data;
    return typeof from === "number"
      ? copiedTo(machine, at(given, 0), from, at(given, 2), span)
      : unknownFrom(machine, span, [at(given, 0), at(given, 1)]);
  },
} satisfies Readonly<Record<string, LibraryFunction>>;

export const collectionsMembers: Readonly<Record<string, LibraryFunction>> = {
  emptyList: ({ span }) => unmodifiable(written(new List([]), span)),
  emptySet: ({ span }) => unmodifiable(written(new List([]), span)),
  emptyMap: ({ span }) => unmodifiable(emptyRecord(span)),
  singletonList: (call) => unmodifiable(singleton(call)),
  singleton: (call) => unmodifiable(singleton(call)),
  singletonMap: (call) => unmodifiable(fromAlternating(call)),
  unmodifiableList: (call) => unmodifiableView(asGiven(call)),
  unmodifiableMap: asGiven,
  unmodifiableSet: (call) => unmodifiableView(asGiven(call)),
  unmodifiableCollection: (call) => unmodifiableView(asGiven(call)),
  synchronizedList: asGiven,
  synchronizedMap: asGiven,
  sort,
  reverseOrder,
  reverse: changing((list, { machine, span }) => {
    const { items, rest } = machine.elements(list, span);
    return listFrom([...items].reverse(), rest, span, [list]);
  }),
  shuffle: unsettling("Collections.shuffle"),
  copy: unsettling("Collections.copy"),
  replaceAll: unsettling("Collections.replaceAll"),
  rotate: changing((list, { machine, given, span }) => {
    const { items, rest } = machine.elements(list, span);
    const by = at(given, 1)?.data;
    if (typeof by !== "number" || rest !== undefined) return unknownFrom(machine, span, [list, at(given, 1)]);
    const start = items.length === 0 ? 0 : ((-by % items.length) + items.length) % items.length;
    return listFrom([...items.slice(start), ...items.slice(0, start)], rest, span, [list]);
  }),
  frequency: ({ machine, given, span }) => {
    const [list, value] = [at(given, 0), at(given, 1)];
    const { items, rest } = list === undefined ? { items: [] } : machine.elements(list, span);
    const same = items.map((item) => (value === undefined ? undefined : equalTo(machine, item.value, value)));
    return rest !== undefined || same.includes(undefined)
      ? unknownFrom(machine, span, [list, value])
      : computed(
          same.filter((answer) => answer === true).length,
          span,
          [list, value].filter((one) => one !== undefined),
        );
  },
  disjoint: ({ machine, given, span }) => {
    const [a, b] = [at(given, 0), at(given, 1)];
    const [first, second] = [a, b].map((one) => (one === undefined ? { items: [] } : machine.elements(one, span)));
    const same = (first?.items ?? []).flatMap(({ value }) => (second?.items ?? []).map((other) => equalTo(machine, value, other.value)));
    if (same.includes(true)) return computed(false, span, []);
    return same.includes(undefined) || first?.rest !== undefined || second?.rest !== undefined
      ? unknownFrom(machine, span, [a, b])
      : computed(true, span, []);
  },
  fill: filled,
  swap: changing((list, { machine, given, span }) => {
    const { items, rest } = machine.elements(list, span);
    const [a, b] = [at(given, 1)?.data, at(given, 2)?.data];
    const [x, y] = typeof a === "number" && typeof b === "number" ? [items[a], items[b]] : [];
    if (x === undefined || y === undefined) return unknownFrom(machine, span, [list]);
    return listFrom(
      items.map((item, index) => (index === a ? y : index === b ? x : item)),
      rest,
      span,
      [list],
    );
  }),
  max: (call) => extreme(call.machine, firstOf(call), call.span, reversedOrder(orderIn(call, 1))),
  min: (call) => extreme(call.machine, firstOf(call), call.span, orderIn(call, 1)),
  addAll: ({ machine, given, span }) => {
    const [target, ...rest] = given;
    return target === undefined ? computed(false, span, []) : addTo(machine, target.value, rest, span);
  },
  nCopies: ({ machine, given, span }) => {
    const [count, value] = [at(given, 0)?.data, at(given, 1)];
    if (typeof count !== "number" || value === undefined) return unknownFrom(machine, span, [at(given, 0)]);
    return unmodifiable(
      machine.list(
        Array.from({ length: Math.min(Math.max(0, count), 10_000) }, () => value),
        span,
      ),
    );
  },
};

/** Lists that are known to be collections: where any number of objects may be given, they are one. */
const collections = new WeakSet<List>();

/** Remembers that a list is a collection, and no array. */
export function asCollection(made: Value): Value {
  if (made.data instanceof List) collections.add(made.data);
  return made;
}

/** Whether a list stands for itself where any number of objects may be given: an array of numbers that are no objects does; undefined where nobody knows. */
export function isOneElement(list: List): boolean | undefined {
  const { isArray, type, items } = list;
  if (isArray !== true) return collections.has(list);
  if (type !== undefined) return /^(?:byte|short|int|long|float|double|char|boolean)$/.test(type);
  const [first] = items;
  const mayBePlain = typeof first?.value.data === "number" || typeof first?.value.data === "boolean" || first?.value.numeral === "character";
  return mayBePlain ? undefined : false;
}
