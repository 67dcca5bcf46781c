import { visible } from "../system/visible";

/** How much of a name is shown. */
const usual = 60;

/**
 * A text as a label of a Mermaid flowchart, in which nothing of it means anything: in quotes, and whatever Mermaid, HTML or Markdown could read
 * is written as the number of its character. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export function label(text: string, most = usual): string {
  const shown = Array.from(visible(text));
  const short = shown.length > most ? [...shown.slice(0, most - 1), "…"] : shown;
  const inert = short.map((character) => (/^[\p{L}\p{N} .,/…-]$/u.test(character) ? character : `#${String(character.codePointAt(0))};`)).join("");
  return `"${/^\d+\. |^[-+*] /.test(inert) ? inert.replace(/[.+*-] /, (mark) => `#${String(mark.codePointAt(0))}; `) : inert}"`;
}
