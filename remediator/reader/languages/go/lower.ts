import type { SyntaxNode } from "../../syntax/parse";
import type { Import, Module, SourceFile, Statement } from "../../syntax/tree";
import { isBuilt } from "./constraints";
import { Context } from "./context";
import { declarationsOf, receiverType, topLevel } from "./declarations";
import { lowerConstants, lowerTypes, lowerVariables } from "./declare";
import { lowerFunction } from "./functions";
import { localNames } from "./imports";
import { textOf } from "./scalars";
import { lowerStatement } from "./statements";

/** Turns a file of Go into the common tree. */
export function lower(root: SyntaxNode, file: SourceFile): Module {
  if (!isBuilt(file)) return { file, body: [], unreadable: [] };
  const context = new Context(file, declarationsOf(root));
  const locals = localNames(root);
  const body = context.inScope(() => topLevel(root).flatMap((node) => lowerTop(context, node, locals)));
  const name = root.child("package_clause")?.child("package_identifier")?.text;
  return { file, body, ...(name === undefined ? {} : { package: name }), unreadable: brokenParts(root) };
}

function lowerTop(context: Context, node: SyntaxNode, locals: ReadonlyMap<SyntaxNode, string>): readonly Statement[] {
  switch (node.type) {
    case "package_clause":
    case "ERROR":
      return [];
    case "import_declaration":
      return importSpecs(node).flatMap((spec) => lowerImport(spec, locals.get(spec)));
    case "const_declaration":
      return lowerConstants(context, node, true);
    case "var_declaration":
      return lowerVariables(context, node, true);
    case "type_declaration":
      return lowerTypes(context, node);
    case "function_declaration":
    case "method_declaration":
      return lowerDeclared(context, node);
    default:
      // Statements outside of functions are what is left of a function that does not parse.
      return /_statement$|^short_var_declaration$|^statement_list$/.test(node.type) ? lowerStatement(context, node) : [];
  }
}

function importSpecs(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named.flatMap((child) => (child.type === "import_spec_list" ? child.named : [child])).filter(({ type }) => type === "import_spec");
}

function lowerImport(spec: SyntaxNode, local: string | undefined): readonly Statement[] {
  const path = spec.at("path");
  const name = spec.at("name");
  if (path === undefined || name?.type === "blank_identifier") return [];
  const opens = name?.type === "dot";
  const names: Import["names"] = opens || local === undefined ? [] : [{ imported: "*", local, span: (name ?? path).span }];
  return [{ kind: "import", module: textOf(path), names, opens, span: spec.span }];
}

/** A function or method. A file may have several functions `init`, which run before the program. */
function lowerDeclared(context: Context, node: SyntaxNode): readonly Statement[] {
  const { span } = node;
  const name = node.at("name")?.text;
  const receiver = node.type === "method_declaration" ? node.at("receiver")?.named[0] : undefined;
  if (name === undefined || node.at("body") === undefined) return [];
  const made = lowerFunction(context, node, receiver);
  if (name === "init" && receiver === undefined) {
    return [{ kind: "expression", expression: { kind: "call", callee: made, arguments: [], isNew: false, span }, span }];
  }
  const type = receiver === undefined ? undefined : receiverType(node);
  const isExported = /^\p{Lu}/u.test(name);
  return [
    {
      kind: "function declaration",
      name,
      function: made,
      ...(type === undefined ? {} : { receiver: type }),
      ...(isExported ? { isExported } : {}),
      span,
    },
  ];
}

/** The places that do not parse. */
function brokenParts(root: SyntaxNode): Module["unreadable"] {
  const found: { readonly reason: string; readonly span: SyntaxNode["span"] }[] = [];
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "ERROR" || node.isMissing) found.push({ reason: "the source does not parse here", span: node.span });
    for (const child of node.children) if (child.hasError) open.push(child);
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}
