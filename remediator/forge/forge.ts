/**
 * What the life of a pull request needs of a code host, and nothing else.
 * Every answer is a value; a rejected promise means a bug.
 */
export interface Forge extends ForgeReader, ForgeWriter {}

export interface ForgeReader {
  /** Who the token acts as. */
  identity(): Promise<Outcome<Identity>>;
  facts(): Promise<Outcome<RepositoryFacts>>;
  defaultBranch(): Promise<Outcome<BranchHead>>;
  /** The default branch where its name is known, which is not asked for again. */
  branch(name: string): Promise<Outcome<BranchHead>>;
  /** Everything that a commit has. */
  listing(commit: string): Promise<Outcome<TreeListing>>;
  content(blob: string): Promise<Outcome<Buffer>>;
  /** What lies at a path in a commit; undefined where there is nothing. */
  entryAt(commit: string, path: string): Promise<Outcome<Entry | undefined>>;
  /** The id of a folder's tree in a commit, the empty path being its top; undefined where there is no such folder. */
  treeAt(commit: string, folder: string): Promise<Outcome<string | undefined>>;
  /** Branches whose name starts with the prefix. */
  branches(prefix: string): Promise<Outcome<readonly BranchHead[]>>;
  /** What a head has that the base lacks, oldest first. */
  history(base: string, head: string): Promise<Outcome<History>>;
  /** Open pull requests whose head branch starts with the prefix. */
  openPullRequests(prefix: string): Promise<Outcome<readonly PullRequest[]>>;
  /** Every pull request, open, closed or merged, from this branch of this repository. */
  pullRequestsOf(branch: string): Promise<Outcome<readonly PullRequest[]>>;
  /** Undefined while the host has not worked it out. */
  mergesCleanly(number: number): Promise<Outcome<boolean | undefined>>;
  comments(number: number): Promise<Outcome<readonly Comment[]>>;
  /** What we opened: those that are open, or all of them. */
  ours(state: "open" | "all"): Promise<Outcome<Ours>>;
  /** The pull requests that we opened after a moment, whatever has become of them since. */
  openedAfter(moment: Date): Promise<Outcome<readonly Opened[]>>;
  /** Labels and people of a pull request. */
  decoration(number: number): Promise<Outcome<Decoration>>;
  /** What it ever had of these. */
  decorationBefore(number: number): Promise<Outcome<Decoration>>;
  /** Whether somebody may be assigned here, or asked for a review. */
  mayBe(role: "assignee" | "reviewer", login: string): Promise<Outcome<boolean>>;
}

export interface ForgeWriter {
  /** Writes a commit and points the branch at it, without force; answers the commit. */
  commit(request: CommitRequest): Promise<Outcome<string>>;
  openPullRequest(request: {
    readonly branch: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
    readonly isDraft: boolean;
  }): Promise<Outcome<PullRequest>>;
  updatePullRequest(number: number, change: PullRequestChange): Promise<Outcome<undefined>>;
  comment(number: number, body: string): Promise<Outcome<undefined>>;
  /** Takes back what a run that was stopped may have left of writing a comment that is there. */
  forgetComment?(number: number, body: string): Promise<Outcome<undefined>>;
  openIssue(issue: { readonly title: string; readonly body: string }): Promise<Outcome<Issue>>;
  updateIssue(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: "open" | "closed" },
  ): Promise<Outcome<undefined>>;
  /** Adds labels and people to a pull request. GitHub asks nobody for a review where it cannot ask one of them. */
  decorate(number: number, added: Decoration): Promise<Outcome<undefined>>;
  /** Deletes the branch if it still points at the commit. */
  deleteBranch(branch: BranchHead): Promise<Outcome<undefined>>;
}

export interface RepositoryFacts {
  /** As the host spells them, which need not be as they were asked for. */
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly isArchived: boolean;
  readonly isDisabled: boolean;
  readonly isFork: boolean;
}

export interface TreeListing {
  /** The id of the commit's tree. */
  readonly tree: string;
  readonly entries: readonly { readonly path: string; readonly mode: string; readonly id: string }[];
  /** False where the host lists a part only. */
  readonly isComplete: boolean;
}

/** What somebody opened. */
export interface Ours {
  readonly issues: readonly Issue[];
  /** The numbers of pull requests, whatever their branch. */
  readonly pullRequests: readonly number[];
}

/** A pull request that somebody opened. */
export interface Opened {
  readonly number: number;
  readonly body: string;
}

export interface Issue {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "closed";
  readonly title: string;
  readonly body: string;
}

export interface Decoration {
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly reviewers: readonly string[];
  /** By their names in the organisation. */
  readonly teams: readonly string[];
}

export const nobody: Decoration = { labels: [], assignees: [], reviewers: [], teams: [] };

export interface CommitRequest {
  readonly branch: string;
  /** Where the branch was when it was read; undefined creates it. A branch that moved since is refused as not a fast-forward. */
  readonly expected: string | undefined;
  readonly parents: readonly string[];
  /** The commit whose files the new one keeps, `files` aside. */
  readonly base: string;
  readonly files: readonly { readonly path: string; readonly mode: FileMode; readonly bytes: Buffer }[];
  /** Told the id of the tree, which a message may want to vouch for. */
  readonly message: (tree: string) => string;
}

export interface PullRequestChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
}

export interface Identity {
  readonly login: string;
}

export interface BranchHead {
  readonly name: string;
  readonly head: string;
}

export type FileMode = "100644" | "100755";

/** An entry of a tree; `blob` is the id that git gives the content. */
export type Entry =
  { readonly kind: "file"; readonly mode: FileMode; readonly blob: string } | { readonly kind: "symlink" | "submodule" | "directory" };

export interface History {
  readonly commits: readonly Commit[];
  /** False where there are more commits than were read. */
  readonly complete: boolean;
  /** How many commits of the base the head lacks. */
  readonly behind: number;
  /** Where the head left the base; undefined where that is not known. */
  readonly left: string | undefined;
  /** What the head has changed since it left the base, with the ids of what the files hold now; undefined where there may be more than was read. */
  readonly files: readonly { readonly path: string; readonly blob: string | undefined }[] | undefined;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

/** `host` is the code host itself, which commits what is done through its pages and signs what apps do. */
export type Person = { readonly kind: "account"; readonly login: string } | { readonly kind: "host" } | { readonly kind: "stranger" };

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "closed" | "merged";
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly branch: string;
  readonly head: string;
  /** The branch it asks to be merged into. */
  readonly base: string;
  /** False for a pull request from a fork, whose branch may have any name. */
  readonly fromSameRepository: boolean;
}

export interface Comment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** Why the host, or what stands for it, did not do as asked. The reason is a sentence for the user and holds no secret. */
export interface Refusal {
  readonly kind:
    | "not-permitted"
    | "no-access"
    | "not-found"
    | "unrelated"
    | "empty"
    | "already-exists"
    | "not-a-fast-forward"
    | "rate-limited"
    | "rejected"
    | "not-editable"
    | "unreachable";
  readonly reason: string;
}

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(kind: Refusal["kind"], reason: string): Refused {
  return { ok: false, refusal: { kind, reason } };
}
