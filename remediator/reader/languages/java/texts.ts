import type { SyntaxNode } from "../../syntax/parse";
import { unescapedText } from "../java-and-csharp/literals";

/** The value of a string literal, a text block or a character. */
export function textOf(node: SyntaxNode): string {
  const { text } = node;
  if (text.startsWith('"""')) return unescapedText(blockOf(text.slice(3, text.endsWith('"""') && text.length >= 6 ? -3 : undefined)));
  return unescapedText(text.slice(1, text.length > 1 && text.endsWith(text.charAt(0)) ? -1 : undefined));
}

/** A text block without the indentation that all of its lines share, nor the blanks at their ends (Java Language Specification, 3.10.6). */
function blockOf(content: string): string {
  const lines = content.replace(/^[ \t\f]*\r?\n/, "").split(/\r\n|\r|\n/);
  const last = lines.length - 1;
  const indentations = lines.flatMap((line, index) => (line.trim() === "" && index !== last ? [] : [/^[ \t\f]*/.exec(line)?.[0].length ?? 0]));
  const indentation = Math.min(...indentations);
  return lines.map((line) => line.slice(indentation).replace(/[ \t\f]+$/, "")).join("\n");
}
