import type { SyntaxNode } from "../../reader/syntax/parse";
import { isHarmless, walk, withoutStatement, type Binding } from "./binding";

const marks = { line: "//", open: "/*", close: "*/" };

/** A `using` opens a namespace, of which nobody can say here whether something in it is needed. */
export function bindingsInCsharp(root: SyntaxNode): readonly Binding[] {
  const bindings: Binding[] = [];
  walk(root, (node, ancestors) => {
    const isLocal = node.type === "local_declaration_statement";
    if (!isLocal && node.type !== "field_declaration") return;
    // Fields are private where nothing else is said.
    if (node.children.some(({ type, text }) => type === "modifier" && /^(?:public|internal|protected)$/.test(text))) return;
    const declarators = node.child("variable_declaration")?.named.filter(({ type }) => type === "variable_declarator") ?? [];
    const [declarator, ...others] = declarators;
    const name = declarator?.at("name");
    const value = declarator?.named.at(-1);
    if (name === undefined || others.length > 0 || (value !== name && !isHarmless(value))) return;
    if (node.has("using") || node.has("await")) return;
    const scope = ancestors.findLast(({ type }) => type === "block" || type === "declaration_list") ?? root;
    bindings.push({ name: name.text, declares: name, own: node, scope, remove: (text) => withoutStatement(text, node, marks) });
  });
  return bindings;
}
