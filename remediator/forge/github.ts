import { createHash } from "node:crypto";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit, type RestEndpointMethodTypes } from "@octokit/rest";
import { done, refused, type Commit, type Entry, type Forge, type Outcome, type Person, type PullRequest, type Refusal, type Refused } from "./forge";
import { entryOf } from "./local";
import { redactor } from "./redact";

export interface GitHubOptions {
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  /** Where the REST API is; see `apiUrlOf`. */
  readonly baseUrl: string;
  /** Who the token acts as. An installation of an app cannot ask; GitHub Actions' own token is `github-actions[bot]`. */
  readonly login?: string | undefined;
  /** `polite` keeps to GitHub's guidance on bursts, which costs a second or more for each write. `none` and short waits are for a double. */
  readonly pace?: "polite" | "none";
  /** What a second of waiting lasts, in milliseconds. */
  readonly second?: number;
}

/** A repository on GitHub, github.com or Enterprise. */
export function gitHub(options: GitHubOptions): Outcome<Forge> {
  if (options.token === "") return refused("not-permitted", "There is no token for GitHub.");
  if (!mayCarryToken(options.baseUrl)) return refused("rejected", "A token is sent over https only. Name an https address for the API.");
  return done(new GitHub(options));
}

const Client = Octokit.plugin(retry, throttling);

type Commits = RestEndpointMethodTypes["repos"]["compareCommitsWithBasehead"]["response"]["data"]["commits"];
type Listed = RestEndpointMethodTypes["pulls"]["list"]["response"]["data"][number];

class GitHub implements Forge {
  readonly #client: InstanceType<typeof Client>;
  readonly #repository: { readonly owner: string; readonly repo: string };
  readonly #login: string | undefined;
  readonly #redact: (text: string) => string;
  /** Objects of git never change, so what was read once stays true. */
  readonly #trees = new Map<string, string>();
  readonly #entries = new Map<string, ReadonlyMap<string, { readonly mode: string; readonly sha: string }>>();
  #identity: string | undefined;
  /** As GitHub spells it, which a filter by branch asks for. */
  #owner: string | undefined;

  constructor(options: GitHubOptions) {
    this.#repository = { owner: options.owner, repo: options.name };
    this.#login = options.login;
    this.#redact = redactor(options.token);
    const second = options.second ?? 1000;
    const again = (retryAfter: number, _options: unknown, _client: unknown, retries: number): boolean => retries < 2 && retryAfter <= longestWait;
    this.#client = new Client({
      auth: options.token,
      baseUrl: options.baseUrl,
      userAgent: "portcullis",
      log: { debug: silent, info: silent, warn: silent, error: silent },
      request: { fetch: withTimeout },
      // 409 and 429 are answers; the throttle deals with the second.
      retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451], retryAfterBaseValue: second },
      throttle: {
        enabled: options.pace !== "none",
        id: createHash("sha256").update(`${options.baseUrl} ${options.token}`).digest("hex"),
        retryAfterBaseValue: second,
        onRateLimit: again,
        onSecondaryRateLimit: again,
      },
    });
  }

  async identity(): Promise<Outcome<{ login: string }>> {
    const known = this.#login ?? this.#identity;
    if (known !== undefined) return done({ login: known });
    const user = await this.#ask("read whose token this is", () => this.#client.rest.users.getAuthenticated());
    if (!user.ok) {
      if (user.refusal.kind !== "not-permitted") return user;
      return refused("not-permitted", `${user.refusal.reason} The token of an app cannot ask for its own name: give its login.`);
    }
    this.#identity = user.value.login;
    return done({ login: user.value.login });
  }

  async defaultBranch(): Promise<Outcome<{ name: string; head: string }>> {
    const repository = await this.#ask("read the repository", () => this.#client.rest.repos.get(this.#repository));
    if (!repository.ok) return repository;
    this.#owner = repository.value.owner.login;
    const name = repository.value.default_branch;
    const head = await this.#head(name);
    return head.ok ? done({ name, head: head.value }) : head;
  }

  async entryAt(commit: string, path: string): Promise<Outcome<Entry | undefined>> {
    const root = await this.#treeOf(commit);
    if (!root.ok) return root;
    let tree = root.value;
    const segments = path.split("/");
    for (const [index, segment] of segments.entries()) {
      const entries = await this.#entriesOf(tree);
      if (!entries.ok) return entries;
      const found = entries.value.get(segment);
      if (found === undefined) return done(undefined);
      const entry = entryOf(found.mode, found.sha);
      if (index === segments.length - 1 || entry.kind === "symlink" || entry.kind === "submodule") return done(entry);
      if (entry.kind === "file") return done(undefined);
      tree = found.sha;
    }
    return done(undefined);
  }

  async branches(prefix: string): Promise<Outcome<{ name: string; head: string }[]>> {
    const found = await this.#ask("list branches", () => this.#client.rest.git.listMatchingRefs({ ...this.#repository, ref: `heads/${prefix}` }));
    return found.ok ? done(found.value.map((ref) => ({ name: ref.ref.replace(/^refs\/heads\//, ""), head: ref.object.sha }))) : found;
  }

  async history(base: string, head: string): Promise<Outcome<{ commits: Commit[]; complete: boolean; behind: number }>> {
    const compared = await this.#ask("compare two commits", () =>
      this.#client.rest.repos.compareCommitsWithBasehead({ ...this.#repository, basehead: `${base}...${head}`, per_page: 100 }),
    );
    if (!compared.ok) return compared;
    const { commits, total_commits, behind_by } = compared.value;
    return done({ commits: commits.map(commitOf), complete: commits.length === total_commits, behind: behind_by });
  }

  async openPullRequests(prefix: string): Promise<Outcome<PullRequest[]>> {
    const listed = await this.#list("list pull requests", () =>
      this.#client.paginate(this.#client.rest.pulls.list, { ...this.#repository, state: "open", per_page: 100 }),
    );
    return listed.ok ? done(listed.value.map(pullRequestOf).filter((pullRequest) => pullRequest.branch.startsWith(prefix))) : listed;
  }

  async pullRequestsOf(branch: string): Promise<Outcome<PullRequest[]>> {
    if (this.#owner === undefined) {
      const repository = await this.defaultBranch();
      if (!repository.ok) return repository;
    }
    const head = `${this.#owner ?? this.#repository.owner}:${branch}`;
    const listed = await this.#list("list pull requests", () =>
      this.#client.paginate(this.#client.rest.pulls.list, { ...this.#repository, state: "all", head, per_page: 100 }),
    );
    return listed.ok
      ? done(listed.value.map(pullRequestOf).filter((pullRequest) => pullRequest.branch === branch && pullRequest.fromSameRepository))
      : listed;
  }

  async mergesCleanly(number: number): Promise<Outcome<boolean | undefined>> {
    const read = await this.#ask("read a pull request", () => this.#client.rest.pulls.get({ ...this.#repository, pull_number: number }));
    return read.ok ? done(read.value.mergeable ?? undefined) : read;
  }

  async comments(number: number): Promise<Outcome<{ author: string; body: string }[]>> {
    const listed = await this.#list("list comments", () =>
      this.#client.paginate(this.#client.rest.issues.listComments, { ...this.#repository, issue_number: number, per_page: 100 }),
    );
    return listed.ok ? done(listed.value.map((comment) => ({ author: comment.user?.login ?? "", body: comment.body ?? "" }))) : listed;
  }

  async commit(request: Parameters<Forge["commit"]>[0]): Promise<Outcome<string>> {
    const { git } = this.#client.rest;
    const base = await this.#treeOf(request.base);
    if (!base.ok) return base;
    const entries: { path: string; mode: "100644" | "100755"; type: "blob"; sha: string }[] = [];
    for (const { path, mode, bytes } of request.files) {
      const blob = await this.#ask("write a file", () =>
        git.createBlob({ ...this.#repository, content: bytes.toString("base64"), encoding: "base64" }),
      );
      if (!blob.ok) return blob;
      entries.push({ path, mode, type: "blob", sha: blob.value.sha });
    }
    const tree = await this.#ask("write a tree", () => git.createTree({ ...this.#repository, base_tree: base.value, tree: entries }));
    if (!tree.ok) return tree;
    // Without author and committer the host fills in the token's account, and signs for an app.
    const commit = await this.#ask("write a commit", () =>
      git.createCommit({
        ...this.#repository,
        message: request.message(tree.value.sha),
        tree: tree.value.sha,
        parents: [...request.parents],
      }),
    );
    if (!commit.ok) return commit;
    const pointed =
      request.expected === undefined ? await this.#create(request.branch, commit.value.sha) : await this.#move(request.branch, commit.value.sha);
    return pointed.ok ? done(commit.value.sha) : pointed;
  }

  async openPullRequest(request: Parameters<Forge["openPullRequest"]>[0]): Promise<Outcome<PullRequest>> {
    const { branch, base, title, body } = request;
    const opened = await this.#ask("open a pull request", () =>
      this.#client.rest.pulls.create({ ...this.#repository, head: branch, base, title, body }),
    );
    if (opened.ok) return done(pullRequestOf(opened.value));
    if (opened.refusal.kind !== "already-exists") return opened;
    // The first attempt may have worked and its answer been lost.
    const listed = await this.pullRequestsOf(branch);
    if (!listed.ok) return listed;
    const own = listed.value.find((pullRequest) => pullRequest.state === "open" && sameText(pullRequest.body, body) && pullRequest.title === title);
    return own === undefined ? opened : done(own);
  }

  async updatePullRequest(number: number, change: Parameters<Forge["updatePullRequest"]>[1]): Promise<Outcome<undefined>> {
    const updated = await this.#ask("change a pull request", () =>
      this.#client.rest.pulls.update({ ...this.#repository, pull_number: number, ...change }),
    );
    return updated.ok ? done(undefined) : updated;
  }

  async comment(number: number, body: string): Promise<Outcome<undefined>> {
    // Never tried again by itself: a comment whose answer was lost would stand there twice.
    const written = await this.#ask("write a comment", () =>
      this.#client.rest.issues.createComment({ ...this.#repository, issue_number: number, body, request: { retries: 0 } }),
    );
    return written.ok ? done(undefined) : written;
  }

  async deleteBranch(branch: { name: string; head: string }): Promise<Outcome<undefined>> {
    const head = await this.#head(branch.name);
    if (!head.ok) return head.refusal.kind === "not-found" ? done(undefined) : head;
    if (head.value !== branch.head) return refused("not-a-fast-forward", `The branch ${branch.name} moved meanwhile, so it is kept.`);
    const deleted = await this.#ask("delete a branch", () => this.#client.rest.git.deleteRef({ ...this.#repository, ref: `heads/${branch.name}` }));
    return deleted.ok || deleted.refusal.kind === "not-found" ? done(undefined) : deleted;
  }

  async #create(branch: string, sha: string): Promise<Outcome<undefined>> {
    const created = await this.#ask("create a branch", () =>
      this.#client.rest.git.createRef({ ...this.#repository, ref: `refs/heads/${branch}`, sha }),
    );
    if (created.ok) return done(undefined);
    if (created.refusal.kind !== "already-exists") return created;
    const head = await this.#head(branch);
    return head.ok && head.value === sha ? done(undefined) : created;
  }

  async #move(branch: string, sha: string): Promise<Outcome<undefined>> {
    const moved = await this.#ask("move a branch", () =>
      this.#client.rest.git.updateRef({ ...this.#repository, ref: `heads/${branch}`, sha, force: false }),
    );
    return moved.ok ? done(undefined) : moved;
  }

  async #head(branch: string): Promise<Outcome<string>> {
    const ref = await this.#ask(`read the branch ${branch}`, () => this.#client.rest.git.getRef({ ...this.#repository, ref: `heads/${branch}` }));
    return ref.ok ? done(ref.value.object.sha) : ref;
  }

  async #treeOf(commit: string): Promise<Outcome<string>> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return done(known);
    const read = await this.#ask("read a commit", () => this.#client.rest.git.getCommit({ ...this.#repository, commit_sha: commit }));
    if (!read.ok) return read;
    this.#trees.set(commit, read.value.tree.sha);
    return done(read.value.tree.sha);
  }

  async #entriesOf(tree: string): Promise<Outcome<ReadonlyMap<string, { readonly mode: string; readonly sha: string }>>> {
    const known = this.#entries.get(tree);
    if (known !== undefined) return done(known);
    const read = await this.#ask("read a folder", () => this.#client.rest.git.getTree({ ...this.#repository, tree_sha: tree }));
    if (!read.ok) return read;
    if (read.value.truncated) return refused("rejected", "A folder of the repository has more entries than GitHub lists.");
    const entries = new Map(read.value.tree.map(({ path, mode, sha }) => [path, { mode, sha }]));
    this.#entries.set(tree, entries);
    return done(entries);
  }

  async #ask<T>(doing: string, call: () => Promise<{ data: T }>): Promise<Outcome<T>> {
    return this.#list(doing, async () => (await call()).data);
  }

  async #list<T>(doing: string, call: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return done(await call());
    } catch (error) {
      const refusal = isAnswer(error) ? refusalOf(error) : undefined;
      const text = this.#redact(error instanceof Error ? error.message : String(error));
      if (refusal === undefined) throw new Error(`GitHub: could not ${doing}: ${text}`);
      return this.#refused(refusal, doing, text);
    }
  }

  #refused(refusal: { kind: Refusal["kind"]; because: string }, doing: string, text: string): Refused {
    const { owner, repo } = this.#repository;
    return refused(refusal.kind, `GitHub did not ${doing} in ${owner}/${repo}: ${refusal.because} (${oneLine(text)}).`);
  }
}

/** The longest wait, in seconds, that a run sits through when GitHub asks it to slow down. */
const longestWait = 300;

const silent = (): void => undefined;

function withTimeout(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
}

function mayCarryToken(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const url = new URL(baseUrl);
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname));
}

/** What Octokit throws: https://github.com/octokit/request-error.js. A request that got no answer has status 500 and no response. */
interface Answer extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

function isAnswer(error: unknown): error is Answer {
  return error instanceof Error && typeof (error as Partial<Answer>).status === "number";
}

function refusalOf(answer: Answer): { kind: Refusal["kind"]; because: string } | undefined {
  const { status, message, response } = answer;
  if (response === undefined) return { kind: "unreachable", because: "it could not be reached" };
  const limited = response.headers["x-ratelimit-remaining"] === "0" || /\bsecondary rate\b|\brate limit\b/i.test(message);
  if (status === 429 || (status === 403 && limited)) return { kind: "rate-limited", because: "it asks to slow down" };
  if (status === 401) return { kind: "not-permitted", because: "the token is not accepted" };
  if (status === 403) return { kind: "not-permitted", because: "the token may not do this" };
  if (status === 404) return { kind: "not-found", because: "it is not there, or the token may not see it" };
  if (status >= 500) return { kind: "unreachable", because: `it answered ${status}` };
  if (status === 422 && /already exists/i.test(message)) return { kind: "already-exists", because: "it exists already" };
  if (status === 422 && /not a fast.?forward/i.test(message)) return { kind: "not-a-fast-forward", because: "the branch moved meanwhile" };
  if (status === 422 && /reference does not exist/i.test(message)) return { kind: "not-found", because: "the branch is not there" };
  return { kind: "rejected", because: `it answered ${status}` };
}

function commitOf(commit: Commits[number]): Commit {
  return {
    sha: commit.sha,
    tree: commit.commit.tree.sha,
    message: commit.commit.message,
    author: personOf(commit.author, undefined),
    committer: personOf(commit.committer, commit.commit.committer?.email),
  };
}

/** https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification: GitHub's own key signs as web-flow. */
function personOf(account: { login?: string } | null, email: string | undefined): Person {
  if (email === "noreply@github.com" && (account?.login ?? "web-flow") === "web-flow") return { kind: "host" };
  return account?.login === undefined ? { kind: "stranger" } : { kind: "account", login: account.login };
}

/** The full and the short form of a pull request have these in common. */
type Shown = Pick<Listed, "number" | "html_url" | "state" | "title" | "body" | "merged_at"> & {
  readonly user: { readonly login: string } | null;
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: { readonly id: number } | null };
  readonly base: { readonly ref: string; readonly repo: { readonly id: number } };
};

function pullRequestOf(shown: Shown): PullRequest {
  return {
    number: shown.number,
    url: shown.html_url,
    state: shown.merged_at !== null ? "merged" : shown.state === "open" ? "open" : "closed",
    title: shown.title,
    body: shown.body ?? "",
    author: shown.user?.login ?? "",
    branch: shown.head.ref,
    head: shown.head.sha,
    base: shown.base.ref,
    fromSameRepository: shown.head.repo?.id === shown.base.repo.id,
  };
}

function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 300);
}
