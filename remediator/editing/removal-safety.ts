import type { Module, Statement } from "../reader/syntax/tree";
import { placeText, type EditContext } from "./context";
import type { PlacedStatement } from "./syntax-index";

/** Why a statement cannot simply be taken out or copied: it does more. */
export function whyNotOne({ statement, siblings }: PlacedStatement, names: readonly string[]): string | undefined {
  const { start, end } = statement.span;
  return siblings.some((other) => other !== statement && other.span.start === start && other.span.end === end)
    ? `${placeText(statement.span)} declares more than ${names[0] ?? "one resource"}`
    : undefined;
}

/** Why there cannot be a second statement beside one: no braces hold them together. */
export function whyNotTwo({ statement, siblings }: PlacedStatement): string | undefined {
  const before = statement.span.file.text.slice(0, statement.span.start).trimEnd();
  return siblings.length === 1 && /\)$|\b(?:else|do)$|=>$/.test(before)
    ? `the statement at ${placeText(statement.span)} is all that the one around it does`
    : undefined;
}

/** Why a statement cannot be taken out: others have what it gives. */
export function whyNotWithout(context: EditContext, { statement }: PlacedStatement, names: readonly string[]): string | undefined {
  const { file, start } = statement.span;
  const place = placeText(statement.span);
  const before = file.text.slice(0, start).trimEnd();
  if (/\bexport(?:\s+default)?$/.test(before)) return `${names[0] ?? "the resource"} is exported at ${place}`;
  const exporting = context.modules.find((module) => names.some((name) => isExported(module, name)) && module.file.name === file.name);
  if (exporting !== undefined) return `${names[0] ?? "the resource"} is exported by ${file.name}`;
  return undefined;
}

function isExported({ body }: Module, name: string): boolean {
  return body.some(
    (statement: Statement) => statement.kind === "export" && statement.from === undefined && statement.names.some(({ local }) => local === name),
  );
}
