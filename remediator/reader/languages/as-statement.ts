import type { Expression, Span, Statement } from "../syntax/tree";

/** An expression that stands for itself: what a call of it gives, nobody takes. */
export function asStatement(expression: Expression, span: Span): Statement {
  return { kind: "expression", expression: expression.kind === "call" ? { ...expression, isDetached: true } : expression, span };
}
