import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";

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

/** A bare git repository on disk, driven by git's plumbing. */
export class BareRepository {
  /** What git said of objects named by their ids, which never changes. */
  readonly #known = new Map<string, Promise<unknown>>();

  private constructor(readonly path: string) {}

  static async create(path: string): Promise<BareRepository> {
    const repository = new BareRepository(path);
    await run(undefined, ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", path]);
    // As on GitHub, which serves partial clones and commits by their ids.
    for (const setting of ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"]) await repository.git(["config", setting, "true"]);
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
    if (!/^[0-9a-f]{40}$/.test(object)) return false;
    const found = await this.attempt(["cat-file", "-t", object]);
    return found === type;
  }

  /** Undefined where git refuses. */
  attempt(args: readonly string[]): Promise<string | undefined> {
    return this.git(args).catch(() => undefined);
  }

  async head(branch: string): Promise<string | undefined> {
    // A loose ref is what git looks at first, and reading it costs no process.
    const loose = await readFile(join(this.path, "refs/heads", branch), "utf8").catch(() => "");
    if (/^[0-9a-f]{40}\n$/.test(loose)) return loose.trim();
    return this.attempt(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`]);
  }

  async refs(prefix: string): Promise<{ ref: string; sha: string }[]> {
    const listed = await this.git(["for-each-ref", "--format=%(refname) %(objectname)"]);
    const refs = listed.split("\n").map((line) => line.split(" "));
    return refs.filter(([ref = ""]) => ref.startsWith(prefix)).map(([ref = "", sha = ""]) => ({ ref, sha }));
  }

  entries(tree: string, recursive: boolean): Promise<{ mode: string; type: string; sha: string; path: string }[]> {
    return this.#once(["entries", tree, String(recursive)], () => this.#entries(tree, recursive));
  }

  async #entries(tree: string, recursive: boolean): Promise<{ mode: string; type: string; sha: string; path: string }[]> {
    const listed = await this.git(["ls-tree", "-z", ...(recursive ? ["-r", "-t"] : []), tree]);
    return listed.split("\0").flatMap((line) => {
      const [, mode = "", type = "", sha = "", path = ""] = /^(\d+) (\w+) (\w+)\t([^]*)$/.exec(line) ?? [];
      return path === "" ? [] : [{ mode, type, sha, path }];
    });
  }

  writeBlob(bytes: Buffer): Promise<string> {
    return this.git(["hash-object", "-w", "--stdin"], { input: bytes });
  }

  /** A tree like the base with some entries replaced, or removed where `sha` is null. */
  async writeTree(base: string | undefined, entries: readonly { path: string; mode: string; sha: string | null }[]): Promise<string> {
    const env = { GIT_INDEX_FILE: `${this.path}/index-${String(++indexes)}` };
    await this.git(["read-tree", ...(base === undefined ? ["--empty"] : [base])], { env });
    const lines = entries.map(({ path, mode, sha }) => (sha === null ? `0 ${"0".repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`));
    await this.git(["update-index", "-z", "--add", "--index-info"], { env, input: lines.join("") });
    return this.git(["write-tree"], { env });
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
    const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");
    const shown = await this.git(["show", "--no-patch", `--format=${format}`, commit]);
    const [sha = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", message = ""] = shown.split("\0");
    return {
      sha,
      tree,
      parents: parents.split(" ").filter((parent) => parent !== ""),
      author: { name: an, email: ae, date: ad },
      committer: { name: cn, email: ce, date: cd },
      message: message.replace(/\n$/, ""),
    };
  }

  /** Commits that the head has and the base lacks, oldest first. */
  between(base: string, head: string): Promise<string[]> {
    return this.#once(["between", base, head], () => this.#between(base, head));
  }

  async #between(base: string, head: string): Promise<string[]> {
    const listed = await this.git(["rev-list", "--topo-order", "--reverse", `${base}..${head}`]);
    return listed.split("\n").filter((line) => line !== "");
  }

  isAncestor(ancestor: string, commit: string): Promise<boolean> {
    const answer = (): Promise<boolean> => this.attempt(["merge-base", "--is-ancestor", ancestor, commit]).then((said) => said !== undefined);
    return this.#once(["is-ancestor", ancestor, commit], answer);
  }

  /** The tree of a merge, or undefined where it conflicts. */
  merge(base: string, head: string): Promise<string | undefined> {
    const answer = (): Promise<string | undefined> => this.attempt(["merge-tree", "--write-tree", base, head]).then((said) => said?.split("\n")[0]);
    return this.#once(["merge", base, head], answer);
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

let indexes = 0;

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
