import ts from "typescript";
import { declined, isDeclined, type Outcome } from "../../editing/outcome";
import { argumentsOf, listOf, type List } from "./lists";
import { placeOf, type Program } from "./program";
import { follow, isWrapper, isWrite, parameterSymbol, sketch, type Environment, type Spot } from "./values";

/** Where an element is written, so that it can be taken out. */
export type Holder =
  | { readonly kind: "list"; readonly key: ts.Node; readonly list: List; readonly index: number }
  | { readonly kind: "statement"; readonly key: ts.Node; readonly statement: ts.ExpressionStatement };

export interface Element {
  readonly kind: "element";
  readonly spot: Spot;
  readonly holder: Holder;
  /** Why taking it out would change more than this list, if it would. */
  readonly sharedHolder: string | undefined;
  /** The element is what a callback makes of the one that the holder holds. */
  readonly mapped: boolean;
}

/** A part of a list whose elements are not written where they can be told apart. */
export interface Stretch {
  readonly kind: "stretch";
  readonly reason: string;
}

/** The elements of the array that an expression gives, in order. */
export function elementsOf(program: Program, spot: Spot): (Element | Stretch)[] {
  const { node } = spot;
  if (isWrapper(node)) return elementsOf(program, { ...spot, node: node.expression });
  if (ts.isIdentifier(node)) {
    const pushed = pushedElements(program, spot, node);
    if (isDeclined(pushed)) return [{ kind: "stretch", reason: pushed.reason }];
    if (pushed !== undefined) return pushed;
  }
  if (ts.isArrayLiteralExpression(node)) return literalElements(program, spot, node);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const base = { ...spot, node: node.expression.expression };
    if (node.expression.name.text === "map") return mappedElements(program, base, node);
    if (node.expression.name.text === "concat") {
      return [...elementsOf(program, base), ...node.arguments.flatMap((argument) => elementsOf(program, { ...spot, node: argument }))];
    }
  }
  const followed = follow(program, spot);
  if (followed.node !== node) return elementsOf(program, followed);
  return [{ kind: "stretch", reason: `${placeOf(node)} computes the list: ${sketch(node)}` }];
}

/** The element at an index of the list. At most one stretch may hide its length, if the length of the whole is known. */
export function elementAt(elements: readonly (Element | Stretch)[], index: number, length: number | undefined): Outcome<Element> {
  const stretches = elements.filter((element) => element.kind === "stretch");
  const [stretch] = stretches;
  if (length !== undefined && (stretch === undefined ? elements.length !== length : elements.length - stretches.length > length)) {
    return declined(`the source writes ${elements.length - stretches.length} elements where the resource has ${length}`);
  }
  const before = elements.findIndex((element) => element.kind === "stretch");
  if (stretch === undefined || index < before) {
    const element = elements[index];
    return element?.kind === "element" ? element : declined(`the source writes ${elements.length} elements, none of them at index ${index}`);
  }
  if (stretches.length > 1 || length === undefined) return declined(stretch.reason);
  const fromEnd = elements[elements.length - (length - index)];
  return fromEnd?.kind === "element" && elements.length - (length - index) > before ? fromEnd : declined(stretch.reason);
}

function literalElements(program: Program, spot: Spot, array: ts.ArrayLiteralExpression): (Element | Stretch)[] {
  const list = listOf(array);
  return array.elements.flatMap((node, index): (Element | Stretch)[] => {
    if (ts.isOmittedExpression(node)) return [{ kind: "stretch", reason: `${placeOf(node)} leaves out an element of the list` }];
    if (ts.isSpreadElement(node)) return elementsOf(program, { ...spot, node: node.expression });
    return [
      { kind: "element", spot: { ...spot, node }, holder: { kind: "list", key: array, list, index }, sharedHolder: spot.shared, mapped: false },
    ];
  });
}

/** `[22, 80].map((port) => ({ fromPort: port }))`: the callback's result is the element, what it is made of is what can be taken out. */
function mappedElements(program: Program, base: Spot, call: ts.CallExpression): (Element | Stretch)[] {
  const stretch = (reason: string): Stretch[] => [{ kind: "stretch", reason }];
  const [callback, ...others] = call.arguments;
  if (callback === undefined || others.length > 0 || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) {
    return stretch(`${placeOf(call)} computes the list: ${sketch(call)}`);
  }
  const body = resultOf(callback);
  if (body === undefined) return stretch(`the callback at ${placeOf(callback)} is more than one expression`);
  const [parameter, index] = callback.parameters;
  if (index !== undefined) return stretch(`the callback at ${placeOf(callback)} uses the position of its elements`);
  const made = elementsOf(program, base);
  const shared = made.length === 1 ? undefined : `the callback at ${placeOf(callback)} makes every element of the list`;
  return made.map((element) => {
    if (element.kind === "stretch") return element;
    const environment: Environment = new Map([...element.spot.environment, ...bindings(parameter, element.spot)]);
    return { ...element, spot: { node: body, environment, shared: shared ?? base.shared ?? element.sharedHolder }, mapped: true };
  });
}

function bindings(parameter: ts.ParameterDeclaration | undefined, value: Spot): [ts.Symbol, Spot][] {
  const symbol = parameter === undefined ? undefined : parameterSymbol(parameter);
  return symbol === undefined ? [] : [[symbol, value]];
}

/** What a function gives, if it only computes that. */
function resultOf(callback: ts.ArrowFunction | ts.FunctionExpression): ts.Expression | undefined {
  if (!ts.isBlock(callback.body)) return callback.body;
  const last = callback.body.statements.at(-1);
  const isPlain = callback.body.statements.slice(0, -1).every((statement) => ts.isVariableStatement(statement));
  return isPlain && last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined;
}

/** `const rules = []; rules.push({ ... });`, undefined if nothing is pushed. */
function pushedElements(program: Program, spot: Spot, name: ts.Identifier): Outcome<(Element | Stretch)[] | undefined> {
  const symbol = program.symbolOf(name);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || spot.environment.has(symbol) || declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  const uses = program.usesOf(symbol).filter((use) => use !== name);
  const pushes = uses.flatMap((use) => pushOf(use) ?? []);
  if (pushes.length === 0 || declaration.initializer === undefined) return undefined;
  const block = declaration.parent.parent.parent;
  const other = uses.find((use) => pushOf(use) === undefined);
  if (other !== undefined && isWrite(other)) return declined(`${symbol.name} is changed at ${placeOf(other)}`);
  const shared = spot.shared ?? (other === undefined ? undefined : `${symbol.name} is also used at ${placeOf(other)}`);
  const elements = elementsOf(program, { node: declaration.initializer, environment: spot.environment, shared });
  for (const push of pushes) {
    if (push.statement.parent !== block) return declined(`${placeOf(push.statement)} fills ${symbol.name} in a branch, a loop or a function`);
    if (push.statement.end > name.getStart()) return declined(`${placeOf(push.statement)} fills ${symbol.name} after its use`);
    const list = argumentsOf(push.call);
    for (const [index, node] of push.call.arguments.entries()) {
      if (ts.isSpreadElement(node)) {
        elements.push(...elementsOf(program, { ...spot, node: node.expression, shared }));
        continue;
      }
      const holder: Holder =
        push.call.arguments.length === 1
          ? { kind: "statement", key: push.statement, statement: push.statement }
          : { kind: "list", key: push.call, list, index };
      elements.push({ kind: "element", spot: { ...spot, node, shared }, holder, sharedHolder: shared, mapped: false });
    }
  }
  return elements;
}

/** The call of `rules.push(...)` that a use of `rules` is part of, as a statement of its own. */
function pushOf(use: ts.Identifier): { readonly call: ts.CallExpression; readonly statement: ts.ExpressionStatement } | undefined {
  const access = use.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== use || access.name.text !== "push") return undefined;
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return undefined;
  const statement = call.parent;
  return ts.isExpressionStatement(statement) ? { call, statement } : undefined;
}
