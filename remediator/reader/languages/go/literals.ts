import type { SyntaxNode } from "../../syntax/parse";
import type { Call, Element, Entry, Expression, ListLiteral, RecordLiteral, Span } from "../../syntax/tree";
import { construct, nothing, type Context } from "./context";
import { lowerExpression } from "./expressions";
import { lowerStruct, zeroOf } from "./structs";
import { inPlaceOf } from "./wholes";
import { elementType, fieldsOf, goType, isSlice, scalarZero, underlying } from "./types";

/** `T{...}`. The span may begin before it, with `&`. */
export function lowerComposite(context: Context, node: SyntaxNode, span: Span): Expression {
  const type = node.at("type");
  const body = node.at("body");
  if (body === undefined) return { kind: "opaque", reason: "is a literal that does not parse", span };
  return composite(context, type, body, span, type?.span);
}

/** Braces of a type that stands before them, or that the literal around them says. */
function composite(context: Context, type: SyntaxNode | undefined, body: SyntaxNode, span: Span, typeSpan: Span | undefined): Expression {
  const behind = underlying(context, type);
  const isDeclaredHere = behind !== undefined && behind !== type;
  if (type === undefined || behind === undefined) return untyped(context, body, span);
  if (isSlice(behind)) return listOf(context, type, body, span, typeSpan);
  if (behind.type === "map_type") return recordOf(context, type, body, span, typeSpan, "keys");
  if (behind.type === "struct_type" && !isDeclaredHere) return anonymous(context, behind, body, span, typeSpan);
  const initializer =
    behind.type === "struct_type" ? structOf(context, type, behind, body, span, typeSpan) : foreign(context, type, behind, body, span, typeSpan);
  return initializer.kind === "call" ? initializer : typed(lowerType(context, type), initializer, span);
}

function typed(callee: Expression, initializer: ListLiteral | RecordLiteral, span: Span): Call {
  return { kind: "call", callee, arguments: [], isNew: false, initializer, span };
}

/** Of a type that this file does not declare: its name and what stands in the braces say what it is. */
function foreign(
  context: Context,
  type: SyntaxNode,
  behind: SyntaxNode,
  body: SyntaxNode,
  span: Span,
  typeSpan: Span | undefined,
): ListLiteral | RecordLiteral | Call {
  const outer = context.givesAway;
  context.givesAway = true;
  const elements = body.named.filter(({ type: kind }) => kind !== "ERROR");
  const isKeyed = elements.some(({ type: kind }) => kind === "keyed_element");
  const isList = !isKeyed && (elements.length > 0 || behind.text.endsWith("Array"));
  const made = isList
    ? listOf(context, type, body, span, typeSpan)
    : recordOf(context, type, body, span, typeSpan, isKeyed && behind.text.endsWith("Map") ? "keys" : "fields");
  context.givesAway = outer;
  return made;
}

/** Elided braces of an unknown type. */
function untyped(context: Context, body: SyntaxNode, span: Span): Expression {
  const isList = body.named.some(({ type }) => type === "literal_element");
  return isList ? listOf(context, undefined, body, span, undefined) : recordOf(context, undefined, body, span, undefined, "fields");
}

function parts(context: Context, type: SyntaxNode | undefined, typeSpan: Span | undefined): Pick<ListLiteral, "type" | "typeSpan"> {
  if (type === undefined) return {};
  return typeSpan === undefined ? { type: lowerType(context, type) } : { type: lowerType(context, type), typeSpan };
}

function listOf(context: Context, type: SyntaxNode | undefined, body: SyntaxNode, span: Span, typeSpan: Span | undefined): ListLiteral | Call {
  const inner = elementType(context, type);
  if (body.named.some(({ type: kind }) => kind === "keyed_element")) return indexed(context, body, inner, span);
  const elements = body.named.flatMap((node): Element[] => {
    if (node.type === "ERROR") return [];
    const value = node.type === "keyed_element" ? node.at("value") : node;
    return value === undefined ? [] : [{ value: lowerElement(context, value, inner), span: node.span }];
  });
  const list: ListLiteral = { kind: "list", elements, ...parts(context, type, typeSpan), bracketsSpan: body.span, span };
  const length = underlying(context, type)?.at("length");
  if (length === undefined || length.text === String(elements.length)) return list;
  return construct("go padded", [list, lowerExpression(context, length), zeroOf(context, inner, span)], span);
}

/** `[...]string{dev: "a", prod: "b"}`. */
function indexed(context: Context, body: SyntaxNode, inner: SyntaxNode | undefined, span: Span): Call {
  const args = body.named.flatMap((node): Expression[] => {
    const [key, value] = [node.at("key"), node.type === "keyed_element" ? node.at("value") : node];
    if (node.type === "ERROR" || value === undefined) return [];
    const index = key === undefined ? nothing(node.span) : lowerElement(context, key, undefined);
    return [index, lowerElement(context, value, inner)];
  });
  return construct("go indexed", [zeroOf(context, inner, span), ...args], span);
}

function recordOf(
  context: Context,
  type: SyntaxNode | undefined,
  body: SyntaxNode,
  span: Span,
  typeSpan: Span | undefined,
  named: "keys" | "fields",
): RecordLiteral {
  const behind = underlying(context, type);
  const inner = elementType(context, type);
  const keyType = behind?.type === "map_type" ? behind.at("key") : undefined;
  const entries = body.named.flatMap((node): Entry[] => {
    const key = node.at("key");
    const value = node.at("value");
    if (node.type !== "keyed_element" || key === undefined || value === undefined) return [];
    return [{ kind: "entry", key: keyOf(context, key, keyType, named), value: lowerElement(context, value, inner), span: node.span }];
  });
  return { kind: "record", entries, ...parts(context, type, typeSpan), bracketsSpan: body.span, span };
}

function keyOf(context: Context, key: SyntaxNode, keyType: SyntaxNode | undefined, named: "keys" | "fields"): Expression | string {
  const inner = key.type === "literal_element" ? key.named[0] : key;
  const isField = inner?.type === "identifier" && named === "fields" && !(context.isLocal(inner.text) && /^[a-z_]/.test(inner.text));
  return isField ? inner.text : lowerElement(context, key, keyType);
}

/** Of a struct that this file declares: fields by name or in order. */
function structOf(context: Context, type: SyntaxNode, struct: SyntaxNode, body: SyntaxNode, span: Span, typeSpan: Span | undefined): RecordLiteral {
  return { kind: "record", entries: fieldEntries(context, struct, body), ...parts(context, type, typeSpan), bracketsSpan: body.span, span };
}

function fieldEntries(context: Context, struct: SyntaxNode, body: SyntaxNode): readonly Entry[] {
  const fields = fieldsOf(struct);
  return body.named.flatMap((node, index): Entry[] => {
    if (node.type === "ERROR") return [];
    const isKeyed = node.type === "keyed_element";
    const value = isKeyed ? node.at("value") : node;
    const name = isKeyed ? node.at("key")?.text : fields[index]?.name;
    if (value === undefined || name === undefined) return [];
    const field = fields.find((candidate) => candidate.name === name);
    return [{ kind: "entry", key: name, value: lowerElement(context, value, field?.type), span: node.span }];
  });
}

/** Of a struct without a name: a record with its fields, the scalar ones that are not given among them. */
function anonymous(context: Context, struct: SyntaxNode, body: SyntaxNode, span: Span, typeSpan: Span | undefined): RecordLiteral {
  const entries = fieldEntries(context, struct, body);
  const given = new Set(entries.map((entry) => (entry.kind === "entry" ? entry.key : "")));
  const zeros = fieldsOf(struct).flatMap(({ name, type }): Entry[] => {
    const value = given.has(name) ? undefined : scalarZero(context, type);
    return value === undefined ? [] : [{ kind: "entry", key: name, value: { kind: "literal", value, span: body.span }, span: body.span }];
  });
  const type: Expression = { kind: "opaque", reason: "is a type", span: typeSpan ?? struct.span };
  return { kind: "record", entries: [...entries, ...zeros], type, ...(typeSpan === undefined ? {} : { typeSpan }), bracketsSpan: body.span, span };
}

/** An element, whose own type may be left out. */
function lowerElement(context: Context, node: SyntaxNode, type: SyntaxNode | undefined): Expression {
  const inner = node.type === "literal_element" ? node.named[0] : node;
  if (inner === undefined) return { kind: "opaque", reason: "does not parse", span: node.span };
  if (inner.type === "literal_value") return composite(context, goType(type)?.node, inner, inner.span, undefined);
  return inPlaceOf(context, lowerExpression(context, inner), goType(type));
}

/** A type that is asked for: texts and numbers do not know the named type that they are of. */
export function testedType(context: Context, node: SyntaxNode): Expression {
  const isNamedScalar = context.declarations.types.has(node.text) && scalarZero(context, node) !== undefined;
  if (isNamedScalar) return { kind: "name", name: "go any", span: node.span };
  const type = lowerType(context, node);
  const zero = scalarZero(context, node);
  const hasNamed = zero !== undefined && [...context.declarations.types.values()].some((named) => typeof scalarZero(context, named) === typeof zero);
  return hasNamed ? construct("go plain", [type], node.span) : type;
}

/** A type as an expression: a class, something of a package, or a construct that stands for it. */
export function lowerType(context: Context, node: SyntaxNode): Expression {
  const { span } = node;
  switch (node.type) {
    case "type_identifier":
    case "identifier":
      return { kind: "name", name: node.text === "any" ? "go any" : node.text === "error" ? "go error" : node.text, span };
    case "qualified_type": {
      const [first, second] = [node.at("package"), node.at("name")];
      if (first === undefined || second === undefined) break;
      return { kind: "member", object: { kind: "name", name: first.text, span: first.span }, name: second.text, nameSpan: second.span, span };
    }
    case "generic_type": {
      const inner = node.at("type");
      if (inner === undefined) break;
      return lowerType(context, inner);
    }
    case "pointer_type":
    case "parenthesized_type": {
      const inner = node.named[0];
      if (inner === undefined) break;
      return node.type === "pointer_type" ? construct("go pointer to", [lowerType(context, inner)], span) : { ...lowerType(context, inner), span };
    }
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type": {
      const inner = node.at("element");
      if (inner === undefined) break;
      return construct("go slice of", [lowerType(context, inner)], span);
    }
    case "map_type": {
      const [key, value] = [node.at("key"), node.at("value")];
      if (key === undefined || value === undefined) break;
      return construct("go map of", [lowerType(context, key), lowerType(context, value)], span);
    }
    case "function_type":
      return { kind: "name", name: "go function", span };
    case "struct_type":
      return lowerStruct(context, "", node, span);
  }
  return { kind: "name", name: "go any", span };
}
