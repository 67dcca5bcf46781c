import { equalTo } from "../java-and-csharp/equality";
import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { isNamed } from "../../interpreter/overloads";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, Closure, computed, Instance, passedOn, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { isScalar } from "../../interpreter/operators";
import { textOf as writtenAt } from "../../interpreter/operations";
import { isScalarType, scalars } from "../java-and-csharp/natives";
import { elementIn } from "../../interpreter/iteration";
import { stagesOf } from "../java-and-csharp/lazily";
import type { Method } from "../java-and-csharp/methods";
import { recordFrom } from "../java-and-csharp/records";
import { iterator, setOf } from "../java-and-csharp/changes";
import { byCulture, byKey, extreme, reversedOrder, sortedFurther, sortedWith } from "../java-and-csharp/sorting";
import {
  aggregated,
  asArray,
  callWith,
  concatenated,
  copied,
  counted,
  distinct,
  folded,
  found,
  groups,
  joinedText,
  listFrom,
  part,
  quantified,
  whileTrue,
  zipped,
} from "../java-and-csharp/sequences";
import { defaultOf } from "./defaults";
import { unchanging } from "./unchanging";
import { at, eachOf, filtered, mapped, unknownFrom } from "../library";

/** Queries are made anew each time. */
const stages = stagesOf(false);

/** What the elements of a group have in common. */
export const groupKeys = new WeakMap<List, Value>();

const keyed =
  (call: NativeCall, position = 0) =>
  (element: Value): Value => {
    const callee = at(call.given, position);
    return callee === undefined ? element : call.machine.apply(callee, [element], call.span);
  };

/** LINQ, and what all collections can do. */
export const linq: Record<string, Method | undefined> = {
  Select: (self, call) => stages.changed(self, call, (value, index) => withIndex(call, value, index)),
  SelectMany: (self, call) => {
    const pair = at(call.given, 1);
    return stages.each(self, call, (value, index) => {
      const inner = withIndex(call, value, index);
      return pair === undefined ? inner : mapped(call.machine, inner, call.span, (one) => call.machine.apply(pair, [value, one], call.span));
    });
  },
  Where: (self, call) => stages.kept(self, call, (value, index) => withIndex(call, value, index)),
  ForEach: (self, call) => {
    eachOf(call.machine, self, call.span, ({ value }) => callWith(call)(value));
    return written(null, call.span);
  },
  Any: (self, call) => quantified(self, call, "any"),
  All: (self, call) => quantified(self, call, "all"),
  First: (self, call) => present(found(self, call), call),
  FirstOrDefault: (self, call) => orDefault(self, call, found(self, call)),
  Last: (self, call) => present(found(self, call, true), call),
  LastOrDefault: (self, call) => orDefault(self, call, found(self, call, true)),
  ElementAt: (self, { machine, given, span }) => element(machine, self, at(given, 0), span),
  ElementAtOrDefault: (self, { machine, given, span }) => element(machine, self, at(given, 0), span),
  TakeLast: (self, { machine, given, span }) => fromEnd(machine, self, at(given, 0), span, true),
  SkipLast: (self, { machine, given, span }) => fromEnd(machine, self, at(given, 0), span, false),
  ExceptBy: (self, { machine, span }) => unknownFrom(machine, span, [self], "leaves out what is not followed"),
  Index: (self, call) =>
    mapped(call.machine, self, call.span, (value, index) => call.machine.list([computed(index, call.span, []), value], call.span)),
  Count: (self, call) =>
    counted(call.machine, call.given.length === 0 ? self : filtered(call.machine, self, call.span, (value) => callWith(call)(value)), call.span),
  Sum: (self, call) => aggregated(call.machine, self, call.span, "sum", keyed(call)),
  Min: (self, call) => aggregated(call.machine, self, call.span, "min", keyed(call)),
  Max: (self, call) => aggregated(call.machine, self, call.span, "max", keyed(call)),
  Average: (self, call) => aggregated(call.machine, self, call.span, "average", keyed(call)),
  Aggregate: (self, call) => {
    const [first, second, third] = [at(call.given, 0), at(call.given, 1), at(call.given, 2)];
    if (first === undefined) return unknownFrom(call.machine, call.span, [self]);
    const result = second === undefined ? folded(self, call, first, undefined) : folded(self, call, second, first);
    return third === undefined ? result : call.machine.apply(third, [result], call.span);
  },
  Concat: (self, { machine, given, span }) => concatenated(machine, [self, ...given.map(({ value }) => value)], span),
  Append: (self, { machine, given, span }) =>
    concatenated(
      machine,
      [
        self,
        machine.list(
          given.map(({ value }) => value),
          span,
        ),
      ],
      span,
    ),
  Prepend: (self, { machine, given, span }) =>
    concatenated(
      machine,
      [
        machine.list(
          given.map(({ value }) => value),
          span,
        ),
        self,
      ],
      span,
    ),
  Union: (self, { machine, given, span }) => distinct(machine, concatenated(machine, [self, ...given.map(({ value }) => value)], span), span),
  Intersect: (self, call) =>
    distinct(
      call.machine,
      filtered(call.machine, self, call.span, (value) => contains(call.machine, at(call.given, 0), value, call.span)),
      call.span,
    ),
  Except: (self, call) =>
    distinct(
      call.machine,
      filtered(call.machine, self, call.span, (value) => not(call.machine, contains(call.machine, at(call.given, 0), value, call.span), call.span)),
      call.span,
    ),
  Distinct: (self, { machine, span }) => distinct(machine, self, span),
  DistinctBy: (self, call) => distinct(call.machine, self, call.span, keyed(call)),
  Skip: stages.skipped,
  Take: (self, call) =>
    typeof at(call.given, 0)?.data === "number" ? stages.limited(self, call) : part(call.machine, self, call.span, undefined, at(call.given, 0)),
  SkipWhile: (self, call) => whileTrue(self, call, false),
  TakeWhile: stages.whileTrue,
  Zip: (self, call) => {
    const other = at(call.given, 0);
    return other === undefined ? self : zipped(self, other, call, at(call.given, 1));
  },
  Reverse: (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    return listFrom([...items].reverse(), rest, span, [self]);
  },
  OrderBy: (self, call) => sortedWith(call.machine, self, call.span, byKey(keyed(call), byCulture)),
  OrderByDescending: (self, call) => sortedWith(call.machine, self, call.span, reversedOrder(byKey(keyed(call), byCulture))),
  Order: (self, { machine, span }) => sortedWith(machine, self, span, byCulture),
  OrderDescending: (self, { machine, span }) => sortedWith(machine, self, span, reversedOrder(byCulture)),
  ThenBy: (self, call) => sortedFurther(call.machine, self, call.span, byKey(keyed(call), byCulture)),
  ThenByDescending: (self, call) => sortedFurther(call.machine, self, call.span, reversedOrder(byKey(keyed(call), byCulture))),
  MinBy: (self, call) => extreme(call.machine, self, call.span, byKey(keyed(call), byCulture)),
  MaxBy: (self, call) => extreme(call.machine, self, call.span, reversedOrder(byKey(keyed(call), byCulture))),
  GroupBy: (self, call) => {
    const last = call.given.at(-1)?.value;
    // A function of a key and a group makes something else of each group.
    const makes = last?.data instanceof Closure && last.data.expression.parameters.length === 2 && call.given.length > 1 ? last : undefined;
    const made = groups(self, call, keyed(call), makes === undefined || call.given.length > 2 ? keyed(call, 1) : (value) => value);
    if (made instanceof Hole) return computed(new List([], made), call.span, [self]);
    return call.machine.list(
      made.map(({ key, list }) => (makes === undefined ? group(key, list) : call.machine.apply(makes, [key, list], call.span))),
      call.span,
    );
  },
  ToDictionary: (self, call) =>
    call.given.length === 0
      ? recordFrom(
          self,
          call,
          (pair) => element(call.machine, pair, computed(0, call.span, []), call.span),
          (pair) => element(call.machine, pair, computed(1, call.span, []), call.span),
        )
      : recordFrom(self, call, keyed(call), keyed(call, 1)),
  Contains: (self, { machine, given, span }) => {
    const value = at(given, 0);
    return value === undefined ? unknownFrom(machine, span, [self]) : contains(machine, self, value, span);
  },
  SequenceEqual: (self, { machine, span }) => unknownFrom(machine, span, [self], "compares lists"),
  DefaultIfEmpty: (self) => self,
  Chunk: (self, { machine, given, span }) => chunks(machine, self, at(given, 0), span),
  Join: (self, { machine, given, span }) => joinedText(machine, self, span, typeof given[0]?.value.data === "string" ? given[0].value.data : ""),
};
/** Those of a class of the program, where it is one; nothing is of no type. */
linq.OfType = (self, { machine, span, typeArguments }) => {
  const type = typeArguments[0]?.data;
  return filtered(machine, self, span, (value) => {
    const { data } = value;
    if (data instanceof Hole) return value;
    if (isScalar(data) && data !== null && !(type instanceof ClassData)) return isOfScalar(value, typeArguments[0], machine, span);
    return computed(data !== null && !(type instanceof ClassData && data instanceof Instance && !isNamed(data.type, type.name, 0)), span, [value]);
  });
};
/** Whether a text, number or truth is of a type that is no class of the program. */
function isOfScalar(value: Value, type: Value | undefined, machine: Machine, span: Span): Value {
  const name = type === undefined ? "" : writtenAt(type.origin.span);
  if (name === "object") return computed(true, span, [value]);
  return scalars.test(name)
    ? computed(isScalarType(value, name), span, [value])
    : machine.hole("may be of the type that is asked for", span, [value]);
}

linq.ToImmutableDictionary = (self, call) => unchanging(linq.ToDictionary?.(self, call) ?? self);
linq.Single = linq.First;
linq.SingleOrDefault = linq.FirstOrDefault;
linq.LongCount = linq.Count;
linq.GetEnumerator = (self, { machine, span }) => iterator(machine, self, span);
for (const name of ["AsEnumerable", "AsQueryable", "AsParallel", "Cast"]) linq[name] = (self) => self;
linq.ToArray = (self, { machine, span }) => asArray(copied(machine, self, span));
for (const name of ["ToList", "ToAsyncEnumerable", "ToListAsync"]) linq[name] = (self, { machine, span }) => copied(machine, self, span);
for (const name of ["ToImmutableArray", "ToImmutableList", "ToImmutable"])
  linq[name] = (self, { machine, span }) => unchanging(copied(machine, self, span));

for (const name of ["ToHashSet", "ToImmutableHashSet", "ToSortedSet", "ToImmutableSortedSet"]) {
  const make: Method = (self, { machine, span }) => setOf(machine, self, name.includes("Sorted") ? "SortedSet" : "Set", span);
  linq[name] = name.includes("Immutable") ? (self, call) => unchanging(make(self, call)) : make;
}
linq.ToLookup = (self, call) => {
  const made = groups(self, call, keyed(call), keyed(call, 1));
  if (made instanceof Hole) return computed(new List([], made), call.span, [self]);
  const lookup = call.machine.list(
    made.map(({ key, list }) => group(key, list)),
    call.span,
  );
  if (lookup.data instanceof List) lookup.data.type = "Lookup";
  return lookup;
};
const ofElements = linq.Contains;
linq.Contains = (self, call) => {
  if (self.data instanceof List && self.data.type === "Lookup") {
    const held = linq.get_Item?.(self, call).data;
    return held instanceof List && held.rest === undefined
      ? computed(held.items.length > 0, call.span, [self])
      : unknownFrom(call.machine, call.span, [self, at(call.given, 0)]);
  }
  return ofElements?.(self, call) ?? unknownFrom(call.machine, call.span, [self]);
};
/** What a lookup has under a key; a list is asked for its elements elsewhere. */
linq.get_Item = (self, { machine, given, span }) => {
  const { items, rest } = machine.elements(self, span);
  const key = at(given, 0);
  for (const { value } of items) {
    const own = value.data instanceof List ? groupKeys.get(value.data) : undefined;
    const same = own === undefined || key === undefined ? undefined : machine.same(own, key);
    if (same === true) return value;
    if (same === undefined) return unknownFrom(machine, span, [self, key], "is held under a key that is not known");
  }
  return rest === undefined ? machine.list([], span) : computed(rest, span, [self]);
};

/** Queries are made when somebody goes through them, of what their source holds then: https://learn.microsoft.com/dotnet/csharp/linq/get-started/introduction-to-linq-queries#deferred */
for (const name of ["Concat", "Append", "Prepend", "Distinct", "DistinctBy", "OfType", "Zip", "SkipWhile", "Union", "Intersect", "Except"]) {
  const method = linq[name];
  if (method !== undefined) linq[name] = stages.deferred(method);
}

/** Calls what is given for an element and its index; methods of the library ask for an element alone. */
function withIndex(call: NativeCall, value: Value, index: number): Value {
  return at(call.given, 0)?.data instanceof Native ? callWith(call)(value) : callWith(call)(value, placeOf(call, index));
}

function placeOf({ machine, span }: NativeCall, index: number): Value {
  return index < 0 ? machine.hole("is the place of an element before which there may be more", span) : computed(index, span, []);
}

/** Where nothing is found among numbers or truth values, it is the default of their type. */
function orDefault(self: Value, { machine, given, span }: NativeCall, value: Value): Value {
  const fallback = given.map((one) => one.value).find(({ data }) => !(data instanceof Closure) && !(data instanceof Native));
  if (value.data !== null || !(self.data instanceof List)) return value;
  return (
    fallback ??
    defaultOf(
      self.data.items.map((item) => item.value.data),
      value,
      machine,
      span,
    )
  );
}

/** `First` of nothing ends the program. */
function present(value: Value, { machine, span }: NativeCall): Value {
  return value.data === null ? machine.hole("is the first of nothing", span) : value;
}

function element(machine: Machine, self: Value, index: Value | undefined, span: Span): Value {
  const elements = machine.elements(self, span);
  const { rest } = elements;
  const item = typeof index?.data === "number" ? elementIn(elements, self, index.data) : undefined;
  if (item !== undefined) return passedOn(item.value, "element", span);
  return rest === undefined ? unknownFrom(machine, span, [index, self], "is an element that is not there") : computed(rest, span, [self]);
}

function fromEnd(machine: Machine, self: Value, count: Value | undefined, span: Span, takes: boolean): Value {
  const { items, rest } = machine.elements(self, span);
  const number = count?.data;
  if (typeof number !== "number" || rest !== undefined) return unknownFrom(machine, span, [count, self], "is a part at an end that is not known");
  const border = Math.max(0, items.length - Math.max(0, number));
  return listFrom(takes ? items.slice(border) : items.slice(0, border), undefined, span, [self]);
}

function group(key: Value, list: Value): Value {
  if (list.data instanceof List) {
    list.data.type = "Group";
    groupKeys.set(list.data, key);
  }
  return list;
}

function contains(machine: Machine, list: Value | undefined, value: Value, span: Span): Value {
  if (list === undefined) return unknownFrom(machine, span, [value]);
  const answers = new Set<boolean | undefined>();
  const rest = machine.walk(list, span, (item) => {
    const answer = equalTo(machine, item.value, value);
    answers.add(answer);
    return answer !== true;
  });
  if (answers.has(true)) return computed(true, span, [list, value]);
  return rest === undefined && !answers.has(undefined)
    ? computed(false, span, [list, value])
    : unknownFrom(machine, span, [value, list], "may be among what is not known");
}

function not(machine: Machine, value: Value, span: Span): Value {
  const truth = machine.truth(value);
  return truth === undefined ? value : computed(!truth, span, [value]);
}

function chunks(machine: Machine, self: Value, size: Value | undefined, span: Span): Value {
  const { items, rest } = machine.elements(self, span);
  const count = size?.data;
  if (typeof count !== "number" || count < 1) return unknownFrom(machine, span, [size, self]);
  const made: Value[] = [];
  for (let index = 0; index < items.length; index += count) made.push(listFrom(items.slice(index, index + count), undefined, span, [self]));
  return machine.list(made, span, rest);
}
