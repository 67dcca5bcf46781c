import type { SyntaxNode } from "../../syntax/parse";

/** The children that stand for something: named ones without comments, and `this` and `base`, which the grammar takes for keywords. */
export function operandsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return partsOf(node).filter(({ type }) => type !== "ERROR");
}

/** The same, with what does not parse. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return activeOf(node.children.filter((child) => isOperand(child)));
}

export function isOperand(node: SyntaxNode): boolean {
  // The grammar reads `[]` as a subscript by a name without letters.
  if (node.start === node.end) return false;
  return node.isNamed ? node.type !== "comment" : node.type === "this" || node.type === "base";
}

/** Nodes with the branches of `#if` that are compiled in the place of the directives. */
export function activeOf(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  if (!nodes.some(({ type }) => type.startsWith("preproc_"))) return nodes;
  return nodes.flatMap((node): readonly SyntaxNode[] => {
    if (node.type === "preproc_if" || node.type === "preproc_elif") return activeBranch(node);
    if (node.type === "preproc_else") return operandsOf(node);
    return node.type.startsWith("preproc_") ? [] : [node];
  });
}

function activeBranch(node: SyntaxNode): readonly SyntaxNode[] {
  const [condition, alternative] = [node.at("condition"), node.at("alternative")];
  if (condition !== undefined && !isDefined(condition)) return alternative === undefined ? [] : activeOf([alternative]);
  return operandsOfBranch(node, condition, alternative);
}

function operandsOfBranch(node: SyntaxNode, condition: SyntaxNode | undefined, alternative: SyntaxNode | undefined): readonly SyntaxNode[] {
  return activeOf(node.children.filter((child) => child !== condition && child !== alternative && isOperand(child)));
}

/** `pulumi up` builds for debugging, with a current framework. */
function isDefined(condition: SyntaxNode): boolean {
  const parts = condition.named;
  switch (condition.type) {
    case "identifier":
      return condition.text === "DEBUG" || condition.text === "TRACE" || /^NET(?:CORE|\d|$)/.test(condition.text);
    case "boolean_literal":
      return condition.text === "true";
    case "unary_expression":
    case "prefix_unary_expression":
      return parts[0] !== undefined && !isDefined(parts[0]);
    case "binary_expression": {
      const [left = false, right = false] = parts.map(isDefined);
      const operator = condition.at("operator")?.text;
      return operator === "&&" ? left && right : operator === "||" ? left || right : operator === "==" ? left === right : left !== right;
    }
    default:
      return parts[0] !== undefined && isDefined(parts[0]);
  }
}

/** The segments of a dotted name, without type arguments and `global::`. */
export function pathOf(node: SyntaxNode | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.type === "qualified_name") return [...pathOf(node.at("qualifier")), ...pathOf(node.at("name"))];
  if (node.type === "alias_qualified_name")
    return [...(node.at("alias")?.text === "global" ? [] : pathOf(node.at("alias"))), ...pathOf(node.at("name"))];
  if (node.type === "generic_name") return [node.child("identifier")?.text ?? ""];
  return [node.text];
}
