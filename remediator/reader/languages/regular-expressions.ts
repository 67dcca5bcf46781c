/** How many steps a pattern may take on a text, at worst. */
const mostSteps = 10_000_000;

/**
 * A pattern of Python or Go that JavaScript reads alike and that takes no more than a moment: short texts, no repetition within a repetition. Undefined for
 * all others, and where a text is not known.
 */
export function compiled(pattern: string | undefined, texts: readonly (string | undefined)[], flags: string): RegExp | undefined {
  if (pattern === undefined || pattern.length > 200 || texts.some((text) => text === undefined || text.length > 1_000)) return undefined;
  // What is a letter, and where a text ends that ends with a line, they see in other ways.
  if (texts.some((text) => /[^\t\n\r\x20-\x7e]/.test(text ?? "") || (pattern.includes("$") && text?.endsWith("\n") === true))) return undefined;
  const repeats = pattern.match(/(?<!\\)(?:[*+]|\{\d*,\d*\})/g) ?? [];
  const longest = Math.max(1, ...texts.map((text) => text?.length ?? 0));
  if (longest ** repeats.length > mostSteps || /\)[*+{]/.test(pattern) || /\\[AZzGpPNQE]|\[\[:|\(\?[^:P]|\(\?P[^<]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern.replaceAll("(?P<", "(?<"), `${flags}u`);
  } catch {
    return undefined;
  }
}
