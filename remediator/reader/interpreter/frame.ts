import type { Scope } from "./scope";
import type { Item } from "./list";
import type { ClassData, Value } from "./value";

/** What the body of a function, or of a module, sees. */
export interface Frame {
  readonly scope: Scope;
  readonly self: Value | undefined;
  /** The class that the body is written in. */
  readonly home: ClassData | undefined;
  /** What the function returns under conditions that nobody can decide. */
  readonly returns: Value[];
  /** What a `break` without a label leaves. */
  readonly breaks?: "loop" | "switch";
  /** Of a generator: hands on what it gives, and says whether anybody wants more. */
  readonly give: ((item: Item) => boolean) | undefined;
}

export function inScope(frame: Frame, scope: Scope): Frame {
  return { ...frame, scope };
}
