import type { NativeCall } from "../../interpreter/native";
import { isUnordered, List } from "../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import { orderIn } from "../java-and-csharp/changes";
import type { Method, Methods } from "../java-and-csharp/methods";
import { keyNamed, orderedRecord, orderOf, removed } from "../java-and-csharp/records";
import { listFrom } from "../java-and-csharp/sequences";
import { reversedOrder, type Order } from "../java-and-csharp/sorting";
import { at, unknownFrom } from "../library";
import { pair } from "./collections";

/**
 * What sorted maps and sets know of the neighbours of a key.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/NavigableMap.html
 */

/** The elements of a sorted set, or the keys of a sorted map, and their order; undefined for all others, and where it is not known. */
function sortedIn({ data }: Value, { span }: NativeCall): { readonly keys: readonly Value[]; readonly order: Order } | undefined {
  if (data instanceof RecordData && data.type === "SortedMap" && data.rest === undefined && data.isUnordered !== true)
    return { keys: [...data.fields.keys()].map((name) => keyNamed(data, name, span)), order: orderOf(data) };
  return data instanceof List && data.type === "SortedSet" && data.rest === undefined && !isUnordered(data)
    ? { keys: data.items.map(({ value }) => value), order: orderIn(data) }
    : undefined;
}

/** On which side of a key others are; undefined where that is not known. */
type Side = (order: number) => boolean;

const sides: Readonly<Record<"ceiling" | "higher" | "floor" | "lower", { readonly holds: Side; readonly isLast: boolean }>> = {
  ceiling: { holds: (order) => order >= 0, isLast: false },
  higher: { holds: (order) => order > 0, isLast: false },
  floor: { holds: (order) => order <= 0, isLast: true },
  lower: { holds: (order) => order < 0, isLast: true },
};

/** The keys on one side of another one. */
function beside(self: Value, call: NativeCall, key: Value | undefined, holds: Side): readonly Value[] | undefined {
  const sorted = sortedIn(self, call);
  if (sorted === undefined || key === undefined) return undefined;
  const orders = sorted.keys.map((one) => sorted.order(one, key));
  return orders.includes(undefined) ? undefined : sorted.keys.filter((_, index) => holds(orders[index] ?? 0));
}

function unknown(self: Value, { machine, given, span }: NativeCall): Value {
  return unknownFrom(machine, span, [self, ...given.map(({ value }) => value)], "is in an order that is not known");
}

function neighbour({ holds, isLast }: (typeof sides)["ceiling"], show: (self: Value, key: Value, call: NativeCall) => Value): Method {
  return (self, call) => {
    const found = beside(self, call, at(call.given, 0), holds);
    if (found === undefined) return unknown(self, call);
    const key = isLast ? found.at(-1) : found[0];
    return key === undefined ? written(null, call.span) : show(self, key, call);
  };
}

/** An entry of a map, by its key. */
function entryOf(self: Value, key: Value, call: NativeCall): Value {
  const { data } = self;
  const name = data instanceof RecordData ? [...data.fields.keys()].find((one) => keyNamed(data, one, call.span).data === key.data) : undefined;
  const held = data instanceof RecordData && name !== undefined ? data.fields.get(name)?.value : undefined;
  return held === undefined ? unknown(self, call) : pair({ ...call, given: [key, held].map((value) => ({ value, span: call.span })) });
}

/** The part of a map or set whose keys are wanted, in an order. */
function partOf(self: Value, call: NativeCall, keys: readonly Value[] | undefined, order: Order): Value {
  const { data } = self;
  if (keys === undefined) return unknown(self, call);
  if (data instanceof RecordData) {
    const part = orderedRecord(call.span, order);
    for (const name of data.fields.keys()) {
      const key = keyNamed(data, name, call.span);
      const field = data.fields.get(name);
      if (field === undefined || !keys.some((one) => one.data === key.data)) continue;
      part.data.fields.set(name, field);
      if (typeof key.data !== "string") (part.data.keys ??= new Map()).set(name, key);
    }
    return part;
  }
  const items = data instanceof List ? data.items.filter(({ value }) => keys.some((one) => one.data === value.data)) : [];
  const part = listFrom(items, undefined, call.span, [self]);
  if (part.data instanceof List) part.data.type = "SortedSet";
  return part;
}

/** Up to a key, or from it on: the second argument says whether the key itself is among them. */
function half(isHead: boolean): Method {
  return (self, call) => {
    const isInclusive = call.given.length > 1 ? at(call.given, 1)?.data === true : !isHead;
    const holds: Side = isHead ? (order) => order < 0 || (isInclusive && order === 0) : (order) => order > 0 || (isInclusive && order === 0);
    return partOf(self, call, beside(self, call, at(call.given, 0), holds), sortedIn(self, call)?.order ?? (() => undefined));
  };
}

const between: Method = (self, call) => {
  const four = call.given.length === 4;
  const [from, to] = [at(call.given, 0), at(call.given, four ? 2 : 1)];
  const [withFrom, withTo] = four ? [at(call.given, 1)?.data === true, at(call.given, 3)?.data === true] : [true, false];
  const above = beside(self, call, from, (order) => order > 0 || (withFrom && order === 0));
  const below = beside(self, call, to, (order) => order < 0 || (withTo && order === 0));
  return partOf(
    self,
    call,
    above?.filter((key) => below?.includes(key) === true || below?.some((one) => one.data === key.data)),
    sortedIn(self, call)?.order ?? (() => undefined),
  );
};

/** The same from its end. */
const descending: Method = (self, call) => {
  const sorted = sortedIn(self, call);
  const { data } = self;
  if (sorted === undefined) return unknown(self, call);
  if (!(data instanceof RecordData)) {
    const items = data instanceof List ? [...data.items].reverse() : [];
    return listFrom(items, undefined, call.span, [self]);
  }
  const turned = orderedRecord(call.span, reversedOrder(sorted.order));
  for (const [name, field] of [...data.fields].reverse()) turned.data.fields.set(name, field);
  if (data.keys !== undefined) turned.data.keys = new Map(data.keys);
  return turned;
};

function taken(isLast: boolean): Method {
  return (self, call) => {
    const sorted = sortedIn(self, call);
    if (sorted === undefined) return unknown(self, call);
    const key = isLast ? sorted.keys.at(-1) : sorted.keys[0];
    if (key === undefined) return written(null, call.span);
    const entry = entryOf(self, key, call);
    removed(self, call, key);
    return entry;
  };
}

/** Methods of sorted maps. */
export const sortedMaps: Methods = {
  ...Object.fromEntries(
    Object.entries(sides).flatMap(([name, side]) => [
      [`${name}Key`, neighbour(side, (_, key) => key)],
      [`${name}Entry`, neighbour(side, entryOf)],
    ]),
  ),
  headMap: half(true),
  tailMap: half(false),
  subMap: between,
  descendingMap: descending,
  descendingKeySet: (self, call) => {
    const sorted = sortedIn(self, call);
    return sorted === undefined ? unknown(self, call) : call.machine.list([...sorted.keys].reverse(), call.span);
  },
  pollFirstEntry: taken(false),
  pollLastEntry: taken(true),
};

/** Methods of sorted sets. */
export const sortedSets: Methods = {
  ...Object.fromEntries(Object.entries(sides).map(([name, side]) => [name, neighbour(side, (_, key) => computed(key.data, key.origin.span, [key]))])),
  headSet: half(true),
  tailSet: half(false),
  subSet: between,
  descendingSet: descending,
};
