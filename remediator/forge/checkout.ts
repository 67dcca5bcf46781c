import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { blobId } from "./blob";
import { done, refused, type Outcome } from "./forge";
import { git, type Asking } from "./git";

/** A folder of a checkout, and how it relates to the commit that is checked out. */
export interface FolderState {
  /** The id of the folder's tree in the commit; undefined where the commit does not have it. */
  readonly tree: string | undefined;
  /** Files that a program in the folder may read and that are not as in the commit, relative to the repository. */
  readonly changes: readonly string[];
  /** False where source outside of the folder is not checked out, as in a sparse checkout. */
  readonly isWhole: boolean;
  /** The commit, and a digest of what a program in the folder may read outside of it there. */
  readonly beside: { readonly commit: string; readonly digest: string };
}

/**
 * Compares a folder (empty for the top) of a checkout with its commit. In the folder every file counts that is changed, staged, new or missing, and
 * settings of stacks that git ignores; outside of it what is tracked, and new files that `isShared` says may be read. Installed packages do not count.
 */
export async function stateOf(repository: string, folder: string, isShared: (file: string) => boolean): Promise<Outcome<FolderState>> {
  const isOwn = isIn(folder);
  const head = await git(repository, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (!head.ok) return refused("not-found", "The repository has no commit yet, so that nothing can be compared with it. Commit the program first.");
  const tree = await git(repository, ["rev-parse", "--verify", "--quiet", `HEAD:${folder}`]);
  const beside = await entriesOf(repository, head.value.trim());
  if (!beside.ok) return beside;
  const found: string[] = [];
  const asking = { settings: await withoutFilters(repository) };
  for (const [args, counts] of [
    [["diff-index", "-z", "--name-only", "--no-renames", "--cached", "HEAD"], () => true],
    [["ls-files", "-z", "--modified", "--deleted"], () => true],
    [["ls-files", "-z", "--others", "--exclude-standard"], (file) => isOwn(file) || isShared(file)],
    [["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"], (file) => isOwn(file) && settings.test(file)],
  ] as const satisfies readonly (readonly [readonly string[], (file: string) => boolean])[]) {
    const listed = await names(repository, args, asking);
    if (!listed.ok) return listed;
    found.push(...listed.value.filter(counts));
  }
  const hidden = await hiddenFiles(repository);
  if (!hidden.ok) return hidden;
  const { changed, missing } = hidden.value;
  const changes = new Set([...found, ...changed, ...missing.filter(isOwn)].filter((file) => !installed.test(file)));
  return done({
    tree: tree.ok ? tree.value.trim() : undefined,
    changes: [...changes].sort(),
    isWhole: !missing.some((file) => !isOwn(file) && isShared(file)),
    beside: { commit: head.value.trim(), digest: digestBeside(folder, beside.value, isShared) },
  });
}

/** What a program in a folder may read outside of it, of all entries of a commit, as one number: names and contents of source, and submodules. */
export function digestBeside(folder: string, entries: readonly TreeEntry[], isShared: (file: string) => boolean): string {
  const isOwn = isIn(folder);
  const lines = entries
    .filter(({ path: file, mode }) => !isOwn(file) && (mode === "160000" || (mode !== "040000" && isShared(file))))
    .map(({ path: file, mode, id }) => `${mode} ${id} ${file}\n`)
    .sort();
  return createHash("sha1").update(lines.join("")).digest("hex");
}

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/** Every entry of a commit. What a commit has does not change: for the projects of one repository it is listed once. */
function entriesOf(repository: string, commit: string): Promise<Outcome<readonly TreeEntry[]>> {
  const key = `${repository}\0${commit}`;
  if (lastListed?.key !== key) {
    const listed = git(repository, ["ls-tree", "-r", "-z", "--full-tree", commit]);
    const entries = listed.then((outcome) => {
      if (outcome.ok) return done(entriesIn(outcome.value));
      lastListed = undefined;
      return outcome;
    });
    lastListed = { key, entries };
  }
  return lastListed.entries;
}

let lastListed: { readonly key: string; readonly entries: Promise<Outcome<readonly TreeEntry[]>> } | undefined;

function entriesIn(listed: string): readonly TreeEntry[] {
  return listed.split("\0").flatMap((line) => {
    const [, mode = "", id = "", file = ""] = /^(\d{6}) \S+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return file === "" ? [] : [{ path: file, mode, id }];
  });
}

/** Settings that keep git from running what the checkout names as a filter: a file that it would change counts as it is. */
async function withoutFilters(repository: string): Promise<NonNullable<Asking["settings"]>> {
  const listed = await names(repository, ["config", "--name-only", "-z", "--get-regexp", String.raw`^filter\..*\.(clean|process|required)$`]);
  return listed.ok ? [...new Set(listed.value)].map((name) => [name, name.endsWith(".required") ? "false" : ""] as const) : [];
}

function isIn(folder: string): (file: string) => boolean {
  return (file) => folder === "" || file.startsWith(`${folder}/`);
}

const installed = /(^|\/)node_modules(\/|$)/;

/** The settings of a stack. */
const settings = /(^|\/)Pulumi\.[^/]+\.ya?ml$/;

/** Files of which git was told not to look whether they are changed (`update-index --assume-unchanged`), or that they are not checked out. */
async function hiddenFiles(repository: string): Promise<Outcome<{ readonly changed: readonly string[]; readonly missing: readonly string[] }>> {
  const listed = await names(repository, ["ls-files", "-z", "-v", "-s"]);
  if (!listed.ok) return listed;
  const [changed, missing]: [string[], string[]] = [[], []];
  for (const line of listed.value) {
    const [, blob = "", file = ""] = /^[a-zS] \d{6} ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
    if (file === "") continue;
    const now = blobAt(path.join(repository, file));
    if (now === undefined) missing.push(file);
    else if (now !== blob) changed.push(file);
  }
  return done({ changed, missing });
}

/** The id that git would give what lies somewhere, a link or a file, as it is; undefined where there is none. */
function blobAt(file: string): string | undefined {
  try {
    const status = lstatSync(file);
    if (status.isSymbolicLink()) return blobId(readlinkSync(file, { encoding: "buffer" }));
    return status.isFile() ? blobId(readFileSync(file)) : "";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ENOTDIR" ? undefined : "";
  }
}

async function names(repository: string, args: readonly string[], asking: Asking = {}): Promise<Outcome<readonly string[]>> {
  const listed = await git(repository, args, asking);
  return listed.ok ? done(listed.value.split("\0").filter((name) => name !== "")) : listed;
}
