import { readCodeOwners, codeOwnersPlaces, type CodeOwners } from "../configuration/code-owners";
import { configurationName } from "../configuration/read";
import type { ConfigurationFile, Mode } from "../configuration/schema";
import { replacedText, settingsOf, type Settings } from "../configuration/settings";
import type { Failed } from "../system/failed";
import { done, type BranchHead, type Forge, type Outcome, type RepositoryFacts, type TreeListing } from "../forge/forge";
import { remembering } from "../forge/remembering";
import type { LeftOut } from "../forge/snapshot";
import { isBranchOf } from "../pull-request/branch";
import { repairEach, type ProgramRepair } from "../repair/each";
import type { TemporaryFolder } from "../system/temporary";
import { contentsOf, type Contents } from "./contents";
import { configurationIssue, keepIssue } from "./issues";
import { clear, everyBranch } from "./leftovers";
import { readEntry } from "./preset";
import { bringAll, problemsOf, type WantedOf } from "./pull-requests";
import { identityOf, projectOfIdentity, requestsOf } from "./requests";
import { ended, type RepositoryResult } from "./result";

/** What a run of one repository needs from outside. */
export interface RunContext {
  readonly repository: string;
  readonly forge: Forge;
  /** What the organisation says for all of its repositories. */
  readonly preset: ConfigurationFile;
  /** What a list that is not older than the sweep says of the repository. */
  readonly listed?: RepositoryFacts | undefined;
  /** The mode of a repository of which nobody says one. */
  readonly otherwise: Mode;
  readonly today: string;
  /** The clock. */
  readonly now: () => Date;
  /** Writes the files of a commit into an empty folder. */
  readonly fetch: (repository: Pick<RepositoryFacts, "owner" | "name">, commit: string, folder: string) => Promise<Outcome<readonly LeftOut[]>>;
  /** A folder of that name, in which a project without a name of its own is called after it. */
  readonly temporary: (called: string) => TemporaryFolder | Failed;
  /** How many more pull requests the whole of the run may open. */
  readonly mayOpen: number;
  readonly begin: (stage: string) => void;
  /** Told of every program that was read, with its problems. */
  readonly read?: (program: ProgramRepair, settings: Settings) => void;
}

/** Reads one repository through its host, without executing anything of it, and brings its pull requests to what they should be. */
export async function runRepository(context: RunContext): Promise<RepositoryResult> {
  const forge = remembering(context.forge, everyBranch, context.listed);
  const facts = await forge.facts();
  if (!facts.ok) return ended(context.repository, "failed", facts.refusal.reason);
  const repository = `${facts.value.owner}/${facts.value.name}`;
  if (facts.value.isArchived) return ended(repository, "skipped", "It is archived.");
  if (facts.value.isDisabled) return ended(repository, "skipped", "It is disabled.");
  const head = await forge.defaultBranch();
  if (!head.ok && head.refusal.kind === "empty") return ended(repository, "skipped", "It has no commit yet.");
  if (!head.ok) return ended(repository, "failed", head.refusal.reason);
  const listing = await forge.listing(head.value.head);
  if (!listing.ok) return ended(repository, "failed", listing.refusal.reason, { commit: head.value.head });
  return new RepositoryRun(context, forge, repository, facts.value, head.value, listing.value).run();
}

/** What somebody may have meant as the configuration. */
const misnamed = /^(\.github\/)?\.?portcullis\.(ya?ml|json)$/i;

class RepositoryRun {
  readonly #notes: string[] = [];
  readonly #contents: Contents;

  constructor(
    private readonly context: RunContext,
    private readonly forge: Forge,
    private readonly repository: string,
    private readonly facts: RepositoryFacts,
    private readonly base: BranchHead,
    private readonly listing: TreeListing,
  ) {
    this.#contents = contentsOf(forge, base.head, listing);
  }

  async run(): Promise<RepositoryResult> {
    const read = await this.#settings();
    if ("outcome" in read) return read;
    const { mode } = read;
    if (mode !== "pr") await this.#settle();
    if (mode === "off") return this.#ended("skipped", "It is turned off.", mode);
    const hasProjects = !this.listing.isComplete || this.listing.entries.some(({ path }) => /(^|\/)Pulumi\.ya?ml$/.test(path));
    if (!hasProjects) return this.#bring(read, [], "", true);
    const folder = this.context.temporary(this.repository.slice(this.repository.indexOf("/") + 1));
    if (folder.kind === "failed") return this.#ended("failed", folder.reason, mode);
    try {
      this.context.begin(`Fetching ${this.repository}`);
      const fetched = await this.context.fetch(this.facts, this.base.head, folder.path);
      if (!fetched.ok) return this.#ended("failed", fetched.refusal.reason, mode);
      const isWhole = fetched.value.every(({ reason }) => reason.startsWith("is a submodule") || reason.startsWith("is a link"));
      for (const { path, reason } of fetched.value.slice(0, 20)) this.#notes.push(`${path} ${reason}.`);
      if (fetched.value.length > 20) this.#notes.push(`${fetched.value.length - 20} more files are not read.`);
      const { today, begin } = this.context;
      const options = { configuration: read.policies, today, begin };
      const programs = await repairEach(folder.path, options, (at) => !read.ignores(at));
      for (const program of programs) this.context.read?.(program, read);
      return await this.#bring(read, programs, folder.path, isWhole);
    } finally {
      folder.remove();
    }
  }

  /** The configuration of the default branch; one that is not valid stops everything else. */
  async #settings(): Promise<Settings | RepositoryResult> {
    const found = await this.#contents.entry(configurationName);
    if (!found.ok) return this.#ended("failed", found.refusal.reason);
    const entry = found.value;
    let own: ConfigurationFile = {};
    const other = entry === undefined ? this.listing.entries.find(({ path }) => misnamed.test(path)) : undefined;
    if (other !== undefined)
      this.#notes.push(`${other.path} is not read: the file has to be called ${configurationName}, at the top of the repository.`);
    if (entry !== undefined) {
      const read = await readEntry(this.forge, entry);
      if (!read.ok) return this.#ended("failed", read.refusal.reason);
      if (read.value.kind === "invalid") return this.#invalid(read.value.flaws);
      own = read.value.file;
    }
    const settings = settingsOf(this.context.preset, own, this.context.otherwise);
    if (settings.replaced.length > 0) this.#notes.push(replacedText(settings.replaced));
    return settings;
  }

  async #invalid(flaws: Parameters<typeof configurationIssue>[0]): Promise<RepositoryResult> {
    const [first] = flaws;
    const where = first === undefined ? "" : `, line ${first.line}, column ${first.column}: ${first.message}`;
    // The organisation's switch holds for issues too.
    if (this.context.preset.mode === "off") return this.#ended("skipped", "It is turned off.", "off");
    const kept = await keepIssue(this.forge, "configuration", configurationIssue(flaws, this.base.name));
    if (!kept.ok) this.#notes.push(kept.refusal.reason);
    else if (kept.value.change !== "none") this.#notes.push(`The issue about ${configurationName} is ${kept.value.change}.`);
    return this.#ended("stopped", `${configurationName} is not valid${where}.`);
  }

  /** Closes the issue about a file that is valid now. Who may not see issues has opened none. */
  async #settle(): Promise<void> {
    // The organisation's switch holds for issues too.
    if (this.context.preset.mode === "off") return;
    const settled = await keepIssue(this.forge, "configuration", undefined);
    if (settled.ok && settled.value.change !== "none") this.#notes.push(`The issue about ${configurationName} is ${settled.value.change}.`);
    if (!settled.ok && settled.refusal.kind !== "not-permitted" && settled.refusal.kind !== "not-found") this.#notes.push(settled.refusal.reason);
  }

  async #bring(settings: Settings, programs: readonly ProgramRepair[], folder: string, isWhole: boolean): Promise<RepositoryResult> {
    const { mode } = settings;
    const result = { repository: this.repository, outcome: "done", mode, commit: this.base.head } as const;
    if (mode !== "pr") {
      const projects = programs.map((program) => ({ ...problemsOf(program), pullRequests: [] }));
      return { ...result, projects, notes: this.#notes, opened: 0 };
    }
    const settled = await keepIssue(this.forge, "configuration", undefined);
    if (!settled.ok) return this.#ended("failed", settled.refusal.reason, mode);
    const wanted: WantedOf[] = [];
    for (const program of programs) {
      const tree = await this.#contents.folder(program.project.folder);
      if (!tree.ok) return this.#ended("failed", tree.refusal.reason, mode);
      const requests = requestsOf(program, folder, {
        tree: tree.value,
        isDraft: settings.draft,
        policyPages: settings.policyPages,
        judging: { configuration: settings.policies, today: this.context.today },
      });
      wanted.push({ program, requests, isComplete: isWhole && program.fix.isComplete });
    }
    const identity = await this.forge.identity();
    if (!identity.ok) return this.#ended("failed", identity.refusal.reason, mode);
    const { login } = identity.value;
    const owners = settings.reviewers.length === 0 ? done<CodeOwners>(() => []) : await this.#owners();
    if (!owners.ok) return this.#ended("failed", owners.refusal.reason, mode);
    const { mayOpen, now, begin } = this.context;
    const outcome = await bringAll({ forge: this.forge, login, settings, owners: owners.value, mayOpen, now, begin }, wanted);
    if (!outcome.ok) return this.#ended("failed", outcome.refusal.reason, mode);
    const brought = outcome.value;
    this.#notes.push(...brought.notes);
    const failed = brought.projects.flatMap(({ pullRequests }) => pullRequests).find((each) => each.outcome === "refused");
    const more = { mode, projects: brought.projects, opened: brought.opened };
    if (failed !== undefined) return this.#ended("failed", failed.reasons[0] ?? "", mode, more);

    const complete = new Set(wanted.flatMap(({ program, isComplete }) => (isComplete ? [identityOf(program.project)] : [])));
    const present = new Set(wanted.map(({ program }) => identityOf(program.project)));
    const identities = new Set(wanted.flatMap(({ requests }) => requests.map(({ request }) => request.project)));
    const cleared = await clear(this.forge, login, this.base, {
      // A stopped run may have made a branch for what this one holds back.
      isKnown: (branch) => [...identities].some((each) => !brought.withheld.has(each) && isBranchOf(each, branch)),
      mayBeGone: (each) => {
        const { project, isJudgement } = projectOfIdentity(each);
        if (identities.has(each) || settings.ignores(project.replace(/\/?[^/]*$/, ""))) return false;
        return isJudgement && present.has(project) ? complete.has(project) : isWhole && this.listing.isComplete && !present.has(project);
      },
    });
    if (!cleared.ok) return this.#ended("failed", cleared.refusal.reason, mode, more);
    this.#notes.push(...cleared.value);
    return { ...result, projects: brought.projects, notes: this.#notes, opened: brought.opened };
  }

  async #owners(): Promise<Outcome<CodeOwners>> {
    for (const place of codeOwnersPlaces) {
      const entry = await this.#contents.entry(place);
      if (!entry.ok) return entry;
      if (entry.value?.kind !== "file") continue;
      const text = await this.forge.content(entry.value.blob);
      return text.ok ? done(readCodeOwners(text.value.toString("utf8"))) : text;
    }
    return done(() => []);
  }

  #ended(outcome: "skipped" | "stopped" | "failed", reason: string, mode?: Mode, more: Partial<RepositoryResult> = {}): RepositoryResult {
    return ended(this.repository, outcome, reason, { ...(mode === undefined ? {} : { mode }), commit: this.base.head, notes: this.#notes, ...more });
  }
}
