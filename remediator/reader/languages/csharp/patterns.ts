import type { SyntaxNode } from "../../syntax/parse";
import type { BinaryOperator, Expression } from "../../syntax/tree";
import { all, assignment, binary, callOf, isRepeatable, literal, memberOf, nameOf, named, not, sequence } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { expressionOf, indexFromEnd } from "./expressions";
import { isOperand, operandsOf } from "./syntax";
import { typeExpression } from "./types";

/** `subject is pattern`. The grammar takes what follows a constant (`x is null || y`) for a part of it. */
export function isPattern(node: SyntaxNode, context: CSharpContext): Expression {
  const [value, pattern] = [node.at("expression"), node.at("pattern")];
  if (value === undefined || pattern === undefined) return context.notRead(node, "does not parse");
  const { subject, first } = repeatable(expressionOf(value, context), context);
  const test = looseTest(subject, pattern, value, context);
  return first === undefined ? test : sequence([first, test], 1, node.span);
}

/** A value in a form that may be evaluated several times; `first` has to be evaluated before. */
export function repeatable(value: Expression, context: CSharpContext): { readonly subject: Expression; readonly first?: Expression } {
  if (isRepeatable(value)) return { subject: value };
  const name = context.temporary(value.span);
  return { subject: nameOf(name, value.span), first: assignment(named(name, value.span), value, value.span) };
}

function looseTest(subject: Expression, pattern: SyntaxNode, value: SyntaxNode, context: CSharpContext): Expression {
  const isNegated = pattern.type === "negated_pattern";
  const inner = isNegated ? pattern.named[0] : pattern;
  const [constant] = inner?.type === "constant_pattern" ? inner.named : [];
  if (inner === undefined || constant === undefined || !isLoose(constant)) return testOf(subject, pattern, context);
  return rotated(
    constant,
    (leaf) => {
      const test = constantTest(subject, leaf, context);
      const span = context.span(value, leaf);
      return isNegated ? not(test, span) : { ...test, span };
    },
    context,
  );
}

const loose = new Set(["&&", "||", "==", "!=", "??", "&", "|", "^"]);

function isLoose(node: SyntaxNode): boolean {
  return node.type === "binary_expression" && loose.has(node.at("operator")?.text ?? "");
}

/** The operators around the constant, with the test in the constant's place. */
function rotated(node: SyntaxNode, test: (leaf: SyntaxNode) => Expression, context: CSharpContext): Expression {
  const [left, right] = [node.at("left"), node.at("right")];
  if (!isLoose(node) || left === undefined || right === undefined) return test(node);
  const first = rotated(left, test, context);
  return binary(operatorOf(node.at("operator")?.text ?? ""), first, expressionOf(right, context), context.span(first.span, right));
}

export function operatorOf(text: string): BinaryOperator {
  const own: Readonly<Record<string, BinaryOperator>> = { "==": "===", "!=": "!==" };
  return own[text] ?? (text as BinaryOperator);
}

/** Whether a repeatable expression's value matches a pattern, whose names it then gives. */
export function testOf(subject: Expression, pattern: SyntaxNode, context: CSharpContext): Expression {
  const { span } = pattern;
  const parts = operandsOf(pattern);
  const [first] = parts;
  switch (pattern.type) {
    case "constant_pattern":
      return first === undefined ? literal(true, span) : constantTest(subject, first, context);
    case "discard":
    case "var_pattern":
      return literal(true, span);
    case "parenthesized_pattern":
      return first === undefined ? literal(true, span) : testOf(subject, first, context);
    case "negated_pattern":
      return first === undefined ? literal(true, span) : not(testOf(subject, first, context), span);
    case "and_pattern":
    case "or_pattern": {
      const [left, right] = [pattern.at("left"), pattern.at("right")];
      if (left === undefined || right === undefined) return literal(true, span);
      return binary(pattern.type === "and_pattern" ? "&&" : "||", testOf(subject, left, context), testOf(subject, right, context), span);
    }
    case "relational_pattern":
      if (first === undefined) return literal(true, span);
      return binary((pattern.children[0]?.type ?? "<") as BinaryOperator, subject, expressionOf(first, context), span);
    case "type_pattern":
      return first === undefined ? literal(true, span) : typeTest(subject, first, context);
    case "declaration_pattern":
      return declarationTest(subject, pattern, context);
    case "recursive_pattern":
      return recursiveTest(subject, pattern, context);
    case "list_pattern":
      return listTest(subject, pattern, context);
    default:
      return context.notRead(pattern, `is ${pattern.type.replaceAll("_", " ")}, which is not read`);
  }
}

function constantTest(subject: Expression, constant: SyntaxNode, context: CSharpContext): Expression {
  const { span } = constant;
  // After `or` the grammar takes a list pattern for a subscript.
  const list = constant.type === "postfix_unary_expression" ? operandsOf(constant)[0] : constant;
  if (list?.type === "element_binding_expression")
    return elementsTest(
      subject,
      list.children.filter(({ type }) => type === "argument").flatMap((part) => operandsOf(part).at(-1) ?? []),
      span,
      context,
    );
  if (constant.type === "tuple_expression")
    return positional(
      subject,
      constant.children.filter(({ type }) => type === "argument").map((part) => operandsOf(part).at(-1)),
      span,
      context,
    );
  // The grammar takes `Rule(var port, _)` for a call, which no constant is.
  const called = constant.type === "invocation_expression" ? constant.at("function") : undefined;
  if (called !== undefined) {
    const parts = constant.at("arguments")?.children.filter(({ type }) => type === "argument") ?? [];
    return all(
      [
        typeTest(subject, called, context),
        positional(
          subject,
          parts.map((part) => operandsOf(part).at(-1)),
          span,
          context,
        ),
      ],
      span,
    );
  }
  if (constant.type === "discard" || constant.text === "_") return literal(true, span);
  if (constant.type === "declaration_expression") return declarationTest(subject, constant, context);
  if (constant.type === "identifier" || constant.type === "member_access_expression")
    return callOf("#is", [subject, expressionOf(constant, context)], span);
  if (constant.type === "predefined_type" || constant.type === "generic_name") return typeTest(subject, constant, context);
  return binary("===", subject, expressionOf(constant, context), span);
}

/** The elements of a tuple, or of what takes itself apart like one. */
function positional(
  subject: Expression,
  patterns: readonly (SyntaxNode | undefined)[],
  span: Expression["span"],
  context: CSharpContext,
): Expression {
  const tests = patterns.flatMap((pattern, index) => {
    if (pattern === undefined) return [];
    const part = callOf("#component", [subject, literal(index, pattern.span), literal(patterns.length, pattern.span)], pattern.span);
    return [pattern.type.endsWith("pattern") || pattern.type === "discard" ? testOf(part, pattern, context) : constantTest(part, pattern, context)];
  });
  return all([callOf("#positional", [subject], span), ...tests], span);
}

export function typeTest(subject: Expression, type: SyntaxNode, context: CSharpContext): Expression {
  const { span } = type;
  if (type.type === "predefined_type") {
    if (type.text === "object") return binary("!==", subject, literal(null, span), span);
    return callOf("#type", [subject, literal(type.text, span)], span);
  }
  return binary("instanceof", subject, typeExpression(type, context), span);
}

function declarationTest(subject: Expression, pattern: SyntaxNode, context: CSharpContext): Expression {
  const { span } = pattern;
  const [type, name] = [pattern.at("type"), pattern.at("name")];
  const test = type === undefined || type.type === "implicit_type" ? literal(true, span) : typeTest(subject, type, context);
  const designation = pattern.child("parenthesized_variable_designation");
  if (designation !== undefined) {
    const parts = designation.children
      .filter(({ field }) => field === "name")
      .map((part, index, names) => giveName(part, callOf("#component", [subject, literal(index, span), literal(names.length, span)], span), context));
    return all([test, ...parts], span);
  }
  return name === undefined || name.type === "discard" ? test : all([test, giveName(name, subject, context)], span);
}

/** Gives a name a value; always true. */
function giveName(name: SyntaxNode, value: Expression, context: CSharpContext): Expression {
  if (name.text === "_") return literal(true, name.span);
  context.introduce(name.text, name.span);
  return sequence([assignment(named(name.text, name.span), value, name.span), literal(true, name.span)], 1, name.span);
}

function recursiveTest(subject: Expression, pattern: SyntaxNode, context: CSharpContext): Expression {
  const { span } = pattern;
  const [type, name] = [pattern.at("type"), pattern.at("name")];
  const tests: Expression[] = [type === undefined ? binary("!==", subject, literal(null, span), span) : typeTest(subject, type, context)];
  const places = pattern.child("positional_pattern_clause");
  if (places !== undefined)
    tests.push(
      positional(
        subject,
        places.named.map((part) => operandsOf(part).at(-1)),
        span,
        context,
      ),
    );
  for (const part of pattern.child("property_pattern_clause")?.named ?? []) {
    const [property, inner] = [part.named[0], part.named.at(-1)];
    if (property !== undefined && inner !== undefined && property !== inner) tests.push(testOf(propertyOf(subject, property), inner, context));
  }
  if (name !== undefined) tests.push(giveName(name, subject, context));
  return all(tests, span);
}

/** `X` or `X.Y` of the subject. */
function propertyOf(subject: Expression, property: SyntaxNode): Expression {
  if (property.type !== "member_access_expression") return memberOf(subject, property.text, property.span, property.span);
  const [object, name] = [property.at("expression"), property.at("name")];
  if (object === undefined || name === undefined) return memberOf(subject, property.text, property.span, property.span);
  return memberOf(propertyOf(subject, object), name.text, name.span, property.span);
}

function listTest(subject: Expression, pattern: SyntaxNode, context: CSharpContext): Expression {
  return elementsTest(
    subject,
    pattern.children.filter((child) => child.type === ".." || isOperand(child)),
    pattern.span,
    context,
  );
}

/** The elements of a list pattern; two dots stand for any number of them. */
function elementsTest(subject: Expression, entries: readonly SyntaxNode[], span: Expression["span"], context: CSharpContext): Expression {
  const isSlice = (entry: SyntaxNode): boolean => entry.type === ".." || entry.type === "range_expression";
  const slice = entries.findIndex(isSlice);
  const count = memberOf(subject, "Length", span, span);
  const length = literal(slice === -1 ? entries.length : entries.length - 1, span);
  const tests = entries.flatMap((entry, index) => {
    if (isSlice(entry) || entry.type === "ERROR") return [];
    const element: Expression =
      slice !== -1 && index > slice
        ? indexFromEnd(subject, literal(entries.length - index, entry.span), entry.span)
        : { kind: "index", object: subject, index: literal(index, entry.span), span: entry.span };
    return [entry.type.endsWith("pattern") || entry.type === "discard" ? testOf(element, entry, context) : constantTest(element, entry, context)];
  });
  return all([binary(slice === -1 ? "===" : ">=", count, length, span), ...tests], span);
}
