import type { SyntaxNode } from "../../syntax/parse";
import type { Parameter } from "../../syntax/tree";
import type { Context } from "./context";
import { lowerExpression } from "./expressions";
import { lowerTarget } from "./targets";

/** The parameters of a function; of a method the first one is the name of its object. */
export function lowerParameters(
  node: SyntaxNode | undefined,
  context: Context,
  isMethod = false,
): { readonly parameters: readonly Parameter[]; readonly receiver?: string } {
  const parameters: Parameter[] = [];
  let receiver: string | undefined;
  let keywordOnly = false;
  for (const child of node?.named ?? []) {
    if (child.type === "keyword_separator") keywordOnly = true;
    if (child.type === "positional_separator") for (const [index, one] of parameters.entries()) parameters[index] = { ...one, positionalOnly: true };
    const parameter = lowerParameter(child, context);
    if (parameter === undefined) continue;
    if (isMethod && receiver === undefined && parameters.length === 0 && parameter.pattern.kind === "name" && parameter.rest === undefined) {
      receiver = parameter.pattern.name;
      continue;
    }
    parameters.push(keywordOnly && parameter.rest === undefined ? { ...parameter, keywordOnly } : parameter);
    if (parameter.rest === "list") keywordOnly = true;
  }
  return receiver === undefined ? { parameters } : { parameters, receiver };
}

function lowerParameter(node: SyntaxNode, context: Context): Parameter | undefined {
  switch (node.type) {
    case "identifier":
    case "tuple_pattern":
      return { pattern: lowerTarget(node, context, node.span) };
    case "list_splat_pattern":
      return { pattern: lowerTarget(node.named[0], context, node.span), rest: "list" };
    case "dictionary_splat_pattern":
      return { pattern: lowerTarget(node.named[0], context, node.span), rest: "map" };
    case "default_parameter":
    case "typed_default_parameter": {
      const value = node.at("value");
      return {
        pattern: lowerTarget(node.at("name"), context, node.span),
        ...(value === undefined ? {} : { default: lowerExpression(value, context) }),
        ...typeOf(node),
      };
    }
    case "typed_parameter": {
      const inner = node.named[0];
      const parameter = inner === undefined ? undefined : lowerParameter(inner, context);
      return parameter === undefined ? undefined : { ...parameter, ...typeOf(node) };
    }
  }
  return undefined;
}

function typeOf(node: SyntaxNode): { readonly type?: string } {
  const type = node.at("type")?.text;
  return type === undefined ? {} : { type };
}
