import { identityKey, slotOf, type MapKey } from "../../../interpreter/keys";
import { List } from "../../../interpreter/list";
import { Closure, computed, Instance, RecordData, ResourceData, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { hasNumericKeys } from "./structs";

/** What a map tells keys apart by: structs and arrays by their parts, pointers by what they point to. Undefined for what is not known. */
export function keyOf(key: Value, { type = "" }: RecordData): MapKey | undefined {
  // Numbers of several types may be keys of one map there, and 1 is another key than 1.0.
  if (typeof key.data === "number" && /^map\[(?:any|interface\s*\{\s*\}|go any)\]/.test(type)) return undefined;
  return keyWithin(key, /^map\[(?:\*|pointer\])/.test(type), 0);
}

function keyWithin({ data }: Value, isPointer: boolean, depth: number): MapKey | undefined {
  if (depth > 20) return undefined;
  if (typeof data === "string" || typeof data === "number" || typeof data === "boolean") return { text: String(data), kind: typeof data };
  if (data instanceof ResourceData || data instanceof Closure) return identityKey(data);
  if (data instanceof Instance && (isPointer || data.registration !== undefined)) return identityKey(data);
  if (data instanceof Instance) {
    const types = new Map(data.type.expression.members.map(({ name, type = "" }) => [name, type]));
    const parts = [...data.fields].map(([name, { value }]) => named(name, keyWithin(value, types.get(name)?.startsWith("*") === true, depth + 1)));
    return whole(parts, `struct ${identityKey(data.type).text}`);
  }
  if (!(data instanceof List) || data.rest !== undefined) return undefined;
  return whole(
    data.items.map(({ value }, index) => named(String(index), keyWithin(value, false, depth + 1))),
    "array",
  );
}

/** A part as a text, with its length before it. */
function named(name: string, part: MapKey | undefined): string | undefined {
  return part === undefined ? undefined : `${name} ${part.kind} ${String(part.text.length)} ${part.text}`;
}

function whole(parts: readonly (string | undefined)[], kind: string): MapKey | undefined {
  return parts.includes(undefined) ? undefined : { text: [...parts].sort().join(), kind };
}

/** The name of an entry of a map; undefined where the key is not known. */
export function slotIn(map: RecordData, key: Value | undefined): string | undefined {
  const own = key === undefined ? undefined : keyOf(key, map);
  return own === undefined ? undefined : slotOf(map, own);
}

/** The key of an entry, by its name. */
export function keyAt(map: RecordData, slot: string, span: Span, parts: readonly Value[]): Value {
  return map.keys?.get(slot) ?? computed(hasNumericKeys(map) ? Number(slot) : slot, span, parts);
}
