import type { Machine } from "../../interpreter/machine";
import type { NativeCall } from "../../interpreter/native";
import { isScalar } from "../../interpreter/operators";
import { List } from "../../interpreter/list";
import { ClassData, Closure, computed, Instance, plainOf, RecordData, written, type Field, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { AttributesOf } from "./library/attributes";
import { counterMethod, tupleMember } from "./library/counters";
import { sent } from "./library/collections";
import { dictionaryMethod } from "./library/dictionaries";
import { listMethod } from "./library/lists";
import { argument, native } from "./library/natives";
import { validated } from "./library/objects";
import { textMethod } from "./library/strings";

/** A method or attribute that the language gives to texts, lists, dictionaries, classes and functions. */
export function memberOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  const ofEnum = object.member === undefined ? undefined : memberOfMember(object, object.member, name, machine, span);
  if (ofEnum !== undefined) return ofEnum;
  if (typeof data === "string") {
    const method = object.numeral === "bytes" && !bytesMethods.test(name) ? undefined : textMethod(name);
    if (method !== undefined) return native(name, (call) => method(data, call, object), span);
  }
  if (data instanceof List) {
    if (name === "send" && data.isOnce === true) return native(name, (call) => sent(object, call), span);
    const method = listMethod(name);
    return method === undefined ? undefined : native(name, (call) => method(data, call, object), span);
  }
  if (data instanceof RecordData) {
    const ofTuple = tupleMember(data, name, object);
    if (ofTuple !== undefined && typeof ofTuple !== "function") return ofTuple;
    const method = ofTuple ?? counterMethod(data, name) ?? (data.type === "SimpleNamespace" ? undefined : dictionaryMethod(name));
    return method === undefined ? undefined : native(name, (call) => method(data, call, object), span);
  }
  if (typeof data === "string" && object.numeral === "bytes" && name === "hex")
    return native(name, (call) => computed(Buffer.from(data).toString("hex"), call.span, [object]), span);
  if (isScalar(data) && name === "value") return object;
  if (data instanceof Instance) return ofInstance(object, data, name, span);
  if (data instanceof ClassData && (name === "model_validate" || name === "parse_obj")) return native(name, (call) => validated(object, call), span);
  if ((data instanceof ClassData || data instanceof Closure) && (name === "__name__" || name === "__qualname__")) {
    return computed(data.name, span, [object]);
  }
  return undefined;
}

/** What a member of an enum has that is a text or number: its name and value, and what its class declares. */
function memberOfMember(
  object: Value,
  { type, name: label }: NonNullable<Value["member"]>,
  name: string,
  machine: Machine,
  span: Span,
): Value | undefined {
  if (name === "value" || name === "_value_") return plainOf(object);
  if (name === "name" || name === "_name_") return computed(label, span, [object]);
  const own = type.expression.members.find((one) => one.name === name && one.function !== undefined && !one.isStatic);
  if (own?.function === undefined) return undefined;
  const method = written(new Closure(name, own.function, type.scope, object, type), span);
  return own.kind === "method" ? method : own.kind === "getter" ? machine.apply(method, [], span) : undefined;
}

/** What bytes have that they answer as texts do. */
const bytesMethods = /^(?:decode|startswith|endswith)$/;

function ofInstance(object: Value, data: Instance, name: string, span: Span): Value | undefined {
  if (name === "__setattr__") return native(name, (call) => settingOf(data, call), span);
  if (name === "__class__") return { data: data.type, origin: { span, how: "member" } };
  if (data.registration !== undefined) return undefined;
  if (name === "__dict__") return computed(attributesOf(data), span, [object]);
  if (name === "model_dump" || name === "dict" || name === "_asdict") return native(name, (call) => dumped(data, call, object), span);
  if (name === "model_copy" || name === "copy") return native(name, (call) => copied(data, call, object), span);
  return undefined;
}

/** `__dict__`: what is put into it the object has. A model has what its class says as well. */
function attributesOf(data: Instance): RecordData {
  return [...defaultsOf(data.type).keys()].every((name) => data.fields.has(name)) ? new AttributesOf(data) : recordOf(data, false);
}

/** What `object.__setattr__` does with what `super()` or the object itself hands over. */
function settingOf(data: Instance, { machine, given, span }: NativeCall): Value {
  const [name, value] = given.map((one) => one.value);
  if (typeof name?.data === "string" && value !== undefined) {
    machine.touch(data);
    data.fields.set(name.data, { value, entry: span, placement: "assigned" });
  }
  return written(null, span);
}

function dumped(data: Instance, call: NativeCall, object: Value): Value {
  const skips = argument(call.given, -1, "exclude_none")?.data === true;
  return computed(recordOf(data, skips), call.span, [object]);
}

/** The fields of a model as a dictionary, those of models within it as well. */
function recordOf(data: Instance, skipsNothing: boolean, depth = 0): RecordData {
  const record = new RecordData();
  const plain = (value: Value): Value => {
    if (depth > 20) return value;
    if (value.data instanceof Instance && value.data.registration === undefined)
      return { ...value, data: recordOf(value.data, skipsNothing, depth + 1) };
    if (!(value.data instanceof List)) return value;
    const items = value.data.items.map((item) => ({ ...item, value: plain(item.value) }));
    return { ...value, data: value.data.rest === undefined ? new List(items) : new List(items, value.data.rest) };
  };
  const put = (key: string, field: Field): void => {
    if (!key.startsWith("_") && !(skipsNothing && field.value.data === null)) record.fields.set(key, { ...field, value: plain(field.value) });
  };
  for (const [key, value] of defaultsOf(data.type)) put(key, { value, entry: value.origin.span, placement: "computed" });
  for (const [key, field] of data.fields) put(key, field);
  return record;
}

/** What a model's class and its bases say of fields that are not given. */
function defaultsOf(type: ClassData, depth = 0): ReadonlyMap<string, Value> {
  const all = new Map<string, Value>();
  if (depth > 20) return all;
  for (const base of type.bases) if (base.data instanceof ClassData) for (const [key, value] of defaultsOf(base.data, depth + 1)) all.set(key, value);
  for (const { kind, name, isStatic, type: annotation } of type.expression.members) {
    const value = kind === "field" && isStatic && annotation !== undefined ? type.statics.get(name) : undefined;
    if (value !== undefined) all.set(name, value);
  }
  return all;
}

function copied(data: Instance, call: NativeCall, object: Value): Value {
  const copy = new Instance(data.type);
  for (const [key, field] of data.fields) copy.fields.set(key, field);
  const update = argument(call.given, -1, "update");
  if (update?.data instanceof RecordData) for (const [key, field] of update.data.fields) copy.fields.set(key, field);
  return computed(copy, call.span, [object]);
}
