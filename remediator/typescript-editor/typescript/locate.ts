import ts from "typescript";
import { unknown, type SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Target } from "../language";
import { declined, type Outcome } from "../../editing/outcome";
import { placeOf, type Program } from "./program";
import { evaluate, follow, type Spot } from "./values";

/** `new X(...)`, or `super(...)` in a class that extends X. */
export type Constructor = ts.NewExpression | ts.CallExpression;

/**
 * The constructor call that makes a resource: at one of its positions; failing that, the only one of its type with its name written
 * literally.
 */
export function locate(program: Program, target: Target): Outcome<Constructor> {
  const constructors = constructorsOf(program, target);
  for (const position of target.positions) {
    const found = atPosition(program, constructors, position);
    if (found === undefined) continue;
    if (isNamed(program, found, target) === false)
      return declined(`the source at ${placeOf(found)} does not look like ${target.name}: it has another name`);
    return found;
  }
  const named = constructors.filter((constructor) => isNamed(program, constructor, target) === true);
  const [only, second] = named;
  if (only === undefined) return declined(`the source of ${target.name} was not found`);
  if (second !== undefined) return declined(`${target.name} is written at both ${placeOf(only)} and ${placeOf(second)}`);
  return only;
}

/** All constructor calls of a class that is called what the type is called. */
export function constructorsOf(program: Program, target: Pick<Target, "type">): Constructor[] {
  const className = target.type.split(":").at(-1) ?? target.type;
  const found: Constructor[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && classNameOf(program, node.expression) === className) found.push(node);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword && superclassOf(program, node) === className)
      found.push(node);
    ts.forEachChild(node, visit);
  };
  for (const source of program.sources) visit(source);
  return found;
}

function atPosition(program: Program, constructors: readonly Constructor[], position: SourcePosition): Constructor | undefined {
  const source = program.source(position.file);
  if (source === undefined || position.line < 1 || position.line > source.getLineStarts().length) return undefined;
  const lineStart = source.getPositionOfLineAndCharacter(position.line - 1, 0);
  const offset = lineStart + position.column - 1;
  const onLine = constructors.filter(
    (constructor) =>
      constructor.getSourceFile() === source && source.getLineAndCharacterOfPosition(constructor.getStart(source)).line === position.line - 1,
  );
  // Between `new` and the opening parenthesis no other constructor call can begin.
  const exact = onLine.find((constructor) => constructor.getStart(source) <= offset && offset <= constructor.expression.end);
  return exact ?? (onLine.length === 1 ? onLine[0] : undefined);
}

/** Undefined where the name is computed. */
function isNamed(program: Program, constructor: Constructor, target: Target): boolean | undefined {
  const [first] = constructor.arguments ?? [];
  const name = first === undefined ? unknown : evaluate(program, spotOf(first));
  return typeof name === "string" ? name === target.name : undefined;
}

function classNameOf(program: Program, callee: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (!ts.isIdentifier(callee)) return undefined;
  const imported = program.importedName(callee);
  if (imported !== undefined) return imported;
  const followed = follow(program, spotOf(callee)).node;
  return ts.isPropertyAccessExpression(followed) ? followed.name.text : callee.text;
}

function superclassOf(program: Program, call: ts.CallExpression): string | undefined {
  const declaration = ts.findAncestor(call, ts.isClassLike);
  const parent = declaration?.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return parent === undefined ? undefined : classNameOf(program, parent.expression);
}

export function spotOf(node: ts.Expression): Spot {
  return { node, environment: new Map(), shared: undefined };
}
