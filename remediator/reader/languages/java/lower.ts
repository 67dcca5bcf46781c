import type { SyntaxNode } from "../../syntax/parse";
import type { Import, Module, SourceFile, Statement } from "../../syntax/tree";
import { noteErrors } from "../java-and-csharp/context";
import { declare, memberOf, nameOf } from "../java-and-csharp/nodes";
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
  const aliases: Statement[] = [];
  for (const node of root.named) {
    if (node.type === "package_declaration") packageName = pathOf(node.child("scoped_identifier", "identifier")).join(".");
    else if (node.type === "import_declaration") {
      const { statement, alias } = importOf(node, context);
      imports.push(statement);
      if (alias !== undefined) aliases.push(alias);
    } else if (isTypeDeclaration(node)) {
      const lowered = classOf(node, context);
      if (lowered !== undefined) declarations.push({ kind: "class declaration", class: lowered, isExported: true, span: node.span });
    } else if (node.type === "method_declaration") {
      const method = methodOf(node, context);
      if (method?.function !== undefined)
        declarations.push({ kind: "function declaration", name: method.name, function: method.function, isExported: true, span: node.span });
    } else declarations.push(...statementsOf(node, context));
  }
  const body = [...imports, ...declarations, ...aliases];
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

/**
 * A class that is imported by its name, or all of a package. What is a member of a class (a nested class, a static method) is found through the
 * class, which gets a name that no program can write.
 */
function importOf(node: SyntaxNode, context: JavaContext): { readonly statement: Import; readonly alias?: Statement } {
  const { span } = node;
  const path = pathOf(node.child("scoped_identifier", "identifier"));
  if (node.has("asterisk")) return { statement: { kind: "import", module: path.join("."), names: [], opens: true, span } };
  const outermost = path.findIndex((segment) => /^\p{Lu}/u.test(segment));
  const last = path.at(-1) ?? "";
  if (outermost === -1 || outermost === path.length - 1)
    return { statement: { kind: "import", module: path.slice(0, -1).join("."), names: [{ imported: last, local: last, span }], opens: false, span } };
  const imported = path[outermost] ?? "";
  const local = `${imported}#`;
  const statement: Import = { kind: "import", module: path.slice(0, outermost).join("."), names: [{ imported, local, span }], opens: false, span };
  const within = path.slice(outermost + 1);
  if (within.length === 1 && node.has("static")) context.staticImports.set(last, local);
  const alias = within.reduce(
    (object: ReturnType<typeof memberOf> | ReturnType<typeof nameOf>, name) => memberOf(object, name, span, span),
    nameOf(local, span),
  );
  return { statement, alias: declare(last, span, alias) };
}

/** Collects the names of constants and methods, wherever they are declared. Without recursion. */
function noteNames(root: SyntaxNode, context: JavaContext): void {
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "method_declaration") context.methods.add(node.at("name")?.text ?? "");
    if (node.type === "field_declaration" || node.type === "constant_declaration" || node.type === "local_variable_declaration") {
      for (const declarator of node.all("declarator")) context.constants.add(declarator.at("name")?.text ?? "");
    }
    open.push(...node.children);
  }
}
