import type { Module, Statement } from "../reader/syntax/tree";
import { placeText, type EditContext } from "./context";
import type { PlacedStatement } from "./syntax-index";

/** Why a statement cannot simply be taken out or copied: something else hangs on where it stands. */
export function whyNotAlone(context: EditContext, { statement, siblings }: PlacedStatement, names: readonly string[]): string | undefined {
  const { file, start, end } = statement.span;
  const place = placeText(statement.span);
  if (siblings.some((other) => other !== statement && other.span.start === start && other.span.end === end))
    return `${place} declares more than ${names[0] ?? "one resource"}`;
  const before = file.text.slice(0, start).trimEnd();
  if (/\bexport(?:\s+default)?$/.test(before)) return `${names[0] ?? "the resource"} is exported at ${place}`;
  const exporting = context.modules.find((module) => names.some((name) => isExported(module, name)) && module.file.name === file.name);
  if (exporting !== undefined) return `${names[0] ?? "the resource"} is exported by ${file.name}`;
  // The only thing that a condition or loop does, where no braces say so.
  if (siblings.length === 1 && (/\)$|\b(?:else|do)$|=>$/.test(before) || (before.endsWith(":") && context.printer.name === "Python")))
    return `the statement at ${place} is all that what it stands in does`;
  return undefined;
}

function isExported({ body }: Module, name: string): boolean {
  return body.some(
    (statement: Statement) => statement.kind === "export" && statement.from === undefined && statement.names.some(({ local }) => local === name),
  );
}
