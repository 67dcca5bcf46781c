import type { SyntaxNode } from "../../syntax/parse";
import type { Call, Expression } from "../../syntax/tree";
import { argument, closure, nameOf, named, returned } from "../java-and-csharp/nodes";
import { anonymousClass } from "./classes";
import type { JavaContext } from "./context";
import { argumentsOf, expressionOf } from "./expressions";
import { bodyOf } from "./statements";
import { typeArgumentsOf, typeExpression } from "./types";

/** `new X(...)`, with a body where it has one. */
export function creationOf(node: SyntaxNode, context: JavaContext): Expression {
  const [type, given, body] = [node.at("type"), node.at("arguments"), node.child("class_body")];
  if (type === undefined) return context.notRead(node, "does not parse");
  const base = typeExpression(type, context);
  const isBraced = body !== undefined && body.named.length > 0 && body.named.every((member) => member.type === "block");
  const [first] = node.named;
  const around = first?.field === "" && node.children[1]?.type === "." ? expressionOf(first, context) : undefined;
  const types = type.type === "generic_type" ? typeArgumentsOf(type.child("type_arguments"), context) : undefined;
  const made: Call = {
    kind: "call",
    callee: body === undefined || isBraced ? base : anonymousClass(body, base, context),
    arguments: argumentsOf(given, context),
    isNew: true,
    span: node.span,
    ...(around === undefined ? {} : { around }),
    ...(types === undefined ? {} : { typeArguments: types }),
    ...(given === undefined ? {} : { argumentsSpan: given.span }),
  };
  return isBraced ? braced(made, body, context) : made;
}

/** `new HashMap<>() {{ put("a", 1); }}`: the statements change the new object. */
function braced(made: Call, body: SyntaxNode, context: JavaContext): Expression {
  const { span } = made;
  const outer = context.braced;
  const name = `#braced${String(body.start)}`;
  context.braced = name;
  try {
    const statements = body.named.flatMap((block) => bodyOf(block, context));
    const fill = closure([{ pattern: named(name, span) }], [...statements, returned(nameOf(name, span))], span);
    return { kind: "call", callee: fill, arguments: [argument(made)], isNew: false, span };
  } finally {
    context.braced = outer;
  }
}
