import type { SyntaxNode } from "../../syntax/parse";
import { goType, resultTypes, typeName, type GoType } from "./types";

/** What a file declares at its top, as far as the lowering of the rest of it asks. */
export interface Declarations {
  /** Types by name, with what stands behind the name. */
  readonly types: ReadonlyMap<string, SyntaxNode>;
  /** The types that functions return. */
  readonly results: ReadonlyMap<string, readonly (GoType | undefined)[]>;
  /** The same of methods, where all methods of a name agree on their number. */
  readonly methodResults: ReadonlyMap<string, readonly (GoType | undefined)[]>;
  readonly variables: ReadonlyMap<string, GoType>;
  /** Functions with type parameters: an index behind their name is a type. */
  readonly generics: ReadonlySet<string>;
  /** The types that say themselves how they are printed. */
  readonly printed: ReadonlySet<string>;
  /** The methods that can change their object. */
  readonly pointerMethods: ReadonlySet<string>;
}

export function declarationsOf(root: SyntaxNode): Declarations {
  const types = new Map<string, SyntaxNode>();
  const results = new Map<string, readonly (GoType | undefined)[]>();
  const methodResults = new Map<string, readonly (GoType | undefined)[]>();
  const variables = new Map<string, GoType>();
  const generics = new Set<string>();
  const pointerMethods = new Set<string>();
  const printed = new Set<string>();
  for (const node of topLevel(root)) {
    const name = node.at("name")?.text ?? "";
    switch (node.type) {
      case "type_declaration":
        for (const spec of node.named) {
          const type = spec.at("type");
          const declared = spec.at("name")?.text;
          if (declared !== undefined && type !== undefined) types.set(declared, type);
        }
        break;
      case "function_declaration":
        results.set(name, resultTypes(node.at("result")));
        if (node.at("type_parameters") !== undefined) generics.add(name);
        break;
      case "method_declaration": {
        const found = resultTypes(node.at("result"));
        const known = methodResults.get(name);
        if (name === "String" || name === "Error") printed.add(receiverType(node) ?? "");
        methodResults.set(name, known === undefined || known.length === found.length ? found : []);
        if (node.at("receiver")?.named[0]?.at("type")?.type === "pointer_type") pointerMethods.add(name);
        break;
      }
      case "const_declaration": {
        let type: GoType | undefined;
        for (const spec of specsOf(node)) {
          if (spec.at("value") !== undefined) type = goType(spec.at("type"));
          if (type !== undefined) for (const declared of spec.all("name")) variables.set(declared.text, type);
        }
        break;
      }
      case "var_declaration":
        for (const spec of specsOf(node)) {
          const written = goType(spec.at("type"));
          const values = spec.at("value")?.named ?? [];
          for (const [index, declared] of spec.all("name").entries()) {
            const value = values[index];
            const type = written ?? (value?.type === "composite_literal" ? goType(value.at("type")) : pointed(value));
            if (type !== undefined) variables.set(declared.text, type);
          }
        }
        break;
    }
  }
  return { types, results, methodResults, variables, generics, printed, pointerMethods };
}

/** `&T{...}`. */
function pointed(value: SyntaxNode | undefined): GoType | undefined {
  const operand = value?.type === "unary_expression" && value.at("operator")?.text === "&" ? value.at("operand") : undefined;
  return operand?.type === "composite_literal" ? goType(operand.at("type"), true) : undefined;
}

/** The declarations of a file, those inside of parts that do not parse among them. */
export function topLevel(root: SyntaxNode): readonly SyntaxNode[] {
  return root.named.flatMap((node) => (node.type === "ERROR" ? [node, ...node.named] : [node]));
}

/** The specs of a `var` or `const` declaration, in parentheses or not. */
export function specsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named.flatMap((child) => (child.type === "var_spec_list" ? child.named : [child]));
}

/** The type that a method belongs to. */
export function receiverType(node: SyntaxNode): string | undefined {
  return typeName(node.at("receiver")?.named[0]?.at("type"));
}
