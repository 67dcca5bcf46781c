/**
 * What an error message of the engine or the SDK says first, without colours and introductions: the line that names the error, where there is one,
 * and what else belongs to it: up to the stack trace below it, else up to the end of what it opens, as in `ZodError: [`, with the list that it announces.
 */
export function firstLine(message: string): string {
  const lines = message
    .replace(unprintable, "")
    .split("\n")
    .map((line) => line.trim().replace(/^error: /, ""))
    .filter((line) => line !== "" && !introduction.test(line));
  const named = lines.findIndex((line) => error.test(line));
  const start = named < 0 ? 0 : named;
  const below = lines.slice(start + 1);
  const trace = named < 0 ? -1 : below.findIndex((line) => frame.test(line));
  let text = lines[start] ?? "no message";
  let isInList = false;
  for (const [index, line] of below.entries()) {
    const isItem: boolean = item.test(line) && (isInList || text.endsWith(":"));
    if (text.length > longest || frame.test(line) || (index >= trace && !isItem && isComplete(text))) break;
    text += isInList && isItem ? `, ${line}` : ` ${line}`;
    isInList = isItem;
  }
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const longest = 300;

const unprintable = new RegExp("\\u001b\\[[0-9;]*m|[\\u0000-\\u0009\\u000b-\\u001f\\u007f]", "g");

const introduction = /^(Running program|TSError: )/;

/** "TypeError: x is not a function", "Error [ERR_X]: y", "botocore.exceptions.ClientError: z". */
const error = /^(?:Uncaught )?[\w.]*(?:Error|Exception)(?: \[\w+\])?: /;

/** A line of a stack trace. */
const frame = /^at .*[:)]\d*\)?$/;

/** An element of a list: "- one", "2. two". */
const item = /^(?:[-*•]|\d{1,3}[.)]) /;

/** Whether a text closes what it opens, and says something after its colon. */
function isComplete(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return count(/[[{(]/g) <= count(/[\]})]/g) && !/[:,]$/.test(text);
}
