import { addTo } from "@portcullis/policypack/grouped";
import { applyEdits, type TextEdit } from "../edits";
import { loadGrammar, type Grammar, type SyntaxNode } from "../../reader/syntax/parse";
import { bindingsInCsharp } from "./csharp";
import { bindingsInGo } from "./go";
import { bindingsInJava } from "./java";
import { bindingsInPython } from "./python";
import { bindingsInTypeScript } from "./typescript";
import { walk, type Binding, type Surrounding } from "./binding";

/** How a kind of file declares names. */
interface Names {
  readonly grammar: Grammar;
  readonly bindings: (root: SyntaxNode, around: Surrounding) => readonly Binding[];
}

const typescript = (grammar: Grammar): Names => ({ grammar, bindings: bindingsInTypeScript });

const byExtension: Readonly<Record<string, Names>> = {
  ts: typescript("typescript"),
  mts: typescript("typescript"),
  cts: typescript("typescript"),
  tsx: typescript("tsx"),
  js: typescript("javascript"),
  mjs: typescript("javascript"),
  cjs: typescript("javascript"),
  jsx: typescript("javascript"),
  py: { grammar: "python", bindings: bindingsInPython },
  go: { grammar: "go", bindings: bindingsInGo },
  java: { grammar: "java", bindings: bindingsInJava },
  cs: { grammar: "c-sharp", bindings: bindingsInCsharp },
};

/** The text of an edited file without the imports, variables and constants that were in use before the edit and are not any more. */
export async function withoutUnused(file: string, before: string, after: string, around: Surrounding): Promise<string> {
  const names = byExtension[/\.(\w+)$/.exec(file)?.[1] ?? ""];
  if (names === undefined) return after;
  const parse = await loadGrammar(names.grammar);
  const bindingsOf = (text: string): readonly Known[] => {
    const root = parse({ name: file, text });
    return withUses(root, names.bindings(root, around));
  };
  const once = namesInUse(bindingsOf(before));
  let text = after;
  // What is taken out may have been the last use of something else.
  for (let round = 0; round < mostRounds; round++) {
    const edits = bindingsOf(text)
      .filter(({ binding, isUsed }) => !isUsed && once.get(binding.name) === true)
      .flatMap(({ binding }) => binding.remove(text));
    if (edits.length === 0) return text;
    text = applyEdits(text, separate(edits));
  }
  return text;
}

const mostRounds = 10;

interface Known {
  readonly binding: Binding;
  readonly isUsed: boolean;
}

function withUses(root: SyntaxNode, bindings: readonly Binding[]): readonly Known[] {
  const declared = new Set(bindings.map(({ declares }) => declares));
  const uses = new Map<string, [SyntaxNode, ...SyntaxNode[]]>();
  walk(root, (node, ancestors) => {
    if (!isName(node) || declared.has(node) || isLabel(node, ancestors.at(-1))) return;
    addTo(uses, node.text, node);
  });
  for (const own of uses.values()) own.sort((one, other) => one.start - other.start);
  return bindings.map((binding) => ({ binding, isUsed: isUsed(binding, uses.get(binding.name) ?? []) }));
}

/** Whether one of the uses, which are in their order, is in the binding's scope, and not in what goes with it. */
function isUsed({ scope, own }: Binding, uses: readonly SyntaxNode[]): boolean {
  for (let at = firstFrom(uses, scope.start); ; at++) {
    const use = uses[at];
    if (use === undefined || use.start >= scope.end) return false;
    if (use.end <= scope.end && !(use.start >= own.start && use.end <= own.end)) return true;
  }
}

/** The index of the first node that begins at a place or after it. */
function firstFrom(nodes: readonly SyntaxNode[], place: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? Infinity) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isName({ type }: SyntaxNode): boolean {
  return ["identifier", "type_identifier", "package_identifier", "shorthand_property_identifier"].includes(type);
}

/** A keyword argument's name, or an attribute's, is no use of a variable. */
function isLabel(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  return (parent?.type === "keyword_argument" && node.field === "name") || (parent?.type === "attribute" && node.field === "attribute");
}

/** Whether what is called so is in use: of several, all of them. */
function namesInUse(bindings: readonly Known[]): ReadonlyMap<string, boolean> {
  const names = new Map<string, boolean>();
  for (const { binding, isUsed } of bindings) names.set(binding.name, isUsed && names.get(binding.name) !== false);
  return names;
}

/** Those that do not touch each other; the others are met in the next round. */
function separate(edits: readonly TextEdit[]): readonly TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits) if (kept.every((other) => edit.end < other.start || edit.start > other.end)) kept.push(edit);
  return kept;
}
