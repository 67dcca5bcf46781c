import path from "node:path/posix";
import type { Repository } from "../interpreter/machine";

/** The names of the files that lie in a folder itself; "" is the top folder. */
export function filesIn(repository: Repository, folder: string): readonly string[] {
  return foldersOf(repository).get(folder) ?? [];
}

/** Whether a file lies in the folder or below it. */
export function hasFolder(repository: Repository, folder: string): boolean {
  return foldersOf(repository).has(folder);
}

/** The folder that a file or folder lies in; the top folder lies in itself. */
export function parentOf(name: string): string {
  const parent = path.dirname(name);
  return parent === "." ? "" : parent;
}

function foldersOf(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const known = folders.get(repository);
  if (known !== undefined) return known;
  const made = new Map<string, string[]>([["", []]]);
  for (const name of repository.names) {
    const folder = parentOf(name);
    const files = made.get(folder);
    if (files !== undefined) {
      files.push(name);
      continue;
    }
    made.set(folder, [name]);
    for (let above = parentOf(folder); !made.has(above); above = parentOf(above)) made.set(above, []);
  }
  folders.set(repository, made);
  return made;
}

const folders = new WeakMap<Repository, ReadonlyMap<string, readonly string[]>>();
