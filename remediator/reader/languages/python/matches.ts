import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Span, Statement } from "../../syntax/tree";
import { callOf, type Context, doesNotParse, hidden, literal, name, opaque } from "./context";
import { lowerExpression } from "./expressions";
import { bindName, lowerBlock } from "./statements";

/** What a pattern asks of the subject, and the names that it binds if so. */
interface Asked {
  readonly tests: readonly Expression[];
  readonly captures: readonly { readonly name: SyntaxNode; readonly value: Expression }[];
}

/** `match` becomes a chain of conditions. https://docs.python.org/3/reference/compound_stmts.html#the-match-statement */
export function lowerMatch(node: SyntaxNode, context: Context): readonly Statement[] {
  const subjects = node.all("subject");
  const [first] = subjects;
  if (first === undefined) return [{ kind: "unreadable", reason: doesNotParse, span: node.span }];
  const subjectName = hidden.subject(node.start);
  const elements = subjects.map((subject) => ({ value: lowerExpression(subject, context), span: subject.span }));
  const tuple: Expression = { kind: "list", elements, bracketsSpan: first.span, span: first.span };
  const value = subjects.length > 1 ? tuple : lowerExpression(first, context);
  const subject = name(subjectName, first.span);
  let otherwise: readonly Statement[] = [];
  const clauses = (node.at("body")?.named ?? []).filter(({ type }) => type === "case_clause");
  for (const clause of clauses.reverse()) otherwise = [lowerClause(clause, subject, context, otherwise)];
  const pattern = { kind: "name", name: subjectName, span: first.span } as const;
  return [{ kind: "declare", pattern, value, span: first.span }, ...otherwise];
}

function lowerClause(clause: SyntaxNode, subject: Expression, context: Context, otherwise: readonly Statement[]): Statement {
  const patterns = clause.named.filter(({ type }) => type === "case_pattern");
  const [first] = patterns;
  const asked = first === undefined ? unknown(clause.span) : patterns.length > 1 ? sequence(clause, subject, context) : ask(first, subject, context);
  const bindings = asked.captures.map((capture) => bindName(capture.name, capture.value, context));
  const guard = clause.at("guard")?.named[0];
  const tests = guard === undefined ? asked.tests : [...asked.tests, guarded(lowerExpression(guard, context), asked, context)];
  const test = allOf(tests, first?.span ?? clause.span);
  return { kind: "if", test, then: [...bindings, ...lowerBlock(clause.at("consequence"), context)], otherwise, span: clause.span };
}

/** A guard sees the names that the pattern binds: a list of assignments and the guard, of which the last counts. */
function guarded(guard: Expression, asked: Asked, context: Context): Expression {
  if (asked.captures.length === 0) return guard;
  const values: readonly Expression[] = asked.captures.flatMap((capture) => {
    const statement = bindName(capture.name, capture.value, context);
    return statement.kind === "expression" ? [statement.expression] : [];
  });
  const elements = [...values, guard].map((value) => ({ value, span: value.span }));
  const list: Expression = { kind: "list", elements, bracketsSpan: guard.span, span: guard.span };
  return { kind: "index", object: list, index: literal(values.length, guard.span), span: guard.span };
}

function allOf(tests: readonly Expression[], span: Span): Expression {
  const [first, ...others] = tests;
  if (first === undefined) return literal(true, span);
  return others.reduce<Expression>((left, right) => ({ kind: "binary", operator: "&&", left, right, span }), first);
}

function unknown(span: Span): Asked {
  return { tests: [opaque("is a pattern that is not understood", span)], captures: [] };
}

function ask(node: SyntaxNode, subject: Expression, context: Context): Asked {
  const span = node.span;
  switch (node.type) {
    case "case_pattern": {
      const [inner] = node.named;
      if (node.has("_")) return { tests: [], captures: [] };
      if (inner === undefined) return unknown(span);
      return node.has("-") ? equals(subject, negative(inner, context), span) : ask(inner, subject, context);
    }
    case "dotted_name": {
      const [first, ...members] = node.named;
      if (first === undefined) return unknown(span);
      if (members.length === 0) return first.text === "_" ? { tests: [], captures: [] } : { tests: [], captures: [{ name: first, value: subject }] };
      return equals(subject, dotted(node, context), span);
    }
    case "union_pattern":
      return anyOf(node, subject, context);
    case "as_pattern": {
      const [inner, alias] = node.named;
      if (inner === undefined || alias === undefined) return unknown(span);
      const asked = ask(inner, subject, context);
      return { tests: asked.tests, captures: [...asked.captures, { name: alias, value: subject }] };
    }
    case "list_pattern":
    case "tuple_pattern":
      return node.type === "tuple_pattern" && node.named.length === 1 && !node.has(",") && node.named[0] !== undefined
        ? ask(node.named[0], subject, context)
        : sequence(node, subject, context);
    case "dict_pattern":
      return mapping(node, subject, context);
    case "class_pattern":
      return instance(node, subject, context);
    case "ERROR":
      return unknown(span);
    default:
      return equals(subject, lowerExpression(node, context), span);
  }
}

function negative(node: SyntaxNode, context: Context): Expression {
  const number = lowerExpression(node, context);
  return number.kind === "literal" && typeof number.value === "number" ? literal(-number.value, node.span) : number;
}

function equals(left: Expression, right: Expression, span: Span): Asked {
  return { tests: [{ kind: "binary", operator: "===", left, right, span }], captures: [] };
}

function dotted(node: SyntaxNode, context: Context): Expression {
  const [first, ...members] = node.named;
  if (first === undefined) return opaque(doesNotParse, node.span);
  let value = lowerExpression(first, context);
  for (const member of members) {
    const span = { ...member.span, start: node.start };
    value = { kind: "member", object: value, name: member.text, nameSpan: member.span, span };
  }
  return value;
}

/** Alternatives may bind names; which of them did is not followed. */
function anyOf(node: SyntaxNode, subject: Expression, context: Context): Asked {
  const alternatives = node.named.map((child) => {
    const isNegative = node.children[node.children.indexOf(child) - 1]?.type === "-";
    return isNegative ? equals(subject, negative(child, context), child.span) : ask(child, subject, context);
  });
  const tests = alternatives.map((asked) => allOf(asked.tests, node.span));
  const [first, ...others] = tests;
  if (first === undefined) return unknown(node.span);
  const test = others.reduce<Expression>((left, right) => ({ kind: "binary", operator: "||", left, right, span: node.span }), first);
  const captures = (alternatives[0]?.captures ?? []).map((capture) => ({
    name: capture.name,
    value: opaque("is bound by one of several patterns", capture.name.span),
  }));
  return { tests: [test], captures };
}

function sequence(node: SyntaxNode, subject: Expression, context: Context): Asked {
  const patterns = node.named.filter(({ type }) => type !== "if_clause" && type !== "block");
  const span = node.span;
  const starred = patterns.findIndex((pattern) => splatIn(pattern) !== undefined);
  const length = callOf("len", [subject], span);
  const fixed = starred < 0 ? patterns.length : patterns.length - 1;
  const kinds = [name("list", span), name("tuple", span)].map((value) => ({ value, span }));
  const isList = callOf("isinstance", [subject, { kind: "list", elements: kinds, bracketsSpan: span, span }], span);
  const isLong: Expression = { kind: "binary", operator: starred < 0 ? "===" : ">=", left: length, right: literal(fixed, span), span };
  const all = patterns.map((pattern, at): Asked => {
    const splat = splatIn(pattern);
    const behind = starred >= 0 && at > starred;
    if (splat === undefined) {
      const index = literal(behind ? at - patterns.length : at, pattern.span);
      return ask(pattern, { kind: "index", object: subject, index, span: pattern.span }, context);
    }
    const [binds] = splat.named.filter(({ type }) => type === "identifier");
    const after = patterns.length - 1 - at;
    const value: Expression = {
      kind: "slice",
      object: subject,
      from: literal(at, pattern.span),
      ...(after === 0 ? {} : { to: literal(-after, pattern.span) }),
      span: pattern.span,
    };
    return { tests: [], captures: binds === undefined ? [] : [{ name: binds, value }] };
  });
  return { tests: [isList, isLong, ...all.flatMap(({ tests }) => tests)], captures: all.flatMap(({ captures }) => captures) };
}

function splatIn(pattern: SyntaxNode): SyntaxNode | undefined {
  return pattern.type === "splat_pattern" ? pattern : pattern.type === "case_pattern" ? pattern.child("splat_pattern") : undefined;
}

function mapping(node: SyntaxNode, subject: Expression, context: Context): Asked {
  const tests: Expression[] = [callOf("isinstance", [subject, name("dict", node.span)], node.span)];
  const captures: Asked["captures"][number][] = [];
  const values = node.all("value");
  const keys: Expression[] = [];
  for (const [at, keyNode] of node.all("key").entries()) {
    const value = values[at];
    if (value === undefined) return unknown(node.span);
    const key = lowerExpression(keyNode, context);
    keys.push(key);
    tests.push({ kind: "binary", operator: "in", left: key, right: subject, span: keyNode.span });
    const asked = ask(value, { kind: "index", object: subject, index: key, span: value.span }, context);
    for (const test of asked.tests) tests.push(test);
    captures.push(...asked.captures);
  }
  const rest = node.child("splat_pattern")?.named[0];
  if (rest !== undefined) captures.push({ name: rest, value: callOf(hidden.left, [subject, ...keys], rest.span) });
  return { tests, captures };
}

function instance(node: SyntaxNode, subject: Expression, context: Context): Asked {
  const [type, ...patterns] = node.named;
  if (type === undefined) return unknown(node.span);
  const tests: Expression[] = [callOf("isinstance", [subject, dotted(type, context)], node.span)];
  const captures: Asked["captures"][number][] = [];
  let place = 0;
  for (const pattern of patterns) {
    const keyword = pattern.type === "keyword_pattern" ? pattern : pattern.child("keyword_pattern");
    const [attribute, value] = keyword?.named ?? [];
    const asked =
      attribute === undefined || value === undefined
        ? positional(type, pattern, place++, subject, context)
        : ask(value, { kind: "member", object: subject, name: attribute.text, nameSpan: attribute.span, span: pattern.span }, context);
    tests.push(...asked.tests);
    captures.push(...asked.captures);
  }
  return { tests, captures };
}

/** `str(x)` binds the text itself; classes of the program say which attribute is meant by a place. */
function positional(type: SyntaxNode, pattern: SyntaxNode, place: number, subject: Expression, context: Context): Asked {
  if (["str", "int", "float", "bool", "list", "dict", "tuple", "set", "bytes"].includes(type.text)) return ask(pattern, subject, context);
  return ask(pattern, callOf(hidden.byPlace, [subject, literal(place, pattern.span)], pattern.span), context);
}
