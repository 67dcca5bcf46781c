import ts from "typescript";
import type { Target } from "../language";
import { declined, isDeclined, type Declined, type Outcome } from "../../editing/outcome";
import { locate, type Constructor } from "./locate";
import { fileOf, placeOf, type Program } from "./program";
import { isWrapper, isWrite } from "./values";

/** How an expression at `place` names the resource, e.g. `app` or `this.app`: it has to exist there whenever the place runs. */
export function referenceTo(program: Program, target: Target, place: ts.Node): Outcome<string> {
  if (target.sharedBy > 1) return declined(`${target.name} is one of ${target.sharedBy} resources that one constructor call makes`);
  const constructor = locate(program, target);
  if (isDeclined(constructor)) return constructor;
  const binding = bindingOf(program, constructor);
  if (binding === undefined) return declined(`${target.name} at ${placeOf(constructor)} is not bound to a variable of its own`);
  if (isDeclined(binding)) return binding;
  return binding.kind === "variable" ? variableAt(program, target, binding, place) : memberAt(program, target, binding, place);
}

/** Where a resource is kept once it is made. */
type Binding =
  | { readonly kind: "variable"; readonly symbol: ts.Symbol; readonly made: ts.Statement }
  | { readonly kind: "member"; readonly name: string; readonly made: ts.Statement | ts.PropertyDeclaration };

function bindingOf(program: Program, constructor: Constructor): Outcome<Binding> | undefined {
  let node: ts.Node = constructor;
  while (isWrapper(node.parent)) node = node.parent;
  const holder = node.parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) {
    const symbol = program.symbolOf(holder.name);
    const made = holder.parent.parent;
    if (symbol === undefined || !ts.isVariableStatement(made)) return undefined;
    return assignedAgain(program, symbol, undefined) ?? { kind: "variable", symbol, made };
  }
  if (ts.isPropertyDeclaration(holder) && !isStatic(holder)) return { kind: "member", name: holder.name.getText(), made: holder };
  if (!ts.isBinaryExpression(holder) || holder.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isExpressionStatement(holder.parent))
    return undefined;
  const { left } = holder;
  if (ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword) {
    return { kind: "member", name: left.name.text, made: holder.parent };
  }
  const symbol = ts.isIdentifier(left) ? program.symbolOf(left) : undefined;
  if (symbol === undefined) return undefined;
  return assignedAgain(program, symbol, left) ?? { kind: "variable", symbol, made: holder.parent };
}

function assignedAgain(program: Program, symbol: ts.Symbol, only: ts.Node | undefined): Declined | undefined {
  const other = program.usesOf(symbol).find((use) => use !== only && isWrite(use));
  if (other !== undefined) return declined(`${symbol.name} is changed at ${placeOf(other)}`);
  const declaration = symbol.valueDeclaration;
  if (only === undefined || (declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer === undefined))
    return undefined;
  return declined(`${symbol.name} has more than one value`);
}

function variableAt(program: Program, target: Target, binding: Binding & { readonly kind: "variable" }, place: ts.Node): Outcome<string> {
  const { symbol, made } = binding;
  const here = `${symbol.name} (${target.name}, ${placeOf(made)})`;
  if (made.getSourceFile() !== place.getSourceFile()) {
    const name = program.importedAs(symbol, place);
    if (name === undefined) return declined(`${here} is not in scope: ${fileOf(place)} does not import it`);
    if (program.imports(made.getSourceFile(), place.getSourceFile())) return declined(`${fileOf(made)} and ${fileOf(place)} import each other`);
    return ts.isSourceFile(made.parent) ? name : declined(`${here} is not always made before its use at ${placeOf(place)}`);
  }
  if (!program.isVisible(symbol, place)) return declined(`${here} is not in scope at ${placeOf(place)}`);
  if (!encloses(made.parent, place)) return declined(`${here} is not always made before its use at ${placeOf(place)}`);
  return runsBefore(program, made, place, new Set()) ? symbol.name : declined(`${here} is declared after its use at ${placeOf(place)}`);
}

function memberAt(program: Program, target: Target, binding: Binding & { readonly kind: "member" }, place: ts.Node): Outcome<string> {
  const { made, name } = binding;
  const here = `this.${name} (${target.name}, ${placeOf(made)})`;
  const other = otherAssignment(made, name);
  if (other !== undefined) return declined(`this.${name} is assigned again at ${placeOf(other)}`);
  const container = thisContainer(place);
  const owner = ts.findAncestor(made, ts.isClassLike);
  if (owner === undefined || ts.findAncestor(place, ts.isClassLike) !== owner || container?.parent !== owner)
    return declined(`${here} is not in scope at ${placeOf(place)}`);
  const isInConstructor = ts.isConstructorDeclaration(container) || (ts.isPropertyDeclaration(container) && !isStatic(container));
  if (ts.isPropertyDeclaration(made)) {
    if (ts.isConstructorDeclaration(container) || (isInConstructor && made.end <= place.getStart())) return `this.${name}`;
    return declined(`${here} is ${isInConstructor ? "declared after its use" : "not in scope"} at ${placeOf(place)}`);
  }
  if (thisContainer(made) !== container) return declined(`${here} is not in scope at ${placeOf(place)}`);
  if (!encloses(made.parent, place)) return declined(`${here} is not always made before its use at ${placeOf(place)}`);
  return runsBefore(program, made, place, new Set()) ? `this.${name}` : declined(`${here} is declared after its use at ${placeOf(place)}`);
}

/** True if a statement has always run when a place in its block, or in a function in its block, runs. */
function runsBefore(program: Program, made: ts.Statement, place: ts.Node, seen: ReadonlySet<ts.Symbol>): boolean {
  if (!encloses(made.parent, place)) return false;
  const deferred = outermostDeferred(place, made.parent);
  if (deferred === undefined) return made.end <= place.getStart();
  // A function declaration can be called above its text; anything else only after it.
  if (made.end <= deferred.getStart() && !ts.isFunctionDeclaration(deferred)) return true;
  const named = ts.isVariableDeclaration(deferred.parent) ? deferred.parent.name : (deferred as ts.NamedDeclaration).name;
  const symbol = named !== undefined && ts.isIdentifier(named) ? program.symbolOf(named) : undefined;
  if (symbol === undefined) return false;
  if (seen.has(symbol)) return true;
  const next = new Set([...seen, symbol]);
  return program.usesOf(symbol).every((use) => {
    if (encloses(deferred, use) || use.getSourceFile() !== made.getSourceFile()) return true;
    return ts.isExportSpecifier(use.parent) || runsBefore(program, made, use, next);
  });
}

/** The function or class directly in the block whose text holds the place: it runs some time later. */
function outermostDeferred(place: ts.Node, block: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let node = place; node !== block; node = node.parent) if (ts.isFunctionLike(node) || ts.isClassLike(node)) found = node;
  return found;
}

/** The function or property whose `this` a place sees; arrow functions have none of their own. */
function thisContainer(place: ts.Node): ts.Node | undefined {
  return ts.findAncestor(
    place.parent,
    (node) => (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) || ts.isPropertyDeclaration(node) || ts.isClassLike(node),
  );
}

function otherAssignment(made: ts.Node, name: string): ts.Node | undefined {
  const owner = ts.findAncestor(made, ts.isClassLike);
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    const isMember = ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left) && node.left.name.text === name;
    if (isMember && node.left.expression.kind === ts.SyntaxKind.ThisKeyword && node.parent !== made) found ??= node;
    ts.forEachChild(node, visit);
  };
  if (owner !== undefined) visit(owner);
  return found;
}

function encloses(outer: ts.Node, inner: ts.Node): boolean {
  return ts.findAncestor(inner, (node) => node === outer) !== undefined;
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
}
