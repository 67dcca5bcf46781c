import type { SyntaxNode } from "../../syntax/parse";
import type { Expression } from "../../syntax/tree";
import { callOf, literal } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { part } from "./expressions";
import { typeExpression } from "./types";

const integers = /^(?:s?byte|u?short|u?int|u?long|char)$/;

/** `(T)x`. */
export function cast(node: SyntaxNode, context: CSharpContext): Expression {
  const type = node.at("type");
  const name = type?.text.replace(/\?$/, "") ?? "";
  if (!integers.test(name)) {
    const made = part(node, "value", context, type);
    if (/^(?:float|double|decimal|object)$/.test(name)) return callOf("#as", [made, literal(name, node.span)], node.span);
    if (name === "string" || name === "bool") return callOf("#unboxed", [made, literal(name, node.span)], node.span);
    return type?.type === "identifier" ? callOf("#made", [made, typeExpression(type, context)], node.span) : made;
  }
  const value = callOf("#unboxed", [part(node, "value", context), literal(name, node.span)], node.span);
  return name === "char" ? callOf("#char", [value], node.span) : callOf("#int", [value, literal(name, node.span)], node.span);
}

/** `x as T`: nothing where it is no `T`. */
export function asOrNothing(node: SyntaxNode, context: CSharpContext): Expression {
  const [value, type] = [part(node, "left", context), node.at("right")];
  return type === undefined ? value : callOf("#orNothing", [value, typeExpression(type, context), literal(type.text, type.span)], node.span);
}
