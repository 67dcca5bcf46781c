import type { NativeCall } from "../../../interpreter/native";
import { Further, Hole } from "../../../interpreter/hole";
import { List, madeLater, type Item } from "../../../interpreter/list";
import { computed, numeral, type Value } from "../../../interpreter/value";
import { applied, argument, itemOf, listOf, native, numberArgument, tupleOf, unknownOf, type Behaviour, type Table } from "./natives";

/** More combinations than any program makes. */
const mostTuples = 10_000;
/** More elements than any program takes from a list without an end. */
const mostRounds = 1_000;

interface Elements {
  readonly items: readonly Item[];
  readonly rest?: Hole;
}

function positional({ machine, given, span }: NativeCall): readonly Elements[] {
  return given.filter(({ name }) => name === undefined).map(({ value }) => machine.elements(value, span));
}

function valuesOf({ given }: NativeCall): readonly Value[] {
  return given.map(({ value }) => value);
}

function chained(call: NativeCall, all: readonly Elements[]): Value {
  return listOf(
    all.flatMap(({ items }) => items),
    all.find(({ rest }) => rest !== undefined)?.rest,
    call.span,
    valuesOf(call),
  );
}

/** Tuples of elements; where there are more than are followed, or a list may hold more, so may this one. */
function tuples(call: NativeCall, all: readonly (readonly Value[])[], rest: Hole | undefined): Value {
  const cut = all.length > mostTuples ? new Further("is one of more combinations than are followed", call.span) : undefined;
  const items = all.slice(0, mostTuples).map((values) => itemOf(tupleOf(values, call.span), call.span));
  return listOf(items, rest ?? cut, call.span, valuesOf(call));
}

function product(call: NativeCall): Value {
  const lists = positional(call);
  const repeat = numberArgument(call.given, -1, "repeat") ?? 1;
  const all = Array.from({ length: Math.max(0, Math.min(repeat, 10)) }, () => lists).flat();
  let made: (readonly Value[])[] = [[]];
  for (const { items } of all) {
    made = made.slice(0, mostTuples).flatMap((before) => items.map((item) => [...before, item.value]));
    if (made.length > mostTuples) made.length = mostTuples + 1;
  }
  return tuples(call, made, all.find(({ rest }) => rest !== undefined)?.rest);
}

function choose(call: NativeCall, isOrdered: boolean): Value {
  const [list] = positional(call);
  const items = list?.items ?? [];
  const size = numberArgument(call.given, 1, "r") ?? (isOrdered ? items.length : 0);
  const made: (readonly Value[])[] = [];
  const visit = (chosen: readonly number[]): void => {
    if (made.length > mostTuples) return;
    if (chosen.length === size) {
      made.push(chosen.flatMap((index) => items[index]?.value ?? []));
      return;
    }
    const last = chosen.at(-1) ?? -1;
    for (let index = isOrdered ? 0 : last + 1; index < items.length; index++) if (!chosen.includes(index)) visit([...chosen, index]);
  };
  if (size <= 12) visit([]);
  return size <= 12 ? tuples(call, made, list?.rest) : unknownOf(call, "itertools");
}

function repeated(call: NativeCall): Value {
  const value = argument(call.given, 0, "object");
  const times = numberArgument(call.given, 1, "times");
  if (value === undefined || times === undefined || times > mostTuples) return unknownOf(call, "itertools.repeat");
  return listOf(
    Array.from({ length: Math.max(0, times) }, () => itemOf(value, call.span)),
    undefined,
    call.span,
    [value],
  );
}

/** What goes on for ever, as far as anything is taken from it. */
function endless(call: NativeCall, make: (index: number) => Item): Value {
  const rest = new Further("is one of more elements than are followed", call.span);
  const source = (give: (item: Item) => boolean): Hole | undefined => {
    for (let index = 0; index < mostRounds; index++) if (!give(make(index))) return undefined;
    return rest;
  };
  return computed(madeLater(source, true), call.span, valuesOf(call));
}

function cycle(call: NativeCall): Value {
  const [list] = positional(call);
  const items = list?.items ?? [];
  const rest = list?.rest;
  if (items.length === 0 && rest === undefined) return listOf([], undefined, call.span, valuesOf(call));
  const unknown = rest === undefined ? undefined : itemOf(computed(rest, call.span, valuesOf(call)), call.span);
  return endless(
    call,
    (index) => (unknown === undefined ? items[index % items.length] : (items[index] ?? unknown)) ?? itemOf(computed(null, call.span, []), call.span),
  );
}

function count(call: NativeCall): Value {
  const start = call.given.length === 0 ? 0 : numberArgument(call.given, 0, "start");
  const step = argument(call.given, 1, "step")?.data ?? 1;
  if (start === undefined || typeof step !== "number") return unknownOf(call, "itertools.count");
  return endless(call, (index) => itemOf(computed(start + index * step, call.span, []), call.span));
}

function sliced(call: NativeCall): Value {
  const [list] = call.given;
  const bounds = call.given.slice(1).map(({ value }) => value.data);
  if (list === undefined || !bounds.every((bound) => typeof bound === "number" || bound === null)) return unknownOf(call, "itertools.islice");
  const [a, b, step = 1] = bounds;
  const [start, end] = bounds.length === 1 ? [0, a] : [a ?? 0, b];
  if (step === null || step < 1 || end === 0)
    return end === 0 ? listOf([], undefined, call.span, valuesOf(call)) : unknownOf(call, "itertools.islice");
  const items: Item[] = [];
  let place = 0;
  let open: Hole | undefined;
  const rest = call.machine.walk(list.value, call.span, (item) => {
    const { data } = list.value;
    if (data instanceof List && data.doubt !== undefined) {
      open = data.doubt;
      return false;
    }
    if (place >= start && (place - start) % step === 0) items.push(item);
    place++;
    return typeof end !== "number" || place < end;
  });
  return listOf(items, open ?? rest, call.span, valuesOf(call));
}

function zipLongest(call: NativeCall): Value {
  const lists = positional(call);
  const fill = argument(call.given, -1, "fillvalue") ?? computed(null, call.span, []);
  const count = Math.max(0, ...lists.map(({ items }) => items.length));
  const made = Array.from({ length: Math.min(count, mostTuples) }, (_, index) => lists.map(({ items }) => items[index]?.value ?? fill));
  return tuples(call, made, lists.find(({ rest }) => rest !== undefined)?.rest);
}

function reduce(call: NativeCall): Value {
  const callee = argument(call.given, 0);
  const list = argument(call.given, 1);
  if (callee === undefined || list === undefined) return unknownOf(call, "functools.reduce");
  const { items, rest } = call.machine.elements(list, call.span);
  const values = items.map((item) => item.value);
  let result = argument(call.given, 2) ?? values.shift();
  for (const value of values) result = result === undefined ? value : call.machine.apply(callee, [result, value], call.span);
  if (rest !== undefined) return computed(rest, call.span, [list]);
  return result ?? unknownOf(call, "functools.reduce");
}

function partial(call: NativeCall): Value {
  const [callee, ...bound] = call.given;
  if (callee === undefined) return unknownOf(call, "functools.partial");
  return native("partial", ({ machine, given, span }) => machine.call(callee.value, [...bound, ...given], span), call.span);
}

/** A function that yields once: what it yields is what `with` binds, and what follows runs when that is left. */
function contextManager(call: NativeCall): Value {
  const callee = argument(call.given, 0);
  if (callee === undefined) return unknownOf(call, "contextlib.contextmanager");
  return native(
    "opened",
    ({ machine, given, span }) => {
      const opened = machine.call(callee, given, span);
      if (opened.data instanceof List) opened.data.type = "context";
      return opened;
    },
    call.span,
  );
}

function starMap(call: NativeCall): Value {
  const callee = argument(call.given, 0);
  const list = argument(call.given, 1);
  if (callee === undefined || list === undefined) return unknownOf(call, "itertools.starmap");
  const { items, rest } = call.machine.elements(list, call.span);
  const made = items.map((item) => {
    const values = call.machine.elements(item.value, call.span).items.map(({ value }) => value);
    return itemOf(call.machine.apply(callee, values, call.span), call.span);
  });
  return listOf(made, rest, call.span, valuesOf(call));
}

/** What is gone through once. */
function once(behaviour: Behaviour): Behaviour {
  return (call) => {
    const made = behaviour(call);
    if (made.data instanceof List) made.data.isOnce = true;
    return made;
  };
}

/** The sums, or what a function makes, of the elements so far. */
function accumulated(call: NativeCall): Value {
  const [list] = positional(call);
  const callee = argument(call.given, 1, "func");
  let soFar = argument(call.given, -1, "initial");
  const items: Item[] = soFar === undefined || soFar.data === null ? [] : [itemOf(soFar, call.span)];
  if (soFar?.data === null) soFar = undefined;
  for (const { value } of list?.items ?? []) {
    soFar =
      soFar === undefined
        ? value
        : callee === undefined || callee.data === null
          ? added(call, soFar, value)
          : call.machine.apply(callee, [soFar, value], call.span);
    items.push(itemOf(soFar, call.span));
  }
  return listOf(items, list?.rest, call.span, valuesOf(call));
}

function added(call: NativeCall, a: Value, b: Value): Value {
  const [x, y] = [a.data, b.data];
  if (typeof x === "number" && typeof y === "number" && a.numeral === b.numeral) return numeral(computed(x + y, call.span, [a, b]), a.numeral);
  return typeof x === "string" && typeof y === "string" ? computed(x + y, call.span, [a, b]) : unknownOf(call, "itertools.accumulate");
}

/** Elements that follow each other and have one key. */
function grouped(call: NativeCall): Value {
  const [list] = positional(call);
  const key = argument(call.given, 1, "key");
  const made: { readonly key: Value; readonly items: Item[] }[] = [];
  for (const item of list?.items ?? []) {
    const own = applied(call.machine, key, item.value, call.span);
    const last = made.at(-1);
    const same = last === undefined ? false : call.machine.same(last.key, own);
    if (same === undefined) return listOf([], new Hole("is grouped by what is not known", call.span), call.span, valuesOf(call));
    if (same && last !== undefined) last.items.push(item);
    else made.push({ key: own, items: [item] });
  }
  const pairs = made.map((group) => {
    const held = new List(group.items);
    held.isOnce = true;
    return [group.key, computed(held, call.span, [])];
  });
  return tuples(call, pairs, list?.rest);
}

/** Elements up to the first for which a function says no, or from there on. */
function whileTrue(isHead: boolean): Behaviour {
  return (call) => {
    const [callee, list] = [argument(call.given, 0), argument(call.given, 1)];
    if (callee === undefined || list === undefined) return unknownOf(call, "itertools.takewhile");
    const items: Item[] = [];
    const end = { isMet: false, isUnknown: false };
    const rest = call.machine.walk(list, call.span, (item) => {
      if (!end.isMet) {
        const truth = call.machine.truth(call.machine.apply(callee, [item.value], call.span));
        end.isUnknown ||= truth === undefined;
        end.isMet = truth !== true;
      }
      if (list.data instanceof List && list.data.doubt !== undefined) end.isUnknown = true;
      if (end.isMet !== isHead && !end.isUnknown) items.push(item);
      return !end.isUnknown && !(isHead && end.isMet);
    });
    const open = end.isUnknown ? new Hole("is chosen by a condition that is not known", call.span) : isHead && end.isMet ? undefined : rest;
    return listOf(items, open, call.span, valuesOf(call));
  };
}

/** Two of neighbours each. */
function pairwise(call: NativeCall): Value {
  const [list] = positional(call);
  const values = (list?.items ?? []).map(({ value }) => value);
  return tuples(
    call,
    values.slice(1).flatMap((value, index) => (values[index] === undefined ? [] : [[values[index], value]])),
    list?.rest,
  );
}

/** Tuples of so many elements, the last of which may have fewer. */
function batched(call: NativeCall): Value {
  const [list] = positional(call);
  const size = numberArgument(call.given, 1, "n");
  if (size === undefined || size < 1) return unknownOf(call, "itertools.batched");
  const values = (list?.items ?? []).map(({ value }) => value);
  const made = Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
  return tuples(call, made, list?.rest);
}

const iterators: Table = {
  "itertools.chain": (call) => chained(call, positional(call)),
  "itertools.chain.from_iterable": (call) => {
    const [lists] = positional(call);
    const all = (lists?.items ?? []).map((item): Elements => call.machine.elements(item.value, call.span));
    return chained(call, lists?.rest === undefined ? all : [...all, { items: [], rest: lists.rest }]);
  },
  "itertools.product": product,
  "itertools.combinations": (call) => choose(call, false),
  "itertools.permutations": (call) => choose(call, true),
  "itertools.cycle": cycle,
  "itertools.count": count,
  "itertools.repeat": repeated,
  "itertools.islice": sliced,
  "itertools.zip_longest": zipLongest,
  "itertools.starmap": starMap,
  "itertools.accumulate": accumulated,
  "itertools.groupby": grouped,
  "itertools.takewhile": whileTrue(true),
  "itertools.dropwhile": whileTrue(false),
  "itertools.pairwise": pairwise,
  "itertools.batched": batched,
};

/** Functions of `itertools` and `functools`. */
export const iterationFunctions: Table = {
  ...Object.fromEntries(Object.entries(iterators).map(([name, behaviour]) => [name, once(behaviour)])),
  "contextlib.contextmanager": contextManager,
  "contextlib.asynccontextmanager": contextManager,
  "functools.reduce": reduce,
  "functools.partial": partial,
};
