import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { computed, List, passedOn, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, added, eachOf, filtered, flatMapped, mapped, unknownFrom } from "../library";
import {
  aggregated,
  callWith,
  copied,
  counted,
  distinct,
  folded,
  found,
  listFrom,
  part,
  quantified,
  sortedBy,
  whileTrue,
} from "../java-and-csharp/sequences";
import type { Method } from "../java-and-csharp/methods";

/** Methods of Java's lists, sets, arrays and streams. */
export const lists: Record<string, Method | undefined> = {
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

export function element(machine: Machine, self: Value, index: Value, span: Span): Value {
  const { items, rest } = machine.elements(self, span);
  const item = typeof index.data === "number" ? items[index.data] : undefined;
  if (item !== undefined) return passedOn(item.value, "element", span);
  return rest === undefined ? unknownFrom(machine, span, [index, self], "is an element that is not there") : computed(rest, span, [self]);
}

export function contains(machine: Machine, self: Value, value: Value | undefined, span: Span): Value {
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
