import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, PatternElement } from "../../syntax/tree";
import { expression, nameOf, textIn } from "./expressions";
import type { Context } from "./lower";

/** What a declaration, parameter or assignment gives names to. */
export function pattern(node: SyntaxNode | undefined, context: Context): Pattern {
  if (node === undefined) return { kind: "nothing", span: { file: { name: "", text: "" }, start: 0, end: 0 } };
  const { span } = node;
  switch (node.type) {
    case "identifier":
    case "shorthand_property_identifier_pattern":
    case "shorthand_property_identifier":
      return { kind: "name", name: node.text, span };
    case "member_expression":
    case "subscript_expression": {
      const target = expression(node, context, span);
      return target.kind === "member" || target.kind === "index" ? { kind: "target", target, span } : { kind: "nothing", span };
    }
    case "array_pattern":
    case "array": {
      const rest = node.named.find(({ type }) => type === "rest_pattern" || type === "spread_element");
      return { kind: "list", elements: slots(node, context), ...(rest === undefined ? {} : { rest: pattern(rest.named[0], context) }), span };
    }
    case "object_pattern":
    case "object": {
      const rest = node.named.find(({ type }) => type === "rest_pattern" || type === "spread_element");
      return {
        kind: "record",
        properties: node.named.flatMap((child) => propertyOf(child, context)),
        ...(rest === undefined ? {} : { rest: pattern(rest.named[0], context) }),
        span,
      };
    }
    case "parenthesized_expression":
    case "non_null_expression":
    case "as_expression":
      return pattern(node.named[0], context);
    default:
      return { kind: "nothing", span };
  }
}

/** `[a, , b]` has a slot for each place between commas. */
function slots(node: SyntaxNode, context: Context): (PatternElement | undefined)[] {
  const elements: (PatternElement | undefined)[] = [];
  let isFilled = false;
  for (const child of node.children) {
    if (child.type === ",") {
      if (!isFilled) elements.push(undefined);
      isFilled = false;
    } else if (child.isNamed && child.type !== "rest_pattern" && child.type !== "spread_element") {
      elements.push(withDefault(child, context));
      isFilled = true;
    }
  }
  return elements;
}

function withDefault(node: SyntaxNode, context: Context): PatternElement {
  if (node.type === "assignment_pattern" || node.type === "object_assignment_pattern" || node.type === "assignment_expression") {
    return { pattern: pattern(node.at("left"), context), default: expression(node.at("right"), context, node.span) };
  }
  return { pattern: pattern(node, context) };
}

function propertyOf(node: SyntaxNode, context: Context): (PatternElement & { readonly key: string; readonly computed?: Expression })[] {
  if (node.type === "pair_pattern" || node.type === "pair") {
    const value = node.at("value");
    const key = node.at("key");
    const computed = key?.type === "computed_property_name" ? { computed: expression(key.named[0], context, key.span) } : {};
    return value === undefined ? [] : [{ key: nameOf(key), ...computed, ...withDefault(value, context) }];
  }
  if (node.type === "object_assignment_pattern") return [{ key: textIn(node.at("left")), ...withDefault(node, context) }];
  if (node.type === "shorthand_property_identifier_pattern" || node.type === "shorthand_property_identifier")
    return [{ key: node.text, pattern: pattern(node, context) }];
  return [];
}
