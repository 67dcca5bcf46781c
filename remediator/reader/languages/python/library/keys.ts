import { identityKey, noteKey, slotOf, type MapKey } from "../../../interpreter/keys";
import { ClassData, Closure, Instance, List, RecordData, ResourceData, type Value } from "../../../interpreter/value";

/** What a dictionary or set tells keys apart by: 1, 1.0 and True are one, "1" is another. Undefined for what is not known, and for objects with a say of their own. */
export function keyOf({ data }: Value): MapKey | undefined {
  if (data === null) return { text: "None", kind: "nothing" };
  if (typeof data === "string") return { text: data, kind: "string" };
  if (typeof data === "number" || typeof data === "boolean") return { text: String(Number(data)), kind: "number" };
  if (data instanceof List) return tupleKey(data);
  if (data instanceof Closure || data instanceof ClassData || data instanceof ResourceData) return identityKey(data);
  if (!(data instanceof Instance)) return undefined;
  const { isEnum, isRecord, members } = data.type.expression;
  if (isEnum === true) return identityKey(data);
  if (members.some(({ name }) => name === "__eq__" || name === "__hash__")) return undefined;
  if (isRecord !== true) return data.type.bases.length === 0 ? identityKey(data) : undefined;
  const parts = [...data.fields.values()].map(({ value }) => keyOf(value));
  return parts.includes(undefined) ? undefined : { text: `${identityKey(data.type).text} ${JSON.stringify(parts)}`, kind: "record" };
}

function tupleKey({ items, rest, type }: List): MapKey | undefined {
  const parts = items.map(({ value }) => keyOf(value));
  if (rest !== undefined || type === "set" || type === "frozenset" || parts.includes(undefined)) return undefined;
  return { text: JSON.stringify(parts.map((part) => [part?.kind, part?.text])), kind: "tuple" };
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
