import type { SyntaxNode } from "../../reader/syntax/parse";
import { isHarmless, walk, withoutStatement, type Binding } from "./binding";

const marks = { line: "//", open: "/*", close: "*/" };

export function bindingsInJava(root: SyntaxNode): readonly Binding[] {
  const bindings: Binding[] = [];
  walk(root, (node, ancestors) => {
    const remove = (text: string): ReturnType<Binding["remove"]> => withoutStatement(text, node, marks);
    if (node.type === "import_declaration") {
      const name = node.child("scoped_identifier")?.at("name");
      if (name !== undefined && !node.has("asterisk")) bindings.push({ name: name.text, declares: name, own: node, scope: root, remove });
      return;
    }
    const isField = node.type === "field_declaration" && /\bprivate\b/.test(node.child("modifiers")?.text ?? "");
    if (node.type !== "local_variable_declaration" && !isField) return;
    const [declarator, ...others] = node.all("declarator");
    const name = declarator?.at("name");
    if (name === undefined || others.length > 0 || !isHarmless(declarator?.at("value"))) return;
    const scope = ancestors.findLast(({ type }) => /block$|_body$/.test(type)) ?? root;
    bindings.push({ name: name.text, declares: name, own: node, scope, remove });
  });
  return bindings;
}
