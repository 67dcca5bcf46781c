import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import type { SourceFile } from "../syntax/tree";
import { decode, type Decoded } from "./encoding";
import { checkoutAround, ownNames } from "./listing";
import type { NotRead, OpenRepository } from "./repository";
import { largestFile } from "./text";

/**
 * Opens a repository as it was at a commit, out of git's objects: nothing is checked out, and no file of the checkout is opened. The reason in a
 * sentence where that cannot be done.
 */
export function openCommit(folder: string, reference: string): CommitRepository | { readonly reason: string } {
  const place = realpathSync(folder);
  const top = checkoutAround(place);
  if (top === undefined) return { reason: `${folder} is in no checkout of git, so there is no other commit to compare with.` };
  const commit = git(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`])
    ?.toString("utf8")
    .trim();
  if (commit === undefined || commit === "") {
    const none = `git knows no commit called ${reference === "" ? '""' : reference}`;
    const isShallow = git(top, ["rev-parse", "--is-shallow-repository"])?.toString("utf8").trim() === "true";
    return { reason: isShallow ? `${none}: the checkout has no commits before some. Fetch them with: git fetch --unshallow` : `${none}.` };
  }
  const tree = git(top, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
  if (tree === undefined) return { reason: `git cannot list the files of ${reference}.` };
  return new CommitRepository(top, place.slice(top.length + 1).replaceAll("\\", "/"), blobsIn(tree.toString("utf8")));
}

interface Blob {
  readonly id: string;
  readonly size: number;
}

/** Files only: what links and submodules lead to is not in the commit's own objects. */
function blobsIn(tree: string): ReadonlyMap<string, Blob> {
  const blobs = new Map<string, Blob>();
  for (const line of tree.split("\0")) {
    const [, id = "", size = "", name = ""] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([^]+)$/.exec(line) ?? [];
    if (name !== "") blobs.set(name, { id, size: Number(size) });
  }
  const own = new Set(ownNames([...blobs.keys()]));
  return new Map([...blobs].filter(([name]) => own.has(name)));
}

export class CommitRepository implements OpenRepository {
  readonly names: readonly string[];
  readonly notRead: NotRead[] = [];
  private readonly files = new Map<string, SourceFile | undefined>();

  constructor(
    readonly top: string,
    readonly base: string,
    private readonly blobs: ReadonlyMap<string, Blob>,
  ) {
    this.names = [...blobs.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  /** The same commit, from the top folder. */
  fromTop(): CommitRepository {
    return new CommitRepository(this.top, "", this.blobs);
  }

  has(name: string): boolean {
    return this.blobs.has(name);
  }

  read(name: string): SourceFile | undefined {
    if (!this.files.has(name)) this.files.set(name, this.open(name));
    return this.files.get(name);
  }

  private open(name: string): SourceFile | undefined {
    const blob = this.blobs.get(name);
    if (blob === undefined) return undefined;
    const result = this.textOf(blob);
    const reason = result.kind === "text" ? result.doubt : result.reason;
    if (reason !== undefined) this.notRead.push({ reason, span: { file: { name, text: "" }, start: 0, end: 0 } });
    return result.kind === "text" ? { name, text: result.text, ...(result.isRecoded === true ? { isRecoded: true } : {}) } : undefined;
  }

  private textOf({ id, size }: Blob): Decoded {
    if (size > largestFile) return { kind: "unreadable", reason: "is larger than 2 MB" };
    const bytes = git(this.top, ["cat-file", "blob", id]);
    return bytes === undefined ? { kind: "unreadable", reason: "is not among git's objects here" } : decode(bytes);
  }
}

/** Undefined where git is missing or refuses. Objects that a partial clone left at its server are not asked for. */
function git(top: string, args: readonly string[]): Buffer | undefined {
  try {
    return execFileSync("git", ["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "-C", top, ...args], {
      maxBuffer: 1 << 28,
      timeout: 30_000,
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}
