import type { TextEdit } from "../edits";
import type { SyntaxNode } from "../../reader/syntax/parse";
import { isHarmless, walk, withoutElement, withoutStatement, type Binding, type Surrounding } from "./binding";

const marks = { line: "#" };

export function bindingsInPython(root: SyntaxNode, { isTaken, onlyDeclares }: Surrounding): readonly Binding[] {
  const bindings: Binding[] = [];
  walk(root, (node, ancestors) => {
    if (node.type === "import_statement" || node.type === "import_from_statement") {
      const module = node.at("module_name")?.text;
      const names = node.all("name");
      // A module of the program may do something when it is imported.
      const stays = module !== undefined && names.length === 1 && !onlyDeclares(module);
      for (const each of names) {
        const alias = each.at("alias");
        const name = alias ?? (each.type === "dotted_name" ? each : each.at("name"))?.named[0];
        if (name === undefined || stays || isTaken(name.text)) continue;
        bindings.push({
          name: name.text,
          declares: name,
          own: each,
          scope: root,
          remove: (text) => (names.length === 1 ? withoutStatement(text, node, marks) : withoutElement(text, names, each, marks)),
        });
      }
    } else if (node.type === "expression_statement") {
      const [assignment] = node.named;
      const name = assignment?.at("left");
      if (assignment?.type !== "assignment" || name?.type !== "identifier" || !isHarmless(assignment.at("right"))) return;
      const scope = ancestors.findLast(({ type }) => type === "function_definition" || type === "class_definition") ?? root;
      // The attributes of a class belong to it.
      if (scope.type === "class_definition" || (scope === root && isTaken(name.text))) return;
      const parent = ancestors.at(-1);
      bindings.push({ name: name.text, declares: name, own: node, scope, remove: (text) => removed(text, node, parent) });
    }
  });
  return bindings;
}

/** The only statement of a block leaves one that does nothing. */
function removed(text: string, node: SyntaxNode, parent: SyntaxNode | undefined): readonly TextEdit[] {
  return parent?.type === "block" && parent.named.length === 1
    ? [{ file: node.file.name, start: node.start, end: node.end, text: "pass" }]
    : withoutStatement(text, node, marks);
}
