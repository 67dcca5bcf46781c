import ts from "typescript";
import type { TextEdit } from "../../editing/edits";
import { commentsIn, indentationAt, isBlank, leadOf, lineBreakOf, lineEnd, wholeLines } from "./lines";
import { fileOf } from "./program";

/** Removes a statement with its own comments and its lines. */
export function removeStatement(statement: ts.Statement): TextEdit {
  const source = statement.getSourceFile();
  const { text } = source;
  const start = leadOfStatement(statement);
  const end = tailOfStatement(statement);
  const lines = wholeLines(text, { start, end }, insideOf(statement.parent)) ?? { start, end };
  return { file: fileOf(statement), ...lines, text: "" };
}

/** Puts copies of a statement below it. */
export function copyStatement(statement: ts.Statement, copies: readonly string[]): TextEdit {
  const end = tailOfStatement(statement);
  const { text } = statement.getSourceFile();
  const line = `${lineBreakOf(text)}${indentationAt(text, statement.getStart()) ?? ""}`;
  return { file: fileOf(statement), start: end, end, text: copies.map((copy) => `${line}${copy}`).join("") };
}

/** Where the statement's own comments above it begin. */
function leadOfStatement(statement: ts.Statement): number {
  return leadOf(statement.getSourceFile().text, statement.getFullStart(), statement.getStart());
}

/** The end of the statement with the comment behind it on its line. */
function tailOfStatement(statement: ts.Statement): number {
  const { text } = statement.getSourceFile();
  const end = lineEnd(text, statement.end);
  const comment = commentsIn(text, statement.end, nextStart(statement)).find((candidate) => candidate.start < end);
  if (comment === undefined || !isBlank(text.slice(comment.end, lineEnd(text, comment.end)))) return statement.end;
  return comment.end;
}

function nextStart(statement: ts.Statement): number {
  const siblings = statementsOf(statement.parent) ?? [];
  const next = siblings[siblings.indexOf(statement) + 1];
  return next?.getStart() ?? insideOf(statement.parent).end;
}

/** The statements of a block, a file or a case; undefined for anything else. */
export function statementsOf(parent: ts.Node): readonly ts.Statement[] | undefined {
  const isList = ts.isSourceFile(parent) || ts.isBlock(parent) || ts.isModuleBlock(parent) || ts.isCaseOrDefaultClause(parent);
  return isList ? parent.statements : undefined;
}

function insideOf(parent: ts.Node): { readonly start: number; readonly end: number } {
  if (ts.isSourceFile(parent)) return { start: 0, end: parent.text.length };
  if (ts.isCaseOrDefaultClause(parent)) return { start: parent.statements.pos, end: parent.end };
  return { start: parent.getStart() + 1, end: parent.end - 1 };
}
