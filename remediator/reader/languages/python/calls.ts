import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, Expression } from "../../syntax/tree";
import { type Context, doesNotParse, hidden, name, opaque } from "./context";
import { lowerExpression, spreadOf } from "./expressions";

/** A call; `super().__init__(...)` and `Base.__init__(self, ...)` are the base's constructor. */
export function lowerCall(node: SyntaxNode, context: Context): Expression {
  const callee = node.at("function");
  const given = node.at("arguments");
  if (callee === undefined || given === undefined) return opaque(doesNotParse, node.span);
  if (isNamed(callee, "super")) return { kind: "super", span: node.span };
  const base = baseConstructor(callee, given, context);
  const all = lowerArguments(given, context);
  const own = base !== undefined && !isSuperCall(callee.at("object")) ? all.slice(1) : all;
  const fills = base !== undefined && context.fillsModel && context.receiver !== undefined;
  const self: Argument = { value: name(context.receiver ?? "self", callee.span), span: callee.span };
  return {
    kind: "call",
    callee: fills ? name(hidden.fillModel, callee.span) : (base ?? lowerExpression(callee, context)),
    arguments: fills ? [self, ...own] : own,
    isNew: false,
    argumentsSpan: given.span,
    span: node.span,
  };
}

function isNamed(node: SyntaxNode | undefined, text: string): boolean {
  return node?.type === "identifier" && node.text === text;
}

function isSuperCall(node: SyntaxNode | undefined): boolean {
  return node?.type === "call" && isNamed(node.at("function"), "super");
}

function baseConstructor(callee: SyntaxNode, given: SyntaxNode, context: Context): Expression | undefined {
  const object = callee.at("object");
  if (callee.type !== "attribute" || object === undefined || callee.at("attribute")?.text !== "__init__") return undefined;
  if (isSuperCall(object)) return { kind: "super", span: callee.span };
  const isBase = context.receiver !== undefined && context.bases === 1 && isNamed(given.named[0], context.receiver);
  return isBase ? { kind: "super", span: callee.span } : undefined;
}

/** Arguments in the order in which they are written. What does not parse among them could be any argument. */
export function lowerArguments(node: SyntaxNode, context: Context): readonly Argument[] {
  if (node.type === "generator_expression") return [{ value: lowerExpression(node, context), span: node.span }];
  return node.children.flatMap((child): readonly Argument[] => {
    if (child.type === "ERROR") return [{ value: opaque(doesNotParse, child.span), spread: "map", span: child.span }];
    if (!child.isNamed || child.type === "comment") return [];
    if (child.type === "list_splat") return [{ value: spreadOf(child, context), spread: "list", span: child.span }];
    if (child.type === "dictionary_splat") return [{ value: spreadOf(child, context), spread: "map", span: child.span }];
    if (child.type !== "keyword_argument") return [{ value: lowerExpression(child, context), span: child.span }];
    const [keyword, value] = [child.at("name"), child.at("value")];
    if (keyword === undefined || value === undefined) return [{ value: opaque(doesNotParse, child.span), spread: "map", span: child.span }];
    return [{ name: keyword.text, value: lowerExpression(value, context), span: child.span }];
  });
}
