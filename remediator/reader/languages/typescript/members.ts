import { elementIn } from "../../interpreter/iteration";
import { rawTexts } from "../../interpreter/literals";
import type { Machine } from "../../interpreter/machine";
import { Native, type Given, type NativeCall } from "../../interpreter/native";
import { Hole, isNotANumber } from "../../interpreter/hole";
import { isUnordered, List, perhapsEqual, type Item } from "../../interpreter/list";
import { Closure, ClassData, computed, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { added, at, eachOf, filtered, flatMapped, flattened, mapped, native, unknownFrom } from "../library";
import { ofCopy, reverse, sort, splice, withElement } from "./changes";
import { maps, sets } from "./collections";
import { memberOfError } from "./errors";
import { replacedMember } from "./prototypes";
import { memberOfMatch } from "./regular-expressions";
import { texts } from "./texts";

/** A method of JavaScript's own objects. */
export type Method = (self: Value, call: NativeCall) => Value;

/** Properties and methods of JavaScript's own objects. */
export function memberOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (name === "get" && !(data instanceof RecordData && data.type === "Map")) return native("get", span, () => object);
  const replaced = replacedMember(object, name, machine, span);
  if (replaced !== undefined) return replaced;
  const method = methodsFor(object, name);
  if (method !== undefined) return native(name, span, (call) => method(object, call));
  if (name === "length" && typeof data === "string") return computed(data.length, span, [object]);
  const equal = name === "size" && data instanceof List ? perhapsEqual(data) : undefined;
  if (equal !== undefined) return computed(equal, span, [object]);
  if ((name === "length" || name === "size") && data instanceof List)
    return data.rest === undefined ? computed(data.items.length, span, [object]) : computed(data.rest, span, [object]);
  if (name === "size" && data instanceof RecordData && data.type === "Map")
    return data.rest === undefined ? computed(data.fields.size, span, [object]) : computed(data.rest, span, [object]);
  const raw = name === "raw" && data instanceof List ? rawTexts.get(data) : undefined;
  if (raw !== undefined) return raw;
  const ofMatch = memberOfMatch(object, name);
  if (ofMatch !== undefined) return ofMatch;
  const ofError = memberOfError(object, name, machine, span);
  if (ofError !== undefined) return ofError;
  // Outputs hand on the properties of what they hold, and nothing of nothing.
  if (data === null) return machine.fail(`is ${name} of nothing`, span, "TypeError");
  return undefined;
}

function methodsFor({ data }: Value, name: string): Method | undefined {
  const table =
    typeof data === "string"
      ? texts
      : typeof data === "number"
        ? numbers
        : data instanceof List
          ? data.type === "Set"
            ? { ...lists, ...sets }
            : lists
          : data instanceof RecordData && data.type === "Map"
            ? maps
            : data instanceof RecordData
              ? records
              : data instanceof Closure || data instanceof Native || data instanceof ClassData
                ? functions
                : typeof data === "boolean"
                  ? numbers
                  : undefined;
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

export type Methods = Readonly<Record<string, Method | undefined>>;

const callWith =
  ({ machine, given, span }: NativeCall, list: Value) =>
  (element: Value, index: number): Value =>
    given[0] === undefined ? element : machine.apply(on(given[0].value, given.slice(1)), [element, computed(index, span, []), list], span);

const lists: Methods = {
  push: (self, { machine, given, span }) => {
    added(machine, self, given, span);
    return machine.member(self, "length", span);
  },
  unshift: (self, { machine, given, span }) => {
    if (self.data instanceof List) {
      machine.touch(self.data);
      self.data.items.unshift(
        ...given.map(({ value, span: argument }) => ({ value, placement: { kind: "added" as const, call: span, argument }, passes: machine.passes })),
      );
    }
    return machine.member(self, "length", span);
  },
  pop: (self, call) => taken(self, call, (list) => list.items.pop()?.value),
  shift: (self, call) => taken(self, call, (list) => list.items.shift()?.value),
  map: (self, call) => mapped(call.machine, self, call.span, callWith(call, self)),
  flatMap: (self, call) => flatMapped(call.machine, self, call.span, callWith(call, self)),
  filter: (self, call) => filtered(call.machine, self, call.span, callWith(call, self)),
  forEach: (self, call) => {
    const { data } = self;
    // The visitor may change the list: each place is asked for what it holds then, as many times as there were places.
    if (data instanceof List && data.rest === undefined && data.source === undefined && data.type !== "Set") {
      for (let index = 0, { length } = data; index < length; index++) {
        const item = data.items[index];
        if (item === undefined || item.isAbsent === true) continue;
        call.machine.passing(item, () => void callWith(call, self)(passedOn(item.value, "element", call.span), index));
      }
      return written(null, call.span);
    }
    eachOf(call.machine, self, call.span, ({ value }, index) => void callWith(call, self)(passedOn(value, "element", call.span), index));
    return written(null, call.span);
  },
  flat: (self, { machine, given, span }) => {
    const depth = at(given, 0)?.data;
    return flattened(machine, self, span, typeof depth === "number" ? depth : 1);
  },
  concat: (self, { machine, given, span }) => flattened(machine, machine.list([self, ...given.map(({ value }) => value)], span), span),
  reduce: (self, call) => reduced(self, call, false),
  find: (self, call) => found(self, call, (value) => passedOn(value, "element", call.span)),
  findIndex: (self, call) => found(self, call, (_, index) => computed(index, call.span, [self]), computed(-1, call.span, [self])),
  some: (self, call) => quantified(self, call, true),
  every: (self, call) => quantified(self, call, false),
  includes: (self, { machine, given, span }) => {
    const { items, rest } = machine.elements(self, span);
    const wanted = at(given, 0) ?? written(null, span);
    const from = startOf(at(given, 1), items.length);
    if (from === undefined) return unknownFrom(machine, span, [self, at(given, 1)]);
    const answers = items
      .slice(from)
      .map(({ value }) => (isNotANumber(value.data) && isNotANumber(wanted.data) ? true : machine.same(value, wanted)));
    if (answers.includes(true)) return computed(true, span, [self, wanted]);
    return answers.includes(undefined) || rest !== undefined
      ? unknownFrom(machine, span, [self, wanted], "may be in a list that is not known")
      : computed(false, span, [self, wanted]);
  },
  indexOf: (self, { machine, given, span }) => {
    const elements = machine.elements(self, span);
    const { items, rest } = elements;
    const from = startOf(at(given, 1), items.length);
    if (from === undefined) return unknownFrom(machine, span, [self, at(given, 1)]);
    const wanted = at(given, 0) ?? written(null, span);
    // NaN is equal to nothing.
    const answers = items
      .slice(from)
      .map(({ value, isAbsent }) =>
        isAbsent === true || isNotANumber(value.data) || isNotANumber(wanted.data) ? false : machine.same(value, wanted),
      );
    const index = answers.indexOf(true);
    if (answers.slice(0, index === -1 ? answers.length : index).includes(undefined))
      return unknownFrom(machine, span, [self, at(given, 0)], "may be in a list that is not known");
    if (rest !== undefined && (index === -1 || elementIn(elements, self, index + from) === undefined)) return computed(rest, span, [self]);
    return computed(index === -1 ? -1 : index + from, span, [self]);
  },
  join: (self, { machine, given, span }) => {
    const { items, rest } = machine.elements(self, span);
    const separator = at(given, 0) ?? written(",", span);
    const texts_ = items.map(({ value }) => (value.data === null ? "" : machine.text(value, span).data));
    if (rest !== undefined || typeof separator.data !== "string" || !texts_.every((text) => typeof text === "string"))
      return unknownFrom(
        machine,
        span,
        [self, ...items.map(({ value }) => value)],
        undefined,
        texts_,
        typeof separator.data === "string" ? separator.data : "",
      );
    return computed(texts_.join(separator.data), span, [self, ...items.map(({ value }) => value)]);
  },
  slice: (self, { machine, given, span }) => {
    if (!(self.data instanceof List)) return self;
    const [from, to] = given.map(({ value }) => value.data);
    if ((from !== undefined && typeof from !== "number") || (to !== undefined && typeof to !== "number")) return unknownFrom(machine, span, [self]);
    const items = self.data.items.slice(from, to);
    return computed(self.data.rest === undefined ? new List(items) : new List(items, self.data.rest), span, [self]);
  },
  reverse,
  sort,
  toReversed: ofCopy(reverse),
  toSorted: ofCopy(sort),
  toSpliced: ofCopy(splice),
  with: withElement,
  findLastIndex: (self, call) => {
    const { items, rest } = call.machine.elements(self, call.span);
    if (rest !== undefined) return computed(rest, call.span, [self]);
    for (let index = items.length - 1; index >= 0; index--) {
      const value = items[index]?.value ?? self;
      const truth = call.machine.truth(callWith(call, self)(value, index));
      if (truth === undefined) return unknownFrom(call.machine, call.span, [self, value], "is found by a condition that is not known");
      if (truth) return computed(index, call.span, [self]);
    }
    return computed(-1, call.span, [self]);
  },
  findLast: (self, call) => lists.find?.(ofCopy(reverse)(self, call), call) ?? self,
  lastIndexOf: (self, { machine, given, span }) => {
    const { items, rest } = machine.elements(self, span);
    const index = items.findLastIndex(({ value }) => machine.same(value, at(given, 0) ?? written(null, span)) === true);
    return rest === undefined ? computed(index, span, [self]) : computed(rest, span, [self]);
  },
  reduceRight: (self, call) => reduced(self, call, true),
  fill: (self, { machine, given, span }) => {
    const { data } = self;
    if (!(data instanceof List)) return self;
    machine.touch(data);
    const [from, to] = [startOf(at(given, 1), data.items.length), startOf(at(given, 2), data.items.length, data.items.length)];
    if (from === undefined || to === undefined) data.rest ??= new Hole("is a list of which a part is filled", span);
    const value = at(given, 0) ?? written(null, span);
    data.items = data.items.map((item, index) =>
      index >= (from ?? 0) && index < (to ?? 0) ? { value, placement: { kind: "computed", span } } : item,
    );
    return self;
  },
  copyWithin: (self, { machine, given, span }) => {
    const { data } = self;
    if (!(data instanceof List)) return self;
    machine.touch(data);
    const [target, from, to] = [0, 1, 2].map((index) => startOf(at(given, index), data.items.length, index === 2 ? data.items.length : 0));
    if (target === undefined || from === undefined || to === undefined) data.rest ??= new Hole("is a list of which a part is moved", span);
    else data.items = [...data.items].copyWithin(target, from, to);
    return self;
  },
  entries: (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    const pairs = items.map((item, index): Item => ({
      value: machine.list([computed(index, span, []), item.value], span),
      placement: { kind: "computed", span },
      passes: [item],
    }));
    return computed(rest === undefined ? new List(pairs) : new List(pairs, rest), span, []);
  },
  keys: (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    return machine.list(
      items.map((_, index) => computed(index, span, [])),
      span,
      rest,
    );
  },
  values: (self) => self,
  "[Symbol.iterator]": (self, { machine, span }) => {
    if (self.data instanceof List && self.data.isOnce === true) return self;
    const { items, rest } = machine.elements(self, span);
    const list = rest === undefined ? new List([...items]) : new List([...items], rest);
    list.isOnce = true;
    return computed(list, span, [self]);
  },
  next: (self, { machine, span }) => {
    const { data } = self;
    if (!(data instanceof List) || data.isOnce !== true) return machine.hole("is asked for the next in a way that is not followed", span, [self]);
    // What makes the elements goes on when somebody asks for more: what it changes until then is not known.
    if (data.source !== undefined)
      machine.uncertain("how far a generator has gone", span, () => {
        makeAll(data);
      });
    machine.touch(data);
    const first = data.takeFirst();
    if (first === undefined && data.rest !== undefined) return computed(data.rest, span, [self]);
    // What a generator returns stands beside the first `done`.
    const last = data.returned ?? written(null, span);
    if (first === undefined) delete data.returned;
    return machine.record({ value: first?.value ?? last, done: computed(first === undefined, span, []) }, span);
  },
  return: (self, { machine, given, span }) => {
    const { data } = self;
    if (!(data instanceof List) || data.isOnce !== true) return machine.hole("is ended in a way that is not followed", span, [self]);
    const hasBegun = data.source === undefined;
    machine.touch(data);
    data.items = [];
    delete data.returned;
    if (!hasBegun) return machine.record({ value: at(given, 0) ?? written(null, span), done: computed(true, span, []) }, span);
    // What stands in `finally` may give more, and return something else.
    data.rest = new Hole("is given by a generator that is ended before it has ended", span);
    return computed(data.rest, span, [self]);
  },
  at: (self, { machine, given, span }) => {
    const index = at(given, 0)?.data;
    if (!(self.data instanceof List) || typeof index !== "number") return unknownFrom(machine, span, [self]);
    if (isUnordered(self.data)) return machine.hole("is one of a list whose order is not known", span, [self]);
    const item = index < 0 && self.data.rest === undefined ? self.data.items.at(index) : self.data.itemAt(index);
    return item === undefined
      ? self.data.rest === undefined
        ? written(null, span)
        : computed(self.data.rest, span, [self])
      : passedOn(item.value, "element", span);
  },
  splice,
};

/** Has what is left of a generator made. */
function makeAll(list: List): number {
  return list.length;
}

function taken(self: Value, { machine, span }: NativeCall, take: (list: List) => Value | undefined): Value {
  if (!(self.data instanceof List) || self.data.rest !== undefined) return unknownFrom(machine, span, [self]);
  machine.touch(self.data);
  return take(self.data) ?? written(null, span);
}

function found(self: Value, call: NativeCall, give: (value: Value, index: number) => Value, otherwise: Value = written(null, call.span)): Value {
  const { machine, span } = call;
  const elements = machine.elements(self, span);
  const { items, rest } = elements;
  for (const [index, { value }] of items.entries()) {
    const truth = machine.truth(callWith(call, self)(value, index));
    if (truth === true && rest !== undefined && elementIn(elements, self, index) === undefined) return computed(rest, span, [self]);
    if (truth === true) return give(value, index);
    if (truth === undefined) return unknownFrom(machine, span, [self, value], "is found by a condition that is not known");
  }
  return rest === undefined ? otherwise : computed(rest, span, [self]);
}

/** Where a method begins that takes a place of a list of a length, from its end where it is negative; undefined where that is not known. */
function startOf(given: Value | undefined, length: number, otherwise = 0): number | undefined {
  if (given === undefined || given.data === null) return otherwise;
  if (typeof given.data !== "number") return undefined;
  return given.data < 0 ? Math.max(0, length + given.data) : Math.min(given.data, length);
}

function reduced(self: Value, { machine, given, span }: NativeCall, isBackwards: boolean): Value {
  const { items, rest } = machine.elements(self, span);
  const [reducer, first] = given;
  if (reducer === undefined || rest !== undefined) return unknownFrom(machine, span, [self, first?.value]);
  const values = items.flatMap(({ value, isAbsent }, index) => (isAbsent === true ? [] : [{ value, index }]));
  if (isBackwards) values.reverse();
  const start = first === undefined ? values.shift()?.value : first.value;
  if (start === undefined) return machine.fail("is a list without elements, of which one value is made", span, "TypeError");
  return values.reduce(
    (sum, { value, index }) => machine.apply(reducer.value, [sum, passedOn(value, "element", span), computed(index, span, []), self], span),
    start,
  );
}

/** `some` where `wanted` is true, else `every`. */
function quantified(self: Value, call: NativeCall, wanted: boolean): Value {
  const { machine, span } = call;
  const { items, rest } = machine.elements(self, span);
  let isUnsure = rest !== undefined;
  for (const [index, { value, isAbsent }] of items.entries()) {
    if (isAbsent === true) continue;
    const truth = machine.truth(callWith(call, self)(value, index));
    if (truth === wanted) return computed(wanted, span, [self]);
    if (truth === undefined) isUnsure = true;
  }
  return isUnsure ? unknownFrom(machine, span, [self], "depends on a list that is not known") : computed(!wanted, span, [self]);
}

const records: Methods = {
  hasOwnProperty: (self: Value, { machine, given, span }: NativeCall) => {
    const key = at(given, 0)?.data;
    if (!(self.data instanceof RecordData) || (typeof key !== "string" && typeof key !== "number"))
      return unknownFrom(machine, span, [self, at(given, 0)]);
    const has = self.data.fields.has(String(key));
    return has || self.data.rest === undefined ? computed(has, span, [self]) : computed(self.data.rest, span, [self]);
  },
  toString: (self: Value, { machine, span }: NativeCall) => machine.text(self, span),
};

const functions: Methods = {
  call: (self, { machine, given, span }) => machine.call(on(self, given), given.slice(1), span),
  apply: (self, { machine, given, span }) => {
    const { items, rest } = machine.elements(at(given, 1) ?? machine.list([], span), span);
    return rest === undefined
      ? machine.apply(
          on(self, given),
          items.map(({ value }) => value),
          span,
        )
      : unknownFrom(machine, span, [self, at(given, 1)]);
  },
  bind: (self, { given, span }) =>
    given.length <= 1
      ? bound(self, on(self, given))
      : native("bound", span, (call) => call.machine.call(on(self, given), [...given.slice(1), ...call.given], call.span)),
};

/** A function that has a `this` of its own, with the object that it is called on by hand. */
function on(self: Value, [object]: readonly Given[]): Value {
  const { data } = self;
  if (!(data instanceof Closure) || data.expression.bindsOuterThis || data.isBound === true || object === undefined) return self;
  return { ...self, data: new Closure(data.name, data.expression, data.scope, object.value, data.home) };
}

function bound(self: Value, made: Value): Value {
  if (made.data instanceof Closure && made.data !== self.data) made.data.isBound = true;
  return made;
}

const numbers: Methods = {
  toString: (self: Value, { machine, given, span }: NativeCall) => {
    const radix = at(given, 0)?.data;
    return typeof radix === "number" && typeof self.data === "number" && radix >= 2 && radix <= 36
      ? computed(self.data.toString(radix), span, [self])
      : machine.text(self, span);
  },
  toFixed: (self, { given, span }) => {
    const digits = at(given, 0)?.data;
    return computed((self.data as number).toFixed(typeof digits === "number" ? Math.min(Math.max(digits, 0), 20) : 0), span, [self]);
  },
};
