import type { SyntaxNode } from "../../syntax/parse";
import type { Expression, FunctionExpression, Span } from "../../syntax/tree";
import { construct, type Context } from "./context";
import { lowerExpression, lowerOperand } from "./expressions";
import { isSlice, typeOf, underlying } from "./types";

/** What a function does with variables that pointers lead to. */
export interface Assignments {
  /** Where a name gets another value, by the name; in the order of the source. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** The last place where something is stored through a pointer. */
  readonly lastStore: number;
  /** The variables whose address is taken. */
  readonly addressed: ReadonlySet<string>;
  /** The variables of `range`. */
  readonly ranged: ReadonlySet<string>;
}

export function assignmentsIn(body: SyntaxNode): Assignments {
  const places = new Map<string, number[]>();
  const ranged = new Set<string>();
  const addressed = new Set<string>();
  let lastStore = -1;
  const open: SyntaxNode[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const isAssignment = /^(?:assignment|inc|dec)_statement$/.test(node.type);
    const targets = node.type === "assignment_statement" ? (node.at("left")?.named ?? []) : isAssignment ? node.named : [];
    for (const target of targets) {
      if (target.type === "identifier") places.set(target.text, [...(places.get(target.text) ?? []), node.start]);
      if (target.type === "unary_expression") lastStore = Math.max(lastStore, node.start);
    }
    const operand = node.type === "unary_expression" && node.at("operator")?.text === "&" ? node.at("operand") : undefined;
    if (operand?.type === "identifier") addressed.add(operand.text);
    if (node.type === "range_clause") for (const name of node.at("left")?.named ?? []) if (name.type === "identifier") ranged.add(name.text);
    for (const child of node.children) if (child.isNamed) open.push(child);
  }
  return { places, lastStore, addressed, ranged };
}

/**
 * `&x` of a variable that has no parts: what x holds, unless somebody may see through the pointer that x has got another value; then it is a pointer that
 * asks for the variable.
 */
export function addressOf(context: Context, operand: SyntaxNode, value: Expression, span: Span): Expression {
  const part = context.givesAway ? undefined : addressOfPart(context, operand, span);
  if (part !== undefined) return part;
  if (operand.type !== "identifier" || context.givesAway || !mayChangeLater(context, operand)) return value;
  const type = typeOf(context, operand);
  const node = underlying(context, type?.node);
  const hasParts = type !== undefined && !type.isPointer && (isSlice(node) || /^(?:struct|map)_type$/.test(node?.type ?? ""));
  if (hasParts) return value;
  const variable: Expression = { kind: "name", name: operand.text, span };
  const given: Expression = { kind: "name", name: "go given", span };
  const closure = (parameters: FunctionExpression["parameters"], body: Expression): Expression => ({
    kind: "function",
    parameters,
    body,
    bindsOuterThis: true,
    span,
  });
  const set = closure([{ pattern: { kind: "name", name: "go given", span } }], {
    kind: "assignment",
    target: { kind: "name", name: operand.text, span },
    value: given,
    span,
  });
  const isRanged: Expression = { kind: "literal", value: context.assignments?.ranged.has(operand.text) === true, span };
  const isStored: Expression = { kind: "literal", value: changesAfter(context, operand), span };
  return construct("go address", [value, closure([], variable), set, isRanged, isStored], span);
}

/** `&list[place]`, which stays with the array that the list has now, and `&object.field` where something is stored through a pointer. */
function addressOfPart(context: Context, operand: SyntaxNode, span: Span): Expression | undefined {
  const object = operand.at("operand");
  const [index, field] = [operand.at("index"), operand.at("field")];
  if (object === undefined) return undefined;
  if (operand.type === "index_expression" && index !== undefined)
    return construct("go element address", [lowerOperand(context, object), lowerExpression(context, index)], span);
  if (operand.type !== "selector_expression" || field === undefined || (context.assignments?.lastStore ?? -1) <= operand.start) return undefined;
  return construct("go field address", [lowerOperand(context, object), { kind: "literal", value: field.text, span: field.span }], span);
}

function mayChangeLater(context: Context, operand: SyntaxNode): boolean {
  return changesAfter(context, operand) || context.assignments?.ranged.has(operand.text) === true;
}

function changesAfter(context: Context, { text, start }: SyntaxNode): boolean {
  const { assignments } = context;
  if (assignments === undefined) return false;
  return assignments.lastStore > start || (assignments.places.get(text)?.at(-1) ?? -1) > start || context.typeOfName(text)?.isPointer === true;
}
