import type { Machine } from "../../interpreter/machine";
import { isScalar } from "../../interpreter/operators";
import { ClassData, Closure, computed, Instance, List, RecordData, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { dictionaryMethod } from "./library/dictionaries";
import { listMethod } from "./library/lists";
import { native } from "./library/natives";
import { textMethod } from "./library/strings";

/** A method or attribute that the language gives to texts, lists, dictionaries, classes and functions. */
export function memberOf(object: Value, name: string, _: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (typeof data === "string") {
    const method = textMethod(name);
    if (method !== undefined) return native(name, (call) => method(data, call, object), span);
  }
  if (data instanceof List) {
    const method = listMethod(name);
    return method === undefined ? undefined : native(name, (call) => method(data, call, object), span);
  }
  if (data instanceof RecordData) {
    const method = dictionaryMethod(name);
    return method === undefined ? undefined : native(name, (call) => method(data, call, object), span);
  }
  // A member of an enum that is a text or number.
  if (isScalar(data) && name === "value") return object;
  if (data instanceof Instance) return ofInstance(data, name, span);
  if ((data instanceof ClassData || data instanceof Closure) && (name === "__name__" || name === "__qualname__")) {
    return computed(data.name, span, [object]);
  }
  return undefined;
}

function ofInstance(data: Instance, name: string, span: Span): Value | undefined {
  if (name === "__class__") return { data: data.type, origin: { span, how: "member" } };
  if (name !== "__dict__" || data.registration !== undefined) return undefined;
  const record = new RecordData();
  for (const [key, field] of data.fields) record.fields.set(key, field);
  return computed(record, span, []);
}
