import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Span, Statement } from "../../syntax/tree";
import { construct, nothing, type Context } from "./context";
import { lowerExpression } from "./expressions";
import { heldBy } from "./wholes";

/** The label of a function's body, which no program can write. */
export const bodyLabel = "go body";

/** `return` with one value, several, or the named results. */
export function lowerReturn(context: Context, node: SyntaxNode): readonly Statement[] {
  const { span } = node;
  const list = node.child("expression_list");
  const values = list?.named ?? [];
  const { results = [], leaves = false } = context.around ?? {};
  const value = valueOf(context, values, list?.span ?? span);
  if (!leaves) return [{ kind: "return", ...(value === undefined ? named(results, span) : { value }), span }];
  const leave: Statement = { kind: "break", label: bodyLabel, span };
  if (value === undefined) return [leave];
  const patterns = results.map((name): Pattern => (name === "_" ? { kind: "nothing", span } : { kind: "name", name, span }));
  const [only] = patterns;
  const target: Pattern =
    only !== undefined && patterns.length === 1 ? only : { kind: "list", elements: patterns.map((pattern) => ({ pattern })), span };
  return [{ kind: "expression", expression: { kind: "assignment", target, value, span }, span }, leave];
}

function valueOf(context: Context, values: readonly SyntaxNode[], span: Span): Expression | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  const lowered = values.map((value, index) => heldBy(context, lowerExpression(context, value), context.around?.resultTypes[index], value));
  return values.length === 1 ? lowered[0] : construct("go results", lowered, span);
}

function named(results: readonly string[], span: Span): { readonly value?: Expression } {
  return results.length === 0 ? {} : { value: resultsOf(results, span) };
}

/** What the named results are. */
export function resultsOf(results: readonly string[], span: Span): Expression {
  const names = results.map((name): Expression => (name === "_" ? nothing(span) : { kind: "name", name, span }));
  const [only] = names;
  return only !== undefined && names.length === 1 ? only : construct("go results", names, span);
}

/** Whether a function that is put off with `defer` assigns to one of these names. */
export function changesResults(body: SyntaxNode, names: ReadonlySet<string>): boolean {
  const open: { readonly node: SyntaxNode; readonly isDeferred: boolean }[] = [{ node: body, isDeferred: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, isDeferred } = next;
    // Closures that are not put off have returns of their own.
    if (node.type === "func_literal" && !isDeferred) continue;
    const targets =
      node.type === "assignment_statement" ? (node.at("left")?.named ?? []) : /^(?:inc|dec)_statement$/.test(node.type) ? node.named : [];
    if (isDeferred && targets.some((target) => target.type === "identifier" && names.has(target.text))) return true;
    for (const child of node.children) if (child.isNamed) open.push({ node: child, isDeferred: isDeferred || node.type === "defer_statement" });
  }
  return false;
}
