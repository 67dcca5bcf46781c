import { equalTo } from "../java-and-csharp/equality";
import type { NativeCall } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { Closure, computed, written, type Value } from "../../interpreter/value";
import { at, filtered, mapped, unknownFrom } from "../library";
import { addAllTo, addTo, argumentItem, insertInto, isAmong, keepOnly, negated, replaceAll, takeAt, takeEqual } from "../java-and-csharp/changes";
import type { Method, Methods } from "../java-and-csharp/methods";
import { callWith, copied, counted, found, listFrom, part, quantified } from "../java-and-csharp/sequences";
import { byComparison, byCulture, sortedWith } from "../java-and-csharp/sorting";
import { linq } from "./linq";

/** Takes out what a condition holds for, and counts it. */
const removedWhere: Method = (self, call) => {
  const { machine, span } = call;
  const before = machine.elements(self, span);
  keepOnly(self, call, (value) => negated(callWith(call)(value), call));
  const after = machine.elements(self, span);
  return before.rest !== undefined || after.rest !== undefined
    ? unknownFrom(machine, span, [self])
    : computed(before.items.length - after.items.length, span, [self]);
};

/** Methods of .NET's lists, sets, stacks and queues; most change them in their place. */
export const lists: Methods = {
  Add: (self, { machine, given, span }) => {
    const changed = addTo(machine, self, given, span);
    return self.data instanceof List && self.data.type?.endsWith("Set") === true ? changed : self;
  },
  AddRange: (self, { machine, given, span }) => {
    for (const { value } of given) addAllTo(machine, self, value, span);
    return self;
  },
  UnionWith: (self, { machine, given, span }) => {
    for (const { value } of given) addAllTo(machine, self, value, span);
    return written(null, span);
  },
  ExceptWith: (self, call) => keepOnly(self, call, (value) => negated(isAmong(value, call), call)),
  IntersectWith: (self, call) => keepOnly(self, call, (value) => isAmong(value, call)),
  AddFirst: (self, call) => inserted(self, call, computed(0, call.span, []), 0),
  AddLast: (self, { machine, given, span }) => addTo(machine, self, given, span),
  Insert: (self, call) => inserted(self, call, at(call.given, 0), 1),
  InsertRange: (self, { machine, given, span }) => {
    const [index, other] = [at(given, 0), at(given, 1)];
    if (index === undefined || other === undefined) return written(null, span);
    const { items, rest } = machine.elements(other, span);
    insertInto(machine, self, index, items, rest, span);
    return written(null, span);
  },
  Remove: (self, { machine, given, span }) => {
    const target = at(given, 0);
    return target === undefined ? unknownFrom(machine, span, [self]) : takeEqual(machine, self, target, span);
  },
  RemoveAt: (self, { machine, given, span }) => {
    takeAt(machine, self, at(given, 0) ?? computed(0, span, []), span);
    return written(null, span);
  },
  RemoveFirst: (self, { machine, span }) => takeAt(machine, self, computed(0, span, []), span),
  RemoveLast: (self, { machine, span }) => takeAt(machine, self, computed(-1, span, []), span),
  RemoveRange: (self, { machine, given, span }) => {
    const [from, count] = [at(given, 0)?.data, at(given, 1)?.data];
    const { items, rest } = machine.elements(self, span);
    const isKnown = typeof from === "number" && typeof count === "number";
    const left = isKnown
      ? listFrom([...items.slice(0, from), ...items.slice(from + count)], rest, span, [])
      : machine.hole("lost elements that are not known", span);
    replaceAll(machine, self, left, span);
    return written(null, span);
  },
  RemoveAll: removedWhere,
  RemoveWhere: removedWhere,
  Clear: (self, { machine, span }) => {
    replaceAll(machine, self, machine.list([], span), span);
    return written(null, span);
  },
  Sort: (self, { machine, given, span }) => {
    const comparison = at(given, 0);
    const isFunction = comparison?.data instanceof Closure;
    const order = isFunction ? byComparison(machine, comparison, span) : given.length === 0 ? byCulture : () => undefined;
    replaceAll(machine, self, sortedWith(machine, self, span, order), span);
    return written(null, span);
  },
  // Where what it gives is not used, it changes the list.
  "#Reverse": (self, { machine, span }) => {
    const { items, rest } = machine.elements(self, span);
    replaceAll(machine, self, listFrom([...items].reverse(), rest, span, [self]), span);
    return written(null, span);
  },
  IndexOf: (self, { machine, given, span }) => {
    const target = at(given, 0);
    const { items, rest } = machine.elements(self, span);
    const answers = items.map(({ value }) => (target === undefined ? undefined : equalTo(machine, value, target)));
    const index = answers.indexOf(true);
    return rest !== undefined || answers.slice(0, index === -1 ? undefined : index).includes(undefined)
      ? unknownFrom(machine, span, [self, target])
      : computed(index, span, [self]);
  },
  FindIndex: (self, call) => {
    const { items, rest } = call.machine.elements(self, call.span);
    const answers = items.map(({ value }) => call.machine.truth(callWith(call)(value)));
    const index = answers.indexOf(true);
    return rest !== undefined || answers.slice(0, index === -1 ? undefined : index).includes(undefined)
      ? unknownFrom(call.machine, call.span, [self])
      : computed(index, call.span, [self]);
  },
  Find: (self, call) => found(self, call),
  FindLast: (self, call) => found(self, call, true),
  FindAll: (self, call) => filtered(call.machine, self, call.span, (value) => callWith(call)(value)),
  Exists: (self, call) => quantified(self, call, "any"),
  TrueForAll: (self, call) => quantified(self, call, "all"),
  ConvertAll: (self, call) => mapped(call.machine, self, call.span, (value) => callWith(call)(value)),
  GetRange: (self, { machine, given, span }) => {
    const [from, count] = [at(given, 0), at(given, 1)];
    const end = typeof from?.data === "number" && typeof count?.data === "number" ? computed(from.data + count.data, span, []) : count;
    return part(machine, self, span, from, end);
  },
  AsReadOnly: (self) => self,
  AsSpan: (self, { machine, span }) => {
    const { data } = self;
    if (data instanceof List) {
      machine.touch(data);
      const hole = machine.hole("may be changed through a part of memory, which is not followed", span, [self]);
      data.items = data.items.map((item) => ({ ...item, value: hole }));
    }
    return unknownFrom(machine, span, [self], "is a part of memory, which is not followed");
  },
  EnsureCapacity: (self) => self,
  TrimExcess: (self) => self,
  Clone: (self, { machine, span }) => copied(machine, self, span),
  GetValue: (self, { machine, given, span }) => {
    const index = at(given, 0)?.data;
    const { data } = self;
    const item = data instanceof List && typeof index === "number" ? data.itemAt(index) : undefined;
    return item?.value ?? unknownFrom(machine, span, [self]);
  },
  GetArrayLength: (self, { machine, span }) => counted(machine, self, span),
  GetLength: (self, { machine, given, span }) => (at(given, 0)?.data === 0 ? counted(machine, self, span) : unknownFrom(machine, span, [self])),
  Deconstruct: (self) => self,
  EnumerateArray: (self) => self,
  Enqueue: (self, { machine, given, span }) => {
    addTo(machine, self, given, span);
    return written(null, span);
  },
  Dequeue: (self, { machine, span }) => takeAt(machine, self, computed(0, span, []), span),
  // A stack is gone through from its top.
  Push: (self, call) => inserted(self, call, computed(0, call.span, []), 0),
  Pop: (self, { machine, span }) => takeAt(machine, self, computed(0, span, []), span),
  Peek: (self, call) => found(self, { ...call, given: [] }),
};

function inserted(self: Value, { machine, given, span }: NativeCall, index: Value | undefined, position: number): Value {
  const value = given[position];
  if (index !== undefined && value !== undefined) insertInto(machine, self, index, [argumentItem(machine, value, span)], undefined, span);
  return written(null, span);
}

/** `Array.Sort(list)` and the like: methods of the list that is given first. */
export function onFirst(name: string): (call: NativeCall) => Value {
  return (call) => {
    const [self] = call.given;
    const method: Method | undefined = lists[name] ?? linq[name];
    return self === undefined || method === undefined ? written(null, call.span) : method(self.value, { ...call, given: call.given.slice(1) });
  };
}
