import { cp, rm } from "node:fs/promises";
import type { BareRepository, Signature } from "./repository";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  /** An app's account: its commits are signed by GitHub, and it may not ask who it is. */
  readonly isApp: boolean;
}

export interface PullRequestState {
  readonly number: number;
  readonly createdAt: string;
  readonly author: Account;
  readonly branch: string;
  /** The repository of the branch, where that is a fork. */
  readonly fork: HostedRepository | undefined;
  title: string;
  body: string | null;
  base: string;
  state: "open" | "closed";
  /** The head while it is closed; an open one follows its branch. */
  frozenHead: string;
  mergedAs: string | undefined;
  isDraft: boolean;
  readonly comments: { readonly id: number; readonly author: Account; readonly body: string }[];
  readonly decoration: Decoration;
}

/** Labels and people, as they are, and what ever was done about them. */
export interface Decoration {
  labels: string[];
  assignees: string[];
  reviewers: string[];
  teams: string[];
  readonly events: { readonly event: "labeled" | "assigned" | "review_requested"; readonly what: string }[];
}

export function undecorated(): Decoration {
  return { labels: [], assignees: [], reviewers: [], teams: [], events: [] };
}

export interface IssueState {
  readonly number: number;
  readonly createdAt: string;
  readonly author: Account;
  title: string;
  body: string;
  state: "open" | "closed";
}

export interface HostedRepository {
  readonly id: number;
  readonly owner: string;
  name: string;
  /** Names that it had before. */
  readonly formerNames: string[];
  /** What a rule of the repository lets nobody make or move: the starts of branches' names. */
  readonly restricted: string[];
  readonly git: BareRepository;
  defaultBranch: string;
  readonly access: Map<string, "read" | "write">;
  /** The teams of the organisation that have access. */
  readonly teams: Set<string>;
  readonly pullRequests: PullRequestState[];
  readonly issues: IssueState[];
  isArchived: boolean;
  isFork: boolean;
  hasIssues: boolean;
  allowsDrafts: boolean;
  /** So many entries of a whole tree are listed. */
  mostListed: number;
  /** The uploads of code scanning, as they came. */
  readonly analyses: { readonly commit: string; readonly ref: string; readonly sarif: string }[];
}

/** What GitHub commits as when it acts by itself or signs for an app. */
export const webFlow: Account = { id: 19864447, login: "web-flow", name: "GitHub", email: "noreply@github.com", isApp: false };

export function signatureOf(account: Account): Signature {
  return { name: account.name, email: account.email };
}

/** Issues and pull requests are numbered together. */
export function nextNumber({ pullRequests, issues }: HostedRepository): number {
  return pullRequests.length + issues.length + 1;
}

/** What a token may: all that its account may, or less. */
export interface Right {
  readonly account: Account;
  readonly repositories?: readonly string[] | undefined;
  readonly permissions?: Readonly<Record<string, string>>;
}

/** Copies a repository into a folder; the answer copies it back. */
export async function saveRepository(repository: HostedRepository, folder: string): Promise<() => Promise<void>> {
  const {
    name,
    git,
    pullRequests,
    issues,
    analyses,
    formerNames,
    restricted,
    defaultBranch,
    isArchived,
    isFork,
    hasIssues,
    allowsDrafts,
    mostListed,
  } = repository;
  await cp(git.path, folder, { recursive: true });
  const copied = (pulls: readonly PullRequestState[]): readonly PullRequestState[] =>
    // A fork stays the repository that it is.
    pulls.map(({ fork, ...pull }) => ({ ...structuredClone(pull), fork }));
  const saved = {
    pullRequests: copied(pullRequests),
    issues: structuredClone(issues),
    analyses: [...analyses],
    formerNames: [...formerNames],
    restricted: [...restricted],
  };
  return async () => {
    await rm(git.path, { recursive: true, force: true });
    await cp(folder, git.path, { recursive: true });
    Object.assign(repository, { name, defaultBranch, isArchived, isFork, hasIssues, allowsDrafts, mostListed });
    pullRequests.splice(0, Infinity, ...copied(saved.pullRequests));
    issues.splice(0, Infinity, ...structuredClone(saved.issues));
    analyses.splice(0, Infinity, ...saved.analyses);
    formerNames.splice(0, Infinity, ...saved.formerNames);
    restricted.splice(0, Infinity, ...saved.restricted);
  };
}
