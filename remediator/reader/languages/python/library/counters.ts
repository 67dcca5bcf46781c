import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { type Item } from "../../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../../interpreter/value";
import { keyOf, putField } from "./dictionaries";
import { slotIn } from "./keys";
import { argument, itemOf, listOf, numberArgument, scalar, tupleOf, unknownOf } from "./natives";
import { mayReplace } from "../../../interpreter/unsure";

/** `collections.Counter`: a dictionary of numbers in which a key that is not there is 0. https://docs.python.org/3/library/collections.html#collections.Counter */
export function newCounter(call: NativeCall): Value {
  const data = new RecordData();
  data.absent = written(0, call.span);
  count(data, call, 1);
  return written(data, call.span);
}

/** Adds what a call gives: elements, or numbers by their keys. */
function count(data: RecordData, call: NativeCall, sign: 1 | -1): void {
  const { machine, span } = call;
  const add = (key: Value, by: Value): void => {
    const slot = slotIn(data, key);
    const before = slot === undefined ? undefined : (data.fields.get(slot)?.value.data ?? 0);
    if (slot === undefined) mayReplace(data, key.data instanceof Hole ? key.data : new Hole("counts what is not known", span), span);
    else {
      const isKnown = typeof before === "number" && typeof by.data === "number";
      const value = isKnown ? computed(before + sign * by.data, span, [key]) : machine.hole("is a number that is not known", span, [by]);
      putField(data, key, { value, entry: span, placement: "computed" });
    }
  };
  for (const { name, value, isSpread } of call.given) {
    if (isSpread === true) mayReplace(data, value.data instanceof Hole ? value.data : new Hole("counts what is not known", span), span);
    else if (name !== undefined) add(written(name, span), value);
    else if (value.data instanceof RecordData) {
      for (const [key, field] of value.data.fields) add(keyOf(value.data, key, span, value), field.value);
      if (value.data.rest !== undefined) mayReplace(data, value.data.rest, span);
    } else if (value.data !== null) {
      const { items, rest } = machine.elements(value, span);
      for (const item of items) add(item.value, written(1, span));
      if (rest !== undefined) mayReplace(data, rest, span);
    }
  }
}

export function isCounter(data: Value["data"]): data is RecordData {
  return data instanceof RecordData && data.absent !== undefined;
}

type Method = (record: RecordData, call: NativeCall, object: Value) => Value;

const methods: Readonly<Record<string, Method>> = {
  most_common: (record, call, object) => {
    const most =
      call.given.length === 0
        ? Infinity
        : (numberArgument(call.given, 0, "n") ?? (argument(call.given, 0, "n")?.data === null ? Infinity : undefined));
    const counts = [...record.fields].map(([key, { value }]) => ({ key, value, number: value.data }));
    if (most === undefined || record.rest !== undefined || !counts.every(({ number }) => typeof number === "number"))
      return unknownOf(call, "most_common", object);
    const sorted = counts.sort((a, b) => Number(b.number) - Number(a.number)).slice(0, Math.max(0, most));
    return listOf(
      sorted.map(({ key, value }) => itemOf(tupleOf([keyOf(record, key, call.span, object), value], call.span), call.span)),
      undefined,
      call.span,
      [object],
    );
  },
  elements: (record, call, object) => {
    const items = [...record.fields].flatMap(([key, { value }]): Item[] =>
      Array.from({ length: typeof value.data === "number" ? Math.min(Math.max(0, value.data), 10_000) : 0 }, () =>
        itemOf(keyOf(record, key, call.span, object), call.span),
      ),
    );
    const isKnown = [...record.fields.values()].every(({ value }) => typeof value.data === "number");
    return listOf(items, isKnown ? record.rest : new Hole("is as often there as is not known", call.span), call.span, [object]);
  },
  total: (record, call, object) => {
    const numbers = [...record.fields.values()].map(({ value }) => value.data);
    return record.rest === undefined && numbers.every((number) => typeof number === "number")
      ? scalar(
          numbers.reduce((sum, number) => sum + number, 0),
          call,
          object,
        )
      : unknownOf(call, "total", object);
  },
  update: (record, call) => {
    call.machine.touch(record);
    count(record, call, 1);
    return written(null, call.span);
  },
  subtract: (record, call) => {
    call.machine.touch(record);
    count(record, call, -1);
    return written(null, call.span);
  },
};

/** A method that counters have, or have otherwise than dictionaries. */
export function counterMethod(record: RecordData, name: string): Method | undefined {
  return isCounter(record) && Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** `a + b` and `a - b`: what is above zero stays. */
export function combined(a: Value, b: Value, sign: 1 | -1, call: NativeCall): Value {
  const made = newCounter({ ...call, given: [{ value: a, span: call.span }] });
  if (!(made.data instanceof RecordData)) return made;
  count(made.data, { ...call, given: [{ value: b, span: call.span }] }, sign);
  for (const [key, { value }] of [...made.data.fields]) {
    if (typeof value.data === "number" && value.data <= 0) made.data.fields.delete(key);
    else if (typeof value.data !== "number") made.data.rest ??= new Hole("may be above zero or not", call.span);
  }
  return made;
}

/** `types.SimpleNamespace(port=22)`: an object of the attributes that it is given. */
export function newNamespace({ given, span }: NativeCall): Value {
  const data = new RecordData();
  data.type = "SimpleNamespace";
  for (const { name, value, span: entry, isSpread } of given) {
    if (isSpread === true || name === undefined) {
      if (value.data instanceof RecordData && isSpread !== true) for (const [key, field] of value.data.fields) data.fields.set(key, field);
      else data.rest ??= value.data instanceof Hole ? value.data : new Hole("has attributes that are not known", entry);
    } else data.fields.set(name, { value, entry, placement: "argument" });
  }
  return written(data, span);
}

/** The fields of named tuples, by their objects. */
const tupleFields = new WeakMap<RecordData, readonly string[]>();

export function noteTuple(data: RecordData, names: readonly string[]): void {
  tupleFields.set(data, names);
}

/** What named tuples have beside their fields. */
export function tupleMember(record: RecordData, name: string, object: Value): Value | Method | undefined {
  const names = tupleFields.get(record);
  if (names === undefined) return undefined;
  const plain = (): RecordData => {
    const copy = new RecordData();
    for (const field of names) {
      const held = record.fields.get(field);
      if (held !== undefined) copy.fields.set(field, held);
    }
    return copy;
  };
  if (name === "_asdict") return (_, call) => computed(plain(), call.span, [object]);
  if (name === "_replace")
    return (_, call) => {
      const copy = plain();
      if (record.type !== undefined) copy.type = record.type;
      for (const { name: field, value, span } of call.given)
        if (field !== undefined) copy.fields.set(field, { value, entry: span, placement: "argument" });
      noteTuple(copy, names);
      return computed(copy, call.span, [object]);
    };
  return undefined;
}

/** The fields of a named tuple with their names; undefined for all others. */
export function tupleParts(record: RecordData): readonly (readonly [string, Value])[] | undefined {
  return tupleFields.get(record)?.flatMap((name) => {
    const held = record.fields.get(name)?.value;
    return held === undefined ? [] : [[name, held] as const];
  });
}
