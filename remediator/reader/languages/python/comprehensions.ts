import type { SyntaxNode } from "../../syntax/parse";
import type { Comprehension, Expression } from "../../syntax/tree";
import { callOf, type Context, doesNotParse, hidden, isBroken, opaque } from "./context";
import { lowerExpression } from "./expressions";
import { lowerPattern } from "./targets";

/** List, set and dictionary comprehensions, and generator expressions, which are lists that are made later. */
export function lowerComprehension(node: SyntaxNode, context: Context): Expression {
  const body = node.at("body");
  if (body === undefined || isBroken(node)) return opaque(doesNotParse, node.span);
  const inner = withinOf(context);
  const outermost = node.named.find(({ type }) => type === "for_in_clause");
  const clauses = node.named.flatMap((child): Comprehension["clauses"] => {
    if (child.type === "if_clause") return child.named.slice(0, 1).map((test) => ({ kind: "if", test: lowerExpression(test, inner) }));
    if (child.type !== "for_in_clause") return [];
    const pattern = lowerPattern(child.at("left"), inner, child.span);
    return [{ kind: "for", pattern, of: iterated(child, child === outermost ? context : inner) }];
  });
  if (body.type !== "pair") {
    const value = lowerExpression(body, inner);
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
  return { kind: "comprehension", of: "map", key: lowerExpression(key, inner), value: lowerExpression(value, inner), clauses, span: node.span };
}

/**
 * What a comprehension sees where it stands in a class: nothing of the class, except in what its first `for` goes through.
 * https://docs.python.org/3/reference/executionmodel.html#resolution-of-names
 */
function withinOf(context: Context): Context {
  return context.classNames === undefined ? context : { ...context, classNames: undefined };
}

/** `for x in a, b` goes through a tuple without parentheses. */
function iterated(clause: SyntaxNode, context: Context): Expression {
  const [first] = clause.all("right");
  return first === undefined ? opaque(doesNotParse, clause.span) : lowerExpression(first, context);
}
