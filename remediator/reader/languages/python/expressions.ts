import type { SyntaxNode } from "../../syntax/parse";
import type { BinaryOperator, Element, Entry, Expression, FunctionExpression, Span } from "../../syntax/tree";
import { lowerCall } from "./calls";
import { between, callOf, type Context, doesNotParse, hidden, isBroken, literal, name, opaque } from "./context";
import { lowerComprehension } from "./comprehensions";
import { lowerParameters } from "./parameters";
import { lowerTarget } from "./targets";
import { lowerText } from "./texts";

/** Turns an expression of Python into one of the common tree. */
export function lowerExpression(node: SyntaxNode, context: Context): Expression {
  const lower = (child: SyntaxNode | undefined): Expression =>
    child === undefined ? opaque(doesNotParse, node.span) : lowerExpression(child, context);
  switch (node.type) {
    case "identifier":
      return lowerIdentifier(node, context);
    case "string":
    case "concatenated_string":
      return lowerText(node, lower);
    case "integer":
    case "float":
      return lowerNumber(node);
    case "true":
      return literal(true, node.span);
    case "false":
      return literal(false, node.span);
    case "none":
    case "ellipsis":
      return literal(null, node.span);
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return lowerList(node, context);
    case "dictionary":
      return lowerDictionary(node, context);
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
    case "dictionary_comprehension":
      return lowerComprehension(node, context);
    case "call":
      return lowerCall(node, context);
    case "parenthesized_expression":
      return isBroken(node) ? opaque(doesNotParse, node.span) : lower(node.named[0]);
    case "await":
      // What a call in its place gives is awaited at once.
      return node.named[0]?.type === "call" ? lower(node.named[0]) : callOf(hidden.awaited, [lower(node.named[0])], node.span);
    case "type":
      return lower(node.named[0]);
    case "as_pattern":
      return lower(node.named[0]);
    case "list_splat":
      // What the grammar takes for a part of an expression stands before all of it: see `leadsWithSplat`.
      if (node.field === "") break;
      return lower(node.named[0]);
    case "yield":
      return {
        kind: "yield",
        ...(node.named[0] === undefined ? {} : { value: lower(node.named[0]) }),
        all: node.has("from"),
        span: node.span,
      };
  }
  if (isBroken(node)) return opaque(doesNotParse, node.span);
  switch (node.type) {
    case "attribute":
      return lowerAttribute(node, context);
    case "subscript":
      return lowerSubscript(node, context);
    case "conditional_expression": {
      const [then, test, otherwise] = node.named;
      return { kind: "conditional", test: lower(test), then: lower(then), otherwise: lower(otherwise), span: node.span };
    }
    case "boolean_operator":
    case "binary_operator":
      return lowerBinary(node, context);
    case "comparison_operator":
      return lowerComparison(node, context);
    case "not_operator":
      return { kind: "unary", operator: "!", operand: lower(node.at("argument")), span: node.span };
    case "unary_operator":
      return lowerUnary(node, lower(node.at("argument")));
    case "lambda":
      return lowerLambda(node, context);
    case "named_expression":
      return { kind: "assignment", target: lowerTarget(node.at("name"), context, node.span), value: lower(node.at("value")), span: node.span };
    case "assignment":
      return { kind: "assignment", target: lowerTarget(node.at("left"), context, node.span), value: lower(node.at("right")), span: node.span };
  }
  return opaque(`is ${node.type.replaceAll("_", " ")}, which is not understood`, node.span);
}

/** `__file__` is about the file that it stands in. */
function lowerIdentifier(node: SyntaxNode, { classNames }: Context): Expression {
  if (node.text === "__file__") return callOf(hidden.modulePath, [literal(node.file.name, node.span)], node.span);
  if (classNames?.names.has(node.text) !== true) return name(node.text, node.span);
  return { kind: "member", object: name(classNames.owner, node.span), name: node.text, nameSpan: node.span, span: node.span };
}

/** https://docs.python.org/3/reference/lexical_analysis.html#numeric-literals */
function lowerNumber(node: SyntaxNode): Expression {
  const text = node.text.replaceAll("_", "").toLowerCase();
  if (/^0\d+$/.test(text) && !/^0+$/.test(text)) return opaque("is a number of Python 2", node.span);
  const value = Number(text);
  if (Number.isNaN(value)) return opaque("is not a real number", node.span);
  if (node.type === "integer" && !Number.isSafeInteger(value)) return opaque("is a whole number that is larger than what is counted with", node.span);
  return node.type === "float" ? { kind: "literal", value, numeral: "decimal", span: node.span } : literal(value, node.span);
}

function lowerList(node: SyntaxNode, context: Context): Expression {
  const elements = node.children.flatMap((child): readonly Element[] => {
    if (child.type === "ERROR") return [{ value: opaque(doesNotParse, child.span), spread: true, span: child.span }];
    if (!child.isNamed || child.type === "comment") return [];
    if (leadsWithSplat(child)) return [{ value: lowerExpression(child, context), spread: true, span: child.span }];
    if (child.type !== "list_splat") return [{ value: lowerExpression(child, context), span: child.span }];
    return [{ value: spreadOf(child, context), spread: true, span: child.span }];
  });
  const list: Expression = {
    kind: "list",
    elements,
    ...(node.type === "list" || node.type === "set" ? {} : { isTuple: true }),
    bracketsSpan: node.span,
    span: node.span,
  };
  return node.type === "set" ? callOf(hidden.set, [list], node.span) : list;
}

/** Whether `*` stands before an expression: of a list's only element the grammar takes it for a part of what is called first. */
function leadsWithSplat(node: SyntaxNode): boolean {
  const [first] = node.named;
  if (first?.start !== node.start || node.type === "list_splat") return false;
  return first.type === "list_splat" || leadsWithSplat(first);
}

/** What stands behind `*` or `**`. */
export function spreadOf(node: SyntaxNode, context: Context): Expression {
  const inner = node.named[0];
  return inner === undefined ? opaque(doesNotParse, node.span) : lowerExpression(inner, context);
}

function lowerDictionary(node: SyntaxNode, context: Context): Expression {
  const entries = node.children.flatMap((child): readonly Entry[] => {
    if (child.type === "ERROR") return [{ kind: "spread", value: opaque(doesNotParse, child.span), span: child.span }];
    if (child.type === "dictionary_splat") return [{ kind: "spread", value: spreadOf(child, context), span: child.span }];
    if (child.type !== "pair") return [];
    const [key, value] = [child.at("key"), child.at("value")];
    if (key === undefined || value === undefined || isBroken(child)) {
      return [{ kind: "spread", value: opaque(doesNotParse, child.span), span: child.span }];
    }
    return [{ kind: "entry", key: keyOf(key, context), value: lowerExpression(value, context), span: child.span }];
  });
  return { kind: "record", entries, bracketsSpan: node.span, span: node.span };
}

function keyOf(node: SyntaxNode, context: Context): Expression | string {
  const key = lowerExpression(node, context);
  return key.kind === "literal" && typeof key.value === "string" ? key.value : key;
}

function lowerAttribute(node: SyntaxNode, context: Context): Expression {
  const [object, attribute] = [node.at("object"), node.at("attribute")];
  if (object === undefined || attribute === undefined) return opaque(doesNotParse, node.span);
  return { kind: "member", object: lowerExpression(object, context), name: attribute.text, nameSpan: attribute.span, span: node.span };
}

function lowerSubscript(node: SyntaxNode, context: Context): Expression {
  const value = node.at("value");
  const subscripts = node.all("subscript");
  const [subscript] = subscripts;
  if (value === undefined || subscript === undefined) return opaque(doesNotParse, node.span);
  const object = lowerExpression(value, context);
  if (subscripts.length > 1) {
    const all = between(subscript.span, subscripts.at(-1)?.span ?? subscript.span);
    const elements = subscripts.map((child) => ({ value: lowerExpression(child, context), span: child.span }));
    return { kind: "index", object, index: { kind: "list", elements, bracketsSpan: all, span: all }, span: node.span };
  }
  if (subscript.type !== "slice") return { kind: "index", object, index: lowerExpression(subscript, context), span: node.span };
  const bounds: (Expression | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const child of subscript.children) {
    if (child.type === ":") at += 1;
    else if (child.isNamed && child.type !== "comment") bounds[at] = lowerExpression(child, context);
  }
  const [from, to, step] = bounds;
  return {
    kind: "slice",
    object,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(step === undefined ? {} : { step }),
    span: node.span,
  };
}

const binary: Readonly<Record<string, BinaryOperator>> = {
  and: "&&",
  or: "||",
  "==": "===",
  is: "===",
  "!=": "!==",
  "<>": "!==",
  "is not": "!==",
  "not in": "not in",
  in: "in",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "//": "//",
  "%": "%",
  "**": "**",
  "&": "&",
  "|": "|",
  "^": "^",
  "<<": "<<",
  ">>": ">>",
};

/** The common tree's operator for one of Python's, e.g. of `+=` without the equals sign. */
export function operatorOf(text: string): BinaryOperator | undefined {
  return Object.hasOwn(binary, text) ? binary[text] : undefined;
}

/** A chain of one operator after another leans to the left; it is taken apart without recursion, because generated sums are long. */
function lowerBinary(node: SyntaxNode, context: Context): Expression {
  const chain: SyntaxNode[] = [];
  let innermost = node;
  for (let at: SyntaxNode | undefined = node; at?.type === node.type && !isBroken(at); at = at.at("left")) {
    chain.push(at);
    innermost = at;
  }
  const first = innermost.at("left");
  let left = first === undefined ? opaque(doesNotParse, node.span) : lowerExpression(first, context);
  for (const part of chain.reverse()) {
    const operator = operatorOf(part.at("operator")?.text ?? "");
    const right = part.at("right");
    if (right === undefined) left = opaque(doesNotParse, part.span);
    else if (operator === undefined) left = opaque("is a product of matrices", part.span);
    else left = { kind: "binary", operator, left, right: lowerExpression(right, context), span: part.span };
  }
  return left;
}

/** `a < b <= c` is `a < b and b <= c`. */
function lowerComparison(node: SyntaxNode, context: Context): Expression {
  const operands = node.named.filter(({ field }) => field !== "operators");
  const operators = node.children.filter(({ field }) => field === "operators");
  let all: Expression | undefined;
  for (const [at, written] of operators.entries()) {
    const [left, right] = [operands[at], operands[at + 1]];
    const operator = operatorOf(written.text.replace(/\s+/g, " "));
    if (left === undefined || right === undefined || operator === undefined) return opaque(doesNotParse, node.span);
    const span = between(left.span, right.span);
    const [a, b] = [lowerExpression(left, context), lowerExpression(right, context)];
    const one = identity(written.text, a, b, span) ?? { kind: "binary" as const, operator, left: a, right: b, span };
    all = all === undefined ? one : { kind: "binary", operator: "&&", left: all, right: one, span: between(all.span, span) };
  }
  return all ?? opaque(doesNotParse, node.span);
}

/** `a is b` of lists and objects asks whether they are one, not whether they are equal. */
function identity(operator: string, left: Expression, right: Expression, span: Span): Expression | undefined {
  if (!/^is\b/.test(operator) || left.kind === "literal" || right.kind === "literal") return undefined;
  const same = callOf(hidden.same, [left, right], span);
  return operator === "is" ? same : { kind: "unary", operator: "!", operand: same, span };
}

function lowerUnary(node: SyntaxNode, operand: Expression): Expression {
  const operator = node.at("operator")?.text;
  if (operator === "-" && operand.kind === "literal" && typeof operand.value === "number") return literal(-operand.value, node.span);
  if (operator === "-" || operator === "+" || operator === "~") return { kind: "unary", operator, operand, span: node.span };
  return opaque(doesNotParse, node.span);
}

function lowerLambda(node: SyntaxNode, context: Context): Expression {
  const body = node.at("body");
  if (body === undefined) return opaque(doesNotParse, node.span);
  const lambda: FunctionExpression = {
    kind: "function",
    parameters: lowerParameters(node.at("parameters"), context).parameters,
    body: lowerExpression(body, { ...context, classNames: undefined }),
    bindsOuterThis: true,
    span: node.span,
  };
  return lambda;
}
