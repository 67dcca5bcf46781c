import { Native, type NativeCall } from "../../../interpreter/native";
import { List, type Item } from "../../../interpreter/list";
import { computed, written, type Value } from "../../../interpreter/value";
import { stored } from "./arrays";
import { leaveOpen } from "./collections";
import { argument, nil, results, sequence, unknown, values, type Implementation } from "./support";

/** What the packages slices and sort do with lists whose places are known. */
export const slices: Readonly<Record<string, Implementation>> = {
  "slices.Compact": (call) => madeOf(call, (items) => items.filter((item, index) => !isSame(call, items[index - 1], item))),
  "slices.Insert": (call) => {
    const place = argument(call, 1)?.data;
    const added = call.given.slice(2).map(({ value, span }): Item => ({ value, placement: { kind: "added", call: call.span, argument: span } }));
    return typeof place === "number"
      ? madeOf(call, (items) => [...items.slice(0, place), ...added, ...items.slice(place)])
      : unknown(call, "is inserted at a place that is not known");
  },
  "slices.Delete": (call) => {
    const [from, to] = [argument(call, 1)?.data, argument(call, 2)?.data];
    return typeof from === "number" && typeof to === "number"
      ? madeOf(call, (items) => [...items.slice(0, from), ...items.slice(to)])
      : unknown(call, "is deleted from a place that is not known");
  },
  "slices.Repeat": (call) => {
    const count = argument(call, 1)?.data;
    return typeof count === "number" && count >= 0 && count <= 10_000
      ? madeOf(call, (items) => Array.from({ length: count }, () => items).flat())
      : unknown(call, "is repeated a number of times that is not known");
  },
  "slices.Chunk": (call) => {
    const [list, size] = [argument(call, 0)?.data, argument(call, 1)?.data];
    if (!(list instanceof List) || list.rest !== undefined || typeof size !== "number" || size < 1) return unknown(call, "is cut in an unknown way");
    const parts: Value[] = [];
    for (let from = 0; from < list.items.length; from += size)
      parts.push(computed(new List(list.items.slice(from, from + size)), call.span, values(call)));
    return sequence(call.machine.list(parts, call.span));
  },
  "slices.Values": (call) => sequence(argument(call, 0) ?? nil(call)),
  "slices.All": (call) => argument(call, 0) ?? nil(call),
  "slices.Equal": (call) => {
    const [a, b] = values(call);
    const same = a === undefined || b === undefined ? undefined : call.machine.same(a, b);
    return same === undefined ? unknown(call, "is compared with what is not known") : computed(same, call.span, values(call));
  },
  "slices.BinarySearch": (call) => {
    const [list, wanted] = [argument(call, 0)?.data, argument(call, 1)?.data];
    const data = list instanceof List && list.rest === undefined ? list.items.map((item) => item.value.data) : undefined;
    const isNumbers = typeof wanted === "number" && data?.every((one) => typeof one === "number") === true;
    const isTexts = typeof wanted === "string" && data?.every((one) => typeof one === "string") === true;
    if (data === undefined || (!isNumbers && !isTexts)) return unknown(call, "is looked for in what is not known");
    const place = data.filter((one) => (typeof one === "number" || typeof one === "string") && one < wanted).length;
    return results(call, computed(place, call.span, values(call)), computed(data[place] === wanted, call.span, values(call)));
  },
  "sort.IntSlice": sortable,
  "sort.StringSlice": sortable,
  "sort.Float64Slice": sortable,
  "sort.Reverse": (call) => {
    const reversed = new Native("sort.Reverse", {});
    reversedLists.set(reversed, argument(call, 0) ?? nil(call));
    return written(reversed, call.span);
  },
  "sort.Sort": sorted,
  "sort.Stable": sorted,
};

/** A list as one that can be sorted, or one that is written as such. */
function sortable(call: NativeCall): Value {
  return call.initializer ?? argument(call, 0) ?? nil(call);
}

const reversedLists = new WeakMap<Native, Value>();

function isSame(call: NativeCall, a: Item | undefined, b: Item): boolean {
  return a !== undefined && call.machine.same(a.value, b.value) === true;
}

/** A list of others of a list's elements; where these are not all known, neither are the places. */
function madeOf(call: NativeCall, change: (items: readonly Item[]) => readonly Item[]): Value {
  const list = argument(call, 0);
  if (list?.data === null) return computed(new List([...change([])]), call.span, []);
  if (!(list?.data instanceof List) || list.data.rest !== undefined) return unknown(call, "is a list that is not known");
  return computed(new List([...change(list.data.items)]), call.span, [list]);
}

/** Sorts what has the methods Len, Less and Swap by them, as Go does with few elements: https://pkg.go.dev/sort#Interface */
function sorted(call: NativeCall): Value {
  const given = argument(call, 0);
  const reversed = given?.data instanceof Native ? reversedLists.get(given.data) : undefined;
  const subject = reversed ?? given;
  const data = subject?.data;
  if (subject === undefined || data === null) return nil(call);
  const { machine, span } = call;
  const number = (index: number): Value => computed(index, span, []);
  const ask = (method: Value, ...places: number[]): Value => machine.apply(method, places.map(number), span);
  const [length, less, swap] = ["Len", "Less", "Swap"].map((name) => machine.member(subject, name, span));
  if (isMethod(length) && isMethod(less) && isMethod(swap)) {
    const count = ask(length).data;
    if (typeof count !== "number" || count > mostSorted) return leftOpen(call, data);
    for (let end = 1; end < count; end++)
      for (let place = end; place > 0; place--) {
        const answer = machine.truth(reversed === undefined ? ask(less, place, place - 1) : ask(less, place - 1, place));
        if (answer === undefined) return leftOpen(call, data);
        if (!answer) break;
        ask(swap, place, place - 1);
      }
    return nil(call);
  }
  if (!(data instanceof List) || data.rest !== undefined) return leftOpen(call, data);
  const scalars = data.items.map((item) => item.value.data);
  if (!scalars.every((one) => typeof one === "number") && !scalars.every((one) => typeof one === "string")) return leftOpen(call, data);
  const direction = reversed === undefined ? 1 : -1;
  const compare = ({ value: { data: a } }: Item, { value: { data: b } }: Item): number =>
    a === b || a === null || b === null ? 0 : a < b ? -direction : direction;
  machine.touch(data);
  data.items = [...data.items].sort(compare);
  stored(data, 0, data.items, machine);
  return nil(call);
}

/** Insertion takes the square of the length. */
const mostSorted = 200;

function isMethod(value: Value | undefined): value is Value {
  return typeof value?.data === "object" && value.data !== null && value.data.kind === "closure";
}

/** What is sorted in a way that is not known may be in another order. */
function leftOpen(call: NativeCall, data: Value["data"] | undefined): Value {
  if (data instanceof List && data.items.length > 1) {
    call.machine.touch(data);
    leaveOpen(data, call);
  }
  return nil(call);
}
