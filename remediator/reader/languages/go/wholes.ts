import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, NarrowType } from "../../syntax/tree";
import { construct, type Context } from "./context";
import { typeOf, underlying, type GoType } from "./types";

export type { NarrowType } from "../../syntax/tree";

/** The types of whole numbers that are not simply counted with, by their names. */
export const narrowTypes: ReadonlyMap<string, NarrowType> = new Map<string, NarrowType>([
  ["int8", "int8"],
  ["int16", "int16"],
  ["int32", "int32"],
  ["int64", "int64"],
  ["rune", "int32"],
  ["uint8", "uint8"],
  ["byte", "uint8"],
  ["uint16", "uint16"],
  ["uint32", "uint32"],
  ["uint", "uint64"],
  ["uint64", "uint64"],
  ["uintptr", "uint64"],
]);

/** The narrow type that a place is evidently of. */
function narrowType(context: Context, type: GoType | undefined): NarrowType | undefined {
  if (type === undefined || type.isPointer) return undefined;
  const node = underlying(context, type.node);
  return node?.type === "type_identifier" || node?.type === "identifier" ? narrowTypes.get(node.text) : undefined;
}

/** A value in a place of a type: what a narrow one has no room for is lost. */
export function inPlaceOf(context: Context, value: Expression, type: GoType | undefined): Expression {
  const narrow = narrowType(context, type);
  return narrow === undefined ? value : construct("go narrow", [value, { kind: "literal", value: narrow, span: value.span }], value.span);
}

/** The same of an expression, which an interface may hold: a nil pointer in one is not nil. https://go.dev/doc/faq#nil_error */
export function heldBy(context: Context, value: Expression, type: GoType | undefined, node: SyntaxNode | undefined): Expression {
  const isPlain = node === undefined || !/^(?:identifier|selector_expression|call_expression)$/.test(node.type);
  if (isPlain || type === undefined || type.isPointer || !isInterface(context, type)) return inPlaceOf(context, value, type);
  const from = typeOf(context, node);
  return from?.isPointer === true && !isMadeHere(node) ? construct("go held", [value], value.span) : value;
}

function isInterface(context: Context, { node }: GoType): boolean {
  const behind = underlying(context, node);
  return (
    behind?.type === "interface_type" ||
    ((behind?.type === "type_identifier" || behind?.type === "identifier") && /^(?:error|any)$/.test(behind.text))
  );
}

/** `new(T)` is never nil. */
function isMadeHere(node: SyntaxNode): boolean {
  return node.type === "call_expression" && node.at("function")?.text === "new";
}

/** What an operator makes of two operands, one of which is evidently of a narrow type. */
export function calculated(context: Context, made: Expression, left: SyntaxNode, right: SyntaxNode, operator: string): Expression {
  if (!/^(?:[-+*/%&|^]|&\^|<<|>>)$/.test(operator)) return made;
  const narrow = narrowType(context, typeOf(context, left)) === undefined && !/^(?:<<|>>)$/.test(operator) ? right : left;
  return inPlaceOf(context, made, typeOf(context, narrow));
}
