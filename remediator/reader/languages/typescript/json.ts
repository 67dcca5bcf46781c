import { numericFirst } from "../../interpreter/elements";
import { Native, type NativeCall } from "../../interpreter/native";
import { isNotANumber } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, Closure, computed, Instance, RecordData, type Value } from "../../interpreter/value";
import { partsOf } from "../../sdk/json";
import { at, unknownFrom } from "../library";
import { parsed } from "./modules";

/** `JSON.stringify(value, null, indent)`. */
export function stringify({ machine, given, span }: NativeCall): Value {
  const value = at(given, 0);
  const [replacer, indent] = [at(given, 1)?.data, at(given, 2)?.data];
  const parts = value === undefined ? [] : partsOf(value);
  if (value === undefined || (replacer !== undefined && replacer !== null))
    return unknownFrom(machine, span, parts, "is a JSON text that is not known");
  const json = jsonOf(value, 0);
  if (json === unknown) return unknownFrom(machine, span, parts, "is a JSON text with parts that are not known");
  if (json === undefined) return computed(null, span, [value]);
  return computed(JSON.stringify(json, null, typeof indent === "number" || typeof indent === "string" ? indent : undefined), span, [value]);
}

/** `JSON.parse(text)`. */
export function parse({ machine, given, span }: NativeCall): Value {
  const [text, reviver] = given.map(({ value }) => value);
  if (reviver !== undefined && reviver.data !== null) return unknownFrom(machine, span, [text], "is JSON that a function changes while it is read");
  return parsed(machine, text, span);
}

const unknown = Symbol("unknown");

/** What a value is in JSON; undefined for what is left out. */
function jsonOf({ data, isNull, numeral }: Value, depth: number): unknown {
  if (numeral === "bigint") return unknown;
  if (data === null) return isNull === true ? null : undefined;
  if (typeof data !== "object") return typeof data === "number" && !Number.isFinite(data) ? null : data;
  if (isNotANumber(data)) return null;
  if (data instanceof Closure || data instanceof ClassData) return undefined;
  if (depth > 100 || data instanceof Native) return unknown;
  if (data instanceof List) {
    if (data.type === "Set") return {};
    const elements = data.items.map((item) => jsonOf(item.value, depth + 1));
    return data.rest !== undefined || elements.includes(unknown) ? unknown : elements;
  }
  if (!(data instanceof RecordData || data instanceof Instance)) return unknown;
  if (data instanceof RecordData && data.type === "Map") return {};
  const hasOwnForm = data.fields.has("toJSON") || (data instanceof Instance && data.type.expression.members.some(({ name }) => name === "toJSON"));
  if (hasOwnForm || (data instanceof Instance && data.registration !== undefined) || (data instanceof RecordData && data.rest !== undefined))
    return unknown;
  const own = data instanceof RecordData ? numericFirst(data) : [...data.fields].filter(([key]) => !key.startsWith("#"));
  const entries = own.map(([key, field]) => [key, jsonOf(field.value, depth + 1)] as const);
  return entries.some(([, element]) => element === unknown) ? unknown : Object.fromEntries(entries);
}
