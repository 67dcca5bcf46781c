import { identityKey, noteKey, slotOf, type MapKey } from "../../../interpreter/keys";
import { List } from "../../../interpreter/list";
import { ClassData, Closure, Instance, RecordData, ResourceData, type Value } from "../../../interpreter/value";

/** What a dictionary or set tells keys apart by: 1, 1.0 and True are one, "1" is another. Undefined for what is not known, and for objects with a say of their own. */
export function keyOf(value: Value): MapKey | undefined {
  return keyWithin(value, { parts: 0 });
}

/** More parts than any key has: tuples of tuples may double them with every step. */
const mostParts = 1_000;

function keyWithin({ data }: Value, within: { parts: number }): MapKey | undefined {
  if (++within.parts > mostParts) return undefined;
  if (data === null) return { text: "None", kind: "nothing" };
  if (typeof data === "string") return { text: data, kind: "string" };
  if (typeof data === "number" || typeof data === "boolean") return { text: String(Number(data)), kind: "number" };
  if (data instanceof List) return tupleKey(data, within);
  if (data instanceof Closure || data instanceof ClassData || data instanceof ResourceData) return identityKey(data);
  if (!(data instanceof Instance)) return undefined;
  const { isEnum, isRecord, members } = data.type.expression;
  if (isEnum === true) return identityKey(data);
  if (members.some(({ name }) => name === "__eq__" || name === "__hash__")) return undefined;
  if (isRecord !== true) return data.type.bases.length === 0 ? identityKey(data) : undefined;
  const parts = [...data.fields.values()].map(({ value: part }) => keyWithin(part, within));
  const text = textOf(parts);
  return text === undefined ? undefined : { text: `${identityKey(data.type).text} ${text}`, kind: "record" };
}

/** Several keys as one text, each with its length before it. */
function textOf(parts: readonly (MapKey | undefined)[]): string | undefined {
  if (parts.includes(undefined)) return undefined;
  return parts.map((part) => (part === undefined ? "" : `${part.kind} ${part.text.length} ${part.text}`)).join();
}

function tupleKey({ items, rest, type }: List, within: { parts: number }): MapKey | undefined {
  if (items.length > mostParts) return undefined;
  const parts = items.map(({ value }) => keyWithin(value, within));
  const text = rest !== undefined || type === "set" || type === "frozenset" ? undefined : textOf(parts);
  return text === undefined ? undefined : { text, kind: "tuple" };
}

/** The name of an entry of a dictionary; undefined where the key is not known. */
export function slotIn(map: RecordData, key: Value | undefined): string | undefined {
  const own = key === undefined ? undefined : keyOf(key);
  return own === undefined ? undefined : slotOf(map, own);
}

/** Remembers the key of an entry where its name does not say which it is. */
export function noted(map: RecordData, slot: string, key: Value): void {
  const own = keyOf(key);
  if (own !== undefined && !map.keys?.has(slot)) noteKey(map, slot, own, key);
}
