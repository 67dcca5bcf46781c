import { SyntaxNode } from "../../syntax/parse";

/**
 * The grammar takes `new List<A>(x) { y }`, and `new List<A>(new List<A> { y })`, for comparisons: `(new List < A) > (x)`. Gives the creation that the language
 * has there; undefined for comparisons.
 */
export function misreadCreation(node: SyntaxNode): SyntaxNode | undefined {
  const [inner, right] = [node.at("left"), node.at("right")];
  const created = inner?.at("left");
  const [type, held] = [created?.at("type"), inner?.at("right")];
  if (operatorOf(node) !== ">" || operatorOf(inner) !== "<" || created?.type !== "object_creation_expression") return undefined;
  if (type === undefined || held === undefined || right === undefined || created.children.length !== 2) return undefined;
  const [given, braces] =
    right.type === "parenthesized_expression"
      ? [right.named[0], undefined]
      : right.type === "cast_expression"
        ? [right.at("type"), right.at("value")]
        : [];
  if (given === undefined || (braces !== undefined && braces.type !== "initializer_expression")) return undefined;
  const open = right.start;
  const close = right.type === "parenthesized_expression" ? right.end : right.file.text.indexOf(")", given.end) + 1;
  const types = around("type_argument_list", [held], held.start - 1, held.end + 1, node);
  const generic = around("generic_name", [type, types], type.start, types.end, node, "type");
  const list = around("argument_list", [around("argument", [given], given.start, given.end, node)], open, close, node, "arguments");
  const parts = [generic, list];
  if (braces !== undefined) {
    braces.field = "initializer";
    parts.push(braces);
  }
  return around("object_creation_expression", parts, node.start, node.end, node, node.field);
}

function operatorOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === "binary_expression" ? node.at("operator")?.text : undefined;
}

function around(type: string, children: readonly SyntaxNode[], start: number, end: number, { file }: SyntaxNode, field = ""): SyntaxNode {
  const node = new SyntaxNode(type, true, start, end, false, file);
  node.field = field;
  node.children = children;
  return node;
}
