import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, Expression } from "../../syntax/tree";
import { isBytes } from "./assignments";
import { construct, type Context } from "./context";
import { textOf } from "./scalars";
import { elementType, errorNames, goType, isEvidentStruct, isFloat, isSlice, scalarZero, typeOf, underlying } from "./types";

const printers = /^(?:fmt\.(?:Sprint|Sprintln|Sprintf|Errorf)|pulumi\.Sprintf)$/;

/**
 * The arguments of a function that prints: a text or number of a named type that has a method String is what the method says. Values do not know their
 * type, so that this is decided where the program shows it.
 */
export function printed(context: Context, called: SyntaxNode, nodes: readonly SyntaxNode[], args: readonly Argument[]): readonly Argument[] {
  if (!printers.test(called.text)) return args;
  const verbs = called.text.endsWith("f") ? verbsOf(nodes[0]) : undefined;
  const isPlain = !(nodes[0]?.text.includes("%#") ?? false);
  const operands = args.map((argument, index): Argument => {
    const node = nodes[index];
    const isText = verbs === undefined || (index > 0 && /^[vs]$/.test(verbs[index - 1] ?? ""));
    if (node === undefined || node.type === "variadic_argument") return argument;
    if (isText && printsItself(context, node)) return { ...argument, value: said(argument.value) };
    const isShownAsText = verbs !== undefined && index > 0 && /^[sqxX]$/.test(verbs[index - 1] ?? "");
    if (index > 0 || verbs === undefined ? isBytes(context, typeOf(context, node)) && !isShownAsText : false)
      return { ...argument, value: { kind: "opaque", reason: "is printed as its bytes", span: argument.value.span } };
    if (isFloat(context, node)) return { ...argument, value: construct("go fraction", [argument.value], argument.value.span) };
    return { ...argument, value: shown(context, node, orBrackets(context, node, argument.value, isText && isPlain)) };
  });
  return called.text === "fmt.Sprint"
    ? operands.flatMap((operand, index) => (isApart(context, nodes, index) ? [blank(operand), operand] : [operand]))
    : operands;
}

/** Whether a blank stands before an operand that becomes a text here: there is one between operands of which neither is a text. https://pkg.go.dev/fmt#Sprint */
function isApart(context: Context, nodes: readonly SyntaxNode[], index: number): boolean {
  const [before, node] = [nodes[index - 1], nodes[index]];
  if (before === undefined || node === undefined) return false;
  const isSaid = [before, node].map((one) => printsItself(context, one));
  return isSaid.includes(true) && [before, node].every((one, at) => isSaid[at] === true || isNumber(context, one));
}

function isNumber(context: Context, node: SyntaxNode): boolean {
  const zero = scalarZero(context, typeOf(context, node)?.node);
  return /^(?:int|float)_literal$/.test(node.type) || (zero !== undefined && typeof zero !== "string");
}

function blank({ span }: Argument): Argument {
  return { value: { kind: "literal", value: " ", span }, span };
}

function printsItself(context: Context, node: SyntaxNode): boolean {
  const type = typeOf(context, node);
  return type !== undefined && !type.isPointer && context.declarations.printed.has(type.node.text) && scalarZero(context, type.node) !== undefined;
}

/** A list or map that is nil is printed as one that is empty; of what an interface may stand before, nobody knows. */
function orBrackets(context: Context, node: SyntaxNode, value: Expression, isText: boolean): Expression {
  const type = typeOf(context, node);
  const kind = type?.isPointer === true ? undefined : underlying(context, type?.node);
  const isOpen = type === undefined ? node.type !== "nil" && !errorNames.test(node.text) : kind?.type === "interface_type" || kind?.text === "any";
  const isMap = kind?.type === "map_type";
  if (!isOpen && !isMap && !isSlice(kind)) return value;
  return construct(isOpen || !isText ? "go shown of any type" : isMap ? "go shown map" : "go shown list", [value], value.span);
}

/** A struct is printed otherwise through a pointer; of lists, how elements are printed that say it themselves is left open. */
function shown(context: Context, node: SyntaxNode, value: Expression): Expression {
  const type = typeOf(context, node);
  if (type === undefined) return value;
  const { printed: own, pointerMethods } = context.declarations;
  const element = elementType(context, type.node);
  if (element !== undefined && own.has(element.text))
    return { kind: "opaque", reason: "is a list whose elements say how they are printed", span: value.span };
  if (isEvidentStruct(context, goType(element))) return construct("go shown parts", [value], value.span);
  if (underlying(context, type.node)?.type !== "struct_type") return value;
  const mayNotSay = !type.isPointer && own.has(type.node.text) && (pointerMethods.has("String") || pointerMethods.has("Error"));
  return mayNotSay ? value : construct(type.isPointer ? "go shown pointer" : "go shown", [value], value.span);
}

function said(value: Expression): Expression {
  const { span } = value;
  return {
    kind: "call",
    callee: { kind: "member", object: value, name: "String", nameSpan: span, span },
    arguments: [],
    isNew: false,
    span,
  };
}

/** The verbs of a pattern, one for each operand; undefined where operands are named by their position. */
function verbsOf(node: SyntaxNode | undefined): readonly string[] {
  if (!node?.type.endsWith("_string_literal")) return [];
  return [...textOf(node).matchAll(/%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])/g)].map(([, letter = ""]) => letter).filter((letter) => letter !== "%");
}
