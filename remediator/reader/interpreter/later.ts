import type { Span } from "../syntax/tree";
import { merge, restore, snapshot, type Cell, type Journal, type Snapshot } from "./branches";
import type { Run } from "./run";
import { births } from "./births";
import { perhapsChanged, settled } from "./doubts";
import { Hole } from "./hole";

/** A function that runs on its own: nobody waits for what it gives. */
export interface Detached {
  readonly journal: Journal;
  /** What is made after it has begun is its own. */
  readonly births: number;
  /** The code around it goes on before what follows. */
  isLater: boolean;
}

/** What was changed after the code around it had gone on. */
export interface Late {
  readonly cell: Cell;
  /** What the code around it finds until then. */
  readonly meanwhile: Snapshot;
  readonly end: Snapshot;
  readonly span: Span;
}

/**
 * Runs what nobody waits for: a callback of an output or promise, or an asynchronous function up to its first `await`. What it changes later is not
 * there for the code that goes on meanwhile, or nobody knows whether it is; it is when all of that has ended.
 */
export function apart<T>(run: Run, span: Span, isLater: boolean, body: () => T): T {
  const detached: Detached = { journal: new Map(), births: births(), isLater };
  const outer = run.detached;
  run.journals.push(detached.journal);
  const level = run.journals.length;
  run.detached = detached;
  if (isLater) catchUp(run);
  try {
    return body();
  } finally {
    settled(run, level);
    run.journals.pop();
    run.detached = outer;
    handOn(run.journals.at(-1), detached.journal);
    if (detached.isLater) for (const [cell, before] of detached.journal) if (cell.birth <= detached.births) postpone(run, cell, before, span);
  }
}

/** An `await`: what was changed until now was changed at once, and what waited happens. */
export function awaits(run: Run): void {
  if (run.detached !== undefined) goOn(run, run.detached);
  catchUp(run);
}

function goOn(run: Run, detached: Detached): void {
  if (detached.isLater) return;
  detached.isLater = true;
  const level = run.journals.lastIndexOf(detached.journal);
  const above = run.journals.slice(level + 1);
  // Under a condition that nobody can decide all of it is taken to come later.
  if (!above.every((journal) => run.perhapsLeft.has(journal))) return;
  const around = run.journals[level - 1];
  const meanwhile = perhapsChanged(run, above);
  for (const journal of [detached.journal, ...above]) handOn(around, journal);
  detached.journal.clear();
  for (const [cell, state] of meanwhile) detached.journal.set(cell, state);
}

/** What waited until the code around it had ended happens. What both have changed is not known. */
export function catchUp(run: Run): void {
  for (const { cell, meanwhile, end, span } of run.lates.splice(0)) {
    run.touch(cell);
    const now = snapshot(cell);
    if (isSame(now, meanwhile)) restore(cell, end);
    else merge(cell, [now, end], new Hole("is changed by what runs at the same time", span));
  }
}

function handOn(around: Journal | undefined, journal: Journal): void {
  if (around !== undefined) for (const [cell, before] of journal) if (!around.has(cell)) around.set(cell, before);
}

function postpone(run: Run, cell: Cell, before: Snapshot, span: Span): void {
  const end = snapshot(cell);
  if (isSame(before, end)) return;
  if (run.dialect.callsBackLater) restore(cell, before);
  else merge(cell, [before, end], new Hole("is changed by what runs later", span));
  run.lates.push({ cell, meanwhile: snapshot(cell), end, span });
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  if (a.kind === "binding") return b.kind === "binding" && a.value === b.value;
  if (a.kind === "list")
    return b.kind === "list" && a.rest === b.rest && a.items.length === b.items.length && a.items.every((item, index) => item === b.items[index]);
  if (a.kind === "statics")
    return b.kind === "statics" && a.statics.size === b.statics.size && [...a.statics].every(([name, value]) => b.statics.get(name) === value);
  return (
    b.kind === "fields" &&
    a.rest === b.rest &&
    a.fields.size === b.fields.size &&
    [...a.fields].every(([name, field]) => b.fields.get(name) === field)
  );
}
