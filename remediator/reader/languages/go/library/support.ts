import type { NativeCall } from "../../../interpreter/native";
import { Native } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, RecordData, written, type Data, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";

/** The type of the list that a call with several results gives. */
export const resultsType = "results";

/** The type of a record that is an error. */
export const errorType = "error";

/** A function of a library: what it makes of its arguments. */
export type Implementation = (call: NativeCall) => Value;

export function native(name: string, call: Implementation, span: Span): Value {
  return written(new Native(name, { call }), span);
}

export function argument({ given }: NativeCall, index: number): Value | undefined {
  return given[index]?.value;
}

export function values({ given }: NativeCall): readonly Value[] {
  return given.map(({ value }) => value);
}

/** What cannot be computed: for the reason that one of the arguments gives, otherwise for this one. */
export function unknown(call: NativeCall, reason: string): Value {
  const hole = values(call).find(({ data }) => data instanceof Hole)?.data;
  return hole instanceof Hole ? computed(hole, call.span, values(call)) : call.machine.hole(reason, call.span, values(call));
}

/** A function of scalars: what it gives for arguments that are known, undefined where it cannot say. */
export function pure(compute: (...scalars: (string | number | boolean | null)[]) => Data | undefined): Implementation {
  return (call) => {
    const scalars = values(call).map(({ data }) => data);
    if (!scalars.every((data) => data === null || typeof data !== "object")) return unknown(call, "is computed from what is not known");
    const result = compute(...scalars);
    return result === undefined ? unknown(call, "is computed in a way that is not known") : computed(result, call.span, values(call));
  };
}

/** Several results, as the pattern of an assignment takes them apart. */
export function results(call: NativeCall, ...parts: readonly Value[]): Value {
  const list = new List(parts.map((value): Item => ({ value, placement: { kind: "computed", span: call.span } })));
  list.type = resultsType;
  return computed(list, call.span, []);
}

export function nil(call: NativeCall): Value {
  return computed(null, call.span, []);
}

/** A value and no error. */
export function succeeds(call: NativeCall, value: Value): Value {
  return results(call, value, nil(call));
}

export function failure(call: NativeCall, message: string | undefined, wrapped: readonly Value[] = []): Value {
  const data = new RecordData();
  data.type = errorType;
  data.fields.set("message", {
    value: message === undefined ? unknown(call, "is an error's text") : computed(message, call.span, values(call)),
    entry: call.span,
    placement: "computed",
  });
  if (wrapped.length > 0) data.fields.set("wrapped", { value: call.machine.list(wrapped, call.span), entry: call.span, placement: "computed" });
  return computed(data, call.span, []);
}

/** A list of computed elements. */
export function listOf(call: NativeCall, elements: readonly Data[], rest?: Hole): Value {
  const items = elements.map((data): Item => ({ value: computed(data, call.span, values(call)), placement: { kind: "computed", span: call.span } }));
  return computed(rest === undefined ? new List(items) : new List(items, rest), call.span, values(call));
}

/** The texts of a list that is known to its end. */
export function textsOf(value: Value | undefined): readonly string[] | undefined {
  if (value?.data === null) return [];
  if (!(value?.data instanceof List) || value.data.rest !== undefined) return undefined;
  const texts = value.data.items.map((item) => item.value.data);
  return texts.every((text) => typeof text === "string") ? texts : undefined;
}

/** The elements of a list as an iterator gives them. */
export function sequence(value: Value): Value {
  const { data } = value;
  if (!(data instanceof List)) return value;
  const made = data.rest === undefined ? new List([...data.items]) : new List([...data.items], data.rest);
  made.isSequence = true;
  if (data.isUnordered === true) made.isUnordered = true;
  return { ...value, data: made };
}
