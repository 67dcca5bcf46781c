import { elementIn } from "../../interpreter/iteration";
import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { List, LiveList, type Item } from "../../interpreter/list";
import { computed, numeral, passedOn, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, eachOf, unknownFrom } from "../library";
import { equalTo } from "../java-and-csharp/equality";
import { stagesOf } from "../java-and-csharp/lazily";
import { setEntry } from "../java-and-csharp/records";
import { iterator } from "../java-and-csharp/changes";
import {
  aggregated,
  callWith,
  copied,
  counted,
  distinct,
  folded,
  found,
  hasNoOrder,
  listFrom,
  part,
  quantified,
  whileTrue,
} from "../java-and-csharp/sequences";
import { byComparison, extreme, naturally, reversedOrder, sortedWith } from "../java-and-csharp/sorting";
import { firstOf, type Method } from "../java-and-csharp/methods";
import { changing, isStack } from "./changing";
import { holding } from "./optionals";
import { unmodifiable } from "./unmodifiable";

/** A stream is gone through once. */
const stages = stagesOf(true);

/** Methods of Java's lists, sets, arrays and streams. */
export const lists: Record<string, Method | undefined> = {
  get: (self, { machine, given, span }) => {
    if (given.length > 0 && hasNoOrder(self)) return machine.hole("is one of several, whose order is not known", span, [self]);
    const index = at(given, 0);
    if (index === undefined) return self;
    return element(machine, self, index, span);
  },
  element: (self, call) => found(self, { ...call, given: [] }),
  peekFirst: (self, call) => found(self, { ...call, given: [] }),
  peekLast: (self, call) => found(self, { ...call, given: [] }, true),
  first: (self, call) => found(self, { ...call, given: [] }),
  last: (self, call) => found(self, { ...call, given: [] }, true),
  getFirst: (self, call) => found(self, { ...call, given: [] }),
  getLast: (self, call) => found(self, { ...call, given: [] }, true),
  size: (self, { machine, span }) => counted(machine, self, span),
  isEmpty: (self, call) => quantified(self, { ...call, given: [] }, "none"),
  isPresent: (self, { span }) => computed(true, span, [self]),
  contains: (self, { machine, given, span }) => contains(machine, self, at(given, 0), span),
  containsAll: (self, { machine, given, span }) => {
    const answers =
      given[0] === undefined ? [] : machine.elements(given[0].value, span).items.map(({ value }) => contains(machine, self, value, span).data);
    return answers.includes(false)
      ? computed(false, span, [self])
      : answers.every((answer) => answer === true)
        ? computed(true, span, [self])
        : unknownFrom(machine, span, [self]);
  },
  indexOf: (self, { machine, given, span }) => {
    const { items, rest } = machine.elements(self, span);
    const answers = items.map(({ value }) => (given[0] === undefined ? undefined : equalTo(machine, value, given[0].value)));
    const index = answers.indexOf(true);
    return answers.slice(0, index === -1 ? undefined : index).includes(undefined) || rest !== undefined
      ? unknownFrom(machine, span, [self])
      : computed(index, span, [self]);
  },
  ...changing,
  subList: (self, { machine, given, span }) => {
    const { data } = self;
    const [from, to] = [at(given, 0)?.data, at(given, 1)?.data];
    if (!(data instanceof List) || typeof from !== "number" || typeof to !== "number") return part(machine, self, span, at(given, 0), at(given, 1));
    let end = to;
    const keep = (items: readonly Item[]): void => {
      data.items = [...data.items.slice(0, from), ...items, ...data.items.slice(end)];
      end = from + items.length;
    };
    return computed(new LiveList(data, () => data.items.slice(from, end), keep), span, [self]);
  },
  setValue: (self, call) => setEntry(self, call, firstOf(call)),
  reversed: (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    return listFrom([...items].reverse(), rest, span, [self]);
  },
  forEach: (self, call) => {
    eachOf(call.machine, self, call.span, ({ value }) => callWith(call)(value));
    return written(null, call.span);
  },
  stream: (self) => self,
  parallelStream: (self) => self,
  iterator: (self, { machine, span }) => iterator(machine, self, span),
  listIterator: (self, { machine, span }) => iterator(machine, self, span),
  sequential: (self) => self,
  asList: (self) => self,
  build: (self) => self,
  clone: (self, { machine, span }) => copied(machine, self, span),
  map: (self, call) => stages.changed(self, call),
  flatMap: (self, call) => stages.each(self, call),
  filter: (self, call) => stages.kept(self, call),
  peek: (self, call) =>
    call.given.length === 0 ? found(self, call, isStack(self)) : stages.changed(self, call, (value) => (callWith(call)(value), value)),
  collect: (self, { machine, given, span }) => (given[0] === undefined ? self : machine.apply(given[0].value, [self], span)),
  toList: (self, { machine, span }) => unmodifiable(copied(machine, self, span)),
  toArray: (self, { machine, span }) => copied(machine, self, span),
  count: (self, { machine, span }) => counted(machine, self, span),
  findFirst: (self, call) => holding(found(self, { ...call, given: [] }), kindOf(self)),
  findAny: (self, call) => holding(found(self, { ...call, given: [] }), kindOf(self)),
  anyMatch: (self, call) => quantified(self, call, "any"),
  allMatch: (self, call) => quantified(self, call, "all"),
  noneMatch: (self, call) => quantified(self, call, "none"),
  reduce: (self, call) => {
    const [first, second] = [at(call.given, 0), at(call.given, 1)];
    if (first === undefined) return unknownFrom(call.machine, call.span, [self]);
    return second === undefined ? holding(folded(self, call, first, undefined), kindOf(self)) : folded(self, call, second, first);
  },
  sorted: stages.deferred((self, call) => sorted(self, call)),
  mapMulti: (self, { machine, span }) => unknownFrom(machine, span, [self], "is made by a function that is not followed"),
  distinct: stages.deferred((self, { machine, span }) => distinct(machine, self, span)),
  limit: stages.limited,
  skip: stages.skipped,
  takeWhile: stages.whileTrue,
  dropWhile: stages.deferred((self, call) => whileTrue(self, call, false)),
  sum: (self, { machine, span }) => aggregated(machine, self, span, "sum", (value) => value),
  average: (self, { machine, span }) =>
    holding(
      numeral(
        aggregated(machine, self, span, "average", (value) => value),
        "decimal",
      ),
      "OptionalDouble",
    ),
  max: (self, call) => outermost(self, call, "max", reversedOrder),
  min: (self, call) => outermost(self, call, "min", (order) => order),
};
for (const [alias, name] of [
  ["mapToObj", "map"],
  ["mapToInt", "map"],
  ["mapToLong", "map"],
  ["mapToDouble", "map"],
  ["forEachOrdered", "forEach"],
  ["boxed", "stream"],
  ["asLongStream", "stream"],
  ["asDoubleStream", "stream"],
  ["flatMapToInt", "flatMap"],
  ["flatMapToObj", "flatMap"],
  ["toUnmodifiableList", "toList"],
] as const)
  lists[alias] = lists[name];

/** An entry of a map. */
for (const [name, index] of [
  ["getKey", 0],
  ["getValue", 1],
] as const)
  lists[name] = (self, { machine, span }) => element(machine, self, computed(index, span, []), span);

type Order = ReturnType<typeof byComparison>;

/** The first of a stream: in its comparator's order, or of numbers. */
function outermost(self: Value, { machine, given, span }: NativeCall, of: "max" | "min", ordered: (order: Order) => Order): Value {
  const [comparator] = given;
  return comparator === undefined
    ? holding(
        aggregated(machine, self, span, of, (value) => value),
        ofNumbers,
      )
    : holding(extreme(machine, self, span, ordered(byComparison(machine, comparator.value, span))), kindOf(self));
}

/** The class of an Optional of numbers depends on the type of the stream, which is not known. */
const ofNumbers = "";

function kindOf(self: Value): string {
  return self.data instanceof List && self.data.items.some(({ value }) => typeof value.data === "number") ? ofNumbers : "Optional";
}

export function element(machine: Machine, self: Value, index: Value, span: Span): Value {
  if (hasNoOrder(self)) return machine.hole("is one of several, whose order is not known", span, [self]);
  const elements = machine.elements(self, span);
  const { rest } = elements;
  const item = typeof index.data === "number" ? elementIn(elements, self, index.data) : undefined;
  if (item !== undefined) return passedOn(item.value, "element", span);
  if (rest !== undefined) return computed(rest, span, [self]);
  return typeof index.data === "number"
    ? machine.fail("is an element that is not there", span, "IndexOutOfBoundsException")
    : unknownFrom(machine, span, [index, self], "is an element that is not there");
}

export function contains(machine: Machine, self: Value, value: Value | undefined, span: Span): Value {
  if (value === undefined) return unknownFrom(machine, span, [self]);
  const { items, rest } = machine.elements(self, span);
  const answers = items.map((item) => equalTo(machine, item.value, value));
  if (answers.includes(true)) return computed(true, span, [self, value]);
  return rest === undefined && !answers.includes(undefined)
    ? computed(false, span, [self, value])
    : unknownFrom(machine, span, [value, self], "may be among what is not known");
}

/** By a comparator, or in the order that the elements have by themselves. */
function sorted(self: Value, { machine, given, span }: NativeCall): Value {
  const comparator = at(given, 0);
  const order = comparator === undefined || comparator.data === null ? naturally : byComparison(machine, comparator, span);
  return sortedWith(machine, self, span, order);
}
