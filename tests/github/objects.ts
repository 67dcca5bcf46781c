import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { constants, deflateSync, inflateSync } from "node:zlib";

/** An object as git keeps it: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export interface GitObject {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface TreeEntry {
  readonly mode: string;
  readonly sha: string;
  readonly name: string;
}

/** An object that is a file of its own. What is packed, or not there, is undefined. */
export function readLoose(repository: string, sha: string): GitObject | undefined {
  const file = placeOf(repository, sha);
  if (!existsSync(file)) return undefined;
  const raw = inflateSync(readFileSync(file));
  const end = raw.indexOf(0);
  const [type = ""] = raw.toString("latin1", 0, end).split(" ");
  return { type, bytes: raw.subarray(end + 1) };
}

/** Writes an object beside those that git wrote, and answers its id. */
export function writeLoose(repository: string, { type, bytes }: GitObject): string {
  const raw = Buffer.concat([Buffer.from(`${type} ${String(bytes.length)}\0`), bytes]);
  const sha = createHash("sha1").update(raw).digest("hex");
  const file = placeOf(repository, sha);
  if (existsSync(file)) return sha;
  mkdirSync(dirname(file), { recursive: true });
  // Whole at once for whoever reads meanwhile.
  const unfinished = join(repository, "objects", `unfinished-${randomUUID()}`);
  writeFileSync(unfinished, deflateSync(raw, { level: constants.Z_BEST_SPEED }));
  renameSync(unfinished, file);
  return sha;
}

function placeOf(repository: string, sha: string): string {
  return join(repository, "objects", sha.slice(0, 2), sha.slice(2));
}

export function entriesIn(tree: Buffer): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < tree.length;) {
    const end = tree.indexOf(0, at);
    const [mode = "", name = ""] = tree.toString("utf8", at, end).split(/ ([^]*)/);
    entries.push({ mode: mode.padStart(6, "0"), name, sha: tree.toString("hex", end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
}

/** The bytes of a tree. Git sorts folders as if their names ended with a slash. */
export function treeOf(entries: readonly TreeEntry[]): Buffer {
  const sorted = entries
    .map(({ mode, name, sha }) => ({
      key: Buffer.from(isFolder(mode) ? `${name}/` : name),
      bytes: Buffer.concat([Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`), Buffer.from(sha, "hex")]),
    }))
    .sort((one, other) => Buffer.compare(one.key, other.key));
  return Buffer.concat(sorted.map(({ bytes }) => bytes));
}

export function isFolder(mode: string): boolean {
  return mode === "040000";
}

/** What a reference points at. One that is a file of its own counts before a packed one. */
export function refIn(repository: string, name: string): string | undefined {
  const file = join(repository, name);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, "utf8").trim() : packedRefs(repository).get(name);
}

/** All references by their names, in git's order. */
export function refsIn(repository: string): ReadonlyMap<string, string> {
  const refs = packedRefs(repository);
  for (const entry of readdirSync(join(repository, "refs"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".lock")) continue;
    const file = join(entry.parentPath, entry.name);
    refs.set(relative(repository, file).split(sep).join("/"), readFileSync(file, "utf8").trim());
  }
  return new Map([...refs].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function packedRefs(repository: string): Map<string, string> {
  const file = join(repository, "packed-refs");
  const lines = existsSync(file) ? readFileSync(file, "utf8").matchAll(/^([0-9a-f]{40}) (.+)$/gm) : [];
  return new Map(Array.from(lines, ([, sha = "", name = ""]) => [name, sha]));
}
