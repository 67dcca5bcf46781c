import type { SyntaxNode } from "../../syntax/parse";

/**
 * What `x as T` and `x satisfies T` give a type to, which is their value. The grammar takes what a type goes on with for something that is done
 * to the cast: `x as a.b.C` for a member of `x as a.b`, `x as T | U` for an operation, `x as a.b.C<T>` for a function with types. Without
 * parentheses nothing can be done to a cast, so that the whole of it is the type.
 */
export function valueOfCast(node: SyntaxNode): SyntaxNode | undefined {
  const [first] = node.named;
  switch (node.type) {
    case "as_expression":
    case "satisfies_expression":
      return first === undefined ? undefined : (valueOfCast(first) ?? first);
    case "member_expression":
    case "subscript_expression":
    case "instantiation_expression":
      return first === undefined ? undefined : valueOfCast(first);
    case "binary_expression": {
      const operator = node.at("operator")?.type ?? "";
      // `x as a.B<T>[]` is for the grammar a comparison of two comparisons.
      const isOfType = [">", ">>", ">>>"].includes(operator) ? first?.at("operator")?.type === "<" : ["|", "&", "<"].includes(operator);
      return first === undefined || !isOfType ? undefined : valueOfCast(first);
    }
    default:
      return undefined;
  }
}
