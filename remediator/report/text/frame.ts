import { visible } from "../../visible";
import type { Written } from "../../source";
import type { Place } from "../report";
import type { Terminal } from "../terminal";
import { columnsOf } from "./columns";

/** The source line of a place with a mark under what is meant, and the line before it. None where the source is not at hand. */
export function frame(source: Written | undefined, place: Place, { width, colours }: Terminal): readonly string[] {
  const lines = source?.text(place.file)?.split(/\r\n|\r|\n/);
  const written = lines?.[place.line - 1];
  if (written === undefined) return [];
  const before = lines?.[place.line - 2];
  const gutter = String(place.line).length;
  const room = width - gutter - 5;
  const margin = Math.min(indentOf(written), before === undefined || before.trim() === "" ? Infinity : indentOf(before));
  const start = Math.max(0, Math.min(place.column - 1, written.length) - margin);
  const text = shown(written.slice(margin));
  const length = lengthAt(text, start, place);
  const from = windowStart(text, start + length, start, room);
  const window = cut(text, from, room);
  const mark = " ".repeat(columnsOf(window.slice(0, start - from + (from > 0 ? 1 : 0))));
  const numbered = (number: string, content: string): string => `  ${colours.dim(`${number.padStart(gutter)} │`)} ${content}`.trimEnd();
  const visibleMark = colours.red("━".repeat(Math.max(1, Math.min(columnsOf(text.slice(start, start + length)), room - mark.length))));
  return [
    ...(before === undefined || before.trim() === ""
      ? []
      : [numbered(String(place.line - 1), colours.dim(cut(shown(before.slice(margin)), from, room)))]),
    numbered(String(place.line), window),
    numbered("", `${mark}${visibleMark}`),
  ];
}

/** How many columns the program is indented, of which both lines have the least taken away. */
function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** One character for one of the source, so that places stay where they are. */
function shown(text: string): string {
  return Array.from(text.replaceAll("\t", " "), (character) =>
    visible(character) === character || character === " " ? character : "�".repeat(character.length),
  ).join("");
}

/** Of a text, how far what begins there goes: to the end that is known, else over one value as programs write them. */
function lengthAt(text: string, start: number, { line, column, endLine, endColumn }: Place): number {
  if (endLine === line && endColumn !== undefined && endColumn > column) return endColumn - column;
  if (endLine !== undefined && endLine > line) return text.length - start;
  const rest = text.slice(start);
  const quoted = /^(["'`])(?:\\.|(?!\1).)*\1/.exec(rest);
  if (quoted !== null) return quoted[0].length;
  if (/^[[{(]/.test(rest)) return closing(rest);
  const word = /^(?:new\s+)?[\w$.]+/.exec(rest);
  return word === null || word[0] === "" ? 1 : word[0].length;
}

function closing(text: string): number {
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if ("[{(".includes(character)) depth++;
    else if ("]})".includes(character) && --depth === 0) return index + 1;
  }
  return text.length;
}

/** Where to begin so that the mark can be seen, with a little of what comes after it. */
function windowStart(text: string, end: number, start: number, room: number): number {
  if (text.length <= room || end + 4 <= room) return 0;
  return Math.max(0, Math.min(start - 8, end + 8 - room));
}

function cut(text: string, from: number, room: number): string {
  const head = from > 0 ? "…" : "";
  const rest = text.slice(from);
  let taken = "";
  for (const character of rest) {
    if (columnsOf(head + taken + character) > room - 1 && columnsOf(head + rest) > room) return `${head}${taken}…`;
    taken += character;
  }
  return head + taken;
}
