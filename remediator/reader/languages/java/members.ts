import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { ClassData, computed, Instance, List, passedOn, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, added, native, eachOf, filtered, flatMapped, mapped, unknownFrom } from "../library";
import {
  callWith,
  copied,
  counted,
  distinct,
  folded,
  found,
  part,
  quantified,
  sortedBy,
  whileTrue,
  aggregated,
  listFrom,
} from "../java-and-csharp/sequences";
import { firstOf, methodIn, nothing, scalarMethod, textsOf, type Method, type Methods } from "../java-and-csharp/methods";
import { longestSearched, patternOf } from "../java-and-csharp/patterns";
import { fromPairs, hasKey, held, keys, put, putAll, removed, values } from "../java-and-csharp/records";
import { texts, trimmed } from "../java-and-csharp/texts";
import { format } from "./formats";

/** Methods of what Java brings along. An Optional is what it holds, or nothing; a stream is a list. */
export function memberOf(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (data instanceof Instance) return ofObject(object, data, name, machine, span) ?? methodIn(any, name, object, span);
  if (data instanceof ClassData) return name === "builder" ? objectBuilder(data, machine, span) : undefined;
  const own =
    typeof data === "string"
      ? methodIn(strings, name, object, span)
      : data instanceof List
        ? methodIn(lists, name, object, span)
        : data instanceof RecordData
          ? ofRecord(data, name, object, span)
          : typeof data === "number" || typeof data === "boolean"
            ? methodIn(scalars, name, object, span)
            : undefined;
  if (own !== undefined) return own;
  if (data instanceof List) {
    if (name === "length") return counted(machine, object, span);
    // The parts of a tuple of outputs.
    if (/^t[1-8]$/.test(name)) return element(machine, object, computed(Number(name.slice(1)) - 1, span, []), span);
  }
  if (data instanceof Native || (typeof data === "object" && data?.kind === "closure")) return methodIn(functions, name, object, span);
  return methodIn(optionals, name, object, span) ?? methodIn(any, name, object, span);
}

function ofRecord(data: RecordData, name: string, object: Value, span: Span): Value | undefined {
  if (data.type === "StringBuilder") return methodIn(builders, name, object, span);
  const method = methodIn(maps, name, object, span);
  if (method !== undefined) return method;
  // `getName()` of what the configuration or an answer holds.
  const property = /^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1];
  return property === undefined ? undefined : data.fields.get(property.charAt(0).toLowerCase() + property.slice(1))?.value;
}

/** Methods that a library makes for the fields of a class (Lombok). */
function ofObject(object: Value, data: Instance, name: string, machine: Machine, span: Span): Value | undefined {
  const [, verb, property = ""] = /^(get|is|set|with)([A-Z]\w*)$/.exec(name) ?? [];
  const field = property.charAt(0).toLowerCase() + property.slice(1);
  const held = data.fields.get(field) ?? (verb === "is" ? data.fields.get(name) : undefined);
  if (verb === undefined || held === undefined) return undefined;
  if (verb === "get" || verb === "is") return native(name, span, () => held.value);
  return native(name, span, ({ given, span: call }) => {
    const target = verb === "set" ? data : new Instance(data.type);
    if (verb === "with") for (const [key, one] of data.fields) target.fields.set(key, one);
    machine.touch(target);
    const value = at(given, 0);
    if (value !== undefined) target.fields.set(field, { value, entry: call, placement: "assigned" });
    return verb === "set" ? object : computed(target, call, [object]);
  });
}

/** `Rule.builder().port(80).build()` of a class that a library makes a builder for. */
function objectBuilder(type: ClassData, machine: Machine, span: Span): Value {
  const made = machine.call(written(type, span), [], span);
  const { data } = made;
  if (!(data instanceof Instance)) return made;
  const self: Value = written(
    new Native("builder", {
      member: (name, _, place) => {
        if (name === "build") return native(name, place, () => made);
        return native(name, place, ({ given, span: call }) => {
          machine.touch(data);
          const value = at(given, 0);
          if (value !== undefined) data.fields.set(name, { value, entry: call, placement: "builder" });
          return self;
        });
      },
    }),
    span,
  );
  return self;
}

const any: Methods = {
  equals: (self, { machine, given, span }) => equal(machine, self, at(given, 0), span),
  toString: (self: Value, { machine, span }: NativeCall) => machine.text(self, span),
  asSecret: (self) => ({ ...self, isSecret: true }),
  asPlaintext: (self) => self,
  getClass: (self) => self,
  hashCode: (self, { machine, span }) => machine.hole("is a hash", span, [self]),
};

function equal(machine: Machine, a: Value, b: Value | undefined, span: Span): Value {
  const answer = b === undefined ? undefined : machine.same(a, b);
  return answer === undefined
    ? unknownFrom(machine, span, [a, b], "is compared in a way that is not known")
    : computed(answer, span, b === undefined ? [a] : [a, b]);
}

/** A known value is present; `null` is an empty Optional. */
const optionals: Methods = {
  orElse: (self, call) => (self.data === null ? passedOn(firstOf(call), "chosen", call.span) : passedOn(self, "chosen", call.span)),
  orElseGet: (self, { machine, given, span }) => {
    const [supplier] = given;
    return self.data === null && supplier !== undefined
      ? passedOn(machine.apply(supplier.value, [], span), "chosen", span)
      : passedOn(self, "chosen", span);
  },
  orElseThrow: (self, { machine, span }) => (self.data === null ? machine.hole("is not there, and the program ends", span) : self),
  get: (self, { machine, span }) => (self.data === null ? machine.hole("is not there, and the program ends", span) : self),
  or: (self, { machine, given, span }) => (self.data === null && given[0] !== undefined ? machine.apply(given[0].value, [], span) : self),
  isPresent: (self, { span }) => computed(self.data !== null, span, [self]),
  isEmpty: (self, { span }) => computed(self.data === null, span, [self]),
  ifPresent: (self, { machine, given, span }) => {
    if (self.data !== null && given[0] !== undefined) machine.apply(given[0].value, [self], span);
    return written(null, span);
  },
  ifPresentOrElse: (self, { machine, given, span }) => {
    const [present, absent] = given;
    if (self.data !== null && present !== undefined) machine.apply(present.value, [self], span);
    if (self.data === null && absent !== undefined) machine.apply(absent.value, [], span);
    return written(null, span);
  },
  map: (self, call) => (self.data === null ? self : callWith(call)(self)),
  flatMap: (self, call) => (self.data === null ? self : callWith(call)(self)),
  filter: (self, call) => {
    if (self.data === null) return self;
    const truth = call.machine.truth(callWith(call)(self));
    return truth === undefined
      ? call.machine.hole("is chosen by a condition that is not known", call.span, [self])
      : truth
        ? self
        : written(null, call.span);
  },
  stream: (self, { machine, span }) => machine.list(self.data === null ? [] : [self], span),
  getAsInt: (self) => self,
};

const scalars: Methods = {
  intValue: scalarMethod((self) => (typeof self === "number" ? Math.trunc(self) : undefined)),
  longValue: scalarMethod((self) => (typeof self === "number" ? Math.trunc(self) : undefined)),
  doubleValue: (self) => self,
  booleanValue: (self) => self,
  compareTo: scalarMethod((self, other) => (typeof self === "number" && typeof other === "number" ? Math.sign(self - other) : undefined)),
};

const functions: Methods = Object.fromEntries(["apply", "accept", "get", "test", "call", "run", "applyAsInt"].map((name) => [name, calledWith]));

function calledWith(self: Value, { machine, given, span }: NativeCall): Value {
  return machine.call(self, given, span);
}

const strings: Methods = {
  ...texts,
  length: scalarMethod((self) => (typeof self === "string" ? self.length : undefined)),
  isEmpty: scalarMethod((self) => self === ""),
  isBlank: scalarMethod((self) => typeof self === "string" && self.trim() === ""),
  charAt: scalarMethod((self, index) => (typeof self === "string" && typeof index === "number" ? self[index] : undefined)),
  substring: scalarMethod((self, from, to) =>
    typeof self === "string" && typeof from === "number" && from <= self.length
      ? self.slice(from, typeof to === "number" ? to : undefined)
      : undefined,
  ),
  replaceAll: scalarMethod((self, pattern, by) => replaced(self, pattern, by, "g")),
  replaceFirst: scalarMethod((self, pattern, by) => replaced(self, pattern, by, "")),
  matches: scalarMethod((self, pattern) => {
    const expression = typeof pattern === "string" ? patternOf(`^(?:${pattern})$`, "") : undefined;
    return expression === undefined || typeof self !== "string" || self.length > longestSearched ? undefined : expression.test(self);
  }),
  split: (self, call) => textsOf(call, [self, ...call.given.map(({ value }) => value)], ([text, pattern, limit]) => split(text, pattern, limit)),
  lines: (self, call) => textsOf(call, [self], ([text]) => (typeof text === "string" ? text.split(/\r?\n/) : undefined)),
  strip: scalarMethod((self) => (typeof self === "string" ? self.trim() : undefined)),
  stripLeading: scalarMethod((self) => (typeof self === "string" ? trimmed(self, [], "start") : undefined)),
  stripTrailing: scalarMethod((self) => (typeof self === "string" ? trimmed(self, [], "end") : undefined)),
  toLowerCase: scalarMethod((self) => (typeof self === "string" ? self.toLowerCase() : undefined)),
  toUpperCase: scalarMethod((self) => (typeof self === "string" ? self.toUpperCase() : undefined)),
  concat: scalarMethod((self, other) => (typeof self === "string" && typeof other === "string" ? self + other : undefined)),
  equalsIgnoreCase: scalarMethod((self, other) =>
    typeof self === "string" && typeof other === "string" ? self.toLowerCase() === other.toLowerCase() : false,
  ),
  repeat: scalarMethod((self, times) =>
    typeof self === "string" && typeof times === "number" && times >= 0 && times * self.length < 1_000_000 ? self.repeat(times) : undefined,
  ),
  formatted: (self, call) => format({ ...call, given: [{ value: self, span: call.span }, ...call.given] }),
  toCharArray: (self, call) => textsOf(call, [self], ([text]) => (typeof text === "string" ? Array.from(text) : undefined)),
  getBytes: (self) => self,
  intern: (self) => self,
  name: (self) => self,
  toString: (self: Value) => self,
  stripIndent: (self) => self,
};

function replaced(self: unknown, pattern: unknown, by: unknown, flags: string): string | undefined {
  const expression = typeof pattern === "string" ? patternOf(pattern, flags) : undefined;
  if (expression === undefined || typeof self !== "string" || typeof by !== "string" || self.length > longestSearched || /[\\]/.test(by))
    return undefined;
  return self.replace(expression, by);
}

/** Java drops empty texts at the end, unless there is a limit. */
function split(text: unknown, pattern: unknown, limit: unknown): readonly string[] | undefined {
  const expression = typeof pattern === "string" ? patternOf(pattern, "") : undefined;
  if (expression === undefined || typeof text !== "string" || text.length > longestSearched) return undefined;
  const parts = text.split(expression);
  if (typeof limit === "number" && limit > 0 && parts.length > limit) return undefined;
  const last = parts.findLastIndex((part_) => part_ !== "");
  return limit === undefined ? parts.slice(0, Math.max(last + 1, parts.length === 1 ? 1 : 0)) : parts;
}

const lists: Record<string, Method | undefined> = {
  get: (self, { machine, given, span }) => {
    const index = at(given, 0);
    if (index === undefined) return self;
    return element(machine, self, index, span);
  },
  getFirst: (self, call) => found(self, { ...call, given: [] }),
  getLast: (self, call) => found(self, { ...call, given: [] }, true),
  size: (self, { machine, span }) => counted(machine, self, span),
  isEmpty: (self, call) => quantified(self, { ...call, given: [] }, "none"),
  isPresent: (self, { span }) => computed(true, span, [self]),
  contains: (self, { machine, given, span }) => contains(machine, self, at(given, 0), span),
  containsAll: (self, { machine, given, span }) => {
    const answers =
      given[0] === undefined ? [] : machine.elements(given[0].value, span).items.map(({ value }) => contains(machine, self, value, span).data);
    return answers.includes(false)
      ? computed(false, span, [self])
      : answers.every((answer) => answer === true)
        ? computed(true, span, [self])
        : unknownFrom(machine, span, [self]);
  },
  indexOf: (self, { machine, given, span }) => {
    const { items, rest } = machine.elements(self, span);
    const answers = items.map(({ value }) => (given[0] === undefined ? undefined : machine.same(value, given[0].value)));
    const index = answers.indexOf(true);
    return answers.slice(0, index === -1 ? undefined : index).includes(undefined) || rest !== undefined
      ? unknownFrom(machine, span, [self])
      : computed(index, span, [self]);
  },
  add: (self, { machine, given, span }) => {
    const [index, value] = given;
    if (value === undefined || index === undefined) added(machine, self, given, span);
    else insert(machine, self, index.value, value.value, value.span, span);
    return computed(true, span, []);
  },
  addLast: (self, { machine, given, span }) => {
    added(machine, self, given, span);
    return written(null, span);
  },
  addFirst: (self, { machine, given, span }) => {
    if (given[0] !== undefined) insert(machine, self, written(0, span), given[0].value, given[0].span, span);
    return written(null, span);
  },
  addAll: (self, { machine, given, span }) => {
    const other = at(given, given.length - 1);
    if (self.data instanceof List && other !== undefined) {
      const { items, rest } = machine.elements(other, span);
      machine.touch(self.data);
      self.data.items.push(...items);
      if (rest !== undefined) self.data.rest ??= rest;
    }
    return computed(true, span, []);
  },
  set: (self, { machine, given, span }) => {
    const [index, value] = [at(given, 0)?.data, at(given, 1)];
    if (self.data instanceof List && value !== undefined) {
      machine.touch(self.data);
      if (typeof index === "number" && index < self.data.items.length) self.data.items[index] = { value, placement: { kind: "computed", span } };
      else self.data.rest ??= unknownHole(machine, span);
    }
    return written(null, span);
  },
  remove: (self, call) => removedFrom(self, call),
  removeIf: (self, call) => {
    const kept = filtered(call.machine, self, call.span, (value) => negated(call.machine, callWith(call)(value), call.span));
    return replacedBy(self, kept, call.machine, call.span);
  },
  clear: (self, { machine, span }) => replacedBy(self, machine.list([], span), machine, span),
  sort: (self, call) => replacedBy(self, sorted(self, call), call.machine, call.span),
  subList: (self, { machine, given, span }) => part(machine, self, span, at(given, 0), at(given, 1)),
  reversed: (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    return listFrom([...items].reverse(), rest, span, [self]);
  },
  forEach: (self, call) => {
    eachOf(call.machine, self, call.span, ({ value }) => callWith(call)(value));
    return written(null, call.span);
  },
  stream: (self) => self,
  parallelStream: (self) => self,
  iterator: (self) => self,
  boxed: (self) => self,
  sequential: (self) => self,
  asList: (self) => self,
  build: (self) => self,
  clone: (self, { machine, span }) => copied(machine, self, span),
  map: (self, call) => mapped(call.machine, self, call.span, (value) => callWith(call)(value)),
  flatMap: (self, call) => flatMapped(call.machine, self, call.span, (value) => callWith(call)(value)),
  filter: (self, call) => filtered(call.machine, self, call.span, (value) => callWith(call)(value)),
  peek: (self, call) => mapped(call.machine, self, call.span, (value) => (callWith(call)(value), value)),
  collect: (self, { machine, given, span }) => (given[0] === undefined ? self : machine.apply(given[0].value, [self], span)),
  toList: (self, { machine, span }) => copied(machine, self, span),
  toArray: (self, { machine, span }) => copied(machine, self, span),
  count: (self, { machine, span }) => counted(machine, self, span),
  findFirst: (self, call) => found(self, { ...call, given: [] }),
  findAny: (self, call) => found(self, { ...call, given: [] }),
  anyMatch: (self, call) => quantified(self, call, "any"),
  allMatch: (self, call) => quantified(self, call, "all"),
  noneMatch: (self, call) => quantified(self, call, "none"),
  reduce: (self, call) => {
    const [first, second] = [at(call.given, 0), at(call.given, 1)];
    if (first === undefined) return unknownFrom(call.machine, call.span, [self]);
    return second === undefined ? folded(self, call, first, undefined) : folded(self, call, second, first);
  },
  sorted: (self, call) => sorted(self, call),
  distinct: (self, { machine, span }) => distinct(machine, self, span),
  limit: (self, { machine, given, span }) => part(machine, self, span, undefined, at(given, 0)),
  skip: (self, { machine, given, span }) => part(machine, self, span, at(given, 0), undefined),
  takeWhile: (self, call) => whileTrue(self, call, true),
  dropWhile: (self, call) => whileTrue(self, call, false),
  sum: (self, { machine, span }) => aggregated(machine, self, span, "sum", (value) => value),
  max: (self, { machine, given, span }) =>
    given.length === 0 ? aggregated(machine, self, span, "max", (value) => value) : unknownFrom(machine, span, [self]),
  min: (self, { machine, given, span }) =>
    given.length === 0 ? aggregated(machine, self, span, "min", (value) => value) : unknownFrom(machine, span, [self]),
};
for (const [alias, name] of [
  ["mapToObj", "map"],
  ["mapToInt", "map"],
  ["mapToLong", "map"],
  ["mapToDouble", "map"],
  ["forEachOrdered", "forEach"],
] as const)
  lists[alias] = lists[name];

/** An entry of a map. */
for (const [name, index] of [
  ["getKey", 0],
  ["getValue", 1],
] as const)
  lists[name] = (self, { machine, span }) => element(machine, self, computed(index, span, []), span);

function unknownHole(machine: Machine, span: Span): NonNullable<List["rest"]> {
  const { data } = machine.hole("is set at a place that is not known", span);
  return data as NonNullable<List["rest"]>;
}

function element(machine: Machine, self: Value, index: Value, span: Span): Value {
  const { items, rest } = machine.elements(self, span);
  const item = typeof index.data === "number" ? items[index.data] : undefined;
  if (item !== undefined) return passedOn(item.value, "element", span);
  return rest === undefined ? unknownFrom(machine, span, [index, self], "is an element that is not there") : computed(rest, span, [self]);
}

function contains(machine: Machine, self: Value, value: Value | undefined, span: Span): Value {
  if (value === undefined) return unknownFrom(machine, span, [self]);
  const { items, rest } = machine.elements(self, span);
  const answers = items.map((item) => machine.same(item.value, value));
  if (answers.includes(true)) return computed(true, span, [self, value]);
  return rest === undefined && !answers.includes(undefined)
    ? computed(false, span, [self, value])
    : unknownFrom(machine, span, [value, self], "may be among what is not known");
}

function insert(machine: Machine, { data }: Value, index: Value, value: Value, argument: Span, span: Span): void {
  if (!(data instanceof List)) return;
  machine.touch(data);
  data.items.splice(typeof index.data === "number" ? index.data : data.items.length, 0, {
    value,
    placement: { kind: "added", call: span, argument },
  });
}

function removedFrom(
  self: Value,
  { machine, given, span }: { readonly machine: Machine; readonly given: readonly { readonly value: Value }[]; readonly span: Span },
): Value {
  const { data } = self;
  const target = given[0]?.value;
  if (!(data instanceof List) || target === undefined) return unknownFrom(machine, span, [self]);
  machine.touch(data);
  const index = typeof target.data === "number" ? target.data : data.items.findIndex(({ value }) => machine.same(value, target) === true);
  const [taken] = index >= 0 ? data.items.splice(index, 1) : [];
  if (taken === undefined && data.items.some(({ value }) => machine.same(value, target) === undefined)) data.rest ??= unknownHole(machine, span);
  return taken?.value ?? written(null, span);
}

function replacedBy({ data }: Value, by: Value, machine: Machine, span: Span): Value {
  if (data instanceof List && by.data instanceof List) {
    machine.touch(data);
    data.items = [...by.data.items];
    if (by.data.rest === undefined) delete data.rest;
    else data.rest = by.data.rest;
  }
  return written(null, span);
}

function negated(machine: Machine, value: Value, span: Span): Value {
  const truth = machine.truth(value);
  return truth === undefined ? value : computed(!truth, span, [value]);
}

/** With a comparator of the library, which is a function of one element here; others are not followed. */
function sorted(self: Value, { machine, given, span }: NativeCall): Value {
  const comparator = at(given, 0);
  if (comparator === undefined || comparator.data === null) return sortedBy(machine, self, span, (value) => value);
  const key = comparator.data instanceof Native && comparator.data.name.startsWith("comparator") ? comparator : undefined;
  if (key !== undefined)
    return sortedBy(
      machine,
      self,
      span,
      (value) => machine.apply(key, [value], span),
      key.data instanceof Native && key.data.name.endsWith("descending"),
    );
  return sortedBy(machine, self, span, () => machine.hole("is sorted by a function", span));
}

const maps: Methods = {
  get: (self, call) => (call.given.length === 0 ? self : held(self, call, at(call.given, 0))),
  getOrDefault: (self, call) => held(self, call, at(call.given, 0), () => at(call.given, 1) ?? nothing(call)),
  put: (self, call) => {
    put(self, call, at(call.given, 0), at(call.given, 1) ?? nothing(call));
    return self.data instanceof RecordData && self.data.type === "builder" ? self : written(null, call.span);
  },
  putAll: (self, call) => {
    putAll(self, call, at(call.given, 0));
    return written(null, call.span);
  },
  putIfAbsent: (self, call) => absent(self, call, () => at(call.given, 1) ?? nothing(call)),
  computeIfAbsent: (self, call) => absent(self, call, () => callWith(call, 1)(firstOf(call))),
  containsKey: (self, call) => hasKey(self, call, at(call.given, 0)),
  containsValue: (self, { machine, given, span }) => contains(machine, values(self, span), at(given, 0), span),
  remove: (self, call) => removed(self, call, at(call.given, 0)),
  entrySet: (self, { machine, span }) => copied(machine, self, span),
  keySet: (self, { span }) => keys(self, span),
  values: (self, { span }) => values(self, span),
  size: (self, { machine, span }) => counted(machine, self, span),
  isEmpty: (self, { machine, span }) => {
    const { data } = counted(machine, self, span);
    return typeof data === "number" ? computed(data === 0, span, [self]) : unknownFrom(machine, span, [self]);
  },
  forEach: (self, call) => {
    eachOf(call.machine, self, call.span, ({ value }) => {
      const [key, one] = call.machine.elements(value, call.span).items;
      const hole = call.machine.hole("is held by a map that is not known", call.span);
      return callWith(call)(key?.value ?? hole, one?.value ?? hole);
    });
    return written(null, call.span);
  },
  build: (self) => self,
  copy: (self, { machine, span }) => fromPairs(machine, self, span),
};

function absent(self: Value, call: NativeCall, make: () => Value): Value {
  const key = at(call.given, 0);
  const known = hasKey(self, call, key).data;
  if (known === true) return held(self, call, key);
  const value = make();
  put(self, call, key, value);
  return value;
}

const builders: Methods = {
  append: (self, { machine, given, span }) => {
    if (!(self.data instanceof RecordData) || given[0] === undefined) return self;
    const before = self.data.fields.get("text")?.value ?? computed("", span, []);
    const [a, b] = [machine.text(before, span), machine.text(given[0].value, span)];
    machine.touch(self.data);
    const text =
      typeof a.data === "string" && typeof b.data === "string" ? computed(a.data + b.data, span, [a, b]) : unknownFrom(machine, span, [a, b]);
    self.data.fields.set("text", { value: text, entry: span, placement: "computed" });
    return self;
  },
  toString: (self: Value, { span }: NativeCall) =>
    self.data instanceof RecordData ? (self.data.fields.get("text")?.value ?? computed("", span, [])) : self,
};
