import type { SyntaxNode } from "../../syntax/parse";
import type { ClassExpression, ClassMember, Expression, Statement } from "../../syntax/tree";
import { assignmentTo, expression, nameOf, textIn } from "./expressions";
import { functionOf, propertiesIn, type Context } from "./lower";

export function classOf(node: SyntaxNode, context: Context): ClassExpression {
  const heritage = node.child("class_heritage");
  const extended =
    heritage?.child("extends_clause")?.at("value") ?? heritage?.named.find(({ type }) => type !== "implements_clause" && type !== "extends_clause");
  const members = membersOf(node.at("body")?.named ?? [], context);
  return {
    kind: "class",
    name: textIn(node.at("name")),
    bases: extended === undefined ? [] : [expression(extended, context, node.span)],
    members: fieldsInConstructor(members, node, context),
    classes: [],
    span: node.span,
  };
}

/** Where parameters of the constructor are properties, fields get their values after these, as the compiler writes it. */
function fieldsInConstructor(members: readonly ClassMember[], node: SyntaxNode, context: Context): readonly ClassMember[] {
  const constructor = node.at("body")?.named.find((one) => one.type === "method_definition" && propertiesIn(one).length > 0);
  if (constructor === undefined) return members;
  const initial = members.flatMap(({ kind, isStatic, name, value, span }): Statement[] => {
    if (kind !== "field" || isStatic || value === undefined) return [];
    const target: Expression = { kind: "member", object: { kind: "this", span }, name, nameSpan: span, span };
    return [{ kind: "expression", expression: assignmentTo({ kind: "target", target, span }, value, span), span }];
  });
  return members.map((member): ClassMember => {
    if (member.kind === "constructor") return { ...member, function: functionOf(constructor, context, false, initial) };
    if (member.kind !== "field" || member.isStatic) return member;
    const { value: _, ...declared } = member;
    return declared;
  });
}

/** The members of a class; a method with decorators is what they make of it. */
function membersOf(nodes: readonly SyntaxNode[], context: Context): ClassMember[] {
  const members: ClassMember[] = [];
  let decorators: SyntaxNode[] = [];
  for (const node of nodes) {
    if (node.type === "decorator") {
      decorators.push(node);
      continue;
    }
    const own = [...decorators, ...node.named.filter(({ type }) => type === "decorator")];
    for (const member of memberOf(node, context))
      members.push(...(member.kind === "method" && own.length > 0 ? decorated(member, own, context) : [member]));
    if (node.type !== "comment") decorators = [];
  }
  return members;
}

/** The method under a name of its own, and one that calls what the decorators make of it, the innermost first. */
function decorated(member: ClassMember, decorators: readonly SyntaxNode[], context: Context): ClassMember[] {
  const { span, name } = member;
  const inner = `${name} undecorated`;
  const named = (text: string): Expression => ({ kind: "name", name: text, span });
  const made = [...decorators].reverse().reduce<Expression>(
    (method, decorator) => ({
      kind: "call",
      callee: named(decoratedName),
      arguments: [
        expression(decorator.named[0], context, decorator.span),
        method,
        { kind: "this" as const, span },
        { kind: "literal" as const, value: name, span },
      ].map((value) => ({ value, span })),
      isNew: false,
      span,
    }),
    { kind: "member", object: { kind: "this", span }, name: inner, nameSpan: span, span },
  );
  const parameters = [{ pattern: { kind: "name" as const, name: "its arguments", span }, rest: "list" as const }];
  const call: Expression = {
    kind: "call",
    callee: made,
    arguments: [{ value: named("its arguments"), spread: "list", span }],
    isNew: false,
    span,
  };
  return [
    { ...member, name: inner },
    { ...member, function: { kind: "function", parameters, body: call, bindsOuterThis: false, span } },
  ];
}

/** What applies a decorator to a method; no program has a name with a space. */
export const decoratedName = "decorated by";

function memberOf(node: SyntaxNode, context: Context): ClassMember[] {
  const { span } = node;
  const isStatic = node.has("static");
  const name = nameOf(node.at("name") ?? node.at("property"));
  if (node.type === "public_field_definition" || node.type === "field_definition") {
    const value = node.at("value");
    return [{ kind: "field", name, isStatic, ...(value === undefined ? {} : { value: expression(value, context, span) }), span }];
  }
  if (node.type === "class_static_block") return [{ kind: "initializer", name: "", isStatic: true, function: functionOf(node, context), span }];
  if (node.type !== "method_definition") return [];
  const kind = node.has("get") ? "getter" : node.has("set") ? "setter" : name === "constructor" ? "constructor" : "method";
  return [{ kind, name, isStatic, function: functionOf(node, context), span }];
}
