import pc from "picocolors";
import type { Colours } from "../report/text";

/** Colours for what is written to a stream: none where it is no terminal. */
export function coloursOf(stream: NodeJS.WriteStream): Colours {
  return pc.createColors(stream.isTTY && process.env.NO_COLOR === undefined);
}

/** Results: findings, diffs, texts. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** What is said about the work beside its result. */
export function tell(text: string): void {
  process.stderr.write(text);
}
