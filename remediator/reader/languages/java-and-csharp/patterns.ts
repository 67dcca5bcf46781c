/**
 * A pattern of the languages' regular expressions, where JavaScript means the same by it and none of its parts can be tried in many ways: literals, classes,
 * anchors, single repetitions, alternatives without repetition around them.
 */
export function patternOf(source: string, flags = "g"): RegExp | undefined {
  const part = String.raw`(?:\\[dDwWsSbB.\-/\\\[\](){}*+?|^$]|\[[^\[\]]*\]|[^\\\[\](){}*+?|])(?:[*+?]|\{\d+(?:,\d*)?\})?`;
  if (source.length > 200 || !new RegExp(`^(?:${part}|\\||\\(\\?:|\\((?!\\?)|\\)(?![*+?{]))*$`, "u").test(source)) return undefined;
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return undefined;
  }
}

/** Longer texts are not searched. */
export const longestSearched = 20_000;
