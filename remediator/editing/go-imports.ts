import type { SourceFile } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import { lineBefore, lineBreakOf, lineEnd, lineStart, nextLine } from "./lines";

/** An import beside another one: where gofmt has it among its neighbours, if these are in order; else below that one. */
export function importBeside({ name: file, text }: SourceFile, offset: number, name: string | undefined, path: string): TextEdit {
  const own = lineStart(text, offset);
  const [, before = ""] = /^([ \t]*(?:import[ \t]+)?)/.exec(text.slice(own)) ?? [];
  const line = `${before}${name === undefined ? "" : `${name} `}"${path}"`;
  const lines = before.includes("import") ? [own] : neighboursOf(text, own);
  const paths = lines.map((start) => pathOn(text, start) ?? "");
  const isInOrder = paths.every((each, index) => index === 0 || (paths[index - 1] ?? "") <= each);
  const last = isInOrder ? lines.filter((_, index) => (paths[index] ?? "") < path).at(-1) : own;
  if (last === undefined) return { file, start: lines[0] ?? own, end: lines[0] ?? own, text: `${line}${lineBreakOf(text)}` };
  const at = lineEnd(text, last);
  return { file, start: at, end: at, text: `${lineBreakOf(text)}${line}` };
}

/** Where the lines begin that are imports around one of them, without a blank line between. */
function neighboursOf(text: string, own: number): readonly number[] {
  const lines = [own];
  for (let start = own; start > 0;) {
    start = lineBefore(text, start);
    if (pathOn(text, start) === undefined) break;
    lines.unshift(start);
  }
  for (let start = nextLine(text, own); start < text.length && pathOn(text, start) !== undefined; start = nextLine(text, start)) lines.push(start);
  return lines;
}

function pathOn(text: string, start: number): string | undefined {
  return /^[ \t]*(?:[\w.]+[ \t]+)?"([^"]+)"[ \t]*(?:\/\/.*)?$/.exec(text.slice(start, lineEnd(text, start)))?.[1];
}
