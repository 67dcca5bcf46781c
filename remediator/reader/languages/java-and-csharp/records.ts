import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { computed, Hole, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, unknownFrom } from "../library";
import { listFrom } from "./sequences";

/** What Java's maps and C#'s dictionaries do. Keys are texts; others are known by their text. */

export function emptyRecord(span: Span): Value & { readonly data: RecordData } {
  const data = new RecordData();
  data.type = "Map";
  return { ...written(data, span), data };
}

/** The text of a key; a hole where it is not known. */
export function keyOf(machine: Machine, key: Value | undefined, span: Span): string | Hole {
  const data = key === undefined ? undefined : machine.text(key, span).data;
  return typeof data === "string" ? data : data instanceof Hole ? data : new Hole("is a key that is not known", span);
}

/** What is held under a key, or what stands in for it. */
export function held(self: Value, { machine, span }: NativeCall, key: Value | undefined, fallback?: () => Value): Value {
  const { data } = self;
  const name = keyOf(machine, key, span);
  if (!(data instanceof RecordData) || name instanceof Hole) return unknownFrom(machine, span, [key, self], "is held under a key that is not known");
  const field = data.fields.get(name);
  if (field !== undefined) return passedOn(field.value, "element", span, name);
  if (data.rest !== undefined) return computed(data.rest, span, [self]);
  return fallback === undefined ? written(null, span) : fallback();
}

export function hasKey(self: Value, { machine, span }: NativeCall, key: Value | undefined): Value {
  const { data } = self;
  const name = keyOf(machine, key, span);
  if (!(data instanceof RecordData) || name instanceof Hole) return unknownFrom(machine, span, [key, self], "asks for a key that is not known");
  if (data.fields.has(name)) return computed(true, span, [self]);
  return data.rest === undefined ? computed(false, span, [self]) : computed(data.rest, span, [self]);
}

/** Puts a value under a key, as the argument of a call. */
export function put({ data }: Value, { machine, span }: NativeCall, key: Value | undefined, value: Value): void {
  if (!(data instanceof RecordData)) return;
  const name = keyOf(machine, key, span);
  machine.touch(data);
  if (name instanceof Hole) data.rest ??= name;
  else data.fields.set(name, { value, entry: span, placement: "assigned" });
}

/** Puts all of another map. */
export function putAll(self: Value, { machine, span }: NativeCall, other: Value | undefined): void {
  const { data } = self;
  if (!(data instanceof RecordData)) return;
  machine.touch(data);
  if (other?.data instanceof RecordData) {
    for (const [name, field] of other.data.fields) data.fields.set(name, { ...field, placement: "computed" });
    if (other.data.rest !== undefined) data.rest ??= other.data.rest;
  } else if (other !== undefined && other.data !== null)
    data.rest ??= other.data instanceof Hole ? other.data : new Hole("holds what is not known", span);
}

export function removed(self: Value, { machine, span }: NativeCall, key: Value | undefined): Value {
  const { data } = self;
  const name = keyOf(machine, key, span);
  if (!(data instanceof RecordData)) return unknownFrom(machine, span, [self]);
  machine.touch(data);
  if (name instanceof Hole) {
    data.rest ??= name;
    return computed(name, span, [self]);
  }
  const field = data.fields.get(name);
  data.fields.delete(name);
  return field?.value ?? written(null, span);
}

export function keys(self: Value, span: Span): Value {
  if (!(self.data instanceof RecordData)) return self;
  const items = [...self.data.fields].map(([name, field]) => ({
    value: computed(name, field.entry, []),
    placement: { kind: "computed" as const, span },
  }));
  return listFrom(items, self.data.rest, span, [self]);
}

export function values(self: Value, span: Span): Value {
  if (!(self.data instanceof RecordData)) return self;
  const items = [...self.data.fields.values()].map(({ value }) => ({ value, placement: { kind: "computed" as const, span } }));
  return listFrom(items, self.data.rest, span, [self]);
}

/** A map of pairs: a list of lists of two, or of other maps' entries. */
export function fromPairs(machine: Machine, pairs: Value, span: Span): Value {
  const record = emptyRecord(span);
  const { items, rest } = machine.elements(pairs, span);
  for (const { value } of items) {
    const [key, one] = machine.elements(value, span).items;
    const name = keyOf(machine, key?.value, span);
    if (name instanceof Hole) record.data.rest ??= name;
    else record.data.fields.set(name, { value: one?.value ?? written(null, span), entry: value.origin.span, placement: "argument" });
  }
  if (rest !== undefined) record.data.rest ??= rest;
  return record;
}

/** Alternating keys and values, as `Map.of` takes them. */
export function fromAlternating({ machine, given, span }: NativeCall): Value {
  const record = emptyRecord(span);
  for (let index = 0; index < given.length; index += 2) {
    const [key, value] = [at(given, index), at(given, index + 1)];
    const name = keyOf(machine, key, span);
    if (name instanceof Hole) record.data.rest ??= name;
    else
      record.data.fields.set(name, {
        value: value ?? written(null, span),
        entry: { ...span, start: given[index]?.span.start ?? span.start, end: given[index + 1]?.span.end ?? span.end },
        placement: "argument",
      });
  }
  return record;
}

/** A copy: changing one leaves the other as it is. */
export function copiedRecord(machine: Machine, value: Value, span: Span): Value {
  if (!(value.data instanceof RecordData)) return fromPairs(machine, value, span);
  const record = emptyRecord(span);
  for (const [name, field] of value.data.fields) record.data.fields.set(name, field);
  if (value.data.rest !== undefined) record.data.rest = value.data.rest;
  return record;
}
