import type { Span } from "../syntax/tree";
import type { Elements } from "./iteration";
import { methodOf } from "./members";
import type { Given } from "./native";
import type { Run } from "./run";
import { Hole } from "./hole";
import { type Item } from "./list";
import { Closure, computed, Instance, passedOn, written, type Value } from "./value";

/** What an object comes apart into: what its own method says, or the parameters that a record is declared with. Undefined for what says nothing of it. */
export function partsOf(run: Run, value: Value, count: number, span: Span): Elements | undefined {
  const { data } = value;
  if (!run.dialect.deconstructsRecords || data instanceof Hole) return undefined;
  const method = run.dialect.deconstructs === undefined ? undefined : ownParts(run, value, run.dialect.deconstructs, count, span);
  if (method !== undefined) return method;
  if (!(data instanceof Instance)) return undefined;
  const parameters = data.type.expression.members.find(({ kind }) => kind === "constructor")?.function?.parameters ?? [];
  const items = parameters.flatMap(({ pattern }): readonly Item[] => {
    const field = pattern.kind === "name" ? data.fields.get(pattern.name) : undefined;
    return field === undefined ? [] : [{ value: passedOn(field.value, "member", span), placement: { kind: "computed", span } }];
  });
  return items.length === parameters.length && items.length > 0 ? { items } : undefined;
}

/** What a method of an object, or one that is called as if it were, puts into the variables that it is given. */
function ownParts(run: Run, value: Value, name: string, count: number, span: Span): Elements | undefined {
  const method = (value.data instanceof Instance ? methodOf(run, value, name, span) : undefined) ?? run.dialect.extension?.(value, name, run, span);
  if (method === undefined || method.data instanceof Hole || (method.data instanceof Closure && method.data.expression.parameters.length !== count))
    return undefined;
  const parts: Value[] = [];
  const given = Array.from({ length: count }, (_, index): Given => ({
    value: written(null, span),
    span,
    giveBack: (left) => {
      if (left !== undefined) parts[index] = left;
    },
  }));
  run.call(method, given, span);
  const hole = new Hole(`is a part that ${name} does not give`, span);
  return { items: given.map((_, index) => ({ value: parts[index] ?? computed(hole, span, [value]), placement: { kind: "computed", span } })) };
}
