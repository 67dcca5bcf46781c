import type { SyntaxNode } from "../../syntax/parse";
import type { Context } from "./context";

/** What is evident of a value's static type: the type as the program writes it. */
export interface GoType {
  readonly node: SyntaxNode;
  readonly isPointer: boolean;
  /** A value of the type itself was written: no interface stands before it. */
  readonly isMade?: true;
  /** A conversion made it, perhaps of a text. */
  readonly isText?: true;
}

export function goType(node: SyntaxNode | undefined, isPointer = false): GoType | undefined {
  if (node === undefined) return undefined;
  if (node.type === "pointer_type") return goType(node.named[0], true);
  if (node.type === "parenthesized_type") return goType(node.named[0], isPointer);
  return { node, isPointer };
}

/** The type behind names that this file declares. */
export function underlying(context: Context, node: SyntaxNode | undefined): SyntaxNode | undefined {
  let current = node;
  for (let step = 0; step < 20 && current !== undefined; step++) {
    if (current.type === "generic_type") current = current.at("type");
    else if (current.type === "parenthesized_type") current = current.named[0];
    else if (current.type === "type_identifier" || current.type === "identifier") {
      const declared = context.declarations.types.get(current.text);
      if (declared === undefined) return current;
      current = declared;
    } else return current;
  }
  return current;
}

export function isSlice(node: SyntaxNode | undefined): boolean {
  return node !== undefined && ["slice_type", "array_type", "implicit_length_array_type"].includes(node.type);
}

/** What a slice, array or map holds. */
export function elementType(context: Context, node: SyntaxNode | undefined): SyntaxNode | undefined {
  const type = underlying(context, node);
  if (type === undefined) return undefined;
  if (isSlice(type)) return type.at("element");
  return type.type === "map_type" ? type.at("value") : undefined;
}

/** The fields of a struct in the order in which it names them. An embedded one has its type's name. */
export interface StructField {
  readonly name: string;
  readonly type: SyntaxNode | undefined;
  readonly isEmbedded: boolean;
  /** An embedded pointer: its mark is no part of the type's node. */
  readonly isPointer: boolean;
  /** What a tag says of it to JSON, YAML or the configuration: its key there, and options behind commas. */
  readonly tag: string | undefined;
  readonly node: SyntaxNode;
}

export function fieldsOf(struct: SyntaxNode): readonly StructField[] {
  const list = struct.child("field_declaration_list");
  if (list === undefined) return [];
  return list.named.flatMap((field): StructField[] => {
    if (field.type !== "field_declaration") return [];
    const type = field.at("type");
    const names = field.all("name");
    const tag = /(?:json|yaml|pulumi|mapstructure):"([^"]+)/.exec(field.at("tag")?.text ?? "")?.[1];
    if (names.length > 0) return names.map((name) => ({ name: name.text, type, isEmbedded: false, isPointer: false, tag, node: field }));
    return [{ name: typeName(type) ?? "", type, isEmbedded: true, isPointer: field.has("*"), tag, node: field }];
  });
}

/** The last name of a type: `Base` of `*shared.Base[T]`. */
export function typeName(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === "type_identifier") return node.text;
  if (node.type === "qualified_type") return node.at("name")?.text;
  if (node.type === "generic_type") return typeName(node.at("type"));
  return node.type === "pointer_type" || node.type === "parenthesized_type" ? typeName(node.named[0]) : undefined;
}

/** The types of what a function returns. */
export function resultTypes(result: SyntaxNode | undefined): readonly (GoType | undefined)[] {
  if (result === undefined) return [];
  if (result.type !== "parameter_list") return [goType(result)];
  return result.named.flatMap((declaration) => {
    const type = goType(declaration.at("type"));
    const names = declaration.all("name");
    return names.length === 0 ? [type] : names.map(() => type);
  });
}

/** The type of an expression, as far as this file shows it. */
export function typeOf(context: Context, node: SyntaxNode | undefined): GoType | undefined {
  if (node === undefined) return undefined;
  switch (node.type) {
    case "identifier":
      return context.typeOfName(node.text);
    case "parenthesized_expression":
      return typeOf(context, node.named[0]);
    case "composite_literal": {
      const type = goType(node.at("type"));
      return type === undefined ? undefined : { ...type, isMade: true };
    }
    case "type_conversion_expression": {
      const type = goType(node.at("type"));
      return type === undefined ? undefined : { ...type, isText: true };
    }
    case "type_assertion_expression":
      return goType(node.at("type"));
    case "float_literal":
      return fraction;
    case "binary_expression": {
      if (!/^(?:[-+*/%&|^]|&\^|<<|>>)$/.test(node.at("operator")?.text ?? "")) return undefined;
      const [left, right] = [typeOf(context, node.at("left")), typeOf(context, node.at("right"))];
      // An operand without a type takes that of the other one.
      return left === undefined || (left === fraction && right !== undefined && !/<<|>>/.test(node.at("operator")?.text ?? "")) ? right : left;
    }
    case "unary_expression": {
      const operand = typeOf(context, node.at("operand"));
      const operator = node.at("operator")?.text;
      if (operator === "-" || operator === "+" || operator === "^") return operand;
      return operand === undefined || (operator !== "&" && operator !== "*") ? undefined : { ...operand, isPointer: operator === "&" };
    }
    case "index_expression": {
      const operand = typeOf(context, node.at("operand"));
      return goType(elementType(context, operand?.node));
    }
    case "slice_expression": {
      // A slice of an array is no array: it shows the array's elements.
      const operand = typeOf(context, node.at("operand"));
      return isArray(context, operand) ? sliceOf(elementType(context, operand?.node)) : operand;
    }
    case "selector_expression":
      return fieldType(context, typeOf(context, node.at("operand")), node.at("field")?.text ?? "");
    case "call_expression":
      return callTypes(context, node)[0];
    default:
      return undefined;
  }
}

/** Of a number that is written with a point, where nothing else says its type. */
const fraction: GoType = {
  node: { type: "type_identifier", text: "float64", named: [], children: [], at: () => undefined } as unknown as SyntaxNode,
  isPointer: false,
};

/** `[]T`, where no such type is written. */
function sliceOf(element: SyntaxNode | undefined): GoType {
  const node = {
    type: "slice_type",
    text: `[]${element?.text ?? ""}`,
    named: [],
    children: [],
    at: (field: string) => (field === "element" ? element : undefined),
  };
  return { node: node as unknown as SyntaxNode, isPointer: false };
}

/** The types that a call gives. */
export function callTypes(context: Context, node: SyntaxNode): readonly (GoType | undefined)[] {
  const called = node.at("function");
  const [first] = node.at("arguments")?.named ?? [];
  if (called?.type === "identifier") {
    if ((called.text === "make" || called.text === "new") && !context.isLocal(called.text)) return [goType(first, called.text === "new")];
    if (called.text === "append") return [typeOf(context, first)];
    // A conversion.
    if (!context.isLocal(called.text) && (context.declarations.types.has(called.text) || numbers.test(called.text))) return [goType(called)];
    return context.isLocal(called.text) ? [] : (context.declarations.results.get(called.text) ?? []);
  }
  // `(*T)(nil)`.
  const pointed = called?.type === "parenthesized_expression" ? called.named[0] : undefined;
  if (pointed?.type === "unary_expression" && pointed.at("operator")?.text === "*") return [goType(pointed.at("operand"), true)];
  if (called?.type === "selector_expression") return context.declarations.methodResults.get(called.at("field")?.text ?? "") ?? [];
  return [];
}

function fieldType(context: Context, object: GoType | undefined, name: string): GoType | undefined {
  const struct = underlying(context, object?.node);
  if (struct?.type !== "struct_type") return undefined;
  const fields = fieldsOf(struct);
  const own = fields.find((field) => field.name === name);
  if (own !== undefined) return goType(own.type);
  for (const { isEmbedded, type } of fields) {
    // A type that embeds itself is no program, but must not be followed for ever.
    const embedded = isEmbedded && type !== object?.node ? goType(type) : undefined;
    const inner = underlying(context, embedded?.node);
    const found = inner?.type === "struct_type" && inner !== struct ? fieldsOf(inner).find((field) => field.name === name) : undefined;
    if (found !== undefined) return goType(found.type);
  }
  return undefined;
}

const numbers = /^(?:u?int(?:8|16|32|64)?|uintptr|byte|rune|float(?:32|64)|complex(?:64|128))$/;

/** The zero value of a type that is a text, number or boolean; undefined for all others and for what this file does not say. */
export function scalarZero(context: Context, node: SyntaxNode | undefined): string | number | boolean | undefined {
  const type = underlying(context, node);
  if (type?.type !== "type_identifier") return undefined;
  if (type.text === "string") return "";
  if (type.text === "bool") return false;
  return numbers.test(type.text) ? 0 : undefined;
}

/** Whether a value of the type is a struct that this file declares. */
export function isEvidentStruct(context: Context, type: GoType | undefined): boolean {
  return type !== undefined && !type.isPointer && underlying(context, type.node)?.type === "struct_type";
}

/** Whether an expression is evidently a floating-point number, of which a division is not cut off. */
export function isFloat(context: Context, node: SyntaxNode | undefined, depth = 0): boolean {
  if (node === undefined || depth > 50) return false;
  switch (node.type) {
    case "float_literal":
      return true;
    case "parenthesized_expression":
      return isFloat(context, node.named[0], depth + 1);
    case "unary_expression":
      return isFloat(context, node.at("operand"), depth + 1);
    case "binary_expression":
      return (
        /^[-+*/]$/.test(node.at("operator")?.text ?? "") &&
        (isFloat(context, node.at("left"), depth + 1) || isFloat(context, node.at("right"), depth + 1))
      );
    case "call_expression": {
      const called = node.at("function")?.text ?? "";
      if (/^(?:float(?:32|64)|math\.(?!Max|Min)\w+)$/.test(called)) return true;
    }
  }
  return /^float(?:32|64)$/.test(underlying(context, typeOf(context, node)?.node)?.text ?? "");
}

/** Whether assigning a value of the type copies a list: arrays have a length, slices do not. */
export function isArray(context: Context, type: GoType | undefined): boolean {
  if (type === undefined || type.isPointer) return false;
  const node = underlying(context, type.node);
  return node?.type === "array_type" || node?.type === "implicit_length_array_type";
}

/** Whether assigning a value of the type copies it, as far as can be told: anything named that is no pointer may be a struct. */
export function mayBeStruct(context: Context, type: GoType | undefined): boolean {
  if (type === undefined || type.isPointer) return false;
  const node = underlying(context, type.node);
  if (node === undefined || scalarZero(context, node) !== undefined) return false;
  if (node.type === "type_identifier") return node.text !== "error" && node.text !== "any";
  return node.type === "struct_type" || (node.type === "qualified_type" && !/(?:Array|Map|Output|Input|Option|Resource|Context)$/.test(node.text));
}

/** What variables are called that hold an error. */
export const errorNames = /^_?err(?:or)?s?\d*$|[a-z\d](?:Err|Error)\d*$|^err[A-Z]/;
