import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, BinaryOperator, Expression, ListLiteral, Parameter } from "../../syntax/tree";
import { isBoxed, isNumberType } from "../../interpreter/number-types";
import { numberLiteral, numberOf, octalOf } from "../java-and-csharp/literals";
import { all, assignment, binary, callOf, closure, literal, memberOf, nameOf, named, not, sequence, targetOf } from "../java-and-csharp/nodes";
import { promotedBranch } from "../java-and-csharp/promotion";
import { onlyOf, type JavaContext } from "./context";
import { creationOf } from "./creation";
import { bodyOf } from "./statements";
import { parametersOf } from "./classes";
import { switchExpression } from "./switches";
import { textOf } from "./texts";
import { give, hasType, matches, typeArgumentsOf, typeExpression } from "./types";

/** Lowers an expression. */
export function expressionOf(node: SyntaxNode, context: JavaContext): Expression {
  const { span } = node;
  switch (node.type) {
    case "identifier":
    case "type_identifier":
      return nameOf(node.text, span);
    case "decimal_integer_literal":
    case "hex_integer_literal":
    case "binary_integer_literal":
    case "decimal_floating_point_literal":
      return numberLiteral(node.text, numberOf(node.text), span);
    case "octal_integer_literal":
      return literal(octalOf(node.text), span);
    case "true":
    case "false":
      return literal(node.type === "true", span);
    case "null_literal":
      return literal(null, span);
    case "string_literal":
      return literal(textOf(node), span);
    case "character_literal":
      return { ...literal(textOf(node), span), numeral: "character" };
    case "this":
      return { kind: "this", span };
    case "super":
      return { kind: "super", span };
    case "parenthesized_expression":
      return inner(node, context);
    case "field_access":
      return fieldAccess(node, context);
    case "array_access":
      return { kind: "index", object: part(node, "array", context), index: part(node, "index", context), span };
    case "method_invocation":
      return invocation(node, context);
    case "object_creation_expression":
      return creationOf(node, context);
    case "array_creation_expression":
      return arrayCreation(node, context);
    case "array_initializer":
      return arrayOf(node, undefined, context);
    case "lambda_expression":
      return lambda(node, context);
    case "method_reference":
      return methodReference(node, context);
    case "ternary_expression":
      return promotedBranch(
        {
          kind: "conditional",
          test: part(node, "condition", context),
          then: part(node, "consequence", context),
          otherwise: part(node, "alternative", context),
          span,
        },
        node,
      );
    case "binary_expression":
      return binaryOf(node, context);
    case "unary_expression":
      return unaryOf(node, context);
    case "update_expression":
      return update(node, context);
    case "assignment_expression":
      return assign(node, context);
    case "cast_expression":
      return cast(node, context);
    case "instanceof_expression":
      return instanceOf(node, context);
    case "switch_expression":
      return switchExpression(node, context);
    case "class_literal":
      return typeExpression(node.named[0], context);
    case "ERROR":
      return { kind: "opaque", reason: "does not parse", span };
    default:
      return node.isNamed && (node.type.endsWith("_type") || node.type === "scoped_type_identifier")
        ? typeExpression(node, context)
        : context.notRead(node, `is ${node.type.replaceAll("_", " ")}, which is not read`);
  }
}

export function part(node: SyntaxNode, field: string, context: JavaContext): Expression {
  const child = node.at(field);
  return child === undefined ? context.notRead(node, "does not parse") : expressionOf(child, context);
}

/** What stands in parentheses. */
export function inner(node: SyntaxNode, context: JavaContext): Expression {
  const only = onlyOf(node);
  return only === undefined ? context.notRead(node, "does not parse") : expressionOf(only, context);
}

function fieldAccess(node: SyntaxNode, context: JavaContext): Expression {
  const field = node.at("field");
  if (field === undefined) return { kind: "this", span: node.span };
  if (field.type === "this") return { kind: "this", of: node.at("object")?.text ?? "", span: node.span };
  return memberOf(part(node, "object", context), field.text, field.span, node.span);
}

export function argumentsOf(node: SyntaxNode | undefined, context: JavaContext): readonly Argument[] {
  return (node?.named ?? []).map((given) => ({ value: expressionOf(given, context), span: given.span }));
}

const changes: ReadonlySet<string> = new Set(["put", "putAll", "putIfAbsent", "add", "addAll", "addFirst", "addLast", "set", "remove"]);

function invocation(node: SyntaxNode, context: JavaContext): Expression {
  const [name, object, given] = [node.at("name"), node.at("object"), node.at("arguments")];
  if (name === undefined) return context.notRead(node, "does not parse");
  const types = typeArgumentsOf(node.at("type_arguments"), context);
  return {
    kind: "call",
    callee:
      object === undefined ? unqualified(name, context) : memberOf(expressionOf(object, context), name.text, name.span, context.span(object, name)),
    arguments: argumentsOf(given, context),
    isNew: false,
    span: node.span,
    ...(types === undefined ? {} : { typeArguments: types }),
    ...(given === undefined ? {} : { argumentsSpan: given.span }),
  };
}

function unqualified(name: SyntaxNode, context: JavaContext): Expression {
  const { text, span } = name;
  if (context.braced !== undefined && changes.has(text)) return memberOf(nameOf(context.braced, span), text, span, span);
  return nameOf(text, span);
}

function arrayCreation(node: SyntaxNode, context: JavaContext): Expression {
  const value = node.at("value");
  if (value !== undefined) return arrayOf(value, node, context);
  const lengths = node.children.flatMap((child) => (child.type === "dimensions_expr" ? child.named.slice(0, 1) : []));
  const isOpen = node.children.some(({ type }) => type === "dimensions");
  const type = literal(isOpen ? "" : (node.at("type")?.text ?? ""), node.span);
  return callOf("#array", [type, ...lengths.map((length) => expressionOf(length, context))], node.span);
}

function arrayOf(braces: SyntaxNode, creation: SyntaxNode | undefined, context: JavaContext): ListLiteral {
  const type = creation?.at("type");
  return {
    kind: "list",
    isArray: true,
    elements: braces.named.map((element) => ({ value: expressionOf(element, context), span: element.span })),
    bracketsSpan: braces.span,
    span: creation?.span ?? braces.span,
    ...(type === undefined ? {} : { type: typeExpression(type, context), typeSpan: type.span }),
  };
}

function lambda(node: SyntaxNode, context: JavaContext): Expression {
  const [parameters, body] = [node.at("parameters"), node.at("body")];
  if (parameters === undefined || body === undefined) return context.notRead(node, "does not parse");
  const lowered = body.type === "block" ? bodyOf(body, context) : context.bodyOf(() => expressionOf(body, context));
  return closure(lambdaParameters(node, parameters), lowered, node.span);
}

function lambdaParameters(node: SyntaxNode, parameters: SyntaxNode): readonly Parameter[] {
  if (parameters.type === "formal_parameters") return parametersOf(node);
  const names = parameters.type === "inferred_parameters" ? parameters.named : [parameters];
  return names.map((name) => ({
    pattern: name.type === "underscore_pattern" ? { kind: "nothing" as const, span: name.span } : named(name.text, name.span),
  }));
}

/** `X::new`, `object::method`, and `Type::method`, which is static or takes its object as the first argument. */
function methodReference(node: SyntaxNode, context: JavaContext): Expression {
  const { span } = node;
  const [object] = node.children;
  const method = node.named.length > 1 ? node.named.at(-1) : undefined;
  if (object === undefined) return context.notRead(node, "does not parse");
  if (node.has("new")) {
    const rest: Parameter = { pattern: named("#arguments", span), rest: "list" };
    const given = nameOf("#arguments", span);
    if (object.type === "array_type") {
      const element = literal(object.at("element")?.text ?? "", span);
      const length = named("#length", span);
      return closure([{ pattern: length }], callOf("#array", [element, nameOf("#length", span)], span), span);
    }
    const made: Expression = {
      kind: "call",
      callee: typeExpression(object, context),
      arguments: [{ value: given, spread: "list", span }],
      isNew: true,
      span,
    };
    return closure([rest], made, span);
  }
  if (method === undefined) return context.notRead(node, "does not parse");
  const name = literal(method.text, method.span);
  if (object.type === "this" || object.type === "super") return memberOf(expressionOf(object, context), method.text, method.span, span);
  const last = object.text.slice(object.text.lastIndexOf(".") + 1);
  const isType =
    /^\p{Lu}/u.test(last) &&
    !context.constants.has(last) &&
    ["identifier", "field_access", "generic_type", "scoped_type_identifier", "type_identifier"].includes(object.type);
  if (!isType) return memberOf(expressionOf(object, context), method.text, method.span, span);
  return callOf("#reference", [expressionOf(object, context), name], span);
}

const operators: Readonly<Record<string, BinaryOperator>> = { "==": "===", "!=": "!==" };

function operatorOf(text: string): BinaryOperator {
  return operators[text] ?? (text as BinaryOperator);
}

function binaryOf(node: SyntaxNode, context: JavaContext): Expression {
  const operator = operatorOf(node.at("operator")?.text ?? "+");
  const [left, right] = [node.at("left"), node.at("right")];
  if ((operator === "===" || operator === "!==") && isReference(left, context) && isReference(right, context)) {
    const same = callOf(
      "#identical",
      [part(node, "left", context), part(node, "right", context), literal(left?.text === right?.text, node.span)],
      node.span,
    );
    return operator === "===" ? same : not(same, node.span);
  }
  return binary(operator, part(node, "left", context), part(node, "right", context), node.span);
}

/** Whether an operand is evidently a text, or a number that is an object. */
function isReference(node: SyntaxNode | undefined, context: JavaContext): boolean {
  if (node === undefined) return false;
  if (node.type === "parenthesized_expression") return isReference(onlyOf(node), context);
  if (node.type === "string_literal") return true;
  if (node.type === "object_creation_expression") return node.at("type")?.text === "String";
  if (node.type === "identifier") return context.references.has(node.text);
  if (node.type === "field_access") return context.references.has(node.at("field")?.text ?? "");
  if (node.type !== "method_invocation") return false;
  return isBoxing(node) || referenceMethods.test(node.at("name")?.text ?? "");
}

/** `Integer.valueOf(1000)`. */
function isBoxing(node: SyntaxNode): boolean {
  return node.at("name")?.text === "valueOf" && isBoxed(node.at("object")?.text ?? "");
}

/** Methods that give a text or an object, whatever they are called on. */
const referenceMethods =
  /^(?:get|getOrDefault|getKey|getValue|getFirst|getLast|orElse|orElseThrow|toString|substring|trim|strip|toLowerCase|toUpperCase|concat|formatted|require)$/;

function unaryOf(node: SyntaxNode, context: JavaContext): Expression {
  const operator = node.at("operator")?.text;
  const operand = part(node, "operand", context);
  if (operator === "!") return not(operand, node.span);
  return { kind: "unary", operator: operator === "-" || operator === "~" ? operator : "+", operand, span: node.span };
}

/** `x++` where nobody asks what it gives. */
export function stepOf(node: SyntaxNode, context: JavaContext): Expression {
  const lowered = expressionOf(node, context);
  return node.type === "update_expression" && lowered.kind === "index" ? (steps.get(lowered) ?? lowered) : lowered;
}

const steps = new WeakMap<Expression, Expression>();

/** `x++` gives what x was, `++x` what it becomes. */
function update(node: SyntaxNode, context: JavaContext): Expression {
  const { span } = node;
  const operand = onlyOf(node);
  const value = operand === undefined ? context.notRead(node, "does not parse") : expressionOf(operand, context);
  const target = targetOf(value);
  if (target === undefined) return value;
  const changed = assignment(target, { ...literal(1, span), numberType: "int" }, span, node.has("++") ? "+" : "-");
  if (node.children[0] !== operand) return changed;
  const whole = sequence([value, changed], 0, span);
  steps.set(whole, changed);
  return whole;
}

function assign(node: SyntaxNode, context: JavaContext): Expression {
  const target = targetOf(part(node, "left", context));
  const right = part(node, "right", context);
  if (target === undefined) return context.notRead(node, "assigns to what is not read");
  const operator = node.at("operator")?.text ?? "=";
  return assignment(target, right, node.span, operator === "=" ? undefined : operatorOf(operator.slice(0, -1)));
}

const integers: ReadonlySet<string> = new Set(["int", "long", "short", "byte", "char"]);

function cast(node: SyntaxNode, context: JavaContext): Expression {
  const type = node.at("type")?.text ?? "";
  const value = part(node, "value", context);
  if (type === "double" || type === "float" || type === "Object") return callOf("#as", [value, literal(type, node.span)], node.span);
  if (!integers.has(type)) return checked(value, node, context);
  return type === "char" ? callOf("#char", [value], node.span) : callOf("#int", [value, literal(type, node.span)], node.span);
}

/** A cast to a class or interface: what is none of it ends with an error. */
function checked(value: Expression, node: SyntaxNode, context: JavaContext): Expression {
  const type = node.at("type");
  const name = type?.text.replace(/<.*/s, "") ?? "";
  if (isNumberType(name) || /^(?:String|Boolean|(?:Array)?List|Map)$/.test(name))
    return callOf("#cast", [value, literal(name, node.span)], node.span);
  return type?.type === "type_identifier" ? callOf("#cast", [value, typeExpression(type, context)], node.span) : value;
}

function instanceOf(node: SyntaxNode, context: JavaContext): Expression {
  const { span } = node;
  const subject = part(node, "left", context);
  const [right, name, pattern] = [node.at("right"), node.at("name"), node.at("pattern")];
  if (pattern !== undefined) return matches(subject, pattern, context);
  if (right === undefined) return context.notRead(node, "does not parse");
  const test = hasType(subject, right, context);
  return name === undefined ? { ...test, span } : all([test, give(name, subject, context)], span);
}
