import path from "node:path/posix";
import { grouped } from "@portcullis/policypack/grouped";
import type { Repository } from "../interpreter/machine";

/** The names of the files that lie in a folder itself; "" is the top folder. */
export function filesIn(repository: Repository, folder: string): readonly string[] {
  return foldersOf(repository).get(folder) ?? [];
}

/** Whether a file lies in the folder or below it. */
export function hasFolder(repository: Repository, folder: string): boolean {
  return foldersOf(repository).has(folder);
}

/** The names of the files in a folder and below it, in their order: a repository of many projects is not gone through for each of them. */
export function filesBelow(repository: Repository, folder: string): readonly string[] {
  if (folder === "") return repository.names;
  const names = sortedNames(repository);
  return names.slice(firstFrom(names, `${folder}/`), firstFrom(names, `${folder}0`));
}

/** The names that end so, such as those of build files, found once for a repository. */
export function filesNamed(repository: Repository, ending: string): readonly string[] {
  const known = endings.get(repository.names) ?? new Map<string, readonly string[]>();
  endings.set(repository.names, known);
  const made = known.get(ending) ?? repository.names.filter((name) => name.endsWith(ending));
  known.set(ending, made);
  return made;
}

/**
 * The name that differs in the case of its letters only, as Windows and macOS find files: where there is no other, a program that runs there means
 * this one. Undefined where there are several.
 */
export function namedAlike(repository: Repository, name: string): string | undefined {
  const known = alike.get(repository.names) ?? new Map(grouped(repository.names, (each) => each.toLowerCase()));
  alike.set(repository.names, known);
  const [found, ...others] = known.get(name.toLowerCase()) ?? [];
  return others.length === 0 ? found : undefined;
}

/** The folders of files that are called so by the end of their path: `com/shop` is one name of `app/src/main/java/com/shop`. */
export function foldersCalled(repository: Repository, path: string): readonly string[] {
  const last = path.slice(path.lastIndexOf("/") + 1);
  const known = lastSegments.get(repository.names) ?? segmentsOf(repository);
  lastSegments.set(repository.names, known);
  return (known.get(last) ?? []).filter((folder) => folder === path || folder.endsWith(`/${path}`));
}

/** The folder that a file or folder lies in; the top folder lies in itself. */
export function parentOf(name: string): string {
  const parent = path.dirname(name);
  return parent === "." ? "" : parent;
}

function foldersOf(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const known = folders.get(repository.names);
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
  folders.set(repository.names, made);
  return made;
}

/** Where the names begin that are not before this text; "0" is the character behind "/". */
function firstFrom(names: readonly string[], text: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortedNames(repository: Repository): readonly string[] {
  const known = sorted.get(repository.names);
  if (known !== undefined) return known;
  const made = [...repository.names].sort((a, b) => (a < b ? -1 : 1));
  sorted.set(repository.names, made);
  return made;
}

function segmentsOf(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const all = [...foldersOf(repository).keys()];
  return new Map(grouped(all, (folder) => folder.slice(folder.lastIndexOf("/") + 1)));
}

/** By the names: a repository and what is laid over it have the same ones. */
type ByNames<T> = WeakMap<Repository["names"], T>;

const sorted: ByNames<readonly string[]> = new WeakMap();
const alike: ByNames<ReadonlyMap<string, readonly string[]>> = new WeakMap();
const endings: ByNames<Map<string, readonly string[]>> = new WeakMap();
const lastSegments: ByNames<ReadonlyMap<string, readonly string[]>> = new WeakMap();
const folders: ByNames<ReadonlyMap<string, readonly string[]>> = new WeakMap();
