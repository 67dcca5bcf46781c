import type { Span } from "../syntax/tree";
import { births } from "./births";
import type { Frame } from "./frame";
import { merge, restore, snapshot, type Cell, type Journal, type Snapshot } from "./branches";
import { Hole } from "./hole";
import type { Run } from "./run";

/** What a `return`, `break`, `continue` or `throw` leaves; with the label that it names, and by what its function returns the function that it stands in. */
export interface Left {
  readonly what: "function" | "loop" | "round" | "try";
  readonly label?: string | undefined;
  readonly of?: Frame["returns"];
}

/** Something was perhaps left: what changes until its end is as it was before, or as it is then. */
export interface Doubt {
  readonly left: Left;
  readonly hole: Hole;
  readonly births: number;
}

/** Whatever changes from here on, until the end of what was perhaps left, perhaps does not. */
export function mayLeave(run: Run, left: Left, reason: string, span: Span): void {
  open(run, left, new Hole(reason, span));
}

/** Runs what may be left under a condition that nobody can decide; `ends` are the ways that lead no further than here. */
export function until<T>(run: Run, ends: (left: Left) => boolean, body: () => T): T {
  const level = run.journals.length;
  try {
    return body();
  } finally {
    reopen(
      run,
      settled(run, level).filter(({ left }) => !ends(left)),
    );
  }
}

/** Ends all that was perhaps left above a level of the journals, and gives it. */
export function settled(run: Run, level: number): readonly Doubt[] {
  const doubts: Doubt[] = [];
  // What did not change between two doubts was the same before both.
  const befores: Journal = new Map();
  while (run.journals.length > level) {
    const journal = run.journals.at(-1);
    const doubt = journal === undefined ? undefined : run.perhapsLeft.get(journal);
    if (journal === undefined || doubt === undefined) break;
    run.journals.pop();
    for (const [cell, before] of journal) {
      mergeWith(cell, before, doubt);
      befores.set(cell, before);
    }
    doubts.push(doubt);
  }
  const around = run.journals.at(-1);
  for (const [cell, before] of befores) if (around?.has(cell) === false) around.set(cell, before);
  return doubts;
}

/** What others find of all that was changed since something was perhaps left: as it was before, or as it is now. */
export function perhapsChanged(run: Run, journals: readonly Journal[]): ReadonlyMap<Cell, Snapshot> {
  const states: Journal = new Map();
  for (const journal of [...journals].reverse())
    for (const [cell, before] of journal) {
      if (!states.has(cell)) states.set(cell, snapshot(cell));
      mergeWith(cell, before, run.perhapsLeft.get(journal));
    }
  return new Map(
    [...states].map(([cell, now]) => {
      const found = snapshot(cell);
      restore(cell, now);
      return [cell, found];
    }),
  );
}

function mergeWith(cell: Cell, before: Snapshot, doubt: Doubt | undefined): void {
  if (doubt !== undefined && cell.birth <= doubt.births) merge(cell, [snapshot(cell), before], doubt.hole, before);
}

/** Goes on doubting, once for each of what may have been left. */
export function reopen(run: Run, doubts: readonly Doubt[]): void {
  const known: Left[] = [];
  for (const { left, hole } of doubts) {
    if (known.some((one) => isSame(one, left))) continue;
    open(run, left, hole);
    known.push(left);
  }
}

function open(run: Run, left: Left, hole: Hole): void {
  const journal: Journal = new Map();
  run.perhapsLeft.set(journal, { left, hole, births: births() });
  run.journals.push(journal);
}

export function isSame(one: Left, other: Left): boolean {
  return one.what === other.what && one.label === other.label && one.of === other.of;
}

/** Whether something of a function's own was perhaps left, or an error perhaps ended it, above a level of the journals. */
export function mayHaveEnded(run: Run, level: number, { returns }: Frame): boolean {
  return run.journals.slice(level).some((journal) => {
    const left = run.perhapsLeft.get(journal)?.left;
    return left !== undefined && (left.of === returns || left.what === "try");
  });
}

/** What ends with a loop, and with a round of it. A generator runs inside of the loop that asks it: what leaves the one stays inside of the other. */
export const endOfLoop =
  (label: string | undefined, { returns }: Frame) =>
  ({ what, label: named, of }: Left): boolean =>
    (what === "loop" || what === "round") && of === returns && (named === undefined || named === label);
export const endOfRound =
  (label: string | undefined, { returns }: Frame) =>
  ({ what, label: named, of }: Left): boolean =>
    what === "round" && of === returns && (named === undefined || named === label);
/** A `break` leaves a switch as well, and a block with a label. */
export const endOfSwitch =
  ({ returns }: Frame) =>
  ({ what, label, of }: Left): boolean =>
    what === "loop" && of === returns && label === undefined;
export const endOfBlock =
  (label: string | undefined, { returns }: Frame) =>
  (left: Left): boolean =>
    left.what === "loop" && left.of === returns && label !== undefined && left.label === label;
export const endOfFunction =
  ({ returns }: Frame) =>
  ({ what, of }: Left): boolean =>
    what !== "try" && of === returns;
