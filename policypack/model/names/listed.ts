import { joined } from "../../joined";

/** Different names as a sentence lists them, so many at most, and how many more there are: "orders and fast", "orders, fast, search and 2 more". */
export function listed(names: Iterable<string>, most = 3): string {
  const different = [...new Set(names)];
  const hidden = different.length - most;
  return joined(hidden > 0 ? [...different.slice(0, most), `${hidden.toLocaleString("en-US")} more`] : different);
}

/** "1 rule", "2,000 rules". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
