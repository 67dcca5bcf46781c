import { isNumberType } from "../../interpreter/number-types";
import type { SyntaxNode } from "../../syntax/parse";
import type { Conditional, Expression } from "../../syntax/tree";
import { numberTypeOf } from "./literals";
import { callOf, literal } from "./nodes";

/** What may be a number of a type that only the run knows: names, calls, and literals beside them. */
const mayBeNumber =
  /^(?:identifier|null_literal|method_invocation|invocation_expression|character_literal|(?:decimal_|hex_|integer_|real_)\w*literal)$/;

/** A condition between numbers gives one of the wider type: https://docs.oracle.com/javase/specs/jls/se17/html/jls-15.html#jls-15.25 */
export function promotedBranch(conditional: Conditional, node: SyntaxNode): Expression {
  const branches = [node.at("consequence"), node.at("alternative")];
  if (branches.some((branch) => branch?.type === "cast_expression" && !isNumberType(branch.at("type")?.text ?? ""))) return conditional;
  if (branches.every((branch) => mayBeNumber.test(branch?.type ?? "")) && branches.some((branch) => branch?.type === "identifier")) {
    const { then, otherwise, span } = conditional;
    return callOf("#conditional", [conditional, typeBearing(then, branches[0]), typeBearing(otherwise, branches[1])], span);
  }
  const types = branches.map((branch) => literalType(branch));
  const widest = ["double", "float", "long"].find((type) => types.some((one) => one === type));
  return widest === undefined || types[0] === types[1] ? conditional : callOf("#promoted", [conditional, literal(widest, node.span)], node.span);
}

function literalType(node: SyntaxNode | undefined): string | undefined {
  return node !== undefined && /^[\d.]/.test(node.text) && /^(?:decimal_|hex_|integer_|real_)\w*literal$/.test(node.type)
    ? numberTypeOf(node.text)
    : undefined;
}

/** A branch as what tells its type, which nothing happens for: a name or a literal; anything else tells none. */
function typeBearing(branch: Expression, node: SyntaxNode | undefined): Expression {
  return branch.kind === "literal" || (branch.kind === "name" && node?.type === "identifier")
    ? branch
    : { kind: "opaque", reason: "is of a type that is not known", span: branch.span };
}
