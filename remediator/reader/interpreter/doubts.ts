import type { Span } from "../syntax/tree";
import { births } from "./births";
import { merge, snapshot, type Journal } from "./branches";
import { Hole } from "./hole";
import type { Run } from "./run";

/** What a `return`, `break`, `continue` or `throw` leaves; with the label that it names. */
export interface Left {
  readonly what: "function" | "loop" | "round" | "try";
  readonly label?: string | undefined;
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
  while (run.journals.length > level) {
    const journal = run.journals.at(-1);
    const doubt = journal === undefined ? undefined : run.perhapsLeft.get(journal);
    if (journal === undefined || doubt === undefined) break;
    run.journals.pop();
    const around = run.journals.at(-1);
    for (const [cell, before] of journal) {
      if (around?.has(cell) === false) around.set(cell, before);
      if (cell.birth <= doubt.births) merge(cell, [snapshot(cell), before], doubt.hole);
    }
    doubts.push(doubt);
  }
  return doubts;
}

/** Goes on doubting, once for each of what may have been left. */
export function reopen(run: Run, doubts: readonly Doubt[]): void {
  const known = new Set<string>();
  for (const { left, hole } of doubts) {
    const key = `${left.what} ${left.label ?? ""}`;
    if (!known.has(key)) open(run, left, hole);
    known.add(key);
  }
}

function open(run: Run, left: Left, hole: Hole): void {
  const journal: Journal = new Map();
  run.perhapsLeft.set(journal, { left, hole, births: births() });
  run.journals.push(journal);
}

/** What ends with a loop, and with a round of it. */
export const endOfLoop =
  (label: string | undefined) =>
  (left: Left): boolean =>
    (left.what === "loop" || left.what === "round") && (left.label === undefined || left.label === label);
export const endOfRound =
  (label: string | undefined) =>
  (left: Left): boolean =>
    left.what === "round" && (left.label === undefined || left.label === label);
/** A `break` leaves a switch as well, and a block with a label. */
export const endOfSwitch = ({ what, label }: Left): boolean => what === "loop" && label === undefined;
export const endOfBlock =
  (label: string | undefined) =>
  (left: Left): boolean =>
    left.what === "loop" && label !== undefined && left.label === label;
export const endOfFunction = ({ what }: Left): boolean => what !== "try";
