import { parse, stringify } from "yaml";
import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, Instance, RecordData, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { fieldTags } from "../structs";
import { keyOf, tagOf } from "./types";
import { argument, nil, results, succeeds, unknown, values, type Implementation } from "./support";

/** JSON, YAML and Base64. What is decoded gets the form of its variable where it is assigned, see `shaped`. */
export const encodings: Readonly<Record<string, Implementation>> = {
  "encoding/json.Marshal": (call) => encoded(call, (plain) => escaped(JSON.stringify(plain))),
  "encoding/json.MarshalIndent": (call) => {
    const indent = argument(call, 2)?.data;
    return encoded(call, (plain) => escaped(JSON.stringify(plain, undefined, typeof indent === "string" ? indent : "  ")));
  },
  "encoding/json.Unmarshal": (call) => decoded(call, (text) => JSON.parse(text) as unknown),
  "encoding/json.Valid": (call) => unknown(call, "asks for a text's form"),
  "yaml.Marshal": (call) => encoded(call, (plain) => stringify(plain)),
  "yaml.Unmarshal": (call) => decoded(call, (text) => parse(text, { maxAliasCount: 100, logLevel: "silent" }) as unknown),
  "yaml.UnmarshalStrict": (call) => decoded(call, (text) => parse(text, { maxAliasCount: 100, logLevel: "silent" }) as unknown),
  "encoding/base64.StdEncoding.EncodeToString": (call) => {
    const text = argument(call, 0)?.data;
    return typeof text === "string" ? computed(Buffer.from(text).toString("base64"), call.span, values(call)) : unknown(call, "is an encoded text");
  },
  "encoding/base64.StdEncoding.DecodeString": (call) => {
    const text = argument(call, 0)?.data;
    return typeof text === "string"
      ? succeeds(call, computed(Buffer.from(text, "base64").toString(), call.span, values(call)))
      : results(call, unknown(call, "is a decoded text"), nil(call));
  },
};

/** Go writes what HTML would read as markup in another way: https://pkg.go.dev/encoding/json#HTMLEscape */
function escaped(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function encoded(call: NativeCall, encode: (plain: unknown) => string | undefined): Value {
  const value = argument(call, 0);
  const plain = value === undefined ? undefined : plainOf(call, value, 0);
  if (plain instanceof Hole || plain === undefined) {
    return results(
      call,
      plain instanceof Hole ? computed(plain, call.span, values(call)) : unknown(call, "is the text of what is not known"),
      nil(call),
    );
  }
  const text = encode(plain);
  return text === undefined || text.length > 1_000_000
    ? results(call, call.machine.hole("is longer than what is read", call.span), nil(call))
    : succeeds(call, computed(text, call.span, values(call)));
}

/** Plain data with the keys that tags give; the keys of a map are in order, as Go writes them. */
function plainOf(call: NativeCall, value: Value, depth: number): unknown {
  const { data } = value;
  if (data === null || typeof data !== "object") return data;
  if (data instanceof Hole) return data;
  if (depth > 50) return new Hole("nests too deeply to be a text", call.span);
  if (data instanceof List) {
    if (data.rest !== undefined) return data.rest;
    const elements = data.items.map((item) => plainOf(call, item.value, depth + 1));
    return elements.find((element) => element instanceof Hole) ?? elements;
  }
  if (data instanceof RecordData || (data instanceof Instance && data.registration === undefined)) {
    if (data instanceof RecordData && data.rest !== undefined) return data.rest;
    const tags = data instanceof Instance ? call.machine.member(written(data.type, call.span), fieldTags, call.span).data : undefined;
    const isStruct = data instanceof Instance;
    const named = [...data.fields].flatMap(([key, field]): (readonly [string, unknown])[] => {
      const tag = isStruct ? tagOf(tags, key) : undefined;
      const plain = plainOf(call, field.value, depth + 1);
      // What begins with a small letter is nobody else's.
      if (isStruct && (tag === "-" || !/^\p{Lu}/u.test(key))) return [];
      return tag?.includes(",omitempty") === true && isEmpty(plain) ? [] : [[keyOf(tags, key) ?? key, plain]];
    });
    const hole = named.find(([, element]) => element instanceof Hole);
    if (hole !== undefined) return hole[1];
    return Object.fromEntries(isStruct ? named : named.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return new Hole("is the text of what has no plain form", call.span);
}

function isEmpty(plain: unknown): boolean {
  return plain === null || plain === "" || plain === 0 || plain === false || (Array.isArray(plain) && plain.length === 0);
}

function decoded(call: NativeCall, decode: (text: string) => unknown): Value {
  const text = argument(call, 0)?.data;
  if (typeof text !== "string") return unknown(call, "is read from a text that is not known");
  try {
    return valueOf(decode(text), call.span, 0);
  } catch {
    return call.machine.hole("is read from a text that does not parse", call.span, values(call));
  }
}

function valueOf(plain: unknown, span: Span, depth: number): Value {
  if (plain === null || plain === undefined) return written(null, span);
  if (typeof plain === "string" || typeof plain === "number" || typeof plain === "boolean") return written(plain, span);
  if (depth > 100) return written(new Hole("nests too deeply", span), span);
  if (Array.isArray(plain))
    return written(
      new List(plain.map((element): Item => ({ value: valueOf(element, span, depth + 1), placement: { kind: "computed", span } }))),
      span,
    );
  if (typeof plain !== "object") return written(new Hole("is no plain data", span), span);
  const data = new RecordData();
  for (const [key, element] of Object.entries(plain))
    data.fields.set(key, { value: valueOf(element, span, depth + 1), entry: span, placement: "computed" });
  return written(data, span);
}
