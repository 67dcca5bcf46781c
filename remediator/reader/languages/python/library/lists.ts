import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { isUnordered, List, type Item } from "../../../interpreter/list";
import { computed, Instance, type Value } from "../../../interpreter/value";
import { blockOf, compareBlocks } from "./addresses";
import { keyOf } from "./keys";
import { declares } from "./objects";
import { argument, applied, elementsOf, listOf, numberArgument, scalar, unknownOf } from "./natives";

type Method = (list: List, call: NativeCall, object: Value) => Value;

/** A method of a list, tuple or set; undefined where they have none of this name. */
export function listMethod(name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** A copy that is of the same kind. */
function alike(list: List): List {
  const copy = new List([...list.items], list.rest, list.inPlace);
  if (list.type !== undefined) copy.type = list.type;
  if (list.isUnordered !== undefined) copy.isUnordered = list.isUnordered;
  return copy;
}

function nothing({ span }: NativeCall): Value {
  return computed(null, span, []);
}

/** What a call puts into a list. */
function added({ machine, given, span }: NativeCall, position: number): Item | undefined {
  const one = given.filter(({ name }) => name === undefined)[position];
  return one === undefined ? undefined : { value: one.value, placement: { kind: "added", call: span, argument: one.span }, passes: machine.passes };
}

function change(list: List, call: NativeCall, make: () => void): Value {
  call.machine.touch(list);
  make();
  return nothing(call);
}

function mayHoldMore(list: List, rest: Hole | undefined): void {
  if (rest !== undefined) list.rest ??= rest;
}

const append: Method = (list, call) =>
  change(list, call, () => {
    const item = added(call, 0);
    if (item !== undefined) list.items.push(item);
  });

const extend: Method = (list, call) =>
  change(list, call, () => {
    for (const { value } of call.given) {
      const { items, rest } = call.machine.elements(value, call.span);
      list.goesOn(rest);
      for (const item of [...items]) list.items.push(item);
    }
  });

const insert: Method = (list, call) =>
  change(list, call, () => {
    const at = numberArgument(call.given, 0);
    const item = added(call, 1);
    if (item === undefined) return;
    if (at === undefined) list.items.push(item);
    else list.items.splice(at, 0, item);
  });

const pop: Method = (list, call, object) => {
  const at = call.given.length === 0 ? -1 : numberArgument(call.given, 0);
  if (at === undefined || list.rest !== undefined) {
    call.machine.touch(list);
    mayHoldMore(list, list.rest ?? new Hole("lost an element that is not known", call.span));
    return unknownOf(call, "pop", object);
  }
  const index = at < 0 ? list.items.length + at : at;
  const item = list.items[index];
  if (item === undefined) return call.machine.fail("is taken from a list that is too short", call.span, "IndexError");
  if (isUnordered(list)) {
    call.machine.touch(list);
    mayHoldMore(list, new Hole("lost one of its elements, and nobody knows which", call.span));
    list.items = [];
    return call.machine.hole("is one of a set, whose order is not known", call.span, [object]);
  }
  call.machine.touch(list);
  list.items.splice(index, 1);
  return item.value;
};

/** Takes out what is equal to the argument. */
function without(list: List, value: Value, call: NativeCall): void {
  const same = list.items.map((item) => call.machine.same(item.value, value));
  const index = same.indexOf(true);
  call.machine.touch(list);
  if (index >= 0) list.items = list.items.toSpliced(index, 1);
  else if (same.includes(undefined)) mayHoldMore(list, new Hole("lost an element that is not known", call.span));
}

const remove: Method = (list, call) => {
  const value = argument(call.given, 0);
  if (value !== undefined) without(list, value, call);
  return nothing(call);
};

const indexOf: Method = (list, call, object) => {
  const value = argument(call.given, 0);
  if (value === undefined) return unknownOf(call, "index", object);
  const same = list.items.map((item) => call.machine.same(item.value, value));
  const index = same.indexOf(true);
  return index < 0 || list.rest !== undefined || same.slice(0, index).includes(undefined)
    ? unknownOf(call, "index", object)
    : scalar(index, call, object);
};

const count: Method = (list, call, object) => {
  const value = argument(call.given, 0);
  const same = value === undefined ? [undefined] : list.items.map((item) => call.machine.same(item.value, value));
  if (list.rest !== undefined || same.includes(undefined)) return unknownOf(call, "count", object);
  return scalar(same.filter((one) => one === true).length, call, object);
};

const sort: Method = (list, call) =>
  change(list, call, () => {
    const { items, rest, isUnordered: isOpen } = sorted(call, list.items, list.rest);
    list.items = [...items];
    mayHoldMore(list, rest);
    if (isOpen === true) list.isUnordered = true;
  });

interface Sorted {
  readonly items: readonly Item[];
  readonly rest?: Hole;
  readonly isUnordered?: true;
}

/** `sorted`, with its `key` and `reverse`; in an order that is not known the elements are any of a list that may hold more. */
export function sorted(call: NativeCall, items: readonly Item[], rest: Hole | undefined): Sorted {
  const key = argument(call.given, -1, "key");
  const reverse = argument(call.given, -1, "reverse");
  const reversed = reverse === undefined ? false : call.machine.truth(reverse);
  const keyed = items.map((item) => ({ item, key: applied(call.machine, key, item.value, call.span) }));
  const unsorted: Sorted = { items, rest: rest ?? new Hole("is sorted by what is not known", call.span), isUnordered: true };
  if (reversed === undefined || rest !== undefined) return unsorted;
  try {
    keyed.sort((a, b) => (reversed ? -1 : 1) * ofObjects(call, a.key, b.key));
  } catch (error) {
    if (error instanceof NotComparable) return unsorted;
    throw error;
  }
  return { items: keyed.map(({ item }) => item) };
}

class NotComparable extends Error {}

function notComparable(): never {
  throw new NotComparable();
}

/** Objects that say themselves which of two comes first. */
function ofObjects({ machine, span }: NativeCall, a: Value, b: Value): number {
  if (!(a.data instanceof Instance && b.data instanceof Instance && declares(a.data.type, "__lt__"))) return compare(a, b);
  const less = (x: Value, y: Value): boolean => {
    const truth = machine.truth(machine.apply(machine.member(x, "__lt__", span), [y], span));
    if (truth === undefined) throw new NotComparable();
    return truth;
  };
  return less(a, b) ? -1 : less(b, a) ? 1 : 0;
}

/** As Python's `<` orders numbers, texts and tuples. */
export function compare(a: Value, b: Value): number {
  const [x, y] = [a.data, b.data];
  if (x instanceof List && y instanceof List && x.rest === undefined && y.rest === undefined) {
    for (const [index, item] of x.items.entries()) {
      const other = y.items[index];
      if (other === undefined) return 1;
      const order = compare(item.value, other.value);
      if (order !== 0) return order;
    }
    return x.items.length - y.items.length;
  }
  const [block, other] = [blockOf(a), blockOf(b)];
  if (block !== undefined && other !== undefined) return compareBlocks(block, other) ?? notComparable();
  if (typeof x === "string" && typeof y === "string") return x < y ? -1 : x > y ? 1 : 0;
  const [m, n] = [Number(x), Number(y)];
  if ((typeof x === "number" || typeof x === "boolean") && (typeof y === "number" || typeof y === "boolean")) return m - n;
  throw new NotComparable();
}

/** Which of the two comes first for Python; undefined where that is not known. Objects say it themselves, where a call may ask them. */
export function ordered(a: Value, b: Value, call?: NativeCall): number | undefined {
  try {
    return call === undefined ? compare(a, b) : ofObjects(call, a, b);
  } catch (error) {
    if (error instanceof NotComparable) return undefined;
    throw error;
  }
}

/** Whether a set takes two elements for one: objects say it themselves. */
function isOne({ machine }: Pick<NativeCall, "machine">, a: Value, b: Value): boolean {
  const { here } = machine;
  if (a.data instanceof Instance && declares(a.data.type, "__eq__") && declares(a.data.type, "__hash__"))
    return machine.truth(machine.apply(machine.member(a, "__eq__", here), [b], here)) === true;
  return machine.same(a, b) === true;
}

/** Elements once each. What may be equal is kept. */
export function distinct(call: Pick<NativeCall, "machine">, items: readonly Item[]): readonly Item[] {
  const kept: Item[] = [];
  const scalars = new Set<unknown>();
  for (const item of items) {
    const key = keyOf(item.value);
    const name = key === undefined ? undefined : `${key.kind} ${key.text}`;
    if (name !== undefined ? scalars.has(name) : kept.length < 1_000 && kept.some((other) => isOne(call, other.value, item.value))) continue;
    if (name !== undefined) scalars.add(name);
    kept.push(item);
  }
  return kept;
}

const add: Method = (list, call) =>
  change(list, call, () => {
    const item = added(call, 0);
    if (item !== undefined) list.items = [...distinct(call, [...list.items, item])];
  });

const update: Method = (list, call, object) => {
  extend(list, call, object);
  list.items = [...distinct(call, list.items)];
  return nothing(call);
};

/** A set made of two: which elements of the first and of the second it has. */
export function setOperation(call: NativeCall, a: Value, b: Value, choose: (inOther: boolean, side: "first" | "second") => boolean): Value {
  const [x, y] = [elementsOf(call.machine, a, call.span), elementsOf(call.machine, b, call.span)];
  const isIn = (item: Item, others: readonly Item[], rest: Hole | undefined): boolean | undefined => {
    const same = others.map((other) => call.machine.same(other.value, item.value));
    return same.includes(true) ? true : rest !== undefined || same.includes(undefined) ? undefined : false;
  };
  let rest = x.rest ?? y.rest;
  const pick = (items: readonly Item[], others: readonly Item[], otherRest: Hole | undefined, side: "first" | "second"): readonly Item[] =>
    items.filter((item) => {
      const inOther = isIn(item, others, otherRest);
      if (inOther !== undefined) return choose(inOther, side);
      const [yes, no] = [choose(true, side), choose(false, side)];
      if (yes !== no) rest ??= new Hole("may be in one set and not in the other", call.span);
      return yes && no;
    });
  const items = [...pick(x.items, y.items, y.rest, "first"), ...pick(y.items, x.items, x.rest, "second")];
  const made = listOf(distinct(call, items), rest, call.span, [a, b]);
  if (made.data instanceof List) made.data.type = a.data instanceof List && a.data.type === "frozenset" ? "frozenset" : "set";
  return made;
}

export const setOperations: Readonly<Record<string, (inOther: boolean, side: "first" | "second") => boolean>> = {
  union: () => true,
  intersection: (inOther, side) => inOther && side === "first",
  difference: (inOther, side) => !inOther && side === "first",
  symmetric_difference: (inOther) => !inOther,
};

function combine(operation: string): Method {
  return (_, call, object) => {
    const choose = setOperations[operation];
    if (choose === undefined) return unknownOf(call, operation, object);
    return call.given.reduce((left, { value }) => setOperation(call, left, value, choose), object);
  };
}

function contains(outer: Value, inner: Value, call: NativeCall, object: Value): Value {
  const missing = setOperation(call, inner, outer, (inOther, side) => !inOther && side === "first");
  if (!(missing.data instanceof List)) return unknownOf(call, "issubset", object);
  if (missing.data.items.length > 0) return scalar(false, call, object);
  return missing.data.rest === undefined ? scalar(true, call, object) : unknownOf(call, "issubset", object);
}

const methods: Readonly<Record<string, Method>> = {
  append,
  appendleft: (list, call) =>
    insert(list, { ...call, given: [{ value: computed(0, call.span, []), span: call.span }, ...call.given] }, computed(null, call.span, [])),
  extend,
  insert,
  pop,
  popleft: (list, call, object) => pop(list, { ...call, given: [{ value: computed(0, call.span, []), span: call.span }] }, object),
  remove,
  discard: remove,
  index: indexOf,
  count,
  sort,
  reverse: (list, call) => change(list, call, () => list.items.reverse()),
  clear: (list, call) =>
    change(list, call, () => {
      list.items = [];
      list.rest = undefined;
    }),
  copy: (list, { span }, object) => ({ ...listOf(list.items, list.rest, span, [object]), data: alike(list) }),
  add,
  update,
  union: combine("union"),
  intersection: combine("intersection"),
  difference: combine("difference"),
  symmetric_difference: combine("symmetric_difference"),
  isdisjoint: (_, call, object) => {
    const both = setOperation(call, object, argument(call.given, 0) ?? object, (inOther, side) => inOther && side === "first");
    if (!(both.data instanceof List)) return unknownOf(call, "isdisjoint", object);
    return both.data.items.length > 0
      ? scalar(false, call, object)
      : both.data.rest === undefined
        ? scalar(true, call, object)
        : unknownOf(call, "isdisjoint", object);
  },
  rotate: (list, call) =>
    change(list, call, () => {
      const by = call.given.length === 0 ? 1 : numberArgument(call.given, 0);
      const { length } = list.items;
      if (by === undefined || list.rest !== undefined) mayHoldMore(list, new Hole("is turned in a way that is not known", call.span));
      else if (length > 0)
        list.items = [
          ...list.items.slice(length - (((by % length) + length) % length) || length),
          ...list.items.slice(0, length - (((by % length) + length) % length)),
        ];
    }),
  issubset: (_, call, object) => contains(argument(call.given, 0) ?? object, object, call, object),
  issuperset: (_, call, object) => contains(object, argument(call.given, 0) ?? object, call, object),
};
