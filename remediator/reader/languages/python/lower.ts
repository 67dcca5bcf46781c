import type { SyntaxNode } from "../../syntax/parse";
import type { Module, SourceFile, Span } from "../../syntax/tree";
import { boundNames } from "./bound";
import { type Context, doesNotParse } from "./context";
import { declarations } from "./functions";
import { lowerStatements } from "./statements";

/** Turns a file of Python into the common tree. */
export function lowerModule(root: SyntaxNode, file: SourceFile): Module {
  const statements = root.children.filter(({ isNamed }) => isNamed);
  const { ahead } = boundNames(statements, { hasWalrus: file.text.includes(":=") });
  const globals = globalNames(root, new Set(ahead.keys()));
  const context: Context = {
    file,
    dataclasses: new Map(),
    dictionaries: new Set(),
    bases: 0,
    fillsModel: false,
    assigned: new Set([...ahead.keys(), ...globals.keys()]),
    classNames: undefined,
    hasWalrus: file.text.includes(":="),
    hasYield: file.text.includes("yield"),
  };
  const body = [...declarations(new Map([...ahead, ...globals])), ...lowerStatements(statements, context)];
  return { file, body, unreadable: [...syntaxErrors(root), ...badIndentation(root)] };
}

/** Names that functions assign to with `global` may be bound nowhere else. */
function globalNames(root: SyntaxNode, known: ReadonlySet<string>): ReadonlyMap<string, Span> {
  const names = new Map<string, Span>();
  if (!root.file.text.includes("global ")) return names;
  const bound = new Set(root.children.flatMap((child) => topLevelNames(child)));
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children) open.push(child);
    if (node.type !== "global_statement") continue;
    for (const { text, span } of node.named) if (!known.has(text) && !bound.has(text)) names.set(text, span);
  }
  return names;
}

function topLevelNames(node: SyntaxNode): readonly string[] {
  const [inner] = node.named;
  const left = inner?.type === "assignment" ? inner.at("left") : node.at("name");
  return left?.type === "identifier" ? [left.text] : [];
}

/** The outermost places that do not parse. */
function syntaxErrors(root: SyntaxNode): Module["unreadable"] {
  const places: Span[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.isMissing || (node.type === "ERROR" && !holdsStatements(node))) {
      places.push(node.span);
      continue;
    }
    if (node.type === "ERROR") places.push({ file: node.file, start: node.start, end: firstLineEnd(node) });
    for (const child of node.children) if (child.hasError) open.push(child);
  }
  return places.sort((a, b) => a.start - b.start).map((span) => ({ reason: doesNotParse, span }));
}

/** The parser may wrap all that follows a mistake in one error. */
function holdsStatements(node: SyntaxNode): boolean {
  return node.children.some(({ type }) => type.endsWith("_statement") || type.endsWith("_definition") || type === "block");
}

function firstLineEnd(node: SyntaxNode): number {
  const end = node.file.text.indexOf("\n", node.start);
  return end < 0 || end > node.end ? node.end : end;
}

/** Statements of one block begin in one column; Python refuses the file otherwise, the grammar does not mind. */
function badIndentation(root: SyntaxNode): Module["unreadable"] {
  const places: Span[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children) open.push(child);
    if (node.type !== "block" && node.type !== "module") continue;
    let first: string | undefined = node.type === "module" ? "" : undefined;
    for (const child of node.children) {
      if (!child.isNamed || child.type === "comment" || child.type === "ERROR" || child.isMissing) continue;
      const indentation = indentationOf(child);
      if (indentation === undefined) continue;
      first ??= indentation;
      if (indentation !== first) places.push(child.span);
    }
  }
  return places.sort((a, b) => a.start - b.start).map((span) => ({ reason: "is not indented like the statements before it", span }));
}

/** The blanks before a node that begins its line; undefined where something else stands before it. */
function indentationOf(node: SyntaxNode): string | undefined {
  const { text } = node.file;
  let at = node.start;
  while (at > 0 && " \t\f\uFEFF".includes(text.charAt(at - 1))) at -= 1;
  if (at > 0 && text.charAt(at - 1) !== "\n" && text.charAt(at - 1) !== "\r") return undefined;
  return text.slice(at, node.start).replaceAll(/[\f\uFEFF]/g, "");
}
