import type { SyntaxNode } from "../../syntax/parse";
import type { Comprehension, Expression } from "../../syntax/tree";
import { callOf, type Context, doesNotParse, hidden, isBroken, opaque } from "./context";
import { lowerExpression } from "./expressions";
import { lowerPattern } from "./targets";

/** List, set and dictionary comprehensions, and generator expressions, which are lists that are made later. */
export function lowerComprehension(node: SyntaxNode, context: Context): Expression {
  const body = node.at("body");
  if (body === undefined || isBroken(node)) return opaque(doesNotParse, node.span);
  const clauses = node.named.flatMap((child): Comprehension["clauses"] => {
    if (child.type === "if_clause") return child.named.slice(0, 1).map((test) => ({ kind: "if", test: lowerExpression(test, context) }));
    if (child.type !== "for_in_clause") return [];
    const pattern = lowerPattern(child.at("left"), context, child.span);
    return [{ kind: "for", pattern, of: iterated(child, context) }];
  });
  if (body.type !== "pair") {
    const value = lowerExpression(body, context);
    const made: Comprehension = {
      kind: "comprehension",
      of: "list",
      ...(node.type === "generator_expression" ? { isLater: true } : {}),
      value,
      clauses,
      span: node.span,
    };
    return node.type === "set_comprehension" ? callOf(hidden.set, [made], node.span) : made;
  }
  const [key, value] = [body.at("key"), body.at("value")];
  if (key === undefined || value === undefined) return opaque(doesNotParse, node.span);
  return { kind: "comprehension", of: "map", key: lowerExpression(key, context), value: lowerExpression(value, context), clauses, span: node.span };
}

/** `for x in a, b` goes through a tuple without parentheses. */
function iterated(clause: SyntaxNode, context: Context): Expression {
  const [first] = clause.all("right");
  return first === undefined ? opaque(doesNotParse, clause.span) : lowerExpression(first, context);
}
