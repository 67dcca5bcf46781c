import type { SyntaxNode } from "../../syntax/parse";
import type { Import, Statement } from "../../syntax/tree";

/** `import a.b` binds `a`; that `a.b` is a module of its own is known by its whole name as well. */
export function lowerImport(node: SyntaxNode): readonly Statement[] {
  return node.all("name").flatMap((child): readonly Import[] => {
    const alias = child.at("alias");
    const module = (child.at("name") ?? child).text.replaceAll(/\s/g, "");
    const whole: Import = {
      kind: "import",
      module,
      names: [{ imported: "*", local: alias?.text ?? module, span: child.span }],
      opens: false,
      span: node.span,
    };
    const [first] = module.split(".");
    if (alias !== undefined || first === module || first === undefined) return [whole];
    return [{ ...whole, module: first, names: [{ imported: "*", local: first, span: child.span }] }, whole];
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

/** The modules that a file knows by a name with dots. */
export function dottedImports(root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "import_statement") {
      for (const child of node.all("name")) if (child.type === "dotted_name" && child.text.includes(".")) names.add(child.text.replaceAll(/\s/g, ""));
    } else if (/^(?:module|block|ERROR)$|_statement$|_definition$|_clause$/.test(node.type)) {
      for (const child of node.children) open.push(child);
    }
  }
  return names;
}
