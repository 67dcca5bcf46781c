import type { NativeCall } from "../../../interpreter/native";
import { Hole } from "../../../interpreter/hole";
import { List } from "../../../interpreter/list";
import { computed, Instance, RecordData, type Value } from "../../../interpreter/value";
import { argument, errorType, failure, nil, unknown, values, type Implementation } from "./support";
import { isOfType } from "./types";

/** What the package errors says of errors that are wrapped into others. */

/** Whether a value may be an error that another one wraps. */
export function isError({ data }: Value): boolean {
  return data instanceof Hole || data instanceof Instance || (data instanceof RecordData && data.type === errorType);
}

/** What an error wraps; undefined where that is not known. */
function wrappedBy(call: NativeCall, error: Value): readonly Value[] | undefined {
  const { data } = error;
  if (data instanceof RecordData && data.type === errorType) {
    const held = data.fields.get("wrapped")?.value.data;
    return held instanceof List ? held.items.map(({ value }) => value) : [];
  }
  if (!(data instanceof Instance)) return undefined;
  const unwrap = call.machine.member(error, "Unwrap", call.span);
  if (unwrap.data instanceof Hole || unwrap.data === null) return declares(data, "Is") || declares(data, "As") ? undefined : [];
  const inner = call.machine.call(unwrap, [], call.span);
  return inner.data === null ? [] : inner.data instanceof List ? inner.data.items.map(({ value }) => value) : [inner];
}

function declares({ type }: Instance, method: string): boolean {
  return type.scope.nearest("program").attached.has(`${type.name}.${method}`);
}

/** The first of an error and of all that it wraps that a test finds; undefined where that is not known. */
function firstIn(call: NativeCall, error: Value, test: (one: Value) => boolean | undefined): Value | "none" | undefined {
  const open = [error];
  for (let count = 0; open.length > 0 && count < 100; count++) {
    const one = open.shift();
    if (one === undefined || one.data === null) continue;
    const answer = one.data instanceof Hole ? undefined : test(one);
    if (answer === true) return one;
    const inner = answer === undefined ? undefined : wrappedBy(call, one);
    if (inner === undefined) return undefined;
    open.unshift(...inner);
  }
  return "none";
}

export const errors: Readonly<Record<string, Implementation>> = {
  "errors.Is": (call) => {
    const [error, target] = [argument(call, 0), argument(call, 1)];
    if (error === undefined || target === undefined) return unknown(call, "is an error that is not known");
    if (error.data === null || target.data === null)
      return error.data instanceof Hole || target.data instanceof Hole
        ? unknown(call, "is an error that is not known")
        : computed(error.data === target.data, call.span, values(call));
    const isKnown = target.data instanceof RecordData || target.data instanceof Instance;
    const found = isKnown
      ? firstIn(call, error, (one) => one.data === target.data || (one.data instanceof Instance ? call.machine.same(one, target) : false))
      : undefined;
    return found === undefined ? unknown(call, "is an error that is not known") : computed(found !== "none", call.span, values(call));
  },
  "errors.Unwrap": (call) => {
    const error = argument(call, 0);
    if (error === undefined || error.data === null) return nil(call);
    const inner = wrappedBy(call, error);
    return inner === undefined ? unknown(call, "is an error that is not known") : (inner[0] ?? nil(call));
  },
  "errors.Join": (call) => {
    const all = values(call).filter(({ data }) => data !== null);
    if (all.length === 0) return nil(call);
    const texts = all.map(({ data }) => (data instanceof RecordData && data.type === errorType ? data.fields.get("message")?.value.data : undefined));
    return failure(call, texts.every((text) => typeof text === "string") ? texts.join("\n") : undefined, all);
  },
};

/** `errors.As(error, &target)`: with the type of the target, and what sets it. */
export function as(call: NativeCall): Value {
  const [error, type, set] = values(call);
  if (error === undefined || type === undefined || set === undefined) return unknown(call, "is an error that is not known");
  const found = firstIn(call, error, (one) => isOfType(one, type));
  if (found === "none") return computed(false, call.span, values(call));
  const value = found ?? unknown(call, "is an error that is not known");
  call.machine.call(set, [{ value, span: call.span }], call.span);
  return found === undefined ? value : computed(true, call.span, [error]);
}
