import type { NativeCall } from "../../interpreter/native";
import { computed, List, passedOn, written, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";
import { addTo, replaceAll, unsettled } from "../java-and-csharp/changes";
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
  copyOf: ({ machine, given, span }: NativeCall): Value => {
    const [list, length] = [at(given, 0), at(given, 1)];
    const { items } = list === undefined ? { items: [] } : machine.elements(list, span);
    return list === undefined || typeof length?.data !== "number" || length.data > items.length
      ? unknownFrom(machine, span, [list, length])
      : part(machine, list, span, undefined, length);
  },
  copyOfRange: ({ machine, given, span }: NativeCall): Value => {
    const list = at(given, 0);
    return list === undefined ? written(new List([]), span) : part(machine, list, span, at(given, 1), at(given, 2));
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
  rotate: unsettling("Collections.rotate"),
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
