import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { computed, numeral, RecordData, type Value } from "../../interpreter/value";
import { textAt } from "../../syntax/spans";
import type { Span } from "../../syntax/tree";
import { filledSet, setOf } from "../java-and-csharp/changes";
import { firstOf, type LibraryFunction } from "../java-and-csharp/methods";
import { copiedRecord, fromPairs, recordFrom } from "../java-and-csharp/records";
import { aggregated, copied, counted, folded, groups, joinedText } from "../java-and-csharp/sequences";
import { byComparison, extreme, reversedOrder, type Order } from "../java-and-csharp/sorting";
import { at, filtered, flatMapped, mapped, native, unknownFrom } from "../library";
import { asCollection } from "./arrays";
import { hashed } from "./hash-maps";
import { HashedSet } from "./hashing";
import { holding } from "./optionals";
import { refusingNull, unmodifiable } from "./unmodifiable";

/** What `collect` is called with: a function of the list. */
function collector(make: (list: Value, call: NativeCall) => Value): LibraryFunction {
  return (call) => native("collector", call.span, (collecting) => make(firstOf(collecting), { ...call, machine: collecting.machine }));
}

const keyed =
  (call: NativeCall, position: number) =>
  (element: Value): Value => {
    const callee = at(call.given, position);
    return callee === undefined ? element : call.machine.apply(callee, [element], call.span);
  };

function grouping(list: Value, call: NativeCall): Value {
  const { machine, span, given } = call;
  const made = groups(list, call, keyed(call, 0), (value) => value);
  if (made instanceof Hole) return computed(made, span, [list]);
  const downstream = at(given, given.length - 1);
  const pairs = made.map(({ key, list: held }) =>
    machine.list([key, given.length > 1 && downstream !== undefined ? machine.apply(downstream, [held], span) : held], span),
  );
  const map = fromPairs(machine, machine.list(pairs, span), span);
  // A factory stands between the key and what becomes of the elements.
  return mapOfKind(machine, map, given.length === 3 ? given[1] : undefined, span);
}

/** A map that a collector makes: a HashMap, unless a factory stands among its arguments. */
function mapOfKind(machine: Machine, made: Value, given: NativeCall["given"][number] | undefined, span: Span): Value {
  const factory = textOf(given);
  if (/TreeMap|EnumMap|SkipList/.test(factory)) {
    // A factory may give the map an order of its own.
    const own = given === undefined ? undefined : machine.apply(given.value, [], span);
    return own?.data instanceof RecordData && own.data.fields.size === 0
      ? copiedRecord(machine, made, span, "SortedMap", { ...own, data: own.data })
      : copiedRecord(machine, made, span, "SortedMap");
  }
  return factory.includes("Linked") ? made : hashed(machine, made, span);
}

/** Both answers are there, whether anything has them or not. */
function partitioning(list: Value, call: NativeCall): Value {
  const { machine, span, given } = call;
  const made = groups(list, call, keyed(call, 0), (value) => value);
  if (made instanceof Hole) return computed(made, span, [list]);
  const downstream = at(given, 1);
  const pairs = [false, true].map((answer) => {
    const held = made.find(({ key }) => key.data === answer)?.list ?? machine.list([], span);
    return machine.list([computed(answer, span, []), downstream === undefined ? held : machine.apply(downstream, [held], span)], span);
  });
  return fromPairs(machine, machine.list(pairs, span), span);
}

/** What another collector, an argument, makes of a list. */
function collectedBy({ machine, given, span }: NativeCall, position: number, list: Value): Value {
  const next = at(given, position);
  return next === undefined ? list : machine.apply(next, [list], span);
}

/** A collector for each type of numbers: `summingInt`, `summingLong`, `summingDouble`. */
function ofNumbers(name: string, make: (list: Value, call: NativeCall) => Value): Readonly<Record<string, LibraryFunction>> {
  return Object.fromEntries(["Int", "Long", "Double"].map((type) => [`${name}${type}`, collector(make)]));
}

function outermost(list: Value, { machine, given, span }: NativeCall, inOrder: (order: Order) => Order): Value {
  const comparator = at(given, 0);
  return comparator === undefined ? list : holding(extreme(machine, list, span, inOrder(byComparison(machine, comparator, span))), "Optional");
}

/** How a factory is written. */
function textOf(given: NativeCall["given"][number] | undefined): string {
  return given === undefined ? "" : textAt(given.span);
}

const plainCollectors: Readonly<Record<string, LibraryFunction | undefined>> = {
  toList: collector((list, { machine, span }) => asCollection(copied(machine, list, span))),
  toMap: collector((list, call) => {
    const merge = at(call.given, 2);
    const made = recordFrom(
      list,
      call,
      keyed(call, 0),
      keyed(call, 1),
      merge === undefined ? undefined : (a, b) => call.machine.apply(merge, [a, b], call.span),
    );
    return mapOfKind(call.machine, made, call.given[3], call.span);
  }),
  toSet: collector((list, { machine, span }) => filledSet(machine, new HashedSet(), list, span)),
  toCollection: collector((list, { machine, given, span }) =>
    textOf(given[0]).includes("Set")
      ? textOf(given[0]).includes("HashSet") && !textOf(given[0]).includes("Linked")
        ? filledSet(machine, new HashedSet(), list, span)
        : setOf(machine, list, textOf(given[0]).includes("TreeSet") ? "SortedSet" : "Set", span)
      : copied(machine, list, span),
  ),
  joining: collector((list, { machine, given, span }) => {
    const [separator = "", prefix = "", suffix = ""] = given.map(({ value }) => (typeof value.data === "string" ? value.data : ""));
    return joinedText(machine, list, span, separator, prefix, suffix);
  }),
  groupingBy: collector(grouping),
  partitioningBy: collector(partitioning),
  mapping: collector((list, call) => {
    const downstream = at(call.given, 1);
    const made = mapped(call.machine, list, call.span, keyed(call, 0));
    return downstream === undefined ? made : call.machine.apply(downstream, [made], call.span);
  }),
  collectingAndThen: collector((list, { machine, given, span }) => {
    const [first, then] = [at(given, 0), at(given, 1)];
    const made = first === undefined ? list : machine.apply(first, [list], span);
    return then === undefined ? made : machine.apply(then, [made], span);
  }),
  filtering: collector((list, call) => collectedBy(call, 1, filtered(call.machine, list, call.span, keyed(call, 0)))),
  flatMapping: collector((list, call) => collectedBy(call, 1, flatMapped(call.machine, list, call.span, keyed(call, 0)))),
  teeing: collector((list, call) => {
    const then = at(call.given, 2);
    return then === undefined ? list : call.machine.apply(then, [collectedBy(call, 0, list), collectedBy(call, 1, list)], call.span);
  }),
  ...ofNumbers("summing", (list, call) => aggregated(call.machine, list, call.span, "sum", keyed(call, 0))),
  ...ofNumbers("averaging", (list, call) => {
    const average = aggregated(call.machine, list, call.span, "average", keyed(call, 0));
    return numeral(average.data === null ? computed(0, call.span, [list]) : average, "decimal");
  }),
  maxBy: collector((list, call) => outermost(list, call, reversedOrder)),
  minBy: collector((list, call) => outermost(list, call, (order) => order)),
  counting: collector((list, { machine, span }) => counted(machine, list, span)),
  reducing: collector((list, call) => {
    const [initial, combine] = [at(call.given, 0), at(call.given, call.given.length - 1)];
    if (call.given.length === 3) list = mapped(call.machine, list, call.span, keyed(call, 1));
    return combine === undefined || call.given.length < 2 ? unknownFrom(call.machine, call.span, [list]) : folded(list, call, combine, initial);
  }),
};

/** What streams are collected with. */
export const collectors: Readonly<Record<string, LibraryFunction | undefined>> = {
  ...plainCollectors,
  toUnmodifiableList: collector((list, { machine, span }) => refusingNull(copied(machine, list, span))),
  toUnmodifiableSet: collector((list, { machine, span }) => unmodifiable(filledSet(machine, new HashedSet(), list, span))),
  toUnmodifiableMap: plainCollectors.toMap,
};
