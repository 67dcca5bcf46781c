import type { Written } from "../../sources/source";
import { visible } from "../../system/visible";
import { excerpt } from "../excerpt";
import type { Place } from "../report";
import type { Terminal } from "../terminal";
import { columnsOf } from "./columns";

/** The source line of a place with a mark under what is meant, and the line before it. None where the source is not at hand. */
export function frame(written: Written | undefined, place: Place, { width, colours }: Terminal): readonly string[] {
  const found = excerpt(written, place);
  if (found === undefined) return [];
  const { before, number } = found;
  const [start, marked, end] = [shown(found.start), shown(found.marked), shown(found.end)];
  const gutter = String(number).length;
  const room = width - gutter - 5;
  const text = start + marked + end;
  const from = windowStart(text.length, start.length, start.length + marked.length, room);
  const window = cut(text, from, room);
  const head = from > 0 ? 1 : 0;
  const indent = columnsOf(window.slice(0, start.length - from + head));
  const length = Math.max(1, Math.min(columnsOf(marked), room - indent));
  const numbered = (line: string, content: string): string => `  ${colours.dim(`${line.padStart(gutter)} │`)} ${content}`.trimEnd();
  return [
    ...(before === undefined ? [] : [numbered(String(number - 1), colours.dim(cut(shown(before), columnsOf(before) <= room ? 0 : from, room)))]),
    numbered(String(number), window),
    numbered("", `${" ".repeat(indent)}${colours.red("━".repeat(length))}`),
  ];
}

/** As many characters as the source has, so that places stay where they are, and none that does anything else than to be seen. */
function shown(text: string): string {
  return Array.from(text.replaceAll("\t", " "), (character) =>
    character === " " || visible(character) === character ? character : "�".repeat(character.length),
  ).join("");
}

/** Where to begin so that the mark can be seen, with a little of what is around it. */
function windowStart(length: number, start: number, end: number, room: number): number {
  if (length <= room || end + 4 <= room) return 0;
  return Math.max(0, Math.min(start - 8, end + 8 - room));
}

function cut(text: string, from: number, room: number): string {
  const head = from > 0 ? "…" : "";
  const rest = text.slice(from);
  if (columnsOf(head + rest) <= room) return head + rest;
  let taken = head;
  let used = columnsOf(head);
  for (const character of rest) {
    used += columnsOf(character);
    if (used > room - 1) break;
    taken += character;
  }
  return `${taken}…`;
}
