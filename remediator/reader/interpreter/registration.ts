import type { Span } from "../syntax/tree";
import type { ForeignCall } from "./foreign-calls";
import type { Pass } from "./list";
import type { Value } from "./value";

/** A resource that the program registers, with its inputs as values: each knows where it is written. */
export interface Registration {
  readonly urn: string;
  /** The type token, e.g. `aws:ec2/securityGroup:SecurityGroup`. */
  readonly type: string;
  readonly name: string;
  /** `remote`: a component of a package, whose children only the engine knows. `read`: looked up by `X.get`. */
  readonly kind: "custom" | "component" | "remote" | "read";
  /** A record whose keys are the wire's. */
  readonly inputs: Value;
  readonly options: Options;
  /** The expression that creates it. */
  readonly span: Span;
  /** The expression that gives the name, if one is written. */
  readonly nameSpan?: Span;
  /** The record, keyword list or builder that gives the inputs; undefined where there is none. */
  readonly inputsSpan: Span | undefined;
  /** The statement in which that expression stands. */
  readonly statement: Span | undefined;
  /** The calls through which the program got there, the innermost first. */
  readonly calls: readonly Span[];
  /** The conditions that nobody can decide, in source text, under which it exists. */
  readonly conditions: readonly string[];
  /** What the loops around it went through when it was made, the innermost last. */
  readonly passes: readonly Pass[];
  /** What a component gives away with registerOutputs, or the stack exports. */
  outputs?: Value;
  /** Of the stack: whether the program that deploys it gets what it exports, as one of the Automation API does. */
  isExportedToProgram?: true;
  /** Of the stack: what its program tells code that is not read. */
  readonly foreignCalls?: readonly ForeignCall[];
}

/** What the interpreter knows of a registration by itself. */
export type Made = "urn" | "calls" | "conditions" | "statement" | "passes";

/** A name that the program declares. */
export interface Declared {
  readonly name: string;
  /** The pattern that declares it. */
  readonly declared: Span;
  /** The part of the file where it is visible; undefined for the whole file, of Go's, Java's and C#'s packages the whole package. */
  readonly visible?: Span;
}

/** A name under which a resource is known. */
export interface Variable extends Declared {
  readonly registration: Registration;
  /** Where it holds an output of the resource, and not the resource: which one. */
  readonly output?: "id";
}

/** A name under which a port is known: a number of a variable or field that is called after one. */
export interface PortVariable extends Declared {
  readonly port: number;
  /** The calls through which the program got there, the outermost first. */
  readonly calls: readonly Span[];
  /** What the loops around it went through. */
  readonly passes: readonly Pass[];
}

export interface Options {
  readonly parent?: Registration;
  readonly provider?: Registration;
  /** Of `read`: the identifier. */
  readonly id?: Value;
  /** What changes it and its children before they are registered. */
  readonly transformations?: readonly Transformation[];
}

/** A function that is given what a resource is made with, and gives what takes its place. */
export interface Transformation {
  readonly callback: Value;
  /** Whose names the properties have that it sees: those of the language's SDK, or the wire's. */
  readonly names: "program" | "wire";
}
