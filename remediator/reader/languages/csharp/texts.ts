import type { SyntaxNode } from "../../syntax/parse";
import type { Expression } from "../../syntax/tree";
import { unescapedText } from "../java-and-csharp/literals";
import { callOf, literal, opaque } from "../java-and-csharp/nodes";
import type { CSharpContext } from "./context";
import { expressionOf } from "./expressions";
import { operandsOf } from "./syntax";

/** The value of a string or character literal. */
export function textOf(node: SyntaxNode): string {
  const text = node.text.replace(/[uU]8$/, "");
  if (text.startsWith("@")) return text.slice(2, -1).replaceAll('""', '"');
  if (text.startsWith('"""')) {
    const quotes = /^"+/.exec(text)?.[0].length ?? 3;
    return dedented([text.slice(quotes, Math.max(quotes, text.length - quotes))])[0] ?? "";
  }
  return unescapedText(text.slice(1, text.length > 1 ? -1 : undefined));
}

/** `$"..."` in all its forms. */
export function interpolationOf(node: SyntaxNode, context: CSharpContext): Expression {
  const { span } = node;
  const start = node.child("interpolation_start")?.text ?? "$";
  const quote = node.child("interpolation_quote");
  const opening = quote ?? node.child('"');
  const isRaw = quote !== undefined;
  const isVerbatim = start.includes("@");
  const width = isRaw ? start.length : 1;
  const holes = node.children.filter(({ type }) => type === "interpolation");
  const texts: string[] = [];
  let from = opening?.end ?? node.start;
  for (const hole of holes) {
    // In raw strings the grammar takes what stands before the braces for a part of them.
    const brace = hole.child("interpolation_brace");
    const braceStart = brace === undefined ? hole.start : Math.max(hole.start, brace.end - width);
    texts.push(node.file.text.slice(from, braceStart));
    from = hole.end;
  }
  const closing = isRaw ? node.children.findLast(({ type }) => type === "interpolation_quote") : node.children.findLast(({ type }) => type === '"');
  texts.push(node.file.text.slice(from, closing === undefined || closing.start < from ? node.end : closing.start));
  const read = isRaw ? dedented(texts) : texts.map((text) => braces(isVerbatim ? text.replaceAll('""', '"') : unescapedText(text)));
  // The grammar takes `{{{x}}}` for a text.
  if (!isRaw && texts.some((text) => /[{]/.test(text.replaceAll("{{", "")))) return opaque("has braces within braces, which are not read", span);
  return {
    kind: "template",
    parts: read.flatMap((text, index): (string | Expression)[] => {
      const hole = holes[index];
      return [...(text === "" ? [] : [text]), ...(hole === undefined ? [] : [holeOf(hole, context)])];
    }),
    span,
  };
}

function braces(text: string): string {
  return text.replaceAll("{{", "{").replaceAll("}}", "}");
}

/** `{value,alignment:format}`. */
function holeOf(node: SyntaxNode, context: CSharpContext): Expression {
  const value = operandsOf(node).find(({ type }) => !type.startsWith("interpolation_"));
  if (value === undefined) return context.notRead(node, "does not parse");
  const lowered = expressionOf(value, context);
  const alignment = node.child("interpolation_alignment_clause")?.text.slice(1).trim();
  const format = formatOf(node);
  if (alignment === undefined && format === undefined) return lowered;
  return callOf("#format", [lowered, literal(format ?? "", node.span), literal(Number(alignment ?? 0), node.span)], node.span);
}

/** The grammar has no node for the text of a format. */
function formatOf(node: SyntaxNode): string | undefined {
  const clause = node.child("interpolation_format_clause");
  if (clause === undefined) return undefined;
  const closing = node.children.findLast(({ type }) => type === "interpolation_brace");
  return node.file.text.slice(clause.start + 1, closing === undefined ? clause.end : closing.start);
}

/** The texts of a raw string without the line breaks next to its quotes, and without the last line's indentation. */
function dedented(texts: readonly string[]): readonly string[] {
  const whole = texts.join("");
  if (!/[\r\n]/.test(whole)) return texts;
  const last = texts.at(-1) ?? "";
  const indentation = /(?:^|\n)([ \t]*)$/.exec(last)?.[1] ?? "";
  return texts.map((text, index) => {
    let result = index === 0 ? text.replace(/^[ \t]*\r?\n/, "\n") : text;
    result = result.replace(/\n[ \t]*/g, (line) => `\n${line.slice(1).startsWith(indentation) ? line.slice(1 + indentation.length) : ""}`);
    if (index === 0) result = result.replace(/^\n/, "");
    return index === texts.length - 1 ? result.replace(/\r?\n$/, "") : result;
  });
}
