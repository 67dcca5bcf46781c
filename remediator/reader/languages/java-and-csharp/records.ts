import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List, LiveList, type Item } from "../../interpreter/list";
import { computed, Instance, passedOn, RecordData, written, type Field, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, eachOf, unknownFrom } from "../library";
import { printedKey, tupleText } from "../../interpreter/keys";
import { naturally, type Order } from "./sorting";
import { mayLose, mayReplace } from "../../interpreter/unsure";

/** What Java's maps and C#'s dictionaries do. Keys are texts; others are known by their text. */

export function emptyRecord(span: Span, type = "Map"): Value & { readonly data: RecordData } {
  const data = new RecordData();
  data.type = type;
  return { ...written(data, span), data };
}

/** The text of a key; a hole where it is not known. */
export function keyOf(machine: Machine, key: Value | undefined, span: Span): string | Hole {
  const own = key?.data;
  if (own instanceof List && own.type === "tuple" && own.rest === undefined) return tupleKey(machine, own, span);
  const printed = own instanceof Instance ? printedKey(own) : "text";
  if (printed !== "text") return printed ?? new Hole("is a key that says itself what is equal to it", span);
  const data = typeof own === "number" || typeof own === "boolean" ? String(own) : key === undefined ? undefined : machine.text(key, span).data;
  return typeof data === "string" ? data : data instanceof Hole ? data : new Hole("is a key that is not known", span);
}

/** C#'s tuples are told by their parts, each with its length before it. */
function tupleKey(machine: Machine, { items }: List, span: Span): string | Hole {
  const parts = items.map(({ value }) => keyOf(machine, value, span));
  const hole = parts.find((part) => part instanceof Hole);
  return hole ?? tupleText(parts.filter((part) => typeof part === "string"));
}

/** Maps that have an order of their own, by which they also tell keys from each other. */
const ownOrders = new WeakMap<RecordData, Order>();

/** A map that is kept in an order. */
export function orderedRecord(span: Span, order: Order): Value & { readonly data: RecordData } {
  const record = emptyRecord(span, "SortedMap");
  ownOrders.set(record.data, order);
  return record;
}

/** The order that a sorted map has its keys in. */
export function orderOf(data: RecordData): Order {
  return ownOrders.get(data) ?? naturally;
}

/** The key of an entry. */
export function keyNamed(data: RecordData, name: string, span: Span): Value {
  return data.keys?.get(name) ?? computed(name, data.fields.get(name)?.entry ?? span, []);
}

/** The text under which a map holds what belongs to a key: of a map with an order of its own, that of the key which is the same by it. */
function slotFor(data: RecordData, machine: Machine, key: Value | undefined, span: Span): string | Hole {
  const name = keyOf(machine, key, span);
  const order = ownOrders.get(data);
  if (order === undefined || key === undefined || name instanceof Hole) return name;
  return [...data.fields.keys()].find((one) => order(key, keyNamed(data, one, span)) === 0) ?? name;
}

/** Sets what is held under a key; keys that are no texts keep what they are, and a sorted map stays in order. */
function set(data: RecordData, name: string, key: Value | undefined, field: Field): void {
  const isNew = !data.fields.has(name);
  data.fields.set(name, field);
  if (!isNew) return;
  if (key !== undefined && typeof key.data !== "string") (data.keys ??= new Map()).set(name, key);
  if (data.type !== "SortedMap") return;
  const order = orderOf(data);
  const all = [...data.fields].map(([text, one]) => ({ text, one, key: keyNamed(data, text, field.entry) }));
  const last = all.at(-2);
  const added = all.at(-1);
  // Most come in their order.
  if (last === undefined || added === undefined || (order(last.key, added.key) ?? 1) < 0) return;
  all.sort((a, b) => {
    const answer = order(a.key, b.key);
    if (answer === undefined) data.isUnordered = true;
    return answer ?? 0;
  });
  data.fields.clear();
  for (const { text, one } of all) data.fields.set(text, one);
}

/** What is held under a key, or what stands in for it. */
export function held(self: Value, { machine, span }: NativeCall, key: Value | undefined, fallback?: () => Value): Value {
  const { data } = self;
  const name = data instanceof RecordData ? slotFor(data, machine, key, span) : undefined;
  if (!(data instanceof RecordData) || typeof name !== "string")
    return unknownFrom(machine, span, [key, self], "is held under a key that is not known");
  const field = data.fields.get(name);
  if (field !== undefined) return passedOn(field.value, "element", span, name);
  if (data.rest !== undefined) return computed(data.rest, span, [self]);
  return fallback === undefined ? written(null, span) : fallback();
}

export function hasKey(self: Value, { machine, span }: NativeCall, key: Value | undefined): Value {
  const { data } = self;
  const name = data instanceof RecordData ? slotFor(data, machine, key, span) : undefined;
  if (!(data instanceof RecordData) || typeof name !== "string") return unknownFrom(machine, span, [key, self], "asks for a key that is not known");
  if (data.fields.has(name)) return computed(true, span, [self]);
  return data.rest === undefined ? computed(false, span, [self]) : computed(data.rest, span, [self]);
}

/** Puts a value under a key, as the argument of a call. */
export function put({ data }: Value, { machine, span }: NativeCall, key: Value | undefined, value: Value): void {
  if (!(data instanceof RecordData)) return;
  const name = slotFor(data, machine, key, span);
  machine.touch(data);
  if (name instanceof Hole) mayReplace(data, name, span);
  else set(data, name, key, { value, entry: span, placement: "assigned" });
}

/** Puts all of another map. */
export function putAll(self: Value, { machine, span }: NativeCall, other: Value | undefined): void {
  const { data } = self;
  if (!(data instanceof RecordData)) return;
  machine.touch(data);
  if (other?.data instanceof RecordData) {
    if (other.data.rest !== undefined) mayReplace(data, other.data.rest, span);
    for (const [name, field] of other.data.fields) {
      const key = keyNamed(other.data, name, span);
      const slot = slotFor(data, machine, key, span);
      set(data, slot instanceof Hole ? name : slot, key, { ...field, placement: "computed" });
    }
  } else if (other !== undefined && other.data !== null)
    mayReplace(data, other.data instanceof Hole ? other.data : new Hole("holds what is not known", span), span);
}

export function removed(self: Value, { machine, span }: NativeCall, key: Value | undefined): Value {
  const { data } = self;
  if (!(data instanceof RecordData)) return unknownFrom(machine, span, [self]);
  const name = slotFor(data, machine, key, span);
  machine.touch(data);
  if (name instanceof Hole) {
    mayLose(data, name);
    return computed(name, span, [self]);
  }
  const field = data.fields.get(name);
  data.fields.delete(name);
  return field?.value ?? written(null, span);
}

/** The keys of a map, as it is at the time. */
export function keys(self: Value, span: Span): Value {
  return shown(self, span, "keys", (data, name, field) => data.keys?.get(name) ?? computed(name, field.entry, []));
}

/** Its values. */
export function values(self: Value, span: Span): Value {
  return shown(self, span, "values", (_, __, field) => field.value);
}

/** Its entries: lists of a key and a value. */
export function entries(self: Value, machine: Machine, span: Span): Value {
  return shown(self, span, "entries", (data, name, field) => {
    const entry = asEntry(machine.list([data.keys?.get(name) ?? computed(name, field.entry, []), field.value], span));
    if (entry.data instanceof List) entryOf.set(entry.data, { data, name });
    return entry;
  });
}

/** Lists that are a key and a value. */
const pairs = new WeakSet<List>();

/** Makes a list of two an entry of a map. */
export function asEntry(pair: Value): Value {
  if (pair.data instanceof List) pairs.add(pair.data);
  return pair;
}

export function isEntry(list: List): boolean {
  return pairs.has(list);
}

/** What `setValue` changes. */
const entryOf = new WeakMap<List, { readonly data: RecordData; readonly name: string }>();

/** Gives an entry of a map another value, in the map as well. */
export function setEntry(self: Value, { machine, span }: NativeCall, value: Value): Value {
  const { data } = self;
  if (!(data instanceof List)) return unknownFrom(machine, span, [self]);
  const { items } = data;
  const before = items[1]?.value ?? written(null, span);
  machine.touch(data);
  data.items = [...items.slice(0, 1), { value, placement: { kind: "computed", span } }];
  const entry = entryOf.get(data);
  if (entry === undefined) return before;
  machine.touch(entry.data);
  entry.data.fields.set(entry.name, { value, entry: span, placement: "assigned" });
  return before;
}

type Shown = "keys" | "values" | "entries";

/** What a view gives for a field: the same as long as the field is the same. */
const given: Readonly<Record<Shown, WeakMap<Field, Item>>> = { keys: new WeakMap(), values: new WeakMap(), entries: new WeakMap() };

/** A list that shows a map's fields; what is taken out of it is taken out of the map. */
function shown(self: Value, span: Span, what: Shown, give: (data: RecordData, name: string, field: Field) => Value): Value {
  const { data } = self;
  if (!(data instanceof RecordData)) return self;
  const itemOf = (name: string, field: Field): Item => {
    const known = given[what].get(field);
    if (known !== undefined) return known;
    const made: Item = { value: give(data, name, field), placement: { kind: "computed", span }, passes: [{ record: self, entry: field.entry }] };
    given[what].set(field, made);
    return made;
  };
  const view = new LiveList(
    data,
    () => [...data.fields].map(([name, field]) => itemOf(name, field)),
    (kept) => {
      const left = new Set(kept);
      for (const [name, field] of [...data.fields]) if (!left.has(itemOf(name, field))) data.fields.delete(name);
    },
  );
  view.type = what === "values" ? "values" : "Set";
  if (data.isUnordered === true) view.isUnordered = true;
  return computed(view, span, [self]);
}

/** A map of pairs: a list of lists of two, or of other maps' entries. */
export function fromPairs(machine: Machine, pairs: Value, span: Span): Value {
  const record = emptyRecord(span);
  const { items, rest } = machine.elements(pairs, span);
  for (const { value } of items) {
    const [key, one] = machine.elements(value, span).items;
    const name = keyOf(machine, key?.value, span);
    if (name instanceof Hole) mayReplace(record.data, name, span);
    else set(record.data, name, key?.value, { value: one?.value ?? written(null, span), entry: value.origin.span, placement: "argument" });
  }
  if (rest !== undefined) mayReplace(record.data, rest, span);
  return record;
}

/** Alternating keys and values, as `Map.of` takes them. */
export function fromAlternating({ machine, given, span }: NativeCall): Value {
  const record = emptyRecord(span);
  for (let index = 0; index < given.length; index += 2) {
    const [key, value] = [at(given, index), at(given, index + 1)];
    const name = keyOf(machine, key, span);
    if (name instanceof Hole) mayReplace(record.data, name, span);
    else
      set(record.data, name, key, {
        value: value ?? written(null, span),
        entry: { ...span, start: given[index]?.span.start ?? span.start, end: given[index + 1]?.span.end ?? span.end },
        placement: "argument",
      });
  }
  return record;
}

/** A copy: changing one leaves the other as it is. */
export function copiedRecord(machine: Machine, value: Value, span: Span, type = "Map", record = emptyRecord(span, type)): Value {
  if (!(value.data instanceof RecordData)) return fromPairs(machine, value, span);
  for (const [name, field] of value.data.fields) set(record.data, name, value.data.keys?.get(name), field);
  if (value.data.rest !== undefined) record.data.rest = value.data.rest;
  if (value.data.isUnordered === true && type === "Map") record.data.isUnordered = true;
  return record;
}

/** A map of the elements, by what two functions make of each; a third one makes one of two values of the same key. */
export function recordFrom(
  self: Value,
  { machine, span }: NativeCall,
  key: (element: Value) => Value,
  value: (element: Value) => Value,
  merge?: (a: Value, b: Value) => Value,
): Value {
  const record = emptyRecord(span);
  const { data } = record;
  let repeated: Value | undefined;
  const rest = eachOf(machine, self, span, (item, _, isBeyond) => {
    const [of, given] = [key(item.value), value(item.value)];
    const name = keyOf(machine, of, span);
    if (isBeyond) return;
    if (name instanceof Hole) {
      mayReplace(data, name, span);
      return;
    }
    const before = data.fields.get(name);
    if (before !== undefined && merge === undefined) repeated ??= machine.fail("is a second element of one key", span, "IllegalStateException");
    const one = before === undefined || merge === undefined ? given : merge(before.value, given);
    set(data, name, of, { value: one, entry: one.origin.span, placement: "computed" });
  });
  if (repeated !== undefined) return repeated;
  if (rest !== undefined) mayReplace(data, rest, span);
  return { ...record, ...computed(data, span, [self]), data };
}
