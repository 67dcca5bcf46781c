import type { Machine } from "../../../interpreter/machine";
import type { Given, NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { LiveList, type Item } from "../../../interpreter/list";
import { computed, Instance, partOf, RecordData, type Field, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { noted, slotIn } from "./keys";
import { argument, itemOf, tupleOf, unknownOf } from "./natives";
import { mayLose, mayReplace } from "../../../interpreter/unsure";

type Method = (record: RecordData, call: NativeCall, object: Value) => Value;

/** A method of a dictionary; undefined where they have none of this name. */
export function dictionaryMethod(name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** The key as the program gave it. */
export function keyOf(record: RecordData, key: string, span: Span, object: Value): Value {
  return record.keys?.get(key) ?? computed(key, span, [object]);
}

export function putField(record: RecordData, key: Value, field: Field): void {
  const slot = slotIn(record, key);
  if (slot === undefined) {
    mayReplace(record, key.data instanceof Hole ? key.data : new Hole("has a key that is not known", field.entry), field.entry);
    return;
  }
  record.fields.set(slot, field);
  noted(record, slot, key);
}

/** What `dict(...)` and `update(...)` take: a mapping or pairs, and keywords. */
export function putAll(record: RecordData, given: readonly Given[], machine: Machine, span: Span): void {
  for (const { name, value, span: entry, isSpread } of given) {
    if (isSpread === true) mayReplace(record, value.data instanceof Hole ? value.data : new Hole("has keys that are not known", entry), entry);
    else if (name !== undefined) record.fields.set(name, { value, entry, placement: "argument" });
    else putMapping(record, value, machine, span);
  }
}

function putMapping(record: RecordData, value: Value, machine: Machine, span: Span): void {
  const { data } = value;
  if (data instanceof RecordData) {
    if (data.rest !== undefined) mayReplace(record, data.rest, span);
    for (const [key, field] of data.fields) putField(record, keyOf(data, key, span, value), { ...field, placement: "computed" });
    return;
  }
  if (data instanceof Instance) {
    for (const [key, field] of data.fields) record.fields.set(key, { ...field, placement: "computed" });
    return;
  }
  const { items, rest } = machine.elements(value, span);
  for (const item of items) {
    const [key, content] = machine.elements(item.value, span).items;
    if (key !== undefined && content !== undefined) putField(record, key.value, { value: content.value, entry: span, placement: "computed" });
    else mayReplace(record, new Hole("has entries that are not known", span), span);
  }
  if (rest !== undefined) mayReplace(record, rest, span);
}

/** A dictionary with the same entries. */
export function copyOf(record: RecordData, span: Span, object: Value): Value {
  const copy = new RecordData();
  for (const [key, field] of record.fields) copy.fields.set(key, field);
  if (record.rest !== undefined) copy.rest = record.rest;
  if (record.keys !== undefined) copy.keys = new Map(record.keys);
  if (record.type !== undefined) copy.type = record.type;
  return computed(copy, span, [object]);
}

const get: Method = (record, call, object) => {
  const key = slotIn(record, argument(call.given, 0, "key"));
  const fallback = argument(call.given, 1, "default");
  if (key === undefined) return unknownOf(call, "get", object);
  const field = record.fields.get(key);
  if (field !== undefined) return partOf(object, field.value, "element", call.span, key);
  if (record.rest !== undefined) return computed(record.rest, call.span, [object]);
  return fallback ?? computed(null, call.span, [object]);
};

const pop: Method = (record, call, object) => {
  const key = slotIn(record, argument(call.given, 0, "key"));
  call.machine.touch(record);
  if (key === undefined) {
    mayLose(record, new Hole("lost a key that is not known", call.span));
    return unknownOf(call, "pop", object);
  }
  if (!record.fields.has(key) && record.rest === undefined && argument(call.given, 1, "default") === undefined)
    return call.machine.fail(`is ${key}, which is not among the keys`, call.span, "KeyError");
  const value = get(record, call, object);
  record.fields.delete(key);
  record.keys?.delete(key);
  return value;
};

const setDefault: Method = (record, call, object) => {
  const key = argument(call.given, 0, "key");
  const text = slotIn(record, key);
  if (key === undefined || text === undefined) {
    call.machine.touch(record);
    record.rest ??= new Hole("has a key that is not known", call.span);
    return unknownOf(call, "setdefault", object);
  }
  const field = record.fields.get(text);
  if (field !== undefined) return field.value;
  const value = argument(call.given, 1, "default") ?? computed(null, call.span, []);
  call.machine.touch(record);
  putField(record, key, { value, entry: call.span, placement: "assigned" });
  return value;
};

/** What shows the entries that a dictionary has at the time: https://docs.python.org/3/library/stdtypes.html#dictionary-view-objects */
function viewOf(record: RecordData, span: Span, object: Value, show: (key: string, field: Field) => Value): Value {
  const shown = (key: string, field: Field): Item => itemOf(show(key, field), span, { record: object, entry: field.entry });
  const view = new LiveList(
    record,
    () => [...record.fields].map(([key, field]) => shown(key, field)),
    () => undefined,
  );
  view.showEntry = shown;
  return computed(view, span, [object]);
}

const methods: Readonly<Record<string, Method>> = {
  get,
  pop,
  setdefault: setDefault,
  items: (record, { span }, object) => viewOf(record, span, object, (key, field) => tupleOf([keyOf(record, key, span, object), field.value], span)),
  keys: (record, { span }, object) => viewOf(record, span, object, (key) => keyOf(record, key, span, object)),
  values: (record, { span }, object) => viewOf(record, span, object, (_, { value }) => value),
  update: (record, call) => {
    call.machine.touch(record);
    putAll(record, call.given, call.machine, call.span);
    return computed(null, call.span, []);
  },
  copy: (record, { span }, object) => copyOf(record, span, object),
  clear: (record, call) => {
    call.machine.touch(record);
    record.fields.clear();
    record.keys?.clear();
    record.rest = undefined;
    return computed(null, call.span, []);
  },
  move_to_end: (record, call, object) => {
    const key = slotIn(record, argument(call.given, 0, "key"));
    const field = key === undefined ? undefined : record.fields.get(key);
    const last = argument(call.given, 1, "last");
    const isLast = last === undefined ? true : call.machine.truth(last);
    if (key === undefined || field === undefined || isLast === undefined) return unknownOf(call, "move_to_end", object);
    call.machine.touch(record);
    record.fields.delete(key);
    const others = [...record.fields];
    record.fields.clear();
    for (const [name, one] of isLast ? [...others, [key, field] as const] : [[key, field] as const, ...others]) record.fields.set(name, one);
    return computed(null, call.span, []);
  },
  popitem: (record, call, object) => {
    const last = [...record.fields].at(argument(call.given, 0, "last")?.data === false ? 0 : -1);
    if (last === undefined || record.rest !== undefined) return unknownOf(call, "popitem", object);
    call.machine.touch(record);
    record.fields.delete(last[0]);
    return tupleOf([keyOf(record, last[0], call.span, object), last[1].value], call.span);
  },
};
