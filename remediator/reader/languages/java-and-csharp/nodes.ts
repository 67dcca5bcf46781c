import type { SyntaxNode } from "../../syntax/parse";
import type {
  Argument,
  Assignment,
  Binary,
  BinaryOperator,
  Call,
  Expression,
  FunctionExpression,
  Index,
  ListLiteral,
  Literal,
  Member,
  Name,
  Opaque,
  Parameter,
  Pattern,
  Span,
  Statement,
} from "../../syntax/tree";

export function literal(value: Literal["value"], span: Span): Literal {
  return { kind: "literal", value, span };
}

/** The type of a place, where it is written. */
export function typed(node: SyntaxNode | undefined): { readonly type?: string } {
  return node === undefined ? {} : { type: node.text };
}

export function nameOf(name: string, span: Span): Name {
  return { kind: "name", name, span };
}

export function memberOf(object: Expression, name: string, nameSpan: Span, span: Span, optional = false): Member {
  return { kind: "member", object, name, nameSpan, span, ...(optional ? { optional } : {}) };
}

export function binary(operator: BinaryOperator, left: Expression, right: Expression, span: Span): Binary {
  return { kind: "binary", operator, left, right, span };
}

/** All of them hold; true where there are none. */
export function all(tests: readonly Expression[], span: Span): Expression {
  const [first, ...others] = tests;
  return first === undefined ? literal(true, span) : others.reduce((left, right) => binary("&&", left, right, span), first);
}

export function not(operand: Expression, span: Span): Expression {
  return { kind: "unary", operator: "!", operand, span };
}

export function assignment(target: Pattern, value: Expression, span: Span, operator?: BinaryOperator): Assignment {
  return { kind: "assignment", target, value, span, ...(operator === undefined ? {} : { operator }) };
}

export function named(name: string, span: Span): Pattern {
  return { kind: "name", name, span };
}

export function opaque(reason: string, span: Span): Opaque {
  return { kind: "opaque", reason, span };
}

export function argument(value: Expression): Argument {
  return { value, span: value.span };
}

/** A call of something that the language brings along under a name that no program can write. */
export function callOf(native: string, values: readonly Expression[], span: Span): Call {
  return { kind: "call", callee: nameOf(native, span), arguments: values.map(argument), isNew: false, span };
}

export function listOf(values: readonly Expression[], span: Span): ListLiteral {
  return { kind: "list", elements: values.map((value) => ({ value, span: value.span })), bracketsSpan: span, span };
}

/** Evaluates all of them, in this order, and gives the one at the index. */
export function sequence(values: readonly Expression[], index: number, span: Span): Index {
  return { kind: "index", object: listOf(values, span), index: literal(index, span), span };
}

export function closure(parameters: readonly Parameter[], body: FunctionExpression["body"], span: Span): FunctionExpression {
  return { kind: "function", parameters, body, bindsOuterThis: true, span };
}

/** Statements where the language wants an expression: a closure that is called at once. */
export function immediately(body: readonly Statement[], span: Span): Call {
  return { kind: "call", callee: closure([], body, span), arguments: [], isNew: false, span };
}

export function declare(name: string, span: Span, value?: Expression): Statement {
  return { kind: "declare", pattern: named(name, span), span, ...(value === undefined ? {} : { value }) };
}

export function evaluated(expression: Expression): Statement {
  return { kind: "expression", expression, span: expression.span };
}

export function returned(value: Expression): Statement {
  return { kind: "return", value, span: value.span };
}

/** Whether evaluating it again gives the same and does nothing. */
export function isRepeatable(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
    case "name":
    case "this":
      return true;
    case "member":
      return isRepeatable(expression.object);
    default:
      return false;
  }
}

/** The target of an assignment; undefined where the expression is none. */
export function targetOf(expression: Expression): Pattern | undefined {
  if (expression.kind === "name") return named(expression.name, expression.span);
  if (expression.kind === "member" || expression.kind === "index") return { kind: "target", target: expression, span: expression.span };
  return undefined;
}

/** `throw` within an expression. */
export function throwing(value: Expression | undefined, span: Span): Expression {
  const body: Statement = { kind: "throw", ...(value === undefined ? {} : { value }), span };
  return {
    kind: "call",
    callee: { kind: "function", parameters: [], body: [body], bindsOuterThis: true, span },
    arguments: [],
    isNew: false,
    span,
  };
}
