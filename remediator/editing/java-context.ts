import type { FunctionExpression } from "../reader/syntax/tree";

/** The field that holds the deployment's context, in a file of one class: a static method has none. */
export function contextFieldInJava({ span: { file, start } }: FunctionExpression): string | undefined {
  const { text } = file;
  const fields = [...text.matchAll(/^[ \t]*(?:(?:private|protected|public|final)\s+)*Context\s+(\w+)\s*;/gm)].map(([, name]) => name);
  const classes = text.match(/\b(?:class|record|enum|interface)\s+\w+/g) ?? [];
  const before = text.slice(0, start);
  const head = before.slice(Math.max(...[";", "}", "{"].map((sign) => before.lastIndexOf(sign))) + 1) + text.slice(start, text.indexOf("(", start));
  return fields.length === 1 && classes.length === 1 && !/\bstatic\b/.test(head) ? fields[0] : undefined;
}
