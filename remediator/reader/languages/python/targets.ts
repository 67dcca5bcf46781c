import type { SyntaxNode } from "../../syntax/parse";
import type { Pattern, PatternElement, Span } from "../../syntax/tree";
import type { Context } from "./context";
import { lowerExpression } from "./expressions";

/** What is assigned to: names, attributes, items, and tuples and lists of them. */
export function lowerTarget(node: SyntaxNode | undefined, context: Context, around: Span): Pattern {
  if (node === undefined) return { kind: "nothing", span: around };
  switch (node.type) {
    case "identifier":
      return { kind: "name", name: node.text, span: node.span };
    case "attribute":
    case "subscript": {
      const target = lowerExpression(node, context);
      return target.kind === "member" || target.kind === "index" ? { kind: "target", target, span: node.span } : { kind: "nothing", span: node.span };
    }
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "tuple":
    case "list":
    case "expression_list":
      return lowerTuple(node, context);
    case "as_pattern_target":
    case "parenthesized_expression":
      return lowerTarget(node.named[0], context, node.span);
  }
  return { kind: "nothing", span: node.span };
}

/** The same where names are new: parameters of comprehensions and loops. */
export const lowerPattern = lowerTarget;

/** Elements behind a starred one are counted from the end, which the common tree does not: they are given up. */
function lowerTuple(node: SyntaxNode, context: Context): Pattern {
  const elements: PatternElement[] = [];
  for (const child of node.named) {
    if (child.type === "list_splat_pattern" || child.type === "list_splat") {
      return { kind: "list", elements, rest: lowerTarget(child.named[0], context, child.span), span: node.span };
    }
    elements.push({ pattern: lowerTarget(child, context, node.span) });
  }
  return { kind: "list", elements, span: node.span };
}
