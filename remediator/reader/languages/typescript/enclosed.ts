import type { SyntaxNode } from "../../syntax/parse";
import type { Entry, Expression, Span, Statement } from "../../syntax/tree";
import { expression, nameOf, textIn } from "./expressions";
import { statements, type Context } from "./lower";

/*
 * Enums and namespaces: functions that are called at once and return an object, as the compiler writes them.
 * https://www.typescriptlang.org/docs/handbook/enums.html#reverse-mappings, https://www.typescriptlang.org/docs/handbook/namespaces.html
 */

/** `enum Port { Http = 80 }`: `Port.Http` is 80, and `Port[80]` the name "Http". A member without a value is one more than the one before. */
export function enumOf(node: SyntaxNode, context: Context): Statement {
  const members = (node.at("body")?.named ?? []).map((child) => {
    const name = child.type === "enum_assignment" ? child.at("name") : child;
    return { name: nameOf(name), given: child.type === "enum_assignment" ? child.at("value") : undefined, span: child.span };
  });
  const body: Statement[] = [];
  let next: Expression = { kind: "literal", value: 0, span: node.span };
  const numbered: { readonly number: Expression; readonly name: Expression; readonly span: Span }[] = [];
  for (const { name, given, span } of members) {
    const value: Expression = given === undefined ? { ...next, span } : expression(given, context, span);
    body.push({ kind: "declare", pattern: { kind: "name", name, span }, value, span });
    const own: Expression = { kind: "name", name, span };
    next =
      value.kind === "literal" && typeof value.value === "number"
        ? { ...value, value: value.value + 1 }
        : { kind: "binary", operator: "+", left: own, right: { kind: "literal", value: 1, span }, span };
    const isText = (value.kind === "literal" && typeof value.value === "string") || value.kind === "template";
    if (!isText) numbered.push({ number: value.kind === "literal" ? value : own, name: { kind: "literal", value: name, span }, span });
  }
  // Whole numbers come first among the properties of an object, the smallest at first.
  const rank = ({ number }: { readonly number: Expression }): number =>
    number.kind === "literal" && typeof number.value === "number" ? number.value : Infinity;
  const entries = [
    ...[...numbered].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))).map(({ number, name, span }) => entryOf(number, name, span)),
    ...members.map(({ name, span }) => entryOf(name, { kind: "name", name, span }, span)),
  ];
  return enclosed(node, body, entries);
}

/** `namespace X { export const a = 1; }` is an object of what it exports. */
export function namespaceOf(node: SyntaxNode, context: Context): Statement {
  const names: string[] = [];
  const body = statements(node.at("body")?.named ?? [], context).map((one): Statement => {
    if (!("isExported" in one)) return one;
    // It is the namespace's, not the module's.
    const { isExported, ...inner } = one;
    if (isExported) names.push(...declaredBy(inner));
    return inner;
  });
  const entries = names.map((name) => entryOf(name, { kind: "name", name, span: node.span }, node.span));
  return enclosed(node, body, entries);
}

function declaredBy(statement: Statement): readonly string[] {
  if (statement.kind === "declare") return statement.pattern.kind === "name" ? [statement.pattern.name] : [];
  if (statement.kind === "function declaration") return [statement.name];
  return statement.kind === "class declaration" ? [statement.class.name] : [];
}

function entryOf(key: Expression | string, value: Expression, span: Span): Entry {
  return { kind: "entry", key, value, span };
}

function enclosed(node: SyntaxNode, body: readonly Statement[], entries: readonly Entry[]): Statement {
  const { span } = node;
  const [name = "", ...outer] = textIn(node.at("name")).split(".").reverse();
  // `namespace A.B` is B inside of A.
  let statement = calledAtOnce(name, body, entries, span);
  let inner = name;
  for (const each of outer) {
    statement = calledAtOnce(each, [statement], [entryOf(inner, { kind: "name", name: inner, span }, span)], span);
    inner = each;
  }
  return statement;
}

function calledAtOnce(name: string, body: readonly Statement[], entries: readonly Entry[], span: Span): Statement {
  const value: Expression = { kind: "record", entries, bracketsSpan: span, span };
  const callee: Expression = { kind: "function", parameters: [], body: [...body, { kind: "return", value, span }], bindsOuterThis: true, span };
  return { kind: "declare", pattern: { kind: "name", name, span }, value: { kind: "call", callee, arguments: [], isNew: false, span }, span };
}
