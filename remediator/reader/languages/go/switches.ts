import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Statement } from "../../syntax/tree";
import { declared } from "./calls";
import { construct, listed, nothing, type Context } from "./context";
import { lowerExpression, lowerOperand } from "./expressions";
import { testedType } from "./literals";
import { lowerStatement, lowerStatements } from "./statements";
import { goType } from "./types";

interface Case {
  readonly tests: readonly Expression[];
  readonly body: readonly Statement[];
}

/** `switch x { case a, b: ... }`; without a subject the cases are conditions. A case that falls through has the next one's statements as well. */
export function lowerSwitch(context: Context, node: SyntaxNode): Statement {
  return withInitializer(context, node, () => {
    const subject = node.at("value");
    const cases = casesOf(node);
    const bodies = cases.map((one) => context.inScope(() => bodyOf(context, one)));
    const lowered = cases.map((one, index): Case => {
      const values = listed(one.at("value"));
      const tests = values.map((value) => (subject === undefined ? lowerOperand(context, value) : lowerExpression(context, value)));
      const body = [...(bodies[index] ?? [])];
      for (let next = index; fallsThrough(cases[next]) && next + 1 < cases.length; next++) body.push(...(bodies[next + 1] ?? []));
      return { tests, body };
    });
    return {
      kind: "switch",
      ...(subject === undefined ? {} : { subject: lowerOperand(context, subject) }),
      cases: defaultLast(lowered),
      fallsThrough: false,
      span: node.span,
    };
  });
}

/** `switch v := x.(type) { case string: ... }`: conditions on the type. */
export function lowerTypeSwitch(context: Context, node: SyntaxNode): Statement {
  return withInitializer(context, node, () => {
    const value = node.at("value");
    const alias = listed(node.at("alias"))[0];
    if (value === undefined) return { kind: "unreadable", reason: "does not parse", span: node.span };
    const subject = lowerOperand(context, value);
    const cases = casesOf(node).map((one): Case => {
      const types = one.all("type");
      const tests = types.map((type): Expression =>
        type.text === "nil"
          ? { kind: "binary", operator: "===", left: subject, right: nothing(type.span), span: type.span }
          : construct("go is", [subject, testedType(context, type)], type.span),
      );
      const body = context.inScope((): Statement[] => {
        if (alias === undefined) return bodyOf(context, one);
        const pattern = declared(context, alias, types.length === 1 ? goType(types[0]) : undefined);
        return [{ kind: "declare", pattern, value: subject, span: alias.span }, ...bodyOf(context, one)];
      });
      return { tests, body };
    });
    return { kind: "switch", cases: defaultLast(cases), fallsThrough: false, span: node.span };
  });
}

function withInitializer(context: Context, node: SyntaxNode, body: () => Statement): Statement {
  return context.inScope(() => {
    const initializer = node.at("initializer");
    if (initializer === undefined) return body();
    const first = lowerStatement(context, initializer);
    return { kind: "block", body: [...first, body()], span: node.span };
  });
}

function casesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named.filter(({ type }) => type === "expression_case" || type === "type_case" || type === "default_case");
}

function bodyOf(context: Context, node: SyntaxNode): Statement[] {
  const list = node.child("statement_list");
  return list === undefined ? [] : lowerStatements(context, list);
}

function fallsThrough(node: SyntaxNode | undefined): boolean {
  return node?.child("statement_list")?.named.at(-1)?.type === "fallthrough_statement";
}

/** The default is taken when no case is, wherever it stands. */
function defaultLast(cases: readonly Case[]): readonly Case[] {
  return [...cases.filter(({ tests }) => tests.length > 0), ...cases.filter(({ tests }) => tests.length === 0)];
}
