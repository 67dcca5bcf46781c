import type { SyntaxNode } from "../../syntax/parse";
import type { Call, Expression, SourceFile, Span } from "../../syntax/tree";
import type { Declarations } from "./declarations";
import type { Exact } from "./exact";
import type { Assignments } from "./pointers";
import type { GoType } from "./types";

/** What the lowering of a file knows at a place: the names in scope with their types, the function around it, the value of `iota`. */
export class Context {
  readonly unreadable: { readonly reason: string; readonly span: Span }[] = [];
  /** The innermost last. A name without a type is one whose type is not evident from this file. */
  private scopes: Map<string, GoType | undefined>[] = [];
  /** The constants without a type that each of them declares. */
  private readonly constants = new WeakMap<object, Map<string, Exact>>();
  private functions: FunctionContext[] = [];
  iota: number | undefined;
  /** Whether what is lowered goes to somebody who changes nothing: the SDK. */
  givesAway = false;
  /** The variables that the loops around do nothing with but append to them. */
  grown: ReadonlySet<string> = new Set();

  constructor(
    readonly file: SourceFile,
    readonly declarations: Declarations,
  ) {}

  /** Runs something in a scope of its own. */
  inScope<T>(body: () => T): T {
    this.scopes.push(new Map());
    try {
      return body();
    } finally {
      this.scopes.pop();
    }
  }

  inFunction<T>(around: FunctionContext, body: () => T): T {
    this.functions.push(around);
    try {
      return this.inScope(body);
    } finally {
      this.functions.pop();
    }
  }

  /** The function around this place; undefined at the top of a file. */
  get around(): FunctionContext | undefined {
    return this.functions.at(-1);
  }

  declare(name: string, type: GoType | undefined): void {
    this.scopes.at(-1)?.set(name, type);
  }

  /** Keeps the exact value of a constant that the innermost block declares. */
  keepExact(name: string, value: Exact | undefined): void {
    const scope = this.scopes.at(-1);
    if (scope === undefined || value === undefined) return;
    const kept = this.constants.get(scope) ?? new Map<string, Exact>();
    this.constants.set(scope, kept.set(name, value));
  }

  /** The exact value of a constant without a type; undefined for all other names. */
  exactNamed(name: string): Exact | undefined {
    const scope = this.scopes.findLast((one) => one.has(name));
    return scope === undefined ? undefined : this.constants.get(scope)?.get(name);
  }

  /** Whether the innermost block has declared it already, so that `:=` assigns. */
  isDeclaredHere(name: string): boolean {
    return this.scopes.at(-1)?.has(name) ?? false;
  }

  isLocal(name: string): boolean {
    return this.scopes.some((scope) => scope.has(name));
  }

  typeOfName(name: string): GoType | undefined {
    for (let index = this.scopes.length - 1; index >= 0; index--) {
      const scope = this.scopes[index];
      if (scope?.has(name) === true) return scope.get(name);
    }
    return this.declarations.variables.get(name);
  }

  /** What a type parameter of a function around is constrained to; nothing where it is none, or where nothing is said. */
  typeParameter(name: string): { readonly constraint: SyntaxNode | undefined } | undefined {
    for (let index = this.functions.length - 1; index >= 0; index--) {
      const parameters = this.functions[index]?.typeParameters;
      if (parameters?.has(name) === true) return { constraint: parameters.get(name) };
    }
    return undefined;
  }

  /** Whether a name is a parameter of the innermost function, and a pointer. */
  isPointerParameter(name: string): boolean {
    return this.around?.pointers.has(name) === true;
  }

  /** What the outermost function assigns to. */
  get assignments(): Assignments | undefined {
    return this.functions[0]?.assignments;
  }

  /** Whether any struct is changed in place somewhere in the function. */
  get hasChanges(): boolean {
    return this.functions.some(({ changed }) => changed.size > 0);
  }

  /** Whether a value of this name is changed in place somewhere in the function, so that its other uses need copies. */
  isChanged(name: string): boolean {
    return this.functions.some(({ changed }) => changed.has(name));
  }
}

export interface FunctionContext {
  readonly body: SyntaxNode | undefined;
  /** The names of its results, where they have names. */
  readonly results: readonly string[];
  /** Its type parameters, or those of its receiver's type, with what they are constrained to. */
  readonly typeParameters: ReadonlyMap<string, SyntaxNode | undefined>;
  /** Whether it puts calls off in loops or under conditions. */
  readonly putsOffWithin: boolean;
  readonly resultTypes: readonly (GoType | undefined)[];
  /** Whether what it puts off can change its named results, so that a `return` assigns to them and leaves the body. */
  readonly leaves: boolean;
  /** What it assigns to; only of the outermost function. */
  readonly assignments: Assignments | undefined;
  /** Its parameters that are pointers. */
  readonly pointers: ReadonlySet<string>;
  /** The names whose fields or elements the function sets, or whose address it takes. */
  readonly changed: ReadonlySet<string>;
}

/**
 * The name of a function that the lowering calls and no program can write: these are what Go's own constructs do beyond the common tree.
 * `library/constructs.ts` has them.
 */
export type Construct =
  /** A copy of a struct; everything else is itself. */
  | "go copy"
  /** A copy of an array. */
  | "go copy array"
  /** The characters of a text as numbers. */
  | "go runes"
  /** A number in a place of a type that has room for few. */
  | "go narrow"
  /** A pointer in a place of an interface: a nil one is something. */
  | "go held"
  /** A division of floating-point numbers. */
  | "go divide"
  /** A floating-point number that is printed. */
  | "go fraction"
  /** `errors.As`: the error, the type of the target, what sets it. */
  | "go as"
  /** The indexes, keys or numbers that a `range` with one variable goes through. */
  | "go keys"
  /** A key of a map as the program knows it: a number where the map's keys are numbers. */
  | "go key"
  /** Whether an error is one; an unknown one is taken to be none. */
  | "go failed"
  /** What a function returns, when it returns several values. */
  | "go results"
  /** A function's first result alone, for functions that give a value and an error where a value is wanted. */
  | "go first"
  /** `value, ok := m[key]`. */
  | "go lookup"
  /** `value, ok := x.(T)`. */
  | "go assert"
  /** Whether a value has a type. */
  | "go is"
  /** Types, as values. */
  | "go slice of"
  | "go map of"
  | "go pointer to"
  /** A type of texts or numbers, where the program has others that hold the same. */
  | "go plain"
  | "go any"
  | "go error"
  | "go function"
  | "go make"
  | "go new"
  /** `x = append(x, a)` and `x = append(x, a...)` in a loop that does nothing else with x; before the loop its list is fenced. */
  | "go grow"
  | "go grow by"
  | "go fence"
  /** A list whose elements have indexes: the zero value, then index, value, index, value; nil for an index that follows from the one before. */
  | "go indexed"
  /** An array, the length of its type, the zero value of its elements. */
  | "go padded"
  /** Whether two structs are equal. */
  | "go equal"
  /** `append(a, b...)`. */
  | "go concat"
  /** Gives data the form of a type: what RequireObject and Unmarshal put into a variable. */
  | "go decode"
  /** A struct that is printed: itself, through a pointer, or as one of a list or map. */
  | "go shown"
  | "go shown list"
  | "go shown map"
  | "go shown of any type"
  | "go shown parts"
  | "go shown pointer"
  /** A pointer to a variable that has no parts. */
  | "go address"
  /** A pointer to an element of a slice, and to a field of a struct. */
  | "go element address"
  | "go field address"
  /** Puts a value where a pointer points. */
  | "go store"
  /** The error that its last argument gives beside a value. */
  | "go error of"
  /** A call that is put off to the end of its function, and all of these. */
  | "go put off"
  | "go run put off"
  /** Evaluates its arguments; is nil. */
  | "go embed"
  | "go nil after";

/** A call of one of them. */
export function construct(name: Construct, values: readonly Expression[], span: Span): Call {
  return {
    kind: "call",
    callee: { kind: "name", name, span },
    arguments: values.map((value) => ({ value, span: value.span })),
    isNew: false,
    span,
  };
}

export function nothing(span: Span): Expression {
  return { kind: "literal", value: null, span };
}

/** The nodes of an expression list, or the one expression. */
export function listed(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  return node.type === "expression_list" ? node.named : [node];
}
