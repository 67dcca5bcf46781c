import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Span } from "../../syntax/tree";
import { construct, nothing, type Context } from "./context";
import { lowerArguments, lowerExpression, lowerOperand, pointedAt } from "./expressions";
import { lowerType } from "./literals";
import { goType, typeOf } from "./types";

/** Calls of functions that the language has and whose arguments are types or lists as a whole; undefined for all others. */
export function lowerBuiltin(context: Context, called: SyntaxNode, args: readonly SyntaxNode[], span: Span): Expression | undefined {
  const [first, second] = args;
  if (called.type === "parenthesized_expression" && first !== undefined && args.length === 1 && isPointerType(called)) {
    return { ...lowerExpression(context, first), span };
  }
  if (called.type !== "identifier" || first === undefined || context.isLocal(called.text)) return undefined;
  switch (called.text) {
    case "make":
      return construct("go make", [lowerType(context, first), ...args.slice(1).map((arg) => lowerExpression(context, arg))], span);
    case "new":
      if (first.type === "type_identifier" && context.typeParameter(first.text) !== undefined)
        return { kind: "opaque", reason: "points to the zero value of a type that is not known here", span };
      return construct("go new", [lowerType(context, first)], span);
    case "append":
      if (args.length !== 2 || second?.type !== "variadic_argument" || second.named[0] === undefined) return undefined;
      return construct("go concat", [lowerExpression(context, first), lowerExpression(context, second.named[0])], span);
    default:
      return undefined;
  }
}

/** `(*T)` in `(*T)(nil)`. */
function isPointerType(node: SyntaxNode): boolean {
  const inner = node.named[0];
  return inner?.type === "unary_expression" && inner.at("operator")?.text === "*";
}

const fillsObject = /^(?:Require|Get|Try)(?:Secret)?Object$/;
const fillsParsed = /^(?:Unmarshal|UnmarshalStrict)$/;

/** `cfg.RequireObject("key", &x)`, `json.Unmarshal(text, &x)`: what the call gives goes into the variable; the error is none. */
export function lowerOutParameter(
  context: Context,
  called: SyntaxNode,
  args: readonly SyntaxNode[],
  argumentsSpan: Span | undefined,
  span: Span,
): Expression | undefined {
  if (called.type !== "selector_expression") return undefined;
  const name = called.at("field")?.text ?? "";
  const last = args.at(-1);
  if (called.text === "errors.As" && args.length === 2) return lowerAs(context, args, span);
  if ((!fillsObject.test(name) && !fillsParsed.test(name)) || last === undefined || args.length < 2) return undefined;
  const given: Expression = {
    kind: "call",
    callee: lowerOperand(context, called),
    arguments: lowerArguments(context, args.slice(0, -1)),
    isNew: false,
    ...(argumentsSpan === undefined ? {} : { argumentsSpan }),
    span,
  };
  const variable = last.type === "unary_expression" && last.at("operator")?.text === "&" ? last.at("operand") : undefined;
  const target = variable === undefined ? undefined : targetOf(context, variable);
  const type = typeOf(context, variable ?? last);
  // Behind an interface there is a pointer, whose struct knows its own type.
  const isEvident = type !== undefined && type.node.type !== "interface_type" && type.node.text !== "any";
  const described = isEvident ? lowerType(context, type.node) : nothing(span);
  if (variable === undefined || target === undefined) {
    const pointer = lowerOperand(context, last);
    const stored = construct("go store", [pointer, construct("go decode", [given, described, pointer], span)], span);
    return resultOf(name, stored, given, span);
  }
  const value = construct("go decode", [given, described, lowerOperand(context, variable)], span);
  return resultOf(name, { kind: "assignment", target, value, span }, given, span);
}

/** `errors.As(error, &target)`: the target gets what is of its type. */
function lowerAs(context: Context, [error, pointer]: readonly SyntaxNode[], span: Span): Expression | undefined {
  const variable = pointer?.type === "unary_expression" && pointer.at("operator")?.text === "&" ? pointer.at("operand") : undefined;
  const type = variable === undefined ? undefined : typeOf(context, variable);
  const target = variable === undefined ? undefined : targetOf(context, variable);
  if (error === undefined || type === undefined || target === undefined) return undefined;
  const described = type.isPointer ? construct("go pointer to", [lowerType(context, type.node)], span) : lowerType(context, type.node);
  const given: Expression = { kind: "name", name: "go given", span };
  const set: Expression = {
    kind: "function",
    parameters: [{ pattern: { kind: "name", name: "go given", span } }],
    body: { kind: "assignment", target, value: given, span },
    bindsOuterThis: true,
    span,
  };
  return construct("go as", [lowerExpression(context, error), described, set], span);
}

/** What the call itself gives: an error, for secrets an output and an error. */
function resultOf(name: string, filled: Expression, given: Expression, span: Span): Expression {
  const error = name.startsWith("Try") ? construct("go error of", [filled, given], span) : construct("go nil after", [filled], span);
  return name.includes("Secret") ? construct("go results", [filled, error], span) : error;
}

/** What an assignment changes; undefined for what cannot be assigned to by a pattern. */
export function targetOf(context: Context, node: SyntaxNode): Pattern | undefined {
  const { span } = node;
  if (node.type === "identifier") return node.text === "_" ? { kind: "nothing", span } : { kind: "name", name: node.text, span };
  if (node.type === "parenthesized_expression") return node.named[0] === undefined ? undefined : targetOf(context, node.named[0]);
  if (node.type === "blank_identifier") return { kind: "nothing", span };
  if (node.type !== "selector_expression" && node.type !== "index_expression") return undefined;
  const [operand, field, index] = [node.at("operand"), node.at("field"), node.at("index")];
  if (operand === undefined) return undefined;
  const object = field === undefined ? lowerOperand(context, operand) : pointedAt(context, operand);
  if (field !== undefined) return { kind: "target", target: { kind: "member", object, name: field.text, nameSpan: field.span, span }, span };
  return index === undefined ? undefined : { kind: "target", target: { kind: "index", object, index: lowerExpression(context, index), span }, span };
}

/** The pattern of a name that is declared. */
export function declared(context: Context, node: SyntaxNode, type = goType(undefined)): Pattern {
  const { span, text } = node;
  if (text === "_") return { kind: "nothing", span };
  context.declare(text, type);
  return { kind: "name", name: text, span };
}
