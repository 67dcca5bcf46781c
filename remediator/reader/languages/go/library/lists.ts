import { bytePlaces } from "../../../interpreter/loops";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { Closure, computed, RecordData, written, type Data, type Value } from "../../../interpreter/value";
import { appended } from "./builtins";
import { keyAt } from "./keys";
import { copied } from "./structs";
import { argument, nil, unknown, values } from "./support";
import { grewInPlace, withRoom } from "./arrays";
import { descriptionOf, shaped, zero } from "./types";

/** Lists that were made in the loop that runs, and that only its variable holds. */
const grown = new WeakSet<List>();

/** More elements at the end, in place where nobody else holds the list. */
export function grow(call: NativeCall, added: readonly Item[], rest?: Hole): Value {
  const list = argument(call, 0);
  if (list?.data instanceof List && grown.has(list.data)) {
    call.machine.touch(list.data);
    const { length } = list.data.items;
    list.data.goesOn(rest);
    for (const item of added) list.data.items.push(item);
    grewInPlace(list.data, length, call.machine);
    return list;
  }
  const made = appended(call, added, rest);
  if (made.data instanceof List) grown.add(made.data);
  return made;
}

/** From here on somebody else may hold the list. */
export function fence(call: NativeCall): Value {
  const data = argument(call, 0)?.data;
  if (data instanceof List) grown.delete(data);
  return nil(call);
}

/** The indexes, keys or numbers that a `range` with one variable goes through; a function goes through what it gives by itself. */
export function keys(call: NativeCall): Value {
  const subject = argument(call, 0);
  const data = subject?.data;
  if (subject !== undefined && (data instanceof Closure || (data instanceof List && data.isSequence === true))) return subject;
  const parts = subject === undefined ? [] : [subject];
  const listed = (elements: readonly Data[], rest?: Hole): Value => {
    const items = elements.map((element): Item => ({ value: computed(element, call.span, parts), placement: { kind: "computed", span: call.span } }));
    return computed(rest === undefined ? new List(items) : new List(items, rest), call.span, parts);
  };
  const counted = (count: number, rest?: Hole): Value =>
    listed(
      Array.from({ length: Math.min(Math.max(0, count), 500_000) }, (_, index) => index),
      rest,
    );
  if (data === null) return listed([]);
  if (typeof data === "number") return counted(data);
  if (typeof data === "string") return listed(bytePlaces(data));
  if (data instanceof List) return counted(data.items.length, data.rest);
  if (data instanceof RecordData) {
    return call.machine.list(
      [...data.fields.keys()].map((name) => keyAt(data, name, call.span, parts)),
      call.span,
      data.rest,
    );
  }
  return unknown(call, "is no list that is known");
}

/** `make(T, length)`. */
export function make(call: NativeCall): Value {
  const [type, length, capacity] = values(call);
  const description = type === undefined ? undefined : descriptionOf(type);
  if (description?.kind === "slice") {
    if (length === undefined) return written(new List([]), call.span);
    if (typeof length.data !== "number")
      return computed(new List([], new Hole("is a list of a length that is not known", call.span)), call.span, values(call));
    const element = description.of === undefined ? nil(call) : zero(call.machine, description.of, call.span);
    const count = Math.min(Math.max(0, length.data), 100_000);
    const list = new List(
      Array.from({ length: count }, (): Item => ({ value: copied(element, 0), placement: { kind: "computed", span: call.span } })),
    );
    if (typeof capacity?.data === "number") withRoom(list, capacity.data);
    return written(list, call.span);
  }
  if (description?.kind === "map") return shaped(call.machine, written(new RecordData(), call.span), type ?? nil(call), call.span);
  const name = type?.data instanceof Native ? "" : nameOf(type);
  if (/(?:Array|List)$/.test(name)) {
    const count = typeof length?.data === "number" ? Math.min(Math.max(0, length.data), 100_000) : 0;
    return written(
      new List(Array.from({ length: count }, (): Item => ({ value: nil(call), placement: { kind: "computed", span: call.span } }))),
      call.span,
    );
  }
  if (name.endsWith("Map")) {
    const data = new RecordData();
    data.type = name;
    return written(data, call.span);
  }
  return unknown(call, "is made of a type that is not known");
}

function nameOf(type: Value | undefined): string {
  const data = type?.data;
  if (typeof data !== "object" || data === null) return "";
  return data.kind === "symbol" ? (data.path.at(-1) ?? "") : "";
}

/** A list of a zero value, then index, value, index, value. */
export function indexed(call: NativeCall): Value {
  const items: Item[] = [];
  const zeroValue = argument(call, 0) ?? nil(call);
  let next = 0;
  for (let at = 1; at + 1 < call.given.length; at += 2) {
    const [index, value] = [call.given[at], call.given[at + 1]];
    if (index === undefined || value === undefined) break;
    const { data } = index.value;
    if (data !== null && (typeof data !== "number" || data < 0 || data > 100_000)) {
      return written(new List(items, data instanceof Hole ? data : new Hole("has an index that is not known", call.span)), call.span);
    }
    if (data !== null) next = data;
    while (items.length < next) items.push({ value: copied(zeroValue, 0), placement: { kind: "computed", span: call.span } });
    items[next++] = { value: value.value, placement: { kind: "literal", list: call.span, element: value.span } };
  }
  return written(new List(items), call.span);
}

/** An array that is as long as its type says: what its braces leave out is the zero value. */
export function padded(call: NativeCall): Value {
  const [array, length, zeroValue] = values(call);
  if (!(array?.data instanceof List)) return array ?? nil(call);
  const { data } = array;
  if (typeof length?.data !== "number") data.rest ??= new Hole("is an array of a length that is not known", call.span);
  else
    for (let place = data.items.length; place < Math.min(length.data, 100_000); place++)
      data.items.push({ value: copied(zeroValue ?? nil(call), 0), placement: { kind: "computed", span: call.span } });
  return array;
}

/** `append(a, b...)`, also of bytes. */
export function concatenated(call: NativeCall): Value {
  const [first, second] = values(call);
  if (typeof second?.data === "string") {
    const before = first?.data ?? "";
    return typeof before === "string"
      ? computed(before + second.data, call.span, values(call))
      : unknown(call, "is made of bytes that are not known");
  }
  if (second === undefined) return unknown(call, "is a list that is not known");
  const { items, rest } = call.machine.elements(second, call.span);
  return appended(call, items, rest);
}
