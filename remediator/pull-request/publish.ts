import { createHash } from "node:crypto";
import {
  done,
  refused,
  type BranchHead,
  type Commit,
  type FileMode,
  type Forge,
  type History,
  type Outcome,
  type PullRequest,
  type Refused,
} from "../forge/forge";
import { blobId } from "../forge/blob";
import { digestBeside } from "../forge/checkout";
import { isProgramFile } from "../judging/program-files";
import { describe, type Text } from "./body";
import { branchName, branchPrefix, isBranchOf } from "./branch";
import { decide, type Action, type Decision, type Desired, type ObservedBranch, type Situation } from "./lifecycle";
import { markerLimits, readMarker, writeMarker, type Marker } from "./marker";
import { isSaid, noticeText } from "./notices";
import type { EditedFile, PullRequestRequest } from "./request";
import { unsafePath } from "./safe-path";
import { commitMessage, fixId, fixOf, vouchesForItself } from "./vouch";

/** What became of a request. `refused` may have done part of it; the next run does the rest. Of what is `withheld`, nothing was written. */
export interface Publication {
  readonly outcome: "published" | "unchanged" | "left" | "refused" | "withheld";
  /** The kinds of change that were made, in order. */
  readonly changes: readonly Action["kind"][];
  /** The pull request, where there is one. */
  readonly pullRequest: { readonly number: number; readonly url: string } | undefined;
  /** The pull request as it should read, or undefined where nothing is to be repaired. */
  readonly proposal: { readonly branch: string; readonly title: string; readonly body: string } | undefined;
  /** Why nothing, or not all, was done: a sentence each. */
  readonly reasons: readonly string[];
  /** True where it was refused because of what it edits, so that each run comes to the same until the program is another one. */
  readonly isNeverEdited: boolean;
}

export interface PublishOptions {
  /** `complete` where the findings are all there are: only then are pull requests taken back that repair nothing any more. */
  readonly scan: Situation["scan"];
  /** Asked before a pull request is opened, or opened again: why it may not be, or undefined. */
  readonly whyWithheld?: (how: "open" | "reopen") => Promise<Outcome<string | undefined>>;
}

/** Brings the pull requests of a project to what the request asks for. A second run with nothing new changes nothing; a run that was stopped is finished by the next. */
export async function publish(forge: Forge, request: PullRequestRequest, options: PublishOptions): Promise<Publication> {
  const run = new Run(forge, request);
  const observed = await run.observe(options.scan);
  if (!observed.ok) return run.report("refused", [observed.refusal.reason], observed.refusal.kind === "not-editable");
  const decision = decide(observed.value);
  for (const { kind } of decision.actions) {
    if (kind !== "open" && kind !== "reopen") continue;
    const why = (await options.whyWithheld?.(kind)) ?? done(undefined);
    if (!why.ok) return run.report("refused", [why.refusal.reason]);
    if (why.value !== undefined) return run.report("withheld", [why.value]);
  }
  run.settle(observed.value, decision);
  for (const action of decision.actions) {
    const acted = await run.act(action);
    if (!acted.ok) return run.report("refused", [acted.refusal.reason]);
  }
  const reasons = decision.left.map(({ number, reason }) => (number === undefined ? reason : `#${String(number)}: ${reason}`));
  return run.report(run.changes.length > 0 ? "published" : reasons.length > 0 ? "left" : "unchanged", reasons);
}

class Run {
  readonly changes: Action["kind"][] = [];
  readonly #forge: Forge;
  readonly #request: PullRequestRequest;
  readonly #text: Text | undefined;
  readonly #fix: string;
  #login = "";
  #base: BranchHead = { name: "", head: "" };
  #modes = new Map<string, FileMode>();
  #desired: Desired | undefined;
  #pullRequest: { readonly number: number; readonly url: string } | undefined;

  constructor(forge: Forge, request: PullRequestRequest) {
    this.#forge = forge;
    this.#request = request;
    this.#text = request.files.length === 0 ? undefined : describe(request);
    this.#fix = fixId(request.files);
  }

  report(outcome: Publication["outcome"], reasons: readonly string[], isNeverEdited = false): Publication {
    return { outcome, changes: this.changes, pullRequest: this.#pullRequest, proposal: this.#proposal(), reasons, isNeverEdited };
  }

  async observe(scan: Situation["scan"]): Promise<Outcome<Situation>> {
    const forge = this.#forge;
    const { project, files, findings } = this.#request;
    const flaw = flawOf(this.#request);
    if (flaw !== undefined) return rejected(flaw);
    const never = project.length > markerLimits.project ? "The names of the project's folder are too long." : neverEdited(files);
    if (never !== undefined) return refused("not-editable", never);
    const base = await forge.defaultBranch();
    if (!base.ok) return base;
    this.#base = base.value;
    const program = await this.#compareProgram();
    if (!program.ok) return program;
    const checkout = await this.#compareWithCheckout(files);
    if (!checkout.ok) return checkout;
    const identity = await forge.identity();
    if (!identity.ok) return identity;
    this.#login = identity.value.login;
    if (this.#text !== undefined) {
      const keys = findings.map(({ key }) => key);
      this.#desired = { branch: branchName(project, keys), title: this.#text.title, text: this.#text.body, marker: this.#marker(this.#text, keys) };
      if (writeMarker(this.#desired.marker).length > markerLimits.characters)
        return refused("not-editable", "The edits are too many for one pull request.");
    }
    const pullRequests = await this.#pullRequests();
    if (!pullRequests.ok) return pullRequests;
    const branches = await this.#branches(pullRequests.value);
    if (!branches.ok) return branches;
    const blobs = await this.#blobsNamedBy(branches.value.pullRequests);
    if (!blobs.ok) return blobs;
    return done({ login: this.#login, project, base: this.#base, desired: this.#desired, scan, ...branches.value, blobs: blobs.value });
  }

  settle(situation: Situation, decision: Decision): void {
    this.#pullRequest = situation.pullRequests.find(({ number }) => number === decision.number);
  }

  async act(action: Action): Promise<Outcome<undefined>> {
    const acted = await this.#perform(action);
    if (!acted.ok) return acted;
    if (acted.value) this.changes.push(action.kind);
    return done(undefined);
  }

  /** Answers whether anything was written. */
  async #perform(action: Action): Promise<Outcome<boolean>> {
    const forge = this.#forge;
    switch (action.kind) {
      case "push":
        return wrote(await this.#push(action));
      case "open": {
        const proposal = this.#mustPropose();
        const opened = await forge.openPullRequest({ ...proposal, base: this.#base.name, isDraft: this.#request.isDraft === true });
        if (opened.ok) this.#pullRequest = { number: opened.value.number, url: opened.value.url };
        return wrote(opened);
      }
      case "update-body": {
        const { title, body } = this.#mustPropose();
        return wrote(await forge.updatePullRequest(action.number, { title, body }));
      }
      case "reopen":
        return wrote(await forge.updatePullRequest(action.number, { state: "open" }));
      case "notify": {
        const said = await isSaid(forge, this.#login, action.number, action.notice);
        if (!said.ok) return said;
        return said.value ? done(false) : wrote(await forge.comment(action.number, noticeText(action.notice)));
      }
      case "close": {
        // Both in one request: what we closed is never mistaken for what a person closed.
        const body = action.body.replace(writeMarker(action.marker), writeMarker({ ...action.marker, state: "withdrawn" }));
        return wrote(await forge.updatePullRequest(action.number, { state: "closed", body }));
      }
      case "delete-branch":
        return wrote(await forge.deleteBranch(action.branch));
    }
  }

  #push(action: Extract<Action, { kind: "push" }>): Promise<Outcome<string>> {
    const { files, title } = this.#request;
    return this.#forge.commit({
      branch: action.branch,
      expected: action.expected,
      parents: action.parents,
      base: this.#base.head,
      files: files.map(({ path, after }) => ({ path, mode: this.#modes.get(path) ?? "100644", bytes: after })),
      message: (tree) => commitMessage(title, this.#fix, tree),
    });
  }

  /** What was judged must be what the default branch has: a change that is only here may hide a finding, or make one. */
  async #compareProgram(): Promise<Outcome<undefined>> {
    const { checkout } = this.#request;
    if (checkout === undefined) return done(undefined);
    const { folder, tree, changes, beside } = checkout;
    const { name, head } = this.#base;
    if (changes.length > 0)
      return rejected(
        `${someOf(changes)} not as committed, so that ${name} has another program. Commit and push, or put back what changed; then run again.`,
      );
    const there = await this.#forge.treeAt(head, folder);
    if (!there.ok) return there;
    const what = folder === "" ? "What is checked out" : `The folder ${folder}`;
    if (there.value === undefined || there.value !== tree) return rejected(`${what} is not as on ${name}. Check out ${name} as it is and run again.`);
    if (beside === undefined || beside.commit === head) return done(undefined);
    const listing = await this.#forge.listing(head);
    if (!listing.ok) return listing;
    const { entries, isComplete } = listing.value;
    if (isComplete && digestBeside(folder, entries, isProgramFile) === beside.digest) return done(undefined);
    return rejected(`What the program may read outside of ${folder} is not as on ${name}. Check out ${name} as it is and run again.`);
  }

  /** What is edited must be what the default branch has, or the proof speaks of another program. */
  async #compareWithCheckout(files: readonly EditedFile[]): Promise<Outcome<undefined>> {
    for (const { path, before } of files) {
      const entry = await this.#forge.entryAt(this.#base.head, path);
      if (!entry.ok) return entry;
      if (entry.value?.kind === "symlink" || entry.value?.kind === "submodule")
        return refused("not-editable", `${path} is behind a ${entry.value.kind}, which is never edited.`);
      if (entry.value?.kind !== "file" || entry.value.blob !== blobId(before)) {
        return rejected(`The default branch differs from the checkout in ${path}. Check out ${this.#base.name} as it is and run again.`);
      }
      this.#modes.set(path, entry.value.mode);
    }
    return done(undefined);
  }

  #marker(text: Text, keys: readonly string[]): Marker {
    const hashes = [...new Set(keys)].map((key) => createHash("sha256").update(key).digest("hex").slice(0, 16)).sort();
    const blobs = this.#request.files.map(({ path, before }) => ({ path, blob: blobId(before) })).sort((a, b) => (a.path < b.path ? -1 : 1));
    const { project } = this.#request;
    return { version: 1, project, keys: hashes.slice(0, markerLimits.keys), base: this.#base.head, blobs, text: text.hash, state: "proposed" };
  }

  async #pullRequests(): Promise<Outcome<readonly PullRequest[]>> {
    const open = await this.#forge.openPullRequests(branchPrefix(this.#request.project));
    if (!open.ok) return open;
    const own = open.value.filter(({ branch }) => isBranchOf(this.#request.project, branch));
    if (this.#desired === undefined) return done(own);
    const { branch } = this.#desired;
    // Those that were closed before only matter where none is open.
    if (own.some((pullRequest) => pullRequest.branch === branch && pullRequest.fromSameRepository)) return done(own);
    const here = await this.#forge.pullRequestsOf(branch);
    return here.ok ? done([...own.filter((pullRequest) => pullRequest.branch !== branch), ...here.value]) : here;
  }

  async #branches(known: readonly PullRequest[]): Promise<Outcome<Pick<Situation, "branches" | "pullRequests">>> {
    const heads = await this.#forge.branches(branchPrefix(this.#request.project));
    if (!heads.ok) return heads;
    const branches: ObservedBranch[] = [];
    const pullRequests = [...known];
    for (const head of heads.value.filter(({ name }) => isBranchOf(this.#request.project, name))) {
      const history = await this.#forge.history(this.#base.head, head.head);
      if (!history.ok) return history;
      const { commits, complete, behind, files } = history.value;
      const isDesired = head.name === this.#desired?.branch;
      const open = pullRequests.find((pullRequest) => pullRequest.branch === head.name && pullRequest.state === "open");
      if (!isDesired && open === undefined) {
        const closed = await this.#forge.pullRequestsOf(head.name);
        if (!closed.ok) return closed;
        pullRequests.push(...closed.value);
      }
      const carries = isDesired
        ? await this.#carries(
            head,
            commits.find(({ sha }) => sha === head.head),
            behind === 0 ? files : undefined,
            open,
          )
        : done("something else" as const);
      if (!carries.ok) return carries;
      branches.push({ ...head, commits: complete ? commits : undefined, behind, carries: carries.value });
    }
    return done({ branches, pullRequests });
  }

  /** `files` is what the branch changes, where that is known and nothing else was changed since. */
  async #carries(
    branch: BranchHead,
    commit: Commit | undefined,
    files: History["files"],
    open: PullRequest | undefined,
  ): Promise<Outcome<ObservedBranch["carries"]>> {
    if (commit === undefined || fixOf(commit.message) !== this.#fix) return done("something else");
    // The modes of files are not among what is listed; the tree that the commit names has them.
    if (files !== undefined && vouchesForItself(commit) && isExactly(files, this.#request.files)) return done("the fix");
    let equal = true;
    for (const { path, after } of this.#request.files) {
      const entry = await this.#forge.entryAt(branch.head, path);
      if (!entry.ok) return entry;
      equal &&= entry.value?.kind === "file" && entry.value.blob === blobId(after) && entry.value.mode === this.#modes.get(path);
    }
    if (equal) return done("the fix");
    if (open === undefined) return done("something else");
    const merges = await this.#forge.mergesCleanly(open.number);
    if (!merges.ok) return merges;
    // Not worked out yet is no reason to push: the next run knows.
    return done(merges.value === false ? "something else" : "the fix, older");
  }

  /** A marker is anybody's to edit, so its paths are only ever looked up. */
  async #blobsNamedBy(pullRequests: readonly PullRequest[]): Promise<Outcome<ReadonlyMap<string, string>>> {
    const blobs = new Map<string, string>();
    for (const pullRequest of pullRequests) {
      if (pullRequest.state !== "closed" || pullRequest.branch !== this.#desired?.branch || !this.#isMine(pullRequest)) continue;
      const read = readMarker(pullRequest.body);
      for (const { path } of read.kind === "marker" ? read.marker.blobs : []) {
        if (blobs.has(path) || unsafePath(path) !== undefined) continue;
        const entry = await this.#forge.entryAt(this.#base.head, path);
        if (!entry.ok) return entry;
        if (entry.value?.kind === "file") blobs.set(path, entry.value.blob);
      }
    }
    return done(blobs);
  }

  #isMine(pullRequest: PullRequest): boolean {
    return pullRequest.author.toLowerCase() === this.#login.toLowerCase();
  }

  #proposal(): Publication["proposal"] {
    if (this.#text === undefined) return undefined;
    const keys = this.#request.findings.map(({ key }) => key);
    const marker = this.#desired?.marker ?? this.#marker(this.#text, keys);
    const branch = branchName(this.#request.project, keys);
    return { branch, title: this.#text.title, body: `${this.#text.body}\n\n${writeMarker(marker)}` };
  }

  #mustPropose(): NonNullable<Publication["proposal"]> {
    const proposal = this.#proposal();
    if (proposal === undefined) throw new Error("a pull request was decided on without anything to propose");
    return proposal;
  }
}

function isExactly(changed: NonNullable<History["files"]>, edited: readonly EditedFile[]): boolean {
  const blobs = new Map(edited.map(({ path, after }) => [path, blobId(after)]));
  return changed.length === blobs.size && changed.every(({ path, blob }) => blob !== undefined && blobs.get(path) === blob);
}

/** Why files are not edited, however often it is asked. */
function neverEdited(files: readonly EditedFile[]): string | undefined {
  if (files.length > markerLimits.files) return `The edits touch ${files.length} files; one pull request takes ${markerLimits.files}.`;
  for (const { path } of files) {
    const unsafe = unsafePath(path);
    if (unsafe !== undefined) return `${JSON.stringify(path)} is never edited: ${unsafe}.`;
  }
  return undefined;
}

/** What is wrong with a request that nobody should have made. */
function flawOf(request: PullRequestRequest): string | undefined {
  if (request.project === "") return "The project has no name.";
  if (request.files.length > 0 && request.findings.length === 0) return "There are edits, but no finding that they repair.";
  if (request.files.length === 0 && request.findings.length > 0) return "There are findings, but no edit that repairs them.";
  const paths = new Set<string>();
  for (const { path, before, after } of request.files) {
    if (before.equals(after)) return `The edit of ${path} changes nothing.`;
    if (paths.has(path)) return `${path} is edited twice.`;
    paths.add(path);
  }
  return undefined;
}

/** The first of some files, and how many there are more. */
function someOf(files: readonly string[]): string {
  const [first, second] = files.map((file) => JSON.stringify(file));
  if (files.length > 2) return `${first ?? ""} and ${files.length - 1} other files are`;
  return second === undefined ? `${first ?? ""} is` : `${first ?? ""} and ${second} are`;
}

function rejected(reason: string): Refused {
  return refused("rejected", reason);
}

function wrote(outcome: Outcome<unknown>): Outcome<boolean> {
  return outcome.ok ? done(true) : outcome;
}
