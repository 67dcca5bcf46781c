import { keyInJson } from "../java-and-csharp/json-names";
import type { SyntaxNode } from "../../syntax/parse";
import type { ClassExpression, ClassMember, Expression, FunctionExpression, Parameter, Span, Statement } from "../../syntax/tree";
import { assignment, callOf, evaluated, literal, memberOf, nameOf, named, returned } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { argumentsOf, expressionOf, parametersOf } from "./expressions";
import { functionBody, generating, initialValue, valueIn } from "./statements";
import { operandsOf, partsOf } from "./syntax";
import { defaultOf, heldType, typeExpression } from "./types";

const declarations = new Set([
  "class_declaration",
  "struct_declaration",
  "record_declaration",
  "enum_declaration",
  "interface_declaration",
  "delegate_declaration",
]);

export function isTypeDeclaration({ type }: SyntaxNode): boolean {
  return declarations.has(type);
}

/** A class, struct, record, enum or interface; undefined for a delegate. */
export function classOf(node: SyntaxNode, context: CSharpContext): ClassExpression | undefined {
  const name = node.at("name");
  if (name === undefined || node.type === "delegate_declaration") return undefined;
  if (node.type === "enum_declaration") return enumOf(node, name, context);
  const members = partsOf(node.at("body") ?? node).filter((member) => member.field === "");
  const own = node.at("body") === undefined ? [] : members.flatMap((member) => membersOf(member, name.text, context));
  // What an interface names, and what is abstract, is kept by others.
  const lowered = node.type === "interface_declaration" ? own.filter(({ kind, isStatic: shared }) => kind !== "field" || shared) : [...own];
  for (const [index, member] of lowered.entries()) {
    const isShared =
      member.isExplicit === true && lowered.some((other) => other !== member && other.kind === member.kind && other.name === member.name);
    if (isShared && member.function !== undefined)
      lowered[index] = { ...member, function: { ...member.function, body: { kind: "opaque", reason: ofAnInterface, span: member.span } } };
  }
  const primary = node.child("parameter_list");
  if (primary !== undefined) lowered.unshift(...primaryMembers(node, primary, name.text, context));
  return {
    kind: "class",
    name: name.text,
    bases: basesOf(node, context),
    members: lowered,
    classes: node.at("body") === undefined ? [] : members.flatMap((member) => (isTypeDeclaration(member) ? (classOf(member, context) ?? []) : [])),
    span: node.span,
    ...(hasModifier(node, "partial") ? { isPartial: true } : {}),
    ...(node.child("type_parameter_list") === undefined ? {} : { isGeneric: true as const }),
    ...(node.type === "record_declaration" ? { isRecord: true as const } : {}),
    ...(node.type === "struct_declaration" || node.has("struct") ? { isStruct: true } : {}),
  };
}

/** Which one is meant is said by the type that an object is known as. */
const ofAnInterface = "is given by a method of one of several interfaces";

function basesOf(node: SyntaxNode, context: CSharpContext): readonly Expression[] {
  return (node.child("base_list")?.named ?? []).flatMap((base) => {
    if (base.type === "argument_list") return [];
    const type = base.type === "primary_constructor_base_type" ? base.at("type") : base;
    return type === undefined ? [] : [typeExpression(type, context)];
  });
}

function hasModifier(node: SyntaxNode, modifier: string): boolean {
  return node.children.some((child) => child.type === "modifier" && child.text === modifier);
}

function isStatic(node: SyntaxNode): boolean {
  return hasModifier(node, "static") || hasModifier(node, "const");
}

/** A member without a modifier is private. What does not override stands beside what it is called like. */
function visibility(node: SyntaxNode): Pick<ClassMember, "isPrivate" | "isHiding"> {
  const isSeen = ["public", "protected", "internal", "override", "virtual", "abstract"].some((modifier) => hasModifier(node, modifier));
  return { ...(isSeen ? {} : { isPrivate: true }), ...(hasModifier(node, "new") ? { isHiding: true } : {}) };
}

function functionOf(parameters: readonly Parameter[], body: FunctionExpression["body"], span: Span): FunctionExpression {
  return { kind: "function", parameters, body, bindsOuterThis: false, span };
}

function membersOf(node: SyntaxNode, className: string, context: CSharpContext): readonly ClassMember[] {
  const { span } = node;
  switch (node.type) {
    case "event_field_declaration":
    case "field_declaration":
      return fieldsOf(node, context);
    case "property_declaration":
      return propertyOf(node, context);
    case "indexer_declaration":
      return indexerOf(node, context);
    case "method_declaration": {
      const [name, body] = [node.at("name"), node.at("body")];
      if (name === undefined || body === undefined) return [];
      const lowered = functionOf(parametersOf(node.at("parameters"), context), functionBody(body, node.at("returns"), context), span);
      return [
        {
          kind: "method",
          name: name.text,
          isStatic: isStatic(node),
          function: generating(lowered, body),
          ...visibility(node),
          ...(node.child("explicit_interface_specifier") === undefined ? {} : { isExplicit: true as const }),
          span,
        },
      ];
    }
    case "operator_declaration":
    case "conversion_operator_declaration": {
      const [operator, body] = [node.at("operator"), node.at("body")];
      if (body === undefined) return [];
      const lowered = functionOf(parametersOf(node.at("parameters"), context), functionBody(body, node.at("type"), context), span);
      return [
        { kind: "method", name: operator === undefined ? conversionTo(node) : `operator ${operator.text}`, isStatic: true, function: lowered, span },
      ];
    }
    case "constructor_declaration":
      return [constructorOf(node, className, context)];
    case "ERROR":
      // What parses inside of it is read all the same.
      return node.children.flatMap((child) => membersOf(child, className, context));
    default:
      return [];
  }
}

/** `implicit operator int(Port p)` is what makes an int of a Port. */
function conversionTo(node: SyntaxNode): string {
  return `conversion to ${node.at("type")?.text ?? ""}`;
}

function fieldsOf(node: SyntaxNode, context: CSharpContext): readonly ClassMember[] {
  const declaration = node.child("variable_declaration");
  const type = declaration?.at("type");
  const declarators = declaration?.children.filter((child) => child.type === "variable_declarator") ?? [];
  return declarators.map((declarator) => {
    const value = valueIn(declarator);
    return {
      kind: "field",
      name: declarator.at("name")?.text ?? "",
      isStatic: isStatic(node),
      value: value === undefined ? defaultOf(type, declarator.span) : context.expression(() => initialValue(value, type, context)),
      ...visibility(node),
      ...(hasModifier(node, "const") ? { isConstant: true as const } : {}),
      ...keyInJson(node),
      span: declarators.length === 1 ? node.span : declarator.span,
      ...(type === undefined ? {} : { type: type.text }),
    };
  });
}

/** `{ get; set; }` is a field; `=> value` and `{ get { ... } }` are computed when they are read. */
function propertyOf(node: SyntaxNode, context: CSharpContext): readonly ClassMember[] {
  const [name, type, value, accessors] = [node.at("name"), node.at("type"), node.at("value"), node.at("accessors")];
  if (name === undefined) return [];
  const { span } = node;
  const common = { name: name.text, isStatic: isStatic(node), ...visibility(node), span };
  if (value?.type === "arrow_expression_clause")
    return [{ kind: "getter", ...common, function: functionOf([], functionBody(value, type, context), span) }];
  const getter = accessors?.named.find((accessor) => accessor.at("name")?.text === "get")?.at("body");
  const setter = accessors?.named.find((accessor) => ["set", "init"].includes(accessor.at("name")?.text ?? ""))?.at("body");
  const isOnlySet = setter !== undefined && accessors?.named.every((accessor) => accessor.at("name")?.text !== "get") === true;
  if (getter !== undefined || isOnlySet) {
    const parameter: Parameter = { pattern: named("value", span) };
    return [
      ...(getter === undefined
        ? []
        : [{ kind: "getter" as const, ...common, function: generating(functionOf([], functionBody(getter, type, context), span), getter) }]),
      ...(setter === undefined
        ? []
        : [{ kind: "setter" as const, ...common, function: functionOf([parameter], functionBody(setter, undefined, context), span) }]),
    ];
  }
  if (hasModifier(node, "abstract")) return [];
  const initial = value === undefined ? defaultOf(type, span) : context.expression(() => expressionOf(value, context, heldType(type)));
  return [{ kind: "field", isProperty: true, ...common, ...keyInJson(node), value: initial, ...(type === undefined ? {} : { type: type.text }) }];
}

/** `this[string name] { get; set; }`, as the methods that it is compiled to. */
function indexerOf(node: SyntaxNode, context: CSharpContext): readonly ClassMember[] {
  const { span } = node;
  const type = node.at("type");
  const parameters = parametersOf(node.at("parameters"), context);
  const accessor = (keyword: string): SyntaxNode | undefined =>
    node.at("accessors")?.children.find((child) => child.type === "accessor_declaration" && child.has(keyword));
  const bodyIn = (one: SyntaxNode | undefined): SyntaxNode | undefined => one?.at("body") ?? one?.child("block", "arrow_expression_clause");
  const getter = node.at("value") ?? bodyIn(accessor("get"));
  const setter = bodyIn(accessor("set") ?? accessor("init"));
  const method = (name: string, own: readonly Parameter[], body: SyntaxNode, returns: SyntaxNode | undefined): ClassMember => ({
    kind: "method",
    name,
    isStatic: false,
    function: functionOf(own, functionBody(body, returns, context), span),
    span,
  });
  return [
    ...(getter === undefined ? [] : [method("get_Item", parameters, getter, type)]),
    ...(setter === undefined ? [] : [method("set_Item", [...parameters, { pattern: named("value", span) }], setter, undefined)]),
  ];
}

function constructorOf(node: SyntaxNode, className: string, context: CSharpContext): ClassMember {
  const { span } = node;
  const body = node.at("body");
  const statements = body === undefined ? [] : functionBody(body, undefined, context);
  const list = "kind" in statements ? [evaluated(statements)] : statements;
  if (hasModifier(node, "static")) return { kind: "initializer", name: "", isStatic: true, function: functionOf([], list, span), span };
  const initializer = node.child("constructor_initializer");
  const first =
    initializer === undefined ? [] : context.statement(() => [baseCall(initializer, initializer.has("this") ? "this" : "super", context)]);
  return {
    kind: "constructor",
    name: className,
    isStatic: false,
    function: functionOf(parametersOf(node.at("parameters"), context), [...first, ...list], span),
    span,
  };
}

function baseCall(node: SyntaxNode, callee: "this" | "super", context: CSharpContext): Statement {
  const list = node.child("argument_list");
  return evaluated({
    kind: "call",
    callee: { kind: callee, span: node.span },
    arguments: argumentsOf(list, context),
    isNew: false,
    span: node.span,
    ...(list === undefined ? {} : { argumentsSpan: list.span }),
  });
}

/** The parameters of a class or record are fields, which are there before the other fields are evaluated. */
function primaryMembers(node: SyntaxNode, list: SyntaxNode, className: string, context: CSharpContext): readonly ClassMember[] {
  const parameters = parametersOf(list, context);
  const names = parameters.flatMap(({ pattern }) => (pattern.kind === "name" ? [pattern] : []));
  const keep = names.map(({ name, span }) =>
    evaluated(assignment({ kind: "target", target: memberOf({ kind: "this", span }, name, span, span), span }, nameOf(name, span), span)),
  );
  const base = node.child("base_list")?.child("primary_constructor_base_type", "argument_list");
  const call = base?.type === "argument_list" ? node.child("base_list") : base;
  const bare: Statement = evaluated({ kind: "call", callee: { kind: "super", span: list.span }, arguments: [], isNew: false, span: list.span });
  const body = [...keep, call === undefined ? bare : baseCall(call, "super", context)];
  const members = node.at("body");
  const declared = new Set((members === undefined ? [] : operandsOf(members)).flatMap((member) => member.at("name")?.text ?? []));
  return [
    ...names
      .filter(({ name }) => !declared.has(name))
      .map(({ name, span }): ClassMember => ({ kind: "field", name, isStatic: false, ...keyInJson(parameterNamed(list, name)), span })),
    { kind: "constructor", name: className, isStatic: false, function: functionOf(parameters, body, list.span), span: list.span },
  ];
}

function parameterNamed(list: SyntaxNode, name: string): SyntaxNode | undefined {
  return list.named.find((parameter) => parameter.at("name")?.text === name);
}

/** An enum's members are static fields; each knows its name and its number under names that no program can write. */
function enumOf(node: SyntaxNode, name: SyntaxNode, context: CSharpContext): ClassExpression {
  const constants = operandsOf(node.at("body") ?? node).filter(({ type }) => type === "enum_member_declaration");
  const owner = nameOf(name.text, name.span);
  const at = name.span;
  const fields = constants.map((constant): ClassMember => ({
    kind: "field",
    name: constant.at("name")?.text ?? "",
    isStatic: true,
    value: { kind: "call", callee: owner, arguments: [], isNew: true, span: constant.span },
    span: constant.span,
  }));
  let previous: Expression | undefined;
  const marks = constants.flatMap((constant) => {
    const text = constant.at("name")?.text ?? "";
    const value = constant.at("value");
    const { span } = constant;
    const field = memberOf(owner, text, span, span);
    const mark = (property: string, given: Expression): Statement =>
      evaluated(assignment({ kind: "target", target: memberOf(field, property, span, span), span }, given, span));
    const number: Expression =
      value !== undefined
        ? callOf("#int", [expressionOf(value, context)], span)
        : previous === undefined
          ? literal(0, span)
          : { kind: "binary", operator: "+", left: previous, right: literal(1, span), span };
    previous = memberOf(field, "#ordinal", span, span);
    return [mark("#name", literal(text, span)), mark("#ordinal", number)];
  });
  const toText: ClassMember = {
    kind: "method",
    name: "ToString",
    isStatic: false,
    function: functionOf([], [returned(memberOf({ kind: "this", span: at }, "#name", at, at))], at),
    span: at,
  };
  const initializer: ClassMember = { kind: "initializer", name: "", isStatic: true, function: functionOf([], marks, at), span: at };
  return { kind: "class", name: name.text, bases: [], members: [...fields, initializer, toText], classes: [], span: node.span };
}

/** A type that is declared among statements. */
export function localClass(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  const lowered = classOf(node, context);
  return lowered === undefined ? [] : [{ kind: "class declaration", class: lowered, isExported: true, span: node.span }];
}
