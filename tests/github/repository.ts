import { execFile } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import { entriesIn, isFolder, readLoose, refIn, refsIn, treeOf, writeLoose, type GitObject, type TreeEntry } from "./objects";

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date?: string;
}

export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Required<Signature>;
  readonly committer: Required<Signature>;
  readonly message: string;
}

/**
 * A bare git repository on disk. Objects and references are read where git keeps them, because a process for each question takes longer than the
 * answer; commits, references and merges are made by git's plumbing.
 */
export class BareRepository {
  /** What git said of objects named by their ids, which never changes. */
  readonly #known = new Map<string, Promise<unknown>>();

  private constructor(readonly path: string) {}

  static async create(path: string): Promise<BareRepository> {
    const repository = new BareRepository(path);
    await run(undefined, ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", path]);
    // As on GitHub, which serves partial clones and commits by their ids.
    await appendFile(join(path, "config"), "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n");
    return repository;
  }

  /** Runs git and answers its standard output; a failure is a rejection. */
  git(args: readonly string[], options: { input?: Buffer | string; env?: Readonly<Record<string, string>> } = {}): Promise<string> {
    return run(this.path, args, options).then((bytes) => bytes.toString("utf8").replace(/\n$/, ""));
  }

  bytes(args: readonly string[]): Promise<Buffer> {
    return run(this.path, args);
  }

  async has(object: string, type: "commit" | "tree" | "blob"): Promise<boolean> {
    return (await this.#object(object))?.type === type;
  }

  async blob(sha: string): Promise<Buffer> {
    const found = await this.#object(sha);
    if (found?.type !== "blob") throw new Error(`${sha} is no blob`);
    return found.bytes;
  }

  /** The commit that a branch or an id names. */
  async commit(name: string): Promise<string | undefined> {
    if (await this.has(name, "commit")) return name;
    return (await this.head(name)) ?? this.attempt(["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
  }

  /** The tree that an id names, or of the commit that a branch or an id names. */
  async tree(name: string): Promise<string | undefined> {
    if (await this.has(name, "tree")) return name;
    const commit = await this.commit(name);
    return commit === undefined ? undefined : (await this.facts(commit)).tree;
  }

  async #object(sha: string): Promise<GitObject | undefined> {
    if (!/^[0-9a-f]{40}$/.test(sha)) return undefined;
    const loose = readLoose(this.path, sha);
    if (loose !== undefined) return loose;
    const answer = await run(this.path, ["cat-file", "--batch"], { input: `${sha}\n` });
    const end = answer.indexOf("\n");
    const [, type = "", size = ""] = answer.toString("latin1", 0, end).split(" ");
    return type === "missing" ? undefined : { type, bytes: answer.subarray(end + 1, end + 1 + Number(size)) };
  }

  /** Undefined where git refuses. */
  attempt(args: readonly string[]): Promise<string | undefined> {
    return this.git(args).catch(() => undefined);
  }

  head(branch: string): Promise<string | undefined> {
    return this.ref(`refs/heads/${branch}`);
  }

  ref(name: string): Promise<string | undefined> {
    return Promise.resolve(refIn(this.path, name));
  }

  refs(prefix: string): Promise<{ ref: string; sha: string }[]> {
    return Promise.resolve([...refsIn(this.path)].flatMap(([ref, sha]) => (ref.startsWith(prefix) ? [{ ref, sha }] : [])));
  }

  async entries(tree: string, recursive: boolean, folder = ""): Promise<{ mode: string; type: string; sha: string; path: string }[]> {
    const entries: { mode: string; type: string; sha: string; path: string }[] = [];
    for (const { mode, name, sha } of await this.#tree(tree)) {
      const path = `${folder}${name}`;
      entries.push({ mode, type: isFolder(mode) ? "tree" : mode === "160000" ? "commit" : "blob", sha, path });
      if (recursive && isFolder(mode)) entries.push(...(await this.entries(sha, recursive, `${path}/`)));
    }
    return entries;
  }

  async #tree(sha: string | undefined): Promise<readonly TreeEntry[]> {
    return sha === undefined ? [] : entriesIn((await this.#object(sha))?.bytes ?? Buffer.alloc(0));
  }

  writeBlob(bytes: Buffer): Promise<string> {
    return Promise.resolve(writeLoose(this.path, { type: "blob", bytes }));
  }

  /** A tree like the base with some entries replaced, or removed where `sha` is null. */
  async writeTree(base: string | undefined, changes: readonly { path: string; mode: string; sha: string | null }[]): Promise<string> {
    const entries = new Map((await this.#tree(base)).map((entry) => [entry.name, entry]));
    const inside = new Map<string, { path: string; mode: string; sha: string | null }[]>();
    for (const { path, mode, sha } of changes) {
      const [name = "", rest] = path.split(/\/([^]*)/);
      if (rest !== undefined) inside.set(name, [...(inside.get(name) ?? []), { path: rest, mode, sha }]);
      else if (sha === null) entries.delete(name);
      else entries.set(name, { name, mode, sha });
    }
    for (const [name, nested] of inside) {
      const before = entries.get(name);
      const sha = await this.writeTree(before !== undefined && isFolder(before.mode) ? before.sha : undefined, nested);
      // Git has no empty folders.
      if (sha === emptyTree) entries.delete(name);
      else entries.set(name, { name, mode: "040000", sha });
    }
    return writeLoose(this.path, { type: "tree", bytes: treeOf([...entries.values()]) });
  }

  writeCommit(commit: { tree: string; parents: readonly string[]; message: string; author: Signature; committer: Signature }): Promise<string> {
    const { tree, parents, message, author, committer } = commit;
    const env = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      ...(author.date === undefined ? {} : { GIT_AUTHOR_DATE: author.date }),
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      ...(committer.date === undefined ? {} : { GIT_COMMITTER_DATE: committer.date }),
    };
    return this.git(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent])], { env, input: message });
  }

  facts(commit: string): Promise<CommitFacts> {
    return this.#once(["facts", commit], () => this.#facts(commit));
  }

  async #facts(commit: string): Promise<CommitFacts> {
    const found = await this.#object(commit);
    if (found?.type !== "commit") throw new Error(`${commit} is no commit`);
    const [head = "", message = ""] = found.bytes.toString("utf8").split(/\n\n([^]*)/);
    const lines = head.split("\n").map((line) => line.split(/ (.*)/));
    const valuesOf = (key: string): string[] => lines.flatMap(([name, value = ""]) => (name === key ? [value] : []));
    const [[tree = ""], [author = ""], [committer = ""]] = [valuesOf("tree"), valuesOf("author"), valuesOf("committer")];
    return {
      ...{ sha: commit, tree, parents: valuesOf("parent"), author: signatureIn(author), committer: signatureIn(committer) },
      message: message.replace(/\n$/, ""),
    };
  }

  /** Commits that the head has and the base lacks, oldest first. */
  async between(base: string, head: string): Promise<string[]> {
    const known = new Set(await this.#history(base));
    return (await this.#history(head)).filter((commit) => !known.has(commit));
  }

  /** The files that one commit has otherwise than another: what they hold after it, or held where they are gone. */
  changes(before: string, after: string): Promise<readonly { filename: string; sha: string; status: string }[]> {
    return this.#once(["changes", before, after], async () => {
      const listed = (await this.git(["diff-tree", "-r", "-z", "--no-renames", before, after])).split("\0");
      return listed.flatMap((line, index) => {
        const [, old = "", now = "", letter = ""] = /^:\d+ \d+ (\S+) (\S+) (\w)$/.exec(line) ?? [];
        const status = { A: "added", D: "removed", M: "modified", T: "changed" }[letter];
        return status === undefined ? [] : [{ filename: listed[index + 1] ?? "", sha: letter === "D" ? old : now, status }];
      });
    });
  }

  async isAncestor(ancestor: string, commit: string): Promise<boolean> {
    return (await this.#history((await this.commit(commit)) ?? "")).includes(ancestor);
  }

  /** The best commit that both have, if any. */
  common(one: string, other: string): Promise<string | undefined> {
    return this.#once(["common", one, other], async () => ((await this.isAncestor(one, other)) ? one : this.attempt(["merge-base", one, other])));
  }

  /** A commit and all before it, parents first; nothing where there is no such commit. */
  async #history(commit: string): Promise<readonly string[]> {
    if (!(await this.has(commit, "commit"))) return [];
    return this.#once(["history", commit], async () => {
      const history = new Set<string>();
      for (const parent of (await this.facts(commit)).parents) for (const earlier of await this.#history(parent)) history.add(earlier);
      return [...history, commit];
    });
  }

  /** The tree of a merge, or undefined where it conflicts. */
  merge(base: string, head: string): Promise<string | undefined> {
    return this.#once(["merge", base, head], async () => {
      if (await this.isAncestor(base, head)) return (await this.facts(head)).tree;
      return (await this.attempt(["merge-tree", "--write-tree", base, head]))?.split("\n")[0];
    });
  }

  /** Asks once where the question names objects by their ids alone. */
  #once<T>(question: readonly [string, string, ...string[]], answer: () => Promise<T>): Promise<T> {
    const isFixed = question.slice(1).every((part) => /^(?:[0-9a-f]{40}|true|false)$/.test(part));
    const key = question.join(" ");
    const known = this.#known.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const asked = answer();
    if (isFixed) this.#known.set(key, asked);
    return asked;
  }
}

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** Who did something, and when, as a commit says it. */
function signatureIn(text: string): Required<Signature> {
  const [, name = "", email = "", seconds = "0", zone = "+0000"] = /^(.*) <(.*)> (\d+) ([+-]\d{4})$/.exec(text) ?? [];
  const [, sign = "+", hours = "00", minutes = "00"] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  const east = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60;
  const local = new Date((Number(seconds) + east) * 1_000).toISOString().replace(/\.\d+Z$/, "");
  return { name, email, date: `${local}${east === 0 ? "Z" : `${sign}${hours}:${minutes}`}` };
}

/** git as it is anywhere: no configuration of the machine or the user. */
export const plainGit = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_TERMINAL_PROMPT: "0",
};

function run(
  directory: string | undefined,
  args: readonly string[],
  { input, env }: { input?: Buffer | string; env?: Readonly<Record<string, string>> } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: "buffer", maxBuffer: 1 << 28, env: { ...process.env, ...plainGit, ...env } } as const;
    const child = execFile("git", [...(directory === undefined ? [] : ["--git-dir", directory]), ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`git ${args[0] ?? ""}: ${stderr.toString("utf8").trim()}`));
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}
