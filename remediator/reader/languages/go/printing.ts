import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, Expression } from "../../syntax/tree";
import type { Context } from "./context";
import { textOf } from "./scalars";
import { scalarZero, typeOf } from "./types";

const printers = /^(?:fmt\.(?:Sprint|Sprintln|Sprintf|Errorf)|pulumi\.Sprintf)$/;

/**
 * The arguments of a function that prints: a text or number of a named type that has a method String is what the method says. Values do not know their
 * type, so that this is decided where the program shows it.
 */
export function printed(context: Context, called: SyntaxNode, nodes: readonly SyntaxNode[], args: readonly Argument[]): readonly Argument[] {
  if (context.declarations.printed.size === 0 || !printers.test(called.text)) return args;
  const verbs = called.text.endsWith("f") ? verbsOf(nodes[0]) : undefined;
  return args.map((argument, index) => {
    const node = nodes[index];
    const isText = verbs === undefined || (index > 0 && /^[vs]$/.test(verbs[index - 1] ?? ""));
    return node === undefined || !isText || !printsItself(context, node) ? argument : { ...argument, value: said(argument.value) };
  });
}

function printsItself(context: Context, node: SyntaxNode): boolean {
  const type = typeOf(context, node);
  return type !== undefined && !type.isPointer && context.declarations.printed.has(type.node.text) && scalarZero(context, type.node) !== undefined;
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
