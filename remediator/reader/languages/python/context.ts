import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, SourceFile, Span } from "../../syntax/tree";

/** What lowering one file has to know at a place. */
export interface Context {
  readonly file: SourceFile;
  /** Fields of the dataclasses that stand in this file, by class name, for those who inherit them. */
  readonly dataclasses: Map<string, Dataclass>;
  /** Names of typed dictionaries in this file. */
  readonly dictionaries: Set<string>;
  /** The name under which the method around knows its object. */
  readonly receiver?: string;
  /** Whether `super().__init__` of the class around is that of pydantic's models, which sets the fields. */
  readonly fillsModel: boolean;
  /** How many bases the class around has. */
  readonly bases: number;
  /** Names that are there already, so that binding them is an assignment: parameters, names of scopes further out, and names declared ahead. */
  readonly assigned: ReadonlySet<string>;
  /** Whether the file has any `:=` or `yield`: most have not, and need no search for them. */
  readonly hasWalrus: boolean;
  readonly hasYield: boolean;
  /** Within the body of a class, but not of its methods: the names bound there so far, and the class they belong to. */
  readonly classNames: { readonly owner: string; readonly names: ReadonlySet<string> } | undefined;
}

/** A dataclass of this file: its fields, and the method that runs when they are set. */
export interface Dataclass {
  readonly fields: readonly DataclassField[];
  readonly afterwards: string | undefined;
}

/** A field of a dataclass, as the constructor takes it. */
export interface DataclassField {
  readonly name: string;
  readonly type?: string;
  readonly default?: Expression;
  readonly keywordOnly: boolean;
  readonly isArgument: boolean;
  /** It has no say in which of two objects comes first. */
  readonly isIncomparable?: boolean;
  readonly span: Span;
}

/** Names that the front end makes up; a blank keeps them apart from the program's. */
export const hidden = {
  modulePath: "the path of",
  format: "text of",
  represent: "representation of",
  enter: "entered",
  fillModel: "fields of",
  ofModel: "object of",
  network: "network of",
  address: "address of",
  decorated: "decorated by",
  cut: "without a part",
  without: "without an attribute",
  removed: "without an element",
  set: "set of",
  frozen: "frozen as",
  same: "the same as",
  awaited: "what is awaited of",
  byPlace: "part by its place of",
  left: "what is left of",
  subject: (at: number) => `subject ${at}`,
} as const;

export function name(text: string, span: Span): Expression {
  return { kind: "name", name: text, span };
}

export function opaque(reason: string, span: Span): Expression {
  return { kind: "opaque", reason, span };
}

export function literal(value: string | number | boolean | null, span: Span): Expression {
  return { kind: "literal", value, span };
}

/** A call of a function by its name, with plain arguments. */
export function callOf(callee: string, values: readonly Expression[], span: Span): Expression {
  const given = values.map((value) => ({ value, span: value.span }));
  return { kind: "call", callee: name(callee, span), arguments: given, isNew: false, span };
}

/** From the start of one place to the end of another. */
export function between(first: Span, last: Span): Span {
  return { file: first.file, start: first.start, end: last.end };
}

/** Whether something directly in the node does not parse. */
export function isBroken(node: SyntaxNode): boolean {
  return node.children.some((child) => child.type === "ERROR" || child.isMissing);
}

export const doesNotParse = "does not parse";
