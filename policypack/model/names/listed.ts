import { joined } from "../../joined";
import { withCommas } from "../../commas";

/** Different names as a sentence lists them, so many at most, and how many more there are: "orders and fast", "orders, fast, search and 2 more". */
export function listed(names: Iterable<string>, most = mostListed, word: "and" | "or" = "and"): string {
  const different = [...new Set(names)];
  return inList(different.slice(0, most), different.length, word);
}

/** The first of so many different names, and how many more there are. */
export function inList(first: readonly string[], count: number, word: "and" | "or" = "and"): string {
  const hidden = count - first.length;
  return joined(hidden > 0 ? [...first, `${withCommas(hidden)} more`] : first, word);
}

/** How many names are said unless told otherwise. */
export const mostListed = 3;

/** "1 rule", "2,000 rules". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${withCommas(count)} ${count === 1 ? one : many}`;
}
