import type { Span } from "../syntax/tree";
import { oneOf } from "./choices";
import { Hole } from "./hole";
import { type List } from "./list";
import { type Instance, type RecordData, type Value } from "./value";

/** Changes of which it is not known what they change. */

/**
 * Something is put under a key, or at a place, that is not known: each entry holds what it held or that. `value`: what it is, where it is one thing;
 * `reason`: why an entry is not known any more.
 */
export function mayReplace(
  data: RecordData | Instance | List,
  hole: Hole,
  span: Span,
  value?: Value,
  reason = "may be replaced by what is put under a key or at a place that is not known",
): void {
  const either = new Hole(reason, span);
  const mixed = (held: Value): Value => {
    if (held.data instanceof Hole || held.data === value?.data) return held;
    const both = value === undefined ? [held] : [held, value];
    return oneOf(either, span, both, both, value !== undefined);
  };
  if (data.kind === "list") data.items = data.items.map((item) => ({ ...item, value: mixed(item.value) }));
  else for (const [name, field] of data.fields) data.fields.set(name, { ...field, value: mixed(field.value) });
  if (data.kind !== "instance") data.rest ??= hole;
}

/** Something is taken out of which it is not known what it is: nobody knows what is left. */
export function mayLose(data: RecordData | List, hole: Hole): void {
  if (data.kind === "list") data.items = [];
  else {
    data.fields.clear();
    data.keys?.clear();
  }
  data.rest ??= hole;
}
