import { severities } from "@portcullis/policypack/contract/policy";
import type { CodeOwners } from "../configuration/code-owners";
import type { Settings } from "../configuration/settings";
import { done, type Forge, type Outcome } from "../forge/forge";
import { publish, type Publication } from "../pull-request/publish";
import type { PullRequestRequest } from "../pull-request/request";
import type { ProgramRepair } from "../repair/each";
import { decorate } from "./decorate";
import { keepIssue, waitingIssue } from "./issues";
import { whyLeft } from "./left";
import { everyBranch, projectsOf } from "./leftovers";
import { identityOf, type Wanted } from "./requests";
import type { ProjectResult, PullRequestResult } from "./result";
import { Room } from "./room";

/** A program with the pull requests that it should have. */
export interface WantedOf {
  readonly program: ProgramRepair;
  readonly requests: readonly [Wanted, ...Wanted[]];
  /** Whether what is not found is not there. */
  readonly isComplete: boolean;
}

export interface BringContext {
  readonly forge: Forge;
  readonly login: string;
  readonly settings: Settings;
  readonly owners: CodeOwners;
  /** How many more the whole of a sweep may open. */
  readonly mayOpen: number;
  readonly now: () => Date;
  readonly begin: (stage: string) => void;
}

/** What became of the pull requests of a repository. */
export interface Brought {
  readonly projects: readonly ProjectResult[];
  readonly notes: readonly string[];
  readonly opened: number;
  /** What their markers would call those that the limits hold back. */
  readonly withheld: ReadonlySet<string>;
}

/** Brings the pull requests of every project to what they should be: the worst first, as the limits may not let all of them be opened. */
export async function bringAll(context: BringContext, wanted: readonly WantedOf[]): Promise<Outcome<Brought>> {
  const { forge, settings, login, begin } = context;
  const notes: string[] = [];
  const withheld = new Set<string>();
  const made = new Map<string, PullRequestResult[]>();
  const first = await forge.openPullRequests(everyBranch);
  if (!first.ok) return first;
  const own = new Set(projectsOf(login, first.value).values());
  const room = new Room({ ...context, limits: settings.limits }, own.size);
  let opened = 0;
  for (const { program, isComplete, wanted: each } of inOrder(wanted)) {
    const identity = identityOf(program.project);
    const results = made.get(identity) ?? [];
    made.set(identity, results);
    const { request, kind } = each;
    const isNew = request.files.length > 0 && !own.has(request.project);
    begin(`Comparing the pull requests of ${identity}`);
    const published = await publish(forge, request, {
      scan: isComplete ? "complete" : "partial",
      ...(isNew ? { whyWithheld: (how) => room.whyFull(how) } : {}),
    });
    const { changes, pullRequest, reasons } = published;
    const why = isNew ? whyWithheld(published, room) : undefined;
    if (why !== undefined) {
      withheld.add(request.project);
      results.push({ kind, outcome: "withheld", title: request.title, changes: [], reasons: [why] });
      continue;
    }
    // What is never edited is known to be left as it is, and no failure of this run.
    const outcome = published.isNeverEdited ? "left" : published.outcome;
    if (changes.includes("open") || changes.includes("reopen")) opened++;
    const isThere = isNew && (await takesRoom(context, request, outcome, pullRequest !== undefined));
    if (isThere) room.take();
    if (changes.includes("open") || (isThere && outcome === "refused")) room.opened(pullRequest?.number ?? 0);
    const decorated: string[] = [];
    if (pullRequest !== undefined && (outcome === "published" || outcome === "unchanged") && request.files.length > 0) {
      const files = request.files.map(({ path }) => path);
      const given = await decorate(forge, pullRequest.number, settings, files, context.owners);
      decorated.push(...(given.ok ? given.value : [given.refusal.reason]));
    }
    if (request.files.length === 0 && outcome === "unchanged") continue;
    results.push({
      kind,
      outcome,
      title: request.title,
      ...(pullRequest === undefined ? {} : { number: pullRequest.number, url: pullRequest.url }),
      changes,
      reasons: [...reasons, ...decorated],
    });
  }
  const waiting = [...made].flatMap(([project, results]) =>
    results.flatMap(({ outcome, title, reasons: [why = ""] }) => (outcome === "withheld" ? [{ title: `${project}: ${title}`, why }] : [])),
  );
  const isSettled = [...made.values()].flat().every(({ outcome }) => outcome !== "refused");
  // What could not be done may have to wait when the next run can.
  const kept =
    waiting.length > 0 || isSettled ? await keepIssue(forge, "waiting", waiting.length === 0 ? undefined : waitingIssue(waiting)) : done({});
  if (!kept.ok) notes.push(kept.refusal.reason);
  return done({
    projects: wanted.map(({ program }) => ({ ...problemsOf(program), pullRequests: made.get(identityOf(program.project)) ?? [] })),
    notes,
    opened,
    withheld,
  });
}

/** Whether there is a pull request now where there was none: ours, another run's, or one that was opened although the answer says otherwise. */
async function takesRoom(
  { forge, login }: BringContext,
  { project }: PullRequestRequest,
  outcome: PullRequestResult["outcome"],
  isThere: boolean,
): Promise<boolean> {
  if (outcome !== "refused") return isThere && outcome !== "left";
  const now = await forge.openPullRequests(everyBranch);
  return !now.ok || [...projectsOf(login, now.value).values()].includes(project);
}

/** Where there is no room, what could not be found out may be withheld as well. What was begun is not. */
function whyWithheld({ outcome, changes, isNeverEdited, reasons }: Publication, room: Room): string | undefined {
  if (outcome === "withheld") return reasons[0];
  return outcome === "refused" && changes.length === 0 && !isNeverEdited ? room.whyKnownFull() : undefined;
}

function inOrder(wanted: readonly WantedOf[]): readonly (WantedOf & { readonly wanted: Wanted })[] {
  const ranked = wanted.flatMap((of) => of.requests.map((each) => ({ ...of, wanted: each, rank: rankOf(of, each) })));
  // Proven repairs before what has to be judged; projects that are as bad in their own order.
  return ranked.sort((a, b) => (a.wanted.kind === b.wanted.kind ? a.rank - b.rank : a.wanted.kind === "repair" ? -1 : 1));
}

function rankOf({ program }: WantedOf, { request }: Wanted): number {
  const keys = new Set(request.findings.map(({ urn, policy }) => `${policy} ${urn}`));
  const all = [...program.fix.repaired, ...(program.fix.judgements ?? []).flatMap(({ findings }) => findings)];
  const ranks = all.filter(({ policy, urn }) => keys.has(`${policy} ${urn}`)).map(({ severity }) => severities.indexOf(severity));
  return Math.min(severities.length, ...ranks);
}

const mostNotRead = 100;

/** What a project has, in numbers: problems as the reports count them. */
export function problemsOf(program: ProgramRepair): Omit<ProjectResult, "pullRequests"> {
  const { fix, project, report } = program;
  return {
    project: identityOf(project),
    problems: report.problems.filter(({ level }) => level === "mandatory").length,
    advice: report.problems.filter(({ level }) => level === "advisory").length,
    repaired: fix.repaired.length,
    left: fix.declined.length,
    whyLeft: whyLeft(fix),
    notRead: (fix.notRead ?? []).slice(0, mostNotRead),
  };
}
