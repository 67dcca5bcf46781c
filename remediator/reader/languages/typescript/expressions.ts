import type { SyntaxNode } from "../../syntax/parse";
import type { Argument, Assignment, BinaryOperator, Element, Entry, Expression, Pattern, Span, Statement, UnaryOperator } from "../../syntax/tree";
import { valueOfCast } from "./casts";
import { classOf } from "./classes";
import { functionOf, type Context } from "./lower";
import { asItBinds } from "./operands";
import { pattern } from "./patterns";

/** Turns an expression into the common tree; `around` is where it is missing. */
export function expression(written: SyntaxNode | undefined, context: Context, around: Span): Expression {
  if (written === undefined) return opaque("is missing", around);
  const node = asItBinds(written);
  const { span } = node;
  const cast = valueOfCast(node);
  if (cast !== undefined) return expression(cast, context, span);
  const inner = (field: string): Expression => expression(node.at(field), context, span);
  switch (node.type) {
    case "identifier":
    case "shorthand_property_identifier":
    case "property_identifier":
      return { kind: "name", name: node.text, span };
    case "undefined":
      return { kind: "literal", value: null, span };
    case "null":
      return { kind: "literal", value: null, isNull: true, span };
    case "true":
    case "false":
      return { kind: "literal", value: node.type === "true", span };
    case "number": {
      if (node.text.endsWith("n")) return wholeOf(node.text.slice(0, -1), span);
      const value = Number(node.text.replace(/_/g, ""));
      return Number.isNaN(value) ? opaque("is a number in a notation that is not read", span) : { kind: "literal", value, span };
    }
    case "string":
      return { kind: "literal", value: unescaped(node), span };
    case "template_string":
      return { kind: "template", parts: templateParts(node, context), span };
    case "this":
      return { kind: "this", span };
    case "super":
      return { kind: "super", span };
    case "await_expression":
      return callOfHidden(awaited, [expression(node.named[0], context, span)], span);
    case "parenthesized_expression":
    case "non_null_expression":
    case "instantiation_expression":
    case "expression_statement":
      return expression(node.named[0], context, span);
    case "type_assertion":
      return expression(node.named.at(-1), context, span);
    case "member_expression": {
      const property = node.at("property");
      const object = inner("object");
      return {
        kind: "member",
        object,
        name: property?.text ?? "",
        nameSpan: property?.span ?? span,
        ...(isOptional(node, object) ? { optional: true } : {}),
        span,
      };
    }
    case "subscript_expression": {
      const object = inner("object");
      return { kind: "index", object, index: inner("index"), ...(isOptional(node, object) ? { optional: true } : {}), span };
    }
    case "call_expression":
      return callOf(node, context);
    case "new_expression": {
      const given = node.at("arguments");
      return {
        kind: "call",
        callee: inner("constructor"),
        arguments: argumentsOf(given, context),
        isNew: true,
        ...(given === undefined ? {} : { argumentsSpan: given.span }),
        span,
      };
    }
    case "import":
      return { kind: "name", name: "require", span };
    case "array":
      return { kind: "list", elements: elementsOf(node, context), bracketsSpan: span, span };
    case "object":
      return { kind: "record", entries: node.named.flatMap((child) => entryOf(child, context)), bracketsSpan: span, span };
    case "arrow_function":
      return functionOf(node, context, true);
    case "function_expression":
    case "function":
    case "generator_function":
      return functionOf(node, context);
    case "class":
      return classOf(node, context);
    case "unary_expression":
      return unaryOf(node, context);
    case "update_expression": {
      const operator = node.at("operator")?.type === "--" || node.has("--") ? "-" : "+";
      const one: Expression = { kind: "literal", value: 1, span };
      const changed: Expression = { kind: "assignment", target: pattern(node.at("argument"), context), operator, value: one, span };
      // `i++` gives what was there before.
      const isBefore = node.children[0]?.field !== "argument";
      return isBefore ? changed : { kind: "binary", operator: operator === "+" ? "-" : "+", left: changed, right: one, span };
    }
    case "binary_expression": {
      if (node.at("operator")?.type === ">>>") return callOfHidden(unsignedShift, [inner("left"), inner("right")], span);
      const operator = operators[node.at("operator")?.type ?? ""];
      return operator === undefined
        ? opaque("uses an operator that is not read", span)
        : { kind: "binary", operator, left: inner("left"), right: inner("right"), span };
    }
    case "ternary_expression":
      return { kind: "conditional", test: inner("condition"), then: inner("consequence"), otherwise: inner("alternative"), span };
    case "assignment_expression":
      return assignmentTo(pattern(node.at("left"), context), inner("right"), span);
    case "augmented_assignment_expression": {
      if (node.at("operator")?.type === ">>>=")
        return assignmentTo(pattern(node.at("left"), context), callOfHidden(unsignedShift, [inner("left"), inner("right")], span), span);
      const operator = operators[(node.at("operator")?.type ?? "").replace(/=$/, "")];
      return operator === undefined
        ? opaque("uses an operator that is not read", span)
        : { kind: "assignment", target: pattern(node.at("left"), context), operator, value: inner("right"), span };
    }
    case "sequence_expression":
      return lastOf(
        node.named.map((child) => expression(child, context, span)),
        span,
      );
    case "spread_element":
      return expression(node.named[0], context, span);
    case "yield_expression":
      return {
        kind: "yield",
        ...(node.named[0] === undefined ? {} : { value: expression(node.named[0], context, span) }),
        all: node.has("*"),
        span,
      };
    case "regex": {
      const name = { kind: "name" as const, name: "RegExp", span };
      const text = (field: string): Expression => ({ kind: "literal", value: node.at(field)?.text ?? "", span });
      return { kind: "call", callee: name, arguments: [text("pattern"), text("flags")].map((value) => ({ value, span })), isNew: true, span };
    }
    case "ERROR":
      context.unreadable.push({ reason: "does not parse", span });
      return opaque("does not parse", span);
    default:
      return opaque(`is written in a way that is not read (${node.type.replaceAll("_", " ")})`, span);
  }
}

/** Several expressions, of which the last is meant. */
function lastOf(parts: readonly Expression[], span: Span): Expression {
  return {
    kind: "index",
    object: { kind: "list", elements: parts.map((value) => ({ value, span: value.span })), bracketsSpan: span, span },
    index: { kind: "literal", value: parts.length - 1, span },
    span,
  };
}

export function opaque(reason: string, span: Span): Expression {
  return { kind: "opaque", reason, span };
}

export function assignmentTo(target: Pattern, value: Expression, span: Span): Assignment {
  return { kind: "assignment", target, value, span };
}

const operators: Readonly<Record<string, BinaryOperator | undefined>> = {
  "==": "==",
  "!=": "!=",
  "===": "===",
  "!==": "!==",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "**": "**",
  "&&": "&&",
  "||": "||",
  "??": "??",
  in: "in",
  instanceof: "instanceof",
  "&": "&",
  "|": "|",
  "^": "^",
  "<<": "<<",
  ">>": ">>",
};

/** `a?.b.c` is nothing where `a` is, to its end. */
function isOptional(node: SyntaxNode, object: Expression): boolean {
  return (
    node.has("optional_chain") ||
    node.has("?.") ||
    ((object.kind === "member" || object.kind === "index" || object.kind === "call") && object.optional === true)
  );
}

function callOf(node: SyntaxNode, context: Context): Expression {
  const { span } = node;
  const given = node.at("arguments");
  const callee = expression(node.at("function"), context, span);
  if (given?.type === "template_string") return { kind: "template", parts: templateParts(given, context), tag: callee, span };
  const types = node.at("type_arguments")?.named ?? [];
  return {
    kind: "call",
    callee,
    arguments: argumentsOf(given, context),
    isNew: false,
    ...(isOptional(node, callee) ? { optional: true } : {}),
    ...(types.length === 0
      ? {}
      : {
          typeArguments: types
            .filter(({ type }) => type === "type_identifier")
            .map((type): Expression => ({ kind: "name", name: type.text, span: type.span })),
        }),
    ...(given === undefined ? {} : { argumentsSpan: given.span }),
    span,
  };
}

function argumentsOf(node: SyntaxNode | undefined, context: Context): Argument[] {
  return (node?.named ?? []).map((child): Argument => ({
    value: expression(child, context, child.span),
    ...(child.type === "spread_element" ? { spread: "list" as const } : {}),
    span: child.span,
  }));
}

/** `[1, , 3]` has a place that nothing is in. */
function elementsOf(node: SyntaxNode, context: Context): Element[] {
  const elements: Element[] = [];
  let isFilled = false;
  for (const child of node.children) {
    if (child.type === ",") {
      if (!isFilled) elements.push({ value: { kind: "literal", value: null, span: child.span }, isAbsent: true, span: child.span });
      isFilled = false;
    } else if (child.isNamed && child.type !== "comment") {
      elements.push(elementOf(child, context));
      isFilled = true;
    }
  }
  return elements;
}

function elementOf(node: SyntaxNode, context: Context): Element {
  return { value: expression(node, context, node.span), ...(node.type === "spread_element" ? { spread: true } : {}), span: node.span };
}

function entryOf(node: SyntaxNode, context: Context): Entry[] {
  const { span } = node;
  if (node.type === "pair" && node.at("key")?.type !== "computed_property_name" && nameOf(node.at("key")) === "__proto__")
    return [{ kind: "spread", value: opaque("has a prototype, which is not followed", span), span }];
  if (node.type === "pair") return [{ kind: "entry", key: keyOf(node.at("key"), context), value: expression(node.at("value"), context, span), span }];
  if (node.type === "shorthand_property_identifier") return [{ kind: "entry", key: node.text, value: { kind: "name", name: node.text, span }, span }];
  if (node.type === "spread_element") return [{ kind: "spread", value: expression(node.named[0], context, span), span }];
  if (node.type === "method_definition" && (node.has("get") || node.has("set"))) {
    const accessor = node.has("get") ? "get" : "set";
    return [{ kind: "entry", key: keyOf(node.at("name"), context), value: functionOf(node, context), accessor, span }];
  }
  if (node.type === "method_definition") return [{ kind: "entry", key: keyOf(node.at("name"), context), value: functionOf(node, context), span }];
  if (node.type === "ERROR") context.unreadable.push({ reason: "does not parse", span });
  return [];
}

/** A whole number without bounds, as far as it is counted with. */
function wholeOf(text: string, span: Span): Expression {
  const value = Number(text.replace(/_/g, ""));
  return Number.isSafeInteger(value)
    ? { kind: "literal", value, numeral: "bigint", span }
    : opaque("is a whole number that is larger than what is counted with", span);
}

function keyOf(node: SyntaxNode | undefined, context: Context): Expression | string {
  if (node?.type === "computed_property_name") return expression(node.named[0], context, node.span);
  return nameOf(node);
}

/** The name of a property, quoted or not. */
export function nameOf(node: SyntaxNode | undefined): string {
  if (node === undefined) return "";
  return node.type === "string" ? unescaped(node) : node.text;
}

export function textIn(node: SyntaxNode | undefined): string {
  return node?.text ?? "";
}

function unaryOf(node: SyntaxNode, context: Context): Expression {
  const { span } = node;
  const operator = node.at("operator")?.type ?? "";
  const operand = expression(node.at("argument"), context, span);
  if (operator === "void") return lastOf([operand, { kind: "literal", value: null, span }], span);
  if (operator === "delete") return deletion(operand, span);
  if (operator === "-" && operand.kind === "literal" && typeof operand.value === "number") return { ...operand, value: -operand.value, span };
  if (!["!", "-", "+", "~", "typeof"].includes(operator)) return opaque(`uses ${operator}`, span);
  return { kind: "unary", operator: operator as UnaryOperator, operand, span };
}

/** Functions that the front end makes up: no program can call something so. */
export const unsignedShift = ">>> ";
export const awaited = "await ";
export const decoratedClass = "class decorated by";
export const mergedName = "merged with";

export function callOfHidden(name: string, values: readonly Expression[], span: Span): Expression {
  const given = values.map((value) => ({ value, span: value.span }));
  return { kind: "call", callee: { kind: "name", name, span }, arguments: given, isNew: false, span };
}

function deletion(operand: Expression, span: Span): Expression {
  if (operand.kind !== "member" && operand.kind !== "index") return { kind: "literal", value: true, span };
  const key: Expression = operand.kind === "member" ? { kind: "literal", value: operand.name, span: operand.nameSpan } : operand.index;
  return callOfHidden("delete ", [operand.object, key], span);
}

function templateParts(node: SyntaxNode, context: Context): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  // Some versions of the grammar have no nodes for the text between the substitutions.
  let end = node.start + 1;
  const upTo = (position: number): void => {
    if (position > end) parts.push(unescape(node.file.text.slice(end, position)));
  };
  for (const child of node.children) {
    if (child.type !== "template_substitution") continue;
    upTo(child.start);
    parts.push(expression(child.named[0], context, child.span));
    end = child.end;
  }
  upTo(node.end - 1);
  return parts;
}

function unescaped(node: SyntaxNode): string {
  return unescape(node.text.slice(1, -1));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "", "\r\n": "" };

function unescape(text: string): string {
  return text.replace(
    /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3][0-7]{2}|[1-7][0-7]?|0[0-7])|(\r\n|[^]))/g,
    (whole, braced?: string, four?: string, two?: string, octal?: string, single?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const code = braced ?? four ?? two;
      if (code !== undefined) return Number.parseInt(code, 16) > 0x10ffff ? whole : String.fromCodePoint(Number.parseInt(code, 16));
      return single === undefined ? whole : (escapes[single] ?? single);
    },
  );
}

export type { Statement };
