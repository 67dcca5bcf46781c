/** The words of a name, however they are told apart. */
export function wordsOf(name: string): readonly string[] {
  return name.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? [];
}

/** A name of words whose first is in small letters. */
export function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join("");
}
