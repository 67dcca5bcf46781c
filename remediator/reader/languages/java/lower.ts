import type { SyntaxNode } from "../../syntax/parse";
import type { Import, Module, SourceFile, Statement } from "../../syntax/tree";
import { noteErrors } from "../java-and-csharp/context";
import { classOf, isTypeDeclaration, methodOf } from "./classes";
import { JavaContext } from "./context";
import { statementsOf } from "./statements";

/** Turns the syntax tree of a Java file into the common one. */
export function lowerJava(root: SyntaxNode, file: SourceFile): Module {
  const context = new JavaContext(file);
  noteErrors(root, context, () => false);
  noteNames(root, context);
  let packageName: string | undefined;
  const imports: Statement[] = [];
  const declarations: Statement[] = [];
  for (const node of root.named) {
    if (node.type === "package_declaration") packageName = pathOf(node.child("scoped_identifier", "identifier")).join(".");
    else if (node.type === "import_declaration") {
      imports.push(importOf(node));
    } else if (isTypeDeclaration(node)) {
      const lowered = classOf(node, context);
      if (lowered !== undefined) declarations.push({ kind: "class declaration", class: lowered, isExported: true, span: node.span });
    } else if (node.type === "method_declaration") {
      const method = methodOf(node, context);
      if (method?.function !== undefined)
        declarations.push({ kind: "function declaration", name: method.name, function: method.function, isExported: true, span: node.span });
    } else declarations.push(...statementsOf(node, context));
  }
  const body = [...imports, ...declarations];
  return { file, body, unreadable: context.unreadable, ...(packageName === undefined ? {} : { package: packageName }) };
}

/** The segments of a dotted name. */
export function pathOf(node: SyntaxNode | undefined): readonly string[] {
  const segments: string[] = [];
  for (let part = node; part !== undefined; part = part.at("scope")) {
    const last = part.type === "scoped_identifier" ? part.at("name") : part;
    if (last !== undefined) segments.unshift(last.text);
  }
  return segments;
}

/** A class, a static member, or all that a package or class has. What the name before the last one is, the repository knows. */
function importOf(node: SyntaxNode): Import {
  const { span } = node;
  const path = pathOf(node.child("scoped_identifier", "identifier"));
  if (node.has("asterisk")) return { kind: "import", module: path.join("."), names: [], opens: true, span };
  const last = path.at(-1) ?? "";
  return { kind: "import", module: path.slice(0, -1).join("."), names: [{ imported: last, local: last, span }], opens: false, span };
}

const referenceTypes = /^(?:String|Integer|Long|Short|Byte|Character)$/;

/** Collects the names of constants, and of texts and boxed numbers, wherever they are declared. Without recursion. */
function noteNames(root: SyntaxNode, context: JavaContext): void {
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "field_declaration" || node.type === "constant_declaration" || node.type === "local_variable_declaration") {
      const isReference = referenceTypes.test(node.at("type")?.text ?? "");
      for (const declarator of node.all("declarator")) {
        const name = declarator.at("name")?.text ?? "";
        context.constants.add(name);
        if (isReference) context.references.add(name);
      }
    } else if (/^(?:formal_parameter|enhanced_for_statement|resource)$/.test(node.type) && referenceTypes.test(node.at("type")?.text ?? ""))
      context.references.add(node.at("name")?.text ?? "");
    open.push(...node.children);
  }
}
