import { isNumberType } from "../../interpreter/number-types";
import type { SyntaxNode } from "../../syntax/parse";
import type { Conditional, Expression } from "../../syntax/tree";
import { numberTypeOf } from "./literals";
import { callOf, literal } from "./nodes";

/** A condition between numbers gives one of the wider type: https://docs.oracle.com/javase/specs/jls/se17/html/jls-15.html#jls-15.25 */
export function promotedBranch(conditional: Conditional, node: SyntaxNode): Expression {
  const branches = [node.at("consequence"), node.at("alternative")];
  if (branches.some((branch) => branch?.type === "cast_expression" && !isNumberType(branch.at("type")?.text ?? ""))) return conditional;
  const types = branches.map((branch) => literalType(branch));
  const widest = ["double", "float", "long"].find((type) => types.some((one) => one === type));
  return widest === undefined || types[0] === types[1] ? conditional : callOf("#promoted", [conditional, literal(widest, node.span)], node.span);
}

function literalType(node: SyntaxNode | undefined): string | undefined {
  return node !== undefined && /^[\d.]/.test(node.text) && /^(?:decimal_|hex_|integer_|real_)\w*literal$/.test(node.type)
    ? numberTypeOf(node.text)
    : undefined;
}
