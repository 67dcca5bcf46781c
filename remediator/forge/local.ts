import { done, refused, type Entry, type ForgeReader, type Outcome } from "./forge";
import { git } from "./git";
import { parseRemote, type Remote } from "./remote";

/** Reads what a forge would tell from a checkout on disk, for where there is no token: its last commit stands for the default branch, and no pull request is known. */
export function localCheckout(directory: string): ForgeReader {
  return {
    identity: () => Promise.resolve(done({ login: "" })),
    async defaultBranch() {
      const head = await git(directory, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
      if (!head.ok) return refused("not-found", "The folder is not a git repository with a commit.");
      const remote = await git(directory, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
      if (remote.ok) return done({ name: remote.value.trim().replace(/^origin\//, ""), head: head.value.trim() });
      const current = await git(directory, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
      return done({ name: current.ok ? current.value.trim() : "HEAD", head: head.value.trim() });
    },
    async entryAt(commit, path) {
      const listed = await git(directory, ["ls-tree", "-z", "--full-tree", commit, "--", path]);
      if (!listed.ok) return listed;
      const fields = /^(\d{6}) \S+ ([0-9a-f]+)\t/.exec(listed.value);
      return done(fields === null ? undefined : entryOf(fields[1] ?? "", fields[2] ?? ""));
    },
    async treeAt(commit, folder) {
      const tree = await git(directory, ["rev-parse", "--verify", "--quiet", `${commit}:${folder}`]);
      return done(tree.ok ? tree.value.trim() : undefined);
    },
    branch: () => Promise.resolve(refused("not-found", "A checkout has one commit.")),
    facts: () => Promise.resolve(refused("not-found", "A checkout tells nothing about its repository.")),
    listing: () => Promise.resolve(refused("not-found", "A checkout is read from its files.")),
    content: () => Promise.resolve(refused("not-found", "A checkout is read from its files.")),
    ours: () => Promise.resolve(done({ issues: [], pullRequests: [] })),
    openedAfter: () => Promise.resolve(done([])),
    decoration: () => Promise.resolve(done(nothing)),
    decorationBefore: () => Promise.resolve(done(nothing)),
    mayBe: () => Promise.resolve(done(false)),
    branches: () => Promise.resolve(done([])),
    history: () => Promise.resolve(done({ commits: [], complete: true, behind: 0, left: undefined, files: undefined })),
    openPullRequests: () => Promise.resolve(done([])),
    pullRequestsOf: () => Promise.resolve(done([])),
    mergesCleanly: () => Promise.resolve(done(undefined)),
    comments: () => Promise.resolve(done([])),
  };
}

const nothing = { labels: [], assignees: [], reviewers: [], teams: [] };

/** The top folder of the repository that a folder is in: what paths in a pull request are relative to. */
export async function repositoryRoot(directory: string): Promise<Outcome<string>> {
  const root = await git(directory, ["rev-parse", "--show-toplevel"]);
  if (root.ok) return done(root.value.replace(/\n$/, ""));
  return root.refusal.kind === "rejected" ? refused("not-found", "The folder is not in a git repository.") : root;
}

/** Whether git ignores a folder of a checkout. */
export async function isIgnored(directory: string): Promise<boolean> {
  // This command takes no literal paths, and "." is plain.
  return (await git(directory, ["check-ignore", "--quiet", "."], { literal: false })).ok;
}

/** The repository that a checkout was cloned from. */
export async function remoteOf(directory: string, name = "origin"): Promise<Outcome<Remote>> {
  const url = await git(directory, ["remote", "get-url", "--", name]);
  if (!url.ok) return url.refusal.kind === "rejected" ? refused("not-found", `The checkout has no remote called ${name}.`) : url;
  const remote = parseRemote(url.value);
  return remote === undefined ? refused("not-found", `The remote ${name} is not OWNER/NAME on a code host.`) : done(remote);
}

export function entryOf(mode: string, blob: string): Entry {
  if (mode === "120000") return { kind: "symlink" };
  if (mode === "160000") return { kind: "submodule" };
  if (mode === "040000") return { kind: "directory" };
  return { kind: "file", mode: mode === "100755" ? "100755" : "100644", blob };
}
