import { done, type Entry, type Forge, type Outcome, type TreeListing } from "../forge/forge";
import { entryOf } from "../forge/local";

/** What a commit has at a path. */
export interface Contents {
  readonly entry: (path: string) => Promise<Outcome<Entry | undefined>>;
  /** The id of a folder, the empty path being the top; undefined where there is no such folder. */
  readonly folder: (path: string) => Promise<Outcome<string | undefined>>;
}

/** Of a commit with more files than the host lists, what is not listed is asked for: it may be there all the same. */
export function contentsOf(forge: Pick<Forge, "entryAt" | "treeAt">, commit: string, { tree, entries, isComplete }: TreeListing): Contents {
  const listed = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    entry(path) {
      const known = listed.get(path);
      if (known !== undefined) return Promise.resolve(done(entryOf(known.mode, known.id)));
      return isComplete ? Promise.resolve(done(undefined)) : forge.entryAt(commit, path);
    },
    folder(path) {
      if (path === "") return Promise.resolve(done(tree));
      const known = listed.get(path);
      if (known !== undefined) return Promise.resolve(done(known.mode === "040000" ? known.id : undefined));
      return isComplete ? Promise.resolve(done(undefined)) : forge.treeAt(commit, path);
    },
  };
}
