import { asStatement } from "../as-statement";
import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Pattern, Statement } from "../../syntax/tree";
import { handling, type Handler } from "../java-and-csharp/errors";
import { callOf, evaluated, named, typed } from "../java-and-csharp/nodes";
import { isTypeDeclaration, localClass } from "./classes";
import { onlyOf, type JavaContext } from "./context";
import { argumentsOf, expressionOf, inner, part, stepOf } from "./expressions";
import { switchStatement } from "./switches";
import { typeExpression } from "./types";

/** The statements of a block, of a method's or constructor's body. */
export function bodyOf(block: SyntaxNode | undefined, context: JavaContext): readonly Statement[] {
  if (block === undefined) return [];
  if (block.type !== "block" && block.type !== "constructor_body") return statementsOf(block, context);
  return block.named.flatMap((statement) => statementsOf(statement, context));
}

/** Lowers a statement; names that its expressions introduce are declared before it. */
export function statementsOf(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  return context.statement(() => lower(node, context));
}

/** What a block is locked by must be something. */
function lockOf(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  const lock = node.named.find(({ type }) => type === "parenthesized_expression");
  return lock === undefined ? [] : [evaluated(callOf("#present", [inner(lock, context)], lock.span))];
}

function lower(node: SyntaxNode, context: JavaContext, label?: string): readonly Statement[] {
  const { span } = node;
  const labelled = label === undefined ? {} : { label };
  if (isTypeDeclaration(node)) return localClass(node, context);
  switch (node.type) {
    case "local_variable_declaration":
      return declarations(node, context);
    case "expression_statement": {
      const expression = onlyOf(node);
      if (expression === undefined) return [];
      return expression.type === "switch_expression" ? switchStatement(expression, context) : [asStatement(stepOf(expression, context), span)];
    }
    case "switch_expression":
      return switchStatement(node, context);
    case "explicit_constructor_invocation":
      return [constructorCall(node, context)];
    case "if_statement": {
      const test = condition(node, context);
      return [{ kind: "if", test, then: bodyOf(node.at("consequence"), context), otherwise: bodyOf(node.at("alternative"), context), span }];
    }
    case "while_statement":
      return [{ kind: "while", test: condition(node, context), body: bodyOf(node.at("body"), context), bodyFirst: false, span, ...labelled }];
    case "do_statement":
      return [{ kind: "while", test: condition(node, context), body: bodyOf(node.at("body"), context), bodyFirst: true, span, ...labelled }];
    case "for_statement":
      return [forLoop(node, context, labelled)];
    case "enhanced_for_statement":
      return [
        {
          kind: "for each",
          pattern: variable(node),
          of: part(node, "value", context),
          ...typed(node.at("type")),
          over: "elements",
          body: bodyOf(node.at("body"), context),
          span,
          ...labelled,
        },
      ];
    case "labeled_statement": {
      const [name, statement] = node.named;
      if (statement === undefined || name === undefined) return [];
      const body = lower(statement, context, name.text);
      return /^(?:enhanced_)?for_statement$|^while_statement$|^do_statement$/.test(statement.type)
        ? body
        : [{ kind: "block", body, label: name.text, span }];
    }
    case "block":
      return [{ kind: "block", body: bodyOf(node, context), span }];
    case "synchronized_statement":
      return [{ kind: "block", body: [...lockOf(node, context), ...bodyOf(node.at("body"), context)], span }];
    case "return_statement":
    case "yield_statement": {
      const value = onlyOf(node);
      return [{ kind: "return", span, ...(value === undefined ? {} : { value: expressionOf(value, context) }) }];
    }
    case "throw_statement": {
      const value = onlyOf(node);
      return [{ kind: "throw", span, ...(value === undefined ? {} : { value: expressionOf(value, context) }) }];
    }
    case "break_statement":
    case "continue_statement": {
      const [target] = node.named;
      return [{ kind: node.type === "break_statement" ? "break" : "continue", span, ...(target === undefined ? {} : { label: target.text }) }];
    }
    case "try_statement":
    case "try_with_resources_statement":
      return [tryStatement(node, context)];
    case "assert_statement":
    case "import_declaration":
    case "package_declaration":
      return [];
    case "ERROR":
      return [{ kind: "unreadable", reason: "does not parse", span }, ...rescued(node, context)];
    default:
      return expressionStatement(node, context);
  }
}

/** Statements, calls and creations that parse inside of what does not. */
function rescued(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  return node.children.flatMap((child): readonly Statement[] => {
    if (child.type === "ERROR") return rescued(child, context);
    if (/_statement$|^block$|^local_variable_declaration$/.test(child.type) || isTypeDeclaration(child)) return statementsOf(child, context);
    if (/^(?:method_invocation|object_creation_expression|assignment_expression)$/.test(child.type))
      return context.statement(() => [evaluated(expressionOf(child, context))]);
    return [];
  });
}

function expressionStatement(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  const expression = expressionOf(node, context);
  return expression.kind === "opaque" ? [{ kind: "unreadable", reason: expression.reason, span: node.span }] : [evaluated(expression)];
}

function declarations(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  const type = node.at("type");
  return node.all("declarator").map((declarator) => {
    const [name, value] = [declarator.at("name"), declarator.at("value")];
    return {
      kind: "declare",
      pattern: patternOf(name, declarator),
      span: node.all("declarator").length === 1 ? node.span : declarator.span,
      ...(value === undefined ? {} : { value: expressionOf(value, context) }),
      ...(type === undefined || type.text === "var" ? {} : { type: type.text }),
    };
  });
}

function patternOf(name: SyntaxNode | undefined, node: SyntaxNode): Pattern {
  return name === undefined || name.type === "underscore_pattern" ? { kind: "nothing", span: node.span } : named(name.text, name.span);
}

function variable(node: SyntaxNode): Pattern {
  return patternOf(node.at("name"), node);
}

function condition(node: SyntaxNode, context: JavaContext): Expression {
  const test = node.at("condition");
  if (test === undefined) return context.notRead(node, "does not parse");
  return test.type === "parenthesized_expression" ? inner(test, context) : expressionOf(test, context);
}

function constructorCall(node: SyntaxNode, context: JavaContext): Statement {
  const [callee, given] = [node.at("constructor"), node.at("arguments")];
  return evaluated({
    kind: "call",
    callee: { kind: callee?.type === "this" ? "this" : "super", span: callee?.span ?? node.span },
    arguments: argumentsOf(given, context),
    isNew: false,
    span: node.span,
    ...(given === undefined ? {} : { argumentsSpan: given.span }),
  });
}

function forLoop(node: SyntaxNode, context: JavaContext, labelled: { readonly label?: string }): Statement {
  const test = node.at("condition");
  return {
    kind: "for",
    first: node.all("init").flatMap((first) => lower(first, context)),
    update: node.all("update").map((update) => stepOf(update, context)),
    body: bodyOf(node.at("body"), context),
    span: node.span,
    ...(test === undefined ? {} : { test: expressionOf(test, context) }),
    ...labelled,
  };
}

/** What is opened in the head of a `try` is there for its body, and closed at its end. */
function tryStatement(node: SyntaxNode, context: JavaContext): Statement {
  const resources = (node.at("resources")?.named ?? []).flatMap((resource): readonly Statement[] => {
    const value = resource.at("value");
    const [only] = resource.named;
    if (value !== undefined) return [{ kind: "declare", pattern: variable(resource), value: expressionOf(value, context), span: resource.span }];
    return only === undefined ? [] : [evaluated(expressionOf(only, context))];
  });
  const handlers = node.named.filter(({ type }) => type === "catch_clause");
  const final = node.child("finally_clause")?.child("block");
  const handled = {
    ...handling(handlers.map((clause) => handlerOf(clause, context))),
    finally: bodyOf(final, context),
    span: node.span,
  };
  const body = bodyOf(node.at("body"), context);
  if (resources.length === 0) return { kind: "try", body, ...handled };
  // They are closed before an error of the body is handled.
  const opened: Statement = { kind: "try", body, finally: closing(node, context), span: node.span };
  return { kind: "try", body: [...resources, opened], ...handled };
}

/** The last one that was opened is closed first. */
function closing(node: SyntaxNode, context: JavaContext): readonly Statement[] {
  const names = (node.at("resources")?.named ?? []).flatMap((resource) => {
    const [only] = resource.named;
    return resource.at("value") === undefined && only?.type === "identifier" ? [only] : (resource.at("name") ?? []);
  });
  return names.reverse().map((name) => evaluated(callOf("#close", [expressionOf(name, context)], name.span)));
}

/** `catch (A | B e)`. */
function handlerOf(clause: SyntaxNode, context: JavaContext): Handler {
  const parameter = clause.child("catch_formal_parameter");
  const types = parameter?.child("catch_type")?.named ?? [];
  return {
    types: types.map((type) => ({ type: typeExpression(type, context), name: type.text.slice(type.text.lastIndexOf(".") + 1) })),
    pattern: parameter === undefined ? undefined : variable(parameter),
    filter: undefined,
    body: bodyOf(clause.at("body"), context),
    span: clause.span,
  };
}
