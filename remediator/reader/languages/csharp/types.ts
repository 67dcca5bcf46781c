import type { SyntaxNode } from "../../syntax/parse";
import type { Expression } from "../../syntax/tree";
import { literal, memberOf, nameOf } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";

/** A type as an expression, without its type arguments. */
export function typeExpression(node: SyntaxNode, context: CSharpContext): Expression {
  switch (node.type) {
    case "generic_name": {
      const name = node.child("identifier");
      // Pulumi's class of the name has no type arguments.
      const written = name?.text === "Stack" ? "#Stack" : (name?.text ?? node.text);
      return nameOf(written, name?.span ?? node.span);
    }
    case "qualified_name": {
      const [qualifier, name] = [node.at("qualifier"), node.at("name")];
      if (qualifier === undefined || name === undefined) return nameOf(node.text, node.span);
      const last = name.type === "generic_name" ? (name.child("identifier") ?? name) : name;
      return memberOf(typeExpression(qualifier, context), last.text, last.span, node.span);
    }
    case "alias_qualified_name": {
      const [alias, name] = [node.at("alias"), node.at("name")];
      if (alias === undefined || name === undefined) return nameOf(node.text, node.span);
      return alias.text === "global" ? typeExpression(name, context) : memberOf(nameOf(alias.text, alias.span), name.text, name.span, node.span);
    }
    case "nullable_type":
    case "array_type":
    case "ref_type": {
      const inner = node.at("type");
      return inner === undefined ? nameOf(node.text, node.span) : typeExpression(inner, context);
    }
    default:
      return nameOf(node.text, node.span);
  }
}

/** The types in `<...>`, as expressions. */
export function typeArgumentsOf(node: SyntaxNode | undefined, context: CSharpContext): readonly Expression[] | undefined {
  const types = node?.child("type_argument_list")?.named ?? [];
  return types.length === 0 ? undefined : types.map((type) => typeExpression(elementOfCollection(type), context));
}

/** Of `RequireObject<List<Rule>>` it matters what the elements are. */
function elementOfCollection(type: SyntaxNode): SyntaxNode {
  const name = genericIn(type)?.child("identifier")?.text ?? "";
  const isCollection =
    type.type === "array_type" ||
    type.type === "nullable_type" ||
    /^(?:I?(?:ReadOnly)?(?:List|Collection|Dictionary)|IEnumerable|ImmutableArray|ImmutableList|HashSet)$/.test(name);
  const element = isCollection ? elementType(type) : undefined;
  return element === undefined ? type : elementOfCollection(element);
}

/** The type of what a collection of this type holds: of a map, its values. */
export function elementType(type: SyntaxNode | undefined): SyntaxNode | undefined {
  if (type === undefined) return undefined;
  if (type.type === "array_type" || type.type === "nullable_type") return type.type === "array_type" ? type.at("type") : elementType(type.at("type"));
  const generic = genericIn(type);
  return generic?.child("type_argument_list")?.named.at(-1);
}

/** What a promise, an output or a nullable of this type holds. */
export function heldType(type: SyntaxNode | undefined): SyntaxNode | undefined {
  if (type?.type === "nullable_type") return heldType(type.at("type"));
  const generic = type === undefined ? undefined : genericIn(type);
  const name = generic?.child("identifier")?.text;
  return name !== undefined && ["Task", "ValueTask", "Output", "Input", "Nullable"].includes(name)
    ? heldType(generic?.child("type_argument_list")?.named[0])
    : type;
}

function genericIn(type: SyntaxNode): SyntaxNode | undefined {
  if (type.type === "generic_name") return type;
  return type.type === "qualified_name" ? type.child("generic_name") : undefined;
}

/** What a variable of a type holds before it is given a value. */
export function defaultOf(type: SyntaxNode | undefined, span: Expression["span"]): Expression {
  if (type?.type === "predefined_type" && /^(?:s?byte|u?short|u?int|u?long|n?u?int|float|double|decimal)$/.test(type.text)) return literal(0, span);
  return literal(type?.type === "predefined_type" && type.text === "bool" ? false : null, span);
}
