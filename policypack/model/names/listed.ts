/** Up to three different names, and how many more there are: "orders, fast, search and 2 more". */
export function listed(names: Iterable<string>): string {
  const different = [...new Set(names)];
  return different.length <= 3 ? different.join(", ") : `${different.slice(0, 3).join(", ")} and ${different.length - 3} more`;
}

/** "1 rule", "2,000 rules". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
