import type { Span } from "../syntax/tree";
import { computed, Hole, type List, type RecordData } from "./value";

/** Changes of which it is not known what they change. */

/** Something is put under a key, or at a place, that is not known: each entry holds what it held or that. */
export function mayReplace(data: RecordData | List, hole: Hole, span: Span): void {
  const either = new Hole("may be replaced by what is put under a key or at a place that is not known", span);
  if (data.kind === "list")
    data.items = data.items.map((item) => (item.value.data instanceof Hole ? item : { ...item, value: computed(either, span, [item.value]) }));
  else
    for (const [name, field] of data.fields)
      if (!(field.value.data instanceof Hole)) data.fields.set(name, { ...field, value: computed(either, span, [field.value]) });
  data.rest ??= hole;
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
