import { keyInJson } from "../java-and-csharp/json-names";
import type { SyntaxNode } from "../../syntax/parse";
import type { ClassExpression, ClassMember, Expression, FunctionExpression, Parameter, Pattern, Span, Statement } from "../../syntax/tree";
import { assignment, binary, callOf, evaluated, listOf, literal, memberOf, named, nameOf, returned } from "../java-and-csharp/nodes";
import type { JavaContext } from "./context";
import { argumentsOf, expressionOf } from "./expressions";
import { bodyOf } from "./statements";
import { typeExpression } from "./types";

export function isTypeDeclaration({ type }: SyntaxNode): boolean {
  return ["class_declaration", "record_declaration", "enum_declaration", "interface_declaration", "annotation_type_declaration"].includes(type);
}

/** A class, record, enum or interface. */
export function classOf(node: SyntaxNode, context: JavaContext): ClassExpression | undefined {
  const name = node.at("name");
  if (name === undefined || node.type === "annotation_type_declaration") return undefined;
  const bases = [...basesIn(node.at("superclass"), context), ...basesIn(node.at("interfaces") ?? node.child("extends_interfaces"), context)];
  const body = node.at("body");
  const nodes = membersIn(body);
  const isInterface = node.type === "interface_declaration";
  const members = nodes.flatMap((member) => membersOf(member, name.text, isInterface, context));
  const classes = nodes.flatMap((member) => classesIn(member, context));
  if (node.type === "record_declaration") members.unshift(...recordMembers(node, members, name, context));
  if (node.type === "enum_declaration") members.unshift(...enumMembers(body, members, name, context));
  const isRecord = node.type === "record_declaration" ? { isRecord: true as const } : {};
  return { kind: "class", name: name.text, bases, members, classes, ...isRecord, ...(isInterface ? { isInterface } : {}), span: node.span };
}

/** The body of `new Base(...) { ... }` and of an enum's constant. */
export function anonymousClass(body: SyntaxNode, base: Expression, context: JavaContext): ClassExpression {
  const nodes = membersIn(body);
  return {
    kind: "class",
    name: "",
    bases: [base],
    members: nodes.flatMap((member) => membersOf(member, "", false, context)),
    classes: nodes.flatMap((member) => classesIn(member, context)),
    span: body.span,
  };
}

function basesIn(clause: SyntaxNode | undefined, context: JavaContext): readonly Expression[] {
  return (clause?.named ?? []).flatMap((type) => (type.type === "type_list" ? basesIn(type, context) : [typeExpression(type, context)]));
}

function membersIn(body: SyntaxNode | undefined): readonly SyntaxNode[] {
  return (body?.named ?? []).flatMap((member) => (member.type === "enum_body_declarations" ? member.named : [member]));
}

function classesIn(node: SyntaxNode, context: JavaContext): readonly ClassExpression[] {
  const inner = isTypeDeclaration(node) ? classOf(node, context) : undefined;
  return inner === undefined ? [] : [inner];
}

function isStatic(node: SyntaxNode): boolean {
  return node.child("modifiers")?.has("static") === true;
}

function isPrivate(node: SyntaxNode): boolean {
  return node.child("modifiers")?.has("private") === true;
}

function membersOf(node: SyntaxNode, className: string, isInterface: boolean, context: JavaContext): ClassMember[] {
  const { span } = node;
  switch (node.type) {
    case "field_declaration":
    case "constant_declaration":
      return node.all("declarator").map((declarator) => fieldOf(declarator, node, isInterface, context));
    case "method_declaration": {
      const method = methodOf(node, context);
      return method === undefined ? [] : [method];
    }
    case "constructor_declaration": {
      const body = bodyOf(node.at("body"), context);
      return [{ kind: "constructor", name: className, isStatic: false, function: functionOf(parametersOf(node), body, span), span }];
    }
    case "static_initializer":
      return [{ kind: "initializer", name: "", isStatic: true, function: functionOf([], bodyOf(node.child("block"), context), span), span }];
    case "ERROR":
      // What parses inside of it is read all the same.
      return node.children.flatMap((child) => membersOf(child, className, isInterface, context));
    case "block":
      return [{ kind: "initializer", name: "", isStatic: false, function: functionOf([], bodyOf(node, context), span), span }];
    default:
      return [];
  }
}

function fieldOf(declarator: SyntaxNode, node: SyntaxNode, isInterface: boolean, context: JavaContext): ClassMember {
  const static_ = isInterface || isStatic(node);
  const type = node.at("type");
  const value = declarator.at("value");
  const initial = value === undefined ? defaultOf(type, declarator) : context.expression(() => expressionOf(value, context));
  return {
    kind: "field",
    name: declarator.at("name")?.text ?? "",
    isStatic: static_,
    value: initial,
    isHiding: true,
    ...(static_ && (isInterface || node.child("modifiers")?.has("final") === true) && isConstant(value, type) ? { isConstant: true as const } : {}),
    ...keyInJson(node),
    ...collected(declarator.at("name")?.text ?? "", node),
    span: declarator.span,
    ...(type === undefined ? {} : { type: type.text }),
  };
}

/** `@Singular List<String> cidrs`: one of them is a `cidr`, unless the annotation says otherwise. */
function collected(name: string, node: SyntaxNode): { readonly collects?: string } {
  const mark = node.child("modifiers")?.named.find((one) => /^(?:lombok\.)?Singular$/.test(one.at("name")?.text ?? ""));
  if (mark === undefined) return {};
  const given = /"(\w+)"/.exec(mark.text)?.[1];
  const singular = name.endsWith("ies") ? name.replace(/ies$/, "y") : /(?:ss|x|ch|sh)es$/.test(name) ? name.slice(0, -2) : name.replace(/s$/, "");
  return { collects: given ?? singular };
}

/** Whether an initial value is known before anything runs: https://docs.oracle.com/javase/specs/jls/se17/html/jls-15.html#jls-15.29 */
function isConstant(value: SyntaxNode | undefined, type: SyntaxNode | undefined): boolean {
  const isPlain = /^(?:integral|floating_point|boolean)_type$/.test(type?.type ?? "") || type?.text === "String";
  if (!isPlain || value === undefined || value.type === "null_literal") return false;
  const open = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!partsOfConstants.test(node.type) || node.type === "class_literal") return false;
    // What else a name stands for is not known here.
    const name = node.type === "identifier" ? node.text : node.type === "field_access" ? (node.at("field")?.text ?? "") : undefined;
    if (name !== undefined && !namesOfConstants.test(name)) return false;
    if (name === undefined) for (const child of node.named) open.push(child);
  }
  return true;
}

const partsOfConstants =
  /literal$|^(?:true|false|identifier|field_access|(?:binary|unary|ternary|parenthesized|cast)_expression|string_fragment|escape_sequence|\w+_type)$/;
const namesOfConstants = /^[A-Z][A-Z\d_]*$/;

function defaultOf(type: SyntaxNode | undefined, { span }: SyntaxNode): Expression {
  if (type?.type === "integral_type" || type?.type === "floating_point_type") return literal(0, span);
  return literal(type?.type === "boolean_type" ? false : null, span);
}

export function methodOf(node: SyntaxNode, context: JavaContext): ClassMember | undefined {
  const [name, body] = [node.at("name"), node.at("body")];
  if (name === undefined || body === undefined) return undefined;
  const { span } = node;
  const made = functionOf(parametersOf(node), bodyOf(body, context), span);
  return { kind: "method", name: name.text, isStatic: isStatic(node), function: made, ...(isPrivate(node) ? { isPrivate: true } : {}), span };
}

function functionOf(parameters: readonly Parameter[], body: readonly Statement[], span: Span): FunctionExpression {
  return { kind: "function", parameters, body, bindsOuterThis: false, span };
}

export function parametersOf(node: SyntaxNode): readonly Parameter[] {
  return (node.at("parameters")?.named ?? []).flatMap((parameter) => {
    if (parameter.type !== "formal_parameter" && parameter.type !== "spread_parameter") return [];
    const isSpread = parameter.type === "spread_parameter";
    const name = isSpread ? parameter.child("variable_declarator")?.at("name") : parameter.at("name");
    const type = parameter.at("type") ?? parameter.named.find(({ type: kind }) => kind !== "modifiers" && kind !== "variable_declarator");
    const pattern: Pattern =
      name === undefined || name.type === "underscore_pattern" ? { kind: "nothing", span: parameter.span } : named(name.text, name.span);
    return [{ pattern, ...(isSpread ? { rest: "list" as const } : {}), ...(type === undefined ? {} : { type: type.text }) }];
  });
}

/** A record's fields, its constructor and the methods that read them. */
function recordMembers(node: SyntaxNode, declared: readonly ClassMember[], className: SyntaxNode, context: JavaContext): readonly ClassMember[] {
  const parameters = parametersOf(node);
  const { span } = node.at("parameters") ?? node;
  const names = parameters.flatMap(({ pattern }) => (pattern.kind === "name" ? [pattern] : []));
  const thisMember = (name: string, at: Span): ReturnType<typeof memberOf> => memberOf({ kind: "this", span: at }, name, at, at);
  const keep = names.map(({ name, span: at }) =>
    evaluated(assignment({ kind: "target", target: thisMember(name, at), span: at }, nameOf(name, at), at)),
  );
  const compact = membersIn(node.at("body")).find(({ type }) => type === "compact_constructor_declaration");
  const first = compact === undefined ? [] : bodyOf(compact.at("body"), context);
  const own = declared.some((member) => member.kind === "constructor" && member.function?.parameters.length === parameters.length);
  return [
    ...names.map(({ name, span: at }): ClassMember => ({
      kind: "field",
      name,
      isStatic: false,
      ...keyInJson(node.at("parameters")?.named.find((parameter) => parameter.at("name")?.text === name)),
      span: at,
    })),
    ...(own
      ? []
      : [{ kind: "constructor" as const, name: className.text, isStatic: false, function: functionOf(parameters, [...first, ...keep], span), span }]),
    ...names
      .filter(({ name }) => !declared.some((member) => member.kind === "method" && member.name === name && member.function?.parameters.length === 0))
      .map(({ name, span: at }): ClassMember => ({
        kind: "method",
        name,
        isStatic: false,
        function: functionOf([], [returned(thisMember(name, at))], at),
        span: at,
      })),
  ];
}

/** An enum's constants are static fields; each knows its name and its place under names that no program can write. */
function enumMembers(
  body: SyntaxNode | undefined,
  declared: readonly ClassMember[],
  className: SyntaxNode,
  context: JavaContext,
): readonly ClassMember[] {
  const constants = (body?.named ?? []).filter(({ type }) => type === "enum_constant");
  const owner = nameOf(className.text, className.span);
  const fields = constants.map((constant): ClassMember => ({
    kind: "field",
    name: nameIn(constant),
    isStatic: true,
    value: constantOf(constant, owner, context),
    span: constant.span,
  }));
  const marks = constants.flatMap((constant, index) => {
    const at = constant.span;
    const mark = (field: string, value: string | number): Statement =>
      evaluated(
        assignment({ kind: "target", target: memberOf(memberOf(owner, nameIn(constant), at, at), field, at, at), span: at }, literal(value, at), at),
      );
    return [mark("#name", nameIn(constant)), mark("#ordinal", index)];
  });
  const at = className.span;
  const read = (name: string, field: string): ClassMember => ({
    kind: "method",
    name,
    isStatic: false,
    function: functionOf([], [returned(memberOf({ kind: "this", span: at }, field, at, at))], at),
    span: at,
  });
  const all = listOf(
    constants.map((constant) => memberOf(owner, nameIn(constant), constant.span, constant.span)),
    at,
  );
  const values: ClassMember = { kind: "method", name: "values", isStatic: true, function: functionOf([], [returned(all)], at), span: at };
  const find: ClassMember = {
    kind: "method",
    name: "valueOf",
    isStatic: true,
    function: functionOf(
      [{ pattern: named("#name", at) }],
      [
        returned(
          binary(
            "??",
            { kind: "index", object: byName(constants, owner, at), index: nameOf("#name", at), span: at },
            callOf("#noConstant", [], at),
            at,
          ),
        ),
      ],
      at,
    ),
    span: at,
  };
  const toText = declared.some(({ name, kind }) => kind === "method" && name === "toString") ? [] : [read("toString", "#name")];
  return [
    ...fields,
    { kind: "initializer", name: "", isStatic: true, function: functionOf([], marks, at), span: at },
    values,
    find,
    read("name", "#name"),
    read("ordinal", "#ordinal"),
    ...toText,
  ];
}

function nameIn(node: SyntaxNode): string {
  return node.at("name")?.text ?? "";
}

function byName(constants: readonly SyntaxNode[], owner: Expression, span: Span): Expression {
  const entries = constants.map((constant) => ({
    kind: "entry" as const,
    key: nameIn(constant),
    value: memberOf(owner, nameIn(constant), span, span),
    span,
  }));
  return { kind: "record", entries, bracketsSpan: span, span };
}

function constantOf(constant: SyntaxNode, owner: Expression, context: JavaContext): Expression {
  const [given, body] = [constant.at("arguments"), constant.at("body")];
  const callee = body === undefined ? owner : anonymousClass(body, owner, context);
  return context.expression(() => ({
    kind: "call",
    callee,
    arguments: argumentsOf(given, context),
    isNew: true,
    span: constant.span,
    ...(given === undefined ? {} : { argumentsSpan: given.span }),
  }));
}

/** A class that is declared among statements. */
export function localClass(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  const lowered = classOf(node, context);
  return lowered === undefined ? [] : [{ kind: "class declaration", class: lowered, span: node.span }];
}
