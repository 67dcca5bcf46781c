export { nothing } from "./decode";
import { boolean, instant, integer, list, object, objectId, optional, text } from "./decode";
import type { Commit, Decoration, Issue, Person, PullRequest, RepositoryFacts } from "./forge";

/** Of GitHub's answers what is used: https://docs.github.com/en/rest */

const account = object({ login: text });

export const authenticatedUser = account;

export const viewer = object({ viewer: account });

export const repository = object({
  name: optional(text),
  default_branch: text,
  owner: account,
  archived: optional(boolean),
  disabled: optional(boolean),
  fork: optional(boolean),
});

export const reference = object({ ref: text, object: object({ sha: objectId }) });

/** An object of git that was made. */
export const made = object({ sha: objectId });

export const branch = object({ name: text, commit: object({ sha: objectId, commit: optional(object({ tree: made })) }) });

export const gitCommit = object({ sha: objectId, tree: made });

export const gitBlob = object({ content: text });

export const gitTree = object({ tree: list(object({ path: text, mode: text, sha: optional(objectId) })), truncated: boolean });

/** GitHub leaves an account out, or gives an empty object, where it knows none. */
const person = optional(object({ login: optional(text) }));

const commit = object({
  sha: objectId,
  commit: object({ tree: made, message: text, committer: optional(object({ email: optional(text) })) }),
  author: person,
  committer: person,
});

export const comparison = object({
  commits: list(commit),
  total_commits: integer,
  behind_by: integer,
  merge_base_commit: object({ sha: objectId }),
  files: optional(list(object({ filename: text, sha: optional(objectId) }))),
});

export const pullRequest = object({
  number: integer,
  html_url: text,
  state: text,
  title: text,
  body: optional(text),
  merged_at: optional(text),
  user: optional(account),
  head: object({ ref: text, sha: objectId, repo: optional(object({ id: integer })) }),
  base: object({ ref: text, repo: object({ id: integer }) }),
});

export const mergeability = object({ number: integer, mergeable: optional(boolean) });

export const comment = object({ id: integer, user: optional(account), body: optional(text) });

export const issue = object({
  number: integer,
  html_url: text,
  state: text,
  title: text,
  body: optional(text),
  user: optional(account),
  pull_request: optional(object({})),
});

/** An issue or a pull request, with when it was opened. */
export const dated = object({
  number: integer,
  created_at: instant,
  body: optional(text),
  user: optional(account),
  pull_request: optional(object({})),
});

const named = object({ name: text });
const slugged = object({ slug: text });

export const decorated = object({
  labels: list(named),
  assignees: optional(list(account)),
  requested_reviewers: optional(list(account)),
  requested_teams: optional(list(slugged)),
});

export const event = object({
  event: text,
  label: optional(object({ name: optional(text) })),
  assignee: optional(account),
  requested_reviewer: optional(account),
  requested_team: optional(slugged),
});

export const listedRepository = object({
  name: text,
  owner: account,
  default_branch: optional(text),
  archived: optional(boolean),
  disabled: optional(boolean),
  fork: optional(boolean),
});

export const numbered = object({ number: integer });

export const identified = object({ id: integer });

export const label = object({ name: text });

export function commitOf(commit: ReturnType<typeof comparison>["commits"][number]): Commit {
  return {
    sha: commit.sha,
    tree: commit.commit.tree.sha,
    message: commit.commit.message,
    author: personOf(commit.author, undefined),
    committer: personOf(commit.committer, commit.commit.committer?.email),
  };
}

/** https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification: GitHub's own key signs as web-flow. */
function personOf(account: { readonly login: string | undefined } | undefined, email: string | undefined): Person {
  if (email === "noreply@github.com" && (account?.login ?? "web-flow") === "web-flow") return { kind: "host" };
  return account?.login === undefined ? { kind: "stranger" } : { kind: "account", login: account.login };
}

export function pullRequestOf(shown: ReturnType<typeof pullRequest>): PullRequest {
  return {
    number: shown.number,
    url: shown.html_url,
    state: shown.merged_at !== undefined ? "merged" : shown.state === "open" ? "open" : "closed",
    title: shown.title,
    body: shown.body ?? "",
    author: shown.user?.login ?? "",
    branch: shown.head.ref,
    head: shown.head.sha,
    base: shown.base.ref,
    fromSameRepository: shown.head.repo?.id === shown.base.repo.id,
  };
}

export function factsOf(shown: ReturnType<typeof repository>, asked: string): RepositoryFacts {
  return {
    owner: shown.owner.login,
    name: shown.name ?? asked,
    defaultBranch: shown.default_branch,
    isArchived: shown.archived === true,
    isDisabled: shown.disabled === true,
    isFork: shown.fork === true,
  };
}

export function issueOf(shown: ReturnType<typeof issue>): Issue {
  return { number: shown.number, url: shown.html_url, state: shown.state === "open" ? "open" : "closed", title: shown.title, body: shown.body ?? "" };
}

export function decorationOf(shown: ReturnType<typeof decorated>): Decoration {
  return {
    labels: shown.labels.map(({ name }) => name),
    assignees: (shown.assignees ?? []).map(({ login }) => login),
    reviewers: (shown.requested_reviewers ?? []).map(({ login }) => login),
    teams: (shown.requested_teams ?? []).map(({ slug }) => slug),
  };
}
