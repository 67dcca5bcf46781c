import type { SyntaxNode } from "../../syntax/parse";
import type { Entry, Expression, Span, Statement } from "../../syntax/tree";
import { callOfHidden, expression, mergedName, nameOf, textIn } from "./expressions";
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
  const changing = changingIn(node);
  const entries = names.flatMap((name) =>
    changing.has(name) ? accessorsOf(name, node.span) : [entryOf(name, { kind: "name", name, span: node.span }, node.span)],
  );
  return enclosed(node, body, entries);
}

/** The variables that a namespace gives to others and may change afterwards. */
function changingIn(node: SyntaxNode): ReadonlySet<string> {
  const declared = (node.at("body")?.named ?? []).flatMap((child) => (child.type === "export_statement" ? [child.at("declaration")] : []));
  const changing = declared.filter((each) => each?.type === "variable_declaration" || (each?.type === "lexical_declaration" && each.has("let")));
  return new Set(changing.flatMap((each) => each?.named ?? []).map((declarator) => textIn(declarator.at("name"))));
}

/** A property that is a variable: what changes the one changes the other. */
function accessorsOf(name: string, span: Span): readonly Entry[] {
  const variable: Expression = { kind: "name", name, span };
  const [given, value] = [`new ${name}`, { kind: "name" as const, name: `new ${name}`, span }];
  const put: Statement = { kind: "expression", expression: { kind: "assignment", target: variable, value, span }, span };
  const code = { kind: "function" as const, bindsOuterThis: true, span };
  return [
    { kind: "entry", key: name, accessor: "get", value: { ...code, parameters: [], body: [{ kind: "return", value: variable, span }] }, span },
    {
      kind: "entry",
      key: name,
      accessor: "set",
      value: { ...code, parameters: [{ pattern: { kind: "name", name: given, span } }], body: [put] },
      span,
    },
  ];
}

/** What each namespace or enum gives, by the call that makes it. */
const parts = new WeakMap<Expression, Part>();

interface Part {
  readonly body: readonly Statement[];
  readonly entries: readonly Entry[];
}

/** What several declarations of one name say is one object: https://www.typescriptlang.org/docs/handbook/declaration-merging.html */
export function merged(all: readonly Statement[]): Statement[] {
  const isPart = (one: Statement): boolean => one.kind === "declare" && one.value !== undefined && parts.has(one.value);
  if (!all.some(isPart)) return [...all];
  const known = new Map<string, readonly string[]>(all.flatMap((one) => (one.kind === "function declaration" ? [[one.name, []] as const] : [])));
  return all.map((one) => {
    if (one.kind === "class declaration") known.set(one.class.name, []);
    const part = one.kind === "declare" && one.value !== undefined ? parts.get(one.value) : undefined;
    if (part === undefined || one.kind !== "declare" || one.pattern.kind !== "name") return one;
    const { name, span } = one.pattern;
    const before = known.get(name);
    const names = part.entries.flatMap((entry) => (entry.kind === "entry" && typeof entry.key === "string" ? [entry.key] : []));
    known.set(name, [...(before ?? []), ...names]);
    return before === undefined
      ? one
      : addition(
          name,
          before.filter((other) => !names.includes(other)),
          part,
          span,
        );
  });
}

/** A later part sees what the earlier ones give, and adds to it. */
function addition(name: string, before: readonly string[], { body, entries }: Part, span: Span): Statement {
  const whole: Expression = { kind: "name", name, span };
  const seen = [...new Set(before)].map((other): Statement => {
    const value: Expression = { kind: "member", object: whole, name: other, nameSpan: span, span };
    return { kind: "declare", pattern: { kind: "name", name: other, span }, value, span };
  });
  const { value } = calledAtOnce(`part of ${name}`, [...seen, ...body], entries, span);
  return { kind: "expression", expression: callOfHidden(mergedName, [whole, value], span), span };
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

function calledAtOnce(
  name: string,
  body: readonly Statement[],
  entries: readonly Entry[],
  span: Span,
): Statement & { readonly kind: "declare"; readonly value: Expression } {
  const value: Expression = { kind: "record", entries, bracketsSpan: span, span };
  const callee: Expression = { kind: "function", parameters: [], body: [...body, { kind: "return", value, span }], bindsOuterThis: true, span };
  const call: Expression = { kind: "call", callee, arguments: [], isNew: false, span };
  parts.set(call, { body, entries });
  return { kind: "declare", pattern: { kind: "name", name, span }, value: call, span };
}
