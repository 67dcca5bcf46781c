import { SyntaxNode } from "../../syntax/parse";

/**
 * The grammar takes `i < list!.length` for `(i < list)!.length`, and `!f<A>(x)` for `(!f)<A>(x)`: what follows a `!` or type arguments binds weaker there than
 * the operator before. Gives the tree as the language has it: the operator's last operand is what is followed.
 */
export function asItBinds(node: SyntaxNode): SyntaxNode {
  if (seen.has(node)) return node;
  const chain: SyntaxNode[] = [];
  let base: SyntaxNode | undefined = node;
  while (base !== undefined && followed.has(base.type)) {
    seen.add(base);
    chain.push(base);
    base = base.children[0];
  }
  if (base === undefined || (base.type !== "binary_expression" && base.type !== "unary_expression")) return node;
  const operand = base.children.at(-1);
  if (operand === undefined) return node;
  const { field } = operand;
  let end = operand;
  for (const link of chain.toReversed()) end = copyOf(link, operand.start, link.end, [end, ...link.children.slice(1)], link.children[0]?.field);
  return copyOf(base, base.start, node.end, [...base.children.slice(0, -1), end], undefined, field);
}

const followed: ReadonlySet<string> = new Set(["non_null_expression", "member_expression", "subscript_expression", "call_expression"]);

/** Chains are looked at once, from their end. */
const seen = new WeakSet<SyntaxNode>();

/** The same with other children; the first or the last of them takes the field that its predecessor had. */
function copyOf(node: SyntaxNode, start: number, end: number, children: readonly SyntaxNode[], first?: string, last?: string): SyntaxNode {
  const copy = new SyntaxNode(node.type, node.isNamed, start, end, node.isMissing, node.file);
  copy.field = node.field;
  copy.children = children;
  const [head] = children;
  if (first !== undefined && head !== undefined) head.field = first;
  const tail = children.at(-1);
  if (last !== undefined && tail !== undefined) tail.field = last;
  return copy;
}
