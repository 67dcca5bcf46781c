import { asStatement } from "../as-statement";
import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, Span, Statement } from "../../syntax/tree";
import { lowerAssignment, lowerShortDeclaration } from "./assignments";
import { construct, type Context } from "./context";
import { lowerConstants, lowerTypes, lowerVariables } from "./declare";
import { lowerArguments, lowerExpression, lowerOperand } from "./expressions";
import { lowerFor } from "./loops";
import { lowerReturn } from "./returns";
import { lowerSwitch, lowerTypeSwitch } from "./switches";

/** The statements of a block, in a scope of their own. */
export function lowerBlock(context: Context, block: SyntaxNode): Statement[] {
  return context.inScope(() => lowerStatements(context, block));
}

/** The statements below a node that holds some, in the scope that is open. What a `defer` puts off comes after the statements that follow it. */
export function lowerStatements(context: Context, node: SyntaxNode): Statement[] {
  return lowerAll(context, statementNodes(node));
}

function lowerAll(context: Context, nodes: readonly SyntaxNode[]): Statement[] {
  const statements: Statement[] = [];
  for (const [index, statement] of nodes.entries()) {
    if (statement.type === "defer_statement") {
      const put = deferred(context, statement);
      if (put !== undefined && context.around?.putsOffWithin === true) {
        statements.push(...put.before, keptForLater(put.late));
        continue;
      }
      const body = lowerAll(context, nodes.slice(index + 1));
      if (put === undefined) return [...statements, ...body];
      return [...statements, ...put.before, { kind: "try", body, finally: [put.late], span: statement.span }];
    }
    statements.push(...lowerStatement(context, statement));
  }
  return statements;
}

/** Where the calls are that a function puts off in loops and under conditions; no program can write the name. */
const putOff = "go deferred";

/** Puts a call off to the end of the function. */
function keptForLater(late: Statement): Statement {
  const { span } = late;
  const later: Expression = { kind: "function", parameters: [], body: [late], bindsOuterThis: true, span };
  return { kind: "expression", expression: construct("go put off", [{ kind: "name", name: putOff, span }, later], span), span };
}

/** The body of a function that puts calls off in loops or under conditions: in the end they are made, the last one first. */
export function runningPutOff(body: readonly Statement[], span: Span): Statement[] {
  const list: Expression = { kind: "list", elements: [], bracketsSpan: span, span };
  const made: Expression = construct("go run put off", [{ kind: "name", name: putOff, span }], span);
  return [
    { kind: "declare", pattern: { kind: "name", name: putOff, span }, value: list, span },
    { kind: "try", body, finally: [{ kind: "expression", expression: made, span }], span },
  ];
}

/** Whether a function puts calls off elsewhere than directly in its body. */
export function putsOffWithin(body: SyntaxNode): boolean {
  const direct = new Set(statementNodes(body));
  const open: SyntaxNode[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "defer_statement" && !direct.has(node)) return true;
    for (const child of node.children) if (child.isNamed && child.type !== "func_literal") open.push(child);
  }
  return false;
}

function statementNodes(node: SyntaxNode): readonly SyntaxNode[] {
  return node.named.flatMap((child) => (child.type === "statement_list" ? child.named : [child]));
}

/** Only what the program itself wrote can matter when it runs late; unlocking and closing does not. */
function deferred(context: Context, node: SyntaxNode): { readonly before: readonly Statement[]; readonly late: Statement } | undefined {
  const call = node.named[0];
  const called = call?.at("function");
  const isOwn =
    called?.type === "func_literal" ||
    called?.type === "identifier" ||
    (called?.type === "selector_expression" && context.declarations.methodResults.has(called.at("field")?.text ?? ""));
  if (call === undefined || !isOwn) return undefined;
  const lowered = lowerExpression(context, call);
  if (lowered.kind !== "call") return { before: [], late: { kind: "expression", expression: lowered, span: node.span } };
  // What is given is what it is now, not when the call happens.
  const before: Statement[] = [];
  const kept = (value: Expression, index: string): Expression => {
    const name = `go put off ${String(node.start)} ${index}`;
    before.push({ kind: "declare", pattern: { kind: "name", name, span: value.span }, value, span: value.span });
    return { kind: "name", name, span: value.span };
  };
  const given = lowered.arguments.map((argument, index) => ({ ...argument, value: kept(argument.value, String(index)) }));
  return { before, late: { kind: "expression", expression: { ...lowered, arguments: given }, span: node.span } };
}

export function lowerStatement(context: Context, node: SyntaxNode): readonly Statement[] {
  const { span } = node;
  switch (node.type) {
    case "expression_statement":
    case "go_statement": {
      const expression = node.named[0];
      return expression === undefined ? [] : [lowerExpressionStatement(context, expression, node)];
    }
    case "short_var_declaration":
      return lowerShortDeclaration(context, node);
    case "assignment_statement":
    case "inc_statement":
    case "dec_statement":
      return lowerAssignment(context, node);
    case "var_declaration":
      return lowerVariables(context, node, false);
    case "const_declaration":
      return lowerConstants(context, node, false);
    case "type_declaration":
      return lowerTypes(context, node);
    case "return_statement":
      return lowerReturn(context, node);
    case "if_statement":
      return [lowerIf(context, node)];
    case "for_statement":
      return [lowerFor(context, node, undefined)];
    case "expression_switch_statement":
      return [lowerSwitch(context, node)];
    case "type_switch_statement":
      return [lowerTypeSwitch(context, node)];
    case "block":
      return [{ kind: "block", body: lowerBlock(context, node), span }];
    case "labeled_statement":
      return lowerLabelled(context, node);
    case "break_statement":
    case "continue_statement": {
      const label = node.child("label_name")?.text;
      return [{ kind: node.type === "break_statement" ? "break" : "continue", ...(label === undefined ? {} : { label }), span }];
    }
    case "empty_statement":
    case "fallthrough_statement":
    case "defer_statement":
      return [];
    case "statement_list":
      return node.named.flatMap((inner) => lowerStatement(context, inner));
    case "select_statement":
    case "send_statement":
    case "receive_statement":
      return [{ kind: "unreadable", reason: "uses channels, which are not read", span }];
    case "goto_statement":
      return [{ kind: "goto", label: node.child("label_name")?.text ?? "", span }];
    case "ERROR":
      return lowerBroken(context, node);
    default:
      return [{ kind: "unreadable", reason: "is no statement that is read", span }];
  }
}

/** What can still be told of a part that does not parse: the statements in it. The part itself is noted where the file is lowered. */
function lowerBroken(context: Context, node: SyntaxNode): readonly Statement[] {
  return node.named.flatMap((child): readonly Statement[] => {
    if (/_statement$|_declaration$|^statement_list$|^block$/.test(child.type) && !/^(?:parameter|function|method|field|import)/.test(child.type))
      return lowerStatement(context, child);
    if (child.type === "call_expression") return [lowerExpressionStatement(context, child, child)];
    return [];
  });
}

/** A statement that is a call. Those that end the program are errors. */
function lowerExpressionStatement(context: Context, expression: SyntaxNode, { span }: SyntaxNode): Statement {
  if (!endsProgram(context, expression)) return asStatement(lowerExpression(context, expression), span);
  const [value] = lowerArguments(context, expression.at("arguments")?.named ?? []);
  return value === undefined ? { kind: "throw", span } : { kind: "throw", value: value.value, span };
}

function endsProgram(context: Context, node: SyntaxNode): boolean {
  if (node.type !== "call_expression") return false;
  const called = node.at("function");
  if (called?.type === "identifier") return called.text === "panic" && !context.isLocal("panic");
  return (
    called?.type === "selector_expression" &&
    /^(?:log\.(?:Fatal|Panic)(?:f|ln)?|os\.Exit)$/.test(called.text) &&
    !context.isLocal(called.at("operand")?.text ?? "")
  );
}

/** With what stands before the condition, it is a block of its own. */
function lowerIf(context: Context, node: SyntaxNode): Statement {
  const { span } = node;
  return context.inScope(() => {
    const before = node.at("initializer");
    const first = before === undefined ? [] : lowerStatement(context, before);
    const condition = node.at("condition");
    const [then, otherwise] = [node.at("consequence"), node.at("alternative")];
    const statement: Statement = {
      kind: "if",
      test: condition === undefined ? { kind: "opaque", reason: "does not parse", span } : lowerOperand(context, condition),
      then: then === undefined ? [] : lowerBlock(context, then),
      otherwise: otherwise === undefined ? [] : otherwise.type === "block" ? lowerBlock(context, otherwise) : [...lowerStatement(context, otherwise)],
      span,
    };
    return first.length === 0 ? statement : { kind: "block", body: [...first, statement], span };
  });
}

function lowerLabelled(context: Context, node: SyntaxNode): readonly Statement[] {
  const label = node.at("label")?.text;
  const isTarget = label !== undefined && new RegExp(`\\bgoto\\s+${label}\\b`).test(context.around?.body?.text ?? "");
  const place: readonly Statement[] = label === undefined || !isTarget ? [] : [{ kind: "label", label, span: node.at("label")?.span ?? node.span }];
  const labelled = node.named
    .filter(({ type }) => type !== "label_name")
    .flatMap((inner): readonly Statement[] => {
      if (inner.type === "for_statement") return [lowerFor(context, inner, label)];
      const body = lowerStatement(context, inner);
      // What is declared behind a label that is only jumped to is seen behind it.
      const canBeLeft = label !== undefined && /^(?:expression_switch|type_switch|select)_statement$|^block$/.test(inner.type);
      return canBeLeft ? [{ kind: "block", body, label, span: node.span }] : body;
    });
  return [...place, ...labelled];
}
