/** How a language writes comments: up to the end of the line, and between two marks. */
export interface CommentMarks {
  readonly line: string;
  readonly open?: string;
  readonly close?: string;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the line that holds this offset begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isBreak(text[start - 1])) start--;
  return start;
}

/** Where the line that holds this offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isBreak(text[end])) end++;
  return end;
}

/** Where the next line begins; the end of the text if there is none. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length);
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** The blank space before the first character of the line, if the offset is that character. */
export function indentationAt(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset).replace(/^\uFEFF/, "");
  return isBlank(before) ? before : undefined;
}

export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/**
 * The lines that a range fills alone, with one of two blank lines that would otherwise meet or be left at an end.
 * `within` is what encloses the range: the inside of a list or a block, or the file.
 */
export function wholeLines(text: string, range: Range, within: Range): Range | undefined {
  let start = lineStart(text, range.start);
  let end = nextLine(text, range.end);
  if (!isBlank(text.slice(Math.max(start, 0), range.start).replace(/^\uFEFF/, "")) || !isBlank(text.slice(range.end, lineEnd(text, range.end))))
    return undefined;
  if (start < within.start && within.start > 0) return undefined;
  if (text.startsWith("\uFEFF", start)) start++;
  const first = isBlank(text.slice(within.start, start).replace(/^\uFEFF/, ""));
  const last = isBlank(text.slice(end, within.end));
  const blankBefore =
    start > 0 && isBlank(text.slice(lineBefore(text, start), endOfLineBefore(text, start))) && lineBefore(text, start) >= within.start;
  const blankAfter = end < within.end && isBlank(text.slice(end, lineEnd(text, end)));
  if (blankBefore && !first && (blankAfter || last)) start = lineBefore(text, start);
  else if (blankAfter && first && !last) end = nextLine(text, end);
  // The last line of a file that does not end with a line break takes the one before it along.
  if (end === text.length && !isBreak(text[end - 1]) && start > 0) start = endOfLineBefore(text, start);
  return { start, end };
}

/** What encloses a stretch of text that begins or ends a block: up to there, blank lines at an end are nobody's. */
export function blockAround(text: string, start: number, end: number): Range {
  const before = text.slice(0, start).trimEnd();
  const after = /\S/.exec(text.slice(end));
  return {
    start: /[{:]$/.test(before) ? nextLine(text, before.length) : 0,
    end: after?.[0] === "}" ? lineStart(text, end + after.index) : text.length,
  };
}

/** Ranges in order, those that overlap made one. */
export function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start < last.end) result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}

/** The comments in a stretch of text that holds nothing else but blank space and punctuation. */
export function commentsIn(text: string, start: number, end: number, marks: CommentMarks): Range[] {
  const comments: Range[] = [];
  for (let offset = start; offset < end; offset++) {
    if (text.startsWith(marks.line, offset)) {
      const stop = Math.min(lineEnd(text, offset), end);
      comments.push({ start: offset, end: stop });
      offset = stop;
    } else if (marks.open !== undefined && marks.close !== undefined && text.startsWith(marks.open, offset)) {
      const close = text.indexOf(marks.close, offset + marks.open.length);
      const stop = close === -1 ? end : Math.min(close + marks.close.length, end);
      comments.push({ start: offset, end: stop });
      offset = stop - 1;
    }
  }
  return comments;
}

/**
 * Where the comments begin that speak about what starts at `start`: those on its line and those directly above it, without a blank line
 * between. Commented-out code and what speaks about the whole file do not.
 */
export function leadOf(text: string, from: number, start: number, marks: CommentMarks): number {
  let lead = start;
  for (const comment of commentsIn(text, from, start, marks).reverse()) {
    const between = text.slice(comment.end, lead);
    const breaks = between.match(/\r\n|[\n\r\u2028\u2029]/g)?.length ?? 0;
    const standsFirst = indentationAt(text, comment.start) !== undefined;
    if (breaks > 1 || (breaks === 1 && !standsFirst) || isCode(text.slice(comment.start, comment.end))) break;
    if (isAboutFile(text, comment)) break;
    lead = comment.start;
  }
  return lead;
}

/** Commented-out code, by the way its lines begin and end. */
export function isCode(comment: string): boolean {
  const lines = comment.replace(/^\/\*+|\*+\/$/g, "").split(/\r\n|[\n\r]/);
  return lines.some((line) => {
    const content = line.replace(/^\s*(?:\/\/+|\*|#+)?\s*/, "").trim();
    return (
      /^[{}[\]]|[{};[]$|[}\])],$/.test(content) ||
      /^["']?\w+["']?\s*:\s*\S.*,$/.test(content) ||
      /\bnew [\w.]+\(/.test(content) ||
      /^\w+ ?[:=]=? ?\S.*[,(]$/.test(content) ||
      /^[\w.]+\(.*$/.test(content)
    );
  });
}

function isAboutFile(text: string, comment: Range): boolean {
  const content = text.slice(comment.start, comment.end);
  return /^\/\/\/|^\/\*!|@ts-(?:no)?check|@license|@file|copyright|spdx|eslint-(?:disable|enable)(?!-)/i.test(content);
}

/** Where the line before the one that begins here begins. */
export function lineBefore(text: string, start: number): number {
  return lineStart(text, endOfLineBefore(text, start));
}

function endOfLineBefore(text: string, start: number): number {
  return text.startsWith("\r\n", start - 2) ? start - 2 : Math.max(start - 1, 0);
}

function isBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r" || character === "\u2028" || character === "\u2029";
}
