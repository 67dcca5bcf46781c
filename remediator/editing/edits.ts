/** Replaces the UTF-16 units from `start` up to `end` of a file's text; a leading U+FEFF (the byte order mark) counts as one of them. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text after the edits, which are all of this one file. Insertions at the same place appear in the order given; what two deletions
 * both delete is deleted once.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const overlap = findOverlap(edits);
  if (overlap !== undefined) throw new Error(`Edits must not overlap: ${overlap.map(describe).join(" and ")}`);
  let result = "";
  let done = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < 0 || edit.end < edit.start || edit.end > text.length) throw new Error(`An edit must lie in its file: ${describe(edit)}`);
    result += text.slice(done, edit.start) + edit.text;
    done = Math.max(done, edit.end);
  }
  return result + text.slice(done);
}

/** Each edit once: what is wanted twice is done once. */
export function distinctEdits(edits: readonly TextEdit[]): TextEdit[] {
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}

/** Two edits of one file that want different things of the same text, if there are any: their plans cannot both be carried out. */
export function findOverlap(edits: readonly TextEdit[]): readonly [TextEdit, TextEdit] | undefined {
  for (const file of new Set(edits.map((edit) => edit.file))) {
    let furthest: TextEdit | undefined;
    for (const edit of inOrder(edits.filter((candidate) => candidate.file === file))) {
      if (furthest !== undefined && edit.start < furthest.end && !(isDeletion(edit) && isDeletion(furthest))) return [furthest, edit];
      if (furthest === undefined || edit.end >= furthest.end) furthest = edit;
    }
  }
  return undefined;
}

/** By position; an insertion comes before a replacement that starts at the same place. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start));
}

function isDeletion(edit: TextEdit): boolean {
  return edit.text === "" && edit.end > edit.start;
}

function describe(edit: TextEdit): string {
  return `${edit.file}[${edit.start}, ${edit.end})`;
}
