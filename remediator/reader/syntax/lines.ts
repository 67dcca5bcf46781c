/** Languages take a carriage return alone for the end of a line, and grammars do not. Every place stays where it is. */
export function withLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

/**
 * The scanner of Python's grammar looks from each comment for the line after all comments, so that a long run of them takes the square of its length.
 * Blanks stand for what such a run says, of lines that would say the same in a text: without quotes, braces and backslashes.
 */
export function withoutCommentRuns(text: string): string {
  return text.replace(longRun, (run) => run.replace(/#[^\r\n]*/g, (comment) => " ".repeat(comment.length)));
}

const longRun = /(?:^[ \t]*#[^"'{}\\\r\n]*(?:\r?\n|$)){200,}/gm;
