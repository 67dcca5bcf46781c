import { asStatement } from "../as-statement";
import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, FunctionExpression, Pattern, Statement } from "../../syntax/tree";
import { handling, type Handler } from "../java-and-csharp/errors";
import { assignment, callOf, closure, evaluated, nameOf, named, opaque, typed } from "../java-and-csharp/nodes";
import { localClass, isTypeDeclaration } from "./classes";
import type { CSharpContext } from "./context";
import { expressionOf, only, parametersOf, part, stepOf, tuplePattern } from "./expressions";
import { switchStatement } from "./switches";
import { activeOf, operandsOf, partsOf } from "./syntax";
import { heldType, typeExpression } from "./types";

/** The statements of a block, or the one statement that stands for a block. */
export function bodyOf(node: SyntaxNode | undefined, context: CSharpContext): readonly Statement[] {
  if (node === undefined) return [];
  if (node.type !== "block") return statementsOf(node, context);
  return inTurn(partsOf(node), context);
}

/** Statements one after the other. What is declared with `using` is disposed of when the others have ended, however they end. */
export function inTurn(nodes: readonly SyntaxNode[], context: CSharpContext): readonly Statement[] {
  const index = nodes.findIndex((node) => node.type === "local_declaration_statement" && node.has("using"));
  const using = nodes[index];
  if (using === undefined) return nodes.flatMap((statement) => statementsOf(statement, context));
  const before = [...nodes.slice(0, index).flatMap((statement) => statementsOf(statement, context)), ...statementsOf(using, context)];
  const body = inTurn(nodes.slice(index + 1), context);
  return [...before, { kind: "try", body, finally: disposals(using.child("variable_declaration")), span: using.span }];
}

/** The variables of a declaration are disposed of, the last one first. */
function disposals(declaration: SyntaxNode | undefined): readonly Statement[] {
  const names = (declaration?.children ?? []).flatMap((child) => (child.type === "variable_declarator" ? [child.at("name")] : []));
  return names.reverse().flatMap((name) => (name === undefined ? [] : [evaluated(callOf("#close", [nameOf(name.text, name.span)], name.span))]));
}

/** Lowers a statement; names that its expressions introduce are declared before it. */
export function statementsOf(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  return context.statement(() => lower(node, context));
}

/** A function's body: `{ ... }` or `=> value`. */
/** `list.Reverse();` is the method of lists, which changes them: what the one of queries gives would be of no use. */
function inPlace(expression: Expression): Expression {
  if (expression.kind !== "call" || expression.callee.kind !== "member" || expression.callee.name !== "Reverse" || expression.arguments.length > 0)
    return expression;
  return { ...expression, callee: { ...expression.callee, name: "#Reverse" } };
}

export function functionBody(body: SyntaxNode, returns: SyntaxNode | undefined, context: CSharpContext): FunctionExpression["body"] {
  const outer = context.returns;
  context.returns = returns;
  try {
    if (body.type !== "arrow_expression_clause") return bodyOf(body, context);
    const value = operandsOf(body).at(-1);
    return value === undefined ? [] : context.bodyOf(() => expressionOf(value, context, heldType(returns)));
  } finally {
    context.returns = outer;
  }
}

function lower(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  const { span } = node;
  if (isTypeDeclaration(node)) return localClass(node, context);
  switch (node.type) {
    case "global_statement":
      return partsOf(node).flatMap((statement) => lower(statement, context));
    case "local_declaration_statement": {
      const declaration = node.child("variable_declaration");
      return declaration === undefined ? [] : declarations(declaration, context, span);
    }
    case "expression_statement":
      return operandsOf(node).map((expression) => asStatement(inPlace(stepOf(expression, context)), span));
    case "local_function_statement":
      return localFunction(node, context);
    case "if_statement":
      return [
        {
          kind: "if",
          test: part(node, "condition", context),
          then: bodyOf(node.at("consequence"), context),
          otherwise: bodyOf(node.at("alternative"), context),
          span,
        },
      ];
    case "while_statement":
    case "do_statement":
      return [
        {
          kind: "while",
          test: part(node, "condition", context),
          body: bodyOf(node.at("body"), context),
          bodyFirst: node.type === "do_statement",
          span,
        },
      ];
    case "for_statement":
      return [forLoop(node, context)];
    case "foreach_statement":
      return [
        {
          kind: "for each",
          pattern: loopVariable(node, context),
          of: part(node, "right", context),
          ...typed(node.at("type")),
          over: "elements",
          body: bodyOf(node.at("body"), context),
          span,
        },
      ];
    case "switch_statement":
      return switchStatement(node, context);
    case "block":
      return [{ kind: "block", body: bodyOf(node, context), span }];
    case "unsafe_statement":
    case "checked_statement":
    case "lock_statement":
    case "fixed_statement":
      return [{ kind: "block", body: bodyOf(node.child("block"), context), span }];
    case "using_statement":
      return [{ kind: "block", body: usingStatement(node, context), span }];
    case "return_statement": {
      const value = operandsOf(node).at(-1);
      return [{ kind: "return", span, ...(value === undefined ? {} : { value: expressionOf(value, context, heldType(context.returns)) }) }];
    }
    case "yield_statement": {
      if (node.has("break")) return [{ kind: "return", span }];
      return [{ kind: "yield", value: only(node, context), all: false, span }];
    }
    case "throw_statement": {
      const value = operandsOf(node).at(-1);
      return [{ kind: "throw", span, ...(value === undefined ? {} : { value: expressionOf(value, context) }) }];
    }
    case "break_statement":
    case "continue_statement":
      return [{ kind: node.type === "break_statement" ? "break" : "continue", span }];
    case "try_statement":
      return [tryStatement(node, context)];
    case "labeled_statement": {
      const [label] = node.named;
      const statement = node.named.at(-1);
      const isTarget = label !== undefined && new RegExp(`\\bgoto\\s+${label.text}\\b`).test(node.file.text);
      const place: readonly Statement[] = label === undefined || !isTarget ? [] : [{ kind: "label", label: label.text, span: label.span }];
      return statement === undefined ? place : [...place, ...lower(statement, context)];
    }
    case "empty_statement":
    case "extern_alias_directive":
    case "global_attribute":
    case "attribute_list":
      return [];
    case "ERROR":
      return [{ kind: "unreadable", reason: "does not parse", span }, ...rescued(node, context)];
    case "goto_statement":
      // A jump to another case leaves this one.
      return node.has("case") || node.has("default")
        ? [...unreadable(node, "jumps to a label, which is not read", context), { kind: "break" as const, span }]
        : [{ kind: "goto", label: node.named[0]?.text ?? "", span }];
    default:
      return unreadable(node, `is ${node.type.replaceAll("_", " ")}, which is not read`, context);
  }
}

/** Statements, calls and creations that parse inside of what does not. */
function rescued(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  return node.children.flatMap((child): readonly Statement[] => {
    if (child.type === "ERROR") return rescued(child, context);
    if (/_statement$|^block$/.test(child.type) || isTypeDeclaration(child)) return statementsOf(child, context);
    if (child.type === "variable_declaration") return context.statement(() => declarations(child, context));
    if (/^(?:invocation|object_creation|assignment|await)_expression$/.test(child.type))
      return context.statement(() => [evaluated(expressionOf(child, context))]);
    return [];
  });
}

function unreadable(node: SyntaxNode, reason: string, context: CSharpContext): readonly Statement[] {
  context.notRead(node, reason);
  return [{ kind: "unreadable", reason, span: node.span }];
}

/** `T a = 1, b`; `var (a, b) = c`. */
export function declarations(node: SyntaxNode, context: CSharpContext, span = node.span): readonly Statement[] {
  const type = node.at("type");
  const declarators = node.children.filter((child) => child.type === "variable_declarator");
  return declarators.map((declarator) => {
    const [name, tuple] = [declarator.at("name"), declarator.child("tuple_pattern")];
    const value = valueIn(declarator);
    const isTyped = type !== undefined && type.type !== "implicit_type";
    return {
      kind: "declare",
      pattern: tuple === undefined ? patternOf(name, declarator) : tuplePattern(tuple, context),
      span: declarators.length === 1 ? span : declarator.span,
      ...(value === undefined ? {} : { value: initialValue(value, isTyped ? type : undefined, context) }),
      ...(isTyped ? { type: type.text } : {}),
    };
  });
}

/** The value behind the equals sign. */
export function valueIn(declarator: SyntaxNode): SyntaxNode | undefined {
  const equals = declarator.children.findIndex(({ type }) => type === "=");
  return equals === -1
    ? undefined
    : activeOf(declarator.children.slice(equals + 1)).find((child) => (child.isNamed && child.type !== "ERROR") || child.type === "this");
}

/** `int[] x = { 1, 2 }` leaves out `new[]`. */
export function initialValue(value: SyntaxNode, type: SyntaxNode | undefined, context: CSharpContext): Expression {
  if (value.type !== "initializer_expression" || type?.type !== "array_type") return expressionOf(value, context, heldType(type));
  if (/\[[^\]]*,/.test(type.text)) return opaque("is an array of several dimensions, which is not read", value.span);
  const held = type.at("type");
  return {
    kind: "list",
    elements: operandsOf(value).map((element) => ({ value: initialValue(element, held, context), span: element.span })),
    isArray: true,
    bracketsSpan: value.span,
    span: value.span,
  };
}

function patternOf(name: SyntaxNode | undefined, node: SyntaxNode): Pattern {
  return name === undefined || name.text === "_" ? { kind: "nothing", span: node.span } : named(name.text, name.span);
}

function loopVariable(node: SyntaxNode, context: CSharpContext): Pattern {
  const left = node.at("left");
  return left?.type === "tuple_pattern" || left?.type === "tuple_expression" ? loopTuple(left, context) : patternOf(left, node);
}

/** `foreach ((string k, int v) in map)` declares as `foreach (var (k, v) in map)` does. */
function loopTuple(node: SyntaxNode, context: CSharpContext): Pattern {
  if (node.type === "tuple_pattern") return tuplePattern(node, context);
  const elements = node.children
    .filter(({ type }) => type === "argument")
    .map((argument) => {
      const value = operandsOf(argument).at(-1);
      const pattern: Pattern = value?.type === "tuple_expression" ? loopTuple(value, context) : patternOf(value?.at("name") ?? value, argument);
      return { pattern };
    });
  return { kind: "list", elements, span: node.span };
}

function localFunction(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  const [name, body] = [node.at("name"), node.at("body")];
  if (name === undefined || body === undefined) return [];
  const lowered = closure(parametersOf(node.at("parameters"), context), functionBody(body, node.at("type"), context), node.span);
  return [{ kind: "function declaration", name: name.text, function: generating(lowered, body), span: node.span }];
}

/** A function with a `yield` of its own gives a sequence. */
export function generating(lowered: FunctionExpression, body: SyntaxNode): FunctionExpression {
  const open: SyntaxNode[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "yield_statement") return { ...lowered, isGenerator: true };
    if (node.type !== "local_function_statement" && node.type !== "lambda_expression") open.push(...node.children);
  }
  return lowered;
}

function forLoop(node: SyntaxNode, context: CSharpContext): Statement {
  const [first, test] = [node.at("initializer"), node.at("condition")];
  const begun =
    first?.type === "variable_declaration"
      ? declarations(first, context)
      : node.all("initializer").map((expression) => evaluated(expressionOf(expression, context)));
  return {
    kind: "for",
    first: begun,
    update: node.all("update").map((update) => stepOf(update, context)),
    body: bodyOf(node.at("body"), context),
    span: node.span,
    ...(test === undefined ? {} : { test: expressionOf(test, context) }),
  };
}

function usingStatement(node: SyntaxNode, context: CSharpContext): readonly Statement[] {
  const body = node.at("body");
  const [resource] = operandsOf(node).filter((child) => child !== body);
  const inner = bodyOf(body, context);
  if (resource === undefined) return inner;
  const { span } = resource;
  if (resource.type === "variable_declaration")
    return [...declarations(resource, context), { kind: "try", body: inner, finally: disposals(resource), span: node.span }];
  const name = context.temporary(span);
  const kept = assignment(named(name, span), expressionOf(resource, context), span);
  return [evaluated(kept), { kind: "try", body: inner, finally: [evaluated(callOf("#close", [nameOf(name, span)], span))], span: node.span }];
}

function tryStatement(node: SyntaxNode, context: CSharpContext): Statement {
  const clauses = node.named.filter(({ type }) => type === "catch_clause");
  return {
    kind: "try",
    body: bodyOf(node.at("body"), context),
    finally: bodyOf(node.child("finally_clause")?.child("block"), context),
    span: node.span,
    ...handling(clauses.map((clause) => handlerOf(clause, context))),
  };
}

/** `catch (T e) when (test)`. */
function handlerOf(clause: SyntaxNode, context: CSharpContext): Handler {
  const declaration = clause.child("catch_declaration");
  const [name, type] = [declaration?.at("name"), declaration?.at("type")];
  const filter = clause.child("catch_filter_clause")?.named[0];
  const last = type?.text.slice(type.text.lastIndexOf(".") + 1) ?? "";
  return {
    types: type === undefined || last === "Exception" ? [] : [{ type: typeExpression(type, context), name: last }],
    pattern: name === undefined ? undefined : named(name.text, name.span),
    filter: filter === undefined ? undefined : expressionOf(filter, context),
    body: bodyOf(clause.at("body"), context),
    span: clause.span,
  };
}
