import type { Numeral, Span } from "../syntax/tree";
import { withEachChoice } from "./branches";
import { heldBy, oneOf } from "./choices";
import { noteKey, printedKey, slotOf, tupleText } from "./keys";
import { methodOf } from "./members";
import { Native } from "./native";
import type { Run } from "./run";
import { Hole } from "./hole";
import { isUnordered, List } from "./list";
import { computed, Instance, numeral, partOf, passedOn, RecordData, written, type Field, type Value } from "./value";

/** `object[index]`: an element of a list or text, or what a map holds under a key. */
export function elementAt(run: Run, object: Value, index: Value, span: Span): Value {
  const { data } = object;
  const key = index.data;
  if (data instanceof Hole)
    return withEachChoice(run, object, span, (choice) => elementAt(run, choice, index, span)) ?? passedOn(object, "element", span);
  const own = indexerOf(run, object, indexers.get, span);
  if (own !== undefined) return run.call(own, [{ value: index, span }], span);
  if (key instanceof Hole) return elementSomewhere(run, object, index, key, span);
  if (data instanceof List || typeof data === "string") {
    if (typeof key !== "number" && !(typeof key === "string" && /^\d+$/.test(key)))
      return typeof key === "string" ? run.member(object, key, span) : run.hole("has an index that is not known", span, [object, index]);
    return at(run, object, data, Number(key), span);
  }
  if (data instanceof RecordData || data instanceof Instance) {
    const name = data instanceof RecordData ? nameIn(run, data, index) : keyText(run, index);
    if (name === undefined) return run.hole("has a key that is not known", span, [object, index]);
    const field = data.fields.get(name);
    if (field !== undefined) return partOf(object, field.value, "element", span, name);
    if (data instanceof RecordData && data.rest !== undefined) return computed(data.rest, span, [object]);
    if (data instanceof RecordData && data.absent !== undefined) return data.absent;
    if (data instanceof RecordData && data.missing !== undefined) {
      const made = run.apply(data.missing, [], span);
      run.touch(data);
      data.fields.set(name, { value: made, entry: span, placement: "computed" });
      noteOwnKey(run, data, name, index);
      return made;
    }
    if (data instanceof RecordData && data.type !== "Map" && isOfEveryObject(run, name))
      return run.hole(`is ${name}, which every object has`, span, [object]);
    if (data instanceof Instance) return run.member(object, name, span);
    return run.dialect.failsByKey === undefined ? written(null, span) : run.fail("is under a key that is not there", span, run.dialect.failsByKey);
  }
  const given = data instanceof Native ? data.behaviour.element?.(index, run, span) : undefined;
  if (given !== undefined) return given;
  // A map that is nil has nothing in it.
  if (data === null && run.dialect.readsNilMaps) return written(null, span);
  if (data === null && run.dialect.failsByNothing !== undefined) return run.fail("is an element of nothing", span, run.dialect.failsByNothing);
  return typeof key === "string" ? run.member(object, key, span) : run.hole("has no elements that are known", span, [object]);
}

/** An element under a key or at an index that is not known. */
function elementSomewhere(run: Run, object: Value, index: Value, key: Hole, span: Span): Value {
  const { data } = object;
  // What is asked for may be made there and then.
  if (data instanceof RecordData && data.missing !== undefined) {
    run.touch(data);
    data.rest ??= key;
  }
  const isHeld =
    (data instanceof List && data.rest === undefined && run.dialect.failsByIndex !== undefined) ||
    (data instanceof RecordData && data.rest === undefined && run.dialect.failsByKey !== undefined && data.absent === undefined);
  return oneOf(key, span, [object, index], heldBy(object), isHeld);
}

/** The name of an entry of a map by its key; undefined where that is not known. */
export function nameIn(run: Run, map: RecordData, key: Value): string | undefined {
  if (run.dialect.keyOf === undefined) return keyText(run, key);
  const own = run.dialect.keyOf(key, map);
  return own === undefined ? undefined : slotOf(map, own);
}

/** Remembers the key of an entry, where its name does not say which it is. */
export function noteOwnKey(run: Run, map: RecordData, name: string, key: Value): void {
  const own = run.dialect.keyOf?.(key, map);
  // The first of several equal keys stays.
  if (own !== undefined && map.keys?.has(name) === true) return;
  if (own !== undefined) noteKey(map, name, own, key);
  else if (typeof key.data !== "string") (map.keys ??= new Map()).set(name, key);
}

/** The entries of a map in the language's order: JavaScript's objects have their numeric keys first. */
export function fieldsInOrder({ dialect }: Run, data: RecordData): readonly (readonly [string, Field])[] {
  return dialect.hasPrototypes ? numericFirst(data) : [...data.fields];
}

/** The entries of an object of JavaScript. */
export function numericFirst({ fields, type }: Pick<RecordData, "fields" | "type">): readonly (readonly [string, Field])[] {
  const all = [...fields];
  if (type === "Map" || !all.some(([key]) => isNumeric(key))) return all;
  const numeric = all.filter(([key]) => isNumeric(key)).sort(([a], [b]) => Number(a) - Number(b));
  return [...numeric, ...all.filter(([key]) => !isNumeric(key))];
}

/** https://tc39.es/ecma262/#array-index */
function isNumeric(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}

/** What objects of JavaScript have from their prototype. */
const ofEveryObject = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
  "__proto__",
]);

export function isOfEveryObject({ dialect }: Run, name: string): boolean {
  return dialect.hasPrototypes && ofEveryObject.has(name);
}

/** What objects of classes with brackets of their own do: C#'s indexers, Python's methods for them. */
export const indexers = { get: ["get_Item", "__getitem__"], set: ["set_Item", "__setitem__"] } as const;

export function indexerOf(run: Run, object: Value, names: readonly string[], span: Span): Value | undefined {
  // C#'s lookups are lists of groups that have keys.
  if (object.data instanceof List && object.data.type === "Lookup") return run.member(object, names[0] ?? "", span);
  if (!(object.data instanceof Instance)) return undefined;
  for (const name of names) {
    const method = methodOf(run, object, name, span);
    if (method !== undefined) return method;
  }
  return undefined;
}

/** The text under which a map holds what belongs to a key; undefined where it is not known. */
export function keyText(run: Run, { data, origin }: Value): string | undefined {
  if (typeof data === "string") return data;
  if (typeof data === "number" || typeof data === "boolean") return String(data);
  if (data instanceof List && data.type === "tuple" && data.rest === undefined && run.dialect.typedKeys === "all") {
    const parts = data.items.map(({ value }) => keyText(run, value));
    return parts.every((part) => part !== undefined) ? tupleText(parts) : undefined;
  }
  const printed = data instanceof Instance && run.dialect.typedKeys === "all" ? printedKey(data) : "text";
  if (printed !== "text") return printed;
  // Members of enums.
  const text = data instanceof Instance && run.dialect.typedKeys === "all" ? run.text({ data, origin }, origin.span).data : undefined;
  return typeof text === "string" ? text : undefined;
}

/** What the parts of a text are. */
export function characterOf({ dialect }: Run): Numeral | undefined {
  return dialect.hasCharacters ? "character" : undefined;
}

function at(run: Run, object: Value, data: List | string, index: number, span: Span): Value {
  const wraps = run.dialect.countsFromEnd && index < 0;
  if (typeof data === "string" && (run.dialect.hasNumericTextElements || object.numeral === "bytes")) {
    const byte = Buffer.from(data).at(wraps || index >= 0 ? index : Infinity);
    return byte === undefined ? run.hole("is beyond the end of a text", span, [object]) : computed(byte, span, [object]);
  }
  if (typeof data === "string") {
    const character = Array.from(data).at(wraps || index >= 0 ? index : Infinity);
    return character === undefined ? written(null, span) : numeral(computed(character, span, [object]), characterOf(run));
  }
  if (data.rest !== undefined && wraps) return computed(data.rest, span, [object]);
  if (isUnordered(data)) return run.hole("is one of a set, whose order is not known", span, [object]);
  const item = wraps ? data.items.at(index) : data.itemAt(index);
  if (item !== undefined) return passedOn(item.value, "element", span, String(index));
  if (data.rest !== undefined) return computed(data.rest, span, [object]);
  return run.dialect.failsByIndex === undefined ? written(null, span) : run.fail("is beyond the end of a list", span, run.dialect.failsByIndex);
}
