import type { BranchHead, Commit, PullRequest } from "../forge/forge";
import { redoIsTicked } from "./body";
import { isBranchOf } from "./branch";
import { readMarker, writeMarker, type Marker } from "./marker";
import type { Notice } from "./notices";
import { vouchesForItself } from "./vouch";

/** The pull request that should be there. */
export interface Desired {
  readonly branch: string;
  readonly title: string;
  readonly text: string;
  readonly marker: Marker;
}

/** All that the decision rests on, as read from the forge. */
export interface Situation {
  /** Who we are there. */
  readonly login: string;
  readonly project: string;
  readonly base: BranchHead;
  /** Undefined where nothing is to be repaired. */
  readonly desired: Desired | undefined;
  /** After a partial scan nothing is taken back: what was not seen may still be wrong. */
  readonly scan: "complete" | "partial";
  /** The open ones on branches of the project, and all of the branches below. */
  readonly pullRequests: readonly PullRequest[];
  readonly branches: readonly ObservedBranch[];
  /** What the files that markers name are now at the base. */
  readonly blobs: ReadonlyMap<string, string>;
}

export interface ObservedBranch {
  readonly name: string;
  readonly head: string;
  /** What it has that the base lacks, or undefined where there is too much to read. */
  readonly commits: readonly Commit[] | undefined;
  readonly behind: number;
  /** How its files relate to the desired ones: `older` is the same change, made to an earlier base, that still merges cleanly. */
  readonly carries: "the fix" | "the fix, older" | "something else";
}

export type Action =
  /** Commits the fix on top of the branch, or makes the branch where `expected` is undefined. */
  | { readonly kind: "push"; readonly branch: string; readonly expected: string | undefined; readonly parents: readonly string[] }
  | { readonly kind: "open" }
  | { readonly kind: "update-body"; readonly number: number }
  | { readonly kind: "reopen"; readonly number: number }
  | { readonly kind: "notify"; readonly number: number; readonly notice: Notice }
  | { readonly kind: "close"; readonly number: number; readonly body: string; readonly marker: Marker }
  | { readonly kind: "delete-branch"; readonly branch: BranchHead };

export interface Decision {
  /** In this order; stopping after any of them is safe. */
  readonly actions: readonly Action[];
  /** Why something that one could expect is not done. */
  readonly left: readonly { readonly number: number | undefined; readonly reason: string }[];
  /** The pull request that stands for the desired one, where there already is one. */
  readonly number: number | undefined;
}

/** Decides what to do. Pure: whoever stops the run and starts it again comes to the same end. */
export function decide(situation: Situation): Decision {
  const wanted = situation.desired === undefined ? nothing : propose(situation, situation.desired);
  const pruned = situation.scan === "complete" ? prune(situation) : nothing;
  return { actions: [...wanted.actions, ...pruned.actions], left: [...wanted.left, ...pruned.left], number: wanted.number };
}

const nothing: Decision = { actions: [], left: [], number: undefined };

function propose(situation: Situation, desired: Desired): Decision {
  const branch = situation.branches.find(({ name }) => name === desired.branch);
  const here = situation.pullRequests.filter((pullRequest) => pullRequest.branch === desired.branch && pullRequest.fromSameRepository);
  const stranger = here.find((pullRequest) => pullRequest.state === "open" && markerOf(situation, pullRequest) === undefined);
  if (stranger !== undefined) return leave(stranger, "Somebody else's pull request is open on our branch.");
  const open = here.find((pullRequest) => pullRequest.state === "open");
  if (branch !== undefined && whose(situation, branch) === "somebody else's") {
    const left = leave(open, `The branch ${branch.name} has commits of somebody else.`);
    return open === undefined ? left : { ...left, actions: [{ kind: "notify", number: open.number, notice: "touched" }] };
  }
  return open === undefined ? offer(situation, desired, branch, here) : refresh(situation, desired, branch, open);
}

/** Keeps an open pull request as it should be, and its branch alone as long as the fix stands and merges. */
function refresh(situation: Situation, desired: Desired, branch: ObservedBranch | undefined, open: PullRequest): Decision {
  const redo = redoIsTicked(open.body);
  const stale = branch === undefined || branch.carries === "something else" || (redo && (branch.carries !== "the fix" || branch.behind > 0));
  const actions: Action[] = stale ? [push(situation, desired, branch)] : [];
  const marker = markerOf(situation, open);
  if (stale || redo || marker === undefined || !remembers(marker, desired.marker)) actions.push({ kind: "update-body", number: open.number });
  const { base } = situation;
  const elsewhere = `It asks to be merged into ${open.base}, and not into ${base.name}.`;
  return { actions, left: open.base === base.name ? [] : [{ number: open.number, reason: elsewhere }], number: open.number };
}

function offer(situation: Situation, desired: Desired, branch: ObservedBranch | undefined, here: readonly PullRequest[]): Decision {
  const carried = branch?.carries === "the fix";
  const pushes: Action[] = carried ? [] : [push(situation, desired, branch)];
  const [last] = here.filter((pullRequest) => markerOf(situation, pullRequest) !== undefined).sort((a, b) => b.number - a.number);
  const marker = last === undefined ? undefined : markerOf(situation, last);
  if (last?.state === "closed" && marker !== undefined) {
    if (marker.state === "proposed" && !redoIsTicked(last.body) && isUnchanged(marker, situation.blobs)) {
      return leave(last, "It was closed by hand, and the code it edits is as it was.");
    }
    // GitHub reopens only what still has the branch it was closed with.
    if (marker.state === "withdrawn" && branch?.head === last.head) {
      return {
        actions: [{ kind: "reopen", number: last.number }, ...pushes, { kind: "update-body", number: last.number }],
        left: [],
        number: last.number,
      };
    }
  }
  return { actions: [...pushes, { kind: "open" }], left: [], number: undefined };
}

/** Takes back what no longer repairs anything: our other pull requests of the project, and the branches that a stopped run left behind. */
function prune(situation: Situation): Decision {
  const actions: Action[] = [];
  const left: { number: number; reason: string }[] = [];
  const obsolete = situation.branches.filter(({ name }) => name !== situation.desired?.branch && isBranchOf(situation.project, name));
  for (const branch of obsolete) {
    const here = situation.pullRequests.filter((pullRequest) => pullRequest.branch === branch.name && pullRequest.fromSameRepository);
    const open = here.filter((pullRequest) => pullRequest.state === "open");
    const owner = whose(situation, branch);
    const [only] = open;
    const marker = only === undefined ? undefined : markerOf(situation, only);
    if (only === undefined) {
      const ended = here.every((pullRequest) => pullRequest.head === branch.head && markerOf(situation, pullRequest)?.state === "withdrawn");
      if (owner === "ours" && ended) actions.push({ kind: "delete-branch", branch: { name: branch.name, head: branch.head } });
    } else if (open.length > 1 || marker === undefined) {
      left.push({ number: only.number, reason: "Somebody else's pull request is open on a branch named like ours." });
    } else if (owner === "somebody else's") {
      actions.push({ kind: "notify", number: only.number, notice: "abandoned" });
      left.push({ number: only.number, reason: "It repairs nothing any more, but has commits of somebody else." });
    } else if (only.head !== branch.head) {
      // One of the two was read before somebody pushed: the next run sees who that was.
      left.push({ number: only.number, reason: "It repairs nothing any more, but its branch is just being changed." });
    } else {
      actions.push({ kind: "notify", number: only.number, notice: "obsolete" });
      actions.push({ kind: "close", number: only.number, body: only.body, marker });
      if (owner === "ours") actions.push({ kind: "delete-branch", branch: { name: branch.name, head: branch.head } });
    }
  }
  return { actions, left, number: undefined };
}

/** The marker of a pull request that is ours: the branch, the author and the marker all say so. */
function markerOf(situation: Situation, pullRequest: PullRequest): Marker | undefined {
  if (!pullRequest.fromSameRepository || !isBranchOf(situation.project, pullRequest.branch)) return undefined;
  if (!isSameLogin(pullRequest.author, situation.login)) return undefined;
  const read = readMarker(pullRequest.body);
  return read.kind === "marker" && read.marker.project === situation.project ? read.marker : undefined;
}

/** Ours is a branch whose every commit we made and nobody amended. With none it is nobody's, such as after a merge. */
function whose(situation: Situation, branch: ObservedBranch): "ours" | "nobody's" | "somebody else's" {
  if (branch.commits === undefined) return "somebody else's";
  if (branch.commits.length === 0) return "nobody's";
  return branch.commits.every((commit) => isOurs(situation, commit)) ? "ours" : "somebody else's";
}

export function isOurs(situation: Pick<Situation, "login">, commit: Commit): boolean {
  const { author, committer } = commit;
  if (author.kind !== "account" || !isSameLogin(author.login, situation.login)) return false;
  if (committer.kind === "stranger" || (committer.kind === "account" && !isSameLogin(committer.login, situation.login))) return false;
  return vouchesForItself(commit);
}

/** The second parent takes the base in, so that no conflict is left and no force is needed. */
function push(situation: Situation, desired: Desired, branch: ObservedBranch | undefined): Action {
  const parents = branch === undefined ? [situation.base.head] : branch.behind > 0 ? [branch.head, situation.base.head] : [branch.head];
  return { kind: "push", branch: desired.branch, expected: branch?.head, parents };
}

/** True where the pull request says and remembers what it should. The base alone is no reason to write. */
function remembers(marker: Marker, desired: Marker): boolean {
  return writeMarker({ ...marker, base: "" }) === writeMarker({ ...desired, base: "" });
}

function isUnchanged(marker: Marker, blobs: ReadonlyMap<string, string>): boolean {
  return marker.blobs.every(({ path, blob }) => blobs.get(path) === blob);
}

function isSameLogin(a: string, b: string): boolean {
  return a !== "" && a.toLowerCase() === b.toLowerCase();
}

function leave(pullRequest: PullRequest | undefined, reason: string): Decision {
  return { actions: [], left: [{ number: pullRequest?.number, reason }], number: pullRequest?.number };
}
