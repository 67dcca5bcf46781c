import { readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser, type TreeCursor } from "@vscode/tree-sitter-wasm";
import { withLines } from "./lines";
import type { SourceFile, Span } from "./tree";

/** The grammars that are read, by the names of their files. */
export type Grammar = "typescript" | "tsx" | "javascript" | "python" | "go" | "java" | "c-sharp";

/**
 * A node of a syntax tree as the grammar names it, in the form that a front end reads: anonymous nodes (keywords, punctuation, operators) are children
 * like the others, with their text as their type.
 */
export class SyntaxNode {
  /** The name of the field of its parent that it fills; empty without one. */
  field = "";
  readonly children: SyntaxNode[] = [];
  constructor(
    readonly type: string,
    readonly isNamed: boolean,
    readonly start: number,
    readonly end: number,
    readonly isMissing: boolean,
    readonly file: SourceFile,
  ) {}

  get text(): string {
    return this.file.text.slice(this.start, this.end);
  }

  get span(): Span {
    return { file: this.file, start: this.start, end: this.end };
  }

  /** Named children without comments. */
  get named(): readonly SyntaxNode[] {
    return this.children.filter((child) => child.isNamed && !isComment(child.type));
  }

  /** The first child in a field. */
  at(field: string): SyntaxNode | undefined {
    return this.children.find((child) => child.field === field);
  }

  /** All children in a field, without the punctuation between them. */
  all(field: string): readonly SyntaxNode[] {
    return this.children.filter((child) => child.field === field && child.isNamed);
  }

  /** The first child of one of these types. */
  child(...types: readonly string[]): SyntaxNode | undefined {
    return this.children.find((child) => types.includes(child.type));
  }

  /** Whether a keyword or a mark stands among its children. */
  has(type: string): boolean {
    return this.children.some((child) => child.type === type);
  }
}

function isComment(type: string): boolean {
  return type === "comment" || type === "line_comment" || type === "block_comment" || type === "html_comment";
}

/** Reads texts of one grammar. What nests deeper than so many levels becomes an error that has no parts. */
export type Parse = (file: SourceFile, deepest?: number) => SyntaxNode;

/** Loads a grammar; the same one is loaded once. */
export async function loadGrammar(grammar: Grammar): Promise<Parse> {
  const loading = loaded.get(grammar) ?? load(grammar);
  loaded.set(grammar, loading);
  return loading;
}

const loaded = new Map<Grammar, Promise<Parse>>();
let started: Promise<void> | undefined;

async function load(grammar: Grammar): Promise<Parse> {
  await (started ??= Parser.init());
  const folder = path.dirname(require.resolve("@vscode/tree-sitter-wasm"));
  const language = await Language.load(readFileSync(path.join(folder, `tree-sitter-${grammar}.wasm`)));
  const parser = new Parser();
  parser.setLanguage(language);
  return (file, deepest = Infinity) => {
    const tree = parser.parse(withLines(file.text));
    if (tree === null) throw new Error(`The parser gave no tree for ${file.name}.`);
    const cursor = tree.walk();
    try {
      return nodesOf(cursor, file, deepest);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

/** Whether a tree has a place that its grammar does not explain, or that it had to make up. */
export function isBroken(root: SyntaxNode): boolean {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "ERROR" || node.isMissing) return true;
    open.push(...node.children);
  }
  return false;
}

/** Copies a tree out of the parser's memory, without recursion: sources may nest deeper than the stack. */
function nodesOf(cursor: TreeCursor, file: SourceFile, deepest: number): SyntaxNode {
  const nodeAt = (): SyntaxNode =>
    new SyntaxNode(cursor.nodeType, cursor.nodeIsNamed, cursor.startIndex, cursor.endIndex, cursor.nodeIsMissing, file);
  const root = nodeAt();
  const open: SyntaxNode[] = [root];
  let descends = cursor.gotoFirstChild();
  while (open.length > 0) {
    if (!descends) {
      if (cursor.gotoNextSibling()) descends = true;
      else {
        open.pop();
        if (open.length === 0) break;
        cursor.gotoParent();
        continue;
      }
    }
    const parent = open.at(-1);
    if (parent === undefined) break;
    const own = nodeAt();
    const isTooDeep = open.length >= deepest && own.isNamed && cursor.currentNode.childCount > 0;
    const node = isTooDeep ? new SyntaxNode("ERROR", true, own.start, own.end, false, file) : own;
    node.field = cursor.currentFieldName ?? "";
    parent.children.push(node);
    descends = !isTooDeep && cursor.gotoFirstChild();
    if (descends) open.push(node);
  }
  return root;
}
