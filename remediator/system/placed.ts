import { grouped } from "@portcullis/policypack/grouped";
import { joined } from "@portcullis/policypack/joined";

/** What is so, and where that is written, if anywhere. */
export interface Placed {
  readonly text: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/**
 * Texts with their places, each once: "index.ts:12: shop has subnets that are not read", "index.ts:18, 20 and 22: does not parse". What is said of a file
 * itself names it.
 */
export function placedTexts(all: readonly Placed[]): readonly string[] {
  return grouped(all, ({ text, file }) => JSON.stringify([text, file])).map(([, own]) => {
    const [{ text, file }] = own;
    if (file === undefined || text.startsWith(`${file} `)) return text;
    const lines = [...new Set(own.map(({ line }) => line))].sort((a = 0, b = 0) => a - b);
    const more = lines.length - mostLines;
    return `${file}:${joined([...lines.slice(0, mostLines).map(String), ...(more > 0 ? [`${more} more`] : [])])}: ${text}`;
  });
}

const mostLines = 3;
