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
  readonly comments: { readonly id: number; readonly author: Account; readonly body: string }[];
}

export interface HostedRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly git: BareRepository;
  defaultBranch: string;
  readonly access: Map<string, "read" | "write">;
  readonly pullRequests: PullRequestState[];
}

/** What GitHub commits as when it acts by itself or signs for an app. */
export const webFlow: Account = { id: 19864447, login: "web-flow", name: "GitHub", email: "noreply@github.com", isApp: false };

export function signatureOf(account: Account): Signature {
  return { name: account.name, email: account.email };
}
