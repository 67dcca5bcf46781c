import { done, type BranchHead, type Forge, type Outcome, type PullRequest } from "../forge/forge";
import { isBranchOf } from "../pull-request/branch";
import { isOurs } from "../pull-request/lifecycle";
import { readMarker } from "../pull-request/marker";
import { publish } from "../pull-request/publish";

/** What of ours is in a repository and belongs to nothing that this run wants. */
export interface Leftovers {
  /** By what the pull requests say that they are for. */
  readonly projects: readonly string[];
  /** Branches that a stopped run made and never opened a pull request for. */
  readonly branches: readonly BranchHead[];
}

/** Everything that starts like this is looked at as ours. */
export const everyBranch = "portcullis/";

/** The projects that our open pull requests are for, by number. */
export function projectsOf(login: string, open: readonly PullRequest[]): ReadonlyMap<number, string> {
  const projects = new Map<number, string>();
  for (const { number, author, body, branch, fromSameRepository } of open) {
    if (!fromSameRepository || author.toLowerCase() !== login.toLowerCase()) continue;
    const read = readMarker(body);
    if (read.kind === "marker" && isBranchOf(read.marker.project, branch)) projects.set(number, read.marker.project);
  }
  return projects;
}

/** Takes back the pull requests of projects that are gone, and branches that are nobody's. `known` are the projects that this run has looked at. */
export async function clear(
  forge: Forge,
  login: string,
  base: BranchHead,
  { isKnown, mayBeGone }: { readonly isKnown: (branch: string) => boolean; readonly mayBeGone: (project: string) => boolean },
): Promise<Outcome<readonly string[]>> {
  const notes: string[] = [];
  const open = await forge.openPullRequests(everyBranch);
  if (!open.ok) return open;
  const gone = new Set([...projectsOf(login, open.value)].map(([, project]) => project).filter(mayBeGone));
  for (const project of gone) {
    const request = { project, title: "", findings: [], declined: [], proof: [], losesAccess: [], files: [] };
    const { outcome, reasons } = await publish(forge, request, { scan: "complete" });
    if (outcome !== "unchanged") notes.push(`${project} is not there any more: ${outcome}.`, ...reasons);
  }
  const branches = await forge.branches(everyBranch);
  if (!branches.ok) return branches;
  for (const branch of branches.value) {
    if (!/^portcullis\/.+-[0-9a-f]{12}$/.test(branch.name) || isKnown(branch.name)) continue;
    const deleted = await deleteOrphan(forge, login, base, branch);
    if (!deleted.ok) return deleted;
    if (deleted.value) notes.push(`The branch ${branch.name}, which has no open pull request, is deleted.`);
  }
  return done(notes);
}

async function deleteOrphan(forge: Forge, login: string, base: BranchHead, branch: BranchHead): Promise<Outcome<boolean>> {
  const here = await forge.pullRequestsOf(branch.name);
  if (!here.ok) return here;
  if (!here.value.every((pullRequest) => isTakenBack(login, branch, pullRequest))) return done(false);
  const history = await forge.history(base.head, branch.head);
  if (!history.ok) return history;
  const { commits, complete } = history.value;
  if (!complete || commits.length === 0 || !commits.every((commit) => isOurs({ login }, commit))) return done(false);
  const deleted = await forge.deleteBranch(branch);
  return deleted.ok ? done(true) : deleted;
}

/** Whether a pull request is one that a run of ours closed, and ended before it deleted the branch. */
function isTakenBack(login: string, branch: BranchHead, { state, head, author, body }: PullRequest): boolean {
  const read = readMarker(body);
  const isWithdrawn = read.kind === "marker" && read.marker.state === "withdrawn" && isBranchOf(read.marker.project, branch.name);
  return isWithdrawn && state === "closed" && head === branch.head && author.toLowerCase() === login.toLowerCase();
}
