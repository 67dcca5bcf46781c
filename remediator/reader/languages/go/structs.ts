import type { SyntaxNode } from "../../syntax/parse";
import type { ClassExpression, ClassMember, Expression, Span } from "../../syntax/tree";
import { construct, nothing, type Context } from "./context";
import { lowerExpression } from "./expressions";
import { lowerType } from "./literals";
import { inPlaceOf } from "./wholes";
import { fieldsOf, goType, scalarZero, underlying, type StructField } from "./types";

/** The static member under which a struct keeps the types of its fields, as a function that gives them, and their tags: for what decodes JSON, YAML and configuration. */
export const fieldTypes = "go fields";
export const fieldTags = "go tags";

/** A struct: its fields with their zero values; those that it embeds are fields under their type's name and bases. */
export function lowerStruct(context: Context, name: string, struct: SyntaxNode, span: Span): ClassExpression {
  const fields = fieldsOf(struct);
  const members = fields.map((field): ClassMember => {
    const type = field.isPointer ? `*${field.type?.text ?? ""}` : field.type?.text;
    return {
      kind: "field",
      name: field.name,
      isStatic: false,
      value: field.isPointer ? nothing(field.node.span) : zeroOf(context, field.type, field.node.span),
      ...(type === undefined ? {} : { type }),
      span: field.node.span,
    };
  });
  const bases = fields.flatMap(({ isEmbedded, type }) => (isEmbedded && type !== undefined ? [lowerType(context, type)] : []));
  return { kind: "class", name, bases, members: [...members, ...describing(context, fields, struct.span)], classes: [], span };
}

function describing(context: Context, fields: readonly StructField[], span: Span): readonly ClassMember[] {
  const types: Expression = {
    kind: "record",
    entries: fields.flatMap(({ name, type, node }) =>
      type === undefined ? [] : [{ kind: "entry" as const, key: name, value: lowerType(context, type), span: node.span }],
    ),
    bracketsSpan: span,
    span,
  };
  const tags: Expression = {
    kind: "record",
    entries: fields.flatMap(({ name, tag, node }) =>
      tag === undefined
        ? []
        : [{ kind: "entry" as const, key: name, value: { kind: "literal" as const, value: tag, span: node.span }, span: node.span }],
    ),
    bracketsSpan: span,
    span,
  };
  const giving: Expression = { kind: "function", parameters: [], body: types, bindsOuterThis: true, span };
  return [
    { kind: "field", name: fieldTypes, isStatic: true, value: giving, span },
    { kind: "field", name: fieldTags, isStatic: true, value: tags, span },
  ];
}

/** What a variable of a type is before something is assigned to it. */
export function zeroOf(context: Context, type: SyntaxNode | undefined, span: Span): Expression {
  const written = goType(type);
  const node = underlying(context, written?.node);
  if (written === undefined || node === undefined || written.isPointer) return nothing(span);
  const parameter = node.type === "type_identifier" ? context.typeParameter(node.text) : undefined;
  if (parameter !== undefined) return zeroOfParameter(context, parameter.constraint, span);
  const scalar = scalarZero(context, node);
  if (scalar !== undefined) return inPlaceOf(context, { kind: "literal", value: scalar, span }, written);
  const length = node.type === "array_type" ? node.at("length") : undefined;
  if (length !== undefined && underlying(context, node.at("element"))?.type === "array_type")
    return { kind: "opaque", reason: "is an array of arrays, whose parts are not followed", span };
  if (length !== undefined) return construct("go make", [lowerType(context, node), lowerExpression(context, length)], span);
  if (node.type === "type_identifier" && /^(?:error|any|comparable)$/.test(node.text)) return nothing(span);
  const isNamed = node.type === "type_identifier" || node.type === "struct_type" || (node.type === "qualified_type" && hasStructName(node.text));
  if (!isNamed) return nothing(span);
  const empty = { kind: "record" as const, entries: [], type: lowerType(context, written.node), bracketsSpan: span, span };
  return { kind: "call", callee: lowerType(context, written.node), arguments: [], isNew: false, initializer: empty, span };
}

/** The zero value of a type parameter, where all types that it may stand for have the same. */
function zeroOfParameter(context: Context, constraint: SyntaxNode | undefined, span: Span): Expression {
  const behind = constraint?.type === "type_constraint" && constraint.named.length === 1 ? underlying(context, constraint.named[0]) : constraint;
  const names = (behind?.text ?? "").match(/\w+/g) ?? [];
  const zeros = new Set(names.filter((name) => name !== "interface").map((name) => (name === "string" ? "" : numberType.test(name) ? 0 : undefined)));
  const [zero] = zeros;
  return zeros.size === 1 && zero !== undefined
    ? { kind: "literal", value: zero, span }
    : { kind: "opaque", reason: "is the zero value of a type that is not known here", span };
}

const numberType = /^(?:u?int(?:8|16|32|64)?|float(?:32|64)|Integer|Signed|Unsigned|Float|constraints)$/;

/** Foreign types whose zero value is nil or of no use: outputs, inputs, lists, interfaces, locks. */
function hasStructName(name: string): boolean {
  return !/(?:Array|Map|Output|Input|Option|Options|Resource|Context|Func|Time|Duration|Mutex|WaitGroup|IP|IPMask)$/.test(name);
}
