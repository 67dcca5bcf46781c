import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, BinaryOperator, ClassMember, Expression, Parameter, Span, Statement } from "../../syntax/tree";
import { assignToSelf, basesOf, type ClassBody, lastName, markOf } from "./classes";
import { callOf, type Context, type DataclassField, hidden, literal, name } from "./context";
import { lowerExpression } from "./expressions";

const decoratorNames = ["dataclass", "define", "frozen", "mutable", "attrs", "s", "attributes"];
const baseNames = ["NamedTuple"];

export function isDataclassMark(decorator: SyntaxNode): boolean {
  return decoratorNames.includes(markOf(decorator));
}

/** Whether the constructor of a class is made from its fields: dataclasses, attrs and named tuples. */
export function isDataclass(node: SyntaxNode, decorators: readonly SyntaxNode[]): boolean {
  if (decorators.some(isDataclassMark)) return true;
  return basesOf(node).some((base) => baseNames.includes(lastName(base)));
}

/** The constructor that the decorator would write. https://docs.python.org/3/library/dataclasses.html */
export function dataclassMembers(
  node: SyntaxNode,
  decorators: readonly SyntaxNode[],
  { className, statements, span }: ClassBody,
  context: Context,
  members: readonly ClassMember[],
): readonly ClassMember[] {
  const bases = basesOf(node);
  const keywordOnly = decorators.some((decorator) => /\bkw_only\s*=\s*True\b/.test(decorator.text));
  const inherited = bases.flatMap((base) => context.dataclasses.get(base.text)?.fields ?? []);
  const own = fieldsOf(statements, keywordOnly, context);
  // A field that a base has keeps its place.
  const all = [...new Map([...inherited, ...own].map((field) => [field.name, field])).values()];
  const after = ["__post_init__", "__attrs_post_init__"].find((method) => members.some((member) => member.name === method));
  const afterwards = after ?? bases.flatMap((base) => context.dataclasses.get(base.text)?.afterwards ?? [])[0];
  context.dataclasses.set(className, { fields: all, afterwards });
  if (members.some(({ kind }) => kind === "constructor")) return [];
  const strangers = bases.filter((base) => !context.dataclasses.has(base.text) && !baseNames.includes(lastName(base)) && lastName(base) !== "object");
  const isKnown = strangers.length === 0 || strangers.every((base) => ["ABC", "Generic", "Protocol"].includes(lastName(base)));
  const mine = isKnown ? all : own.map((field) => ({ ...field, keywordOnly: true }));
  const body: Statement[] = isKnown ? [] : [superCall(node)];
  for (const field of mine)
    if (!isForInit(field)) body.push(assignToSelf(field.name, field.isArgument ? name(field.name, field.span) : defaultOf(field), field.span));
  if (afterwards !== undefined) body.push(postInit(afterwards, mine.filter(isForInit), node));
  const isFrozen = decorators.some((decorator) => /\bfrozen\s*=\s*True\b/.test(decorator.text) || markOf(decorator) === "frozen");
  if (isFrozen) body.push(expressionOf(callOf(hidden.frozen, [name("self", span), literal(className, span)], span)));
  const isOrdered = decorators.some((decorator) => /\border\s*=\s*True\b/.test(decorator.text));
  const parameters = [...mine.filter((field) => field.isArgument).map(parameterOf), ...(isKnown ? [] : rests(node))];
  return [
    {
      kind: "constructor",
      name: "__init__",
      isStatic: false,
      function: { kind: "function", parameters, body, receiver: "self", bindsOuterThis: false, span },
      span,
    },
    ...(isOrdered
      ? orders.map(([method, operator]) =>
          comparison(
            method,
            operator,
            mine.filter((field) => field.isIncomparable !== true),
            span,
          ),
        )
      : []),
  ];
}

const orders = [
  ["__lt__", "<"],
  ["__le__", "<="],
  ["__gt__", ">"],
  ["__ge__", ">="],
] as const;

/** `order=True`: objects are compared as the tuples of their fields are. */
function comparison(method: string, operator: BinaryOperator, fields: readonly DataclassField[], span: Span): ClassMember {
  const partsOf = (object: string): Expression => ({
    kind: "list",
    isTuple: true,
    elements: fields.map((field) => ({ value: { kind: "member", object: name(object, span), name: field.name, nameSpan: span, span }, span })),
    bracketsSpan: span,
    span,
  });
  const value: Expression = { kind: "binary", operator, left: partsOf("self"), right: partsOf("other"), span };
  const body: Statement[] = [{ kind: "return", value, span }];
  const parameters: Parameter[] = [{ pattern: { kind: "name", name: "other", span } }];
  return {
    kind: "method",
    name: method,
    isStatic: false,
    function: { kind: "function", parameters, body, receiver: "self", bindsOuterThis: false, span },
    span,
  };
}

export function fieldsOf(statements: readonly SyntaxNode[], allKeywordOnly: boolean, context: Context): readonly DataclassField[] {
  const fields: DataclassField[] = [];
  let keywordOnly = allKeywordOnly;
  for (const statement of statements) {
    const [assignment] = statement.named;
    const [left, type] = [assignment?.at("left"), assignment?.at("type")];
    if (assignment?.type !== "assignment" || left?.type !== "identifier") continue;
    const right = assignment.at("right");
    if (type === undefined && !/^attrs?\.ib\b|^attrib\b|^attrs?\.field\b/.test(right?.text ?? "")) continue;
    if (/\bClassVar\b/.test(type?.text ?? "")) continue;
    if (/\bKW_ONLY$/.test(type?.text ?? "")) {
      keywordOnly = true;
      continue;
    }
    fields.push({
      name: left.text,
      ...(type === undefined ? {} : { type: type.text }),
      keywordOnly,
      ...initial(right, context),
      isIncomparable: /\b(?:compare|order)\s*=\s*False\b/.test(right?.text ?? ""),
      span: statement.span,
    });
  }
  return fields;
}

/** `field(default=...)`, `field(default_factory=list)`, `Field(...)` and plain values. */
function initial(right: SyntaxNode | undefined, context: Context): { readonly default?: Expression; readonly isArgument: boolean } {
  if (right === undefined) return { isArgument: true };
  if (right.type === "parenthesized_expression") return initial(right.named[0], context);
  const called = right.type === "call" ? lastName(right.at("function") ?? right) : "";
  // `attrs.Factory(list)` is called for each object.
  const [maker] = called === "Factory" ? (right.at("arguments")?.named ?? []) : [];
  if (maker !== undefined)
    return { default: { kind: "call", callee: lowerExpression(maker, context), arguments: [], isNew: false, span: maker.span }, isArgument: true };
  const isField = right.type === "call" && ["field", "Field", "ib", "attrib", "PrivateAttr"].includes(called);
  if (!isField) return { default: lowerExpression(right, context), isArgument: true };
  const given = right.at("arguments")?.named ?? [];
  const keyword = (...names: readonly string[]): SyntaxNode | undefined =>
    given.find((child) => child.type === "keyword_argument" && names.includes(child.at("name")?.text ?? ""))?.at("value");
  const isArgument = keyword("init")?.text !== "False";
  const [positional] = given.filter(({ type }) => type !== "keyword_argument");
  const value = keyword("default") ?? (positional?.type === "ellipsis" ? undefined : positional);
  const factory = keyword("default_factory", "factory");
  if (value?.type === "call" && lastName(value.at("function") ?? value) === "Factory") return { ...initial(value, context), isArgument };
  if (value !== undefined) return { default: lowerExpression(value, context), isArgument };
  if (factory === undefined) return { isArgument };
  const made: Expression = { kind: "call", callee: lowerExpression(factory, context), arguments: [], isNew: false, span: factory.span };
  return { default: made, isArgument };
}

function defaultOf(field: DataclassField): Expression {
  return field.default ?? literal(null, field.span);
}

function parameterOf(field: DataclassField): Parameter {
  return {
    pattern: { kind: "name", name: field.name, span: field.span },
    ...(field.default === undefined ? {} : { default: field.default, ...(field.default.kind === "call" ? { isMadeAnew: true as const } : {}) }),
    ...(field.keywordOnly ? { keywordOnly: true } : {}),
    ...(field.type === undefined ? {} : { type: field.type }),
  };
}

/** Of a base whose fields stand in another file: what is left goes there. */
export function rests(node: SyntaxNode): readonly Parameter[] {
  return [
    { pattern: { kind: "name", name: "its arguments", span: node.span }, rest: "list" },
    { pattern: { kind: "name", name: "its keywords", span: node.span }, rest: "map" },
  ];
}

export function superCall(node: SyntaxNode): Statement {
  const span = node.span;
  const given: readonly Argument[] = [
    { value: name("its arguments", span), spread: "list", span },
    { value: name("its keywords", span), spread: "map", span },
  ];
  return { kind: "expression", expression: { kind: "call", callee: { kind: "super", span }, arguments: given, isNew: false, span }, span };
}

/** Of what is handed to `__post_init__` only. */
function isForInit({ type }: DataclassField): boolean {
  return /^(?:dataclasses\.)?InitVar\b/.test(type ?? "");
}

function postInit(method: string, handed: readonly DataclassField[], node: SyntaxNode): Statement {
  const span = node.span;
  const callee: Expression = { kind: "member", object: name("self", span), name: method, nameSpan: span, span };
  const given = handed.map((field): Argument => ({ value: name(field.name, field.span), span: field.span }));
  return expressionOf({ kind: "call", callee, arguments: given, isNew: false, span });
}

function expressionOf(expression: Expression): Statement {
  return { kind: "expression", expression, span: expression.span };
}
