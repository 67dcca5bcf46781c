import type { SyntaxNode } from "../../syntax/parse";

/**
 * The names in a function whose fields or elements it sets, whose address it takes, or on which it calls a method that can change its object: only of
 * these it matters whether another name holds the same struct or a copy.
 */
export function changedNames(body: SyntaxNode, pointerMethods: ReadonlySet<string>): ReadonlySet<string> {
  const changed = new Set<string>();
  const open: SyntaxNode[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const name of changedBy(node, pointerMethods)) changed.add(name);
    for (const child of node.children) if (child.isNamed) open.push(child);
  }
  return changed;
}

function changedBy(node: SyntaxNode, pointerMethods: ReadonlySet<string>): readonly string[] {
  switch (node.type) {
    case "assignment_statement":
      return (node.at("left")?.named ?? []).flatMap(rootOf);
    case "inc_statement":
    case "dec_statement":
      return node.named.flatMap(rootOf);
    case "unary_expression": {
      const operand = node.at("operand");
      return node.at("operator")?.text === "&" && operand?.type === "identifier" ? [operand.text] : [];
    }
    case "call_expression": {
      const called = node.at("function");
      const operand = called?.type === "selector_expression" ? called.at("operand") : undefined;
      return operand?.type === "identifier" && pointerMethods.has(called?.at("field")?.text ?? "") ? [operand.text] : [];
    }
    default:
      return [];
  }
}

/** `x` of `x.a.b[0] = 1`; nothing of `x = 1`. */
function rootOf(target: SyntaxNode): readonly string[] {
  let node: SyntaxNode | undefined = target;
  let steps = 0;
  while (node !== undefined && ["selector_expression", "index_expression", "parenthesized_expression"].includes(node.type)) {
    if (node.type !== "parenthesized_expression") steps++;
    node = node.type === "parenthesized_expression" ? node.named[0] : node.at("operand");
  }
  return steps > 0 && node?.type === "identifier" ? [node.text] : [];
}
