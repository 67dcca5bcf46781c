import { readFileSync } from "node:fs";
import path from "node:path";
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

function sameBytes(a: string, b: string): boolean {
  try {
    return readFileSync(a).equals(readFileSync(b));
  } catch {
    return false;
  }
}
