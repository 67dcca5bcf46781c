import type { Semantics } from "../languages/semantics";
import type { Span } from "../syntax/tree";
import type { YamlNode } from "../syntax/yaml";
import type { Cell } from "./branches";
import type { ForeignCall } from "./foreign-calls";
import type { Elements } from "./iteration";
import type { Given, NativeCall } from "./native";
import type { Made, Registration } from "./registration";
import type { Scope } from "./scope";
import type { Hole } from "./hole";
import type { Item, Pass } from "./list";
import type { Data, Value } from "./value";

/** What the interpreter offers to a language's library and to the SDK's. */
export interface Machine {
  readonly settings: StackSettings;
  readonly program: Program;
  /** Calls of code that is not read, which were told something of resources. */
  readonly foreignCalls: ForeignCall[];
  /** The place that is evaluated at the moment. */
  readonly here: Span;
  /** What the loops around it go through at the moment, the innermost last. */
  readonly passes: readonly Pass[];
  /** The conditions around it that nobody can decide, in words. */
  readonly conditions: readonly string[];

  /** A value that cannot be known. The reason is a predicate: "is the answer of aws.ec2.getVpc". */
  hole(reason: string, span: Span, parts?: readonly Value[]): Value;
  /** Calls a function, class or native of the program. */
  call(callee: Value, given: readonly Given[], span: Span): Value;
  /** The same with plain values. */
  apply(callee: Value, values: readonly Value[], span: Span): Value;
  member(object: Value, name: string, span: Span): Value;
  /** Sets a member as an assignment does. */
  setMember(object: Value, name: string, value: Value, span: Span): void;
  /** What a loop over the value meets: elements, and the hole where there may be more of them. A hole has no items and is its own rest. */
  /** Gives the elements one after the other until nobody wants more; what is made while it is gone through is made no further. */
  walk(value: Value, span: Span, give: (item: Item) => boolean): Hole | undefined;
  elements(value: Value, span: Span): { readonly items: readonly Item[]; readonly rest?: Hole };
  /** As the language prints it in a text; a hole if it is not known. */
  text(value: Value, span: Span): Value;
  /** Whether the language takes it for true; undefined if it is not known. */
  truth(value: Value): boolean | undefined;
  /** Whether two values are the same to the language's `==`; undefined if it is not known. */
  same(a: Value, b: Value): boolean | undefined;
  /** What the language means by its syntax. */
  readonly semantics: Semantics;
  list(items: readonly Value[], span: Span, rest?: Hole): Value;
  /** What an object comes apart into; undefined for what says nothing of it. */
  parts(value: Value, count: number, span: Span): Elements | undefined;
  /** A record of computed fields. */
  record(fields: Readonly<Record<string, Value>>, span: Span): Value;
  /** To be called before something is changed: under a condition that nobody can decide the change is undone and merged. */
  touch(data: Cell): void;
  /** Runs what may or may not happen, under a condition in words: what it changes is merged with what was. */
  uncertain(condition: string, span: Span, body: () => void): void;
  /** Runs what happens when the code around it has ended: what it changes is not known to that code. */
  later(span: Span, body: () => void): void;
  /** An `await` of JavaScript. */
  awaits(): void;
  /** Runs the body of a loop, a comprehension or a map for one of what it goes through. */
  passing<T>(pass: Pass, body: () => T): T;
  /** The errors that functions which were put off run for, the innermost last. */
  readonly panics: { readonly value: Value; isRecovered: boolean }[];
  /** What an error gives that ends the program here; a try statement around it catches it, as an error of this kind. */
  fail(reason: string, span: Span, kind?: string, holding?: Readonly<Record<string, Value>>): Value;
  /** The same for an error that the program made. */
  raise(error: Value, reason: string, span: Span): Value;
  /** The same where what the error stops would not be missed: nobody catches it, so that the program is read up to here only. */
  ends(reason: string, span: Span, kind: string): Value;
  /** Says that something that could register resources was not read. */
  gap(reason: string, span: Span): void;
  /** The module of a file of the repository, evaluated once: its scope, whose bindings are its top-level names. */
  load(fileName: string): Scope | undefined;
  /** A module as a value, whose properties are what it gives. */
  namespace(scope: Scope, span: Span): Value;
  /** Says that the stack gives a value away. */
  give(name: string, value: Value): void;
  register(registration: Omit<Registration, Made>): Value;
  /** Whether the program has given the SDK the function of its stack. */
  readonly hasStack: boolean;
  /** The bounds were reached; the caller gives up. */
  readonly isExhausted: boolean;
}

export interface StackSettings {
  readonly project: string;
  /** Empty where no stack has a file: then it is not known. */
  readonly stack: string;
  /** Empty where it is not known. */
  readonly organization: string;
  /** By `namespace:key`. */
  readonly config: ReadonlyMap<string, ConfigValue>;
  /** Why a key that `config` does not hold may be set all the same. */
  readonly rest?: Hole;
  /** Settings of which it is said that nobody has set them, wherever more may be. */
  readonly unset?: ReadonlySet<string>;
}

export interface ConfigValue {
  /** Plain data as YAML gives it; what is encrypted is undefined, at any depth. */
  readonly value: unknown;
  readonly isSecret: boolean;
  readonly span?: Span;
  /** What writes it, where YAML does. */
  readonly node?: YamlNode;
}

/** A repository as far as it may be read: nothing outside of it, links included. */
export interface Repository {
  /** Every file name in a fixed order, relative to the top folder, with forward slashes; what git ignores and packages are not among them. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Undefined where there is no such file, or it cannot be read (which is noted as a gap). */
  read(name: string): import("../syntax/tree").SourceFile | undefined;
  /** Whether a file is a link, or in a folder that is one; where it is left out there are none. */
  isLinked?(name: string): boolean;
}

export interface Program {
  readonly repository: Repository;
  /** Of Pulumi.yaml, relative to the repository's top folder; "" for the top. */
  readonly folder: string;
  /** The folder that the program runs in: `main`, or the same. */
  readonly mainFolder: string;
  /** A file that Pulumi.yaml or package.json names as the entry, relative to the repository's top folder. */
  readonly entry: string | undefined;
  /** It is outside of the repository, and not read. */
  readonly isElsewhere?: true;
  /** It is a module that starts stacks by the Automation API, and is no program of a stack itself. */
  readonly startsStacks?: true;
}

export type { Data, Given, NativeCall };
