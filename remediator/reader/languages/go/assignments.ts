import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, Expression, Pattern, Span, Statement } from "../../syntax/tree";
import { declared, targetOf } from "./calls";
import { construct, listed, nothing, type Context } from "./context";
import { binaryOperator, lowerExpression, lowerOperand } from "./expressions";
import { appendedTo } from "./growth";
import { testedType } from "./literals";
import { zeroOf } from "./structs";
import { heldBy, inPlaceOf } from "./wholes";
import { callTypes, elementType, isFloat, isEvidentStruct, mayBeStruct, scalarZero, typeOf, type GoType } from "./types";

/** `a, err := f()`. Names that the block has declared already are assigned to. */
export function lowerShortDeclaration(context: Context, node: SyntaxNode): readonly Statement[] {
  const [left, right] = [listed(node.at("left")), listed(node.at("right"))];
  const { span } = node;
  const types = typesOf(context, left.length, right);
  if (left.length === right.length && (left.length < 2 || !refersTo(right, left))) {
    return left.flatMap((name, index): Statement[] => {
      const value = right[index];
      if (value === undefined) return [];
      return declareOne(
        context,
        name,
        copiedFor(context, name, value, types[index]),
        types[index],
        left.length === 1 ? span : { ...span, start: name.start, end: value.end },
      );
    });
  }
  const value = valuesOf(context, left.length, right, span);
  const again = left.map(({ text }) => text !== "_" && context.isDeclaredHere(text));
  const elements = left.map((name, index) => ({ pattern: again[index] === true ? named(name) : declared(context, name, types[index]) }));
  const pattern: Pattern = { kind: "list", elements, span: node.at("left")?.span ?? span };
  if (!again.includes(true)) return [{ kind: "declare", pattern, value, span }];
  const fresh = left.flatMap((name, index): Statement[] =>
    again[index] === true || name.text === "_" ? [] : [{ kind: "declare", pattern: named(name), span: name.span }],
  );
  const give = (given: Expression): Statement => ({
    kind: "expression",
    expression: { kind: "assignment", target: pattern, value: given, span },
    span,
  });
  // On the right-hand side a name still means what it meant before: https://go.dev/ref/spec#Declarations_and_scope
  const isHidden = refersTo(
    right,
    left.filter((_, index) => again[index] !== true),
  );
  if (!isHidden) return [...fresh, give(value)];
  const before: Statement = { kind: "declare", pattern: { kind: "name", name: resultsBefore, span }, value, span };
  return [before, ...fresh, give({ kind: "name", name: resultsBefore, span })];
}

/** What a call gave before the names that it is given to hide others; no program has a name with a space. */
const resultsBefore = "results before";

/** What is read from a list, map or struct is copied into a variable that is then changed. */
function copiedFor(context: Context, name: SyntaxNode, value: SyntaxNode, type: GoType | undefined): Expression {
  const lowered = lowerExpression(context, value);
  const isRead =
    value.type === "index_expression" ||
    (type !== undefined && /^(?:selector_expression|type_assertion_expression)$/.test(value.type)) ||
    (value.type === "call_expression" && isEvidentStruct(context, type));
  if (!isRead || !context.isChanged(name.text) || (type !== undefined && !mayBeStruct(context, type))) return lowered;
  return construct("go copy", [lowered], value.span);
}

function named({ text, span }: SyntaxNode): Pattern {
  return text === "_" ? { kind: "nothing", span } : { kind: "name", name: text, span };
}

function declareOne(context: Context, name: SyntaxNode, value: Expression, type: GoType | undefined, span: Span): Statement[] {
  if (name.text === "_") return [{ kind: "expression", expression: value, span }];
  if (!context.isDeclaredHere(name.text)) return [{ kind: "declare", pattern: declared(context, name, type), value, span }];
  return [{ kind: "expression", expression: { kind: "assignment", target: named(name), value, span }, span }];
}

/** The evident types of what is on the right-hand side. */
function typesOf(context: Context, count: number, right: readonly SyntaxNode[]): readonly (GoType | undefined)[] {
  const [only] = right;
  if (right.length === count || only === undefined) return right.map((value) => typeOf(context, value));
  if (only.type === "call_expression") return callTypes(context, only);
  return [typeOf(context, only)];
}

/** Whether a value is computed from a name that the same statement declares. */
function refersTo(values: readonly SyntaxNode[], names: readonly SyntaxNode[]): boolean {
  const texts = new Set(names.map(({ text }) => text));
  const open = [...values];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "identifier" && texts.has(node.text)) return true;
    for (const child of node.children) open.push(child);
  }
  return false;
}

/** The right-hand side as one value: that of a call that gives several, the two that `v, ok` asks for, or a list. */
function valuesOf(
  context: Context,
  count: number,
  right: readonly SyntaxNode[],
  span: Span,
  types: readonly (GoType | undefined)[] = [],
): Expression {
  const [only] = right;
  if (only === undefined) return { kind: "opaque", reason: "does not parse", span };
  if (right.length === 1 && count === 2) {
    const found = commaOk(context, only);
    if (found !== undefined) return found;
  }
  if (right.length === 1) return lowerExpression(context, only);
  return construct(
    "go results",
    right.map((value, index) => inPlaceOf(context, lowerExpression(context, value), types[index])),
    { ...span, start: only.start, end: right.at(-1)?.end ?? only.end },
  );
}

function commaOk(context: Context, node: SyntaxNode): Expression | undefined {
  const operand = node.at("operand");
  if (operand === undefined) return undefined;
  if (node.type === "parenthesized_expression" && node.named[0] !== undefined) return commaOk(context, node.named[0]);
  if (node.type === "type_assertion_expression") {
    const type = node.at("type");
    const given = lowerOperand(context, operand);
    if (type === undefined) return construct("go assert", [given, nothing(node.span)], node.span);
    return construct("go assert", [given, testedType(context, type), zeroOf(context, type, node.span)], node.span);
  }
  const index = node.at("index");
  if (node.type !== "index_expression" || index === undefined) return undefined;
  const zero = scalarZero(context, elementType(context, typeOf(context, operand)?.node)) ?? null;
  return construct(
    "go lookup",
    [lowerOperand(context, operand), lowerExpression(context, index), { kind: "literal", value: zero, span: node.span }],
    node.span,
  );
}

/** `=`, `+=` and the like, `++` and `--`. */
export function lowerAssignment(context: Context, node: SyntaxNode): readonly Statement[] {
  const { span } = node;
  if (node.type !== "assignment_statement") {
    const [operand] = node.named;
    const one: Expression = { kind: "literal", value: 1, span };
    return operand === undefined ? [] : [assigned(lowerSingle(context, operand, one, node.type === "inc_statement" ? "+=" : "-=", span))];
  }
  const [left, right] = [listed(node.at("left")), listed(node.at("right"))];
  const written = node.at("operator")?.text ?? "=";
  const growing = lowerGrowth(context, node);
  if (growing !== undefined) return [assigned(growing)];
  const [first] = left;
  if (first === undefined) return [{ kind: "unreadable", reason: "does not parse", span }];
  if (left.length === 1 && right[0] !== undefined) {
    const value =
      written === "/=" && (isFloat(context, first) || isFloat(context, right[0]))
        ? construct("go divide", [lowerOperand(context, first), lowerExpression(context, right[0])], span)
        : undefined;
    return [assigned(lowerSingle(context, first, value ?? lowerExpression(context, right[0]), value === undefined ? written : "=", span, right[0]))];
  }
  const types = left.map((target) => typeOf(context, target));
  const value = valuesOf(context, left.length, right, span, types);
  if (left.some(isDereferenced)) return throughPointers(context, left, value, span);
  const elements = left.map((target) => ({ pattern: targetOf(context, target) ?? { kind: "nothing" as const, span: target.span } }));
  return [assigned({ kind: "assignment", target: { kind: "list", elements, span: node.at("left")?.span ?? span }, value, span })];
}

/** Bytes are read as the text that they are. */
export function isBytes(context: Context, type: GoType | undefined): boolean {
  const element = elementType(context, type?.node)?.text;
  return type?.isText === true && (element === "byte" || element === "uint8");
}

function isDereferenced(target: SyntaxNode): boolean {
  return target.type === "unary_expression" && target.at("operator")?.text === "*";
}

/** `*a, *b = *b, *a`: all values are there before the first is stored. */
function throughPointers(context: Context, left: readonly SyntaxNode[], value: Expression, span: Span): readonly Statement[] {
  const names = left.map((_, index) => `go value ${String(span.start)} ${String(index)}`);
  const elements = names.map((name) => ({ pattern: { kind: "name" as const, name, span } }));
  return [
    { kind: "declare", pattern: { kind: "list", elements, span }, value, span },
    ...left.map((target, index) => assigned(lowerSingle(context, target, { kind: "name", name: names[index] ?? "", span }, "=", span))),
  ];
}

/** `x = append(x, ...)` where the list may grow in place. */
function lowerGrowth(context: Context, node: SyntaxNode): Expression | undefined {
  const appended = appendedTo(node);
  const [left, call] = [node.at("left")?.named[0], node.at("right")?.named[0]];
  if (appended === undefined || left === undefined || call === undefined || !context.grown.has(appended.name) || context.isLocal("append"))
    return undefined;
  const list: Expression = { kind: "name", name: appended.name, span: left.span };
  const [only] = appended.values;
  const spread = appended.values.length === 1 && only?.type === "variadic_argument" ? only.named[0] : undefined;
  const value =
    spread === undefined
      ? construct("go grow", [list, ...appended.values.map((added) => lowerExpression(context, added))], call.span)
      : construct("go grow by", [list, lowerExpression(context, spread)], call.span);
  return { kind: "assignment", target: named(left), value, span: node.span };
}

/** Says that what is stored is given back. */
function mark(span: Span): Argument {
  return { value: { kind: "literal", value: true, span }, span };
}

function assigned(expression: Expression): Statement {
  return { kind: "expression", expression, span: expression.span };
}

function lowerSingle(context: Context, left: SyntaxNode, value: Expression, written: string, span: Span, given?: SyntaxNode): Expression {
  if (written === "&^=") {
    const kept: Expression = {
      kind: "binary",
      operator: "&",
      left: lowerOperand(context, left),
      right: { kind: "unary", operator: "~", operand: value, span },
      span,
    };
    return lowerSingle(context, left, kept, "=", span);
  }
  const operator = written === "=" ? undefined : binaryOperator(written.slice(0, -1));
  if (written !== "=" && operator === undefined)
    return lowerSingle(context, left, { kind: "opaque", reason: `is computed with ${written}`, span }, "=", span);
  if (left.type === "unary_expression" && left.at("operator")?.text === "*") {
    const pointer = left.at("operand");
    if (pointer === undefined) return value;
    const object = lowerOperand(context, pointer);
    const stored = construct(
      "go store",
      [object, operator === undefined ? value : { kind: "binary", operator, left: construct("go copy", [object], span), right: value, span }],
      span,
    );
    // What a parameter points at is the caller's, which gets it when the call ends.
    const isParameter = pointer.type === "identifier" && object.kind === "name" && context.isPointerParameter(pointer.text);
    return isParameter
      ? { kind: "assignment", target: named(pointer), value: { ...stored, arguments: [...stored.arguments, mark(span)] }, span }
      : stored;
  }
  const type = typeOf(context, left);
  const bytes = left.type === "index_expression" ? left.at("operand") : undefined;
  if (bytes?.type === "identifier" && isBytes(context, typeOf(context, bytes)))
    return lowerSingle(context, bytes, { kind: "opaque", reason: "is a text whose bytes are changed", span }, "=", span);
  const target = targetOf(context, left);
  // Whoever points at a struct sees what is assigned to it.
  const isPointedAt = left.type === "identifier" && context.assignments?.addressed.has(left.text) === true && isEvidentStruct(context, type);
  if (isPointedAt && operator === undefined) return construct("go store", [lowerOperand(context, left), construct("go copy", [value], span)], span);
  if (target === undefined) return { kind: "opaque", reason: "is assigned in a way that is not read", span };
  if (target.kind === "nothing") return value;
  if (operator === undefined) return { kind: "assignment", target, value: heldBy(context, value, type, written === "=" ? given : undefined), span };
  // An element that a map does not have is its zero value.
  if (left.type === "index_expression")
    return {
      kind: "assignment",
      target,
      value: inPlaceOf(context, { kind: "binary", operator, left: lowerOperand(context, left), right: value, span }, type),
      span,
    };
  return { kind: "assignment", target, operator, value, span };
}
