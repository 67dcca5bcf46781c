import type { SyntaxNode } from "../../syntax/parse";
import type { Import, Statement } from "../../syntax/tree";

/** `import a.b` binds `a`, and evaluates `a.b`. */
export function lowerImport(node: SyntaxNode): readonly Statement[] {
  return node.all("name").flatMap((child): readonly Import[] => {
    const alias = child.at("alias");
    const module = (child.at("name") ?? child).text.replaceAll(/\s/g, "");
    const [first = module] = module.split(".");
    const imported = (name: string, local: string): Import => {
      return { kind: "import", module: name, names: [{ imported: "*", local, span: child.span }], opens: false, span: node.span };
    };
    if (alias !== undefined) return [imported(module, alias.text)];
    return first === module ? [imported(first, first)] : [{ ...imported(module, first), names: [] }, imported(first, first)];
  });
}

/** `from m import a as b, c` and `from m import *`. */
export function lowerFrom(node: SyntaxNode): readonly Statement[] {
  const module = (node.at("module_name")?.text ?? "").replaceAll(/\s/g, "");
  const names = node.all("name").map((child) => {
    const imported = (child.at("name") ?? child).text;
    return { imported, local: child.at("alias")?.text ?? imported, span: child.span };
  });
  return [{ kind: "import", module, names, opens: node.child("wildcard_import") !== undefined, span: node.span }];
}
