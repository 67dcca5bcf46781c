import type { SourceFile } from "../reader/syntax/tree";
import type { TextEdit } from "./edits";
import type { Outcome } from "./outcome";
import { filled, laidOut } from "./layout";
import {
  commentsIn,
  indentationAt,
  isBlank,
  leadOf,
  lineBreakOf,
  lineEnd,
  lineStart,
  merged,
  wholeLines,
  type CommentMarks,
  type Range,
} from "./lines";

/** Things between brackets with commas between them: the elements of a list, the properties of an object, the arguments of a call. */
export interface Sequence {
  readonly file: SourceFile;
  readonly elements: readonly Range[];
  /** The inside of the brackets. */
  readonly inside: Range;
  /** A blank belongs on the inner side of the brackets if they hold something. */
  readonly padded: boolean;
  /** One element alone has a comma behind it: Python's tuples. */
  readonly isTuple?: boolean;
  readonly marks: CommentMarks;
}

/** A sequence that can be changed. */
export interface Collection {
  readonly file: SourceFile;
  readonly elements: readonly Range[];
  readonly edit: (change: SequenceChange) => Outcome<TextEdit[]>;
}

export function collectionOf(sequence: Sequence): Collection {
  return { file: sequence.file, elements: sequence.elements, edit: (change) => editSequence(sequence, change) };
}

export interface SequenceChange {
  readonly removed?: Iterable<number>;
  /** New text for the elements at these indexes, several as a list of texts. */
  readonly replaced?: ReadonlyMap<number, readonly string[]>;
  readonly added?: readonly string[];
  /** Whether what is added takes the place of what is removed, wherever that stands. */
  readonly inPlace?: true;
}

/** The edits that remove, replace and add elements, each with the comma and the comments that are its own. */
export function editSequence(list: Sequence, change: SequenceChange): TextEdit[] {
  const { text } = list.file;
  const file = list.file.name;
  const slots = slotsOf(list);
  const removed = new Set(change.removed);
  const replaced = new Map(change.replaced);
  let added = change.added ?? [];
  // What is added takes the place of a last element that goes.
  const last = slots.length - 1;
  if (added.length > 0 && removed.has(last)) {
    removed.delete(last);
    replaced.set(last, added);
    added = [];
  }
  const place = change.inPlace === true && added.length > 0 ? slots.findIndex((slot, index) => removed.has(index) && isBare(slot)) : -1;
  if (place !== -1) {
    const slot = slots[place];
    const indentation = slot === undefined ? undefined : indentationAt(text, slot.start);
    removed.delete(place);
    replaced.set(place, indentation === undefined ? added : added.map((one) => laidOut(one, indentation, text)));
    added = [];
  }
  const edits: TextEdit[] = [];
  for (const [index, texts] of replaced) {
    const slot = slots[index];
    if (slot === undefined) continue;
    const indentation = slot.lines === undefined ? undefined : indentationAt(text, slot.start);
    const separator = indentation === undefined ? ", " : `,${lineBreakOf(text)}${indentation}`;
    edits.push({ file, start: slot.start, end: slot.end, text: texts.join(separator) });
  }
  const left = slots.filter((_, index) => !removed.has(index));
  const [only] = list.isTuple === true && left.length === 1 && added.length === 0 ? left : [];
  if (removed.size > 0) edits.push(...removals(list, slots, removed, only).map((range) => ({ file, ...range, text: "" })));
  if (only !== undefined && only.comma === undefined) edits.push({ file, start: only.end, end: only.end, text: "," });
  if (added.length > 0) edits.push(...insertions(list, slots, added).map(({ at, text }) => ({ file, start: at, end: at, text })));
  return edits;
}

interface Slot {
  /** The element itself. */
  readonly start: number;
  readonly end: number;
  /** With the comments before and after it that are its own. */
  readonly lead: number;
  readonly tail: number;
  readonly comma: number | undefined;
  /** The lines that it fills alone. */
  readonly lines: Range | undefined;
}

function slotsOf(list: Sequence): Slot[] {
  const { text } = list.file;
  const slots: Slot[] = [];
  let from = list.inside.start;
  for (const [index, { start, end }] of list.elements.entries()) {
    const lead = leadOf(text, from, start, list.marks);
    const next = list.elements[index + 1]?.start ?? list.inside.end;
    const { comma, tail } = afterElement(text, end, next, next === list.inside.end, list.marks);
    slots.push({ start, end, lead, tail, comma, lines: wholeLines(text, { start: lead, end: tail }, list.inside) });
    from = tail;
  }
  return slots;
}

/** Whether an element has no comment of its own. */
function isBare({ start, end, lead, tail, comma }: Slot): boolean {
  return lead === start && tail === (comma === undefined ? end : comma + 1);
}

/** The comma after an element, and the end of the comments that follow it on its line. */
function afterElement(text: string, end: number, next: number, isLast: boolean, marks: CommentMarks): { comma: number | undefined; tail: number } {
  const comments = commentsIn(text, end, next, marks);
  let comma: number | undefined;
  for (let offset = end; offset < next; offset++) {
    const comment = comments.find((candidate) => candidate.start === offset);
    if (comment !== undefined) offset = comment.end - 1;
    else if (text[offset] === ",") comma ??= offset;
  }
  let tail = comma === undefined ? end : comma + 1;
  for (const comment of comments) {
    if (comment.start < tail || lineEnd(text, tail) < comment.start) continue;
    // A comment with the next element behind it on its line speaks about that one.
    if (!isLast && lineEnd(text, comment.end) > next - 1) continue;
    tail = comment.end;
  }
  return { comma, tail };
}

/** `keeping` is the element that keeps its comma. */
function removals(list: Sequence, slots: readonly Slot[], removed: ReadonlySet<number>, keeping: Slot | undefined): Range[] {
  const { text } = list.file;
  const { inside, marks } = list;
  if (removed.size === slots.length) {
    const others =
      commentsIn(text, inside.start, slots[0]?.lead ?? inside.end, marks).length > 0 ||
      gaps(list, slots).some((gap) => commentsIn(text, gap.start, gap.end, marks).length > 0);
    return others ? merged(slots.map((slot) => slot.lines ?? { start: slot.lead, end: slot.tail })) : [inside];
  }
  const ranges: Range[] = [];
  for (let first = 0; first < slots.length; first++) {
    if (!removed.has(first)) continue;
    let last = first;
    while (removed.has(last + 1)) last++;
    ranges.push(...runOf(list, slots, first, last, keeping));
    first = last;
  }
  return merged(ranges);
}

/** Removes neighbours, with what lies before or after an element kept. */
function runOf({ file: { text }, inside, marks }: Sequence, slots: readonly Slot[], first: number, last: number, keeping: Slot | undefined): Range[] {
  const run = slots.slice(first, last + 1);
  const lines = run.flatMap((slot) => (slot.lines === undefined ? [] : [slot.lines]));
  const before = slots[first - 1];
  const after = slots[last + 1];
  const start = slots[first];
  const end = slots[last];
  if (start === undefined || end === undefined) return [];
  // The comma before a last element goes with it, unless the file ends its lists with one.
  const comma = after === undefined && end.comma === undefined && before !== keeping ? before?.comma : undefined;
  const holdsOthers = run.slice(1).some((slot, index) => commentsIn(text, run[index]?.tail ?? slot.lead, slot.lead, marks).length > 0);
  if (lines.length === run.length) {
    const together = holdsOthers ? undefined : wholeLines(text, { start: start.lead, end: end.tail }, inside);
    const gone = together === undefined ? lines : [together];
    return comma === undefined ? gone : [{ start: comma, end: comma + 1 }, ...gone];
  }
  if (before === undefined) {
    const until = after === undefined || holdsOthers || commentsIn(text, end.tail, after.lead, marks).length > 0 ? end.tail : after.lead;
    return [{ start: start.lead, end: until }];
  }
  const commentBetween = commentsIn(text, before.end, start.lead, marks).length > 0;
  if (comma !== undefined) {
    return commentBetween
      ? [
          { start: comma, end: comma + 1 },
          { start: start.lead, end: end.tail },
        ]
      : [{ start: before.end, end: end.tail }];
  }
  if (!commentBetween) return [{ start: before.tail, end: end.tail }];
  return [{ start: start.lead, end: after === undefined ? end.tail : after.lead }];
}

function gaps(list: Sequence, slots: readonly Slot[]): Range[] {
  return slots.map((slot, index) => ({ start: slot.tail, end: slots[index + 1]?.lead ?? list.inside.end }));
}

function insertions(list: Sequence, slots: readonly Slot[], added: readonly string[]): { readonly at: number; readonly text: string }[] {
  const { text } = list.file;
  const last = slots.at(-1);
  if (last === undefined) {
    const { start, end } = list.inside;
    const own = start === end ? filled(added, text.slice(lineStart(text, start), start), text.slice(end, lineEnd(text, end)), text) : undefined;
    if (own !== undefined) return [{ at: start, text: own }];
    const blank = list.padded && isBlank(text.slice(list.inside.start, list.inside.end)) && list.inside.start === list.inside.end ? " " : "";
    return [{ at: list.inside.start, text: `${blank}${added.join(", ")}${blank}` }];
  }
  const indentation = indentationAt(text, last.start);
  if (indentation === undefined) {
    const own = added.map((one) => laidOut(one, /[ \t]*/y.exec(text.slice(lineStart(text, last.start)))?.[0] ?? "", text));
    if (last.comma !== undefined) return [{ at: last.comma + 1, text: own.map((one) => ` ${one},`).join("") }];
    return [{ at: last.end, text: own.map((one) => `, ${one}`).join("") }];
  }
  const line = `${lineBreakOf(text)}${indentation}`;
  const own = added.map((one) => laidOut(one, indentation, text));
  if (last.comma !== undefined) return [{ at: last.tail, text: own.map((one) => `${line}${one},`).join("") }];
  const addition = own.map((one) => `${line}${one}`).join(",");
  if (last.tail === last.end) return [{ at: last.end, text: `,${addition}` }];
  return [
    { at: last.end, text: "," },
    { at: last.tail, text: addition },
  ];
}
