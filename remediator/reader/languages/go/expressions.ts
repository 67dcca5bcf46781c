import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, BinaryOperator, Expression, Span } from "../../syntax/tree";
import { construct, nothing, type Context } from "./context";
import { lowerBuiltin, lowerOutParameter } from "./calls";
import { lowerFunction } from "./functions";
import { lowerComposite, lowerType } from "./literals";
import { addressOf } from "./pointers";
import { lowerExact } from "./exact";
import { printed } from "./printing";
import { numberOf, runeOf, textOf } from "./scalars";
import { calculated, inPlaceOf } from "./wholes";
import { zeroOf } from "./structs";
import {
  goType,
  isArray,
  isEvidentStruct,
  isFloat,
  mayBeStruct,
  resultTypes,
  scalarZero,
  typeOf,
  elementType,
  errorNames,
  underlying,
} from "./types";

/** Lowers an expression that is used as a value: a struct that also changes in place is copied. */
export function lowerExpression(context: Context, node: SyntaxNode): Expression {
  const isPart = node.type === "selector_expression" || node.type === "index_expression";
  const lowered = node.type === "selector_expression" ? lowerMethodValue(context, node) : lowerOperand(context, node);
  if (isPart && isArray(context, typeOf(context, node))) return construct("go copy array", [lowered], node.span);
  if (node.type !== "identifier") return lowered;
  const type = typeOf(context, node);
  if (isArray(context, type)) return construct("go copy array", [lowered], node.span);
  const isStruct =
    context.isChanged(node.text) || type?.isMade === true ? mayBeStruct(context, type) : context.hasChanges && isEvidentStruct(context, type);
  if (isStruct) return construct("go copy", [lowered], node.span);
  return lowered;
}

/** Lowers what something is done to: its fields, elements, methods or address are asked for. */
export function lowerOperand(context: Context, node: SyntaxNode): Expression {
  const { span } = node;
  switch (node.type) {
    case "identifier":
    case "field_identifier":
    case "package_identifier":
      return { kind: "name", name: node.text, span };
    case "interpreted_string_literal":
    case "raw_string_literal":
      return { kind: "literal", value: textOf(node), span };
    case "rune_literal":
      return { kind: "literal", value: runeOf(node), span };
    case "int_literal":
    case "float_literal": {
      const value = numberOf(node.text);
      return value === undefined ? { kind: "opaque", reason: "is a number that is not read", span } : { kind: "literal", value, span };
    }
    case "true":
    case "false":
    case "nil":
    case "iota":
      if (context.isLocal(node.text)) return { kind: "name", name: node.text, span };
      return lowerPredeclared(context, node);
    case "parenthesized_expression": {
      const inner = node.named[0];
      return inner === undefined ? unread(span) : lowerOperand(context, inner);
    }
    case "composite_literal":
      return lowerComposite(context, node, span);
    case "func_literal":
      return lowerFunction(context, node, undefined);
    case "selector_expression":
      return lowerSelector(context, node);
    case "index_expression":
      return lowerIndex(context, node);
    case "slice_expression":
      return lowerSlice(context, node);
    case "type_instantiation_expression": {
      const inner = node.at("type") ?? node.named[0];
      return inner === undefined ? unread(span) : lowerType(context, inner);
    }
    case "type_assertion_expression": {
      const operand = node.at("operand");
      return operand === undefined ? unread(span) : { ...lowerOperand(context, operand), span };
    }
    case "type_conversion_expression":
      return lowerConversion(context, node);
    case "unary_expression":
      return lowerUnary(context, node);
    case "binary_expression":
      return lowerBinary(context, node);
    case "call_expression":
      return lowerCall(context, node);
    case "type_identifier":
    case "qualified_type":
    case "generic_type":
    case "slice_type":
    case "array_type":
    case "map_type":
    case "pointer_type":
    case "struct_type":
    case "interface_type":
    case "function_type":
    case "channel_type":
      return lowerType(context, node);
    case "imaginary_literal":
      return { kind: "opaque", reason: "is a complex number", span };
    default:
      return unread(span);
  }
}

function unread(span: Span): Expression {
  return { kind: "opaque", reason: "does not parse", span };
}

function lowerSelector(context: Context, node: SyntaxNode): Expression {
  const [operand, field] = [node.at("operand"), node.at("field")];
  if (operand === undefined || field === undefined) return unread(node.span);
  return { kind: "member", object: pointedAt(context, operand), name: field.text, nameSpan: field.span, span: node.span };
}

/** `(*p).field` is the field of what p points at, not of a copy. */
export function pointedAt(context: Context, node: SyntaxNode): Expression {
  const inner = node.type === "parenthesized_expression" ? node.named[0] : undefined;
  const pointer = inner?.type === "unary_expression" && inner.at("operator")?.text === "*" ? inner.at("operand") : undefined;
  return pointer === undefined ? lowerOperand(context, node) : pointedAt(context, pointer);
}

/** A field; or a method that is not called, which keeps the struct as it is now where it does not take a pointer. */
function lowerMethodValue(context: Context, node: SyntaxNode): Expression {
  const selector = lowerSelector(context, node);
  const [operand, name] = [node.at("operand"), node.at("field")?.text ?? ""];
  const isCopied =
    selector.kind === "member" &&
    operand !== undefined &&
    context.declarations.methodResults.has(name) &&
    !context.declarations.pointerMethods.has(name) &&
    mayBeStruct(context, typeOf(context, operand));
  return isCopied ? { ...selector, object: construct("go copy", [selector.object], operand.span) } : selector;
}

/** An element; what a map does not have is its zero value. */
function lowerIndex(context: Context, node: SyntaxNode): Expression {
  const [operand, index] = [node.at("operand"), node.at("index")];
  const { span } = node;
  if (operand === undefined || index === undefined) return unread(span);
  if (operand.type === "identifier" && context.declarations.generics.has(operand.text)) return { ...lowerOperand(context, operand), span };
  const element: Expression = { kind: "index", object: lowerOperand(context, operand), index: lowerExpression(context, index), span };
  const held = typeOf(context, operand)?.node;
  const inner = elementType(context, held);
  const zero = scalarZero(context, inner);
  if (zero !== undefined) return { kind: "binary", operator: "??", left: element, right: { kind: "literal", value: zero, span }, span };
  const isStructOfMap = underlying(context, held)?.type === "map_type" && isEvidentStruct(context, goType(inner));
  return isStructOfMap ? { kind: "binary", operator: "??", left: element, right: zeroOf(context, inner, span), span } : element;
}

function lowerSlice(context: Context, node: SyntaxNode): Expression {
  const [operand, start, end, capacity] = [node.at("operand"), node.at("start"), node.at("end"), node.at("capacity")];
  if (operand === undefined) return unread(node.span);
  return {
    kind: "slice",
    object: lowerOperand(context, operand),
    ...(start === undefined ? {} : { from: lowerExpression(context, start) }),
    ...(end === undefined ? {} : { to: lowerExpression(context, end) }),
    ...(capacity === undefined ? {} : { capacity: lowerExpression(context, capacity) }),
    span: node.span,
  };
}

/** `[]string(x)`; also a call of a function with type arguments, which looks the same. */
function lowerConversion(context: Context, node: SyntaxNode): Expression {
  const [type, operand] = [node.at("type"), node.at("operand")];
  if (type === undefined || operand === undefined) return unread(node.span);
  const value = lowerExpression(context, operand);
  // Bytes stay a text: most of what takes them takes them for one.
  if (type.type === "slice_type" && type.at("element")?.text === "rune") return construct("go runes", [value], node.span);
  if (type.type !== "generic_type" && type.type !== "type_identifier" && type.type !== "qualified_type") return { ...value, span: node.span };
  return { kind: "call", callee: lowerType(context, type), arguments: [{ value, span: operand.span }], isNew: false, span: node.span };
}

function lowerUnary(context: Context, node: SyntaxNode): Expression {
  const { span } = node;
  const operand = node.at("operand");
  const operator = node.at("operator")?.text ?? "";
  if (operand === undefined) return unread(span);
  if (operator === "&")
    return operand.type === "composite_literal"
      ? lowerComposite(context, operand, span)
      : addressOf(context, operand, { ...lowerOperand(context, operand), span }, span);
  if (operator === "*") return { ...construct("go copy", [lowerOperand(context, operand)], span) };
  const value = lowerExpression(context, operand);
  // What a narrow type has no room for is lost here as well.
  const from: Expression = { kind: "literal", value: operator === "-" ? 0 : -1, span };
  const made: Expression = { kind: "binary", operator: operator === "-" ? "-" : "^", left: from, right: value, span };
  const narrow = operator === "-" || operator === "^" ? inPlaceOf(context, made, typeOf(context, operand)) : made;
  if (narrow !== made) return narrow;
  if (operator === "!" || operator === "-" || operator === "+") return { kind: "unary", operator, operand: value, span };
  if (operator === "^") return { kind: "unary", operator: "~", operand: value, span };
  return { kind: "opaque", reason: operator === "<-" ? "comes out of a channel" : "uses an operator that is not read", span };
}

const operators: Readonly<Record<string, BinaryOperator>> = {
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "==": "===",
  "!=": "!==",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "&&": "&&",
  "||": "||",
  "&": "&",
  "|": "|",
  "^": "^",
  "<<": "<<",
  ">>": ">>",
};

function lowerPredeclared(context: Context, { type, span }: SyntaxNode): Expression {
  if (type === "nil") return nothing(span);
  if (type !== "iota") return { kind: "literal", value: type === "true", span };
  return context.iota === undefined ? { kind: "name", name: "iota", span } : { kind: "literal", value: context.iota, span };
}

/** The operator of the common tree for one of Go's. */
export function binaryOperator(written: string): BinaryOperator | undefined {
  return Object.hasOwn(operators, written) ? operators[written] : undefined;
}

function lowerBinary(context: Context, node: SyntaxNode): Expression {
  const { span } = node;
  const [left, right] = [node.at("left"), node.at("right")];
  const written = node.at("operator")?.text ?? "";
  if (left === undefined || right === undefined) return unread(span);
  const exact = lowerExact(context, node);
  if (exact !== undefined) return exact;
  const failure = lowerErrorTest(context, left, right, written, span);
  if (failure !== undefined) return failure;
  const operator = binaryOperator(written);
  if (written === "/" && (isFloat(context, left) || isFloat(context, right))) {
    return construct("go divide", [lowerExpression(context, left), lowerExpression(context, right)], span);
  }
  if (/^[!=]=$/.test(written) && isEvidentStruct(context, typeOf(context, left)) && isEvidentStruct(context, typeOf(context, right))) {
    const equal = construct("go equal", [lowerOperand(context, left), lowerOperand(context, right)], span);
    return written === "==" ? equal : { kind: "unary", operator: "!", operand: equal, span };
  }
  const [a, b] = [lowerExpression(context, left), lowerExpression(context, right)];
  if (written === "&^")
    return calculated(
      context,
      { kind: "binary", operator: "&", left: a, right: { kind: "unary", operator: "~", operand: b, span: right.span }, span },
      left,
      right,
      written,
    );
  return operator === undefined
    ? { kind: "opaque", reason: `uses the operator ${written}`, span }
    : calculated(context, { kind: "binary", operator, left: a, right: b, span }, left, right, written);
}

/** `err != nil` and `err == nil`. */
function lowerErrorTest(context: Context, left: SyntaxNode, right: SyntaxNode, operator: string, span: Span): Expression | undefined {
  if (operator !== "!=" && operator !== "==") return undefined;
  const [tested, other] = left.type === "nil" ? [right, left] : [left, right];
  if (other.type !== "nil" || tested.type !== "identifier") return undefined;
  const type = context.typeOfName(tested.text);
  if (type === undefined ? !errorNames.test(tested.text) : type.node.text !== "error") return undefined;
  const failed = construct("go failed", [lowerOperand(context, tested)], span);
  return operator === "!=" ? failed : { kind: "unary", operator: "!", operand: failed, span };
}

function lowerCall(context: Context, node: SyntaxNode): Expression {
  const { span } = node;
  const called = node.at("function");
  const list = node.at("arguments");
  if (called === undefined) return unread(span);
  const written = list?.named.filter(({ type }) => type !== "ERROR") ?? [];
  const special = lowerBuiltin(context, called, written, span) ?? lowerOutParameter(context, called, written, list?.span, span);
  if (special !== undefined) return special;
  const isApply = called.type === "selector_expression" && (called.at("field")?.text ?? "").startsWith("Apply");
  const args = printed(context, called, written, lowerArguments(context, written, isApply));
  return {
    kind: "call",
    callee: lowerOperand(context, called),
    arguments: args,
    isNew: false,
    ...(list === undefined ? {} : { argumentsSpan: list.span }),
    span,
  };
}

/** The arguments of a call. A function given to `ApplyT` may give an error as well, which is not part of the output. */
export function lowerArguments(context: Context, nodes: readonly SyntaxNode[], isApply = false): readonly Argument[] {
  return nodes.flatMap((node): Argument[] => {
    if (node.type === "variadic_argument") {
      const inner = node.named[0];
      return inner === undefined ? [] : [{ value: lowerExpression(context, inner), spread: "list", span: node.span }];
    }
    const operand = node.type === "unary_expression" && node.at("operator")?.text === "&" ? node.at("operand") : undefined;
    if (operand?.type === "identifier" && context.isLocal(operand.text))
      return [{ value: { ...lowerOperand(context, operand), span: node.span }, givesBack: operand.text, span: node.span }];
    const value = lowerExpression(context, node);
    return [{ value: isApply && givesSeveral(context, node) ? construct("go first", [value], node.span) : value, span: node.span }];
  });
}

function givesSeveral(context: Context, node: SyntaxNode): boolean {
  if (node.type === "func_literal") return resultTypes(node.at("result")).length > 1;
  if (node.type !== "identifier") return node.type === "selector_expression";
  return (context.declarations.results.get(node.text)?.length ?? 2) > 1;
}
