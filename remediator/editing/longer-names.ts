/** Whether source is one text: nothing but what stands between its quotes. */
export function isOneText(written: string): boolean {
  return /^[$@a-z]?(["'`])(?!\1).*\1$/s.test(written);
}

/** A text with something behind it, between its quotes. */
export function longerText(written: string, suffix: string): string {
  return `${written.slice(0, -1)}${suffix}${written.slice(-1)}`;
}

/** A name with something behind it: in the text that it is, or behind the expression that gives it. */
export function longerName(written: string, suffix: string): string {
  if (isOneText(written)) return longerText(written, suffix);
  // Of these, some bind less than what joins texts.
  const isLoose = /[?|&=<>]|\bif\b/.test(written);
  return `${isLoose ? `(${written})` : written} + "${suffix}"`;
}
