import type { TextEdit } from "../edits";
import type { SyntaxNode } from "../../reader/syntax/parse";
import { blockAround, leadOf, lineStart, wholeLines, type CommentMarks, type Range } from "../lines";
import { editSequence } from "../sequence";

/** A name that a file declares for itself, and what is left of the text where nothing uses it. */
export interface Binding {
  readonly name: string;
  /** The node that gives the name; of an import that does not write it, the import. */
  readonly declares: SyntaxNode;
  /** What goes with the name: uses in it do not count. */
  readonly own: SyntaxNode;
  /** Where it can be seen. */
  readonly scope: SyntaxNode;
  readonly remove: (text: string) => readonly TextEdit[];
}

/** What a file cannot say about itself. */
export interface Surrounding {
  /** Whether another file of the program has this word. */
  readonly isElsewhere: (name: string) => boolean;
  /** Whether another file takes this name from this one. */
  readonly isTaken: (name: string) => boolean;
  /** Whether a file that is imported under this name does nothing but declare. */
  readonly onlyDeclares: (specifier: string) => boolean;
}

/** Visits a node and all that is in it. The ancestors are those of the node for as long as it is visited: whoever keeps them copies them. */
export function walk(root: SyntaxNode, visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => void): void {
  const open: { readonly node: SyntaxNode; readonly depth: number }[] = [{ node: root, depth: 0 }];
  const path: SyntaxNode[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    path.length = depth;
    visit(node, path);
    path.push(node);
    for (const child of node.children) open.push({ node: child, depth: depth + 1 });
  }
}

/** Takes a statement out with its comment and its line. */
export function withoutStatement(text: string, { start, end, file }: SyntaxNode, marks: CommentMarks, within?: Range): readonly TextEdit[] {
  const stop = text[end] === ";" ? end + 1 : end;
  const lead = leadOf(text, aboveOf(text, start, marks), start, marks);
  const lines = wholeLines(text, { start: lead, end: stop }, within ?? blockAround(text, lead, stop));
  return [{ file: file.name, start: lines?.start ?? lead, end: lines?.end ?? stop, text: "" }];
}

/** Where the comments above a statement begin at the earliest. */
function aboveOf(text: string, start: number, { line, open }: CommentMarks): number {
  let from = lineStart(text, start);
  while (from > 0) {
    const above = lineStart(text, from - 1);
    const content = text.slice(above, from).trim();
    if (!content.startsWith(line) && !(open !== undefined && content.startsWith(open)) && !content.startsWith("*")) return from;
    from = above;
  }
  return from;
}

/** Takes some of several names between brackets out. */
export function withoutElement(text: string, elements: readonly SyntaxNode[], element: SyntaxNode, marks: CommentMarks): readonly TextEdit[] {
  const [first] = elements;
  const last = elements.at(-1);
  if (first === undefined || last === undefined) return [];
  const close = /^\s*,?\s*(?=[})])/.exec(text.slice(last.end))?.[0].length;
  return editSequence(
    {
      file: { name: element.file.name, text },
      elements,
      inside: { start: close === undefined ? first.start : openingBefore(text, first.start), end: last.end + (close ?? 0) },
      padded: true,
      marks,
    },
    { removed: [elements.indexOf(element)] },
  );
}

function openingBefore(text: string, start: number): number {
  return Math.max(text.lastIndexOf("{", start - 1), text.lastIndexOf("(", start - 1)) + 1;
}

/**
 * Whether a value can go without anything else happening: it is put together from texts, numbers, names and the values that the SDK makes of them.
 */
export function isHarmless(value: SyntaxNode | undefined): boolean {
  if (value === undefined) return true;
  let isClean = true;
  walk(value, (node) => {
    if (/^(?:await|yield|assignment|update|augmented|lambda|arrow_function|function|anonymous|class)/.test(node.type)) isClean = false;
    if (/^(?:call|call_expression|invocation_expression|new_expression|object_creation_expression|method_invocation)$/.test(node.type))
      isClean &&= isConversion(node);
  });
  return isClean;
}

/** Functions of the languages that put a text together, and do nothing else. */
const texts = /^(?:fmt\.Sprintf?|strings\.(?:Join|Split|Fields|Replace|ReplaceAll|ToLower|ToUpper|Trim\w*)|[sS]tring\.(?:Format|Join|Concat)|str)$/;

/** A call that makes an argument of what it is given. */
function isConversion(node: SyntaxNode): boolean {
  const callee = (node.at("function") ?? node.at("type") ?? node.at("constructor"))?.text ?? "";
  if (texts.test(callee) || /^pulumi\.\w+$|Args$|^(?:List|InputList|Dictionary|InputMap)(?:<.*>)?$/.test(callee)) return true;
  if (node.type !== "method_invocation") return false;
  return /^(?:List|Arrays|Set|Map|Output)\.(?:of|asList)\(|^String\.(?:format|join)\(|^[\w.]*Args\.builder\(\)/.test(node.text);
}
