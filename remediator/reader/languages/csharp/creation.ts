import type { SyntaxNode } from "../../syntax/parse";
import type { Call, Element, Entry, Expression, ListLiteral, RecordLiteral } from "../../syntax/tree";
import { callOf, literal, memberOf, nameOf, opaque } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { argumentsOf, expressionOf } from "./expressions";
import { parameterTypes } from "./invocations";
import { isOperand, operandsOf, partsOf, pathOf } from "./syntax";
import { elementType, heldType, typeArgumentsOf, typeExpression } from "./types";

/** `new T(...) { ... }`. */
export function creationOf(node: SyntaxNode, context: CSharpContext): Expression {
  const type = node.at("type");
  if (type === undefined) return context.notRead(node, "does not parse");
  return created(node, type, node.at("arguments"), node.at("initializer") ?? node.child("initializer_expression"), context);
}

function created(node: SyntaxNode, type: SyntaxNode, list: SyntaxNode | undefined, braces: SyntaxNode | undefined, context: CSharpContext): Call {
  const bare = type.type === "nullable_type" ? (type.at("type") ?? type) : type;
  const types = typeArgumentsOf(
    bare.type === "qualified_name" ? bare.child("generic_name") : bare.type === "generic_name" ? bare : undefined,
    context,
  );
  const name = bare.type === "qualified_name" ? bare.at("name") : bare;
  return {
    kind: "call",
    callee: asType(typeExpression(bare, context)),
    arguments: argumentsOf(list, context, parameterTypes(name, list, context)),
    isNew: true,
    span: node.span,
    ...(types === undefined ? {} : { typeArguments: types }),
    ...(list === undefined ? {} : { argumentsSpan: list.span }),
    ...(braces === undefined
      ? {}
      : {
          initializer: isCollection(name?.text ?? "")
            ? { ...initializerOf(braces, context, bare), span: node.span }
            : propertiesOf(braces, context, bare),
        }),
  };
}

function isCollection(name: string): boolean {
  return /^(?:Sorted|Concurrent|Immutable|Ordered|Linked|Input|Observable)?(?:List|Set|HashSet|Dictionary|Map|Collection|Queue|Stack)\b/.test(name);
}

/** Braces without anything in them set no properties; they are no empty list. */
function propertiesOf(braces: SyntaxNode, context: CSharpContext, type?: SyntaxNode): ListLiteral | RecordLiteral {
  const initializer = initializerOf(braces, context, type);
  if (initializer.kind === "record" || initializer.elements.length > 0) return initializer;
  return { kind: "record", entries: [], bracketsSpan: braces.span, span: braces.span };
}

/** A name that stands for a type: a property of the same name (`public Vpc Vpc { get; }`) is not meant. */
export function asType(expression: Expression): Expression {
  return expression.kind === "name" ? { ...expression, name: `new ${expression.name}` } : expression;
}

/** `new(...) { ... }`: of the type that its place has; where that is not written, what stands in the braces. */
export function implicitCreation(node: SyntaxNode, context: CSharpContext, type: SyntaxNode | undefined): Expression {
  const [list, braces] = [node.child("argument_list"), node.child("initializer_expression")];
  const expected = heldType(type);
  if (expected?.type === "tuple_type" && list !== undefined) {
    return {
      kind: "list",
      elements: argumentsOf(list, context).map(({ value, span }) => ({ value, span })),
      bracketsSpan: list.span,
      span: node.span,
    };
  }
  if (expected !== undefined && expected.type !== "implicit_type" && expected.type !== "predefined_type")
    return created(node, expected, list, braces, context);
  const given = argumentsOf(list, context);
  if (given.length > 0) {
    const callee: Expression = { kind: "opaque", reason: "has a type that is not written here", span: node.span };
    const initializer = braces === undefined ? undefined : initializerOf(braces, context);
    return { kind: "call", callee, arguments: given, isNew: true, span: node.span, ...(initializer === undefined ? {} : { initializer }) };
  }
  if (braces === undefined) return { kind: "record", entries: [], bracketsSpan: node.span, span: node.span };
  return { ...propertiesOf(braces, context), span: node.span };
}

/** What stands in the braces: entries where there are names or keys, elements otherwise. */
export function initializerOf(braces: SyntaxNode, context: CSharpContext, type?: SyntaxNode): ListLiteral | RecordLiteral {
  const parts = partsOf(braces);
  const held = elementType(type);
  const isRecord = parts.length > 0 && parts.some((part) => isEntry(part));
  if (!isRecord) {
    return {
      kind: "list",
      elements: parts.map((part) => ({ value: expressionOf(part, context, held), span: part.span })),
      bracketsSpan: braces.span,
      span: braces.span,
    };
  }
  const entries = parts.flatMap((part) => entryOf(part, held, context));
  return { kind: "record", entries, bracketsSpan: braces.span, span: braces.span };
}

function isEntry(node: SyntaxNode): boolean {
  if (node.type === "assignment_expression") return node.at("operator")?.text === "=";
  return node.type === "initializer_expression" && operandsOf(node).length === 2;
}

function entryOf(node: SyntaxNode, held: SyntaxNode | undefined, context: CSharpContext): readonly Entry[] {
  const { span } = node;
  if (node.type === "initializer_expression") {
    const [key, value] = operandsOf(node);
    if (key === undefined || value === undefined) return [];
    return [{ kind: "entry", key: expressionOf(key, context), value: expressionOf(value, context, held), span }];
  }
  const [left, right] = [node.at("left"), node.at("right")];
  if (left === undefined || right === undefined) {
    context.notRead(node, "does not parse");
    return [];
  }
  if (left.type === "element_binding_expression") {
    const [key] = argumentsOf(left, context);
    return key === undefined ? [] : [{ kind: "entry", key: key.value, value: expressionOf(right, context, held), span }];
  }
  return [{ kind: "entry", key: left.text, value: expressionOf(right, context, context.types.get(left.text)), span }];
}

/** `new { x, y.Z, W = 3 }`. */
export function anonymousObject(node: SyntaxNode, context: CSharpContext): RecordLiteral {
  const open = node.children.find(({ type }) => type === "{");
  const entries: Entry[] = [];
  const parts = node.children.filter((child) => isOperand(child) || child.type === "=" || child.type === ",");
  for (let index = 0; index < parts.length; index++) {
    const [part, equals, value] = [parts[index], parts[index + 1], parts[index + 2]];
    if (part === undefined || part.type === ",") continue;
    if (equals?.type === "=" && value !== undefined) {
      entries.push({ kind: "entry", key: part.text, value: expressionOf(value, context), span: context.span(part, value) });
      index += 2;
    } else {
      const key = part.type === "member_access_expression" ? (pathOf(part.at("name"))[0] ?? "") : part.text;
      entries.push({ kind: "entry", key, value: expressionOf(part, context), span: part.span });
    }
  }
  return { kind: "record", entries, bracketsSpan: context.span(open ?? node, node), span: node.span };
}

/** `new T[] { ... }`, `new[] { ... }`, `new T[3]`. */
export function arrayOf(node: SyntaxNode, context: CSharpContext, expected?: SyntaxNode): Expression {
  const [array, braces] = [node.at("type"), node.child("initializer_expression")];
  if (/^new[^[{(]*\[[^\]]*,/.test(node.text)) return opaque("is an array of several dimensions, which is not read", node.span);
  const held = elementType(array) ?? (array === undefined ? elementType(expected) : undefined);
  if (braces === undefined) {
    const [length] = array?.at("rank")?.named ?? [];
    const type = literal(array?.at("type")?.text ?? "", node.span);
    return callOf("#array", length === undefined ? [type] : [type, expressionOf(length, context)], node.span);
  }
  const elements = partsOf(braces).map((part): Element => ({
    value: part.type === "initializer_expression" ? rowOf(part, context) : expressionOf(part, context, held),
    span: part.span,
  }));
  const type = array?.at("type");
  return {
    kind: "list",
    elements,
    isArray: true,
    bracketsSpan: braces.span,
    span: node.span,
    ...(type === undefined ? {} : { type: typeExpression(type, context) }),
    typeSpan: { ...node.span, end: typeEnd(node, braces) },
  };
}

/** A row of an array with several dimensions. */
function rowOf(braces: SyntaxNode, context: CSharpContext): ListLiteral {
  return {
    kind: "list",
    elements: operandsOf(braces).map((part) => ({ value: expressionOf(part, context), span: part.span })),
    isArray: true,
    bracketsSpan: braces.span,
    span: braces.span,
  };
}

/** Where `new T[]` ends before its braces. */
function typeEnd(node: SyntaxNode, braces: SyntaxNode): number {
  return node.children.findLast((child) => child.end <= braces.start && child.type !== "comment")?.end ?? braces.start;
}

/** `[a, ..b]`, which the grammar takes for a subscript: a list, unless the place wants another collection. */
export function collectionOf(node: SyntaxNode, context: CSharpContext, type: SyntaxNode | undefined): Expression {
  const list = elementsIn(node, context, type);
  const wanted = /^(?:\w+\.)*(\w+)\s*</.exec(heldType(type)?.text ?? "")?.[1] ?? "";
  const name = wanted === "ISet" || wanted === "IReadOnlySet" ? "HashSet" : wanted;
  if (!/^(?:HashSet|SortedSet|FrozenSet|Immutable\w+)$/.test(name)) return list;
  const { span } = node;
  const callee = nameOf(name, span);
  const made = name.startsWith("Immutable") ? memberOf(callee, "CreateRange", span, span) : callee;
  return { kind: "call", callee: made, arguments: [{ value: list, span }], isNew: made === callee, span };
}

function elementsIn(node: SyntaxNode, context: CSharpContext, type: SyntaxNode | undefined): ListLiteral {
  const held = elementType(type);
  const elements = node.children.flatMap((child): readonly Element[] => {
    if (child.type !== "argument") return [];
    const value = operandsOf(child).at(-1);
    if (value === undefined) return [];
    if (value.type !== "range_expression" || value.children[0]?.type !== "..")
      return [{ value: expressionOf(value, context, held), span: child.span }];
    const spread = operandsOf(value).at(-1);
    return spread === undefined ? [] : [{ value: expressionOf(spread, context), spread: true, span: child.span }];
  });
  return { kind: "list", elements, bracketsSpan: node.span, span: node.span };
}

export function tupleOf(node: SyntaxNode, context: CSharpContext, type: SyntaxNode | undefined): ListLiteral {
  const types =
    (heldType(type)?.type === "tuple_type" ? heldType(type)?.children : [])
      ?.filter((child) => child.type === "tuple_element")
      .map((child) => child.at("type")) ?? [];
  const elements = argumentsOf(node, context, types).map(({ value, span }) => ({ value, span }));
  return { kind: "list", elements, isTuple: true, bracketsSpan: node.span, span: node.span };
}

/** `x with { A = 1 }`: a copy with other properties. */
export function withOf(node: SyntaxNode, context: CSharpContext, type: SyntaxNode | undefined): Expression {
  const [base] = operandsOf(node);
  const open = node.children.find(({ type }) => type === "{");
  if (base === undefined) return context.notRead(node, "does not parse");
  const entries: Entry[] = node.children.flatMap((part): readonly Entry[] => {
    if (part.type !== "with_initializer") return [];
    const [name, value] = operandsOf(part);
    return name === undefined || value === undefined ? [] : [{ kind: "entry", key: name.text, value: expressionOf(value, context), span: part.span }];
  });
  const changes: RecordLiteral = { kind: "record", entries, bracketsSpan: context.span(open ?? node, node), span: context.span(open ?? node, node) };
  return callOf("#with", [expressionOf(base, context, type), changes], node.span);
}
