import type { ClassMember } from "../syntax/tree";
import { invoke } from "./calls";
import { orderOf } from "./order";
import type { Run } from "./run";
import { Hole } from "./hole";
import { List } from "./list";
import { ClassData, Closure, RecordData, type Value } from "./value";

const hook = "__init_subclass__";

/** Hands a class that was just made to the base that wants to know of it: https://docs.python.org/3/reference/datamodel.html#object.__init_subclass__ */
export function handOver(run: Run, value: Value, data: ClassData): void {
  const base = orderOf(data)
    .slice(1)
    .find((one) => hookOf(one) !== undefined);
  const made = base === undefined ? undefined : hookOf(base)?.function;
  if (base === undefined || made === undefined) return;
  const { span } = data.expression;
  const header = /^class\s+\w+\s*\(([^)]*)\)/.exec(span.file.text.slice(span.start, span.end))?.[1];
  if (header !== undefined && !header.includes("=") && !header.includes("*")) {
    invoke(run, new Closure(hook, made, base.scope, value, base), [], span, value);
    return;
  }
  run.gap(`${data.name} is handed to ${hook} when it is made, with more than is read`, span);
  const hole = new Hole(`may be changed by ${hook}`, span);
  // What it may keep is in the lists and maps that it names, and in those of its own class.
  const names = new Set(made.span.file.text.slice(made.span.start, made.span.end).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  const named = [...names].map((name) => base.scope.find(name)?.value?.data);
  const kept = [...base.statics.values()].map((one) => one.data);
  for (const one of [...named, ...kept]) {
    if (!(one instanceof List || one instanceof RecordData)) continue;
    run.touch(one);
    one.rest ??= hole;
  }
}

function hookOf({ expression }: ClassData): ClassMember | undefined {
  return expression.members.find(({ name }) => name === hook);
}
