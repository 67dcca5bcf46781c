/**
 * A text with another one behind it, where what is written is known to be a text: one that begins with a literal, or what formats one, without anything that
 * binds less than the sign that joins them.
 */
export function followedBy(written: string, addition: string): string | undefined {
  const bare = written.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  const isText = /^(?:f|\$)?""/.test(bare) || /^(?:fmt\.Sprintf|String\.format|[Ss]tring\.Format)\((?:[^()]|\([^()]*\))*\)$/.test(bare);
  return isText && /^[\w\s$.+%,()[\]"]*$/.test(bare) && !/\b(?:if|else|or|and|not|in|is|as|lambda|await)\b/.test(bare)
    ? `${written}${addition}`
    : undefined;
}
