import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List, type Item } from "../../interpreter/list";
import { computed, written, type Value } from "../../interpreter/value";
import { argumentItem } from "../java-and-csharp/changes";
import { equalTo } from "../java-and-csharp/equality";
import type { LibraryFunction, Method, Methods } from "../java-and-csharp/methods";
import { byComparison, naturally, type Order } from "../java-and-csharp/sorting";
import { at, unknownFrom } from "../library";
import { mayLose } from "../../interpreter/unsure";

/**
 * A queue whose least element comes first. Its elements are where the heap of the library has them, since equal ones leave it in the order of that:
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/PriorityQueue.html
 */
const orders = new WeakMap<List, Order>();

export const newPriorityQueue: LibraryFunction = ({ machine, given, span }) => {
  const queue = new List([]);
  queue.type = "PriorityQueue";
  const [comparator] = given.filter(({ value: { data } }) => typeof data === "object" && (data?.kind === "native" || data?.kind === "closure"));
  orders.set(queue, comparator === undefined ? naturally : byComparison(machine, comparator.value, span));
  const [filled] = given.filter(({ value: { data } }) => data instanceof List || data instanceof Hole);
  const made = written(queue, span);
  if (filled !== undefined) {
    const { items, rest } = machine.elements(filled.value, span);
    for (const item of items) push(queue, item);
    if (rest !== undefined) queue.rest = rest;
  }
  return made;
};

/** Where the order of two is not known, nobody knows what comes first. */
function before(queue: List, a: Item, b: Item): boolean {
  const order = orders.get(queue)?.(a.value, b.value);
  if (order === undefined) queue.rest ??= new Hole("is sorted by what is not known", a.value.origin.span);
  return order !== undefined && order < 0;
}

function push(queue: List, item: Item): void {
  const items = [...queue.items, item];
  for (let place = items.length - 1; place > 0;) {
    const above = (place - 1) >>> 1;
    const other = items[above];
    if (other === undefined || !before(queue, item, other)) break;
    items[place] = other;
    items[above] = item;
    place = above;
  }
  queue.items = items;
}

function pull(queue: List): Item | undefined {
  const items = [...queue.items];
  const [first] = items;
  const last = items.pop();
  if (items.length > 0 && last !== undefined) {
    items[0] = last;
    for (let place = 0; ;) {
      const left = 2 * place + 1;
      const [x, y] = [items[left], items[left + 1]];
      const isRight = x !== undefined && y !== undefined && before(queue, y, x);
      const below = isRight ? y : x;
      if (below === undefined || !before(queue, below, last)) break;
      items[place] = below;
      place = isRight ? left + 1 : left;
      items[place] = last;
    }
  }
  queue.items = items;
  return first;
}

const add: Method = ({ data }, { machine, given, span }) => {
  const [value] = given;
  if (data instanceof List && value !== undefined) {
    machine.touch(data);
    push(data, argumentItem(machine, value, span));
  }
  return computed(true, span, []);
};

const poll: Method = (self, call) => {
  const { data } = self;
  if (!(data instanceof List)) return unknownFrom(call.machine, call.span, [self]);
  call.machine.touch(data);
  if (data.rest !== undefined) return computed(data.rest, call.span, [self]);
  return pull(data)?.value ?? written(null, call.span);
};

const first: Method = (self, { span }) => {
  const { data } = self;
  if (!(data instanceof List)) return self;
  return data.rest === undefined ? (data.items[0]?.value ?? written(null, span)) : computed(data.rest, span, [self]);
};

/** Takes out what is equal to the argument; what is left is put in again. */
function without(self: Value, { machine, given, span }: NativeCall): Value {
  const { data } = self;
  const value = at(given, 0);
  if (!(data instanceof List) || value === undefined) return unknownFrom(machine, span, [self]);
  const same = data.items.map((item) => equalTo(machine, item.value, value));
  const place = same.indexOf(true);
  machine.touch(data);
  if (place < 0 && same.includes(undefined)) mayLose(data, new Hole("lost an element that is not known", span));
  if (place < 0) return computed(false, span, [self]);
  // Which of equal elements comes first afterwards depends on where they were.
  const left = data.items.filter((_, index) => index !== place);
  data.items = [];
  for (const item of left) push(data, item);
  if (left.some((a, index) => left.slice(index + 1).some((b) => orders.get(data)?.(a.value, b.value) === 0)))
    data.rest ??= new Hole("is in an order that is not known", span);
  return computed(true, span, [self]);
}

export const priorityQueues: Methods = {
  add,
  offer: add,
  addAll: (self, call) => {
    const other = at(call.given, 0);
    const { items, rest } = other === undefined ? { items: [] } : call.machine.elements(other, call.span);
    for (const { value } of items) add(self, { ...call, given: [{ value, span: call.span }] });
    if (rest !== undefined && self.data instanceof List) self.data.rest ??= rest;
    return computed(true, call.span, [self]);
  },
  poll,
  peek: first,
  element: first,
  remove: (self, call) => (call.given.length === 0 ? poll(self, call) : without(self, call)),
};
