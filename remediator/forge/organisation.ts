import type { Outcome } from "./forge";

/** A repository as a list of an organisation tells of it. */
export interface ListedRepository {
  readonly owner: string;
  readonly name: string;
  readonly isArchived: boolean;
  readonly isDisabled: boolean;
  readonly isFork: boolean;
}

export interface Organisation {
  readonly repositories: () => Promise<Outcome<readonly ListedRepository[]>>;
}
