/** Phrases as a sentence lists them: "A", "A and B", "A, B and C". */
export function joined(phrases: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = phrases.at(-1) ?? "";
  return phrases.length < 2 ? last : `${phrases.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}
