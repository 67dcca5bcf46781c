import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, Instance, RecordData, written, type Data, type Value } from "../../../interpreter/value";
import type { NativeCall } from "../../../interpreter/native";
import { slotIn } from "./keys";
import { capacityOf, grownFrom, stored } from "./arrays";
import { conversions } from "./wholes";
import { argument, nil, pure, unknown, values, type Implementation } from "./support";
import { mayLose } from "../../../interpreter/unsure";

/** What Go has without an import. The names of types are their conversions. */
export const builtins: Readonly<Record<string, Implementation>> = {
  append: (call) => appended(call, addedItems(call), call.given.slice(1).find(({ isSpread }) => isSpread === true)?.value.data),
  len: (call) => lengthOf(call),
  cap: (call) => {
    const data = argument(call, 0)?.data;
    if (!(data instanceof List) || data.rest !== undefined) return lengthOf(call);
    const capacity = capacityOf(data);
    return capacity === undefined ? unknown(call, "is a capacity that Go decides") : computed(capacity, call.span, values(call));
  },
  min: pure((...numbers) => (numbers.every((number) => typeof number === "number") ? Math.min(...numbers) : undefined)),
  max: pure((...numbers) => (numbers.every((number) => typeof number === "number") ? Math.max(...numbers) : undefined)),
  delete: (call) => {
    const map = argument(call, 0)?.data;
    if (map instanceof RecordData) {
      call.machine.touch(map);
      const slot = slotIn(map, argument(call, 1));
      if (slot !== undefined) map.fields.delete(slot);
      else mayLose(map, new Hole("has lost a key that is not known", call.span));
    }
    return nil(call);
  },
  clear: (call) => {
    const data = argument(call, 0)?.data;
    if (data instanceof RecordData) {
      call.machine.touch(data);
      data.fields.clear();
    } else if (data instanceof List) {
      call.machine.touch(data);
      data.items = data.items.map((item) => ({ ...item, value: computed(zeroLike(item.value.data), call.span, []) }));
      stored(data, 0, data.items, call.machine);
    }
    return nil(call);
  },
  copy: (call) => {
    const [target, source] = [argument(call, 0)?.data, argument(call, 1)];
    if (!(target instanceof List) || source === undefined) return unknown(call, "is how much was copied");
    const { items, rest } = call.machine.elements(source, call.span);
    call.machine.touch(target);
    const count = Math.min(items.length, target.items.length);
    const copied = items.slice(0, count);
    target.items = [...copied, ...target.items.slice(count)];
    stored(target, 0, copied, call.machine);
    if (rest !== undefined) target.rest ??= rest;
    return computed(count, call.span, []);
  },
  panic: (call) => nil(call),
  print: (call) => nil(call),
  println: (call) => nil(call),
  close: (call) => nil(call),
  recover: (call) => {
    const panic = call.machine.panics.at(-1);
    if (panic === undefined || panic.isRecovered) return nil(call);
    panic.isRecovered = true;
    return panic.value;
  },
  string: (call) =>
    converted(
      call,
      (data) =>
        typeof data === "number" ? String.fromCodePoint(Math.min(Math.max(0, data), 0x10ffff)) : typeof data === "string" ? data : undefined,
      "",
    ),
  bool: (call) => converted(call, (data) => (typeof data === "boolean" ? data : undefined), false),
  ...conversions,
};

function zeroLike(data: Data): Data {
  if (typeof data === "number") return 0;
  if (typeof data === "string") return "";
  return typeof data === "boolean" ? false : null;
}

/** `T(x)`, and `T{}` where a type's name stands for a scalar. What is unchanged keeps its origin. */
function converted(call: NativeCall, convert: (data: Data) => Data | undefined, zero: Data): Value {
  const value = argument(call, 0);
  if (value === undefined) return written(zero, call.span);
  const result = convert(value.data);
  if (result === value.data) return value;
  return result === undefined
    ? value.data instanceof Hole || typeof value.data === "object"
      ? value
      : unknown(call, "is converted in a way that is not known")
    : computed(result, call.span, [value]);
}

function lengthOf(call: NativeCall): Value {
  const value = argument(call, 0);
  const data = value?.data;
  if (data === null) return computed(0, call.span, values(call));
  if (typeof data === "string") return computed(Buffer.byteLength(data, "utf8"), call.span, values(call));
  if (data instanceof List || data instanceof RecordData) {
    if (data.rest !== undefined) return computed(data.rest, call.span, values(call));
    return computed(data instanceof List ? data.items.length : data.fields.size, call.span, values(call));
  }
  return unknown(call, "is a length that is not known");
}

/** The elements that a call of append adds. */
export function addedItems(call: NativeCall): readonly Item[] {
  return call.given
    .slice(1)
    .filter(({ isSpread }) => isSpread !== true)
    .map(({ value, span }): Item => ({ value, placement: { kind: "added", call: call.span, argument: span }, passes: call.machine.passes }));
}

/** A list with more elements behind; the one that it is made from stays as it is. */
export function appended(call: NativeCall, added: readonly Item[], rest?: Data): Value {
  const value = argument(call, 0);
  const data = value?.data;
  const more = rest instanceof Hole ? rest : undefined;
  if (data instanceof Hole || (data !== null && !(data instanceof List))) {
    if (data instanceof Hole || data instanceof Instance) {
      const hole = data instanceof Hole ? data : new Hole("is no list that is known", call.span);
      return computed(new List([...added], hole), call.span, value === undefined ? [] : [value]);
    }
    return unknown(call, "appends to what is not known");
  }
  // What nothing is added to stays what it is: nil, too.
  if (added.length === 0 && more === undefined) return computed(data, call.span, value === undefined ? [] : [value]);
  const before = data?.items ?? [];
  const open = data?.rest ?? more;
  const list = new List([...before, ...added], open, data?.inPlace);
  if (data?.type !== undefined) list.type = data.type;
  if (data !== null && open === undefined) grownFrom(data, list, call.machine, call.span);
  return computed(list, call.span, value === undefined ? [] : [value]);
}
