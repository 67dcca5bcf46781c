import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { computed, RecordData, written, type Value } from "../../interpreter/value";
import { mayLose } from "../../interpreter/unsure";
import type { Span } from "../../syntax/tree";
import { at, native, unknownFrom } from "../library";
import { objects } from "./objects";
import type { Library } from "./modules";

/* What programs use of lodash: https://lodash.com/docs */

type Behaviour = (call: NativeCall) => Value;

/** The arguments behind the first one, with the names of properties as functions that give them. */
function others({ given, span }: NativeCall): NativeCall["given"] {
  return given.slice(1).map((one) => ({ ...one, value: iteratee(one.value, span) }));
}

function iteratee(value: Value, span: Span): Value {
  const { data } = value;
  if (typeof data === "string")
    return native(data, span, ({ machine, given: [element], span: call }) => machine.member(element?.value ?? written(null, call), data, call));
  // Objects and pairs are conditions on properties.
  return data instanceof RecordData || data instanceof List
    ? native("matches", span, ({ machine, span: call }) => machine.hole("is compared by lodash in a way that is not read", call, [value]))
    : value;
}

/** What goes through objects is given their values, and the keys beside them. */
function collection({ machine, given, span }: NativeCall): Value {
  const subject = at(given, 0) ?? written(null, span);
  if (subject.data === null) return machine.list([], span);
  return subject.data instanceof RecordData && subject.data.type === undefined
    ? machine.hole("goes through an object by lodash, which is not read", span, [subject])
    : subject;
}

/** A function that is a method of arrays as well. */
function ofArrays(name: string, given: (call: NativeCall) => NativeCall["given"] = others): Behaviour {
  return (call) => call.machine.call(call.machine.member(collection(call), name, call.span), given(call), call.span);
}

/** A function of a list that is known to its end; others are holes. */
function ofList(make: (items: readonly Value[], call: NativeCall) => Value | undefined): Behaviour {
  return (call) => {
    const { machine, span } = call;
    const subject = collection(call);
    const { items, rest } = machine.elements(subject, span);
    const made =
      rest === undefined && subject.data instanceof List
        ? make(
            items.map(({ value }) => value),
            call,
          )
        : undefined;
    return made ?? unknownFrom(machine, span, [subject, ...call.given.map(({ value }) => value)], "is made by lodash in a way that is not read");
  };
}

const listed = ({ machine, span }: NativeCall, values: readonly Value[]): Value => machine.list(values, span);

/** The elements whose keys, or which themselves, are other than those before them; undefined where that is not known. */
function distinct(items: readonly Value[], call: NativeCall, key: (value: Value) => Value): readonly Value[] | undefined {
  const keys: Value[] = [];
  const kept: Value[] = [];
  for (const item of items) {
    const own = key(item);
    const same = keys.map((other) => call.machine.same(other, own));
    if (same.includes(true)) continue;
    if (same.includes(undefined) || own.data instanceof Hole) return undefined;
    keys.push(own);
    kept.push(item);
  }
  return kept;
}

/** What the function that is the second argument makes of an element. */
function called(call: NativeCall, ...given: readonly [Value, ...Value[]]): Value {
  const callee = at(others(call), 0);
  return callee === undefined ? given[0] : call.machine.apply(callee, given, call.span);
}

const byFunction =
  (call: NativeCall) =>
  (value: Value): Value =>
    called(call, value);

/** The elements under what a function says of each; undefined where that is no text or number. */
function keyed(items: readonly Value[], call: NativeCall): ReadonlyMap<string, Value[]> | undefined {
  const groups = new Map<string, Value[]>();
  for (const item of items) {
    const { data } = byFunction(call)(item);
    if (typeof data !== "string" && typeof data !== "number") return undefined;
    groups.set(String(data), [...(groups.get(String(data)) ?? []), item]);
  }
  return groups;
}

function recordOf(call: NativeCall, entries: Iterable<readonly [string, Value]>): Value {
  return call.machine.record(Object.fromEntries(entries), call.span);
}

/** `range(end)`, `range(start, end, step)`. */
const range: Behaviour = (call) => {
  const numbers = call.given.map(({ value: { data } }) => data);
  const [first, second, step = 1] = numbers;
  const [start, end] = numbers.length === 1 ? [0, first] : [first, second];
  if (typeof start !== "number" || typeof end !== "number" || typeof step !== "number" || step === 0 || Math.abs((end - start) / step) > 10_000)
    return unknownFrom(
      call.machine,
      call.span,
      call.given.map(({ value }) => value),
      "is a range that is not known",
    );
  const count = Math.max(0, Math.ceil((end - start) / step));
  return listed(
    call,
    Array.from({ length: count }, (_, index) => computed(start + index * step, call.span, [])),
  );
};

/** `pick(object, "a", ["b"])`, `omit(object, ...)`: keys with dots are ways into objects, which are not followed. */
function choosing(takes: (isNamed: boolean) => boolean): Behaviour {
  return (call) => {
    const { machine, span, given } = call;
    const [subject, ...names] = given.map(({ value }) => value);
    const keys = names.flatMap((name) =>
      name.data instanceof List ? machine.elements(name, span).items.map(({ value }) => value.data) : [name.data],
    );
    if (
      !(subject?.data instanceof RecordData) ||
      subject.data.rest !== undefined ||
      !keys.every((key) => typeof key === "string" && !/[.[]/.test(key))
    )
      return unknownFrom(
        machine,
        span,
        given.map(({ value }) => value),
        "is made by lodash in a way that is not read",
      );
    const made = new RecordData();
    for (const [key, field] of subject.data.fields) if (takes(keys.includes(key))) made.fields.set(key, field);
    return computed(made, span, [subject]);
  };
}

/** `merge(target, ...sources)`: objects in objects are merged, lists by their places. */
const merge: Behaviour = (call) => {
  const [target, ...sources] = call.given.map(({ value }) => value);
  if (target === undefined || !(target.data instanceof RecordData)) return unknownFrom(call.machine, call.span, [target]);
  for (const source of sources) mergeInto(call, target.data, source, 0);
  return target;
};

function mergeInto(call: NativeCall, target: RecordData, { data }: Value, depth: number): void {
  call.machine.touch(target);
  if (!(data instanceof RecordData) || data.rest !== undefined || depth > 20) {
    if (data !== null) target.rest ??= data instanceof Hole ? data : new Hole("is merged with what is not known", call.span);
    if (data instanceof Hole || data instanceof RecordData)
      for (const [key, field] of target.fields)
        target.fields.set(key, { ...field, value: call.machine.hole("may be replaced by what is merged", call.span, [field.value]) });
    return;
  }
  for (const [key, field] of data.fields) {
    const held = target.fields.get(key)?.value;
    // What is undefined replaces nothing.
    if (field.value.data === null && field.value.isNull !== true && held !== undefined) continue;
    if (held?.data instanceof RecordData && field.value.data instanceof RecordData) {
      const own = new RecordData();
      for (const [name, one] of held.data.fields) own.fields.set(name, one);
      if (held.data.rest !== undefined) own.rest = held.data.rest;
      mergeInto(call, own, field.value, depth + 1);
      target.fields.set(key, { ...field, value: { ...field.value, data: own } });
    } else if (held?.data instanceof List && field.value.data instanceof List)
      target.fields.set(key, {
        ...field,
        value: call.machine.hole("is a list that is merged with another one, which is not read", call.span, [held, field.value]),
      });
    else target.fields.set(key, field);
  }
}

function elementAt(index: number): Behaviour {
  return ofArrays("at", ({ span }) => [{ value: computed(index, span, []), span }]);
}

/** An object of what is made of the elements that have one key. */
function byKey(make: (held: readonly Value[], call: NativeCall) => Value | undefined): Behaviour {
  return ofList((items, call) => {
    const groups = keyed(items, call);
    if (groups === undefined) return undefined;
    const entries = [...groups].map(([key, held]) => [key, make(held, call)] as const);
    return recordOf(
      call,
      entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    );
  });
}

/** What it leaves of the list or object that it is given is not known. */
function unsettling(name: string): Behaviour {
  return (call) => {
    const subject = at(call.given, 0) ?? written(null, call.span);
    const { data } = subject;
    const hole = new Hole(`is changed by lodash's ${name}, which is not read`, call.span);
    if (data instanceof List || data instanceof RecordData) {
      call.machine.touch(data);
      if (data instanceof List) mayLose(data, hole);
      else {
        data.rest ??= hole;
        for (const [key, field] of data.fields) data.fields.set(key, { ...field, value: computed(hole, call.span, [field.value]) });
      }
    }
    return subject;
  };
}

const changing =
  "set setWith update unset defaults defaultsDeep assignIn assignWith extend extendWith mergeWith pull pullAll pullAllBy pullAt remove fill".split(
    " ",
  );

const flatten = ofArrays("flat", () => []);
const forEach = ofArrays("forEach");
const entries: Behaviour = (call) => (objects.entries as Behaviour)(call);

export const lodash: Library = {
  ...Object.fromEntries(["map", "filter", "flatMap", "find", "findIndex", "some", "every", "reduce"].map((name) => [name, ofArrays(name)])),
  ...Object.fromEntries(["concat", "includes", "join", "slice"].map((name) => [name, ofArrays(name, ({ given }) => given.slice(1))])),
  ...Object.fromEntries(changing.map((name) => [name, unsettling(name)])),
  forEach,
  each: forEach,
  flatten,
  flattenDeep: ofArrays("flat", ({ span }) => [{ value: computed(100, span, []), span }]),
  first: elementAt(0),
  head: elementAt(0),
  last: elementAt(-1),
  keys: (call) => (objects.keys as Behaviour)(call),
  values: (call) => (objects.values as Behaviour)(call),
  entries,
  toPairs: entries,
  fromPairs: (call) => (objects.fromEntries as Behaviour)(call),
  assign: (call) => (objects.assign as Behaviour)(call),
  range,
  merge,
  pick: choosing((isNamed) => isNamed),
  omit: choosing((isNamed) => !isNamed),
  compact: ofList((items, call) => {
    const truths = items.map((item) => call.machine.truth(item));
    return truths.includes(undefined)
      ? undefined
      : listed(
          call,
          items.filter((_, index) => truths[index] === true),
        );
  }),
  uniq: ofList((items, call) =>
    withAll(
      call,
      distinct(items, call, (value) => value),
    ),
  ),
  uniqBy: ofList((items, call) => withAll(call, distinct(items, call, byFunction(call)))),
  groupBy: byKey((held, call) => listed(call, held)),
  keyBy: byKey((held) => held.at(-1)),
  mapValues: (call) => {
    const subject = at(call.given, 0);
    if (!(subject?.data instanceof RecordData) || subject.data.rest !== undefined)
      return call.machine.call(
        call.machine.hole("is made of an object that is not known", call.span, [subject ?? written(null, call.span)]),
        others(call),
        call.span,
      );
    return recordOf(
      call,
      [...subject.data.fields].map(([key, { value }]) => [key, called(call, value, computed(key, call.span, []))] as const),
    );
  },
  chunk: ofList((items, call) => {
    const size = call.given.length === 1 ? 1 : at(call.given, 1)?.data;
    if (typeof size !== "number" || size < 1) return undefined;
    return listed(
      call,
      Array.from({ length: Math.ceil(items.length / size) }, (_, index) => listed(call, items.slice(index * size, (index + 1) * size))),
    );
  }),
  sum: ofList((items, call) => totalOf(call, items)),
  sumBy: ofList((items, call) => totalOf(call, items.map(byFunction(call)))),
};

function withAll(call: NativeCall, items: readonly Value[] | undefined): Value | undefined {
  return items === undefined ? undefined : listed(call, items);
}

function totalOf({ span }: NativeCall, items: readonly Value[]): Value | undefined {
  const numbers = items.map(({ data }) => data);
  return numbers.every((one) => typeof one === "number")
    ? computed(
        numbers.reduce((a, b) => a + b, 0),
        span,
        items,
      )
    : undefined;
}
