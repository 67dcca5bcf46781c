import type { NativeCall } from "../../interpreter/native";
import { computed, Hole, List, passedOn, written, type Value } from "../../interpreter/value";
import { at, mapped, native, unknownFrom } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { firstOf, hidden, type LibraryFunction } from "../java-and-csharp/methods";
import { callMethod } from "../java-and-csharp/natives";
import { concatenated, copied, counted, folded, groups, joinedText, range, recordFrom } from "../java-and-csharp/sequences";
import { copiedRecord, emptyRecord, fromAlternating, fromPairs } from "../java-and-csharp/records";

/** The arguments as a list; a single list or array is one already. Removing an element removes its argument. */
function listOfArguments({ machine, given, span, argumentsSpan = span }: NativeCall): Value {
  const [only] = given;
  if (given.length === 1 && only?.value.data instanceof List) return copied(machine, only.value, span);
  const items = given
    .filter(({ isSpread }) => isSpread !== true)
    .map(({ value, span: element }) => ({ value, placement: { kind: "literal" as const, list: argumentsSpan, element } }));
  const spread = given.find(({ isSpread }) => isSpread === true)?.value.data;
  return written(spread instanceof Hole ? new List(items, spread) : new List(items), argumentsSpan);
}

/** `List.of(x)` of one array is its elements; of one list it is a list of a list. */
export function listOf(call: NativeCall): Value {
  return listOfArguments(call);
}

function newList({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return first === undefined || typeof first.data === "number" ? written(new List([]), span) : copied(machine, first, span);
}

function newMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return first === undefined || typeof first.data === "number" ? emptyRecord(span) : copiedRecord(machine, first, span);
}

function builderOf(kind: "list" | "map"): LibraryFunction {
  return ({ span }) => {
    if (kind === "list") return written(new List([]), span);
    const record = emptyRecord(span);
    record.data.type = "builder";
    return record;
  };
}

export const asGiven: LibraryFunction = (call) => passedOn(firstOf(call), "returned", call.span);

const listMembers = { of: listOf, copyOf: newList, asList: listOf, builder: builderOf("list"), stream: listOf, from: listOf };
const mapMembers = {
  of: fromAlternating,
  copyOf: newMap,
  builder: builderOf("map"),
  ofEntries: ({ machine, given, span }: NativeCall): Value =>
    fromPairs(
      machine,
      machine.list(
        given.map(({ value }) => value),
        span,
      ),
      span,
    ),
  entry: pair,
};

export function pair({ machine, given, span }: NativeCall): Value {
  return machine.list(
    given.map(({ value }) => value),
    span,
  );
}

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
  return fromPairs(machine, machine.list(pairs, span), span);
}

const collectors: Readonly<Record<string, LibraryFunction | undefined>> = {
  toList: collector((list, { machine, span }) => copied(machine, list, span)),
  toMap: collector((list, call) => recordFrom(list, call, keyed(call, 0), keyed(call, 1))),
  joining: collector((list, { machine, given, span }) => {
    const [separator = "", prefix = "", suffix = ""] = given.map(({ value }) => (typeof value.data === "string" ? value.data : ""));
    return joinedText(machine, list, span, separator, prefix, suffix);
  }),
  groupingBy: collector(grouping),
  partitioningBy: collector(grouping),
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
  counting: collector((list, { machine, span }) => counted(machine, list, span)),
  reducing: collector((list, call) => {
    const [initial, combine] = [at(call.given, 0), at(call.given, 1)];
    return combine === undefined ? unknownFrom(call.machine, call.span, [list]) : folded(list, call, combine, initial);
  }),
};
const aliases = {
  toSet: collectors.toList,
  toUnmodifiableList: collectors.toList,
  toUnmodifiableSet: collectors.toList,
  toUnmodifiableMap: collectors.toMap,
  toCollection: collectors.toList,
};

const comparing: LibraryFunction = (call) => native("comparator", call.span, (comparing_) => keyed(call, 0)(firstOf(comparing_)));
const natural: LibraryFunction = ({ span }) => native("comparator", span, firstOf);
const reversing: LibraryFunction = ({ span }) => native("comparator descending", span, firstOf);

const list: LibraryClass = { create: newList, members: listMembers };
const map: LibraryClass = { create: newMap, members: mapMembers };
/** Lists, maps, streams, and what streams are collected with. */
export const collectionClasses: Readonly<Record<string, LibraryClass | undefined>> = {
  List: list,
  Set: list,
  ArrayList: list,
  LinkedList: list,
  HashSet: list,
  LinkedHashSet: list,
  TreeSet: list,
  Vector: list,
  ImmutableList: list,
  ImmutableSet: list,
  Lists: { members: { newArrayList: listOf } },
  Map: map,
  HashMap: map,
  LinkedHashMap: map,
  TreeMap: map,
  ConcurrentHashMap: map,
  ImmutableMap: map,
  EnumMap: map,
  SimpleEntry: { create: pair, members: {} },
  AbstractMap: { members: { SimpleEntry: pair, SimpleImmutableEntry: pair } },
  Arrays: { members: listMembers },
  Collections: {
    members: {
      emptyList: ({ span }) => written(new List([]), span),
      emptySet: ({ span }) => written(new List([]), span),
      emptyMap: ({ span }) => emptyRecord(span),
      singletonList: (call) => listOf({ ...call, given: call.given }),
      singleton: listOf,
      singletonMap: fromAlternating,
      unmodifiableList: asGiven,
      unmodifiableMap: asGiven,
      unmodifiableSet: asGiven,
      addAll: ({ machine, given, span }) => {
        const [target, ...rest] = given;
        if (target !== undefined)
          callMethod(
            machine,
            target.value,
            "addAll",
            [
              {
                value: machine.list(
                  rest.map(({ value }) => value),
                  span,
                ),
                span,
              },
            ],
            span,
          );
        return computed(true, span, []);
      },
      nCopies: ({ machine, given, span }) => {
        const [count, value] = [at(given, 0)?.data, at(given, 1)];
        if (typeof count !== "number" || value === undefined) return unknownFrom(machine, span, [at(given, 0)]);
        return machine.list(
          Array.from({ length: Math.min(Math.max(0, count), 10_000) }, () => value),
          span,
        );
      },
    },
  },
  Stream: {
    members: {
      of: listOf,
      concat: ({ machine, given, span }) =>
        concatenated(
          machine,
          given.map(({ value }) => value),
          span,
        ),
      empty: ({ span }) => written(new List([]), span),
      iterate: hidden("is a sequence without an end"),
    },
  },
  Iterables: {
    members: {
      concat: ({ machine, given, span }) =>
        concatenated(
          machine,
          given.map(({ value }) => value),
          span,
        ),
    },
  },
  IntStream: {
    members: {
      of: listOf,
      range: (call) => range(call, at(call.given, 0), at(call.given, 1)),
      rangeClosed: (call) => {
        const end = at(call.given, 1);
        return range(call, at(call.given, 0), typeof end?.data === "number" ? computed(end.data + 1, call.span, [end]) : end);
      },
    },
  },
  Collectors: { members: { ...collectors, ...aliases } },
  Comparator: { members: { comparing, comparingInt: comparing, comparingLong: comparing, naturalOrder: natural, reverseOrder: reversing } },
};
