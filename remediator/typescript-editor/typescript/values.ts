import ts from "typescript";
import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { placeOf, type Program } from "./program";

/** What the parameters of the callbacks around an expression stand for. */
export type Environment = ReadonlyMap<ts.Symbol, Spot>;

/** An expression of the program, seen from one resource. */
export interface Spot {
  readonly node: ts.Expression;
  readonly environment: Environment;
  /** Why a change of this expression would change more than the resource, if it would. */
  readonly shared: string | undefined;
}

export type Lookup =
  | {
      readonly kind: "found";
      readonly value: Spot;
      readonly property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
      readonly object: ts.ObjectLiteralExpression;
    }
  | { readonly kind: "absent" }
  | { readonly kind: "hidden"; readonly reason: string };

/** Follows names, parameters and properties to the expression that gives the value, as far as that is certain. */
export function follow(program: Program, spot: Spot): Spot {
  let current = spot;
  for (let steps = 0; steps < 50; steps++) {
    const next = followOnce(program, current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

function followOnce(program: Program, spot: Spot): Spot | undefined {
  const { node } = spot;
  if (isWrapper(node)) return { ...spot, node: node.expression };
  if (ts.isIdentifier(node)) {
    const symbol = program.symbolOf(node);
    return symbol === undefined ? undefined : followSymbol(program, spot, symbol);
  }
  if (ts.isPropertyAccessExpression(node)) {
    const imported = ts.isIdentifier(node.expression) ? program.symbolOf(node.name) : undefined;
    const declaration = imported?.valueDeclaration;
    if (imported !== undefined && declaration !== undefined && ts.isVariableDeclaration(declaration)) return followSymbol(program, spot, imported);
    return followProperty(program, { ...spot, node: node.expression }, node.name.text);
  }
  if (ts.isElementAccessExpression(node)) {
    const key = evaluate(program, { ...spot, node: node.argumentExpression });
    if (typeof key === "string") return followProperty(program, { ...spot, node: node.expression }, key);
    const array = follow(program, { ...spot, node: node.expression });
    if (typeof key !== "number" || !ts.isArrayLiteralExpression(array.node) || array.node.elements.some(ts.isSpreadElement)) return undefined;
    const element = array.node.elements[key];
    return element === undefined ? undefined : { ...array, node: element, shared: array.shared };
  }
  return undefined;
}

function followSymbol(program: Program, spot: Spot, symbol: ts.Symbol): Spot | undefined {
  const bound = spot.environment.get(symbol);
  if (bound !== undefined) return bound;
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return undefined;
  const use = sharedUse(program, symbol, spot.node);
  if (ts.isBindingElement(declaration)) return followBinding(program, spot, declaration, use);
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined || !ts.isIdentifier(declaration.name)) return undefined;
  if (program.usesOf(symbol).some(isWrite)) return undefined;
  return { node: declaration.initializer, environment: spot.environment, shared: spot.shared ?? use };
}

/** `{ port }` and `{ port: p }`, in a parameter or a declaration. */
function followBinding(program: Program, spot: Spot, element: ts.BindingElement, shared: string | undefined): Spot | undefined {
  if (!ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken !== undefined || element.initializer !== undefined) return undefined;
  const key = element.propertyName ?? element.name;
  const owner = element.parent.parent;
  if (!ts.isIdentifier(key)) return undefined;
  if (ts.isParameter(owner)) {
    const symbol = parameterSymbol(owner);
    const bound = symbol === undefined ? undefined : spot.environment.get(symbol);
    return bound === undefined ? undefined : followProperty(program, bound, key.text);
  }
  if (!ts.isVariableDeclaration(owner) || owner.initializer === undefined) return undefined;
  const property = followProperty(program, { ...spot, node: owner.initializer }, key.text);
  return property === undefined ? undefined : { ...property, shared: shared ?? property.shared };
}

/** The symbol under which a parameter is bound in an environment, also where it is a pattern. */
export function parameterSymbol(parameter: ts.ParameterDeclaration): ts.Symbol | undefined {
  return (parameter as ts.ParameterDeclaration & { readonly symbol?: ts.Symbol }).symbol;
}

function followProperty(program: Program, base: Spot, name: string): Spot | undefined {
  const owner = follow(program, base);
  if (!ts.isObjectLiteralExpression(owner.node)) return undefined;
  const found = lookup(program, owner, name);
  return found.kind === "found" ? found.value : undefined;
}

/** The property of an object literal, through the literals spread into it. */
export function lookup(program: Program, object: Spot, name: string): Lookup {
  if (!ts.isObjectLiteralExpression(object.node)) return { kind: "hidden", reason: `${placeOf(object.node)} is not an object literal` };
  for (const property of [...object.node.properties].reverse()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = follow(program, { ...object, node: property.expression });
      if (isNothing(spread.node)) continue;
      const inner = lookup(program, spread, name);
      if (!ts.isObjectLiteralExpression(spread.node)) {
        return { kind: "hidden", reason: `${placeOf(property)} spreads ${sketch(property.expression)}, which may hold ${name}` };
      }
      if (inner.kind !== "absent") return inner;
      continue;
    }
    const key = keyOf(program, property, object.environment);
    if (key === undefined) return { kind: "hidden", reason: `${placeOf(property)} has a computed property, which may be ${name}` };
    if (key !== name) continue;
    if (ts.isPropertyAssignment(property)) return { kind: "found", property, object: object.node, value: { ...object, node: property.initializer } };
    if (ts.isShorthandPropertyAssignment(property))
      return { kind: "found", property, object: object.node, value: { ...object, node: property.name } };
    return { kind: "hidden", reason: `${placeOf(property)} writes ${name} as a method` };
  }
  return { kind: "absent" };
}

export function keyOf(program: Program, property: ts.ObjectLiteralElementLike, environment: Environment): string | undefined {
  const name = property.name;
  if (name === undefined) return undefined;
  if (!ts.isComputedPropertyName(name)) return name.text;
  const key = evaluate(program, { node: name.expression, environment, shared: undefined });
  return typeof key === "string" || typeof key === "number" ? String(key) : undefined;
}

/** The value as far as the source says it literally; the rest is unknown. */
export function evaluate(program: Program, spot: Spot): Plain | undefined {
  const found = follow(program, spot);
  const { node } = found;
  const at = (inner: ts.Expression): Spot => ({ ...found, node: inner });
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (isNothing(node)) return undefined;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = evaluate(program, at(node.operand));
    return typeof value === "number" ? -value : unknown;
  }
  if (ts.isTemplateExpression(node))
    return joined([node.head.text, ...node.templateSpans.flatMap((span) => [evaluate(program, at(span.expression)), span.literal.text])]);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [evaluate(program, at(node.left)), evaluate(program, at(node.right))];
    if (typeof left === "number" && typeof right === "number") return left + right;
    return joined([left, right]);
  }
  if (ts.isArrayLiteralExpression(node)) {
    if (node.elements.some((element) => ts.isSpreadElement(element) || ts.isOmittedExpression(element))) return unknown;
    return node.elements.map((element) => evaluate(program, at(element)) ?? null);
  }
  return unknown;
}

/**
 * True unless a part of the source that is literal says something else than the resource has. The resource may have more: defaults, and
 * what is only known while the program runs.
 */
export function agrees(program: Program, spot: Spot, value: Plain | undefined): boolean {
  if (value === unknown) return true;
  const found = follow(program, spot);
  const { node } = found;
  if (ts.isObjectLiteralExpression(node)) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const properties = value as Readonly<Record<string, Plain>>;
    return namesIn(program, found).every((name) => {
      const property = lookup(program, found, name);
      return property.kind !== "found" || agrees(program, property.value, properties[name]);
    });
  }
  if (ts.isArrayLiteralExpression(node)) {
    if (!Array.isArray(value)) return false;
    const elements = value as readonly Plain[];
    if (node.elements.some((element) => ts.isSpreadElement(element) || ts.isOmittedExpression(element))) return true;
    return (
      node.elements.length === elements.length &&
      node.elements.every((element, index) => agrees(program, { ...found, node: element }, elements[index]))
    );
  }
  const literal = evaluate(program, found);
  if (literal === unknown || (typeof literal === "object" && literal !== null)) return true;
  if (literal === undefined || literal === null) return value === undefined || value === null;
  if (typeof value === "object") return false;
  // Ports come as text or as numbers, protocols in either case.
  return String(literal).toLowerCase() === String(value).toLowerCase();
}

function namesIn(program: Program, object: Spot): string[] {
  if (!ts.isObjectLiteralExpression(object.node)) return [];
  return object.node.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return namesIn(program, follow(program, { ...object, node: property.expression }));
    return keyOf(program, property, object.environment) ?? [];
  });
}

/** The first words of an expression, to name it in a reason. */
export function sketch(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  if (ts.isCallExpression(node) && text.length > 40) return `${sketch(node.expression)}(…)`;
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Why the value of a variable is not this place's alone. */
function sharedUse(program: Program, symbol: ts.Symbol, node: ts.Node): string | undefined {
  const other = program.usesOf(symbol).find((use) => use !== node && use.parent !== node);
  if (other !== undefined) return `${symbol.name} is also used at ${placeOf(other)}`;
  const declaration = symbol.valueDeclaration;
  const isExported = declaration !== undefined && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
  return isExported && declaration.getSourceFile() === node.getSourceFile() ? `${symbol.name} is exported` : undefined;
}

/** A use that changes the variable, or the array or object in it. */
export function isWrite(use: ts.Identifier): boolean {
  const parent = use.parent;
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === use) {
    if (ts.isBinaryExpression(parent.parent) && parent.parent.left === parent) return isAssignment(parent.parent);
    const isCalled = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    return isCalled && ts.isPropertyAccessExpression(parent) && mutators.has(parent.name.text);
  }
  if (ts.isBinaryExpression(parent) && parent.left === use) return isAssignment(parent);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  return ts.isForInStatement(parent) || ts.isForOfStatement(parent) ? parent.initializer === use : false;
}

const mutators: ReadonlySet<string> = new Set(["push", "unshift", "splice", "pop", "shift", "sort", "reverse", "fill", "copyWithin"]);

function isAssignment(node: ts.BinaryExpression): boolean {
  return node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
}

type Wrapper = ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression | ts.TypeAssertion;

export function isWrapper(node: ts.Node): node is Wrapper {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

export function isNothing(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

function joined(parts: readonly (Plain | undefined)[]): Plain {
  const known = parts.filter((part) => typeof part === "string" || typeof part === "number");
  return known.length === parts.length ? known.join("") : unknown;
}
