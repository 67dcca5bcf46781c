/**
 * A text that others chose, on one line, where what cannot be seen, moves the cursor or turns the order of letters around is written out:
 * a terminal, or a reader, takes it for nothing but text.
 */
export function visible(text: string): string {
  return text
    .replace(/\p{White_Space}+/gu, (space) => (space.includes("\u0085") ? writtenOut(space) : " "))
    .replace(unseen, writtenOut)
    .trim();
}

/** The same for text of several lines, which stay. */
export function visibleLines(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(unseen, (character) => (character === "\n" || character === "\t" ? character : writtenOut(character)));
}

/** JSON means the same with such characters escaped. */
export function visibleJson(json: string): string {
  return json.replace(unseenInJson, (text) =>
    Array.from({ length: text.length }, (_, at) => `\\u${hex(text.charCodeAt(at)).padStart(4, "0")}`).join(""),
  );
}

/** Controls, formats, halves of pairs, what is private or not assigned, and letters without a shape. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f]/gu;

const unseenInJson = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

function writtenOut(characters: string): string {
  return Array.from(characters, (character) => `\\u{${hex(character.codePointAt(0) ?? 0)}}`).join("");
}

function hex(value: number): string {
  return value.toString(16);
}
