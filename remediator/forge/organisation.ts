import type { Outcome, RepositoryFacts } from "./forge";

/** A repository as a list of an organisation tells of it. */
export interface ListedRepository extends Omit<RepositoryFacts, "defaultBranch"> {
  readonly defaultBranch: string | undefined;
}

export interface Organisation {
  readonly repositories: () => Promise<Outcome<readonly ListedRepository[]>>;
}

/** What the list tells of a repository, where that is all there is to know. */
export function factsListed({ defaultBranch, ...listed }: ListedRepository): RepositoryFacts | undefined {
  return defaultBranch === undefined ? undefined : { ...listed, defaultBranch };
}
