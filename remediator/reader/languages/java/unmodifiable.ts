import type { Machine } from "../../interpreter/machine";
import { List, LiveList } from "../../interpreter/list";
import { RecordData, type Data, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import type { LibraryFunction } from "../java-and-csharp/methods";
import { native, unknownFrom } from "../library";

/** Collections that refuse changes, and those of which only the size stays, as the list of an array. */
const refusing = new WeakMap<List | RecordData, "changes" | "sizes">();

/** Collections that cannot hold null, and refuse to be asked for it. */
const withoutNull = new WeakSet<List | RecordData>();

/** Marks a collection that was just made. */
export function unmodifiable(value: Value, refuses: "changes" | "sizes" = "changes"): Value {
  if (value.data instanceof List || value.data instanceof RecordData) refusing.set(value.data, refuses);
  return value;
}

/** Shows what a list holds at the time, and refuses changes. */
export function unmodifiableView(value: Value, refuses: "changes" | "sizes" = "changes"): Value {
  const { data } = value;
  if (!(data instanceof List)) return value;
  const view = new LiveList(
    data,
    () => data.items,
    (items) => {
      data.items = [...items];
    },
  );
  if (data.type !== undefined) view.type = data.type;
  return unmodifiable({ ...value, data: view }, refuses);
}

/** What `of` and `copyOf` make: null among it, or a question for null, ends with an error. */
export function refusingNull(value: Value): Value {
  if (value.data instanceof List || value.data instanceof RecordData) withoutNull.add(value.data);
  return unmodifiable(value);
}

/** The same of what is copied. */
export function refusingNulls(make: LibraryFunction): LibraryFunction {
  return (call) => {
    const made = make(call);
    const { data } = made;
    const held = data instanceof List ? data.items : data instanceof RecordData ? [...data.fields.values()] : [];
    if (held.some(({ value }) => value.data === null))
      return call.machine.fail("is a collection that refuses null", call.span, "NullPointerException");
    return refusingNull(made);
  };
}

/** Collections that may change, and take no null: what is put into them is compared, or the queue says with it that it is empty. */
const takesNoNull = new WeakMap<List | RecordData, "everywhere" | "keys">();

/** The same of a collection that was just made, and may have been filled; of a sorted map, only the keys are compared. */
export function takingNoNull(make: LibraryFunction, where: "everywhere" | "keys" = "everywhere"): LibraryFunction {
  return (call) => {
    const made = make(call);
    const { data } = made;
    if (!(data instanceof List || data instanceof RecordData)) return made;
    takesNoNull.set(data, where);
    const held = data instanceof List ? data.items : where === "keys" ? [] : [...data.fields.values()];
    return held.some(({ value }) => value.data === null)
      ? call.machine.fail("is a collection that takes no null", call.span, "NullPointerException")
      : made;
  };
}

const additions = /^(?:add(?:All|First|Last)?|offer(?:First|Last)?|push)$/;

/** Methods of maps by how many of their first arguments must not be null: keys are looked at by all of them. */
const ofMaps: Readonly<Record<string, number | undefined>> = {
  __proto__: null as never,
  ...{ put: 2, putIfAbsent: 2, replace: 3, merge: 2, contains: 1, containsKey: 1, containsValue: 1, get: 1, getOrDefault: 1, remove: 1 },
  ...{ compute: 1, computeIfAbsent: 1, computeIfPresent: 1, ceilingKey: 1, floorKey: 1, higherKey: 1, lowerKey: 1, headMap: 1, tailMap: 1 },
};

/** A method of a map that takes no null, neither for keys nor, of some, for values. */
function refusedNullOfMap(data: RecordData, name: string, member: Value, span: Span): Value {
  const where = takesNoNull.get(data);
  const count = where === "keys" && /^contains(?:Value)?$/.test(name) ? undefined : ofMaps[name];
  if (count === undefined || where === undefined) return member;
  return native(name, span, ({ machine, given, span: call }) =>
    given.slice(0, where === "keys" ? 1 : count).some(({ value }) => value.data === null)
      ? machine.fail("gives null to a map that takes none", call, "NullPointerException")
      : machine.call(member, given, call),
  );
}

/** A method that puts something into a collection which takes no null. */
function refusedNull(data: List, name: string, member: Value, span: Span): Value {
  if (!takesNoNull.has(data) || !additions.test(name)) return member;
  return native(name, span, (call) => {
    const { machine, given } = call;
    const added = given.flatMap(({ value }) =>
      name === "addAll" && value.data instanceof List ? value.data.items.map((item) => item.value) : [value],
    );
    return added.some((value) => value.data === null)
      ? machine.fail("puts null into a collection that takes none", call.span, "NullPointerException")
      : machine.call(member, given, call.span);
  });
}

const questions = /^(?:contains(?:Key|Value)?|(?:lastI|i)ndexOf|get|getOrDefault)$/;

const elements = /^(?:set|sort|replaceAll)$/;
const sizes =
  /^(?:add(?:All|First|Last|Element)?|remove(?:All|First|Last|If)?|retainAll|clear|offer(?:First|Last)?|p(?:oll|op)(?:First|Last)?|push|put(?:All|IfAbsent)?|compute(?:IfAbsent|IfPresent)?|merge|replace)$/;

/** A method that a collection refuses; undefined for all others. */
export function refused(object: Value, data: Data, name: string, span: Span): Value | undefined {
  if (!(data instanceof List || data instanceof RecordData)) return undefined;
  const refuses = refusing.get(data);
  if (refuses === undefined || !(sizes.test(name) || (refuses === "changes" && elements.test(name)))) return undefined;
  return native(name, span, ({ machine, span: call }: { readonly machine: Machine; readonly span: Span }) => {
    machine.ends(`is changed by ${name}, which it refuses`, call, "UnsupportedOperationException");
    return unknownFrom(machine, call, [object]);
  });
}

/** A question that a collection refuses to answer: whether it holds null. */
export function refusedQuestion(data: Data, name: string, member: Value, span: Span): Value {
  if (data instanceof List && takesNoNull.has(data)) return refusedNull(data, name, member, span);
  if (data instanceof RecordData && takesNoNull.has(data)) return refusedNullOfMap(data, name, member, span);
  if (!(data instanceof List || data instanceof RecordData) || !withoutNull.has(data) || !questions.test(name)) return member;
  return native(name, span, ({ machine, given, span: call }) =>
    given[0]?.value.data === null
      ? machine.fail("asks a collection for null that refuses it", call, "NullPointerException")
      : machine.call(member, given, call),
  );
}

/** Collections that refuse null, and sets and maps that refuse the same twice: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/List.html#unmodifiable */
export function strict(make: LibraryFunction, perEntry = 0): LibraryFunction {
  return (call) => {
    const { machine, given, span } = call;
    if (given.some(({ value }) => value.data === null)) return machine.fail("is a collection that refuses null", span, "NullPointerException");
    const made = make(call);
    const { data } = made;
    const size = data instanceof RecordData ? data.fields.size : data instanceof List ? data.items.length : 0;
    const isKnown =
      (data instanceof RecordData || data instanceof List) && data.rest === undefined && !given.some(({ value }) => value.data instanceof List);
    return perEntry > 0 && isKnown && size * perEntry < given.length
      ? machine.fail("is a collection that refuses the same twice", span, "IllegalArgumentException")
      : made;
  };
}

/** `Map.of` has another order in every process. */
export function withoutOrder(map: Value): Value {
  if (map.data instanceof RecordData) map.data.isUnordered = true;
  return map;
}

/** `Set.of` has another order in every process: https://docs.oracle.com/javase/17/docs/api/java.base/java/util/Set.html#unmodifiable */
export function shuffled(set: Value): Value {
  if (set.data instanceof List && set.data.length > 1) set.data.isUnordered = true;
  return set;
}
