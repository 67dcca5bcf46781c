import { done, refused, type BranchHead, type Forge, type Ours, type Outcome, type PullRequest, type RepositoryFacts } from "./forge";

/**
 * A forge for one run, which asks once what several projects of a repository want to know. What can change through a write of ours is asked again after
 * it. The default branch stays the one that the run began with. What a list told of the repository may be hours old: it is enough to read by, and asked
 * again before the first write.
 */
export function remembering(forge: Forge, prefix: string, listed?: RepositoryFacts): Forge {
  const known = new Map<string, Promise<Outcome<unknown>>>();
  const remember = <T>(key: string, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const before = known.get(key) as Promise<Outcome<T>> | undefined;
    if (before !== undefined) return before;
    const asked = ask();
    known.set(key, asked);
    void asked.then((outcome) => outcome.ok || known.delete(key));
    return asked;
  };
  const isAsListed = (): Promise<Outcome<undefined>> =>
    remember("is as listed", async () => {
      if (listed === undefined) return done(undefined);
      const now = await forge.facts();
      if (!now.ok) return now;
      const isSame = (["owner", "name", "defaultBranch", "isArchived", "isDisabled"] as const).every((fact) => now.value[fact] === listed[fact]);
      return isSame
        ? done(undefined)
        : refused("rejected", "The repository was changed since the organisation listed it. The next run takes it as it is.");
    });
  /** `changes` are what cannot be remembered after it. */
  const writes = async <T>(doing: () => Promise<Outcome<T>>, changes = ["pull requests", "branches", "ours"]): Promise<Outcome<T>> => {
    const still = await isAsListed();
    if (!still.ok) return still;
    for (const key of changes) known.delete(key);
    return doing();
  };
  const facts = (): Promise<Outcome<RepositoryFacts>> =>
    listed === undefined ? remember("facts", () => forge.facts()) : Promise.resolve(done(listed));
  const ours = (state: "open" | "all"): Promise<Outcome<Ours>> => (state === "open" ? remember("ours", () => forge.ours(state)) : forge.ours(state));
  return {
    identity: () => remember("identity", () => forge.identity()),
    facts,
    defaultBranch: () =>
      remember<BranchHead>("default branch", async () => {
        const repository = await facts();
        return repository.ok ? forge.branch(repository.value.defaultBranch) : repository;
      }),
    branch: (name) => forge.branch(name),
    listing: (commit) => forge.listing(commit),
    content: (blob) => forge.content(blob),
    entryAt: (commit, path) => forge.entryAt(commit, path),
    treeAt: (commit, folder) => forge.treeAt(commit, folder),
    async branches(asked) {
      if (!asked.startsWith(prefix)) return forge.branches(asked);
      const all = await remember<readonly BranchHead[]>("branches", () => forge.branches(prefix));
      return all.ok ? done(all.value.filter(({ name }) => name.startsWith(asked))) : all;
    },
    history: (base, head) => forge.history(base, head),
    async openPullRequests(asked) {
      if (!asked.startsWith(prefix)) return forge.openPullRequests(asked);
      // Those of others are asked for by their branch.
      const own = await ours("open");
      if (own.ok && own.value.pullRequests.length === 0) return done([]);
      const all = await remember<readonly PullRequest[]>("pull requests", () => forge.openPullRequests(prefix));
      return all.ok ? done(all.value.filter(({ branch }) => branch.startsWith(asked))) : all;
    },
    pullRequestsOf: (branch) => forge.pullRequestsOf(branch),
    mergesCleanly: (number) => forge.mergesCleanly(number),
    comments: (number) => forge.comments(number),
    ours,
    openedAfter: (moment) => forge.openedAfter(moment),
    decoration: (number) => forge.decoration(number),
    decorationBefore: (number) => forge.decorationBefore(number),
    mayBe: (role, login) => remember(`${role} ${login}`, () => forge.mayBe(role, login)),

    commit: (request) => writes(() => forge.commit(request)),
    openPullRequest: (request) => writes(() => forge.openPullRequest(request)),
    updatePullRequest: (number, change) => writes(() => forge.updatePullRequest(number, change)),
    comment: (number, body) => writes(() => forge.comment(number, body), []),
    forgetComment: async (number, body) => (await forge.forgetComment?.(number, body)) ?? done(undefined),
    deleteBranch: (branch) => writes(() => forge.deleteBranch(branch)),
    openIssue: (issue) => writes(() => forge.openIssue(issue)),
    updateIssue: (number, change) => writes(() => forge.updateIssue(number, change)),
    decorate: (number, added) => writes(() => forge.decorate(number, added), []),
  };
}
