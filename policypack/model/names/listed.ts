/** Up to three different names, and how many more there are: "orders, fast, search and 2 more". */
export function listed(names: Iterable<string>): string {
  const different = [...new Set(names)];
  return inList(different.slice(0, mostListed), different.length);
}

/** The same of so many different names, of which the first ones are given. */
export function inList(first: readonly string[], count: number): string {
  return count <= mostListed ? first.join(", ") : `${first.join(", ")} and ${count - mostListed} more`;
}

/** How many names are said. */
export const mostListed = 3;

/** "1 rule", "2,000 rules". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
