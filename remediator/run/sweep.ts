import { createHash } from "node:crypto";
import type { ListedRepository } from "../forge/organisation";
import { parseRepository } from "../forge/remote";
import { ended, type RepositoryResult } from "./result";
import type { Summary } from "./summary";

/** One of several parts of a sweep, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** When a sweep ends by itself: something may be wrong with the host, or with us. */
export interface Breaker {
  /** So many failures one after the other. */
  readonly failures: number;
  /** So many pull requests opened. */
  readonly pullRequests: number;
}

export interface SweepContext {
  readonly organisation: string;
  readonly repositories: readonly ListedRepository[];
  readonly shard: Shard;
  readonly isOpen: boolean;
  readonly breaker: Breaker;
  /** What an earlier sweep did, which is not done again. */
  readonly before: readonly RepositoryResult[];
  readonly run: (repository: ListedRepository, mayOpen: number) => Promise<RepositoryResult>;
  readonly counts: () => { readonly requests: number; readonly mutating: number };
  /** Told after each repository, so that a sweep that is stopped leaves a summary of what it did. */
  readonly done: (result: RepositoryResult, summary: Summary) => void;
}

/** Works on the repositories of a shard, one after the other. What goes wrong with one is its own. */
export async function sweep(context: SweepContext): Promise<Summary> {
  const { organisation, shard, isOpen, breaker, run } = context;
  // A list of several pages names a repository twice where another one is made meanwhile.
  const listed = new Map(context.repositories.map((repository) => [nameOf(repository).toLowerCase(), repository]));
  const own = [...listed.values()].filter(({ name }) => shardOf(name, shard.of) === shard.index).sort((a, b) => (a.name < b.name ? -1 : 1));
  const before = new Map(context.before.filter(({ outcome }) => outcome !== "failed").map((result) => [result.repository.toLowerCase(), result]));
  const results: RepositoryResult[] = [];
  let failures = 0;
  let opened = 0;
  const summary = (reached: number, why?: string): Summary => ({
    format: "portcullis-sweep",
    version: 2,
    organisation,
    isOpen,
    shards: [shard.index],
    of: shard.of,
    ...(why === undefined ? {} : { ended: why }),
    repositories: results,
    notReached: own.slice(reached).map(nameOf),
    ...context.counts(),
  });
  for (const [index, repository] of own.entries()) {
    if (failures >= breaker.failures) return summary(index, `It ended itself after ${failures} failures one after the other.`);
    if (opened >= breaker.pullRequests) return summary(index, `It ended itself after ${opened} pull requests were opened.`);
    const known = before.get(nameOf(repository).toLowerCase());
    const result = known ?? (await attempt(repository, () => run(repository, breaker.pullRequests - opened)));
    results.push(result);
    if (known === undefined) {
      failures = result.outcome === "failed" ? failures + 1 : result.outcome === "skipped" ? failures : 0;
      opened += result.opened;
    }
    context.done(result, summary(index + 1));
  }
  return summary(own.length);
}

/** The same for a repository as long as the number of shards is, whatever others come and go. */
export function shardOf(name: string, of: number): number {
  const digest = createHash("sha256").update(name.toLowerCase()).digest();
  return (digest.readUInt32BE(0) % of) + 1;
}

async function attempt(repository: ListedRepository, run: () => Promise<RepositoryResult>): Promise<RepositoryResult> {
  // Within an address, dots would lead to another place.
  if (parseRepository(nameOf(repository)) === undefined)
    return ended(nameOf(repository), "failed", "The host lists it under a name that no repository has.");
  const { isArchived, isDisabled, isFork } = repository;
  if (isArchived) return ended(nameOf(repository), "skipped", "It is archived.");
  if (isDisabled) return ended(nameOf(repository), "skipped", "It is disabled.");
  if (isFork) return ended(nameOf(repository), "skipped", "It is a fork.");
  try {
    return await run();
  } catch (error) {
    // A bug of ours in one repository is no reason to leave the others.
    return ended(nameOf(repository), "failed", `Portcullis met an error of its own: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nameOf({ owner, name }: ListedRepository): string {
  return `${owner}/${name}`;
}
