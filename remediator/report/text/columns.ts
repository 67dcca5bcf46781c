/** How many columns of a terminal a text takes: letters of East Asia and pictures take two, combining marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The start of a text that fits, with an ellipsis where something is left out. */
export function clipped(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let used = 0;
  let taken = "";
  for (const character of text) {
    used += widthOf(character);
    if (used > columns - 1) break;
    taken += character;
  }
  return `${taken}…`;
}

/** Lines of words that fit; a word that does not is left as it is, so that it can still be copied. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

function widthOf(character: string): number {
  if (/^[\x20-\x7e]$/.test(character)) return 1;
  if (/^\p{M}$/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** https://www.unicode.org/reports/tr11/: the blocks whose characters are wide. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;
