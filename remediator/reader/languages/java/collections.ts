import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { ClassData, computed, Instance, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import { at, unknownFrom } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { firstOf, type LibraryFunction } from "../java-and-csharp/methods";
import { callMethod } from "../java-and-csharp/natives";
import { filledSet, setOf } from "../java-and-csharp/changes";
import { bucketsAtFirst, HashedSet } from "./hashing";
import { concatenated, copied, range } from "../java-and-csharp/sequences";
import { asEntry, copiedRecord, emptyRecord, fromAlternating, fromPairs, orderedRecord } from "../java-and-csharp/records";
import { arraysMembers, collectionsMembers, isOneElement, asCollection } from "./arrays";
import { collectors } from "./collectors";
import { hashed } from "./hash-maps";
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
  return asCollection(listOfArguments(call));
}

function newList({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  return asCollection(first === undefined || typeof first.data === "number" ? written(new List([]), span) : copied(machine, first, span));
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

/** A comparator may have a place for null. */
function newTreeMap(call: NativeCall): Value {
  return call.given.some(({ value }) => isComparator(value)) ? newSortedMap(call) : takingNoNull(newSortedMap, "keys")(call);
}

/** The table of a ConcurrentHashMap is larger than what is asked for: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/concurrent/ConcurrentHashMap.html */
function newConcurrentMap({ machine, given, span }: NativeCall): Value {
  const first = at(given, 0);
  const size = typeof first?.data === "number" ? computed(Math.floor(first.data * 1.5) + 1, span, [first]) : undefined;
  return hashed(machine, isFilled(first) ? first : undefined, span, roomFor(size));
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
  stream: newList,
  from: newList,
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

const list: LibraryClass = { create: newList, members: listMembers };
const map: LibraryClass = { create: newMap, members: mapMembers };
const sortedMap: LibraryClass = { create: newTreeMap, members: mapMembers };
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
  Lists: { members: { newArrayList: (call) => (firstOf(call).data instanceof List && call.given.length === 1 ? newList(call) : listOf(call)) } },
  Map: map,
  HashMap: { create: newHashMap, members: mapMembers },
  LinkedHashMap: map,
  TreeMap: sortedMap,
  ConcurrentHashMap: { create: takingNoNull(newConcurrentMap), members: mapMembers },
  ConcurrentSkipListMap: { create: takingNoNull(newSortedMap), members: mapMembers },
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
  Collectors: { members: collectors },
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
