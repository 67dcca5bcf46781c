import { doubt, freeze, putAccessor } from "../../interpreter/accessors";
import { numericFirst } from "../../interpreter/elements";
import { sameValueKey } from "../../interpreter/keys";
import { Native, type NativeCall } from "../../interpreter/native";
import { calledOn, takenOut } from "../../interpreter/this";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { computed, Instance, passedOn, RecordData, written, type Field, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, native, unknownFrom } from "../library";
import { removed } from "./changes";
import { putEntry } from "./collections";
import { ownAccessor } from "./prototypes";
import type { Library } from "./modules";
import { mayReplace } from "../../interpreter/unsure";

/** Functions of `Object`. */
function fieldsOf({ data }: Value): ReadonlyMap<string, Field> | undefined {
  return data instanceof RecordData || data instanceof Instance ? data.fields : undefined;
}

export const objects: Library = {
  keys: (call) => entriesWith(call, (key) => computed(key, call.span, [])),
  values: (call) => entriesWith(call, (_, value) => takenOut(call.machine.semantics, passedOn(value, "element", call.span))),
  entries: (call) =>
    entriesWith(call, (key, value) =>
      call.machine.list([computed(key, call.span, []), takenOut(call.machine.semantics, passedOn(value, "element", call.span))], call.span),
    ),
  assign: ({ machine, given, span }) => {
    const [target, ...sources] = given.map(({ value }) => value);
    if (target?.data instanceof Native) {
      for (const { data } of sources)
        if (data instanceof RecordData) for (const [key, { value }] of data.fields) machine.setMember(target, key, value, span);
      return target;
    }
    if (target?.data instanceof List) {
      machine.touch(target.data);
      if (sources.length > 0) mayReplace(target.data, new Hole("has properties put into it, which are not followed", span), span);
      return target;
    }
    if (target === undefined || !(target.data instanceof RecordData || target.data instanceof Instance)) return unknownFrom(machine, span, [target]);
    machine.touch(target.data);
    for (const { data } of sources) {
      const rest = data instanceof RecordData ? data.rest : data instanceof Hole ? data : undefined;
      if (rest !== undefined) mayReplace(target.data, rest, span);
      if (data instanceof RecordData || data instanceof Instance) for (const [key, field] of data.fields) target.data.fields.set(key, { ...field });
    }
    return target;
  },
  fromEntries: ({ machine, given, span }) => {
    const data = new RecordData();
    const { items, rest } = machine.elements(at(given, 0) ?? written(null, span), span);
    for (const { value } of items) {
      const [key, held] = machine.elements(value, span).items;
      const name = key === undefined ? undefined : machine.text(key.value, span).data;
      if (typeof name === "string") data.fields.set(name, { value: held?.value ?? written(null, span), entry: span, placement: "computed" });
      else mayReplace(data, name instanceof Hole ? name : new Hole("has keys that are not known", span), span);
    }
    if (rest !== undefined) mayReplace(data, rest, span);
    return written(data, span);
  },
  hasOwn: ({ machine, given, span }) => {
    const [object, key] = [at(given, 0)?.data, at(given, 1)?.data];
    if (!(object instanceof RecordData || object instanceof Instance) || (typeof key !== "string" && typeof key !== "number"))
      return unknownFrom(machine, span, [at(given, 0), at(given, 1)]);
    const has = object.fields.has(String(key));
    return has || !(object instanceof RecordData) || object.rest === undefined ? computed(has, span, []) : computed(object.rest, span, []);
  },
  freeze: ({ given, span }) => {
    const data = at(given, 0)?.data;
    if (data instanceof RecordData || data instanceof List || data instanceof Instance) freeze(data);
    return at(given, 0) ?? written(null, span);
  },
  create: ({ given, span }) => {
    const data = new RecordData();
    const [prototype, properties] = given;
    const isPlain = prototype?.value.data === null && (properties === undefined || properties.value.data === null);
    if (!isPlain) data.rest = new Hole("may come from a prototype, which is not followed", span);
    return written(data, span);
  },
  getOwnPropertyNames: (call) => entriesWith(call, (key) => computed(key, call.span, [])),
  groupBy: (call) => groupedBy(call, written(new RecordData(), call.span)),
  defineProperty: (call) => {
    const [object, key, descriptor] = call.given.map(({ value }) => value);
    return object !== undefined && defined(call, object, key?.data, descriptor) ? object : described(call, notFollowed);
  },
  defineProperties: (call) => {
    const [object, all] = call.given.map(({ value }) => value);
    const isDefined =
      object !== undefined &&
      all?.data instanceof RecordData &&
      all.data.rest === undefined &&
      [...all.data.fields].every(([key, { value }]) => defined(call, object, key, value));
    return isDefined ? object : described(call, notFollowed);
  },
  setPrototypeOf: (call) => described(call, "has a prototype that is set, which is not followed"),
};

/** Functions of `Reflect`: what operators do. */
export const reflections: Library = {
  get: (call) => withKey(call, (object, key) => call.machine.member(object, key, call.span)),
  set: (call) =>
    withKey(call, (object, key) => {
      call.machine.setMember(object, key, at(call.given, 2) ?? written(null, call.span), call.span);
      return written(true, call.span);
    }),
  ownKeys: objects.keys ?? unknownAnswer,
  deleteProperty: removed,
  defineProperty: objects.defineProperty ?? unknownAnswer,
  setPrototypeOf: objects.setPrototypeOf ?? unknownAnswer,
};

const notFollowed = "has a property that is described, which is not followed";

/** A property that is described, where it is one that everybody sees, or a prototype's; says whether it is. */
function defined({ machine, span }: NativeCall, object: Value, key: Value["data"] | undefined, descriptor: Value | undefined): boolean {
  const of = descriptor?.data;
  if (typeof key !== "string" || !(of instanceof RecordData) || of.rest !== undefined) return false;
  const [value, get, set, enumerable, writable] = ["value", "get", "set", "enumerable", "writable"].map((name) => of.fields.get(name)?.value);
  if (object.data instanceof Native) {
    const member = value ?? (get === undefined ? undefined : ownAccessor(get, span));
    if (member !== undefined) machine.setMember(object, key, member, span);
    return member !== undefined;
  }
  const { data } = object;
  if (!(data instanceof RecordData) || enumerable?.data !== true) return false;
  machine.touch(data);
  data.fields.delete(key);
  if (value !== undefined && writable?.data === true) data.fields.set(key, { value, entry: span, placement: "computed" });
  else if (value !== undefined)
    putAccessor(
      machine,
      data,
      key,
      "get",
      native(key, span, () => value),
      span,
    );
  if (get !== undefined) putAccessor(machine, data, key, "get", calledOn(machine.semantics, object, get), span);
  if (set !== undefined) putAccessor(machine, data, key, "set", calledOn(machine.semantics, object, set), span);
  return value !== undefined || get !== undefined;
}

/** `Object.groupBy`, `Map.groupBy`: lists of elements by what a function says of each. */
export function groupedBy({ machine, given, span }: NativeCall, groups: Value): Value {
  const [source, classify] = given.map(({ value }) => value);
  const { data } = groups;
  if (source === undefined || classify === undefined || !(data instanceof RecordData)) return unknownFrom(machine, span, [source, classify]);
  const members = new Map<string, Value[]>();
  const keys = new Map<string, Value>();
  let index = 0;
  const rest = machine.walk(source, span, ({ value }) => {
    const key = machine.apply(classify, [value, computed(index++, span, [])], span);
    const own = sameValueKey(data.type === "Map" ? key : machine.text(key, span));
    if (own === undefined) data.rest ??= new Hole("has groups under keys that are not known", span);
    else {
      const name = `${own.kind} ${own.text}`;
      keys.set(name, keys.get(name) ?? key);
      members.set(name, [...(members.get(name) ?? []), value]);
    }
    return true;
  });
  const open = rest ?? data.rest;
  for (const [name, values] of members) {
    const key = keys.get(name);
    const list = machine.list(values, span, open);
    if (key === undefined) continue;
    if (data.type === "Map") putEntry(data, key, list, "computed", span);
    else data.fields.set(name.slice(name.indexOf(" ") + 1), { value: list, entry: span, placement: "computed" });
  }
  if (rest !== undefined) data.rest ??= rest;
  return groups;
}

function unknownAnswer({ machine, given, span }: NativeCall): Value {
  return unknownFrom(machine, span, [at(given, 0)]);
}

function withKey(call: NativeCall, give: (object: Value, key: string) => Value): Value {
  const [object, key] = [at(call.given, 0), at(call.given, 1)];
  const name = typeof key?.data === "string" || typeof key?.data === "number" ? String(key.data) : undefined;
  return object === undefined || name === undefined ? described(call, "has a property under a key that is not known") : give(object, name);
}

/** What is done to an object by a function whose effect is not followed. */
function described({ machine, given, span }: NativeCall, reason: string): Value {
  const object = at(given, 0) ?? written(null, span);
  const { data } = object;
  if (data instanceof RecordData || data instanceof Instance || data instanceof List) {
    machine.touch(data);
    const hole = new Hole(reason, span);
    mayReplace(data, hole, span);
    if (!(data instanceof List)) doubt(data, hole);
  }
  return object;
}

function entriesWith({ given, span }: NativeCall, make: (key: string, value: Value) => Value): Value {
  const value = at(given, 0);
  if (value?.data instanceof List) {
    const { items, rest } = value.data;
    return listFrom(
      items.flatMap((item, index) => (item.isAbsent === true ? [] : [{ value: make(String(index), item.value), passes: [item] }])),
      rest,
      span,
    );
  }
  const fields = value === undefined ? undefined : fieldsOf(value);
  if (value === undefined || fields === undefined)
    return computed(
      new List([], value?.data instanceof Hole ? value.data : new Hole("has properties that are not known", span)),
      span,
      value === undefined ? [] : [value],
    );
  return listFrom(
    (value.data instanceof RecordData ? numericFirst(value.data) : [...fields]).flatMap(([key, field]) =>
      key.startsWith("[Symbol.") || (value.data instanceof Instance && key.startsWith("#"))
        ? []
        : [{ value: make(key, field.value), passes: [{ record: value, entry: field.entry }] }],
    ),
    value.data instanceof RecordData ? value.data.rest : undefined,
    span,
  );
}

function listFrom(made: readonly Omit<Item, "placement">[], rest: Hole | undefined, span: Span): Value {
  const items = made.map((each): Item => ({ ...each, placement: { kind: "computed", span } }));
  return computed(rest === undefined ? new List(items) : new List(items, rest), span, []);
}
