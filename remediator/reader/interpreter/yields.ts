import type { Span } from "../syntax/tree";
import type { Frame } from "./frame";
import { Left, type Run } from "./run";
import { Hole } from "./hole";
import { List, type Item } from "./list";
import { textOf } from "./operations";
import { computed, type Value, written } from "./value";

/** Hands on what a generator gives, or each element of it. Gives what somebody sends for it, which is not known, or what the generator behind it returns. */
export function handOn(run: Run, frame: Frame, value: Value, all: boolean, span: Span): Value {
  const { items, rest } = all ? run.elements(value, span) : { items: [itemOf(value, span)] };
  for (const item of items) if (frame.give?.(item) === false) throw new Left("nobody wants more");
  if (rest !== undefined)
    run.uncertain(`each of ${textOf(value.origin.span)}`, span, () => void frame.give?.(itemOf(computed(rest, span, [value]), span)));
  if (!all) return written(new Hole("is sent to a generator", span), span);
  return (value.data instanceof List ? value.data.returned : undefined) ?? written(null, span);
}

function itemOf(value: Value, span: Span): Item {
  return { value, placement: { kind: "computed", span } };
}
