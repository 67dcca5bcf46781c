import type { NativeCall } from "../../interpreter/native";
import { computed, Hole, List, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import { at, mapped, native, unknownFrom } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { firstOf, type LibraryFunction } from "../java-and-csharp/methods";
import { callMethod } from "../java-and-csharp/natives";
import { setOf } from "../java-and-csharp/changes";
import { concatenated, copied, counted, folded, groups, joinedText, range } from "../java-and-csharp/sequences";
import { copiedRecord, emptyRecord, fromAlternating, fromPairs, recordFrom } from "../java-and-csharp/records";
import { arraysMembers, collectionsMembers } from "./arrays";
import { comparatorClass, entryMembers } from "./comparators";
import { generated, iterated } from "./endless";

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

function newOfType(type: string): LibraryFunction {
  return (call) => {
    const made = newList(call);
    if (made.data instanceof List) made.data.type = type;
    return made;
  };
}

function newSet(type: "Set" | "SortedSet"): LibraryFunction {
  return (call) => setOf(call.machine, newList({ ...call, given: call.given.filter(({ value }) => !isComparator(value)) }), type, call.span);
}

function isComparator({ data }: Value): boolean {
  return typeof data === "object" && (data?.kind === "native" || data?.kind === "closure");
}

function newMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return isFilled(first) ? copiedRecord(machine, first, span) : emptyRecord(span);
}

/** `new TreeMap<>(comparator)` has an order of its own, which is not followed. */
function newSortedMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return isFilled(first) ? copiedRecord(machine, first, span, "SortedMap") : emptyRecord(span, given.length === 0 ? "SortedMap" : "Map");
}

/** Whether a map is given, rather than a size, a class or nothing. */
function isFilled(value: Value | undefined): value is Value {
  return value !== undefined && (value.data instanceof List || value.data instanceof RecordData || value.data instanceof Hole);
}

function setMembers(type: "Set" | "SortedSet"): Readonly<Record<string, LibraryFunction>> {
  const made = (call: NativeCall): Value => setOf(call.machine, listOf(call), type, call.span);
  return { of: made, copyOf: (call) => setOf(call.machine, newList(call), type, call.span), builder: builderOf("list") };
}

/** Sets of members of an enum. */
const enumSet: Readonly<Record<string, LibraryFunction>> = {
  of: (call) => setOf(call.machine, listOf(call), "SortedSet", call.span),
  copyOf: (call) => setOf(call.machine, newList(call), "SortedSet", call.span),
  noneOf: ({ machine, span }) => setOf(machine, written(new List([]), span), "SortedSet", span),
  allOf: ({ machine, given, span }) => {
    const type = at(given, 0);
    return type === undefined
      ? machine.hole("are the members of no enum", span)
      : setOf(machine, callMethod(machine, type, "values", [], span), "SortedSet", span);
  },
};

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
  ofEntries: fromEntries,
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
  const made_ = fromPairs(machine, machine.list(pairs, span), span);
  // A factory stands between the key and what becomes of the elements.
  return given.length === 3 && textOf(given[1]).includes("TreeMap") ? copiedRecord(machine, made_, span, "SortedMap") : made_;
}

function textOf(given: NativeCall["given"][number] | undefined): string {
  return given === undefined ? "" : given.span.file.text.slice(given.span.start, given.span.end);
}

const collectors: Readonly<Record<string, LibraryFunction | undefined>> = {
  toList: collector((list, { machine, span }) => copied(machine, list, span)),
  toMap: collector((list, call) => {
    const merge = at(call.given, 2);
    const made = recordFrom(
      list,
      call,
      keyed(call, 0),
      keyed(call, 1),
      merge === undefined ? undefined : (a, b) => call.machine.apply(merge, [a, b], call.span),
    );
    return textOf(call.given[3]).includes("TreeMap") ? copiedRecord(call.machine, made, call.span, "SortedMap") : made;
  }),
  toSet: collector((list, { machine, span }) => setOf(machine, list, "Set", span)),
  toCollection: collector((list, { machine, given, span }) =>
    textOf(given[0]).includes("Set")
      ? setOf(machine, list, textOf(given[0]).includes("TreeSet") ? "SortedSet" : "Set", span)
      : copied(machine, list, span),
  ),
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
  toUnmodifiableList: collectors.toList,
  toUnmodifiableSet: collectors.toSet,
  toUnmodifiableMap: collectors.toMap,
};

const list: LibraryClass = { create: newList, members: listMembers };
const map: LibraryClass = { create: newMap, members: mapMembers };
const sortedMap: LibraryClass = { create: newSortedMap, members: mapMembers };
const set: LibraryClass = { create: newSet("Set"), members: setMembers("Set") };
const sortedSet: LibraryClass = { create: newSet("SortedSet"), members: setMembers("SortedSet") };
/** Lists, maps, streams, and what streams are collected with. */
export const collectionClasses: Readonly<Record<string, LibraryClass | undefined>> = {
  List: list,
  Set: set,
  ArrayList: list,
  LinkedList: list,
  ArrayDeque: list,
  CopyOnWriteArrayList: list,
  Stack: { create: newOfType("Stack"), members: listMembers },
  HashSet: set,
  LinkedHashSet: set,
  TreeSet: sortedSet,
  EnumSet: { members: enumSet },
  Vector: list,
  ImmutableList: list,
  ImmutableSet: set,
  Lists: { members: { newArrayList: listOf } },
  Map: map,
  HashMap: map,
  LinkedHashMap: map,
  TreeMap: sortedMap,
  ConcurrentHashMap: map,
  ImmutableMap: map,
  EnumMap: {
    ...sortedMap,
    create: ({ machine, given, span }) =>
      isFilled(at(given, 0)) ? newSortedMap({ machine, given, span, isNew: true, typeArguments: [] }) : emptyRecord(span, "SortedMap"),
  },
  Entry: { members: { ...entryMembers, ...mapMembers } },
  SimpleEntry: { create: pair, members: {} },
  AbstractMap: { members: { SimpleEntry: pair, SimpleImmutableEntry: pair } },
  Arrays: { members: { ...arraysMembers, asList: listOf, stream: arraysMembers.stream } },
  Collections: { members: collectionsMembers },
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
      iterate: iterated,
      generate: generated,
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
      iterate: iterated,
      empty: ({ span }) => written(new List([]), span),
      concat: (call) =>
        concatenated(
          call.machine,
          call.given.map(({ value }) => value),
          call.span,
        ),
      range: (call) => range(call, at(call.given, 0), at(call.given, 1)),
      rangeClosed: (call) => {
        const end = at(call.given, 1);
        return range(call, at(call.given, 0), typeof end?.data === "number" ? computed(end.data + 1, call.span, [end]) : end);
      },
    },
  },
  Collectors: { members: { ...collectors, ...aliases } },
  Comparator: comparatorClass,
};

/** A map of the entries that are given. */
export function fromEntries({ machine, given, span }: NativeCall): Value {
  return fromPairs(
    machine,
    machine.list(
      given.map(({ value }) => value),
      span,
    ),
    span,
  );
}
