/** Languages take a carriage return alone for the end of a line, and grammars do not. Every place stays where it is. */
export function withLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}
