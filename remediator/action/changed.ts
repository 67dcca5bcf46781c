import { readFileSync } from "node:fs";
import path from "node:path";
import type { Report } from "../report/report";
import { listFiles } from "../reader/project/listing";

/** The files that are not the same in two folders, by name. */
export function changedFiles(before: string, after: string): ReadonlySet<string> {
  const names = new Set([before, after].flatMap((folder) => listFiles(folder).names));
  return new Set([...names].filter((name) => !sameBytes(path.join(before, name), path.join(after, name))));
}

/** Whether a change may concern a project: one of its own files, or one that belongs to no project. */
export function concerns(folder: string, changed: ReadonlySet<string>, folders: readonly string[]): boolean {
  const isIn = (name: string, of: string): boolean => of === "" || name.startsWith(`${of}/`);
  return [...changed].some((name) => isIn(name, folder) || !folders.some((other) => other !== "" && isIn(name, other)));
}

/** What was reported of a project before: the one in its folder, or the only one of its name, whose folder may have moved. */
export function earlierOf(report: Report, known: readonly Report[]): Report | undefined {
  const named = known.filter(({ project }) => project === report.project);
  const folder = (of: Report): string | undefined => of.judgements[0]?.source.folderName;
  return named.find((each) => folder(each) === folder(report)) ?? (named.length === 1 ? named[0] : undefined);
}

/** What is not checked of a project, and was before, by the reasons that are given: lines move. */
export function newGaps({ notChecked }: Report, earlier: Report | undefined): Report["notChecked"] {
  const before = new Map<string, number>();
  for (const { reason } of earlier?.notChecked ?? []) before.set(reason, (before.get(reason) ?? 0) + 1);
  return notChecked.filter(({ reason }) => {
    const left = before.get(reason) ?? 0;
    before.set(reason, left - 1);
    return left <= 0;
  });
}

function sameBytes(a: string, b: string): boolean {
  try {
    return readFileSync(a).equals(readFileSync(b));
  } catch {
    return false;
  }
}
