import type { NativeCall } from "../../../interpreter/native";
import { Native } from "../../../interpreter/native";
import { computed, written, type Value } from "../../../interpreter/value";
import { sharesLoopVariables } from "../modules";
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
  const hasParts = typeof value.data === "object" && value.data !== null && /^(?:list|record|instance|resource)$/.test(value.data.kind);
  return (isShared || isStored) && !hasParts ? pointerTo({ get, set }, call) : value;
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
