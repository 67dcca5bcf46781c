import type { SyntaxNode } from "../../syntax/parse";
import type { Module, SourceFile, Statement } from "../../syntax/tree";
import { noteErrors } from "../java-and-csharp/context";
import { CSharpContext } from "./context";
import { topLevel } from "./project";
import { statementsOf } from "./statements";
import { operandsOf, partsOf, pathOf } from "./syntax";

const declarations: ReadonlySet<Statement["kind"]> = new Set(["import", "class declaration", "unreadable"]);

/** Turns the syntax tree of a C# file into the common one. */
export function lowerCSharp(root: SyntaxNode, file: SourceFile): Module {
  const context = new CSharpContext(file, root);
  // The grammar reads `[]` as a subscript without its index, and a call on `a?.B` as a statement without its `!`.
  noteErrors(
    root,
    context,
    (missing, parent) =>
      (parent.type === "argument" && missing.type === "identifier") || (parent.type === "postfix_unary_expression" && missing.type === "!"),
  );
  const packages: string[] = [];
  const body = partsOf(root).flatMap((node) => declarationOf(node, packages, context));
  if (body.some(({ kind }) => !declarations.has(kind))) topLevel.add(file);
  const [packageName] = packages;
  return { file, body, unreadable: context.unreadable, ...(packageName === undefined ? {} : { package: packageName }) };
}

function declarationOf(node: SyntaxNode, packages: string[], context: CSharpContext): readonly Statement[] {
  switch (node.type) {
    case "using_directive":
      return importOf(node);
    case "namespace_declaration":
    case "file_scoped_namespace_declaration": {
      const name = node.at("name");
      packages.push(pathOf(name).join("."));
      const inner = node.at("body");
      const members = partsOf(inner ?? node).filter((child) => child !== name);
      return members.flatMap((member) => declarationOf(member, packages, context));
    }
    case "ERROR":
      if (node.children.some(({ type }) => /^(?:using_directive|(?:file_scoped_)?namespace_declaration|class_declaration)$/.test(type)))
        return [
          { kind: "unreadable", reason: "does not parse", span: node.span },
          ...node.children.flatMap((child) => declarationOf(child, packages, context)),
        ];
      return statementsOf(node, context);
    default:
      return node.isNamed ? statementsOf(node, context) : [];
  }
}

/** `using X.Y;` opens a namespace, `using static X.Y;` a class, `using Z = X.Y;` names one. */
function importOf(node: SyntaxNode): readonly Statement[] {
  const { span } = node;
  const alias = node.at("name");
  const target = operandsOf(node).findLast((child) => child !== alias);
  if (target === undefined) return [];
  const module = pathOf(target).join(".");
  if (alias === undefined) return [{ kind: "import", module, names: [], opens: true, span }];
  return [{ kind: "import", module, names: [{ imported: "*", local: alias.text, span }], opens: false, span }];
}
