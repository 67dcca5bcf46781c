import type { MapKey } from "../interpreter/keys";
import type { Machine, Program } from "../interpreter/machine";
import type { Given } from "../interpreter/native";
import type { Scope } from "../interpreter/scope";
import type { Item, List } from "../interpreter/list";
import type { RecordData, Value } from "../interpreter/value";
import type { Grammar, SyntaxNode } from "../syntax/parse";
import type { BinaryOperator, Module, SourceFile, Span } from "../syntax/tree";
import type { Semantics } from "./semantics";

/** A thing of a Pulumi package under the name that the npm package has for it, e.g. { package: "aws", path: ["ec2", "SecurityGroup"] }. */
export interface SdkSymbol {
  /** "pulumi" for the SDK itself; "aws", "aws-native", "awsx", "eks", "command", "random" ... for packages; "" for what is not Pulumi's. */
  readonly package: string;
  /** Modules in lower case, then the name: `["ec2", "SecurityGroup"]`, `["ec2", "getVpc"]`, `["ec2", "SecurityGroup", "get"]`, `["Output", "all"]`. */
  readonly path: readonly string[];
}

/** Where an import leads. */
export type Resolution =
  /** To files of the repository; several for a package that is a folder (Go). */
  | { readonly kind: "files"; readonly names: readonly string[] }
  /** To something outside of it. */
  | { readonly kind: "symbol"; readonly path: readonly string[] };

/** What a call that creates a resource says, whatever the order and the names of its arguments. */
export interface Creation {
  readonly name: Value | undefined;
  /** A record, keys as the program writes them. */
  readonly inputs: Value | undefined;
  /** A record with the npm package's names: parent, provider, dependsOn, aliases, id ... */
  readonly options: Value | undefined;
}

/** What the SDK calls what a transformation is given and gives. */
export interface TransformationNames {
  readonly resource: string;
  /** What the resource is asked for its type and name, where it says them itself. */
  readonly resourceMethods?: { readonly type: string; readonly name: string };
  readonly type: string;
  readonly name: string;
  readonly properties: string;
  readonly options: string;
  /** Whether properties that the program does not set are nothing, and no error to ask for. */
  readonly givesNothing: boolean;
}

/**
 * A language: its syntax, what it means, what it calls the SDK's things, its own library, and how a program starts. The interpreter knows no more of it than this.
 */
export interface Dialect extends Semantics {
  readonly name: "TypeScript" | "JavaScript" | "Python" | "Go" | "C#" | "Java" | "YAML";
  /** Of its files, with the dot. */
  readonly extensions: readonly string[];
  readonly grammarOf: (fileName: string) => Grammar;
  /** Turns a syntax tree into the common one. Never throws: what it does not understand is opaque or unreadable. */
  readonly lower: (root: SyntaxNode, file: SourceFile) => Module;
  readonly resolve: (specifier: string, from: SourceFile, program: Program) => Resolution;
  /** What a path that an import begins means; package "" where it is not Pulumi's. */
  readonly symbolOf: (path: readonly string[]) => SdkSymbol;
  /** The wire's name of a property that the program writes so: snake case and Pascal case to camel case. */
  readonly propertyName: (written: string) => string;
  /** The arguments of `new SecurityGroup(...)`, `NewSecurityGroup(ctx, ...)`. */
  readonly creation: (given: readonly Given[], machine: Machine, span: Span) => Creation;
  /** The arguments of a data source's call: `getVpc({...})`, `get_vpc(id=...)`, `LookupVpc(ctx, &...)`; a record. */
  readonly query: (given: readonly Given[], machine: Machine, span: Span) => Value | undefined;
  /** Undefined where transformations are not followed. */
  readonly transformation?: TransformationNames;
  /** What a creation gives: the resource itself, or in Go the resource and no error. */
  readonly created: (resource: Value, machine: Machine, span: Span) => Value;
  /** Names that are there without an import (`console`, `len`, `fmt` is imported and therefore in `library`). */
  readonly globals: (machine: Machine) => ReadonlyMap<string, Value>;
  /** A function or object of the standard library (or of a popular package), by its import path: ["os", "path", "join"]. Undefined: not known, a hole. */
  readonly library: (path: readonly string[], machine: Machine, span: Span) => Value | undefined;
  /** A property or method of data that the language brings along: "push" of a list. A method is a native. Undefined where there is none. */
  readonly memberOf: (object: Value, name: string, machine: Machine, span: Span) => Value | undefined;
  /** Whether it is known that a value has no member of a name, which is then nothing, where the language gives that for it (JavaScript). */
  readonly hasNo?: (value: Value, name: string) => boolean;
  /** What a resource is asked for where it may be missing, and the language has it in something that says so. */
  readonly ofOptional?: (object: Value, name: string, span: Span) => Value | undefined;
  /** Whether a value that is known counts as true; undefined if that cannot be said. */
  readonly isTrue: (value: Value) => boolean | undefined;
  /** How a known scalar is printed in a text: `true` is "True" in Python. */
  readonly print: (scalar: string | number | boolean | null) => string;
  /** The same where it matters how the value came about; undefined where it does not. Java's decimal numbers are printed with their fraction. */
  readonly printValue?: (value: Value) => string | undefined;
  /** How a collection or an object is printed in a text; undefined where it is as everywhere, or not known. */
  readonly printWhole?: (value: Value, machine: Machine, span: Span) => string | undefined;
  /** What an operator makes of values for which the language has a meaning of its own (Python's `%` of a text, `-` of sets); undefined where it has none. */
  readonly operate?: (operator: BinaryOperator, a: Value, b: Value, machine: Machine, span: Span) => Value | undefined;
  /** What a compound assignment makes of what changes in its place: the same, or what takes its place; undefined for all else (Python's `list += other`). */
  readonly changedInPlace?: (operator: BinaryOperator, current: Value, value: Value, machine: Machine, span: Span) => Value | undefined;
  /** What tells a key of a map from others with its text; undefined for a key that is not known. Without it they are told by their texts. */
  readonly keyOf?: (key: Value, map: RecordData) => MapKey | undefined;
  /** What a decorator makes of a method: the same where nobody knows (Python). */
  readonly decorate?: (decorator: Value, method: Value, machine: Machine, span: Span) => Value;
  /** What an object is in a place of a type that its class makes it into (C#). */
  readonly converted?: (value: Value, type: string | undefined, machine: Machine, span: Span) => Value;
  /** A function that may be called as if it were a method of the object: C#'s extension methods. */
  readonly extension?: (object: Value, name: string, machine: Machine, span: Span) => Value | undefined;
  /** Whether all rounds of a loop have one variable, so that closures see its last value: C#'s `for`, and Go before 1.22. */
  readonly sharesLoopVariables?: (loop: "for" | "for each", file: SourceFile, program: Program) => boolean;
  /** A part of a list that shows the same elements (Go's slices). */
  readonly sliced?: (
    list: Value,
    from: number | undefined,
    to: number | undefined,
    capacity: number | undefined,
    machine: Machine,
    span: Span,
  ) => Value;
  /** Shows what was put into a list, from a place on, in all that show the same elements. */
  readonly stored?: (list: List, place: number, items: readonly Item[], machine: Machine) => void;
  /** The files that see each other, for a language of packages. */
  readonly sources?: (program: Program, folder: string) => readonly string[];
  /** Whether a module that is imported may be missing where the program runs. */
  readonly mayBeAbsent?: (module: string, from: SourceFile, program: Program) => boolean;
  /** Names that a module has without declaring them: `__name__`, `module`, `exports`. */
  readonly moduleNames?: (fileName: string, isEntry: boolean, start: Span) => readonly (readonly [name: string, value: Value])[];
  /** Runs the program: loads the entry's module, calls main, or runs the stack's class. Says a gap where there is no entry. */
  readonly start: (machine: Machine, program: Program) => void;
  /** The scope in which names of a package or namespace that was opened are looked up, after all scopes: Java's and C#'s own rules. */
  readonly unresolved?: (name: string, opened: readonly string[], scope: Scope, machine: Machine, span: Span) => Value | undefined;
}
