/** Replaces the UTF-16 units from `start` up to `end` of a file's text; a leading U+FEFF (the byte order mark) counts as one of them. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after the edits, which are all of this one file. Insertions at the same place appear in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const overlap = findOverlap(edits);
  if (overlap !== undefined) throw new Error(`Edits must not overlap: ${overlap.map(describe).join(" and ")}`);
  let result = "";
  let done = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < 0 || edit.end < edit.start || edit.end > text.length) throw new Error(`An edit must lie in its file: ${describe(edit)}`);
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done);
}

/** Two edits of one file that touch the same text, if there are any: their plans cannot both be carried out. */
export function findOverlap(edits: readonly TextEdit[]): readonly [TextEdit, TextEdit] | undefined {
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const sorted = inOrder(edits.filter((edit) => edit.file === file));
    for (const [index, edit] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next !== undefined && next.start < edit.end) return [edit, next];
    }
  }
  return undefined;
}

/** By position; an insertion comes before a replacement that starts at the same place. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start));
}

function describe(edit: TextEdit): string {
  return `${edit.file}[${edit.start}, ${edit.end})`;
}
