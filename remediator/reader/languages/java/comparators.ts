import type { Machine } from "../../interpreter/machine";
import { Native, type NativeCall } from "../../interpreter/native";
import { computed, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { at, native } from "../library";
import type { LibraryClass } from "../java-and-csharp/library-class";
import type { LibraryFunction } from "../java-and-csharp/methods";
import { byComparison, byKey, comparesTwo, inTurn, naturally, reversedOrder, type Order } from "../java-and-csharp/sorting";

/** Comparators are functions of two elements, which may be combined. */
function comparator(order: Order, span: Span): Value {
  return written(
    new Native("comparator", {
      call: ({ machine, given, span: call }) => {
        const [a, b] = [at(given, 0), at(given, 1)];
        const answer = a === undefined || b === undefined ? undefined : order(a, b);
        return answer === undefined ? machine.hole("compares what is not known", call, []) : computed(answer, call, []);
      },
      member: (name, machine, place) => {
        if (name === "reversed") return native(name, place, ({ span: call }) => comparator(reversedOrder(order), call));
        if (name.startsWith("thenComparing"))
          return native(name, place, (call) => comparator(inTurn(order, orderOf(machine, call.given, call.span)), call.span));
        return name === "compare" ? native(name, place, ({ given, span: call }) => machine.call(comparator(order, call), given, call)) : undefined;
      },
    }),
    span,
  );
}

function isComparator(value: Value): boolean {
  return (value.data instanceof Native && value.data.name === "comparator") || comparesTwo(value);
}

/** By a key, by a key and a comparator, or by a comparator. */
function orderOf(machine: Machine, given: NativeCall["given"], span: Span): Order {
  const [first, second] = [at(given, 0), at(given, 1)];
  if (first === undefined) return naturally;
  if (isComparator(first)) return byComparison(machine, first, span);
  return byKey((element) => machine.apply(first, [element], span), second === undefined ? naturally : byComparison(machine, second, span));
}

const comparing: LibraryFunction = ({ machine, given, span }) => comparator(orderOf(machine, given, span), span);
const asOrder: LibraryFunction = ({ machine, given, span }) => {
  const first = at(given, 0);
  return comparator(first === undefined ? naturally : byComparison(machine, first, span), span);
};

/** `Collections.reverseOrder()`, with or without an order to reverse. */
export const reverseOrder: LibraryFunction = ({ machine, given, span }) => {
  const first = at(given, 0);
  return comparator(reversedOrder(first === undefined ? naturally : byComparison(machine, first, span)), span);
};

export const comparatorClass: LibraryClass = {
  members: {
    comparing,
    comparingInt: comparing,
    comparingLong: comparing,
    comparingDouble: comparing,
    naturalOrder: ({ span }) => comparator(naturally, span),
    reverseOrder,
    nullsFirst: asOrder,
    nullsLast: asOrder,
  },
};

/** `Map.Entry.comparingByKey()`. */
function byPart(index: number): LibraryFunction {
  return ({ machine, given, span }) => {
    const second = at(given, 0);
    const key = (entry: Value): Value => machine.elements(entry, span).items[index]?.value ?? machine.hole("is no entry", span);
    return comparator(byKey(key, second === undefined ? naturally : byComparison(machine, second, span)), span);
  };
}

export const entryMembers: Readonly<Record<string, LibraryFunction>> = { comparingByKey: byPart(0), comparingByValue: byPart(1) };

/** `String.CASE_INSENSITIVE_ORDER`. */
export function withoutCase(_: Machine, span: Span): Value {
  const lower = (value: Value): Value => (typeof value.data === "string" ? { ...value, data: value.data.toLowerCase() } : value);
  return comparator((a, b) => naturally(lower(a), lower(b)), span);
}

/** The order that objects have by themselves; of fractions, zero comes after its negative. */
export function comparedTo(a: Value, b: Value): number | undefined {
  const isZero = a.data === 0 && b.data === 0 && a.numeral === "decimal" && b.numeral === "decimal";
  return isZero ? Number(Object.is(b.data, -0)) - Number(Object.is(a.data, -0)) : naturally(a, b);
}

/** `Integer.compare(a, b)`. */
export const compare: LibraryFunction = ({ machine, given, span }) => {
  const [a, b] = [at(given, 0), at(given, 1)];
  const answer = a === undefined || b === undefined ? undefined : comparedTo(a, b);
  return answer === undefined ? machine.hole("compares what is not known", span) : computed(Math.sign(answer), span, []);
};
