import type { NativeCall } from "../../interpreter/native";
import { ClassData, computed, Hole, Instance, List, passedOn, RecordData, written, type Item, type Value } from "../../interpreter/value";
import { at, mapped, native, unknownFrom } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { firstOf, type LibraryFunction } from "../java-and-csharp/methods";
import { callMethod } from "../java-and-csharp/natives";
import type { Machine } from "../../interpreter/machine";
import type { Span } from "../../syntax/tree";
import { filledSet, setOf } from "../java-and-csharp/changes";
import { bucketsAtFirst, HashedRecord, HashedSet } from "./hashing";
import { concatenated, copied, counted, folded, groups, joinedText, range } from "../java-and-csharp/sequences";
import { asEntry, copiedRecord, emptyRecord, fromAlternating, fromPairs, orderedRecord, recordFrom } from "../java-and-csharp/records";
import { arraysMembers, collectionsMembers, isOneElement } from "./arrays";
import { newPriorityQueue } from "./queues";
import { byComparison, naturally } from "../java-and-csharp/sorting";
import { comparatorClass, entryMembers } from "./comparators";
import { generated, iterated } from "./endless";
import { refusingNull, refusingNulls, shuffled, strict, takingNoNull, unmodifiable, unmodifiableView, withoutOrder } from "./unmodifiable";

/** The arguments as a list; a single list or array is one already. Removing an element removes its argument. */
function listOfArguments({ machine, given, span, argumentsSpan = span }: NativeCall): Value {
  const [only] = given;
  const isOne = given.length === 1 && only?.value.data instanceof List ? isOneElement(only.value.data) : true;
  if (isOne === undefined) return unknownFrom(machine, span, [only?.value], "is made of an array whose type is not known");
  if (!isOne && only !== undefined) return copied(machine, only.value, span);
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
  return (call) => {
    const comparator = call.given.find(({ value }) => isComparator(value))?.value;
    const order = comparator === undefined ? undefined : byComparison(call.machine, comparator, call.span);
    return setOf(call.machine, newList({ ...call, given: call.given.filter(({ value }) => !isComparator(value)) }), type, call.span, order);
  };
}

/** A comparator may have a place for null. */
const newTreeSet: LibraryFunction = (call) =>
  call.given.some(({ value }) => isComparator(value)) ? newSet("SortedSet")(call) : takingNoNull(newSet("SortedSet"))(call);

function isComparator({ data }: Value): boolean {
  return typeof data === "object" && (data?.kind === "native" || data?.kind === "closure");
}

/** A HashMap, whose order is that of its table. */
function newHashMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return hashed(machine, isFilled(first) ? first : undefined, span, roomFor(first));
}

/** The buckets of a table that is made with a size, or with what another collection holds. */
function roomFor(given: Value | undefined): number {
  const data = given?.data;
  if (typeof data === "number") return bucketsAtFirst({ capacity: data });
  if (data instanceof List) return bucketsAtFirst({ elements: data.length });
  return data instanceof RecordData ? bucketsAtFirst({ elements: data.fields.size }) : 16;
}

function hashed(machine: Machine, from: Value | undefined, span: Span, buckets = 16): Value {
  const data = new HashedRecord(buckets);
  data.type = "Map";
  const record = { ...written(data, span), data };
  return from === undefined
    ? record
    : { ...copiedRecord(machine, from.data instanceof RecordData ? from : fromPairs(machine, from, span), span, "Map", record), origin: from.origin };
}

function newHashSet({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  const set = new HashedSet(roomFor(first));
  return first === undefined || typeof first.data === "number" ? written(set, span) : filledSet(machine, set, first, span);
}

function newMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return isFilled(first) ? copiedRecord(machine, first, span) : emptyRecord(span);
}

/** `new TreeMap<>(comparator)` has an order of its own. */
function newSortedMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  if (isFilled(first)) return copiedRecord(machine, first, span, "SortedMap");
  const comparator = given.find(({ value }) => isComparator(value))?.value;
  return comparator === undefined ? emptyRecord(span, "SortedMap") : orderedRecord(span, byComparison(machine, comparator, span));
}

/** Whether a map is given, rather than a size, a class or nothing. */
function isFilled(value: Value | undefined): value is Value {
  return value !== undefined && (value.data instanceof List || value.data instanceof RecordData || value.data instanceof Hole);
}

function setMembers(type: "Set" | "SortedSet"): Readonly<Record<string, LibraryFunction>> {
  return {
    of: strict((call) => shuffled(refusingNull(setOf(call.machine, listOf(call), type, call.span))), 1),
    copyOf: refusingNulls((call) => shuffled(setOf(call.machine, newList(call), type, call.span))),
    builder: builderOf("list"),
  };
}

/** What is changed in the list of an array is changed in the array. */
function asList(call: NativeCall): Value {
  const [only] = call.given;
  return call.given.length === 1 && only?.value.data instanceof List && isOneElement(only.value.data) === false
    ? unmodifiableView(only.value, "sizes")
    : unmodifiable(listOf(call), "sizes");
}

/** Sets of members of an enum. */
const enumSet: Readonly<Record<string, LibraryFunction>> = {
  of: (call) => setOf(call.machine, listOf(call), "SortedSet", call.span),
  copyOf: (call) => setOf(call.machine, newList(call), "SortedSet", call.span),
  noneOf: ({ machine, span }) => setOf(machine, written(new List([]), span), "SortedSet", span),
  range: (call) => {
    const [first, last] = [at(call.given, 0), at(call.given, 1)];
    const type = first?.data instanceof Instance ? first.data.type : undefined;
    const isBetween = ({ value }: Item): boolean =>
      first !== undefined && last !== undefined && (naturally(first, value) ?? 1) <= 0 && (naturally(value, last) ?? 1) <= 0;
    return type === undefined ? call.machine.hole("are the members of no enum", call.span) : ofEnum(call, type, isBetween);
  },
  complementOf: (call) => {
    const members = firstOf(call);
    const { items } = call.machine.elements(members, call.span);
    const [first] = items;
    const type = first?.value.data instanceof Instance ? first.value.data.type : undefined;
    return type === undefined
      ? unknownFrom(call.machine, call.span, [members], "are the members of an enum that is not known")
      : ofEnum(call, type, ({ value }) => !items.some((item) => item.value.data === value.data));
  },
  allOf: ({ machine, given, span }) => {
    const type = at(given, 0);
    return type === undefined
      ? machine.hole("are the members of no enum", span)
      : setOf(machine, callMethod(machine, type, "values", [], span), "SortedSet", span);
  },
};

/** The members of an enum that a test lets through. */
function ofEnum({ machine, span }: NativeCall, type: ClassData, isWanted: (member: Item) => boolean): Value {
  const own = type.bases.find(({ data }) => data instanceof ClassData && data.name !== "Object")?.data;
  const all = callMethod(machine, written(own instanceof ClassData && own.statics.size > 0 ? own : type, span), "values", [], span);
  const { items, rest } = machine.elements(all, span);
  return setOf(machine, computed(new List(items.filter(isWanted), rest), span, [all]), "SortedSet", span);
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

const listMembers = {
  of: strict((call) => refusingNull(listOf(call))),
  copyOf: refusingNulls(newList),
  asList: listOf,
  builder: builderOf("list"),
  stream: listOf,
  from: listOf,
};
const mapMembers = {
  of: strict((call) => withoutOrder(refusingNull(fromAlternating(call))), 2),
  copyOf: refusingNulls((call) => withoutOrder(copiedRecord(call.machine, firstOf(call), call.span))),
  builder: builderOf("map"),
  ofEntries: refusingNulls((call) => withoutOrder(fromEntries(call))),
  entry: pair,
};

export function pair({ machine, given, span }: NativeCall): Value {
  return asEntry(
    machine.list(
      given.map(({ value }) => value),
      span,
    ),
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
  return mapOfKind(machine, made_, given.length === 3 ? textOf(given[1]) : "", span);
}

/** A map that a collector makes: a HashMap, unless a factory stands among its arguments. */
function mapOfKind(machine: Machine, made: Value, factory: string, span: Span): Value {
  if (/TreeMap|EnumMap|SkipList/.test(factory)) return copiedRecord(machine, made, span, "SortedMap");
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
    return mapOfKind(call.machine, made, textOf(call.given[3]), call.span);
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
  counting: collector((list, { machine, span }) => counted(machine, list, span)),
  reducing: collector((list, call) => {
    const [initial, combine] = [at(call.given, 0), at(call.given, call.given.length - 1)];
    if (call.given.length === 3) list = mapped(call.machine, list, call.span, keyed(call, 1));
    return combine === undefined || call.given.length < 2 ? unknownFrom(call.machine, call.span, [list]) : folded(list, call, combine, initial);
  }),
};
const aliases = {
  toUnmodifiableList: collector((list, { machine, span }) => refusingNull(copied(machine, list, span))),
  toUnmodifiableSet: collector((list, { machine, span }) => unmodifiable(filledSet(machine, new HashedSet(), list, span))),
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
  ArrayDeque: { ...list, create: takingNoNull(newList) },
  CopyOnWriteArrayList: list,
  PriorityQueue: { create: takingNoNull(newPriorityQueue), members: listMembers },
  PriorityBlockingQueue: { create: takingNoNull(newPriorityQueue), members: listMembers },
  Stack: { create: newOfType("Stack"), members: listMembers },
  HashSet: { create: newHashSet, members: setMembers("Set") },
  LinkedHashSet: set,
  TreeSet: { ...sortedSet, create: newTreeSet },
  EnumSet: { members: enumSet },
  Vector: list,
  ImmutableList: list,
  ImmutableSet: set,
  Lists: { members: { newArrayList: listOf } },
  Map: map,
  HashMap: { create: newHashMap, members: mapMembers },
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
  Arrays: { members: { ...arraysMembers, asList, stream: arraysMembers.stream } },
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
