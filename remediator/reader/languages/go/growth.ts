import type { SyntaxNode } from "../../syntax/parse";

/**
 * The variables that a loop does nothing with but append to them: `x = append(x, ...)`, and at most asks for their length or elements. Nobody else can see
 * such a list while the loop runs, so that it may grow in place: with a copy for each element, a loop would take the square of its length.
 */
export function grownIn(body: SyntaxNode): ReadonlySet<string> {
  const grown = new Set<string>();
  const used = new Set<string>();
  const open: SyntaxNode[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const appended = appendedTo(node);
    if (appended !== undefined) {
      grown.add(appended.name);
      for (const value of appended.values) open.push(value);
    } else if (isAddressOfElement(node) || node.type === "func_literal") {
      for (const name of namesIn(node)) used.add(name);
    } else if (node.type === "identifier") used.add(node.text);
    else {
      const rest = withoutReading(node);
      for (const child of rest) open.push(child);
    }
  }
  return new Set([...grown].filter((name) => !used.has(name)));
}

/** A pointer into a list sees when the list gets another array. */
function isAddressOfElement(node: SyntaxNode): boolean {
  return node.type === "unary_expression" && node.at("operator")?.text === "&" && node.at("operand")?.type === "index_expression";
}

/** `x` and the values of `x = append(x, values...)`. */
export function appendedTo(node: SyntaxNode): { readonly name: string; readonly values: readonly SyntaxNode[] } | undefined {
  if (node.type !== "assignment_statement" || node.at("operator")?.text !== "=") return undefined;
  const [left, ...more] = node.at("left")?.named ?? [];
  const [right, ...others] = node.at("right")?.named ?? [];
  if (left?.type !== "identifier" || right?.type !== "call_expression" || more.length > 0 || others.length > 0) return undefined;
  const [first, ...values] = right.at("arguments")?.named ?? [];
  const called = right.at("function");
  return called?.type === "identifier" && called.text === "append" && first?.type === "identifier" && first.text === left.text
    ? { name: left.text, values }
    : undefined;
}

/** The parts of a node that can give a list away: `len(x)` and `x[i]` do not. */
function withoutReading(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "index_expression" && node.at("operand")?.type === "identifier") return node.all("index");
  if (node.type !== "call_expression") return node.named;
  const called = node.at("function");
  const args = node.at("arguments")?.named ?? [];
  const isLength = called?.type === "identifier" && (called.text === "len" || called.text === "cap");
  return isLength && args[0]?.type === "identifier" ? [] : node.named;
}

function namesIn(node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  const open: SyntaxNode[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === "identifier") names.push(next.text);
    for (const child of next.children) if (child.isNamed) open.push(child);
  }
  return names;
}
