import { asStatement } from "../as-statement";
import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Statement } from "../../syntax/tree";
import { lowerClass } from "./classes";
import { callOf, type Context, doesNotParse, hidden, isBroken, literal, name, opaque } from "./context";
import { lowerExpression, operatorOf } from "./expressions";
import { lowerFunction } from "./functions";
import { lowerFrom, lowerImport } from "./imports";
import { lowerMatch } from "./matches";
import { lowerTarget } from "./targets";
import { lowerTry } from "./tries";

/** The statements of a module or block. */
export function lowerStatements(nodes: readonly SyntaxNode[], context: Context): readonly Statement[] {
  const statements: Statement[] = [];
  for (const node of nodes) {
    if (node.isNamed) for (const statement of lowerStatement(node, context)) statements.push(statement);
  }
  return statements;
}

export function lowerBlock(node: SyntaxNode | undefined, context: Context): readonly Statement[] {
  return node === undefined ? [] : lowerStatements(node.children, context);
}

function lowerStatement(node: SyntaxNode, context: Context): readonly Statement[] {
  const span = node.span;
  switch (node.type) {
    case "comment":
    case "pass_statement":
    case "global_statement":
    case "nonlocal_statement":
    case "future_import_statement":
    case "type_alias_statement":
      return [];
    case "expression_statement":
      return lowerSimple(node, context);
    case "import_statement":
      return lowerImport(node);
    case "import_from_statement":
      return lowerFrom(node);
    case "return_statement":
      return [{ kind: "return", ...valueOf(node, context), span }];
    case "raise_statement":
      return [{ kind: "throw", ...valueOf(node, context), span }];
    case "break_statement":
      return [{ kind: "break", span }];
    case "continue_statement":
      return [{ kind: "continue", span }];
    case "if_statement":
      return [lowerIf(node, context)];
    case "for_statement":
      return [lowerFor(node, context)];
    case "while_statement":
      return lowerWhile(node, context);
    case "with_statement":
      return lowerWith(node, context);
    case "try_statement":
      return [lowerTry(node, context)];
    case "match_statement":
      return lowerMatch(node, context);
    case "function_definition":
    case "class_definition":
      return lowerDefinition(node, [], context);
    case "decorated_definition": {
      const definition = node.at("definition");
      const decorators = node.named.filter(({ type }) => type === "decorator");
      return definition === undefined ? [] : lowerDefinition(definition, decorators, context, node);
    }
    case "delete_statement":
      return node.named.flatMap((target) => lowerDelete(target, context));
    case "assert_statement":
      return node.named.slice(0, 1).map((test) => {
        const failed = callOf("AssertionError", [], span);
        return { kind: "if", test: lowerExpression(test, context), then: [], otherwise: [{ kind: "throw", value: failed, span }], span };
      });
    case "print_statement":
    case "exec_statement":
      return [{ kind: "unreadable", reason: "is a statement of Python 2", span }];
    case "ERROR":
    case "block":
      return lowerStatements(node.children.filter(isStatement), context);
  }
  return [{ kind: "unreadable", reason: `is ${node.type.replaceAll("_", " ")}, which is not understood`, span }];
}

/** Within what does not parse, whole statements are still read. */
function isStatement(node: SyntaxNode): boolean {
  return /_statement$|_definition$|^block$|^ERROR$/.test(node.type) && !isBroken(node);
}

function valueOf(node: SyntaxNode, context: Context): { readonly value?: Expression } {
  const [value] = node.named;
  if (isBroken(node)) return { value: opaque(doesNotParse, node.span) };
  return value === undefined ? {} : { value: lowerExpression(value, context) };
}

function lowerSimple(node: SyntaxNode, context: Context): readonly Statement[] {
  return node.named.flatMap((child): readonly Statement[] => {
    switch (child.type) {
      case "string":
      case "concatenated_string":
      case "ellipsis":
      case "ERROR":
        return [];
      case "assignment":
        return lowerAssignment(child, node, context);
      case "augmented_assignment":
        return lowerAugmented(child, node, context);
      case "yield":
        return [lowerYield(child, node, context)];
    }
    const expression = lowerExpression(child, context);
    return [child.type === "call" ? asStatement(expression, node.span) : { kind: "expression", expression, span: node.span }];
  });
}

function lowerYield(node: SyntaxNode, statement: SyntaxNode, context: Context): Statement {
  return { kind: "yield", ...valueOf(node, context), all: node.has("from"), span: statement.span };
}

function lowerAssignment(node: SyntaxNode, statement: SyntaxNode, context: Context): readonly Statement[] {
  const [left, right] = [node.at("left"), node.at("right")];
  if (left === undefined || right === undefined) return [];
  const type = node.at("type")?.text;
  const made = isBroken(node) ? opaque(doesNotParse, node.span) : lowerExpression(right, context);
  const value = made.kind === "call" && right.type === "call" ? { ...made, isKept: true as const } : made;
  const replaced = cutOut(left, value, context);
  if (replaced !== undefined) return [replaced];
  const starred = left.named.findIndex(({ type: kind }) => kind === "list_splat_pattern");
  if (left.type !== "identifier" && starred >= 0 && starred < left.named.length - 1) return lowerStarred(left, starred, value, context, statement);
  return [bindPattern(left, value, context, statement, type)];
}

/** `first, *middle, last = list`: what stands behind the star is counted from the end. */
function lowerStarred(left: SyntaxNode, starred: number, value: Expression, context: Context, statement: SyntaxNode): readonly Statement[] {
  const list = hidden.subject(left.start);
  const object = name(list, value.span);
  const parts = left.named.map((child, at): Statement => {
    const after = left.named.length - 1 - starred;
    const number = (index: number): Expression => literal(index, child.span);
    if (at !== starred) {
      const index = number(at < starred ? at : at - left.named.length);
      return bindPattern(child, { kind: "index", object, index, span: child.span }, context, statement);
    }
    return bindPattern(
      child.named[0] ?? child,
      { kind: "slice", object, from: number(starred), to: number(-after), span: child.span },
      context,
      statement,
    );
  });
  return [{ kind: "declare", pattern: { kind: "name", name: list, span: left.span }, value, span: statement.span }, ...parts];
}

/** Binds a target: an assignment where something of it is there already, else a declaration. */
function bindPattern(left: SyntaxNode, value: Expression, context: Context, statement: SyntaxNode, type?: string): Statement {
  const pattern = lowerTarget(left, context, left.span);
  if (isThere(pattern, context)) {
    return { kind: "expression", expression: { kind: "assignment", target: pattern, value, span: statement.span }, span: statement.span };
  }
  return { kind: "declare", pattern, value, ...(type === undefined ? {} : { type }), span: statement.span };
}

function isThere(pattern: Pattern, context: Context): boolean {
  switch (pattern.kind) {
    case "name":
      return context.assigned.has(pattern.name);
    case "list":
      return pattern.elements.some((element) => element !== undefined && isThere(element.pattern, context));
    case "target":
      return true;
    default:
      return false;
  }
}

/** Binds one name at a place of its own. */
export function bindName(identifier: SyntaxNode, value: Expression, context: Context): Statement {
  return bindPattern(identifier, value, context, identifier);
}

function lowerAugmented(node: SyntaxNode, statement: SyntaxNode, context: Context): readonly Statement[] {
  const target = lowerTarget(node.at("left"), context, node.span);
  const right = node.at("right");
  const operator = operatorOf((node.at("operator")?.text ?? "").replace(/=$/, ""));
  if (right === undefined || operator === undefined || isBroken(node)) {
    const value = opaque(operator === undefined ? "is a product of matrices" : doesNotParse, node.span);
    return [{ kind: "expression", expression: { kind: "assignment", target, value, span: statement.span }, span: statement.span }];
  }
  const value = lowerExpression(right, context);
  return [{ kind: "expression", expression: { kind: "assignment", target, operator, value, span: statement.span }, span: statement.span }];
}

function lowerIf(node: SyntaxNode, context: Context): Statement {
  let otherwise: readonly Statement[] = [];
  for (const clause of [...node.all("alternative")].reverse()) {
    otherwise = clause.type === "elif_clause" ? [lowerBranch(clause, otherwise, context)] : lowerBlock(clause.at("body"), context);
  }
  return lowerBranch(node, otherwise, context);
}

function lowerBranch(node: SyntaxNode, otherwise: readonly Statement[], context: Context): Statement {
  const condition = node.at("condition");
  const test = condition === undefined ? opaque(doesNotParse, node.span) : lowerExpression(condition, context);
  return { kind: "if", test, then: lowerBlock(node.at("consequence"), context), otherwise, span: node.span };
}

function lowerFor(node: SyntaxNode, context: Context): Statement {
  const rights = node.all("right");
  const [first] = rights;
  const otherwise = node.at("alternative")?.at("body");
  return {
    kind: "for each",
    pattern: lowerTarget(node.at("left"), context, node.span),
    of: first === undefined ? opaque(doesNotParse, node.span) : lowerExpression(first, context),
    over: "elements",
    body: lowerBlock(node.at("body"), context),
    ...(otherwise === undefined ? {} : { otherwise: lowerBlock(otherwise, context) }),
    span: node.span,
  };
}

function lowerWhile(node: SyntaxNode, context: Context): readonly Statement[] {
  const condition = node.at("condition");
  const test = condition === undefined ? opaque(doesNotParse, node.span) : lowerExpression(condition, context);
  const otherwise = node.at("alternative")?.at("body");
  return [
    {
      kind: "while",
      test,
      body: lowerBlock(node.at("body"), context),
      ...(otherwise === undefined ? {} : { otherwise: lowerBlock(otherwise, context) }),
      bodyFirst: false,
      span: node.span,
    },
  ];
}

/** The names are bound as if what is entered gave itself away, which files, pools and sessions do. */
function lowerWith(node: SyntaxNode, context: Context): readonly Statement[] {
  const items = (node.child("with_clause")?.named ?? []).filter(({ type }) => type === "with_item");
  return items.reduceRight<readonly Statement[]>(
    (body, item): readonly Statement[] => {
      const value = item.at("value");
      const entry = value?.type === "parenthesized_expression" ? (value.named[0] ?? value) : value;
      const subject = entry?.type === "as_pattern" ? entry.named[0] : entry;
      const target = entry?.type === "as_pattern" ? entry.at("alias")?.named[0] : undefined;
      const expression = subject === undefined ? opaque(doesNotParse, item.span) : lowerExpression(subject, context);
      const enter = name(hidden.enter, item.span);
      const pattern = target === undefined ? undefined : lowerTarget(target, context, item.span);
      const bound = pattern === undefined ? { declares: false } : { pattern, declares: !isThere(pattern, context) };
      return [{ kind: "with", subject: expression, enter, ...bound, body, span: item.span }];
    },
    lowerBlock(node.at("body"), context),
  );
}

/** Removing an item changes its list or dictionary; removing a name changes nothing that is read. */
function lowerDelete(node: SyntaxNode, context: Context): readonly Statement[] {
  if (node.type === "expression_list" || node.type === "tuple" || node.type === "list" || node.type === "parenthesized_expression") {
    return node.named.flatMap((child) => lowerDelete(child, context));
  }
  const slice = cutOut(node, undefined, context);
  if (slice !== undefined) return [slice];
  const target = lowerTarget(node, context, node.span);
  if (target.kind !== "target") {
    return node.type === "subscript" ? [{ kind: "unreadable", reason: "removes a part of a list", span: node.span }] : [];
  }
  if (target.target.kind === "member") {
    const { object, name, nameSpan } = target.target;
    return [{ kind: "expression", expression: callOf(hidden.without, [object, literal(name, nameSpan)], node.span), span: node.span }];
  }
  const { object, index, span } = target.target;
  return [{ kind: "expression", expression: callOf(hidden.removed, [object, index], span), span }];
}

/** What replaces a part of a list, or takes it out. */
function cutOut(node: SyntaxNode, value: Expression | undefined, context: Context): Statement | undefined {
  const slice = node.type === "subscript" ? node.named.find(({ type }) => type === "slice") : undefined;
  const object = node.at("value");
  if (slice === undefined || object === undefined || slice.children.every(({ type }) => type !== ":")) return undefined;
  // Every second element, and the like: what the list holds then is not followed.
  if (slice.children.filter(({ type }) => type === ":").length > 1) {
    const step = opaque("replaces elements with a step between them", slice.span);
    const replaced = [lowerExpression(object, context), step, step, ...(value === undefined ? [] : [value])];
    return { kind: "expression", expression: callOf(hidden.cut, replaced, node.span), span: node.span };
  }
  const colon = slice.children.findIndex(({ type }) => type === ":");
  const bound = (part: SyntaxNode | undefined): Expression => (part === undefined ? literal(null, slice.span) : lowerExpression(part, context));
  const bounds = [slice.children.slice(0, colon).find(({ isNamed }) => isNamed), slice.children.slice(colon + 1).find(({ isNamed }) => isNamed)];
  const given = [lowerExpression(object, context), ...bounds.map(bound), ...(value === undefined ? [] : [value])];
  return { kind: "expression", expression: callOf(hidden.cut, given, node.span), span: node.span };
}

function lowerDefinition(node: SyntaxNode, decorators: readonly SyntaxNode[], context: Context, whole = node): readonly Statement[] {
  const identifier = node.at("name");
  if (identifier === undefined) return [];
  const span = whole.span;
  if (node.type === "class_definition") return lowerClass(node, decorators, context, span);
  const expression = lowerFunction(node, context, false);
  const target: Pattern = { kind: "name", name: identifier.text, span: identifier.span };
  const assigned = (value: Expression): Statement => ({ kind: "expression", expression: { kind: "assignment", target, value, span }, span });
  // The decorator that stands next to the function comes first.
  const decorated = decorators.reduceRight<Expression>(
    (inner, decorator) => {
      const [given] = decorator.named;
      return given === undefined ? inner : callOf(hidden.decorated, [lowerExpression(given, context), inner], decorator.span);
    },
    name(identifier.text, identifier.span),
  );
  return [
    context.assigned.has(identifier.text)
      ? assigned(expression)
      : { kind: "function declaration", name: identifier.text, function: expression, span },
    ...(decorated.kind === "call" ? [assigned(decorated)] : []),
  ];
}
