import ts from "typescript";
import type { Variant } from "@portcullis/policypack/plans/plan";
import type { Plain } from "@portcullis/policypack/resources/resource";
import { applyEdits, type TextEdit } from "../../editing/edits";
import { declined, isDeclined, type Outcome } from "../../editing/outcome";
import { changeObject, copyWith, mismatch, replace, type Editing } from "./change";
import { constructorsOf, spotOf, type Constructor } from "./locate";
import { placeOf } from "./program";
import { copyStatement, removeStatement, statementsOf } from "./statements";
import { agrees, evaluate, sketch } from "./values";

/** Replaces the statement that makes a resource by variants of it: none removes it, the second and later ones are copies with names of their own. */
export function changeResource(
  editing: Editing,
  constructor: Constructor,
  type: string,
  inputs: Plain,
  variants: readonly Variant[],
): Outcome<TextEdit[]> {
  const args = constructor.arguments?.[1];
  if (args !== undefined && !agrees(editing.program, spotOf(args), inputs)) return mismatch(editing, constructor);
  const [first, ...others] = variants;
  if (first === undefined) {
    const statement = ownStatement(editing, constructor, true);
    return isDeclined(statement) ? statement : [removeStatement(statement.statement)];
  }
  if (args === undefined) return mismatch(editing, constructor);
  const changed = changeObject(editing, spotOf(args), inputs, first);
  if (isDeclined(changed) || others.length === 0) return changed;
  const statement = ownStatement(editing, constructor, false);
  if (isDeclined(statement)) return statement;
  const copies: string[] = [];
  for (const [index, variant] of others.entries()) {
    const edits = changeObject(editing, spotOf(args), inputs, variant);
    if (isDeclined(edits)) return edits;
    const renamed = rename(editing, constructor, type, `-${index + 2}`);
    if (isDeclined(renamed)) return renamed;
    const copy = copyWith(constructor, [...edits, renamed]);
    if (isDeclined(copy)) return copy;
    copies.push(`${copy}${statement.statement.getText().endsWith(";") ? ";" : ""}`);
  }
  const below = copyStatement(statement.statement, copies);
  return [...changed, below];
}

/** The statement that does nothing but make the resource. */
function ownStatement(editing: Editing, constructor: Constructor, removes: boolean): Outcome<{ readonly statement: ts.Statement }> {
  if (!ts.isNewExpression(constructor)) return declined(`${placeOf(constructor)} makes ${editing.name} in the constructor of a class`);
  const parent = constructor.parent;
  const statement = ts.isVariableDeclaration(parent) ? parent.parent.parent : parent;
  if (!ts.isExpressionStatement(statement) && !ts.isVariableStatement(statement)) {
    const holder = ts.isArrowFunction(parent) || ts.isReturnStatement(parent) ? "the result of a function" : `a part of ${sketch(parent)}`;
    return declined(`${editing.name} at ${placeOf(constructor)} is ${holder}`);
  }
  if (statementsOf(statement.parent) === undefined) {
    return declined(`${editing.name} at ${placeOf(constructor)} stands without a block in ${sketch(statement.parent)}`);
  }
  if (ts.isVariableStatement(statement)) {
    const unbound = canBeUnbound(editing, statement, removes);
    if (isDeclined(unbound)) return unbound;
  }
  return { statement };
}

function canBeUnbound(editing: Editing, statement: ts.VariableStatement, removes: boolean): Outcome<true> {
  const [declaration, second] = statement.declarationList.declarations;
  if (declaration === undefined || second !== undefined || !ts.isIdentifier(declaration.name)) {
    return declined(`${placeOf(statement)} declares more than ${editing.name}`);
  }
  if (!removes) return true;
  if (statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true) {
    return declined(`${declaration.name.text} is exported at ${placeOf(statement)}`);
  }
  const symbol = editing.program.symbolOf(declaration.name);
  const [use] = symbol === undefined ? [] : editing.program.usesOf(symbol);
  return use === undefined ? true : declined(`${declaration.name.text} is used at ${placeOf(use)}`);
}

/** The edit that gives a copy of the constructor call a name of its own. */
function rename(editing: Editing, constructor: Constructor, type: string, suffix: string): Outcome<TextEdit> {
  const [name] = constructor.arguments ?? [];
  if (name === undefined) return declined(`${placeOf(constructor)} gives no name`);
  const literal = evaluate(editing.program, spotOf(name));
  if (typeof literal === "string") {
    for (const other of constructorsOf(editing.program, { type })) {
      const [first] = other.arguments ?? [];
      if (first !== undefined && evaluate(editing.program, spotOf(first)) === `${literal}${suffix}`) {
        return declined(`the name ${literal}${suffix} is taken at ${placeOf(other)}`);
      }
    }
  }
  const last = lastLiteral(name);
  if (last === undefined) return declined(`the name of ${editing.name} is computed at ${placeOf(name)}: ${sketch(name)}`);
  const text = last.getText();
  return replace(last, applyEdits(text, [{ file: "", start: text.length - 1, end: text.length - 1, text: suffix }]));
}

/** The text at the end of a name: of a string, a template, or a sum that ends with one. */
function lastLiteral(name: ts.Expression): ts.Node | undefined {
  if (ts.isStringLiteralLike(name)) return name;
  if (ts.isTemplateExpression(name)) return name.templateSpans.at(-1)?.literal;
  if (ts.isBinaryExpression(name) && name.operatorToken.kind === ts.SyntaxKind.PlusToken) return lastLiteral(name.right);
  return undefined;
}
