import type { Written } from "../sources/source";
import type { Place } from "./report";

/** The line of a place in three parts, what is meant in the middle, and the line before it; without what both are indented by. */
export interface Excerpt {
  readonly number: number;
  readonly before: string | undefined;
  readonly start: string;
  readonly marked: string;
  readonly end: string;
}

/** The source around a place; undefined where it is not at hand. */
export function excerpt(written: Written | undefined, place: Place): Excerpt | undefined {
  const lines = written === undefined ? undefined : linesOf(written, place.file);
  const line = lines?.[place.line - 1];
  if (line === undefined) return undefined;
  const previous = lines?.[place.line - 2];
  const before = previous === undefined || previous.trim() === "" ? undefined : previous;
  const margin = Math.min(indentOf(line), before === undefined ? Infinity : indentOf(before));
  const start = Math.max(margin, Math.min(place.column - 1, line.length));
  const length = lengthAt(line, start, place);
  return {
    number: place.line,
    before: before?.slice(margin),
    start: line.slice(margin, start),
    marked: line.slice(start, start + length),
    end: line.slice(start + length),
  };
}

/** A file may have thousands of places: it is cut into lines once. */
function linesOf(written: Written, file: string): readonly string[] | undefined {
  const files = cut.get(written) ?? new Map<string, readonly string[] | undefined>();
  cut.set(written, files);
  if (!files.has(file)) files.set(file, written.text(file)?.split(/\r\n|\r|\n/));
  return files.get(file);
}

const cut = new WeakMap<Written, Map<string, readonly string[] | undefined>>();

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** How far what begins there goes: to the end that is known, else over one value as programs write them. */
function lengthAt(line: string, start: number, { line: at, column, endLine, endColumn }: Place): number {
  if (endLine === at && endColumn !== undefined && endColumn > column) return endColumn - column;
  if (endLine !== undefined && endLine > at) return line.length - start;
  const rest = line.slice(start);
  const quoted = /^(["'`])(?:\\.|(?!\1).)*\1/.exec(rest);
  if (quoted !== null) return quoted[0].length;
  if (/^[[{(]/.test(rest)) return closing(rest);
  return Math.max(1, /^(?:new\s+)?[\w$.]+/.exec(rest)?.[0].length ?? 1);
}

function closing(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if ("[{(".includes(character)) depth++;
    else if ("]})".includes(character) && --depth === 0) return index + 1;
  }
  return text.length;
}
