import type { Machine } from "../../interpreter/machine";
import { List, LiveList, RecordData, type Data, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { native, unknownFrom } from "../library";

/** Collections that refuse changes, and those of which only the size stays, as the list of an array. */
const refusing = new WeakMap<List | RecordData, "changes" | "sizes">();

/** Marks a collection that was just made. */
export function unmodifiable(value: Value, refuses: "changes" | "sizes" = "changes"): Value {
  if (value.data instanceof List || value.data instanceof RecordData) refusing.set(value.data, refuses);
  return value;
}

/** Shows what a list holds at the time, and refuses changes. */
export function unmodifiableView(value: Value, refuses: "changes" | "sizes" = "changes"): Value {
  const { data } = value;
  if (!(data instanceof List)) return value;
  const view = new LiveList(
    data,
    () => data.items,
    (items) => {
      data.items = [...items];
    },
  );
  if (data.type !== undefined) view.type = data.type;
  return unmodifiable({ ...value, data: view }, refuses);
}

const elements = /^(?:set|sort|replaceAll)$/;
const sizes =
  /^(?:add(?:All|First|Last|Element)?|remove(?:All|First|Last|If)?|retainAll|clear|offer(?:First|Last)?|p(?:oll|op)(?:First|Last)?|push|put(?:All|IfAbsent)?|compute(?:IfAbsent|IfPresent)?|merge|replace)$/;

/** A method that a collection refuses; undefined for all others. */
export function refused(object: Value, data: Data, name: string, span: Span): Value | undefined {
  const refuses = data instanceof List || data instanceof RecordData ? refusing.get(data) : undefined;
  if (refuses === undefined || !(sizes.test(name) || (refuses === "changes" && elements.test(name)))) return undefined;
  return native(name, span, ({ machine, span: call }: { readonly machine: Machine; readonly span: Span }) => {
    machine.ends(`is changed by ${name}, which it refuses`, call, "UnsupportedOperationException");
    return unknownFrom(machine, call, [object]);
  });
}
