import { boolean, integer, list, object, objectId, optional, text } from "./decode";
import type { Commit, Person, PullRequest } from "./forge";

/** Of GitHub's answers what is used: https://docs.github.com/en/rest */

const account = object({ login: text });

export const authenticatedUser = account;

export const viewer = object({ viewer: account });

export const repository = object({ default_branch: text, owner: account });

export const reference = object({ ref: text, object: object({ sha: objectId }) });

/** An object of git that was made. */
export const made = object({ sha: objectId });

export const gitCommit = object({ sha: objectId, tree: made });

export const gitTree = object({ tree: list(object({ path: text, mode: text, sha: optional(objectId) })), truncated: boolean });

/** GitHub leaves an account out, or gives an empty object, where it knows none. */
const person = optional(object({ login: optional(text) }));

const commit = object({
  sha: objectId,
  commit: object({ tree: made, message: text, committer: optional(object({ email: optional(text) })) }),
  author: person,
  committer: person,
});

export const comparison = object({ commits: list(commit), total_commits: integer, behind_by: integer });

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

export const numbered = object({ number: integer });

export const identified = object({ id: integer });

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
