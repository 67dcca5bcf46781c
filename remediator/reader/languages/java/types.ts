import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern } from "../../syntax/tree";
import { all, assignment, binary, callOf, literal, memberOf, nameOf, named, sequence } from "../java-and-csharp/nodes";
import type { JavaContext } from "./context";

/** A type as an expression: `com.pulumi.aws.ec2.SecurityGroup`, without its type arguments. */
export function typeExpression(node: SyntaxNode | undefined, context: JavaContext): Expression {
  if (node === undefined) return literal(null, context.span({ file: context.file, start: 0, end: 0 }));
  switch (node.type) {
    case "generic_type":
    case "array_type":
    case "annotated_type":
    case "catch_type":
      return typeExpression(
        node.named.find(({ type }) => !type.endsWith("annotation")),
        context,
      );
    case "scoped_type_identifier":
    case "scoped_identifier": {
      const parts = node.named.filter(({ type }) => !type.endsWith("annotation"));
      const [scope, last] = [parts[0], parts.at(-1)];
      if (scope === undefined || last === undefined || scope === last) return nameOf(node.text, node.span);
      return memberOf(typeExpression(scope, context), last.text, last.span, node.span);
    }
    default:
      return nameOf(node.text, node.span);
  }
}

/** The types in `<...>`, as expressions. */
export function typeArgumentsOf(node: SyntaxNode | undefined, context: JavaContext): readonly Expression[] | undefined {
  const types = (node?.named ?? []).filter(({ type }) => type !== "wildcard");
  return types.length === 0 ? undefined : types.map((type) => typeExpression(type, context));
}

const scalars: Readonly<Record<string, string>> = {
  String: "string",
  CharSequence: "string",
  Integer: "number",
  Long: "number",
  Short: "number",
  Double: "number",
  Float: "number",
  Number: "number",
  Boolean: "boolean",
};

/** A number with a fraction is no whole one. */
const kinds: Readonly<Record<string, string>> = { Integer: "int", Double: "double" };

/** Whether what a repeatable expression gives has a type. */
export function hasType(subject: Expression, type: SyntaxNode, context: JavaContext): Expression {
  const { span } = type;
  if (type.type === "type_identifier" && Object.hasOwn(scalars, type.text)) {
    if (Object.hasOwn(kinds, type.text)) return callOf("#type", [subject, literal(kinds[type.text] ?? "", span)], span);
    return binary("===", { kind: "unary", operator: "typeof", operand: subject, span }, literal(scalars[type.text] ?? "", span), span);
  }
  return binary("instanceof", subject, typeExpression(type, context), span);
}

/** Whether what a repeatable expression gives matches a pattern, whose names it then gives. */
export function matches(subject: Expression, pattern: SyntaxNode, context: JavaContext): Expression {
  const { span } = pattern;
  switch (pattern.type) {
    case "pattern":
    case "parenthesized_expression": {
      const [inner] = pattern.named;
      return inner === undefined ? literal(true, span) : matches(subject, inner, context);
    }
    case "type_pattern":
    case "record_pattern_component": {
      const [type, name] = pattern.named.filter(({ type: kind }) => kind !== "modifiers");
      if (type === undefined || type.type === "underscore_pattern") return literal(true, span);
      if (type.type === "record_pattern") return matches(subject, type, context);
      const test = type.text === "var" || pattern.type === "record_pattern_component" ? literal(true, span) : hasType(subject, type, context);
      return name === undefined || name.type === "underscore_pattern" ? test : all([test, give(name, subject, context)], span);
    }
    case "record_pattern": {
      const [type, body] = [pattern.named[0], pattern.child("record_pattern_body")];
      if (type === undefined) return literal(true, span);
      const parts = (body?.named ?? []).map((component, index) =>
        matches(callOf("#component", [subject, literal(index, component.span)], component.span), component, context),
      );
      return all([binary("instanceof", subject, typeExpression(type, context), span), ...parts], span);
    }
    default:
      return literal(true, span);
  }
}

/** Gives a name a value; always true. */
export function give(name: SyntaxNode, value: Expression, context: JavaContext): Expression {
  context.introduce(name.text, name.span);
  const target: Pattern = named(name.text, name.span);
  return sequence([assignment(target, value, name.span), literal(true, name.span)], 1, name.span);
}
