import { maybeThese } from "../../../interpreter/choices";
import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, RecordData, type Data, type Value } from "../../../interpreter/value";
import { stored } from "./arrays";
import { appended } from "./builtins";
import { keyAt } from "./keys";
import { argument, nil, pure, sequence, unknown, values, type Implementation } from "./support";
import { mayReplace } from "../../../interpreter/unsure";

/** The packages sort, slices and maps, and what programs use of lo. */
export const collections: Readonly<Record<string, Implementation>> = {
  "sort.Strings": sortInPlace,
  "sort.Ints": sortInPlace,
  "sort.Slice": sortByIndexes,
  "sort.SliceStable": sortByIndexes,
  "slices.Sort": sortInPlace,
  "cmp.Compare": pure((a, b) => (typeof a === typeof b ? Math.sign(compared(a, b)) : undefined)),
  "cmp.Less": pure((a, b) => (typeof a === typeof b ? compared(a, b) < 0 : undefined)),
  "cmp.Or": (call) => {
    const first = call.given.findIndex(
      ({ value: { data } }) => data instanceof Hole || (data !== 0 && data !== "" && data !== null && data !== false),
    );
    return (first < 0 ? call.given.at(-1) : call.given[first])?.value ?? nil(call);
  },
  "slices.SortFunc": sortByComparison,
  "slices.SortStableFunc": sortByComparison,
  "slices.Sorted": sorted,
  "slices.Collect": (call) => listWith(call, (items) => items),
  "slices.Clone": (call) => listWith(call, (items) => items),
  "slices.Reverse": (call) => {
    const data = argument(call, 0)?.data;
    if (data instanceof List) {
      call.machine.touch(data);
      data.items.reverse();
      stored(data, 0, data.items, call.machine);
    }
    return nil(call);
  },
  "slices.Concat": (call) => {
    const items = values(call).flatMap((list) => call.machine.elements(list, call.span));
    const rest = items.find((part) => part.rest !== undefined)?.rest;
    return appended(
      { ...call, given: [{ value: nil(call), span: call.span }] },
      items.flatMap((part) => part.items),
      rest,
    );
  },
  "slices.Contains": (call) => found(call, (index) => index >= 0),
  "slices.Index": (call) => found(call, (index) => index),
  "slices.ContainsFunc": (call) => {
    const kept = tested(call);
    return kept === undefined ? unknown(call, "asks for what is not known") : computed(kept.includes(true), call.span, values(call));
  },
  "slices.IndexFunc": (call) => {
    const kept = tested(call);
    return kept === undefined ? unknown(call, "asks for what is not known") : computed(kept.indexOf(true), call.span, values(call));
  },
  "slices.Max": (call) => extreme(call, Math.max),
  "slices.Min": (call) => extreme(call, Math.min),
  "slices.DeleteFunc": (call) => filtered(call, false),
  "maps.Keys": (call) => sequence(ofMap(call, (key) => key)),
  "maps.Values": (call) => sequence(ofMap(call, (_, value) => value)),
  "maps.Clone": (call) => merged(call, new RecordData(), values(call)),
  "maps.Copy": (call) => {
    const [target, source] = values(call);
    if (target?.data instanceof RecordData && source !== undefined) {
      call.machine.touch(target.data);
      merged(call, target.data, [source]);
    }
    return nil(call);
  },
  "github.com/samber/lo.Map": (call) => mapped(call, (value) => [value]),
  "github.com/samber/lo.FlatMap": (call) => mapped(call, (value) => call.machine.elements(value, call.span).items.map((item) => item.value)),
  "github.com/samber/lo.Filter": (call) => filtered(call, true),
  "github.com/samber/lo.Reject": (call) => filtered(call, false),
  "github.com/samber/lo.Uniq": (call) => unique(call),
  "github.com/samber/lo.Contains": (call) => found(call, (index) => index >= 0),
  "github.com/samber/lo.Keys": (call) => ofMap(call, (key) => key),
  "github.com/samber/lo.Values": (call) => ofMap(call, (_, value) => value),
  "github.com/samber/lo.ToPtr": (call) => argument(call, 0) ?? nil(call),
  "github.com/samber/lo.FromPtr": (call) => argument(call, 0) ?? nil(call),
  "github.com/samber/lo.Ternary": (call) => {
    const [test, then, otherwise] = values(call);
    const truth = test === undefined ? undefined : call.machine.truth(test);
    return (truth === true ? then : truth === false ? otherwise : undefined) ?? unknown(call, "depends on a condition that is not known");
  },
  "github.com/samber/lo.Assign": (call) => merged(call, new RecordData(), values(call)),
};

function listOf(call: NativeCall): List | undefined {
  const data = argument(call, 0)?.data;
  return data instanceof List ? data : undefined;
}

function listWith(call: NativeCall, change: (items: readonly Item[]) => readonly Item[]): Value {
  const value = argument(call, 0);
  const data = value?.data;
  if (data === null) return computed(null, call.span, []);
  if (!(data instanceof List) || value === undefined) return unknown(call, "is a list that is not known");
  const items = [...change(data.items)];
  const list = data.rest === undefined ? new List(items) : new List(items, data.rest);
  if (data.type !== undefined) list.type = data.type;
  return computed(list, call.span, [value]);
}

/** Scalars in order; undefined where one is none. */
function inOrder(items: readonly Item[]): Item[] | undefined {
  const isNumbers = items.every(({ value: { data } }) => typeof data === "number");
  if (!isNumbers && !items.every(({ value: { data } }) => typeof data === "string")) return undefined;
  return [...items].sort((a, b) => compared(a.value.data, b.value.data));
}

function compared(a: Data, b: Data): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "string" && typeof b === "string" ? (a < b ? -1 : a > b ? 1 : 0) : 0;
}

/** What is sorted in a way that is not known may be in another order. */
export function leaveOpen(data: List, call: NativeCall): void {
  data.rest ??= new Hole("is sorted by what is not known", call.span);
  data.isUnordered = true;
}

export function sortInPlace(call: NativeCall): Value {
  const data = listOf(call);
  const ordered = data === undefined ? undefined : inOrder(data.items);
  if (data !== undefined && ordered !== undefined) {
    call.machine.touch(data);
    data.items = ordered;
    stored(data, 0, ordered, call.machine);
  } else if (data !== undefined && data.items.length > 1) {
    call.machine.touch(data);
    leaveOpen(data, call);
  }
  return nil(call);
}

function sorted(call: NativeCall): Value {
  const made = listWith(call, (items) => inOrder(items) ?? items);
  const { data } = made;
  if (data instanceof List && data.items.length > 1 && inOrder(data.items) === undefined) leaveOpen(data, call);
  return made;
}

/** By a function of two elements; where the comparison cannot be followed, the list may have another order. */
function sortByComparison(call: NativeCall): Value {
  const [data, compare] = [listOf(call), argument(call, 1)];
  if (data === undefined || compare === undefined || data.items.length > 2_000) return nil(call);
  const answers = { areKnown: true };
  const ordered = [...data.items].sort((a, b) => {
    const result = answers.areKnown ? call.machine.apply(compare, [a.value, b.value], call.span).data : 0;
    answers.areKnown &&= typeof result === "number";
    return typeof result === "number" ? result : 0;
  });
  call.machine.touch(data);
  if (!answers.areKnown) {
    leaveOpen(data, call);
    return nil(call);
  }
  data.items = ordered;
  stored(data, 0, ordered, call.machine);
  return nil(call);
}

/** `sort.Slice(list, func(i, j int) bool { ... })` asks for elements of the list as it is at the time: two at a time are put where it looks. */
function sortByIndexes(call: NativeCall): Value {
  const [data, less] = [listOf(call), argument(call, 1)];
  if (data === undefined || less === undefined || data.items.length > 2_000) return nil(call);
  call.machine.touch(data);
  const original = [...data.items];
  const indexes = [computed(0, call.span, []), computed(1, call.span, [])];
  const answers = { areKnown: true };
  const isLess = (a: Item, b: Item): boolean => {
    data.items = [a, b, ...original.slice(2)];
    const answer = answers.areKnown ? call.machine.apply(less, indexes, call.span).data : false;
    answers.areKnown &&= typeof answer === "boolean";
    return answer === true;
  };
  const ordered = [...original].sort((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0));
  data.items = answers.areKnown ? ordered : original;
  if (!answers.areKnown) {
    leaveOpen(data, call);
    return nil(call);
  }
  stored(data, 0, ordered, call.machine);
  return nil(call);
}

function found(call: NativeCall, give: (index: number) => number | boolean): Value {
  const [list, wanted] = values(call);
  if (list?.data === null) return computed(give(-1), call.span, values(call));
  if (!(list?.data instanceof List) || wanted === undefined) return unknown(call, "is looked for in what is not known");
  const answers = list.data.items.map((item) => call.machine.same(item.value, wanted));
  const index = answers.indexOf(true);
  if (index === -1 && (answers.includes(undefined) || list.data.rest !== undefined))
    return unknown(call, "may be in a list that is not known to its end");
  const answer = give(index);
  // Whether it is there does not hang on what else is, and where it is does.
  const isFirst = index === -1 || (index < list.data.inPlace && !answers.slice(0, index).includes(undefined));
  return typeof answer === "boolean" || isFirst
    ? computed(answer, call.span, values(call))
    : unknown(call, "may come later than in what is known of a list");
}

/** What a function says of each element; undefined where it cannot say. */
function tested(call: NativeCall): (boolean | undefined)[] | undefined {
  const [data, test] = [listOf(call), argument(call, 1)];
  if (data?.rest !== undefined || data === undefined || test === undefined) return undefined;
  const answers = data.items.map((item, index) =>
    call.machine.truth(call.machine.apply(test, [item.value, computed(index, call.span, [])], call.span)),
  );
  return answers.includes(undefined) ? undefined : answers;
}

function filtered(call: NativeCall, keeps: boolean): Value {
  const [data, test] = [listOf(call), argument(call, 1)];
  if (data === undefined || test === undefined) return unknown(call, "is a list that is not known");
  let open: Hole | undefined;
  const doubtful: Value[] = [];
  const items = data.items.filter((item, index) => {
    const answer = call.machine.truth(call.machine.apply(test, [item.value, computed(index, call.span, [])], call.span));
    if (answer === undefined) {
      open ??= new Hole("may have elements that a condition lets through which is not known", call.span);
      doubtful.push(item.value);
    }
    return answer === keeps;
  });
  const rest = data.rest ?? open;
  return computed(rest === undefined ? new List(items) : new List(items, maybeThese(rest, doubtful)), call.span, values(call));
}

function mapped(call: NativeCall, give: (value: Value) => readonly Value[]): Value {
  const [list, change] = values(call);
  if (list === undefined || change === undefined) return unknown(call, "is a list that is not known");
  const { items, rest } = call.machine.elements(list, call.span);
  const made = items.flatMap((item, index) => give(call.machine.apply(change, [item.value, computed(index, call.span, [])], call.span)));
  return call.machine.list(made, call.span, rest);
}

function unique(call: NativeCall): Value {
  return listWith(call, (items) =>
    items.filter((item, index) => !items.slice(0, index).some((other) => call.machine.same(other.value, item.value) === true)),
  );
}

function extreme(call: NativeCall, choose: (...numbers: number[]) => number): Value {
  const numbers = listOf(call)?.items.map((item) => item.value.data) ?? [];
  if (numbers.length === 0 || listOf(call)?.rest !== undefined || !numbers.every((number) => typeof number === "number"))
    return unknown(call, "is a number that is not known");
  return computed(choose(...numbers), call.span, values(call));
}

function ofMap(call: NativeCall, give: (key: Value, value: Value) => Value): Value {
  const map = argument(call, 0);
  if (!(map?.data instanceof RecordData)) return unknown(call, "is made of a map that is not known");
  const { data } = map;
  const made = [...data.fields].map(([name, field]) => give(keyAt(data, name, call.span, [map]), field.value));
  return call.machine.list(made, call.span, map.data.rest);
}

function merged(call: NativeCall, target: RecordData, sources: readonly Value[]): Value {
  for (const { data } of sources) {
    if (data instanceof RecordData) {
      if (data.rest !== undefined) mayReplace(target, data.rest, call.span);
      for (const [key, field] of data.fields) target.fields.set(key, field);
      for (const [slot, key] of data.keys ?? []) (target.keys ??= new Map()).set(slot, key);
      if (data.type !== undefined) target.type ??= data.type;
    } else if (data instanceof Hole) mayReplace(target, data, call.span);
  }
  return computed(target, call.span, values(call));
}
