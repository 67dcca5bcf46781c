import type { Mode } from "../configuration/schema";

/** What became of one repository. */
export interface RepositoryResult {
  readonly repository: string;
  /** `stopped`: its configuration is not valid. `failed`: the next run may do it. */
  readonly outcome: "done" | "skipped" | "stopped" | "failed";
  /** Why, where it is not done: a sentence. */
  readonly reason?: string;
  readonly mode?: Mode;
  /** The commit of the default branch that was read. */
  readonly commit?: string;
  readonly projects: readonly ProjectResult[];
  /** What happened beside the pull requests of projects, a sentence each. */
  readonly notes: readonly string[];
  /** How many pull requests were opened. */
  readonly opened: number;
}

export interface ProjectResult {
  /** Its folder and name: see `projectIn`. */
  readonly project: string;
  readonly problems: number;
  readonly advice: number;
  /** Findings with a repair that is proven; where the mode or a dry run says so, it is in no pull request. */
  readonly repaired: number;
  /** Findings without one. */
  readonly left: number;
  /** Why, a sentence for each reason. */
  readonly whyLeft: readonly string[];
  /** What of it was not read, and why. */
  readonly notRead: readonly string[];
  readonly pullRequests: readonly PullRequestResult[];
}

export interface PullRequestResult {
  readonly kind: "repair" | "judgement";
  readonly outcome: "published" | "unchanged" | "left" | "refused" | "withheld";
  readonly title: string;
  readonly number?: number;
  readonly url?: string;
  readonly changes: readonly string[];
  readonly reasons: readonly string[];
}

export function ended(
  repository: string,
  outcome: "skipped" | "stopped" | "failed",
  reason: string,
  more: Partial<RepositoryResult> = {},
): RepositoryResult {
  return { repository, outcome, reason, projects: [], notes: [], opened: 0, ...more };
}
