import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Statement } from "../../syntax/tree";
import {
  all,
  assignment,
  binary,
  callOf,
  immediately,
  isRepeatable,
  literal,
  nameOf,
  named,
  opaque,
  sequence,
  throwing,
} from "../java-and-csharp/nodes";
import type { JavaContext } from "./context";
import { expressionOf, inner, part } from "./expressions";
import { bodyOf, statementsOf } from "./statements";
import { matches } from "./types";

/** One `case`: what has to hold (nothing: the default), and what it does. */
interface Case {
  readonly tests: readonly Expression[];
  readonly isDefault: boolean;
  readonly body: readonly SyntaxNode[];
}

/** `switch` where it stands for itself. */
export function switchStatement(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  const { subject, first } = subjectOf(node, context);
  const cases = casesOf(node, subject, context);
  const statement: Statement = {
    kind: "switch",
    cases: cases.map(({ tests, isDefault, body }) => ({
      tests: isDefault ? [] : tests,
      body: body.flatMap((part_) => bodyStatements(part_, context)),
    })),
    fallsThrough: node.at("body")?.child("switch_rule") === undefined,
    span: node.span,
  };
  return first === undefined ? [statement] : [{ kind: "expression", expression: first, span: first.span }, statement];
}

function bodyStatements(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  return node.type === "block" ? bodyOf(node, context) : statementsOf(node, context);
}

/** `switch` where its value is used: a chain of conditions. */
export function switchExpression(node: SyntaxNode, context: JavaContext): Expression {
  const { span } = node;
  if (node.at("body")?.child("switch_rule") === undefined)
    return immediately(
      context.statement(() => switchStatement(node, context)),
      span,
    );
  const { subject, first } = subjectOf(node, context);
  const cases = casesOf(node, subject, context);
  const others = cases.filter(({ isDefault }) => !isDefault);
  const last = cases.find(({ isDefault }) => isDefault);
  const chain = others.reduceRight<Expression>(
    (otherwise, { tests, body }) => ({ kind: "conditional", test: anyOf(tests, span), then: armOf(body, span, context), otherwise, span }),
    last === undefined ? opaque("is none of the cases", span) : armOf(last.body, span, context),
  );
  return first === undefined ? chain : sequence([first, chain], 1, span);
}

function anyOf(tests: readonly Expression[], span: Expression["span"]): Expression {
  const [first, ...others] = tests;
  return first === undefined ? literal(true, span) : others.reduce((left, right) => binary("||", left, right, span), first);
}

function armOf(body: readonly SyntaxNode[], span: Expression["span"], context: JavaContext): Expression {
  const [only] = body;
  if (only === undefined) return opaque("does not parse", span);
  if (only.type === "throw_statement") return throwing(only.named[0] === undefined ? undefined : inner(only, context), only.span);
  if (only.type === "expression_statement") return inner(only, context);
  return immediately(bodyStatements(only, context), only.span);
}

/** What is compared, in a form that may be evaluated for each case; `first` has to be evaluated before. */
function subjectOf(node: SyntaxNode, context: JavaContext): { readonly subject: Expression; readonly first?: Expression } {
  const value = part(node, "condition", context);
  const given = takesNothing(node) ? value : callOf("#present", [value], value.span);
  if (isRepeatable(value)) return given === value ? { subject: value } : { subject: value, first: given };
  const name = context.temporary(value.span);
  return { subject: nameOf(name, value.span), first: assignment(named(name, value.span), given, value.span) };
}

/** Whether one of the cases is for nothing, which otherwise ends the program. */
function takesNothing(node: SyntaxNode): boolean {
  const entries = node.at("body")?.named ?? [];
  return entries.some(({ named: parts }) =>
    parts.some((label) => label.type === "switch_label" && label.named.some(({ type }) => type === "null_literal")),
  );
}

function casesOf(node: SyntaxNode, subject: Expression, context: JavaContext): readonly Case[] {
  return (node.at("body")?.named ?? []).flatMap((entry) => {
    if (entry.type !== "switch_rule" && entry.type !== "switch_block_statement_group") return [];
    const labels = entry.named.filter(({ type }) => type === "switch_label");
    const body = entry.named.filter(({ type }) => type !== "switch_label");
    const isDefault = labels.some((label) => label.has("default") || label.named.some(({ text }) => text === "default"));
    return [{ tests: isDefault ? [] : labels.flatMap((label) => testsOf(label, subject, context)), isDefault, body }];
  });
}

function testsOf(label: SyntaxNode, subject: Expression, context: JavaContext): readonly Expression[] {
  const guard = label.child("guard");
  const [condition] = guard?.named ?? [];
  const tests = label.named
    .filter(({ type }) => type !== "guard")
    .map((value) =>
      value.type === "pattern" ? matches(subject, value, context) : binary("===", subject, constantOf(value, subject, context), value.span),
    );
  if (condition === undefined) return tests;
  const guarded = expressionOf(condition, context);
  return tests.map((test) => all([test, guarded], label.span));
}

/** `case LIMIT` names a constant, or a member of the enum that the subject belongs to. */
function constantOf(node: SyntaxNode, subject: Expression, context: JavaContext): Expression {
  if (node.type !== "identifier" || context.constants.has(node.text)) return expressionOf(node, context);
  return callOf("#case", [subject, literal(node.text, node.span)], node.span);
}
