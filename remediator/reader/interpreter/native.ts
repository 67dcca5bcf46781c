import type { Span } from "../syntax/tree";
import type { Machine } from "./machine";
import type { Run } from "./run";
import type { Item } from "./list";
import type { Value } from "./value";

/** An argument after evaluation; spread lists are already taken apart. */
export interface Given {
  /** The keyword, where one is written. */
  readonly name?: string;
  readonly value: Value;
  readonly span: Span;
  /** True for what stands for arguments of unknown number: a spread list or map that is not known. */
  readonly isSpread?: boolean;
  /** Gives the caller's variable what the function left in its parameter; nothing for what is not known. */
  readonly giveBack?: (left: Value | undefined) => void;
  /** Of what was spread: the element that it is of its list. */
  readonly item?: Item;
  /** Of what was spread: the list as a whole, where the language hands it on. */
  readonly whole?: Value;
}

/** The call of something that the program did not write. */
export interface NativeCall {
  readonly machine: Machine;
  readonly given: readonly Given[];
  /** The call expression. */
  readonly span: Span;
  /** True for `new X(...)`. */
  readonly isNew: boolean;
  /** Go's and C#'s braces, as a list or record. */
  readonly initializer?: Value | undefined;
  readonly typeArguments: readonly Value[];
  /** From the opening to the closing parenthesis. */
  readonly argumentsSpan?: Span | undefined;
}

/** Something that a language or its SDK brings along: a function, a namespace, an object with methods. */
export class Native {
  readonly kind = "native";
  constructor(
    readonly name: string,
    readonly behaviour: {
      readonly call?: (call: NativeCall) => Value;
      /** Undefined where it has no such member: then it is a hole. */
      readonly member?: (name: string, machine: Machine, span: Span) => Value | undefined;
      /** Of what the program's classes are made from: what it does to an object of theirs. */
      readonly construct?: (self: Value, given: readonly Given[], run: Run) => void;
      /** What is met when it is gone through, as a list. */
      readonly elements?: (machine: Machine, span: Span) => Value;
      /** What it has at an index; undefined where that is not known. */
      readonly element?: (index: Value, machine: Machine, span: Span) => Value | undefined;
      /** What is given to whoever awaits it. */
      readonly awaited?: () => Value;
      /** What an object gives whose class has it as a member: Python's `property`. */
      readonly ofObject?: (object: Value, run: Run, span: Span) => Value;
      /** Takes what a member of it is set to. */
      readonly set?: (name: string, value: Value, machine: Machine) => void;
      /** How it is printed, where that is known. */
      readonly text?: string;
    },
  ) {}
}
