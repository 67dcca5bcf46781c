import type { TextEdit } from "../edits";
import type { SyntaxNode } from "../../reader/syntax/parse";
import { isHarmless, walk, withoutElement, withoutStatement, type Binding, type Surrounding } from "./binding";

const marks = { line: "//", open: "/*", close: "*/" };

export function bindingsInTypeScript(root: SyntaxNode, around: Surrounding): readonly Binding[] {
  const bindings: Binding[] = [];
  walk(root, (node, ancestors) => {
    if (node.type === "import_statement") bindings.push(...imported(root, node, around));
    else if (node.type === "lexical_declaration" && ancestors.at(-1)?.type !== "export_statement") {
      const [declarator, ...others] = node.named;
      const name = declarator?.at("name");
      if (declarator === undefined || others.length > 0 || name?.type !== "identifier" || !isHarmless(declarator.at("value"))) return;
      const scope = ancestors.findLast(({ type }) => type === "statement_block") ?? root;
      bindings.push({ name: name.text, declares: name, own: node, scope, remove: (text) => withoutStatement(text, node, marks) });
    }
  });
  return bindings;
}

function imported(root: SyntaxNode, statement: SyntaxNode, around: Surrounding): readonly Binding[] {
  const clause = statement.child("import_clause");
  const parts = clause?.named ?? [];
  return parts.flatMap((part): readonly Binding[] => {
    const alone = parts.length === 1;
    if (part.type === "identifier") return [bound(root, part, part, (text) => (alone ? wholeImport(text, statement, around) : []))];
    if (part.type === "namespace_import") {
      const [name] = part.named;
      return name === undefined ? [] : [bound(root, name, part, (text) => (alone ? wholeImport(text, statement, around) : []))];
    }
    const specifiers = part.named;
    return specifiers.flatMap((specifier) => {
      const name = specifier.at("alias") ?? specifier.at("name");
      if (name === undefined) return [];
      const remove = (text: string): readonly TextEdit[] => {
        if (specifiers.length > 1) return withoutElement(text, specifiers, specifier, marks);
        return alone ? wholeImport(text, statement, around) : [];
      };
      return [bound(root, name, specifier, remove)];
    });
  });
}

function bound(root: SyntaxNode, name: SyntaxNode, own: SyntaxNode, remove: Binding["remove"]): Binding {
  return { name: name.text, declares: name, own, scope: root, remove };
}

/** A file of the program that does something is imported for that. */
function wholeImport(text: string, statement: SyntaxNode, { onlyDeclares }: Surrounding): readonly TextEdit[] {
  const source = statement.at("source");
  const specifier = source?.text.slice(1, -1) ?? "";
  if (source === undefined || !specifier.startsWith(".") || onlyDeclares(specifier)) return withoutStatement(text, statement, marks);
  return [{ file: statement.file.name, start: statement.start, end: source.start, text: "import " }];
}
