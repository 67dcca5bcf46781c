import type { SyntaxNode } from "../../syntax/parse";
import type { Call, Expression } from "../../syntax/tree";
import { argument, assignment, literal, memberOf, named, nameOf, sequence, targetOf } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { argumentsOf, expressionOf } from "./expressions";
import { repeatable } from "./patterns";
import { operandsOf } from "./syntax";
import { typeArgumentsOf } from "./types";

/** Whether a chain of members and calls contains `?.`: nothing of nothing is nothing, to its end. */
export function isOptional(expression: Expression): boolean {
  return (expression.kind === "member" || expression.kind === "index" || expression.kind === "call") && expression.optional === true;
}

/** A call of a method, function or delegate. */
export function invocation(node: SyntaxNode, context: CSharpContext): Expression {
  const [callee, list] = [node.at("function"), node.at("arguments")];
  if (callee === undefined) return context.notRead(node, "does not parse");
  if (callee.text === "nameof") return literal(list?.named.at(-1)?.text.split(".").at(-1) ?? "", node.span);
  const outs = (list?.children ?? []).filter((child) => child.type === "argument" && (child.has("out") || child.has("ref")));
  const name =
    callee.type === "member_access_expression"
      ? callee.at("name")
      : callee.type === "conditional_access_expression"
        ? callee.named.at(-1)?.at("name")
        : callee;
  if (outs.length > 0) {
    const known = tryCall(node, callee, list, name?.text ?? "", context);
    if (known !== undefined) return known;
  }
  const lowered = expressionOf(callee, context);
  const types = typeArgumentsOf(name?.type === "generic_name" ? name : undefined, context);
  const call: Call = {
    kind: "call",
    callee: lowered,
    arguments: argumentsOf(list, context, parameterTypes(name, list, context)),
    isNew: false,
    span: node.span,
    ...(isOptional(lowered) ? { optional: true } : {}),
    ...(types === undefined ? {} : { typeArguments: types }),
    ...(list === undefined ? {} : { argumentsSpan: list.span }),
  };
  return outs.length === 0 ? call : givingOut(call, outs, context);
}

/** The types of the parameters of a method that the file declares, if its overloads agree on their number. */
export function parameterTypes(
  name: SyntaxNode | undefined,
  list: SyntaxNode | undefined,
  context: CSharpContext,
): readonly (SyntaxNode | undefined)[] {
  const text = name?.type === "generic_name" ? name.child("identifier")?.text : name?.text;
  const overloads = context.parameters.get(text ?? "") ?? [];
  const count = (list?.children ?? []).filter(({ type }) => type === "argument").length;
  const fitting = overloads.filter((parameters) => parameters.length >= count);
  return (overloads.length === 1 ? overloads[0] : fitting.length === 1 ? fitting[0] : undefined) ?? [];
}

/** `map.TryGetValue(key, out var x)`, `json.TryGetProperty(name, out var x)` and `int.TryParse(text, out var x)`. */
function tryCall(node: SyntaxNode, callee: SyntaxNode, list: SyntaxNode | undefined, name: string, context: CSharpContext): Expression | undefined {
  const object = callee.at("expression");
  const given = (list?.children ?? []).filter(({ type }) => type === "argument");
  const [key, result] = [given[0], given.at(-1)];
  if (object === undefined || key === undefined || result === undefined || given.length !== 2 || !/^Try(?:GetValue|GetProperty|Parse)$/.test(name))
    return undefined;
  const { span } = node;
  const isLookUp = name !== "TryParse";
  const target = outName(result, context);
  const subject = repeatable(expressionOf(object, context), context);
  const argument_ = repeatable(expressionOf(operandsOf(key).at(-1) ?? key, context), context);
  const ask = (method: string): Expression => ({
    kind: "call",
    callee: memberOf(subject.subject, method, callee.span, callee.span),
    arguments: [argument(argument_.subject)],
    isNew: false,
    span,
  });
  const give = target === undefined ? [] : [assignment(named(target, result.span), ask(isLookUp ? "GetValueOrDefault" : "#Parse"), span)];
  const steps = [subject.first, argument_.first, ...give, ask(isLookUp ? "ContainsKey" : "#CanParse")].flatMap((step) => step ?? []);
  return sequence(steps, steps.length - 1, span);
}

function outName(node: SyntaxNode, context: CSharpContext): string | undefined {
  const value = operandsOf(node).at(-1);
  if (value === undefined || value.text === "_") return undefined;
  if (value.type === "declaration_expression") {
    const name = value.at("name");
    if (name === undefined || name.text === "_") return undefined;
    context.introduce(name.text, name.span);
    return name.text;
  }
  return value.type === "identifier" ? value.text : undefined;
}

/** A call leaves in the variables of its `out` and `ref` arguments what the method left in its parameters. */
function givingOut(call: Call, outs: readonly SyntaxNode[], context: CSharpContext): Expression {
  const names = new Map(outs.map((out) => [out.start, outName(out, context)]));
  const [before, after]: [Expression[], Expression[]] = [[], []];
  const given = call.arguments.map((one) => {
    const name = names.get(one.span.start);
    if (name !== undefined) return { ...one, givesBack: name };
    const target = names.has(one.span.start) ? targetOf(one.value) : undefined;
    if (target?.kind !== "target") return one;
    // `f(ref list[0])`: a variable stands for the element while the method has it.
    const { span } = one;
    const kept = context.temporary(span);
    before.push(assignment(named(kept, span), one.value, span));
    after.push(assignment(target, nameOf(kept, span), span));
    return { ...one, value: nameOf(kept, span), givesBack: kept };
  });
  const made: Call = { ...call, arguments: given };
  return before.length === 0 ? made : sequence([...before, made, ...after], before.length, call.span);
}
