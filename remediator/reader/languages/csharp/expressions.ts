import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, BinaryOperator, Expression, Parameter, Pattern, Span } from "../../syntax/tree";
import { numberLiteral, numberOf } from "../java-and-csharp/literals";
import {
  assignment,
  binary,
  callOf,
  closure,
  isRepeatable,
  literal,
  memberOf,
  nameOf,
  named,
  not,
  opaque,
  sequence,
  targetOf,
  throwing,
} from "../java-and-csharp/nodes";
import { promotedBranch } from "../java-and-csharp/promotion";
import type { CSharpContext } from "./context";
import { asOrNothing, cast } from "./conversions";
import { anonymousObject, arrayOf, collectionOf, creationOf, implicitCreation, initializerOf, tupleOf, withOf } from "./creation";
import { misreadCreation } from "./generic-creation";
import { invocation, isOptional } from "./invocations";
import { isPattern, operatorOf, typeTest } from "./patterns";
import { queryOf } from "./queries";
import { bodyOf } from "./statements";
import { switchExpression } from "./switches";
import { operandsOf } from "./syntax";
import { interpolationOf, textOf } from "./texts";
import { defaultOf, typeExpression } from "./types";

/** Lowers an expression. `type`: what its place expects, where that is written; `new()` and `default` depend on it. */
export function expressionOf(node: SyntaxNode, context: CSharpContext, type?: SyntaxNode): Expression {
  const { span } = node;
  switch (node.type) {
    case "identifier":
    case "predefined_type":
    case "discard":
      return nameOf(node.text, span);
    case "generic_name":
    case "qualified_name":
    case "alias_qualified_name":
      return typeExpression(node, context);
    case "this":
      return { kind: "this", span };
    case "base":
      return { kind: "super", span };
    case "integer_literal":
    case "real_literal":
      // A `decimal` counts in tens, and keeps its zeros: https://learn.microsoft.com/dotnet/csharp/language-reference/builtin-types/floating-point-numeric-types
      if (/\.\d*m$/i.test(node.text)) return { kind: "opaque", reason: "is a decimal number, which is not computed with", span };
      return numberLiteral(node.text, numberOf(node.text), span);
    case "boolean_literal":
      return literal(node.text === "true", span);
    case "null_literal":
      return literal(null, span);
    case "string_literal":
    case "verbatim_string_literal":
    case "raw_string_literal":
      return literal(textOf(node), span);
    case "character_literal":
      return { ...literal(textOf(node), span), numeral: "character" };
    case "interpolated_string_expression":
      return interpolationOf(node, context);
    case "parenthesized_expression":
    case "await_expression":
    case "ref_expression":
    case "checked_expression":
      return only(node, context, type);
    case "member_access_expression":
      return memberAccess(node, context);
    case "conditional_access_expression":
      return conditionalAccess(node, context);
    case "element_access_expression":
      return elementAccess(node, context);
    case "invocation_expression":
      return invocation(node, context);
    case "object_creation_expression":
      return creationOf(node, context);
    case "implicit_object_creation_expression":
      return implicitCreation(node, context, type);
    case "anonymous_object_creation_expression":
      return anonymousObject(node, context);
    case "array_creation_expression":
    case "implicit_array_creation_expression":
    case "stackalloc_expression":
    case "implicit_stackalloc_expression":
      return arrayOf(node, context, type);
    case "initializer_expression":
      return initializerOf(node, context, type);
    case "element_binding_expression":
      return collectionOf(node, context, type);
    case "tuple_expression":
      return tupleOf(node, context, type);
    case "with_expression":
      return withOf(node, context, type);
    case "lambda_expression":
    case "anonymous_method_expression":
      return lambda(node, context);
    case "conditional_expression":
      return promotedBranch(
        {
          kind: "conditional",
          test: part(node, "condition", context),
          then: part(node, "consequence", context, type),
          otherwise: part(node, "alternative", context, type),
          span,
        },
        node,
      );
    case "binary_expression": {
      const creation = misreadCreation(node);
      return creation === undefined ? binaryOf(node, context, type) : creationOf(creation, context);
    }
    case "prefix_unary_expression":
      return prefix(node, context);
    case "postfix_unary_expression":
      return postfix(node, context, type);
    case "assignment_expression":
      return assign(node, context);
    case "cast_expression":
      return cast(node, context);
    case "as_expression":
      return asOrNothing(node, context);
    case "is_expression":
      return isType(node, context);
    case "is_pattern_expression":
      return isPattern(node, context);
    case "switch_expression":
      return switchExpression(node, context, type);
    case "query_expression":
      return queryOf(node, context);
    case "throw_expression":
      return throwing(node.named[0] === undefined ? undefined : expressionOf(node.named[0], context), span);
    case "default_expression":
      return defaultOf(node.at("type") ?? type, span);
    case "typeof_expression": {
      const named_ = node.at("type");
      return named_ === undefined ? literal(null, span) : typeExpression(named_, context);
    }
    case "declaration_expression": {
      const name = node.at("name");
      if (name === undefined) return context.notRead(node, "does not parse");
      context.introduce(name.text, name.span);
      return nameOf(name.text, span);
    }
    case "ERROR":
      return opaque("does not parse", span);
    default:
      return node.type.endsWith("_type")
        ? typeExpression(node, context)
        : context.notRead(node, `is ${node.type.replaceAll("_", " ")}, which is not read`);
  }
}

export function part(node: SyntaxNode, field: string, context: CSharpContext, type?: SyntaxNode): Expression {
  const child = node.at(field);
  return child === undefined ? context.notRead(node, "does not parse") : expressionOf(child, context, type);
}

/** What stands in parentheses, or behind a keyword. */
export function only(node: SyntaxNode, context: CSharpContext, type?: SyntaxNode): Expression {
  const value = operandsOf(node).at(-1);
  return value === undefined ? context.notRead(node, "does not parse") : expressionOf(value, context, type);
}

function memberAccess(node: SyntaxNode, context: CSharpContext): Expression {
  const name = node.at("name");
  if (name === undefined) return context.notRead(node, "does not parse");
  const last = name.type === "generic_name" ? (name.child("identifier") ?? name) : name;
  const object = part(node, "expression", context);
  return memberOf(object, last.text, last.span, node.span, isOptional(object));
}

/** `a?.B` and `a?[0]`; what follows in the chain is optional as well. */
function conditionalAccess(node: SyntaxNode, context: CSharpContext): Expression {
  const object = part(node, "condition", context);
  const binding = operandsOf(node).at(-1);
  if (binding?.type === "member_binding_expression") {
    const name = binding.at("name");
    const last = name?.type === "generic_name" ? name.child("identifier") : name;
    if (last !== undefined) return memberOf(object, last.text, last.span, node.span, true);
  }
  if (binding?.type === "element_binding_expression") {
    const [index] = argumentsOf(binding, context);
    if (index !== undefined) return { kind: "index", object, index: index.value, optional: true, span: node.span };
  }
  return context.notRead(node, "does not parse");
}

function elementAccess(node: SyntaxNode, context: CSharpContext): Expression {
  const { span } = node;
  const object = part(node, "expression", context);
  const [argument, another] = node.at("subscript")?.named ?? [];
  if (another !== undefined) return { kind: "index", object, index: opaque("is an index of several dimensions, which is not read", span), span };
  const index = argument === undefined ? undefined : operandsOf(argument).at(-1);
  if (index === undefined) return context.notRead(node, "does not parse");
  if (index.type === "range_expression") return { kind: "slice", object, span, ...boundsOf(index, context) };
  const fromEnd = fromTheEnd(index);
  if (fromEnd !== undefined) return indexFromEnd(object, expressionOf(fromEnd, context), span);
  return { kind: "index", object, index: expressionOf(index, context), span, ...(isOptional(object) ? { optional: true } : {}) };
}

/** `x[^n]` is `x[x.Length - n]`. */
export function indexFromEnd(object: Expression, distance: Expression, span: Expression["span"]): Expression {
  if (!isRepeatable(object)) return callOf("#fromEnd", [object, distance], span);
  return { kind: "index", object, index: binary("-", memberOf(object, "Length", span, span), distance, span), span };
}

function fromTheEnd(node: SyntaxNode): SyntaxNode | undefined {
  return node.type === "prefix_unary_expression" && node.has("^") ? operandsOf(node).at(-1) : undefined;
}

function boundsOf(range: SyntaxNode, context: CSharpContext): { readonly from?: Expression; readonly to?: Expression } {
  const dots = range.children.findIndex(({ type }) => type === "..");
  const bound = (node: SyntaxNode | undefined): Expression | undefined => {
    if (node === undefined) return undefined;
    const end = fromTheEnd(node);
    return end === undefined ? expressionOf(node, context) : { kind: "unary", operator: "-", operand: expressionOf(end, context), span: node.span };
  };
  const from = bound(range.children[dots - 1]);
  const to = bound(range.children[dots + 1]);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** The arguments in parentheses or brackets. `types`: those of the parameters, where they are known. */
export function argumentsOf(
  node: SyntaxNode | undefined,
  context: CSharpContext,
  types: readonly (SyntaxNode | undefined)[] = [],
): readonly Argument[] {
  const given = (node?.children ?? []).filter(({ type }) => type === "argument");
  return given.flatMap((argument, index) => {
    const name = argument.at("name");
    const value = operandsOf(argument).findLast((operand) => operand !== name);
    if (value === undefined) return [];
    return [
      {
        value: expressionOf(value, context, name === undefined ? types[index] : undefined),
        span: argument.span,
        ...(name === undefined ? {} : { name: name.text }),
      },
    ];
  });
}

function lambda(node: SyntaxNode, context: CSharpContext): Expression {
  const parameters = node.at("parameters");
  const body = node.at("body") ?? node.child("block");
  if (body === undefined) return context.notRead(node, "does not parse");
  const outer = context.returns;
  context.returns = undefined;
  try {
    const given: readonly Parameter[] =
      parameters === undefined
        ? []
        : parameters.type === "implicit_parameter" || parameters.type === "identifier"
          ? [{ pattern: named(parameters.text, parameters.span) }]
          : parametersOf(parameters, context);
    return closure(given, body.type === "block" ? bodyOf(body, context) : context.bodyOf(() => expressionOf(body, context)), node.span);
  } finally {
    context.returns = outer;
  }
}

/** The parameters in parentheses; `params` is not wrapped in a node of its own. */
export function parametersOf(list: SyntaxNode | undefined, context: CSharpContext): readonly Parameter[] {
  if (list === undefined) return [];
  const parameters: Parameter[] = [];
  for (const node of list.children) {
    if (node.type !== "parameter") continue;
    const name = node.at("name");
    const equals = node.children.findIndex(({ type }) => type === "=");
    const initial =
      equals === -1 ? undefined : node.children.slice(equals + 1).find((child) => (child.isNamed && child.type !== "ERROR") || child.type === "this");
    const type = node.at("type");
    const isExtension = node.children.some((child) => child.type === "modifier" && child.text === "this");
    const isRest = node.children.some((child) => child.type === "modifier" && child.text === "params") || node.has("params");
    parameters.push({
      pattern: patternOf(name, node),
      ...(initial === undefined ? {} : { default: context.expression(() => expressionOf(initial, context, type)) }),
      ...(isRest ? { rest: "list" as const } : {}),
      ...(type === undefined ? {} : { type: `${isExtension ? "this " : ""}${type.text}` }),
    });
  }
  const rest = list.children.findIndex(({ type }) => type === "params");
  const [name, type] = ["name", "type"].map((wanted) => (rest === -1 ? undefined : list.children.slice(rest).find(({ field }) => field === wanted)));
  if (name !== undefined) parameters.push({ pattern: named(name.text, name.span), rest: "list", ...(type === undefined ? {} : { type: type.text }) });
  return parameters;
}

function patternOf(name: SyntaxNode | undefined, node: SyntaxNode): Pattern {
  return name === undefined ? { kind: "nothing", span: node.span } : named(name.text, name.span);
}

function binaryOf(node: SyntaxNode, context: CSharpContext, type?: SyntaxNode): Expression {
  const operator = operatorOf(node.at("operator")?.text ?? "+");
  const inherited = operator === "??" ? type : undefined;
  return binary(operator, part(node, "left", context, inherited), part(node, "right", context, inherited), node.span);
}

function prefix(node: SyntaxNode, context: CSharpContext): Expression {
  const operator = node.children[0]?.type ?? "";
  const operand = only(node, context);
  const { span } = node;
  if (operator === "!") return not(operand, span);
  if (operator === "++" || operator === "--") return step(operand, operator, span);
  if (operator === "-" || operator === "+" || operator === "~") return { kind: "unary", operator, operand, span };
  return operator === "^" ? callOf("#index", [operand], span) : operand;
}

function step(operand: Expression, operator: "++" | "--", span: Expression["span"]): Expression {
  const target = targetOf(operand);
  return target === undefined ? operand : assignment(target, literal(1, span), span, operator === "++" ? "+" : "-");
}

/** `x++` where nobody asks what it gives. */
export function stepOf(node: SyntaxNode, context: CSharpContext): Expression {
  const lowered = expressionOf(node, context);
  return node.type === "postfix_unary_expression" ? (steps.get(lowered) ?? lowered) : lowered;
}

const steps = new WeakMap<Expression, Expression>();

/** `x!` is x, `x++` gives what x was. */
function postfix(node: SyntaxNode, context: CSharpContext, type?: SyntaxNode): Expression {
  const [operand] = operandsOf(node);
  if (operand === undefined) return context.notRead(node, "does not parse");
  const value = expressionOf(operand, context, type);
  if (node.has("!")) return value;
  const changed = steppedOf(operand, value, node.has("++") ? "++" : "--", node.span, context);
  const whole = sequence([value, changed], 0, node.span);
  steps.set(whole, changed);
  return whole;
}

/** `x++` and `--x` of a variable, whose type may have few bits. */
function steppedOf(operand: SyntaxNode, value: Expression, written: "++" | "--", span: Span, context: CSharpContext): Expression {
  const narrow = operand.type === "identifier" ? narrowTypes.exec(context.types.get(operand.text)?.text ?? "")?.[0] : undefined;
  return narrow === undefined ? step(value, written, span) : narrowed(operand, written === "++" ? "+" : "-", literal(1, span), narrow, span, context);
}

function assign(node: SyntaxNode, context: CSharpContext): Expression {
  const left = node.at("left");
  if (left === undefined) return context.notRead(node, "does not parse");
  const operator = node.at("operator")?.text ?? "=";
  const type = context.types.get(left.type === "member_access_expression" ? (left.at("name")?.text ?? "") : left.text);
  const right = part(node, "right", context, type);
  if (left.text === "_") return right;
  const target = left.type === "tuple_expression" ? tuplePattern(left, context) : targetOf(expressionOf(left, context));
  if (target === undefined) return context.notRead(node, "assigns to what is not read");
  const narrow = type === undefined || left.type !== "identifier" ? undefined : narrowTypes.exec(type.text)?.[0];
  if (operator !== "=" && narrow !== undefined) return narrowed(left, operatorOf(operator.slice(0, -1)), right, narrow, node.span, context);
  return assignment(target, right, node.span, operator === "=" ? undefined : operatorOf(operator.slice(0, -1)));
}

/** Types that lose what they have no room for before anybody else has it. */
const narrowTypes = /^(?:s?byte|u?short|uint)$/;

/** `b += 10` of a variable with few bits. */
function narrowed(left: SyntaxNode, operator: BinaryOperator, right: Expression, type: string, span: Span, context: CSharpContext): Expression {
  const made = callOf("#int", [binary(operator, expressionOf(left, context), right, span), literal(type, span)], span);
  return assignment(named(left.text, left.span), made, span);
}

/** `(a, b.C, var d) = ...` and the pattern of `var (a, b)`. */
export function tuplePattern(node: SyntaxNode, context: CSharpContext): Pattern {
  const { span } = node;
  const parts =
    node.type === "tuple_pattern"
      ? node.children.filter((child) => child.isNamed)
      : node.children.filter(({ type }) => type === "argument").map((argument) => operandsOf(argument).at(-1) ?? argument);
  const elements = parts.map((element): { readonly pattern: Pattern } => {
    if (element.type === "discard" || element.text === "_") return { pattern: { kind: "nothing", span: element.span } };
    if (element.type === "tuple_pattern" || element.type === "tuple_expression") return { pattern: tuplePattern(element, context) };
    if (node.type === "tuple_pattern") return { pattern: named(element.text, element.span) };
    return { pattern: targetOf(expressionOf(element, context)) ?? { kind: "nothing", span: element.span } };
  });
  return { kind: "list", elements, span };
}

function isType(node: SyntaxNode, context: CSharpContext): Expression {
  const type = node.at("right");
  const value = part(node, "left", context);
  return type === undefined ? context.notRead(node, "does not parse") : { ...typeTest(value, type, context), span: node.span };
}
