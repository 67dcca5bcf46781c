import { done, type BranchHead, type Forge, type Outcome, type PullRequest, type RepositoryFacts } from "./forge";

/**
 * A forge for one run, which asks once what several projects of a repository want to know. What can change through a write of ours is asked again after
 * it. The default branch stays the one that the run began with.
 */
export function remembering(forge: Forge, prefix: string): Forge {
  const known = new Map<string, Promise<Outcome<unknown>>>();
  const remember = <T>(key: string, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const before = known.get(key) as Promise<Outcome<T>> | undefined;
    if (before !== undefined) return before;
    const asked = ask();
    known.set(key, asked);
    void asked.then((outcome) => outcome.ok || known.delete(key));
    return asked;
  };
  const writes = <T>(doing: () => Promise<T>): Promise<T> => {
    for (const key of ["pull requests", "branches", "issues"]) known.delete(key);
    return doing();
  };
  const facts = (): Promise<Outcome<RepositoryFacts>> => remember("facts", () => forge.facts());
  return {
    identity: () => remember("identity", () => forge.identity()),
    facts,
    defaultBranch: () => remember<BranchHead>("default branch", () => forge.defaultBranch()),
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
      const all = await remember<readonly PullRequest[]>("pull requests", () => forge.openPullRequests(prefix));
      return all.ok ? done(all.value.filter(({ branch }) => branch.startsWith(asked))) : all;
    },
    pullRequestsOf: (branch) => forge.pullRequestsOf(branch),
    mergesCleanly: (number) => forge.mergesCleanly(number),
    comments: (number) => forge.comments(number),
    issues: () => remember("issues", () => forge.issues()),
    decoration: (number) => forge.decoration(number),
    decorationBefore: (number) => forge.decorationBefore(number),

    commit: (request) => writes(() => forge.commit(request)),
    openPullRequest: (request) => writes(() => forge.openPullRequest(request)),
    updatePullRequest: (number, change) => writes(() => forge.updatePullRequest(number, change)),
    comment: (number, body) => forge.comment(number, body),
    forgetComment: async (number, body) => (await forge.forgetComment?.(number, body)) ?? done(undefined),
    deleteBranch: (branch) => writes(() => forge.deleteBranch(branch)),
    openIssue: (issue) => writes(() => forge.openIssue(issue)),
    updateIssue: (number, change) => writes(() => forge.updateIssue(number, change)),
    decorate: (number, added) => forge.decorate(number, added),
  };
}
