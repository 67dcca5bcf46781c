import type { ClassExpression, Expression, FunctionExpression, Pattern, Span } from "./tree";

/** A declaration makes a name in the block around it; bodies of ifs, loops, cases and blocks are blocks. */
export type Statement =
  | {
      readonly kind: "declare";
      readonly pattern: Pattern;
      readonly value?: Expression;
      readonly isExported?: boolean;
      readonly type?: string;
      /** JavaScript's `var`, which belongs to the function around the block. */
      readonly isOfFunction?: true;
      readonly span: Span;
    }
  | { readonly kind: "expression"; readonly expression: Expression; readonly span: Span }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
      readonly span: Span;
    }
  /**
   * Over the elements of a list (of a map: its keys in Python, its entries elsewhere), over the keys (JavaScript's `for in`: indexes of a list), or over
   * pairs of index or key and value (Go's `range` with a two-element list pattern).
   */
  | {
      readonly kind: "for each";
      readonly pattern: Pattern;
      readonly of: Expression;
      /** The name of its variable's type, where the program writes one. */
      readonly type?: string;
      readonly over: "elements" | "keys" | "pairs";
      /** Its variable belongs to the function around it: Python's, and JavaScript's `var`. */
      readonly isOfFunction?: true;
      readonly body: readonly Statement[];
      readonly otherwise?: readonly Statement[];
      readonly label?: string;
      readonly span: Span;
    }
  | {
      readonly kind: "for";
      readonly first: readonly Statement[];
      readonly test?: Expression;
      readonly update: readonly Expression[];
      readonly body: readonly Statement[];
      readonly otherwise?: readonly Statement[];
      readonly label?: string;
      readonly span: Span;
    }
  | {
      readonly kind: "while";
      readonly test: Expression;
      readonly body: readonly Statement[];
      /** What follows where the loop is not left (Python). */
      readonly otherwise?: readonly Statement[];
      readonly bodyFirst: boolean;
      readonly label?: string;
      readonly span: Span;
    }
  /** Without a subject the tests are conditions. No tests: the default. `fallsThrough`: a case goes on into the next one unless it breaks. */
  | {
      readonly kind: "switch";
      readonly subject?: Expression;
      readonly cases: readonly { readonly tests: readonly Expression[]; readonly body: readonly Statement[] }[];
      readonly fallsThrough: boolean;
      readonly span: Span;
    }
  /** Python's `with`: what the subject gives when it is entered, the body, and what it does when it is left. */
  | {
      readonly kind: "with";
      readonly subject: Expression;
      /** Gives what is bound, called with the subject. */
      readonly enter: Expression;
      readonly pattern?: Pattern;
      /** Whether the pattern's names are new. */
      readonly declares: boolean;
      readonly body: readonly Statement[];
      readonly span: Span;
    }
  /** The names mean those of the module, whatever functions around may call so (Python). */
  | { readonly kind: "global"; readonly names: readonly string[]; readonly span: Span }
  | { readonly kind: "return"; readonly value?: Expression; readonly span: Span }
  /** Adds to what a generator gives. `all`: each element of a list. */
  | { readonly kind: "yield"; readonly value?: Expression; readonly all: boolean; readonly span: Span }
  | { readonly kind: "break" | "continue"; readonly label?: string; readonly span: Span }
  /** Goes on at a label of the statements around it (Go). */
  | { readonly kind: "goto"; readonly label: string; readonly span: Span }
  | { readonly kind: "label"; readonly label: string; readonly span: Span }
  /** `isAgain`: an error that no handler catches goes on. */
  | { readonly kind: "throw"; readonly value?: Expression; readonly isAgain?: true; readonly span: Span }
  | {
      readonly kind: "try";
      readonly body: readonly Statement[];
      readonly parameter?: Pattern;
      readonly handler?: readonly Statement[];
      readonly finally: readonly Statement[];
      readonly span: Span;
    }
  /** With a label it may be left by its name. */
  | { readonly kind: "block"; readonly body: readonly Statement[]; readonly label?: string; readonly span: Span }
  /** `receiver`: the type that a method of Go belongs to. */
  | {
      readonly kind: "function declaration";
      readonly name: string;
      readonly function: FunctionExpression;
      readonly receiver?: string;
      readonly isExported?: boolean;
      readonly span: Span;
    }
  | { readonly kind: "class declaration"; readonly class: ClassExpression; readonly isExported?: boolean; readonly span: Span }
  | Import
  | {
      readonly kind: "export";
      readonly names: readonly { readonly local: string; readonly exported: string }[];
      readonly from?: string;
      readonly span: Span;
    }
  | { readonly kind: "export all"; readonly from: string; readonly as?: string; readonly span: Span }
  | { readonly kind: "export value"; readonly value: Expression; readonly span: Span }
  /** Source that does not parse, or has no meaning here. What it could have done is a gap with this reason. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly span: Span };

/**
 * `names`: what it binds; `imported` "*" binds the module as a whole, "default" its default export. `opens`: makes all that the module or namespace
 * has visible (Go's dot import, Java's `x.*`, C#'s `using`, Python's `from x import *`).
 */
export interface Import {
  readonly kind: "import";
  readonly module: string;
  readonly names: readonly { readonly imported: string; readonly local: string; readonly span: Span }[];
  readonly opens: boolean;
  readonly span: Span;
}

/** What a generator gives where somebody asks what is sent for it. `all`: each element of a list, for what the generator behind it returns. */
export interface Yield {
  readonly kind: "yield";
  readonly value?: Expression;
  readonly all: boolean;
  readonly span: Span;
}
