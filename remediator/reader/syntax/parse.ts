import { readFileSync } from "node:fs";
import path from "node:path";
import { compileFunction } from "node:vm";
import { Language, Parser, type Tree } from "@vscode/tree-sitter-wasm";
import { withLines, withoutCommentRuns } from "./lines";
import type { SourceFile, Span } from "./tree";

/** The grammars that are read, by the names of their files. */
export type Grammar = "typescript" | "tsx" | "javascript" | "python" | "go" | "java" | "c-sharp";

const none: readonly SyntaxNode[] = Object.freeze([]);

/**
 * A node of a syntax tree as the grammar names it, in the form that a front end reads: anonymous nodes (keywords, punctuation, operators) are children
 * like the others, with their text as their type.
 */
export class SyntaxNode {
  /** The name of the field of its parent that it fills; empty without one. */
  field = "";
  /** Most nodes have none, and share one list. */
  children: readonly SyntaxNode[] = none;
  /** Whether it is, or holds, a place that its grammar does not explain, or that the parser had to make up. */
  hasError = false;
  private ownSpan: Span | undefined;
  private ownNamed: readonly SyntaxNode[] | undefined;
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
    return (this.ownSpan ??= { file: this.file, start: this.start, end: this.end });
  }

  /** Named children without comments. */
  get named(): readonly SyntaxNode[] {
    return (this.ownNamed ??= this.children.length === 0 ? none : this.children.filter((child) => child.isNamed && !isComment(child.type)));
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

/** Reads texts of one grammar. What nests deeper than so many levels becomes an error that has no parts. Throws GivenUp and ParserEnded. */
export type Parse = (file: SourceFile, deepest?: number) => SyntaxNode;

/** The parser was stopped, or ended, in a text; says so of the file. */
export class GivenUp extends Error {}

/** The parser had ended before, in another file: one that is loaded anew reads this one. */
export class ParserEnded extends Error {}

/** Loads a grammar; the same one is loaded once, as long as its parser has not ended. */
export async function loadGrammar(grammar: Grammar): Promise<Parse> {
  if (engine?.endedIn !== undefined) engine = new Engine(loadAgain());
  engine ??= new Engine({ Language, Parser });
  return engine.load(grammar);
}

let engine: Engine | undefined;

type Library = Pick<typeof import("@vscode/tree-sitter-wasm"), "Language" | "Parser">;

/** Where the library lies, and its grammars. */
const folder = path.dirname(require.resolve("@vscode/tree-sitter-wasm"));

/**
 * The library keeps one instance of WebAssembly for ever. Its module, evaluated once more, makes another one. It imports modules of Node.js, which what
 * is evaluated cannot: it requires them.
 */
function loadAgain(): Library {
  const filename = path.join(folder, "tree-sitter.js");
  const made = { exports: {} as Library };
  const text = readFileSync(filename, "utf8").replaceAll("await import(", "ofNode(");
  const evaluate = compileFunction(text, ["exports", "module", "require", "__filename", "ofNode"], { filename }) as (...of: unknown[]) => void;
  evaluate(made.exports, made, require, filename, require);
  return made.exports;
}

declare const WebAssembly: { readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => object };

/**
 * All grammars in one memory of WebAssembly. A text that its grammar tries to make sense of in ever more ways may ask for more memory than there is,
 * and a scanner that is written by hand (Python's) has then been seen to write over what is not its own: nothing is read by it after that.
 */
class Engine {
  endedIn: string | undefined;
  private readonly cursor: Promise<Cursor>;
  private readonly loaded = new Map<Grammar, Promise<Parse>>();
  constructor(private readonly library: Library) {
    // What it prints when it ends is for nobody.
    const options = {
      locateFile: (name: string) => path.join(folder, name),
      printErr: () => undefined,
      wasmMemory: new WebAssembly.Memory({ initial: firstMemory / page, maximum: (1.5 * mostMemory) / page }),
    };
    this.cursor = library.Parser.init(options).then(() => options as unknown as Cursor);
  }

  load(grammar: Grammar): Promise<Parse> {
    const loading = this.loaded.get(grammar) ?? this.parserOf(grammar);
    this.loaded.set(grammar, loading);
    return loading;
  }

  private async parserOf(grammar: Grammar): Promise<Parse> {
    const cursor = await this.cursor;
    const language = await this.library.Language.load(readFileSync(path.join(folder, `tree-sitter-${grammar}.wasm`)));
    const parser = new this.library.Parser();
    parser.setLanguage(language);
    const named: boolean[] = [];
    return (file, deepest = Infinity) => {
      if (this.endedIn !== undefined) throw new ParserEnded(`is not read: the parser ended in ${this.endedIn}, which does not parse`);
      const text = withLines(file.text);
      const tree = this.treeOf(parser, cursor, { name: file.name, text: grammar === "python" ? withoutCommentRuns(text) : text });
      try {
        return nodesOf(tree, { cursor, file, deepest, named });
      } finally {
        tree.delete();
      }
    };
  }

  private treeOf(parser: Parser, cursor: Cursor, file: SourceFile): Tree {
    const end = processorSeconds() + secondsFor(file.text);
    const { byteLength } = cursor.HEAPU8;
    let asked = 0;
    const isTooMuch = (): boolean =>
      cursor.HEAPU8.byteLength > Math.max(byteLength, mostMemory) || (++asked % betweenClocks === 0 && processorSeconds() > end);
    let tree: Tree | null;
    try {
      tree = parser.parse(file.text, null, { progressCallback: isTooMuch });
    } catch {
      // Between two calls it asked for more than WebAssembly has, or met what it has written over.
      this.endedIn = file.name;
      throw new GivenUp("does not parse, in so many places that the parser ended");
    }
    if (tree !== null) return tree;
    this.endedIn = file.name;
    throw new GivenUp("does not parse, in so many places that the parser was stopped");
  }
}

/**
 * Where thousands of places are wrong, the parser tries ever more ways to make sense of them: the time grows with the square of their number, and
 * more. A text that is right takes a tenth of this on a slow machine.
 */
function secondsFor(text: string): number {
  return 2 + text.length / 100_000;
}

/** The parser asks whether it may go on every hundred steps, in microseconds; the system takes longer than that to tell the time. */
const betweenClocks = 32;

/** Bytes for all trees and attempts: with half as much again the parser ends. Memory that it has is kept. */
const mostMemory = 1 << 30;
/** Bytes that the library begins with, and of a page of WebAssembly. */
const firstMemory = 1 << 25;
const page = 1 << 16;

/** Processor time: what else the machine does has no say in what is read. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * The functions that the library's cursor calls, as it leaves them in the options that it is started with. Its cursor copies its state into the
 * memory of WebAssembly before each of them, and out of it after each move; here the state stays there, which takes a fifth of the time.
 */
interface Cursor {
  readonly _ts_tree_cursor_goto_first_child_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_goto_next_sibling_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_goto_parent_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_node_type_id_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_node_is_named_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_node_is_missing_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_field_id_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_start_index_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_end_index_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_delete_wasm: (tree: number) => void;
  /** Another one when the memory grows. */
  readonly HEAPU8: Uint8Array;
}

interface Copying {
  readonly cursor: Cursor;
  readonly file: SourceFile;
  readonly deepest: number;
  /** Whether types are named, by their ids, as far as any was met. */
  readonly named: boolean[];
}

/** Copies a tree out of the parser's memory, without recursion: sources may nest deeper than the stack. */
function nodesOf(tree: Tree, { cursor, file, deepest, named }: Copying): SyntaxNode {
  const { types, fields } = tree.language;
  // The library keeps a tree's address there.
  const { 0: address } = tree as Tree & { readonly 0: number };
  const nodeAt = (): SyntaxNode => {
    const id = cursor._ts_tree_cursor_current_node_type_id_wasm(address);
    const isNamed = (named[id] ??= cursor._ts_tree_cursor_current_node_is_named_wasm(address) === 1);
    const start = cursor._ts_tree_cursor_start_index_wasm(address);
    const end = cursor._ts_tree_cursor_end_index_wasm(address);
    // What is missing is made up, without any text.
    const isMissing = start === end && cursor._ts_tree_cursor_current_node_is_missing_wasm(address) === 1;
    return new SyntaxNode(types[id] ?? "ERROR", isNamed, start, end, isMissing, file);
  };
  const descend = (): boolean => cursor._ts_tree_cursor_goto_first_child_wasm(address) === 1;
  // Leaves the state of a cursor at the root.
  tree.walk();
  const root = nodeAt();
  const open: SyntaxNode[] = [root];
  if (root.type === "ERROR" || root.isMissing) root.hasError = true;
  // The children of the nodes that are open.
  const children: SyntaxNode[][] = [[]];
  let descends = descend();
  while (open.length > 0) {
    if (!descends) {
      if (cursor._ts_tree_cursor_goto_next_sibling_wasm(address) === 1) descends = true;
      else {
        const done = open.pop();
        const own = children.pop();
        if (done !== undefined && own !== undefined && own.length > 0) done.children = own;
        if (open.length === 0) break;
        cursor._ts_tree_cursor_goto_parent_wasm(address);
        continue;
      }
    }
    const siblings = children.at(-1);
    if (siblings === undefined) break;
    const own = nodeAt();
    own.field = fields[cursor._ts_tree_cursor_current_field_id_wasm(address)] ?? "";
    descends = descend();
    if (descends && own.isNamed && open.length >= deepest) {
      cursor._ts_tree_cursor_goto_parent_wasm(address);
      descends = false;
      const deep = new SyntaxNode("ERROR", true, own.start, own.end, false, file);
      deep.field = own.field;
      noteError(deep, open);
      siblings.push(deep);
      continue;
    }
    if (own.type === "ERROR" || own.isMissing) noteError(own, open);
    siblings.push(own);
    if (descends) {
      open.push(own);
      children.push([]);
    }
  }
  cursor._ts_tree_cursor_delete_wasm(address);
  return root;
}

/** Marks an error and the nodes that hold it, the outermost first. */
function noteError(error: SyntaxNode, holders: readonly SyntaxNode[]): void {
  error.hasError = true;
  for (let level = holders.length - 1; level >= 0; level--) {
    const holder = holders[level];
    if (holder === undefined || holder.hasError) break;
    holder.hasError = true;
  }
}
