import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, FunctionExpression, Parameter, Span, Statement } from "../../syntax/tree";
import { declared } from "./calls";
import { changedNames } from "./changes";
import { construct, type Context } from "./context";
import { assignmentsIn } from "./pointers";
import { bodyLabel, changesResults, resultsOf } from "./returns";
import { lowerBlock, putsOffWithin, runningPutOff } from "./statements";
import { zeroOf } from "./structs";
import { inPlaceOf } from "./wholes";
import { goType, mayBeStruct, resultTypes } from "./types";

/** A function, method or closure. */
export function lowerFunction(context: Context, node: SyntaxNode, receiver: SyntaxNode | undefined): FunctionExpression {
  const body = node.at("body");
  const results = namedResults(node.at("result"));
  // What a closure changes is among what the function around it changes.
  const isOuter = context.around === undefined && body !== undefined;
  const changed = isOuter ? changedNames(body, context.declarations.pointerMethods) : new Set<string>();
  const names = results.map(({ name }) => name.text);
  const leaves = body !== undefined && names.length > 0 && changesResults(body, new Set(names));
  const around = {
    body,
    putsOffWithin: body !== undefined && putsOffWithin(body),
    results: names,
    resultTypes: resultTypes(node.at("result")),
    typeParameters: typeParametersOf(node, receiver),
    leaves,
    changed,
    assignments: isOuter ? assignmentsIn(body) : undefined,
    pointers: pointersIn(node.at("parameters")),
  };
  const object = receiver?.at("name");
  const statements: Statement[] = [];
  const { made, inner } = context.inFunction(around, () => {
    if (object !== undefined) declared(context, object, goType(receiver?.at("type")));
    const made = parametersOf(context, node.at("parameters"));
    const copied = [...(object === undefined ? [] : [object]), ...named(node.at("parameters"))];
    statements.push(...copied.flatMap((name) => copyOnEntry(context, name)));
    for (const result of results) statements.push(declareResult(context, result));
    return {
      made,
      inner: body === undefined ? [] : around.putsOffWithin ? runningPutOff(lowerBlock(context, body), body.span) : lowerBlock(context, body),
    };
  });
  return {
    kind: "function",
    parameters: made,
    body: [...statements, ...(leaves ? left(inner, names, node.span) : inner)],
    ...(object === undefined || object.text === "_" ? {} : { receiver: object.text }),
    bindsOuterThis: node.type === "func_literal",
    span: node.span,
  };
}

/** The body of a function whose results may change after a `return`: it runs once, and what its results are then is returned. */
function left(body: readonly Statement[], names: readonly string[], span: Span): readonly Statement[] {
  const whole: Expression = { kind: "literal", value: true, span };
  const once: Statement = {
    kind: "while",
    test: whole,
    body: [...body, { kind: "break", label: bodyLabel, span }],
    bodyFirst: false,
    label: bodyLabel,
    span,
  };
  return [once, { kind: "return", value: resultsOf(names, span), span }];
}

function parametersOf(context: Context, list: SyntaxNode | undefined): readonly Parameter[] {
  return (list?.named ?? []).flatMap((node): Parameter[] => {
    if (node.type !== "parameter_declaration" && node.type !== "variadic_parameter_declaration") return [];
    const written = node.at("type");
    const isVariadic = node.type === "variadic_parameter_declaration";
    const type = written === undefined ? undefined : written.text.replace(/^\*+/, "");
    const more = { ...(isVariadic ? { rest: "list" as const } : {}), ...(type === undefined ? {} : { type }) };
    const names = node.all("name");
    if (names.length === 0) return [{ pattern: { kind: "nothing", span: node.span }, ...more }];
    return names.map((name) => ({ pattern: declared(context, name, isVariadic ? undefined : goType(written)), ...more }));
  });
}

function typeParametersOf(node: SyntaxNode, receiver: SyntaxNode | undefined): ReadonlyMap<string, SyntaxNode | undefined> {
  const declared = (node.at("type_parameters")?.named ?? []).flatMap((one) =>
    one.all("name").map(({ text }): readonly [string, SyntaxNode | undefined] => [text, one.at("type")]),
  );
  const type = receiver?.at("type");
  const generic = type?.type === "pointer_type" ? type.named[0] : type;
  const ofType = generic?.type === "generic_type" ? (generic.at("type_arguments")?.named ?? []) : [];
  return new Map([...declared, ...ofType.map(({ text }): readonly [string, undefined] => [text, undefined])]);
}

function pointersIn(list: SyntaxNode | undefined): ReadonlySet<string> {
  const pointers = (list?.named ?? []).filter((node) => node.at("type")?.type === "pointer_type");
  return new Set(pointers.flatMap((node) => node.all("name").map(({ text }) => text)));
}

function named(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return (list?.named ?? []).flatMap((node) => (node.type === "parameter_declaration" ? node.all("name") : []));
}

/** A function that changes a struct that it was given by value changes its own copy; numbers are of their parameters' types. */
function copyOnEntry(context: Context, name: SyntaxNode): readonly Statement[] {
  const { span, text } = name;
  const held: Expression = { kind: "name", name: text, span };
  const narrow = inPlaceOf(context, held, context.typeOfName(text));
  if (narrow !== held)
    return [{ kind: "expression", expression: { kind: "assignment", target: { kind: "name", name: text, span }, value: narrow, span }, span }];
  if (!context.isChanged(text) || !mayBeStruct(context, context.typeOfName(text))) return [];
  const value: Expression = construct("go copy", [held], span);
  return [{ kind: "expression", expression: { kind: "assignment", target: { kind: "name", name: text, span }, value, span }, span }];
}

interface NamedResult {
  readonly name: SyntaxNode;
  readonly type: SyntaxNode | undefined;
}

/** The names in `(vpc *ec2.Vpc, err error)`. */
function namedResults(result: SyntaxNode | undefined): readonly NamedResult[] {
  if (result?.type !== "parameter_list") return [];
  return result.named.flatMap((node) => node.all("name").map((name) => ({ name, type: node.at("type") })));
}

function declareResult(context: Context, { name, type }: NamedResult): Statement {
  const value = zeroOf(context, type, name.span);
  return { kind: "declare", pattern: declared(context, name, goType(type)), value, span: name.span };
}
