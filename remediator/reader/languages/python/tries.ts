import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Statement } from "../../syntax/tree";
import { callOf, type Context, name } from "./context";
import { lowerExpression } from "./expressions";
import { bindName, lowerBlock } from "./statements";

/** `try` with its handlers as one: a chain of conditions about what was raised. The `else` part belongs to the body. */
export function lowerTry(node: SyntaxNode, context: Context): Statement {
  const clauses = node.named.filter(({ type }) => type === "except_clause" || type === "except_group_clause");
  const raised = `raised ${node.start}`;
  let handler: readonly Statement[] = [];
  for (const clause of [...clauses].reverse()) handler = lowerHandler(clause, raised, handler, context);
  const parameter: Pattern = { kind: "name", name: raised, span: node.span };
  return {
    kind: "try",
    body: [...lowerBlock(node.at("body"), context), ...lowerBlock(node.child("else_clause")?.at("body"), context)],
    ...(clauses.length === 0 ? {} : { parameter, handler }),
    finally: lowerBlock(node.child("finally_clause")?.child("block"), context),
    span: node.span,
  };
}

function lowerHandler(clause: SyntaxNode, raised: string, otherwise: readonly Statement[], context: Context): readonly Statement[] {
  const value = clause.at("value");
  const type = value?.type === "as_pattern" ? value.named[0] : value;
  const alias = value?.type === "as_pattern" ? value.at("alias")?.named[0] : undefined;
  const error: Expression = name(raised, clause.span);
  const body = lowerBlock(clause.child("block"), context);
  const then = alias === undefined ? body : [bindName(alias, error, context), ...body];
  if (type === undefined || /\b(?:Base)?Exception$/.test(type.text)) return then;
  const test = callOf("isinstance", [error, lowerExpression(type, context)], type.span);
  return [{ kind: "if", test, then, otherwise, span: clause.span }];
}
