import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import type { Item, List } from "../../../interpreter/list";
import { written, type Value } from "../../../interpreter/value";
import { ordered } from "./lists";
import { argument, elementsOf, isList, itemOf, listOf, numberArgument, scalar, unknownOf, type Behaviour, type Table } from "./natives";

/* Lists that are kept in an order: https://docs.python.org/3/library/heapq.html, https://docs.python.org/3/library/bisect.html */

/** The elements of a list that is known, the least first; undefined where nobody knows which that is. */
function inOrder(items: readonly Item[], rest: Hole | undefined, call: NativeCall): Item[] | undefined {
  let isKnown = rest === undefined;
  const sorted = [...items].sort((a, b) => {
    const order = ordered(a.value, b.value, call);
    isKnown &&= order !== undefined;
    return order ?? 0;
  });
  return isKnown ? sorted : undefined;
}

/** Changes the list that is the first argument. One that is no list, or not known to its end, may hold anything afterwards. */
function changing(name: string, change: (list: List, call: NativeCall) => Value | undefined): Behaviour {
  return (call) => {
    const list = argument(call.given, 0);
    if (!isList(list)) return unknownOf(call, name);
    const { data } = list;
    call.machine.touch(data);
    const made = change(data, call);
    if (made === undefined) data.rest ??= new Hole(`is changed by ${name} in a way that is not read`, call.span);
    return made ?? unknownOf(call, name);
  };
}

/** Where the elements of a heap stand is not told. */
function heaped(list: List, call: NativeCall, items: readonly Item[]): Value {
  list.items = [...items];
  list.isUnordered = true;
  return written(null, call.span);
}

function put(call: NativeCall, position: number): Item[] {
  const value = argument(call.given, position);
  const span = call.given[position]?.span ?? call.span;
  return value === undefined ? [] : [{ value, placement: { kind: "added", call: call.span, argument: span }, passes: call.machine.passes }];
}

/** Takes the least of the elements that there are and of those that come before or after that. */
function taking(name: string, before: boolean, after: boolean): Behaviour {
  return changing(name, (list, call) => {
    const least = inOrder([...list.items, ...(before ? put(call, 1) : [])], list.rest, call);
    const [first, ...others] = least ?? [];
    if (least === undefined || call.given.length !== (before || after ? 2 : 1)) return undefined;
    if (first === undefined) return call.machine.fail("is taken out of an empty list", call.span, "IndexError");
    heaped(list, call, [...others, ...(after ? put(call, 1) : [])]);
    return first.value;
  });
}

/** `nsmallest(n, list)`, `nlargest(n, list)`. */
function outermost(name: string, pick: (sorted: readonly Item[], count: number) => readonly Item[]): Behaviour {
  return (call) => {
    const { items, rest } = elementsOf(call.machine, argument(call.given, 1), call.span);
    const sorted = call.given.length === 2 ? inOrder(items, rest, call) : undefined;
    const count = numberArgument(call.given, 0);
    return sorted === undefined || count === undefined ? unknownOf(call, name) : listOf(pick(sorted, Math.max(0, count)), undefined, call.span, []);
  };
}

/** How many elements of a sorted list come before a value: `left` of equal ones, or behind them. */
function placeIn(list: List, value: Value, side: "left" | "right", call: NativeCall): number | undefined {
  if (list.rest !== undefined || list.isUnordered === true) return undefined;
  const orders = list.items.map((item) => ordered(item.value, value, call));
  const isSorted = orders.every((order, index) => index === 0 || Math.sign(order ?? NaN) >= Math.sign(orders[index - 1] ?? NaN));
  if (orders.includes(undefined) || !isSorted) return undefined;
  return orders.filter((order) => order !== undefined && (order < 0 || (side === "right" && order === 0))).length;
}

function place(name: string, side: "left" | "right"): Behaviour {
  return (call) => {
    const [list, value] = [argument(call.given, 0), argument(call.given, 1)];
    const found = isList(list) && value !== undefined && call.given.length === 2 ? placeIn(list.data, value, side, call) : undefined;
    return found === undefined ? unknownOf(call, name) : scalar(found, call);
  };
}

function inserting(name: string, side: "left" | "right"): Behaviour {
  return changing(name, (list, call) => {
    const value = argument(call.given, 1);
    const found = value === undefined || call.given.length !== 2 ? undefined : placeIn(list, value, side, call);
    if (found === undefined) return undefined;
    list.items.splice(found, 0, ...put(call, 1));
    return written(null, call.span);
  });
}

export const heapFunctions: Table = {
  "heapq.heapify": changing("heapq.heapify", (list, call) => heaped(list, call, list.items)),
  "heapq.heappush": changing("heapq.heappush", (list, call) => heaped(list, call, [...list.items, ...put(call, 1)])),
  "heapq.heappop": taking("heapq.heappop", false, false),
  "heapq.heappushpop": taking("heapq.heappushpop", true, false),
  "heapq.heapreplace": taking("heapq.heapreplace", false, true),
  "heapq.nsmallest": outermost("heapq.nsmallest", (sorted, count) => sorted.slice(0, count)),
  "heapq.nlargest": outermost("heapq.nlargest", (sorted, count) => [...sorted].reverse().slice(0, count)),
  "heapq.merge": (call) => {
    const all = call.given.map(({ value }) => elementsOf(call.machine, value, call.span));
    const sorted = inOrder(
      all.flatMap(({ items }) => items.map((item) => itemOf(item.value, call.span))),
      all.find(({ rest }) => rest !== undefined)?.rest,
      call,
    );
    return sorted === undefined || call.given.some(({ name }) => name !== undefined)
      ? unknownOf(call, "heapq.merge")
      : listOf(sorted, undefined, call.span, []);
  },
  "bisect.bisect": place("bisect.bisect", "right"),
  "bisect.bisect_right": place("bisect.bisect_right", "right"),
  "bisect.bisect_left": place("bisect.bisect_left", "left"),
  "bisect.insort": inserting("bisect.insort", "right"),
  "bisect.insort_right": inserting("bisect.insort_right", "right"),
  "bisect.insort_left": inserting("bisect.insort_left", "left"),
  "random.shuffle": changing("random.shuffle", (list, call) => heaped(list, call, list.items)),
};
