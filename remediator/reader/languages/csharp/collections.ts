import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { computed, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import { textAt } from "../../syntax/spans";
import type { Span } from "../../syntax/tree";
import { at, eachOf, unknownFrom } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import { firstOf, nothing, type LibraryFunction } from "../java-and-csharp/methods";
import { replaceAll, setOf, unsettled } from "../java-and-csharp/changes";
import { concatenated, copied, listFrom, range } from "../java-and-csharp/sequences";
import { copiedRecord, emptyRecord, fromPairs, putAll } from "../java-and-csharp/records";
import { onFirst } from "./changing";
import { linq } from "./linq";
import { unchanging } from "./unchanging";

/** What stands in the braces, or a copy of what is given. */
const newList: LibraryFunction = ({ machine, given, span, initializer }) => {
  const first = at(given, 0);
  const base = first === undefined || typeof first.data === "number" ? written(new List([]), span) : copied(machine, first, span);
  if (initializer === undefined) return base;
  return first === undefined || typeof first.data === "number" ? initializer : concatenated(machine, [base, initializer], span);
};

const newDictionary: LibraryFunction = (call) => {
  const { machine, given, span, initializer } = call;
  const first = at(given, 0);
  const isFilled = first !== undefined && (first.data instanceof RecordData || first.data instanceof List || first.data instanceof Hole);
  if (!isFilled && initializer?.data instanceof RecordData) {
    initializer.data.type ??= "Map";
    return initializer;
  }
  const record = isFilled ? copiedRecord(machine, first, span) : emptyRecord(span);
  if (initializer?.data instanceof List) putAll(record, call, fromPairs(machine, initializer, span));
  else if (initializer !== undefined) putAll(record, call, initializer);
  return record;
};

const pair: LibraryFunction = ({ machine, given, span }) => {
  const made = machine.list(
    given.map(({ value }) => value),
    span,
  );
  if (made.data instanceof List) made.data.type = "tuple";
  return made;
};

/** What tells its keys apart by something else than what they are: `StringComparer.OrdinalIgnoreCase`. */
function byOwnComparison(make: LibraryFunction): LibraryFunction {
  return (call) => {
    const comparer = call.given.find((given) => /\bStringComparer\.\w*IgnoreCase$/.test(textAt(given.span)));
    return comparer === undefined
      ? make(call)
      : call.machine.hole("tells keys apart without their case, which is not read", call.span, [comparer.value]);
  };
}

/** The arguments as a list; a single list is one already. */
export const listOf: LibraryFunction = ({ machine, given, span, argumentsSpan = span }) => {
  const [only] = given;
  if (given.length === 1 && only?.value.data instanceof List) return copied(machine, only.value, span);
  return written(
    new List(given.map(({ value, span: element }) => ({ value, placement: { kind: "literal" as const, list: argumentsSpan, element } }))),
    argumentsSpan,
  );
};

export const asGiven: LibraryFunction = (call) => passedOn(firstOf(call), "returned", call.span);
const list: LibraryClass = {
  create: newList,
  members: { Create: listOf, CreateRange: listOf, CreateBuilder: newList },
  values: { Empty: (_, span) => written(new List([]), span) },
};
const dictionary: LibraryClass = {
  create: byOwnComparison(newDictionary),
  members: { Create: newDictionary, CreateRange: newDictionary, CreateBuilder: newDictionary },
  values: { Empty: (_, span) => emptyRecord(span) },
};

/** Goes from its least key to its greatest, unless it is given an order of its own. */
const newSortedDictionary: LibraryFunction = (call) => copiedRecord(call.machine, newDictionary(call), call.span, "SortedMap");
const sortedDictionary: LibraryClass = {
  create: newSortedDictionary,
  members: { Create: newSortedDictionary, CreateRange: newSortedDictionary },
  values: { Empty: (_, span) => emptyRecord(span, "SortedMap") },
};

function newSet(type: "Set" | "SortedSet"): LibraryClass {
  const made =
    (make: LibraryFunction): LibraryFunction =>
    (call) =>
      setOf(call.machine, make(call), type, call.span);
  return {
    create: byOwnComparison(made(newList)),
    members: { Create: made(listOf), CreateRange: made(listOf), CreateBuilder: made(newList) },
    values: { Empty: (machine, span) => setOf(machine, written(new List([]), span), type, span) },
  };
}

/** What these make does not change: see `unchanged`. */
function immutable({ create, members, values }: LibraryClass): LibraryClass {
  const kept =
    (make: LibraryFunction): LibraryFunction =>
    (call) =>
      unchanging(make(call));
  const made = Object.entries(members ?? {}).flatMap(([name, make]) =>
    make === undefined ? [] : [[name, name === "CreateBuilder" ? make : kept(make)] as const],
  );
  const constants = Object.entries(values ?? {}).map(
    ([name, value]) => [name, (machine: Machine, span: Span) => unchanging(value(machine, span))] as const,
  );
  return { ...(create === undefined ? {} : { create: kept(create) }), members: Object.fromEntries(made), values: Object.fromEntries(constants) };
}

/** Its last element comes first. */
const newStack: LibraryFunction = (call) => {
  const made = newList(call);
  const { items, rest } = call.machine.elements(made, call.span);
  return listFrom([...items].reverse(), rest, call.span, [made]);
};

/** Lists, dictionaries, tuples, and what makes them. */
export const collectionClasses: Readonly<Record<string, LibraryClass | undefined>> = {
  List: list,
  IList: list,
  HashSet: newSet("Set"),
  SortedSet: newSet("SortedSet"),
  Queue: list,
  Stack: { create: newStack },
  "#Stack": { create: newStack },
  LinkedList: list,
  Collection: list,
  ImmutableArray: immutable(list),
  ImmutableList: immutable(list),
  ImmutableHashSet: immutable(newSet("Set")),
  ImmutableSortedSet: immutable(newSet("SortedSet")),
  InputList: list,
  IEnumerable: list,
  IReadOnlyList: list,
  Dictionary: dictionary,
  IDictionary: dictionary,
  SortedDictionary: sortedDictionary,
  SortedList: sortedDictionary,
  ImmutableSortedDictionary: immutable(sortedDictionary),
  ConcurrentDictionary: dictionary,
  OrderedDictionary: dictionary,
  ImmutableDictionary: immutable(dictionary),
  InputMap: dictionary,
  JsonObject: dictionary,
  JObject: dictionary,
  JsonArray: list,
  JArray: list,
  KeyValuePair: { create: pair, members: { Create: pair } },
  Tuple: { create: pair, members: { Create: pair } },
  ValueTuple: { create: pair, members: { Create: pair } },
  Array: {
    members: {
      Empty: ({ span }) => written(new List([]), span),
      ForEach: (call) => {
        const [elements, visit] = [at(call.given, 0), at(call.given, 1)];
        if (elements !== undefined && visit !== undefined)
          eachOf(call.machine, elements, call.span, ({ value }) => call.machine.apply(visit, [value], call.span));
        return nothing(call);
      },
      Sort: onFirst("Sort"),
      Reverse: onFirst("#Reverse"),
      IndexOf: onFirst("IndexOf"),
      Exists: onFirst("Exists"),
      Find: onFirst("Find"),
      FindAll: onFirst("FindAll"),
      TrueForAll: onFirst("TrueForAll"),
      ConvertAll: onFirst("ConvertAll"),
      Clear: ({ machine, given, span }) => {
        if (given[0] !== undefined) unsettled(machine, given[0].value, "is emptied in a way that is not followed", span);
        return written(null, span);
      },
      Fill: ({ machine, given, span }) => {
        const [list_, value] = [at(given, 0), at(given, 1)];
        if (list_ === undefined || value === undefined) return written(null, span);
        const { items, rest } = machine.elements(list_, span);
        const filled = given.length === 2 ? value : machine.hole("is filled in a part of it", span);
        replaceAll(
          machine,
          list_,
          listFrom(
            items.map((item) => ({ ...item, value: filled })),
            rest,
            span,
            [list_],
          ),
          span,
        );
        return written(null, span);
      },
      Resize: ({ span }) => written(null, span),
    },
  },
  Enumerable: {
    members: {
      // `Enumerable.Select(xs, f)` is `xs.Select(f)`.
      ...Object.fromEntries(
        Object.entries(linq).map(([name, method]) => [
          name,
          (call: NativeCall): Value => method?.(firstOf(call), { ...call, given: call.given.slice(1) }) ?? nothing(call),
        ]),
      ),
      Range: (call) => {
        const [from, count] = [at(call.given, 0), at(call.given, 1)];
        const end =
          typeof from?.data === "number" && typeof count?.data === "number" ? computed(from.data + count.data, call.span, [from, count]) : count;
        return range(call, from, end);
      },
      Repeat: ({ machine, given, span }) => {
        const [value, count] = [at(given, 0), at(given, 1)];
        if (value === undefined || typeof count?.data !== "number") return unknownFrom(machine, span, [count]);
        return machine.list(
          Array.from({ length: Math.min(Math.max(0, count.data), 10_000) }, () => value),
          span,
        );
      },
      Empty: ({ span }) => written(new List([]), span),
    },
  },
};
