import type { TextEdit } from "../edits";
import type { SyntaxNode } from "../../reader/syntax/parse";
import { isHarmless, walk, withoutStatement, type Binding, type Surrounding } from "./binding";

const marks = { line: "//", open: "/*", close: "*/" };

/** What is not used in Go does not compile: imports, and variables of functions. */
export function bindingsInGo(root: SyntaxNode, { isElsewhere }: Surrounding): readonly Binding[] {
  const bindings: Binding[] = [];
  walk(root, (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (node.type === "import_spec") bindings.push(...imported(root, node, parent, ancestors.at(-2)));
    else if (node.type === "short_var_declaration") bindings.push(...declaredShort(root, node, [...ancestors]));
    else if (node.type === "var_spec" || node.type === "const_spec") {
      const [name, ...others] = node.all("name");
      const scope = ancestors.findLast(({ type }) => type === "block") ?? root;
      if (name === undefined || others.length > 0 || parent === undefined || !isHarmless(node.at("value"))) return;
      // Constants that count on from each other, and what other files of the package may use.
      if (node.at("value") === undefined && node.type === "const_spec") return;
      if (scope === root && (isElsewhere(name.text) || /^\p{Lu}/u.test(name.text))) return;
      const isOnly = parent.named.length === 1;
      const declaration = parent.type === "var_spec_list" ? ancestors.at(-2) : parent;
      const goes = isOnly && declaration !== undefined ? declaration : node;
      bindings.push({ name: name.text, declares: name, own: node, scope, remove: (text) => withoutStatement(text, goes, marks) });
    }
  });
  return bindings;
}

function imported(root: SyntaxNode, node: SyntaxNode, parent: SyntaxNode | undefined, above: SyntaxNode | undefined): readonly Binding[] {
  const alias = node.at("name");
  const path = node.at("path")?.text.slice(1, -1) ?? "";
  const name =
    alias?.text ??
    path
      .replace(/\/v\d+$/, "")
      .split("/")
      .at(-1) ??
    "";
  if (parent === undefined || !/^[a-z]\w*$/.test(name) || name === "_") return [];
  const isOnly = parent.named.length === 1;
  const goes = !isOnly ? node : parent.type === "import_spec_list" ? (above ?? node) : parent;
  const within = goes === node ? { start: parent.start + 1, end: parent.end - 1 } : undefined;
  return [{ name, declares: alias ?? node, own: node, scope: root, remove: (text) => withoutStatement(text, goes, marks, within) }];
}

function declaredShort(root: SyntaxNode, node: SyntaxNode, ancestors: readonly SyntaxNode[]): readonly Binding[] {
  const names = node.at("left")?.named ?? [];
  const parent = ancestors.at(-1);
  const isStatement = parent?.type === "statement_list" || parent?.type === "block";
  const scope = isStatement ? (ancestors.findLast(({ type }) => type === "block") ?? root) : (parent ?? root);
  return names.flatMap((name, index): readonly Binding[] => {
    if (name.type !== "identifier" || name.text === "_" || isDeclaredBefore(name, node, ancestors)) return [];
    const remove = (text: string): readonly TextEdit[] => {
      if (names.length === 1 && isStatement && isHarmless(node.at("right"))) return withoutStatement(text, node, marks);
      const others = names.filter((_, other) => other !== index);
      const stays = others.some((other) => other.text !== "_" && !isDeclaredBefore(other, node, ancestors));
      const sign = text.indexOf(":=", node.at("left")?.end ?? name.end);
      return [
        { file: node.file.name, start: name.start, end: name.end, text: "_" },
        ...(stays || sign === -1 ? [] : [{ file: node.file.name, start: sign, end: sign + 1, text: "" }]),
      ];
    };
    return [{ name: name.text, declares: name, own: node, scope, remove }];
  });
}

/** Whether the block has this name already: then the declaration only assigns it. */
function isDeclaredBefore(name: SyntaxNode, statement: SyntaxNode, ancestors: readonly SyntaxNode[]): boolean {
  const list = ancestors.findLast(({ type }) => type === "statement_list" || type === "block");
  const block = ancestors.findLastIndex(({ type }) => type === "block");
  const first = list === undefined ? undefined : declaredIn(list).get(name.text);
  return (first !== undefined && first < statement.start) || parametersOf(ancestors[block - 1]).has(name.text);
}

/** Where each name is declared first, of the statements of a list. */
function declaredIn(list: SyntaxNode): ReadonlyMap<string, number> {
  const known = declared.get(list);
  if (known !== undefined) return known;
  const places = new Map<string, number>();
  for (const statement of list.named) {
    const names =
      statement.type === "short_var_declaration"
        ? (statement.at("left")?.named ?? [])
        : statement.type === "var_declaration"
          ? statement.named.flatMap((spec) => spec.all("name"))
          : [];
    for (const { text } of names) if (!places.has(text)) places.set(text, statement.start);
  }
  declared.set(list, places);
  return places;
}

const declared = new WeakMap<SyntaxNode, ReadonlyMap<string, number>>();

/** The names in the parameters and results of what a block is the body of. */
function parametersOf(owner: SyntaxNode | undefined): ReadonlySet<string> {
  if (owner === undefined || !/^(?:func_literal|function_declaration|method_declaration)$/.test(owner.type)) return new Set();
  const known = parameters.get(owner);
  if (known !== undefined) return known;
  const given = new Set<string>();
  for (const part of [owner.at("parameters"), owner.at("result")])
    if (part !== undefined)
      walk(part, (node) => {
        if (node.type === "identifier") given.add(node.text);
      });
  parameters.set(owner, given);
  return given;
}

const parameters = new WeakMap<SyntaxNode, ReadonlySet<string>>();
