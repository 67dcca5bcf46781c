import { done, nobody, type CommitRequest, type Decoration, type Forge, type ForgeReader, type PullRequestChange } from "./forge";

/** Something that a forge would have been asked to change. */
export type Write =
  | ({ readonly kind: "commit" } & CommitRequest)
  | {
      readonly kind: "open-pull-request";
      readonly branch: string;
      readonly base: string;
      readonly title: string;
      readonly body: string;
      readonly isDraft: boolean;
    }
  | ({ readonly kind: "update-pull-request"; readonly number: number } & PullRequestChange)
  | { readonly kind: "comment"; readonly number: number; readonly body: string }
  | { readonly kind: "delete-branch"; readonly branch: string }
  | { readonly kind: "open-issue"; readonly title: string; readonly body: string }
  | ({ readonly kind: "update-issue"; readonly number: number } & PullRequestChange)
  | ({ readonly kind: "decorate"; readonly number: number } & Decoration);

/** A forge that reads through another one and only writes down what it was asked to change. */
export function dryRun(reader: ForgeReader): { readonly forge: Forge; readonly writes: readonly Write[] } {
  const writes: Write[] = [];
  const forge: Forge = {
    identity: () => reader.identity(),
    facts: () => reader.facts(),
    listing: (commit) => reader.listing(commit),
    content: (blob) => reader.content(blob),
    ours: (state) => reader.ours(state),
    openedAfter: (moment) => reader.openedAfter(moment),
    decoration: (number) => (number === 0 ? Promise.resolve(done(nobody)) : reader.decoration(number)),
    decorationBefore: (number) => (number === 0 ? Promise.resolve(done(nobody)) : reader.decorationBefore(number)),
    mayBe: (role, login) => reader.mayBe(role, login),
    defaultBranch: () => reader.defaultBranch(),
    branch: (name) => reader.branch(name),
    entryAt: (commit, path) => reader.entryAt(commit, path),
    treeAt: (commit, folder) => reader.treeAt(commit, folder),
    branches: (prefix) => reader.branches(prefix),
    history: (base, head) => reader.history(base, head),
    openPullRequests: (prefix) => reader.openPullRequests(prefix),
    pullRequestsOf: (branch) => reader.pullRequestsOf(branch),
    mergesCleanly: (number) => reader.mergesCleanly(number),
    comments: (number) => reader.comments(number),

    commit(request) {
      writes.push({ kind: "commit", ...request });
      return Promise.resolve(done(noCommit));
    },
    openPullRequest(request) {
      writes.push({ kind: "open-pull-request", ...request });
      const { branch, base, title, body } = request;
      return Promise.resolve(
        done({ number: 0, url: "", state: "open" as const, title, body, author: "", branch, head: noCommit, base, fromSameRepository: true }),
      );
    },
    updatePullRequest(number, change) {
      writes.push({ kind: "update-pull-request", number, ...change });
      return Promise.resolve(done(undefined));
    },
    comment(number, body) {
      writes.push({ kind: "comment", number, body });
      return Promise.resolve(done(undefined));
    },
    deleteBranch(branch) {
      writes.push({ kind: "delete-branch", branch: branch.name });
      return Promise.resolve(done(undefined));
    },
    openIssue(issue) {
      writes.push({ kind: "open-issue", ...issue });
      return Promise.resolve(done({ number: 0, url: "", state: "open" as const, ...issue }));
    },
    updateIssue(number, change) {
      writes.push({ kind: "update-issue", number, ...change });
      return Promise.resolve(done(undefined));
    },
    decorate(number, added) {
      writes.push({ kind: "decorate", number, ...added });
      return Promise.resolve(done(undefined));
    },
  };
  return { forge, writes };
}

/** Stands for the commit that was not made. */
const noCommit = "0".repeat(40);
