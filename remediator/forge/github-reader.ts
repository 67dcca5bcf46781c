import { Asking } from "./asking";
import { list } from "./decode";
import {
  done,
  refused,
  type Comment,
  type Entry,
  type Decoration,
  type ForgeReader,
  type History,
  type Opened,
  type Ours,
  type Outcome,
  type PullRequest,
  type RepositoryFacts,
  type TreeListing,
} from "./forge";
import * as answers from "./github-answers";
import { commitOf, decorationOf, factsOf, issueOf, pullRequestOf } from "./github-answers";
import { clientOf, silent, type GitHubAccess, type GitHubClient } from "./github-client";
import { entryOf } from "./local";
import { redactor } from "./redact";

export interface GitHubOptions extends GitHubAccess {
  readonly owner: string;
  readonly name: string;
  /** Who the token acts as, where that is known. */
  readonly login?: string | undefined;
  /** Whether this is a run of GitHub Actions, whose own token acts as `github-actions[bot]`. */
  readonly isAction?: boolean;
  /** Whether the host answers GraphQL as well; without it, one that is reached by https. A double of the REST API does not. */
  readonly hasGraphQl?: boolean;
}

/** So many files of a comparison are listed: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const mostFiles = 300;

/** What is asked of a repository on GitHub. */
export class GitHubReader implements ForgeReader {
  protected readonly client: GitHubClient;
  protected readonly repository: { readonly owner: string; readonly repo: string };
  protected readonly second: number;
  protected readonly waiting: (what: string) => void;
  protected readonly asking: Asking;
  readonly #login: string | undefined;
  readonly #isAction: boolean;
  readonly #hasGraphQl: boolean;
  /** Objects of git never change, so what was read once stays true. */
  readonly #trees = new Map<string, string>();
  readonly #entries = new Map<string, ReadonlyMap<string, { readonly mode: string; readonly sha: string }>>();
  #identity: string | undefined;
  /** Asked once: a reader is for one run. */
  #facts: RepositoryFacts | undefined;
  protected base: string | undefined;

  constructor(options: GitHubOptions) {
    this.repository = { owner: options.owner, repo: options.name };
    this.#login = options.login;
    this.#isAction = options.isAction === true;
    this.#hasGraphQl = options.hasGraphQl ?? options.baseUrl.startsWith("https:");
    this.waiting = options.waiting ?? silent;
    this.asking = new Asking(`${options.owner}/${options.name}`, new URL(options.baseUrl).host, redactor(options.token));
    this.second = options.second ?? 1000;
    this.client = clientOf(options);
  }

  async identity(): Promise<Outcome<{ login: string }>> {
    const known = this.#login ?? this.#identity;
    if (known !== undefined) return done({ login: known });
    const user = await this.asking.ask("read whose token this is", answers.authenticatedUser, () => this.client.rest.users.getAuthenticated());
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
      return answers.viewer(await this.client.graphql("query { viewer { login } }", { request: { retries: 0 } })).viewer.login;
    } catch {
      return undefined;
    }
  }

  async facts(): Promise<Outcome<RepositoryFacts>> {
    if (this.#facts !== undefined) return done(this.#facts);
    const repository = await this.asking.ask("read the repository", answers.repository, () => this.client.rest.repos.get(this.repository));
    if (!repository.ok) return repository;
    this.#facts = factsOf(repository.value, this.repository.repo);
    return done(this.#facts);
  }

  async defaultBranch(): Promise<Outcome<{ name: string; head: string }>> {
    const repository = await this.facts();
    return repository.ok ? this.branch(repository.value.defaultBranch) : repository;
  }

  async branch(asked: string): Promise<Outcome<{ name: string; head: string }>> {
    const read = await this.asking.ask(`read the branch ${asked}`, answers.branch, () =>
      this.client.rest.repos.getBranch({ ...this.repository, branch: asked }),
    );
    // A repository without a commit has no branch either; its references tell one from the other.
    if (!read.ok && read.refusal.kind === "not-found") {
      const head = await this.headOf(asked);
      if (!head.ok) return head;
      this.base = head.value;
      return done({ name: asked, head: head.value });
    }
    if (!read.ok) return read;
    const { name, commit } = read.value;
    this.base = commit.sha;
    if (commit.commit !== undefined) this.#trees.set(commit.sha, commit.commit.tree.sha);
    return done({ name, head: commit.sha });
  }

  async entryAt(commit: string, path: string): Promise<Outcome<Entry | undefined>> {
    const root = await this.treeOf(commit);
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
    const root = await this.treeOf(commit);
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

  async listing(commit: string): Promise<Outcome<TreeListing>> {
    const root = await this.treeOf(commit);
    if (!root.ok) return root;
    const read = await this.asking.ask("read the list of files", answers.gitTree, () =>
      this.client.rest.git.getTree({ ...this.repository, tree_sha: root.value, recursive: "1" }),
    );
    if (!read.ok) return read;
    const entries = read.value.tree.map(({ path, mode, sha = "" }) => ({ path, mode, id: sha }));
    if (!read.value.truncated) this.#remember(root.value, entries);
    return done({ tree: root.value, entries, isComplete: !read.value.truncated });
  }

  async content(blob: string): Promise<Outcome<Buffer>> {
    const read = await this.asking.ask("read a file", answers.gitBlob, () => this.client.rest.git.getBlob({ ...this.repository, file_sha: blob }));
    return read.ok ? done(Buffer.from(read.value.content, "base64")) : read;
  }

  /** A pull request is an issue as well: https://docs.github.com/en/rest/issues/issues#list-repository-issues */
  async ours(state: "open" | "all"): Promise<Outcome<Ours>> {
    const identity = await this.identity();
    if (!identity.ok) return identity;
    const creator = identity.value.login;
    const listed = await this.asking.pages("list issues", answers.issue, (page) =>
      this.client.rest.issues.listForRepo({ ...this.repository, state, creator, ...page }),
    );
    if (!listed.ok) return listed;
    const own = listed.value.filter((issue) => issue.user?.login.toLowerCase() === creator.toLowerCase());
    return done({
      issues: own.filter((issue) => issue.pull_request === undefined).map(issueOf),
      pullRequests: own.filter((issue) => issue.pull_request !== undefined).map(({ number }) => number),
    });
  }

  async openedAfter(moment: Date): Promise<Outcome<readonly Opened[]>> {
    const identity = await this.identity();
    if (!identity.ok) return identity;
    const creator = identity.value.login;
    const listed = await this.asking.pages(
      "list the newest issues",
      answers.dated,
      (page) => this.client.rest.issues.listForRepo({ ...this.repository, state: "all", creator, sort: "created", direction: "desc", ...page }),
      ({ created_at: opened }) => opened > moment,
    );
    if (!listed.ok) return listed;
    const own = listed.value.filter((each) => each.pull_request !== undefined && each.user?.login.toLowerCase() === creator.toLowerCase());
    return done(own.map(({ number, body }) => ({ number, body: body ?? "" })));
  }

  async decoration(number: number): Promise<Outcome<Decoration>> {
    const read = await this.asking.ask("read a pull request", answers.decorated, () =>
      this.client.rest.pulls.get({ ...this.repository, pull_number: number }),
    );
    return read.ok ? done(decorationOf(read.value)) : read;
  }

  async decorationBefore(number: number): Promise<Outcome<Decoration>> {
    const events = await this.asking.pages("list the events of a pull request", answers.event, (page) =>
      this.client.rest.issues.listEvents({ ...this.repository, issue_number: number, ...page }),
    );
    if (!events.ok) return events;
    return done({
      labels: events.value.flatMap(({ event, label }) => (event === "labeled" ? (label?.name ?? []) : [])),
      assignees: events.value.flatMap(({ event, assignee }) => (event === "assigned" ? (assignee?.login ?? []) : [])),
      reviewers: events.value.flatMap(({ event, requested_reviewer: asked }) => (event === "review_requested" ? (asked?.login ?? []) : [])),
      teams: events.value.flatMap(({ event, requested_team: asked }) => (event === "review_requested" ? (asked?.slug ?? []) : [])),
    });
  }

  /** https://docs.github.com/en/rest/issues/assignees#check-if-a-user-can-be-assigned, and collaborators are who may be asked for a review. */
  async mayBe(role: "assignee" | "reviewer", login: string): Promise<Outcome<boolean>> {
    const { issues, repos } = this.client.rest;
    const asked =
      role === "assignee"
        ? await this.asking.ask("say who can be assigned", answers.nothing, () =>
            issues.checkUserCanBeAssigned({ ...this.repository, assignee: login }),
          )
        : await this.asking.ask("say who is a collaborator", answers.nothing, () => repos.checkCollaborator({ ...this.repository, username: login }));
    if (asked.ok) return done(true);
    return asked.refusal.kind === "not-found" ? done(false) : asked;
  }

  async branches(prefix: string): Promise<Outcome<{ name: string; head: string }[]>> {
    const found = await this.asking.ask("list branches", list(answers.reference), () =>
      this.client.rest.git.listMatchingRefs({ ...this.repository, ref: `heads/${prefix}` }),
    );
    return found.ok ? done(found.value.map((ref) => ({ name: ref.ref.replace(/^refs\/heads\//, ""), head: ref.object.sha }))) : found;
  }

  async history(base: string, head: string): Promise<Outcome<History>> {
    const compared = await this.asking.ask("compare two commits", answers.comparison, () =>
      this.client.rest.repos.compareCommitsWithBasehead({ ...this.repository, basehead: `${base}...${head}`, per_page: 100 }),
    );
    // Somebody wrote the history of one of them again: all that it has is of others, as far as can be told.
    if (!compared.ok && compared.refusal.kind === "unrelated")
      return done({ commits: [], complete: false, behind: 0, left: undefined, files: undefined });
    if (!compared.ok) return compared;
    const { commits, total_commits: total, behind_by: behind, merge_base_commit: left, files } = compared.value;
    for (const { sha, commit } of commits) this.#trees.set(sha, commit.tree.sha);
    const all = files === undefined || files.length >= mostFiles ? undefined : files.map(({ filename, sha }) => ({ path: filename, blob: sha }));
    return done({ commits: commits.map(commitOf), complete: commits.length === total, behind, left: left.sha, files: all });
  }

  async openPullRequests(prefix: string): Promise<Outcome<PullRequest[]>> {
    const listed = await this.asking.pages("list pull requests", answers.pullRequest, (page) =>
      this.client.rest.pulls.list({ ...this.repository, state: "open", ...page }),
    );
    return listed.ok ? done(listed.value.map(pullRequestOf).filter((pullRequest) => pullRequest.branch.startsWith(prefix))) : listed;
  }

  async pullRequestsOf(branch: string): Promise<Outcome<PullRequest[]>> {
    // A filter by branch asks for the owner as GitHub spells it.
    const repository = await this.facts();
    if (!repository.ok) return repository;
    const head = `${repository.value.owner}:${branch}`;
    const listed = await this.asking.pages("list pull requests", answers.pullRequest, (page) =>
      this.client.rest.pulls.list({ ...this.repository, state: "all", head, ...page }),
    );
    return listed.ok
      ? done(listed.value.map(pullRequestOf).filter((pullRequest) => pullRequest.branch === branch && pullRequest.fromSameRepository))
      : listed;
  }

  async mergesCleanly(number: number): Promise<Outcome<boolean | undefined>> {
    const read = await this.asking.ask("read a pull request", answers.mergeability, () =>
      this.client.rest.pulls.get({ ...this.repository, pull_number: number }),
    );
    return read.ok ? done(read.value.mergeable) : read;
  }

  async comments(number: number): Promise<Outcome<readonly Comment[]>> {
    const listed = await this.asking.pages("list comments", answers.comment, (page) =>
      this.client.rest.issues.listComments({ ...this.repository, issue_number: number, ...page }),
    );
    return listed.ok
      ? done(listed.value.map((comment) => ({ id: comment.id, author: comment.user?.login ?? "", body: comment.body ?? "" })))
      : listed;
  }

  protected async headOf(branch: string): Promise<Outcome<string>> {
    const ref = await this.asking.ask(`read the branch ${branch}`, answers.reference, () =>
      this.client.rest.git.getRef({ ...this.repository, ref: `heads/${branch}` }),
    );
    return ref.ok ? done(ref.value.object.sha) : ref;
  }

  protected async treeOf(commit: string): Promise<Outcome<string>> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return done(known);
    const read = await this.asking.ask("read a commit", answers.gitCommit, () =>
      this.client.rest.git.getCommit({ ...this.repository, commit_sha: commit }),
    );
    if (!read.ok) return read;
    this.#trees.set(commit, read.value.tree.sha);
    return done(read.value.tree.sha);
  }

  /** The folders of a whole tree, so that none of them is asked for again. */
  #remember(root: string, entries: TreeListing["entries"]): void {
    const folders = new Map([["", root], ...entries.flatMap(({ path, mode, id }) => (mode === "040000" ? [[path, id] as const] : []))]);
    const content = new Map([...folders.values()].map((id) => [id, new Map<string, { mode: string; sha: string }>()]));
    for (const { path, mode, id } of entries) {
      const end = path.lastIndexOf("/");
      content.get(folders.get(path.slice(0, Math.max(0, end))) ?? "")?.set(path.slice(end + 1), { mode, sha: id });
    }
    for (const [id, own] of content) this.#entries.set(id, own);
  }

  async #entriesOf(tree: string): Promise<Outcome<ReadonlyMap<string, { readonly mode: string; readonly sha: string }>>> {
    const known = this.#entries.get(tree);
    if (known !== undefined) return done(known);
    const read = await this.asking.ask("read a folder", answers.gitTree, () => this.client.rest.git.getTree({ ...this.repository, tree_sha: tree }));
    if (!read.ok) return read;
    if (read.value.truncated) return refused("rejected", "A folder of the repository has more entries than GitHub lists.");
    const entries = new Map(read.value.tree.map(({ path, mode, sha = "" }) => [path, { mode, sha }]));
    this.#entries.set(tree, entries);
    return done(entries);
  }
}
