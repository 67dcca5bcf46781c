import { freeze } from "../../interpreter/accessors";
import { changeSomewhere } from "../../interpreter/choices";
import { numericFirst } from "../../interpreter/elements";
import type { NativeCall } from "../../interpreter/native";
import { takenOut } from "../../interpreter/this";
import { computed, Hole, Instance, List, passedOn, RecordData, written, type Field, type Item, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, unknownFrom } from "../library";
import { removed } from "./changes";
import type { Library } from "./modules";

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
    if (target === undefined || !(target.data instanceof RecordData || target.data instanceof Instance)) return unknownFrom(machine, span, [target]);
    machine.touch(target.data);
    for (const { data } of sources) {
      const rest = data instanceof RecordData ? data.rest : data instanceof Hole ? data : undefined;
      if (rest !== undefined) changeSomewhere(target.data, rest, span);
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
      else changeSomewhere(data, name instanceof Hole ? name : new Hole("has keys that are not known", span), span, held?.value);
    }
    if (rest !== undefined) changeSomewhere(data, rest, span);
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
  defineProperty: (call) => described(call, "has a property that is described, which is not followed"),
  defineProperties: (call) => described(call, "has properties that are described, which is not followed"),
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
  if (object.data instanceof RecordData || object.data instanceof Instance) {
    machine.touch(object.data);
    changeSomewhere(object.data, new Hole(reason, span), span);
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
