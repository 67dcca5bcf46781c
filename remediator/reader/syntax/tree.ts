/**
 * The common tree: what the programs of five languages have in common, as far as it says what they register. A front end turns the syntax tree
 * of its language into this one, the interpreter evaluates it. Every node carries the span that writes it, so that every value can tell where
 * it comes from.
 */

import type { Statement, Yield } from "./statements";

export type { Import, Statement, Yield } from "./statements";

/** A file of the repository. `name` is relative to the repository's top folder, with forward slashes; a byte order mark counts as text. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** Whether its bytes are in another encoding than UTF-8. */
  readonly isRecoded?: true;
}

/** The UTF-16 units from `start` up to `end` of a file's text. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

export type Expression =
  | Literal
  | Template
  | Name
  | This
  | Super
  | Member
  | Index
  | Slice
  | Call
  | ListLiteral
  | RecordLiteral
  | Unary
  | Binary
  | Conditional
  | Assignment
  | FunctionExpression
  | ClassExpression
  | Comprehension
  | Yield
  | Opaque;

/** `null` is every language's nothing: null, undefined, None, nil. */
export interface Literal {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
  /** Where its type makes a difference: Java's and C#'s `'a'` counts as a number, `2.0` divides as no whole one, and Python's `b"a"` is made of numbers. */
  readonly numeral?: Numeral;
  /** Of Java's and C#'s numbers: the type that their spelling says, `long` of `1L`. */
  readonly numberType?: string;
  /** JavaScript's `null`, which is not `undefined`. */
  readonly isNull?: true;
  readonly span: Span;
}

export type Numeral = "character" | "decimal" | "bigint" | "bytes" | "flags" | "symbol" | NarrowType;

/** Go's types of whole numbers that lose what they have no room for. */
export type NarrowType = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64";

/** A text with expressions in it: template literals, f-strings, interpolated strings. Texts are unescaped. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly (string | Expression)[];
  /** The function before a template literal, as in pulumi.interpolate`...`. */
  readonly tag?: Expression;
  readonly span: Span;
}

export interface Name {
  readonly kind: "name";
  readonly name: string;
  readonly span: Span;
}

export interface This {
  readonly kind: "this";
  /** The class whose object is meant, where it is not the nearest (Java). */
  readonly of?: string;
  readonly span: Span;
}

/** The base class: called, it is the base's constructor; its members are the base's methods on this object. */
export interface Super {
  readonly kind: "super";
  readonly span: Span;
}

export interface Member {
  readonly kind: "member";
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  /** True for `?.`: nothing of nothing is nothing. */
  readonly optional?: boolean;
  readonly span: Span;
}

export interface Index {
  readonly kind: "index";
  readonly object: Expression;
  readonly index: Expression;
  readonly optional?: boolean;
  readonly span: Span;
}

export interface Slice {
  readonly kind: "slice";
  readonly object: Expression;
  readonly from?: Expression;
  readonly to?: Expression;
  readonly step?: Expression;
  /** Of Go: how far the part may grow in the same array. */
  readonly capacity?: Expression;
  readonly span: Span;
}

export interface Argument {
  /** The keyword, where the language has keyword or named arguments. */
  readonly name?: string;
  readonly value: Expression;
  /** `...x`, `*x`, `x...` spread a list, `**x` a map. */
  readonly spread?: "list" | "map";
  /** The caller's variable that gets what the function leaves in its parameter: C#'s `out` and `ref`, and Go's `&x`. */
  readonly givesBack?: string;
  /** The whole argument, keyword included. */
  readonly span: Span;
}

/** A call, an object creation (`new X(...)`), or a typed composite: Go's `T{...}`, C#'s `new T(...) { ... }`. */
export interface Call {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  readonly isNew: boolean;
  readonly optional?: boolean;
  readonly typeArguments?: readonly Expression[];
  /** Java's `outer.new Inner()`: the object that the new one is made in. */
  readonly around?: Expression;
  /** What stands in the braces behind it. Go's composite literals and C#'s initializers. */
  readonly initializer?: ListLiteral | RecordLiteral;
  /** From the opening to the closing parenthesis, where there are any. */
  readonly argumentsSpan?: Span;
  /** Nobody takes what it gives, nor waits for it. */
  readonly isDetached?: true;
  /** Of Python: what it gives is kept before anybody waits for it. */
  readonly isKept?: true;
  readonly span: Span;
}

export interface Element {
  readonly value: Expression;
  readonly spread?: boolean;
  /** Nothing stands between two commas: JavaScript's `[1, , 3]`. */
  readonly isAbsent?: true;
  /** The whole element, spread operator included, comma not. */
  readonly span: Span;
}

/** A list, tuple, array or set. The span includes the brackets, and the type before them only where the language cannot do without (Go, C#). */
export interface ListLiteral {
  readonly kind: "list";
  readonly elements: readonly Element[];
  /** The type before the brackets, e.g. `pulumi.StringArray`, where it is written. */
  readonly type?: Expression;
  readonly typeSpan?: Span;
  /** Python: it cannot be changed. */
  readonly isTuple?: true;
  /** C#: it is an array. */
  readonly isArray?: true;
  /** From the opening to the closing bracket. */
  readonly bracketsSpan: Span;
  readonly span: Span;
}

export type Entry =
  | {
      readonly kind: "entry";
      readonly key: Expression | string;
      readonly value: Expression;
      /** Of JavaScript's properties with code of their own: the value is the function that gives or sets it. */
      readonly accessor?: "get" | "set";
      readonly span: Span;
    }
  | { readonly kind: "spread"; readonly value: Expression; readonly span: Span };

/** A map, dictionary or object. A key that is written as a plain name is a text; a computed one is an expression. */
export interface RecordLiteral {
  readonly kind: "record";
  readonly entries: readonly Entry[];
  readonly type?: Expression;
  readonly typeSpan?: Span;
  readonly bracketsSpan: Span;
  readonly span: Span;
}

export type UnaryOperator = "!" | "-" | "+" | "~" | "typeof";

export interface Unary {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly span: Span;
}

/** Operators as JavaScript writes them, whatever the language's own spelling: `and` is `&&`, Python's and Go's `==` is `===`. */
export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "==="
  | "!=="
  /** JavaScript's loose ones. */
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "||"
  | "??"
  | "in"
  | "not in"
  | "instanceof"
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | ">>>";

export interface Binary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `test ? then : otherwise`; switch expressions and matches become chains of it. */
export interface Conditional {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
  readonly span: Span;
}

/**
 * An assignment to something that exists; a name that is declared nowhere is declared by it in the function or module around it, so that Python's front end
 * declares a function's own names (without a value) at the start of its body. Its value is the assigned one. `operator` of `x += 1` is "+", of
 * `x ??= 1` "??".
 */
export interface Assignment {
  readonly kind: "assignment";
  readonly target: Pattern;
  readonly operator?: BinaryOperator;
  readonly value: Expression;
  readonly span: Span;
}

export interface Parameter {
  readonly pattern: Pattern;
  readonly default?: Expression;
  /** Takes the remaining positional arguments as a list, or the remaining keyword arguments as a map. */
  readonly rest?: "list" | "map";
  readonly keywordOnly?: boolean;
  /** No keyword means it (Python). */
  readonly positionalOnly?: true;
  /** Its default is made in every call, also where the language makes defaults once: the factories of Python's data classes. */
  readonly isMadeAnew?: true;
  /** The name of its type, where the program writes one. */
  readonly type?: string;
}

/** A function without its name: lambdas, methods, closures. */
export interface FunctionExpression {
  readonly kind: "function";
  readonly parameters: readonly Parameter[];
  /** An expression is returned. */
  readonly body: readonly Statement[] | Expression;
  /** The name under which the body knows its object: Python's `self` (not among the parameters), Go's receiver. */
  readonly receiver?: string;
  readonly isGenerator?: boolean;
  /** It knows all that it is given as `arguments` (JavaScript). */
  readonly takesArguments?: true;
  /** What follows an `await` in it runs when what called it has ended (JavaScript); all of it runs when it is awaited (Python). */
  readonly isAsync?: true;
  /** False for functions that have a `this` of their own (JavaScript's `function`, methods); true for arrows and closures. */
  readonly bindsOuterThis: boolean;
  readonly span: Span;
}

export interface ClassMember {
  readonly kind: "field" | "method" | "getter" | "setter" | "constructor" | "initializer";
  readonly name: string;
  readonly isStatic: boolean;
  /** Of a field: its initial value. */
  readonly value?: Expression;
  /** Of all others. An initializer is a static or instance block of statements without parameters. */
  readonly function?: FunctionExpression;
  /** Of Python's methods: what is made of them, the one that stands next to the method last. */
  readonly decorators?: readonly Expression[];
  /** Of Python: what it gives is kept. */
  readonly isCached?: true;
  /** Of C#'s fields: it is a property, which gives a copy of a struct. */
  readonly isProperty?: true;
  /** Of Java and C#: its value is known before anything runs. */
  readonly isConstant?: true;
  /** Of Java and C#: nobody but its class sees it. */
  readonly isPrivate?: true;
  /** Of C#: it is of an interface that it names. */
  readonly isExplicit?: true;
  /** It stands beside what a base has under its name: Java's fields, and what C# declares `new`. */
  readonly isHiding?: true;
  /** The name of a field's type, where written. */
  readonly type?: string;
  /** Of Java's and C#'s fields: the key that stands for it in JSON, where it is not its name. */
  readonly keyInJson?: string;
  /** Of what a builder collects one by one: the name of one (Lombok's `@Singular`). */
  readonly collects?: string;
  readonly span: Span;
}

/** A class, struct, record or enum. TypeScript's parameter properties and C#'s and Java's records are lowered to fields and assignments. */
export interface ClassExpression {
  readonly kind: "class";
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly members: readonly ClassMember[];
  /** Python: called with a value it gives its member of that value. */
  readonly isEnum?: true;
  /** Java: its objects are equal where their parts are. */
  readonly isRecord?: true;
  /** Java: it has no objects of its own. */
  readonly isInterface?: true;
  /** C#: its objects are copied where they are given to a variable. */
  readonly isStruct?: true;
  /** C#: it is one class for each type that it is made for, each with static members of its own. */
  readonly isGeneric?: true;
  /** C#: other files may declare more of it. */
  readonly isPartial?: boolean;
  /** Classes declared inside. */
  readonly classes: readonly ClassExpression[];
  readonly span: Span;
}

export interface Comprehension {
  readonly kind: "comprehension";
  readonly of: "list" | "map";
  /** Its elements are made when they are asked for, and once: Python's generator expressions. */
  readonly isLater?: true;
  /** Of a map: its key. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly clauses: readonly (
    { readonly kind: "for"; readonly pattern: Pattern; readonly of: Expression } | { readonly kind: "if"; readonly test: Expression }
  )[];
  readonly span: Span;
}

/** What has no counterpart here, or is not understood: a hole with this reason (a sentence's predicate, e.g. "uses reflection"). */
export interface Opaque {
  readonly kind: "opaque";
  readonly reason: string;
  readonly span: Span;
}

export type Pattern =
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  /** A property, index or field that is assigned to. */
  | { readonly kind: "target"; readonly target: Member | Index; readonly span: Span }
  | { readonly kind: "list"; readonly elements: readonly (PatternElement | undefined)[]; readonly rest?: Pattern; readonly span: Span }
  | {
      readonly kind: "record";
      readonly properties: readonly (PatternElement & { readonly key: string; readonly computed?: Expression })[];
      readonly rest?: Pattern;
      readonly span: Span;
    }
  /** Go's `_` and whatever is thrown away. */
  | { readonly kind: "nothing"; readonly span: Span };

export interface PatternElement {
  readonly pattern: Pattern;
  readonly default?: Expression;
}

/** One file, turned into the common tree. */
export interface Module {
  readonly file: SourceFile;
  readonly body: readonly Statement[];
  /** Go's and Java's package, C#'s namespace. */
  readonly package?: string;
  /** Places that do not parse, or that the front end does not understand. */
  readonly unreadable: readonly { readonly reason: string; readonly span: Span }[];
}
