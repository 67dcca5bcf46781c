import { declaresMethod } from "./members";
import { isNotANumber } from "./hole";
import { computed, type Instance, type RecordData, type Value } from "./value";
import type { Span } from "../syntax/tree";

/** A key of a map as a text, and which of several keys with this text it is: in most languages `1` and "1" are two. */
export interface MapKey {
  readonly text: string;
  readonly kind: string;
}

const texts = "string";

/** The name under which a map has, or would have, the entry of a key: its text, unless a key of another kind has taken that. */
export function slotOf({ fields, keys }: RecordData, { text, kind }: MapKey): string {
  // Most maps have texts only.
  if (keys === undefined && (kind === texts || !fields.has(text))) return text;
  const own = `${text}\0${kind}`;
  if (fields.has(own) || !fields.has(text)) return fields.has(own) ? own : text;
  const held = keys?.get(text);
  return kind === (held === undefined ? texts : kinds.get(held)) ? text : own;
}

/** The name of a key that is a text: it may stand beside a number that looks like it. */
export function slotOfText(map: RecordData, text: string): string {
  return map.keys === undefined ? text : slotOf(map, { text, kind: texts });
}

const kinds = new WeakMap<Value, string>();

/** Remembers the key of an entry that is no text, or does not have its text's name. Of keys that are equal the first one stays. */
export function noteKey(map: RecordData, slot: string, { text, kind }: MapKey, key: Value): void {
  if (kind === texts && slot === text) {
    map.keys?.delete(slot);
    return;
  }
  const held = map.keys?.get(slot);
  if (held !== undefined && kinds.get(held) === kind) return;
  const noted = { ...key };
  kinds.set(noted, kind);
  (map.keys ??= new Map()).set(slot, noted);
}

/** The key of an entry, as the program gave it. */
export function keyIn({ keys }: RecordData, slot: string, span: Span, map: Value): Value {
  return keys?.get(slot) ?? computed(slot, span, [map]);
}

/** C#'s tuples as keys: their parts, each with its length before it. */
export function tupleText(parts: readonly string[]): string {
  return `(${parts.map((part) => `${String(part.length)} ${part}`).join()})`;
}

/**
 * What an object whose class says how it is printed is told by as a key: itself, unless it says what is equal to it. Undefined for those, and "text" for all
 * others, whose text tells them apart.
 */
export function printedKey(data: Instance): string | undefined {
  const says = (...names: readonly string[]): boolean => names.some((name) => declaresMethod(data.type, name));
  if (!says("toString", "ToString")) return "text";
  const { isRecord, isStruct } = data.type.expression;
  return isRecord === true || isStruct === true || says("equals", "Equals") ? undefined : `object ${identityKey(data).text}`;
}

const numbers = new WeakMap<object, number>();
let counted = 0;

/** A key that is itself and no other: an object. */
export function identityKey(data: object): MapKey {
  let number = numbers.get(data);
  if (number === undefined) numbers.set(data, (number = ++counted));
  return { text: String(number), kind: "object" };
}

/** https://tc39.es/ecma262/#sec-samevaluezero; undefined for what is not known. */
export function sameValueKey({ data, isNull }: Value): MapKey | undefined {
  if (data === null) return { text: isNull === true ? "null" : "undefined", kind: "nothing" };
  if (isNotANumber(data)) return { text: "NaN", kind: "number" };
  if (typeof data === "number") return { text: String(data), kind: typeof data };
  if (typeof data !== "object") return { text: String(data), kind: typeof data };
  return data.kind === "hole" || data.kind === "symbol" || data.kind === "native" ? undefined : identityKey(data);
}
