import { namesOf } from "../reader/interpreter/modules";
import type { Call, Expression, FunctionExpression, ListLiteral, Module, Pattern, RecordLiteral, Span, Statement } from "../reader/syntax/tree";

/** The nodes of a file by their place, for edits that know places. */
export interface SyntaxIndex {
  /** List literals by the span of their brackets, and by their whole span. */
  readonly list: (span: Span) => ListLiteral | undefined;
  readonly record: (span: Span) => RecordLiteral | undefined;
  /** By the whole span, and by the span of its parentheses. */
  readonly call: (span: Span) => Call | undefined;
  /** The call of which an argument begins where a span does. */
  readonly callOf: (span: Span) => Call | undefined;
  /** The innermost statement around a span, and those beside it. */
  readonly statement: (span: Span) => PlacedStatement | undefined;
  /** The functions around a span, the innermost first. */
  readonly functions: (span: Span) => readonly FunctionExpression[];
  /** How often a name occurs in the file, declarations, properties and imports included. */
  readonly occurrences: (name: string) => readonly Span[];
  /** Where a name is declared, or given a value. */
  readonly declarations: (name: string) => readonly Declaration[];
  /** Whether anything asks for a member of this name: by a dot, by its text in brackets, or by taking an object apart. */
  readonly asksFor: (member: string) => boolean;
}

export interface Declaration {
  readonly span: Span;
  readonly isAssignment: boolean;
}

export interface PlacedStatement {
  readonly statement: Statement;
  readonly siblings: readonly Statement[];
  /** The statement that they are the block of, where they stand in one directly. */
  readonly within: Statement | undefined;
  /** Whether they are the file's own, which may be seen from elsewhere. */
  readonly isOutermost: boolean;
}

const indexes = new WeakMap<Module, SyntaxIndex>();

export function indexOf(module: Module): SyntaxIndex {
  const known = indexes.get(module) ?? build(module);
  indexes.set(module, known);
  return known;
}

function build(module: Module): SyntaxIndex {
  const lists = new Map<string, ListLiteral>();
  const records = new Map<string, RecordLiteral>();
  const calls = new Map<string, Call>();
  const byArgument = new Map<number, Call>();
  const statements: PlacedStatement[] = [];
  const functions: FunctionExpression[] = [];
  const names = new Map<string, Span[]>();
  const members = new Set<string>();
  const declarations = new Map<string, Declaration[]>();
  const note = (name: string, span: Span): void => {
    const known = names.get(name);
    if (known === undefined) names.set(name, [span]);
    else known.push(span);
  };
  /** What is in it, in order. */
  const visit = (node: unknown, within: Statement | undefined): readonly Open[] => {
    if (Array.isArray(node)) {
      const siblings = node.filter(isStatement);
      if (siblings.length === node.length)
        for (const statement of siblings) statements.push({ statement, siblings, within, isOutermost: node === module.body });
      return (node as readonly unknown[]).map((child) => ({ node: child, within: undefined }));
    }
    if (typeof node !== "object" || node === null) return [];
    const { kind, span } = node as { readonly kind?: string; readonly span?: Span };
    if (kind === "list" && "elements" in node && "bracketsSpan" in node) {
      const list = node as ListLiteral;
      lists.set(keyOf(list.bracketsSpan), list);
      lists.set(keyOf(list.span), list);
    } else if (kind === "record" && "entries" in node) {
      const record = node as RecordLiteral;
      records.set(keyOf(record.bracketsSpan), record);
      records.set(keyOf(record.span), record);
    } else if (kind === "call") {
      const call = node as Call;
      calls.set(keyOf(call.span), call);
      if (call.argumentsSpan !== undefined) calls.set(keyOf(call.argumentsSpan), call);
      for (const argument of call.arguments) if (argument.name !== undefined) byArgument.set(argument.span.start, call);
    } else if (span !== undefined && "name" in node && typeof node.name === "string") note(node.name, span);
    for (const member of membersAsked(node as AnyNode)) members.add(member);
    const bound = span === undefined ? undefined : boundBy(node as Statement | Expression);
    if (span !== undefined && bound !== undefined)
      for (const name of namesOf(bound)) declarations.set(name, [...(declarations.get(name) ?? []), { span, isAssignment: kind !== "declare" }]);
    if (kind === "function" && "parameters" in node) functions.push(node as FunctionExpression);
    if ("local" in node && typeof node.local === "string" && span !== undefined) note(node.local, span);
    const around = isStatement(node) ? node : undefined;
    return Object.entries(node).flatMap(([key, child]) =>
      key !== "span" && !key.endsWith("Span") && typeof child === "object" ? [{ node: child as unknown, within: around }] : [],
    );
  };
  // What nests as deeply as it can be read is too deep for functions that call themselves.
  const open: Open[] = [{ node: module.body, within: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) open.push(...visit(next.node, next.within).toReversed());
  return {
    list: (span) => lists.get(keyOf(span)),
    record: (span) => records.get(keyOf(span)),
    call: (span) => calls.get(keyOf(span)),
    callOf: ({ start }) => byArgument.get(start),
    statement: (span) => innermost(statements, span),
    // What is visited later is inside.
    functions: ({ start, end }) => functions.filter(({ span }) => span.start <= start && span.end >= end).reverse(),
    occurrences: (name) => names.get(name) ?? [],
    declarations: (name) => declarations.get(name) ?? [],
    asksFor: (member) => members.has(member),
  };
}

/** A part of the tree that is still to be visited, and the statement that it is the block of. */
interface Open {
  readonly node: unknown;
  readonly within: Statement | undefined;
}

type AnyNode = Expression | Pattern;

function membersAsked(node: AnyNode): readonly string[] {
  if (node.kind === "member") return [node.name];
  if (node.kind === "index") return node.index.kind === "literal" && typeof node.index.value === "string" ? [node.index.value] : [];
  return node.kind === "record" && "properties" in node ? node.properties.map(({ key }) => key) : [];
}

/** What a statement or an assignment gives a value. */
function boundBy(node: Statement | Expression): Pattern | undefined {
  if (node.kind === "declare" || node.kind === "for each") return node.pattern;
  return node.kind === "assignment" ? node.target : undefined;
}

function innermost(statements: readonly PlacedStatement[], { start, end }: Span): PlacedStatement | undefined {
  let found: PlacedStatement | undefined;
  for (const placed of statements) {
    const { span } = placed.statement;
    if (span.start > start || span.end < end) continue;
    if (found === undefined || span.end - span.start <= found.statement.span.end - found.statement.span.start) found = placed;
  }
  return found;
}

const statementKinds = new Set([
  "declare",
  "expression",
  "if",
  "for each",
  "for",
  "while",
  "switch",
  "return",
  "yield",
  "break",
  "continue",
  "throw",
  "try",
  "block",
  "function declaration",
  "class declaration",
  "import",
  "export",
  "export all",
  "export value",
  "unreadable",
]);

function isStatement(node: unknown): node is Statement {
  return typeof node === "object" && node !== null && statementKinds.has((node as { readonly kind: string }).kind) && "span" in node;
}

export function keyOf({ start, end }: Span): string {
  return `${start}:${end}`;
}
