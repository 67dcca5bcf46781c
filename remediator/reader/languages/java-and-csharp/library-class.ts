import type { Machine } from "../../interpreter/machine";
import type { Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import type { LibraryFunction } from "./methods";

/** A class of a language's library: its constructor, its static methods, and what it holds. */
export interface LibraryClass {
  readonly create?: LibraryFunction;
  readonly members?: Readonly<Record<string, LibraryFunction | undefined>>;
  readonly values?: Readonly<Record<string, (machine: Machine, span: Span) => Value>>;
}
