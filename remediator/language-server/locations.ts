import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Position, Range } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { excerpt } from "../report/excerpt";
import type { Place } from "../report/report";
import type { Written } from "../sources/source";

/** The path of a document on this disk; undefined for what is in no file, such as one without a name. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

/** A path without symbolic links, also of what is not there yet. */
export function resolved(file: string): string {
  const missing: string[] = [];
  for (let current = path.resolve(file); ; current = path.dirname(current)) {
    if (existsSync(current) || current === path.dirname(current)) return path.join(safeRealpath(current), ...missing);
    missing.unshift(path.basename(current));
  }
}

function safeRealpath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** A file's name from a folder, with forward slashes; undefined where it is not below. */
export function nameIn(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  if (relative === "" || relative.startsWith("..") || path.isAbsolute(relative)) return undefined;
  return relative.split(path.sep).join("/");
}

/** The folder, or the nearest one above, that has a project's file. */
export function projectAbove(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((name) => existsSync(path.join(folder, name)))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** A place as editors have it: lines and characters from 0, in the code units of UTF-16; of what takes several lines, the first one. */
export function rangeOf(written: Written | undefined, place: Place): Range {
  const text = written?.text(place.file);
  if (text === undefined) {
    const start = { line: place.line - 1, character: place.column - 1 };
    return { start, end: { line: (place.endLine ?? place.line) - 1, character: (place.endColumn ?? place.column) - 1 } };
  }
  const document = TextDocument.create("", "", 0, text);
  const start = offsetOf(text, place.line, place.column);
  const end = start + (excerpt(written, place)?.marked.length ?? 1);
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Lines of places end with a line feed; a byte order mark takes no column. */
function offsetOf(text: string, line: number, column: number): number {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let number = 1; number < line; number++) {
    const end = text.indexOf("\n", start);
    if (end === -1) break;
    start = end + 1;
  }
  return Math.min(text.length, start + column - 1);
}

export function contains({ start, end }: Range, at: Position): boolean {
  return compare(start, at) <= 0 && compare(at, end) <= 0;
}

/** Whether a range is within another one, and smaller. */
export function isWithin(inner: Range, outer: Range): boolean {
  const isSame = compare(inner.start, outer.start) === 0 && compare(inner.end, outer.end) === 0;
  return !isSame && compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

export function overlap(a: Range, b: Range): boolean {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
