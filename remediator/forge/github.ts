import { createHash } from "node:crypto";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { Asking } from "./asking";
import { list, type Decoder } from "./decode";
import { done, refused, type Commit, type Entry, type Forge, type Outcome, type PullRequest } from "./forge";
import * as answers from "./github-answers";
import { commitOf, pullRequestOf } from "./github-answers";
import { entryOf } from "./local";
import { redactor } from "./redact";
import { sayOnce } from "./say-once";
import { elsewhere, noAnswer, transport } from "./transport";

export interface GitHubOptions {
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  /** Where the REST API is; see `apiUrlOf`. */
  readonly baseUrl: string;
  /** Who the token acts as, where that is known. */
  readonly login?: string | undefined;
  /** Whether this is a run of GitHub Actions, whose own token acts as `github-actions[bot]`. */
  readonly isAction?: boolean;
  /** Whether the host answers GraphQL as well; without it, one that is reached by https. A double of the REST API does not. */
  readonly hasGraphQl?: boolean;
  /** `polite` keeps to GitHub's guidance on bursts, which costs a second or more for each write. `none` and short waits are for a double. */
  readonly pace?: "polite" | "none";
  /** What a second of waiting lasts, in milliseconds. */
  readonly second?: number;
  /** How long an answer may take, in milliseconds. */
  readonly answerWithin?: number;
  /** Told what the user should know meanwhile, a sentence each. */
  readonly waiting?: (what: string) => void;
}

/** A repository on GitHub, github.com or Enterprise. */
export function gitHub(options: GitHubOptions): Outcome<Forge> {
  if (options.token === "") return refused("not-permitted", "There is no token for GitHub.");
  if (!mayCarryToken(options.baseUrl)) return refused("rejected", "A token is sent over https only. Name an https address for the API.");
  return done(new GitHub(options));
}

const Client = Octokit.plugin(retry, throttling);

class GitHub implements Forge {
  readonly #client: InstanceType<typeof Client>;
  readonly #repository: { readonly owner: string; readonly repo: string };
  readonly #login: string | undefined;
  readonly #isAction: boolean;
  readonly #hasGraphQl: boolean;
  readonly #second: number;
  readonly #waiting: (what: string) => void;
  readonly #asking: Asking;
  /** Objects of git never change, so what was read once stays true. */
  readonly #trees = new Map<string, string>();
  readonly #entries = new Map<string, ReadonlyMap<string, { readonly mode: string; readonly sha: string }>>();
  #identity: string | undefined;
  #base: string | undefined;
  /** References that say who of us writes a comment. */
  readonly #claims = new Set<string>();
  /** As GitHub spells it, which a filter by branch asks for. */
  #owner: string | undefined;

  constructor(options: GitHubOptions) {
    this.#repository = { owner: options.owner, repo: options.name };
    this.#login = options.login;
    this.#isAction = options.isAction === true;
    this.#hasGraphQl = options.hasGraphQl ?? options.baseUrl.startsWith("https:");
    this.#waiting = options.waiting ?? silent;
    this.#asking = new Asking(`${options.owner}/${options.name}`, new URL(options.baseUrl).host, redactor(options.token));
    const second = options.second ?? 1000;
    this.#second = second;
    const again = (retryAfter: number, _options: unknown, _client: unknown, retries: number): boolean => retries < 2 && retryAfter <= longestWait;
    this.#client = new Client({
      auth: options.token,
      baseUrl: options.baseUrl,
      userAgent: "portcullis",
      log: { debug: silent, info: silent, warn: silent, error: silent },
      request: {
        fetch: transport({ origin: new URL(options.baseUrl).origin, answerWithin: options.answerWithin ?? 15_000, waiting: this.#waiting }),
      },
      // 409 and 429 are answers; the throttle deals with the second. The transport has tried again by itself.
      retry: { doNotRetry: [400, 401, 403, 404, noAnswer, 409, 410, elsewhere, 422, 429, 451], retryAfterBaseValue: second },
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
    const user = await this.#asking.ask("read whose token this is", answers.authenticatedUser, () => this.#client.rest.users.getAuthenticated());
    if (!user.ok && user.refusal.kind !== "not-permitted") return user;
    const asked = user.ok ? user.value.login : this.#hasGraphQl ? await this.#viewer() : undefined;
    const login = asked ?? (this.#isAction ? "github-actions[bot]" : undefined);
    if (login === undefined && !user.ok)
      return refused(
        "not-permitted",
        `${user.refusal.reason} The token of an app cannot ask for its own name: give its login, with --login NAME[bot].`,
      );
    this.#identity = login;
    return done({ login: login ?? "" });
  }

  /** An app may not read "the user", but may ask who is looking: https://docs.github.com/en/graphql/reference/queries#user */
  async #viewer(): Promise<string | undefined> {
    try {
      return answers.viewer(await this.#client.graphql("query { viewer { login } }", { request: { retries: 0 } })).viewer.login;
    } catch {
      return undefined;
    }
  }

  async defaultBranch(): Promise<Outcome<{ name: string; head: string }>> {
    const repository = await this.#asking.ask("read the repository", answers.repository, () => this.#client.rest.repos.get(this.#repository));
    if (!repository.ok) return repository;
    this.#owner = repository.value.owner.login;
    const name = repository.value.default_branch;
    const head = await this.#head(name);
    if (!head.ok) return head;
    this.#base = head.value;
    return done({ name, head: head.value });
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

  async treeAt(commit: string, folder: string): Promise<Outcome<string | undefined>> {
    const root = await this.#treeOf(commit);
    if (!root.ok || folder === "") return root;
    let tree = root.value;
    for (const segment of folder.split("/")) {
      const entries = await this.#entriesOf(tree);
      if (!entries.ok) return entries;
      const found = entries.value.get(segment);
      if (found?.mode !== "040000") return done(undefined);
      tree = found.sha;
    }
    return done(tree);
  }

  async branches(prefix: string): Promise<Outcome<{ name: string; head: string }[]>> {
    const found = await this.#asking.ask("list branches", list(answers.reference), () =>
      this.#client.rest.git.listMatchingRefs({ ...this.#repository, ref: `heads/${prefix}` }),
    );
    return found.ok ? done(found.value.map((ref) => ({ name: ref.ref.replace(/^refs\/heads\//, ""), head: ref.object.sha }))) : found;
  }

  async history(base: string, head: string): Promise<Outcome<{ commits: Commit[]; complete: boolean; behind: number }>> {
    const compared = await this.#asking.ask("compare two commits", answers.comparison, () =>
      this.#client.rest.repos.compareCommitsWithBasehead({ ...this.#repository, basehead: `${base}...${head}`, per_page: 100 }),
    );
    if (!compared.ok) return compared;
    const { commits, total_commits, behind_by } = compared.value;
    return done({ commits: commits.map(commitOf), complete: commits.length === total_commits, behind: behind_by });
  }

  async openPullRequests(prefix: string): Promise<Outcome<PullRequest[]>> {
    const listed = await this.#asking.pages("list pull requests", answers.pullRequest, (page) =>
      this.#client.rest.pulls.list({ ...this.#repository, state: "open", ...page }),
    );
    return listed.ok ? done(listed.value.map(pullRequestOf).filter((pullRequest) => pullRequest.branch.startsWith(prefix))) : listed;
  }

  async pullRequestsOf(branch: string): Promise<Outcome<PullRequest[]>> {
    if (this.#owner === undefined) {
      const repository = await this.defaultBranch();
      if (!repository.ok) return repository;
    }
    const head = `${this.#owner ?? this.#repository.owner}:${branch}`;
    const listed = await this.#asking.pages("list pull requests", answers.pullRequest, (page) =>
      this.#client.rest.pulls.list({ ...this.#repository, state: "all", head, ...page }),
    );
    return listed.ok
      ? done(listed.value.map(pullRequestOf).filter((pullRequest) => pullRequest.branch === branch && pullRequest.fromSameRepository))
      : listed;
  }

  async mergesCleanly(number: number): Promise<Outcome<boolean | undefined>> {
    const read = await this.#asking.ask("read a pull request", answers.mergeability, () =>
      this.#client.rest.pulls.get({ ...this.#repository, pull_number: number }),
    );
    return read.ok ? done(read.value.mergeable) : read;
  }

  async comments(number: number): Promise<Outcome<{ author: string; body: string }[]>> {
    const listed = await this.#asking.pages("list comments", answers.comment, (page) =>
      this.#client.rest.issues.listComments({ ...this.#repository, issue_number: number, ...page }),
    );
    return listed.ok ? done(listed.value.map((comment) => ({ author: comment.user?.login ?? "", body: comment.body ?? "" }))) : listed;
  }

  async commit(request: Parameters<Forge["commit"]>[0]): Promise<Outcome<string>> {
    const { git } = this.#client.rest;
    const base = await this.#treeOf(request.base);
    if (!base.ok) return base;
    const entries: { path: string; mode: "100644" | "100755"; type: "blob"; sha: string }[] = [];
    for (const { path, mode, bytes } of request.files) {
      const blob = await this.#asking.ask("write a file", answers.made, () =>
        git.createBlob({ ...this.#repository, content: bytes.toString("base64"), encoding: "base64" }),
      );
      if (!blob.ok) return blob;
      entries.push({ path, mode, type: "blob", sha: blob.value.sha });
    }
    const tree = await this.#asking.ask("write a tree", answers.made, () =>
      git.createTree({ ...this.#repository, base_tree: base.value, tree: entries }),
    );
    if (!tree.ok) return tree;
    // Without author and committer the host fills in the token's account, and signs for an app.
    const commit = await this.#asking.ask("write a commit", answers.made, () =>
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
    const opened = await this.#asking.ask("open a pull request", answers.pullRequest, () =>
      this.#client.rest.pulls.create({ ...this.#repository, head: branch, base, title, body }),
    );
    if (opened.ok) {
      const { author } = pullRequestOf(opened.value);
      const identity = await this.identity();
      if (identity.ok && author.toLowerCase() !== identity.value.login.toLowerCase())
        this.#waiting(
          `The token acts as ${author}, not as ${identity.value.login}: say --login ${author}, or the next run takes this pull request for somebody else's.`,
        );
      return done(pullRequestOf(opened.value));
    }
    if (opened.refusal.kind !== "already-exists") return opened;
    // The first attempt may have worked and its answer been lost.
    const listed = await this.pullRequestsOf(branch);
    if (!listed.ok) return listed;
    const own = listed.value.find((pullRequest) => pullRequest.state === "open" && sameText(pullRequest.body, body) && pullRequest.title === title);
    return own === undefined ? opened : done(own);
  }

  async updatePullRequest(number: number, change: Parameters<Forge["updatePullRequest"]>[1]): Promise<Outcome<undefined>> {
    const updated = await this.#asking.ask("change a pull request", answers.numbered, () =>
      this.#client.rest.pulls.update({ ...this.#repository, pull_number: number, ...change }),
    );
    return updated.ok ? done(undefined) : updated;
  }

  async comment(number: number, body: string): Promise<Outcome<undefined>> {
    const claim = `portcullis/comments/${number}-${createHash("sha256").update(body).digest("hex").slice(0, 16)}`;
    return sayOnce({
      claim: () => this.#claim(claim),
      hasSaid: () => this.#hasSaid(number, body),
      say: () => this.#say(number, body),
      pause: () => new Promise((resolve) => setTimeout(resolve, this.#second)),
    });
  }

  /** Late, so that another run that waits for the comment has seen it. */
  async finish(): Promise<void> {
    for (const claim of this.#claims)
      await this.#asking.ask("release a comment", anything, () => this.#client.rest.git.deleteRef({ ...this.#repository, ref: claim }));
    this.#claims.clear();
  }

  async #say(number: number, body: string): Promise<Outcome<undefined>> {
    // Never tried again by itself: a comment whose answer was lost would stand there twice.
    const written = await this.#asking.ask("write a comment", answers.identified, () =>
      this.#client.rest.issues.createComment({ ...this.#repository, issue_number: number, body, request: { retries: 0 } }),
    );
    return written.ok ? done(undefined) : written;
  }

  async #hasSaid(number: number, body: string): Promise<Outcome<boolean>> {
    const [identity, comments] = [await this.identity(), await this.comments(number)];
    if (!identity.ok) return identity;
    if (!comments.ok) return comments;
    const login = identity.value.login.toLowerCase();
    return done(comments.value.some((comment) => comment.author.toLowerCase() === login && sameText(comment.body, body)));
  }

  /** False where somebody else has it. Where references of ours are not allowed, everybody has it. */
  async #claim(name: string): Promise<Outcome<boolean>> {
    if (this.#base === undefined) {
      const base = await this.defaultBranch();
      if (!base.ok) return base;
    }
    const sha = this.#base ?? "";
    const created = await this.#asking.ask("claim a comment", answers.reference, () =>
      this.#client.rest.git.createRef({ ...this.#repository, ref: `refs/${name}`, sha, request: { retries: 0 } }),
    );
    if (created.ok) this.#claims.add(name);
    if (created.ok) return done(true);
    if (created.refusal.kind === "already-exists") return done(false);
    return created.refusal.kind === "not-permitted" || created.refusal.kind === "rejected" ? done(true) : created;
  }

  async deleteBranch(branch: { name: string; head: string }): Promise<Outcome<undefined>> {
    const head = await this.#head(branch.name);
    if (!head.ok) return head.refusal.kind === "not-found" ? done(undefined) : head;
    if (head.value !== branch.head) return refused("not-a-fast-forward", `The branch ${branch.name} moved meanwhile, so it is kept.`);
    const deleted = await this.#asking.ask("delete a branch", anything, () =>
      this.#client.rest.git.deleteRef({ ...this.#repository, ref: `heads/${branch.name}` }),
    );
    return deleted.ok || deleted.refusal.kind === "not-found" ? done(undefined) : deleted;
  }

  async #create(branch: string, sha: string): Promise<Outcome<undefined>> {
    const created = await this.#asking.ask("create a branch", answers.reference, () =>
      this.#client.rest.git.createRef({ ...this.#repository, ref: `refs/heads/${branch}`, sha }),
    );
    if (created.ok) return done(undefined);
    if (created.refusal.kind !== "already-exists") return created;
    const head = await this.#head(branch);
    return head.ok && head.value === sha ? done(undefined) : created;
  }

  async #move(branch: string, sha: string): Promise<Outcome<undefined>> {
    const moved = await this.#asking.ask("move a branch", answers.reference, () =>
      this.#client.rest.git.updateRef({ ...this.#repository, ref: `heads/${branch}`, sha, force: false }),
    );
    return moved.ok ? done(undefined) : moved;
  }

  async #head(branch: string): Promise<Outcome<string>> {
    const ref = await this.#asking.ask(`read the branch ${branch}`, answers.reference, () =>
      this.#client.rest.git.getRef({ ...this.#repository, ref: `heads/${branch}` }),
    );
    return ref.ok ? done(ref.value.object.sha) : ref;
  }

  async #treeOf(commit: string): Promise<Outcome<string>> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return done(known);
    const read = await this.#asking.ask("read a commit", answers.gitCommit, () =>
      this.#client.rest.git.getCommit({ ...this.#repository, commit_sha: commit }),
    );
    if (!read.ok) return read;
    this.#trees.set(commit, read.value.tree.sha);
    return done(read.value.tree.sha);
  }

  async #entriesOf(tree: string): Promise<Outcome<ReadonlyMap<string, { readonly mode: string; readonly sha: string }>>> {
    const known = this.#entries.get(tree);
    if (known !== undefined) return done(known);
    const read = await this.#asking.ask("read a folder", answers.gitTree, () =>
      this.#client.rest.git.getTree({ ...this.#repository, tree_sha: tree }),
    );
    if (!read.ok) return read;
    if (read.value.truncated) return refused("rejected", "A folder of the repository has more entries than GitHub lists.");
    const entries = new Map(read.value.tree.map(({ path, mode, sha = "" }) => [path, { mode, sha }]));
    this.#entries.set(tree, entries);
    return done(entries);
  }
}

/** The longest wait, in seconds, that a run sits through when GitHub asks it to slow down. */
const longestWait = 300;

const silent = (): void => undefined;

const anything: Decoder<undefined> = () => undefined;

function mayCarryToken(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const url = new URL(baseUrl);
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname));
}

function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
}
