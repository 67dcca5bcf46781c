import { maybeThese } from "../../../interpreter/choices";
import { membersOfEnum } from "../../../interpreter/iteration";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { isUnordered, List, perhapsEqual, type Item } from "../../../interpreter/list";
import { ClassData, computed, Instance, RecordData, written, type Value } from "../../../interpreter/value";
import { hidden } from "../context";
import { distinct, ordered, sorted } from "./lists";
import { declares } from "./objects";
import {
  applied,
  argument,
  elementsOf,
  isHoleful,
  itemOf,
  listOf,
  numberArgument,
  scalar,
  tupleOf,
  unknownOf,
  type Behaviour,
  type Table,
} from "./natives";

/** The longest range that is made. */
const longestRange = 100_000;

/** The elements of the first argument, which keep their places. */
function firstElements(call: NativeCall): { readonly items: readonly Item[]; readonly rest?: Hole; readonly value: Value | undefined } {
  const value = argument(call.given, 0, "iterable");
  return { ...elementsOf(call.machine, value, call.span), value };
}

/** A list made from the elements of the first argument. */
function remade(change: (items: readonly Item[], call: NativeCall) => readonly Item[]): Behaviour {
  return (call) => {
    const { items, rest, value } = firstElements(call);
    return listOf(change(items, call), rest, call.span, value === undefined ? [] : [value]);
  };
}

function length(call: NativeCall): Value {
  const value = argument(call.given, 0);
  const data = value?.data;
  if (value !== undefined && data instanceof Instance && declares(data.type, "__len__"))
    return call.machine.apply(call.machine.member(value, "__len__", call.span), [], call.span);
  if (data instanceof ClassData && data.expression.isEnum === true) return scalar(membersOfEnum(data).length, call);
  if (typeof data === "string") return scalar(value?.numeral === "bytes" ? Buffer.byteLength(data) : Array.from(data).length, call);
  const equal = data instanceof List ? perhapsEqual(data) : undefined;
  if (equal !== undefined && value !== undefined) return computed(equal, call.span, [value]);
  if (data instanceof List && data.rest === undefined) return scalar(data.items.length, call);
  if (data instanceof RecordData && data.rest === undefined) return scalar(data.fields.size, call);
  const rest = data instanceof List || data instanceof RecordData ? data.rest : undefined;
  return rest === undefined ? unknownOf(call, "len") : computed(rest, call.span, value === undefined ? [] : [value]);
}

function range(call: NativeCall): Value {
  const bounds = call.given.map(({ value }) => value.data);
  if (!bounds.every((bound) => typeof bound === "number")) {
    const hole = unknownOf(call, "range");
    return isHoleful(hole) ? listOf([], hole.data, call.span, [hole]) : hole;
  }
  const [a = 0, b, step = 1] = bounds;
  const [from, to] = b === undefined ? [0, a] : [a, b];
  const items: Item[] = [];
  if (step === 0) return unknownOf(call, "range");
  let at = from;
  for (; (step > 0 ? at < to : at > to) && items.length < longestRange; at += step) items.push(itemOf(computed(at, call.span, []), call.span));
  const isCut = step > 0 ? at < to : at > to;
  const rest = isCut ? new Hole("is one of more numbers than are followed", call.span) : undefined;
  return listOf(
    items,
    rest,
    call.span,
    call.given.map(({ value }) => value),
  );
}

function enumerate(call: NativeCall): Value {
  const { items, rest, value } = firstElements(call);
  const start = argument(call.given, 1, "start")?.data ?? 0;
  const pairs = items.map((item, index) => {
    const number =
      typeof start === "number" ? computed(index + start, call.span, []) : call.machine.hole("is counted from what is not known", call.span);
    return itemOf(tupleOf([number, item.value], call.span), call.span, item);
  });
  return listOf(pairs, rest, call.span, value === undefined ? [] : [value]);
}

function zip(call: NativeCall): Value {
  const values = call.given.filter(({ name }) => name === undefined).map(({ value }) => value);
  const all = values.map((value) => call.machine.elements(value, call.span));
  const known = Math.min(...all.map(({ items }) => items.length));
  const shortest = all.length === 0 ? 0 : known;
  const tuples = Array.from({ length: shortest }, (_, index) =>
    itemOf(
      tupleOf(
        all.flatMap(({ items }) => items[index]?.value ?? []),
        call.span,
      ),
      call.span,
    ),
  );
  // A list that ends, and is known to, ends the others as well.
  const ends = all.some(({ items, rest }) => rest === undefined && items.length === shortest);
  const rest = ends ? undefined : all.find((one) => one.rest !== undefined)?.rest;
  return listOf(tuples, rest, call.span, values);
}

function map(call: NativeCall): Value {
  const [callee, ...lists] = call.given;
  if (callee === undefined) return unknownOf(call, "map");
  const all = lists.map(({ value }) => call.machine.elements(value, call.span));
  const count = all.length === 0 ? 0 : Math.min(...all.map(({ items }) => items.length));
  const items = Array.from({ length: count }, (_, index) => {
    const values = all.flatMap(({ items: own }) => own[index]?.value ?? []);
    return itemOf(call.machine.apply(callee.value, values, call.span), call.span);
  });
  const rest = all.find((one) => one.rest !== undefined)?.rest;
  if (rest !== undefined) {
    const unknown = lists.map(() => computed(rest, call.span, []));
    call.machine.apply(callee.value, unknown, call.span);
  }
  const made = listOf(
    items,
    rest,
    call.span,
    lists.map(({ value }) => value),
  );
  if (made.data instanceof List && lists.some(({ value }) => value.data instanceof List && isUnordered(value.data))) made.data.isUnordered = true;
  return made;
}

/** What may or may not be kept makes the rest of the list unknown. */
function filter(call: NativeCall): Value {
  const [callee, list] = call.given;
  if (callee === undefined || list === undefined) return unknownOf(call, "filter");
  const { items, rest } = call.machine.elements(list.value, call.span);
  let open = rest;
  const kept = items.filter((item) => {
    const truth = call.machine.truth(applied(call.machine, callee.value, item.value, call.span));
    if (truth === undefined) open = maybeThese(open ?? new Hole("is filtered by what is not known", call.span), [item.value]);
    return truth === true;
  });
  return listOf(kept, open, call.span, [list.value]);
}

function every(decisive: boolean): Behaviour {
  return (call) => {
    const list = argument(call.given, 0);
    const truths = new Set<boolean | undefined>();
    const rest =
      list === undefined
        ? undefined
        : call.machine.walk(list, call.span, (item) => {
            const truth = call.machine.truth(item.value);
            truths.add(truth);
            return truth !== decisive;
          });
    if (truths.has(decisive)) return scalar(decisive, call);
    return rest !== undefined || truths.has(undefined) ? unknownOf(call, decisive ? "any" : "all") : scalar(!decisive, call);
  };
}

function sum(call: NativeCall): Value {
  const { items, rest } = firstElements(call);
  const start = argument(call.given, 1, "start");
  if (start?.data instanceof List) return flattened(call, start, items, rest);
  const numbers = [...(start === undefined ? [] : [start]), ...items.map((item) => item.value)].map(({ data }) => data);
  const isKnown = rest === undefined && numbers.every((number) => typeof number === "number" || typeof number === "boolean");
  return isKnown
    ? scalar(
        numbers.reduce<number>((total, number) => total + Number(number), 0),
        call,
      )
    : unknownOf(call, "sum");
}

/** `sum(lists, [])` puts lists one behind the other. */
function flattened(call: NativeCall, start: Value, lists: readonly Item[], rest: Hole | undefined): Value {
  const all = [start, ...lists.map((item) => item.value)].map((value) => call.machine.elements(value, call.span));
  return listOf(
    all.flatMap(({ items }) => items),
    rest ?? all.find((one) => one.rest !== undefined)?.rest,
    call.span,
    [],
  );
}

function extreme(name: string, sign: 1 | -1): Behaviour {
  return (call) => {
    const positional = call.given.filter((one) => one.name === undefined);
    const { items, rest } =
      positional.length > 1 ? { items: positional.map(({ value }) => itemOf(value, call.span)), rest: undefined } : firstElements(call);
    const key = argument(call.given, -1, "key");
    let best: { readonly value: Value; readonly key: Value } | undefined;
    for (const { value } of items) {
      const own = applied(call.machine, key, value, call.span);
      const order = best === undefined ? -sign : ordered(own, best.key, call);
      if (order === undefined) return unknownOf(call, name);
      if (order * sign < 0) best = { value, key: own };
    }
    if (rest !== undefined) return unknownOf(call, name);
    return best?.value ?? argument(call.given, -1, "default") ?? unknownOf(call, name);
  };
}

/** Whether what is given is a generator expression, which nobody else has. */
function isMadeHere({ given: [first] }: NativeCall): boolean {
  return (
    first?.span.file.text.charAt(first.span.start) === "(" || /^\S+\s+for\b/.test(first?.span.file.text.slice(first.span.start, first.span.end) ?? "")
  );
}

function firstOnly(call: NativeCall, list: Value): Value {
  let found: Value | undefined;
  const rest = call.machine.walk(list, call.span, ({ value }) => {
    const doubt = list.data instanceof List ? list.data.doubt : undefined;
    found = doubt === undefined ? value : computed(doubt, call.span, [list]);
    return false;
  });
  if (found !== undefined) return found;
  if (rest !== undefined) return computed(rest, call.span, [list]);
  return argument(call.given, 1) ?? call.machine.fail("is taken from where nothing is left", call.span, "StopIteration");
}

/** `generator.send(value)`: the next of what is left, of which what depends on the value is not known. */
export function sent(list: Value, call: NativeCall): Value {
  return next({ ...call, given: [{ value: list, span: call.span }] });
}

/** `next(iterator)`: takes out the first of what is left. */
function next(call: NativeCall): Value {
  const given = argument(call.given, 0);
  // A file gives its lines.
  const value = given?.data instanceof Native ? given.data.behaviour.elements?.(call.machine, call.span) : given;
  if (!(value?.data instanceof List)) return unknownOf(call, "next");
  const { data } = value;
  if (isUnordered(data)) return call.machine.hole("is one of a set, whose order is not known", call.span, [value]);
  if (data.isOnce === true && data.source !== undefined) {
    if (isMadeHere(call)) return firstOnly(call, value);
    const makeAll = (): number => data.length;
    // It goes on when somebody asks for more: what it changes until then is not known.
    call.machine.uncertain("how far a generator has gone", call.span, () => {
      makeAll();
    });
  }
  if (data.rest !== undefined && data.inPlace === 0) return computed(data.rest, call.span, [value]);
  if (data.isOnce === true && data.length > 0) call.machine.touch(data);
  const first = data.isOnce === true ? data.takeFirst() : data.items[0];
  if (first !== undefined) return first.value;
  if (data.rest !== undefined) return computed(data.rest, call.span, [value]);
  const last = data.returned ?? written(null, call.span);
  delete data.returned;
  return argument(call.given, 1) ?? call.machine.fail("is taken from where nothing is left", call.span, "StopIteration", { value: last });
}

/** Where the order of elements matters, those of a set are not known. */
function inOrder(behaviour: Behaviour): Behaviour {
  return (call) => {
    const shuffled = call.given.find(({ value }) => value.data instanceof List && isUnordered(value.data));
    if (shuffled === undefined) return behaviour(call);
    return listOf([], new Hole("is made of a set, whose order is not known", call.span), call.span, [shuffled.value]);
  };
}

/** What is gone through once, as it was made. */
function once(behaviour: Behaviour): Behaviour {
  return (call) => {
    const made = behaviour(call);
    if (made.data instanceof List) made.data.isOnce = true;
    return made;
  };
}

const asList = ofSameOrder(remade((items) => items));

/** What is made of a set has no order that is known either. */
function ofSameOrder(behaviour: Behaviour): Behaviour {
  return (call) => {
    const subject = argument(call.given, 0)?.data;
    const isShuffled = subject instanceof List && isUnordered(subject);
    const made = behaviour(call);
    if (isShuffled && made.data instanceof List) made.data.isUnordered = true;
    return made;
  };
}

function typed(type: "tuple" | "set" | "frozenset", behaviour: Behaviour): Behaviour {
  return (call) => {
    const made = behaviour(call);
    if (made.data instanceof List) made.data.type = type;
    return made;
  };
}

const distinctElements = remade((items, call) => distinct(call, items));
const turned = once(ofSameOrder(remade((items) => [...items].reverse())));
const asSet = typed("set", distinctElements);

export const collectionFunctions: Table = {
  len: length,
  range,
  enumerate: once(inOrder(enumerate)),
  zip: once(inOrder(zip)),
  map: once(map),
  filter: once(ofSameOrder(filter)),
  any: every(true),
  all: every(false),
  sum,
  min: extreme("min", 1),
  max: extreme("max", -1),
  next,
  iter: once(asList),
  list: asList,
  tuple: typed("tuple", asList),
  set: asSet,
  [hidden.set]: asSet,
  frozenset: typed("frozenset", distinctElements),
  reversed: (call) => {
    const value = argument(call.given, 0);
    return value?.data instanceof Instance && declares(value.data.type, "__reversed__")
      ? call.machine.apply(call.machine.member(value, "__reversed__", call.span), [], call.span)
      : turned(call);
  },
  sorted: (call) => {
    const { items, rest, value } = firstElements(call);
    const done = sorted(call, items, rest);
    const made = listOf(done.items, done.rest, call.span, value === undefined ? [] : [value]);
    if (done.isUnordered === true && made.data instanceof List) made.data.isUnordered = true;
    return made;
  },
  divmod: (call) => {
    const [a, b] = [numberArgument(call.given, 0), numberArgument(call.given, 1)];
    if (a === undefined || b === undefined || b === 0) return unknownOf(call, "divmod");
    const quotient = Math.floor(a / b);
    return tupleOf([scalar(quotient, call), scalar(a - quotient * b, call)], call.span);
  },
};
