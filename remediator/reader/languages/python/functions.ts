import type { SyntaxNode } from "../../syntax/parse";
import type { FunctionExpression, Pattern, Statement } from "../../syntax/tree";
import { boundNames } from "./bound";
import type { Context } from "./context";
import { lowerParameters } from "./parameters";
import { lowerStatements } from "./statements";

/** A function without its name. `method`: the first parameter is the name of its object. */
export function lowerFunction(node: SyntaxNode, context: Context, isMethod: boolean): FunctionExpression {
  const { parameters, receiver } = lowerParameters(node.at("parameters"), context, isMethod);
  const statements = node.at("body")?.children ?? [];
  const names = new Set(parameters.flatMap(({ pattern }) => patternNames(pattern)));
  if (receiver !== undefined) names.add(receiver);
  const bound = boundNames(
    statements.filter(({ isNamed }) => isNamed),
    { hasWalrus: context.hasWalrus, parameters: names },
  );
  const inner: Context = {
    ...context,
    ...(receiver === undefined ? {} : { receiver }),
    classNames: undefined,
    assigned: new Set([...bound.ahead.keys(), ...bound.outer, ...names]),
  };
  return {
    kind: "function",
    parameters,
    body: [...ofModule(bound.global, node), ...declarations(bound.ahead), ...lowerStatements(statements, inner)],
    ...(receiver === undefined ? {} : { receiver }),
    ...(context.hasYield && isGenerator(statements) ? { isGenerator: true } : {}),
    ...(node.has("async") ? { isAsync: true as const } : {}),
    bindsOuterThis: !isMethod,
    span: node.span,
  };
}

function ofModule(names: ReadonlySet<string>, { span }: SyntaxNode): readonly Statement[] {
  return names.size === 0 ? [] : [{ kind: "global", names: [...names], span }];
}

/** Names that have to be there before the block that binds them. */
export function declarations(ahead: ReturnType<typeof boundNames>["ahead"]): readonly Statement[] {
  return [...ahead].map(([name, span]): Statement => ({ kind: "declare", pattern: { kind: "name", name, span }, span }));
}

function patternNames(pattern: Pattern): readonly string[] {
  if (pattern.kind === "name") return [pattern.name];
  return pattern.kind === "list" ? pattern.elements.flatMap((element) => (element === undefined ? [] : patternNames(element.pattern))) : [];
}

/** Whether a `yield` stands in the statements, functions inside of them not counted. */
function isGenerator(statements: readonly SyntaxNode[]): boolean {
  const open = [...statements];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "yield" && node.isNamed) return true;
    if (node.type === "function_definition" || node.type === "lambda" || node.type === "class_definition") continue;
    for (const child of node.children) open.push(child);
  }
  return false;
}
