import type { Span } from "../syntax/tree";
import type { Frame } from "./frame";
import { Left, type Run } from "./run";
import { Hole } from "./hole";
import { List } from "./list";
import { type Value, written } from "./value";

/** Hands on what a generator gives, or each element of it. Gives what somebody sends for it, which is not known, or what the generator behind it returns. */
export function handOn(run: Run, frame: Frame, value: Value, all: boolean, span: Span): Value {
  const given = all ? run.elements(value, span).items : [{ value, placement: { kind: "computed" as const, span } }];
  for (const item of given) if (frame.give?.(item) === false) throw new Left("nobody wants more");
  if (!all) return written(new Hole("is sent to a generator", span), span);
  return (value.data instanceof List ? value.data.returned : undefined) ?? written(null, span);
}
