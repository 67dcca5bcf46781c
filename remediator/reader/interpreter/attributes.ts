import { Native } from "./native";
import type { Run } from "./run";
import { Closure, SymbolData, type Data, type Value } from "./value";

/** What a program hangs on functions and on what it did not write, e.g. `handler.ports = []`, `math.ceil = ...`; a thing of a package is told by its path. */
export type Attributes = Map<object | string, Map<string, Value>>;

function holderOf(data: Data): object | string | undefined {
  if (data instanceof SymbolData) return data.path.join(".");
  return data instanceof Closure || data instanceof Native ? data : undefined;
}

/** What the program set itself; undefined where it set nothing. */
export function attributeOf({ attributes }: Run, data: Data, name: string): Value | undefined {
  if (attributes.size === 0) return undefined;
  const holder = holderOf(data);
  return holder === undefined ? undefined : attributes.get(holder)?.get(name);
}

/** Sets a member of a function, or of what the program did not write; false where it is neither. */
export function setAttribute(run: Run, data: Data, name: string, value: Value): boolean {
  const holder = holderOf(data);
  if (holder === undefined) return false;
  const own = run.attributes.get(holder) ?? new Map<string, Value>();
  run.attributes.set(holder, own);
  // Whether it is set may depend on what nobody knows: then it is one or the other.
  own.set(
    name,
    run.conditions.length === 0 ? value : run.hole(`is ${name}, which is set under a condition that is not known`, value.origin.span, [value]),
  );
  return true;
}
