import { done, refused, type Outcome } from "./forge";
import { git } from "./git";

/** A folder of a checkout, and how it relates to the commit that is checked out. */
export interface FolderState {
  /** The id of the folder's tree in the commit; undefined where the commit does not have it. */
  readonly tree: string | undefined;
  /** Files that a program in the folder may read and that are not as in the commit, relative to the repository. */
  readonly changes: readonly string[];
}

/**
 * Compares a folder (empty for the top) of a checkout with its commit. In the folder every file counts that is changed, staged, new or missing, and
 * settings of stacks that git ignores; outside of it what is tracked, and new files that `isShared` says may be read. Installed packages do not count.
 */
export async function stateOf(repository: string, folder: string, isShared: (file: string) => boolean): Promise<Outcome<FolderState>> {
  const isOwn = (file: string): boolean => folder === "" || file.startsWith(`${folder}/`);
  const head = await git(repository, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (!head.ok) return refused("not-found", "The repository has no commit yet, so that nothing can be compared with it. Commit the program first.");
  const tree = await git(repository, ["rev-parse", "--verify", "--quiet", `HEAD:${folder}`]);
  const found: string[] = [];
  for (const [args, counts] of [
    [["diff-index", "-z", "--name-only", "--no-renames", "--cached", "HEAD"], () => true],
    [["ls-files", "-z", "--modified", "--deleted"], () => true],
    [["ls-files", "-z", "--others", "--exclude-standard"], (file) => isOwn(file) || isShared(file)],
    [["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"], (file) => isOwn(file) && settings.test(file)],
  ] as const satisfies readonly (readonly [readonly string[], (file: string) => boolean])[]) {
    const listed = await names(repository, args);
    if (!listed.ok) return listed;
    found.push(...listed.value.filter(counts));
  }
  const hidden = await hiddenChanges(repository);
  if (!hidden.ok) return hidden;
  const changes = new Set([...found, ...hidden.value].filter((file) => !installed.test(file)));
  return done({ tree: tree.ok ? tree.value.trim() : undefined, changes: [...changes].sort() });
}

const installed = /(^|\/)node_modules(\/|$)/;

/** The settings of a stack. */
const settings = /(^|\/)Pulumi\.[^/]+\.ya?ml$/;

/** Changed files of which git was told not to look whether they are (`update-index --assume-unchanged`). */
async function hiddenChanges(repository: string): Promise<Outcome<readonly string[]>> {
  const listed = await names(repository, ["ls-files", "-z", "-v", "-s"]);
  if (!listed.ok) return listed;
  const changed: string[] = [];
  for (const line of listed.value) {
    const [, blob = "", file = ""] = /^[a-zS] \d{6} ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
    if (file === "") continue;
    const now = await git(repository, ["hash-object", "--no-filters", "--", file]);
    if (now.ok && now.value.trim() !== blob) changed.push(file);
  }
  return done(changed);
}

async function names(repository: string, args: readonly string[]): Promise<Outcome<readonly string[]>> {
  const listed = await git(repository, args);
  return listed.ok ? done(listed.value.split("\0").filter((name) => name !== "")) : listed;
}
