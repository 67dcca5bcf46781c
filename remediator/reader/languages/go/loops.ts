import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Statement } from "../../syntax/tree";
import { declared, targetOf } from "./calls";
import { construct, listed, type Context } from "./context";
import { lowerOperand } from "./expressions";
import { grownIn } from "./growth";
import { lowerBlock, lowerStatement } from "./statements";
import { elementType, goType, isArray, mayBeStruct, typeOf, underlying, type GoType } from "./types";

/** `for` in all of its forms. */
export function lowerFor(context: Context, node: SyntaxNode, label: string | undefined): Statement {
  const grown = [...grownIn(node.at("body") ?? node)].filter((name) => context.isLocal(name));
  const outer = context.grown;
  context.grown = new Set([...outer, ...grown]);
  const loop = lowerLoop(context, node, label);
  context.grown = outer;
  if (grown.length === 0) return loop;
  const { span } = node;
  const fences = grown.map((name): Statement => ({
    kind: "expression",
    expression: construct("go fence", [{ kind: "name", name, span }], span),
    span,
  }));
  return { kind: "block", body: [...fences, loop], span };
}

function lowerLoop(context: Context, node: SyntaxNode, label: string | undefined): Statement {
  return context.inScope(() => {
    const range = node.child("range_clause");
    if (range !== undefined) return lowerRange(context, node, range, label);
    const clause = node.child("for_clause");
    if (clause !== undefined) return lowerClassic(context, node, clause, label);
    const test = node.named.find(({ type }) => type !== "block" && type !== "ERROR");
    const condition: Expression = test === undefined ? { kind: "literal", value: true, span: node.span } : lowerOperand(context, test);
    return {
      kind: "while",
      test: condition,
      body: bodyOf(context, node),
      bodyFirst: false,
      ...(label === undefined ? {} : { label }),
      span: node.span,
    };
  });
}

function bodyOf(context: Context, node: SyntaxNode): readonly Statement[] {
  const body = node.at("body");
  return body === undefined ? [] : lowerBlock(context, body);
}

function lowerClassic(context: Context, node: SyntaxNode, clause: SyntaxNode, label: string | undefined): Statement {
  const [initializer, condition, update] = [clause.at("initializer"), clause.at("condition"), clause.at("update")];
  const first = initializer === undefined ? [] : lowerStatement(context, initializer);
  const test = condition === undefined ? undefined : lowerOperand(context, condition);
  const after = (update === undefined ? [] : lowerStatement(context, update)).flatMap((statement) =>
    statement.kind === "expression" ? [statement.expression] : [],
  );
  return {
    kind: "for",
    first,
    ...(test === undefined ? {} : { test }),
    update: after,
    body: bodyOf(context, node),
    ...(label === undefined ? {} : { label }),
    span: node.span,
  };
}

/** Over indexes and elements, keys and values, numbers. */
function lowerRange(context: Context, node: SyntaxNode, clause: SyntaxNode, label: string | undefined): Statement {
  const { span } = node;
  const right = clause.at("right");
  if (right === undefined) return { kind: "unreadable", reason: "does not parse", span };
  const type = typeOf(context, right);
  const operand = lowerOperand(context, right);
  // An array is copied before its elements are gone through.
  const isCopied = isArray(context, type) && clause.at("left")?.type === "expression_list";
  const subject = isCopied ? construct("go copy array", [operand], right.span) : operand;
  const isDeclaring = clause.has(":=");
  const [first, second] = listed(clause.at("left"));
  const inner = goType(elementType(context, type?.node));
  const [key, value] = isDeclaring
    ? [first === undefined ? undefined : declared(context, first), second === undefined ? undefined : declared(context, second, inner)]
    : [first, second].map((target) => (target === undefined ? undefined : targetOf(context, target)));
  const statements: Statement[] = [];
  if (isDeclaring && second !== undefined) statements.push(...copiedElement(context, second, inner));
  const names = { ...(label === undefined ? {} : { label }), span };
  if (value === undefined) {
    const of = construct("go keys", [subject], right.span);
    const [pattern, before] = bound(key, isDeclaring, clause);
    return { kind: "for each", pattern, of, over: "elements", body: [...before, ...statements, ...bodyOf(context, node)], ...names };
  }
  const [keyPattern, keyBefore] = bound(key, isDeclaring, clause);
  const [valuePattern, valueBefore] = bound(value, isDeclaring, clause, 1);
  const numbered = keyPattern.kind === "name" && !isList(context, type) ? numberedKey(keyPattern, subject) : [];
  return {
    kind: "for each",
    pattern: { kind: "list", elements: [{ pattern: keyPattern }, { pattern: valuePattern }], span: clause.at("left")?.span ?? clause.span },
    of: subject,
    over: "pairs",
    body: [...numbered, ...keyBefore, ...valueBefore, ...statements, ...bodyOf(context, node)],
    ...names,
  };
}

/** `for i = range x` gives a variable that exists its value: through a name that no program has. */
function bound(pattern: Pattern | undefined, isDeclaring: boolean, clause: SyntaxNode, position = 0): readonly [Pattern, readonly Statement[]] {
  const { span } = clause;
  if (pattern === undefined || pattern.kind === "nothing") return [{ kind: "nothing", span }, []];
  if (isDeclaring) return [pattern, []];
  const name = position === 0 ? "go range key" : "go range value";
  const value: Expression = { kind: "name", name, span: pattern.span };
  return [
    { kind: "name", name, span: pattern.span },
    [{ kind: "expression", expression: { kind: "assignment", target: pattern, value, span: pattern.span }, span: pattern.span }],
  ];
}

function isList(context: Context, type: GoType | undefined): boolean {
  const node = underlying(context, type?.node);
  if (node === undefined) return false;
  return node.type === "slice_type" || node.type === "array_type" || (node.type === "map_type" && node.at("key")?.text === "string");
}

function numberedKey({ name, span }: Pattern & { readonly kind: "name" }, subject: Expression): readonly Statement[] {
  const value = construct("go key", [subject, { kind: "name", name, span }], span);
  return [{ kind: "expression", expression: { kind: "assignment", target: { kind: "name", name, span }, value, span }, span }];
}

/** The variable of a `range` holds a copy of the element. */
function copiedElement(context: Context, name: SyntaxNode, type: GoType | undefined): readonly Statement[] {
  const { span, text } = name;
  const held: Expression = { kind: "name", name: text, span };
  const isWhole = isArray(context, type) && context.isChanged(text);
  if (isWhole)
    return [
      {
        kind: "expression",
        expression: { kind: "assignment", target: { kind: "name", name: text, span }, value: construct("go copy array", [held], span), span },
        span,
      },
    ];
  if (!context.isChanged(text) || (type !== undefined && !mayBeStruct(context, type))) return [];
  const value = construct("go copy", [held], span);
  return [{ kind: "expression", expression: { kind: "assignment", target: { kind: "name", name: text, span }, value, span }, span }];
}
