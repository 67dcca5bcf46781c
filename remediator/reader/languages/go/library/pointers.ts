import type { NativeCall } from "../../../interpreter/native";
import type { Machine } from "../../../interpreter/machine";
import { Native } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, Instance, passedOn, RecordData, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { sharesLoopVariables } from "../modules";
import { notePointedAt, stored } from "./arrays";
import { argument, native, nil } from "./support";

/** A pointer to something that has no parts: a number, a text, another pointer. */
interface Pointer {
  readonly get: Value;
  readonly set: Value;
}

const pointers = new WeakMap<Native, Pointer>();

function pointerTo(pointer: Pointer, call: NativeCall): Value {
  const made = new Native("go pointer", {
    awaited: () => call.machine.call(pointer.get, [], call.span),
    member: (name, machine, span) => machine.member(machine.call(pointer.get, [], span), name, span),
  });
  pointers.set(made, pointer);
  return written(made, call.span);
}

/** `&x`: a getter and a setter of the variable, and why it is no matter of what it holds now. */
export function address(call: NativeCall): Value {
  const [value, get, set] = call.given.map((one) => one.value);
  const [isRanged, isStored] = [argument(call, 3)?.data === true, argument(call, 4)?.data === true];
  if (value === undefined || get === undefined || set === undefined) return nil(call);
  const isShared = isRanged && sharesLoopVariables("for each", call.span.file, call.machine.program);
  return (isShared || isStored) && !hasParts(value) ? pointerTo({ get, set }, call) : value;
}

/** `&list[place]`: a place of the array that the list has now. A list that outgrows its array has another one. */
export function elementAddress(call: NativeCall): Value {
  const [list, index] = call.given.map((one) => one.value);
  if (list === undefined || index === undefined) return nil(call);
  const { machine, span } = call;
  const [{ data }, place] = [list, index.data];
  const item = data instanceof List && data.rest === undefined && typeof place === "number" ? data.items[place] : undefined;
  if (!(data instanceof List) || typeof place !== "number" || item === undefined) return unknownFrom(list, index, machine, span);
  if (item.value.data instanceof Instance) notePointedAt(data, item.value.data);
  if (hasParts(item.value)) return passedOn(item.value, "element", span, String(place));
  const get = (): Value => data.items[place]?.value ?? nil(call);
  const set = ({ given, span: at }: NativeCall): Value => {
    const made: Item = { value: given[0]?.value ?? nil(call), placement: { kind: "computed", span: at } };
    machine.touch(data);
    data.items[place] = made;
    stored(data, place, [made], machine);
    return made.value;
  };
  return pointerTo({ get: native("get", get, span), set: native("set", set, span) }, call);
}

function unknownFrom(list: Value, index: Value, machine: Machine, span: Span): Value {
  const rest = list.data instanceof List ? list.data.rest : undefined;
  if (list.data instanceof Hole || rest !== undefined) return computed(rest ?? list.data, span, [list, index]);
  return machine.fail("is beyond the end of a list", span, "runtime error");
}

/** `&object.field`. */
export function fieldAddress(call: NativeCall): Value {
  const [object, name] = call.given.map((one) => one.value);
  if (object === undefined || typeof name?.data !== "string") return nil(call);
  const { machine, span } = call;
  const { data: field } = name;
  const held = machine.member(object, field, span);
  const { data } = object;
  if (!(data instanceof Instance || data instanceof RecordData) || !data.fields.has(field) || hasParts(held)) return held;
  const set = ({ given, span: entry }: NativeCall): Value => {
    const value = given[0]?.value ?? nil(call);
    machine.touch(data);
    data.fields.set(field, { value, entry, placement: "assigned" });
    return value;
  };
  return pointerTo({ get: native("get", () => machine.member(object, field, span), span), set: native("set", set, span) }, call);
}

function hasParts({ data }: Value): boolean {
  return typeof data === "object" && data !== null && /^(?:list|record|instance|resource)$/.test(data.kind);
}

/** `new(int)`. */
export function cell(call: NativeCall, first: Value): Value {
  let held = first;
  const set = ({ given }: NativeCall): Value => (held = given[0]?.value ?? held);
  return pointerTo({ get: native("get", () => held, call.span), set: native("set", set, call.span) }, call);
}

/** What a pointer leads to; everything else is itself. */
export function pointedAt(call: NativeCall, value: Value): Value {
  const pointer = value.data instanceof Native ? pointers.get(value.data) : undefined;
  return pointer === undefined ? value : call.machine.call(pointer.get, [], call.span);
}

/** Stores something where a pointer leads to, and says whether it is such a pointer. */
export function storedAt(call: NativeCall, { data }: Value, value: Value): boolean {
  const pointer = data instanceof Native ? pointers.get(data) : undefined;
  if (pointer === undefined) return false;
  call.machine.call(pointer.set, [{ value: computed(value.data, call.span, [value]), span: call.span }], call.span);
  return true;
}
