import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Statement } from "../../syntax/tree";
import { all, evaluated, opaque, sequence } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { expressionOf } from "./expressions";
import { repeatable, testOf } from "./patterns";
import { statementsOf } from "./statements";
import { operandsOf } from "./syntax";

/** `switch (x) { case ...: }`. Sections without a body go on into the next one; the others end with a jump. */
export function switchStatement(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  const value = node.at("value");
  if (value === undefined) return [{ kind: "unreadable", reason: "does not parse", span: node.span }];
  const { subject, first } = repeatable(expressionOf(value, context), context);
  const sections = operandsOf(node.at("body") ?? node).filter(({ type }) => type === "switch_section");
  const cases = sections.map((section) => ({ tests: testsOf(section, subject, context), body: bodyOf(section, sections, context) }));
  const statement: Statement = { kind: "switch", cases, fallsThrough: true, span: node.span };
  return first === undefined ? [statement] : [evaluated(first), statement];
}

function labelOf(section: SyntaxNode): readonly SyntaxNode[] {
  return section.children.slice(
    0,
    section.children.findLastIndex(({ type }) => type === ":"),
  );
}

function testsOf(section: SyntaxNode, subject: Expression, context: CSharpContext): readonly Expression[] {
  const label = labelOf(section);
  const patterns = label.filter((child) => child.isNamed && child.type !== "comment" && child.type !== "when_clause");
  const guard = label.find(({ type }) => type === "when_clause");
  return patterns.map((pattern) => guarded(testOf(subject, pattern, context), guard, context));
}

/** What a section does; `goto case x;` at its end does what the section of that case does. */
function bodyOf(section: SyntaxNode, sections: readonly SyntaxNode[], context: CSharpContext, depth = 0): readonly Statement[] {
  const nodes = section.children.slice(labelOf(section).length + 1).filter((child) => child.isNamed && child.type !== "comment");
  return nodes.flatMap((node) => {
    const target = node.type === "goto_statement" && depth < 20 ? sectionFor(node, sections) : undefined;
    return target === undefined ? statementsOf(node, context) : bodyOf(target, sections, context, depth + 1);
  });
}

function sectionFor(jump: SyntaxNode, sections: readonly SyntaxNode[]): SyntaxNode | undefined {
  const label = jump.text.replace(/^goto\s+|\s*;$/g, "").replace(/\s+/g, " ");
  return sections.find((section) => section.text.replace(/\s+/g, " ").includes(`${label}:`));
}

function guarded(test: Expression, guard: SyntaxNode | undefined, context: CSharpContext): Expression {
  const condition = guard === undefined ? undefined : operandsOf(guard).at(-1);
  return condition === undefined || guard === undefined ? test : all([test, expressionOf(condition, context)], test.span);
}

/** `x switch { ... }`: a chain of conditions. */
export function switchExpression(node: SyntaxNode, context: CSharpContext, type?: SyntaxNode): Expression {
  const [value] = operandsOf(node);
  if (value === undefined) return context.notRead(node, "does not parse");
  const { subject, first } = repeatable(expressionOf(value, context), context);
  const arms = operandsOf(node).filter((part) => part.type === "switch_expression_arm");
  const chain = arms.reduceRight<Expression>(
    (otherwise, arm) => {
      const parts = operandsOf(arm);
      const [pattern, result] = [parts[0], parts.at(-1)];
      if (pattern === undefined || result === undefined) return otherwise;
      const test = guarded(testOf(subject, pattern, context), arm.child("when_clause"), context);
      const then = expressionOf(result, context, type);
      return test.kind === "literal" && test.value === true ? then : { kind: "conditional", test, then, otherwise, span: arm.span };
    },
    opaque("is none of the cases", node.span),
  );
  const whole = chain.kind === "conditional" ? { ...chain, span: node.span } : chain;
  return first === undefined ? whole : sequence([first, whole], 1, node.span);
}
