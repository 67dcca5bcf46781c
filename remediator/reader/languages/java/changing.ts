import type { NativeCall } from "../../interpreter/native";
import { isBoxed, isNumberType } from "../../interpreter/number-types";
import { List } from "../../interpreter/list";
import { computed, written, type Value } from "../../interpreter/value";
import { at, eachOf, mapped, unknownFrom } from "../library";
import {
  addAllTo,
  addTo,
  argumentItem,
  insertInto,
  isAmong,
  keepOnly,
  negated,
  replaceAll,
  takeAt,
  takeEqual,
  unsettled,
} from "../java-and-csharp/changes";
import type { Method } from "../java-and-csharp/methods";
import { callWith } from "../java-and-csharp/sequences";
import { byComparison, naturally, sortedWith } from "../java-and-csharp/sorting";

/** Methods that change Java's lists, sets and queues in their place. */
export const changing: Readonly<Record<string, Method>> = {
  add: (self, { machine, given, span }) => {
    const [index, value] = given;
    if (value === undefined || index === undefined) return addTo(machine, self, given, span);
    insertInto(machine, self, index.value, [argumentItem(machine, value, span)], undefined, span);
    return written(null, span);
  },
  addAll: (self, { machine, given, span }) => {
    const [first, second] = [at(given, 0), at(given, 1)];
    if (first === undefined) return computed(false, span, []);
    if (second === undefined) return addAllTo(machine, self, first, span);
    const { items, rest } = machine.elements(second, span);
    insertInto(machine, self, first, items, rest, span);
    return computed(true, span, []);
  },
  addFirst: (self, call) => first(self, call),
  offerFirst: (self, call) => first(self, call),
  push: (self, call) => (isStack(self) ? addTo(call.machine, self, call.given, call.span) : first(self, call)),
  addLast: (self, { machine, given, span }) => addTo(machine, self, given, span),
  offer: (self, { machine, given, span }) => addTo(machine, self, given, span),
  offerLast: (self, { machine, given, span }) => addTo(machine, self, given, span),
  set: (self, { machine, given, span }) => {
    const [index, value] = [at(given, 0)?.data, at(given, 1)];
    if (!(self.data instanceof List) || value === undefined) return written(null, span);
    const before = typeof index === "number" ? self.data.itemAt(index) : undefined;
    if (before === undefined || typeof index !== "number") {
      unsettled(machine, self, "is set at a place that is not known", span);
      return unknownFrom(machine, span, [self]);
    }
    machine.touch(self.data);
    const { items } = self.data;
    items[index] = { value, placement: { kind: "computed", span } };
    self.data.items = items;
    return before.value;
  },
  remove: (self, call) => {
    const { machine, given, span } = call;
    const target = given[0];
    if (target === undefined) return takeAt(machine, self, computed(0, span, []), span);
    const isList = self.data instanceof List && !/Set$|^values$/.test(self.data.type ?? "");
    const isPlace = typeof target.value.data === "number" && isList ? isPrimitive(target.value) : false;
    if (isPlace === undefined) {
      unsettled(machine, self, "is without an element, or without what is at a place", span);
      return unknownFrom(machine, span, [self]);
    }
    return isPlace ? takeAt(machine, self, target.value, span) : takeEqual(machine, self, target.value, span);
  },
  removeFirst: (self, { machine, span }) => takeAt(machine, self, computed(0, span, []), span),
  removeLast: (self, { machine, span }) => takeAt(machine, self, computed(-1, span, []), span),
  pollLast: (self, { machine, span }) => takeAt(machine, self, computed(-1, span, []), span),
  poll: (self, { machine, span }) => takeAt(machine, self, computed(0, span, []), span),
  pollFirst: (self, { machine, span }) => takeAt(machine, self, computed(0, span, []), span),
  pop: (self, { machine, span }) => takeAt(machine, self, computed(isStack(self) ? -1 : 0, span, []), span),
  removeIf: (self, call) => keepOnly(self, call, (value) => negated(callWith(call)(value), call)),
  removeAll: (self, call) => keepOnly(self, call, (value) => negated(isAmong(value, call), call)),
  retainAll: (self, call) => keepOnly(self, call, (value) => isAmong(value, call)),
  clear: (self, { machine, span }) => {
    replaceAll(machine, self, machine.list([], span), span);
    return written(null, span);
  },
  sort: (self, { machine, given, span }) => {
    const comparator = at(given, 0);
    const order = comparator === undefined || comparator.data === null ? naturally : byComparison(machine, comparator, span);
    replaceAll(machine, self, sortedWith(machine, self, span, order), span);
    return written(null, span);
  },
  replaceAll: (self, call) => {
    const changed = mapped(call.machine, self, call.span, (value) => callWith(call)(value));
    replaceAll(call.machine, self, changed, call.span);
    return written(null, call.span);
  },
  addElement: (self, { machine, given, span }) => addTo(machine, self, given, span),
  forEachRemaining: (self, call) => {
    eachOf(call.machine, self, call.span, ({ value }) => callWith(call)(value));
    return written(null, call.span);
  },
};

/** Whether a number is no object: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/List.html#remove(int) */
function isPrimitive({ numberType, numeral, origin }: Value): boolean | undefined {
  if (numeral !== undefined) return numeral === "character";
  if (numberType !== undefined) return isNumberType(numberType) && !isBoxed(numberType);
  // What was computed with operators, or by a method that counts.
  return origin.how === "computed" ? true : undefined;
}

/** The class of that name takes from its end; other queues are used as stacks from their start. */
export function isStack({ data }: Value): boolean {
  return data instanceof List && data.type === "Stack";
}

function first(self: Value, { machine, given, span }: NativeCall): Value {
  const [value] = given;
  if (value !== undefined) insertInto(machine, self, computed(0, span, []), [argumentItem(machine, value, span)], undefined, span);
  return computed(true, span, []);
}
