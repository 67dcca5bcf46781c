import { counted, listed } from "@portcullis/policypack/model/names/listed";
import { grouped } from "@portcullis/policypack/grouped";
import { validatorOf } from "@portcullis/policypack/contract/validator";
import { failed, type Failed } from "../system/failed";
import { object } from "../system/object-schema";
import type { ProjectResult, PullRequestResult, RepositoryResult } from "./result";

/** What a sweep, or one shard of it, did. */
export interface Summary {
  readonly format: "portcullis-sweep";
  readonly version: 2;
  readonly organisation: string;
  /** False for a dry run. */
  readonly isOpen: boolean;
  /** The shards that are in it, from 1; of how many. */
  readonly shards: readonly number[];
  readonly of: number;
  /** Why it ended before all repositories had their turn. */
  readonly ended?: string;
  readonly repositories: readonly RepositoryResult[];
  /** Repositories that had no turn. */
  readonly notReached: readonly string[];
  readonly requests: number;
  readonly mutating: number;
}

/** How much there was, and what was done about it. */
export function totalsOf(repositories: readonly RepositoryResult[], isOpen: boolean): string {
  const projects = repositories.flatMap(({ projects: own }) => own);
  const pulls = projects.flatMap(({ pullRequests }) => pullRequests);
  const opened = repositories.reduce((sum, { opened: own }) => sum + own, 0);
  const problems = projects.reduce((sum, project) => sum + project.problems, 0);
  const outcomes = (["unchanged", "left", "withheld", "refused"] as const).flatMap((outcome) => {
    const { length } = pulls.filter((pull) => pull.outcome === outcome);
    return length === 0 ? [] : [`${length} ${outcome === "left" ? "left to people" : outcome}`];
  });
  const read = [counted(repositories.length, "repository", "repositories"), counted(projects.length, "project"), counted(problems, "problem")];
  const done = [`${counted(opened, "pull request")} ${isOpen ? "opened" : "would be opened"}`, ...outcomes];
  return `${read.join(", ")}. ${done.join(", ")}.${isOpen ? "" : " A dry run: nothing was written."}`;
}

/** A project with what it is a part of. */
export interface ProjectOf {
  readonly repository: string;
  readonly mode: RepositoryResult["mode"] | undefined;
  readonly project: ProjectResult;
}

export function projectsOf(repositories: readonly RepositoryResult[]): readonly ProjectOf[] {
  return repositories.flatMap(({ repository, mode, projects }) => projects.map((project) => ({ repository, mode, project })));
}

/** What is worst is read first. */
export function worstFirst(projects: readonly ProjectOf[]): readonly ProjectOf[] {
  return [...projects].sort((a, b) => b.project.problems - a.project.problems);
}

/** What is said of projects, with those of a repository that it is said of. */
export function sentencesOf(
  projects: readonly ProjectOf[],
  of: (project: ProjectResult) => readonly string[],
): readonly { readonly repository: string; readonly projects: readonly string[]; readonly sentence: string }[] {
  const said = projects.flatMap(({ repository, project }) => of(project).map((sentence) => ({ repository, project: project.project, sentence })));
  return grouped(said, ({ repository, sentence }) => `${repository}\n${sentence}`).map(([, own]) => ({
    ...own[0],
    projects: own.map(({ project }) => project),
  }));
}

/** Whether a pull request stays as it is, or is not made, although there is something to repair, or has to be judged by a person. */
function isLeftToPeople(pull: PullRequestResult): boolean {
  return pull.outcome === "left" || pull.outcome === "withheld" || pull.outcome === "refused" || whyLeftToPeople(pull).length > 0;
}

/** Pull requests that are left to people. Of a repository's, those that are not there are told together where the same holds for them. */
export interface LeftToPeople {
  readonly repository: string;
  readonly projects: readonly string[];
  readonly pulls: readonly [PullRequestResult, ...PullRequestResult[]];
  readonly why: readonly string[];
}

export function leftToPeople(projects: readonly ProjectOf[]): readonly LeftToPeople[] {
  const left = projects.flatMap(({ repository, project }) =>
    project.pullRequests.filter(isLeftToPeople).map((pull) => ({ repository, project: project.project, pull, why: whyLeftToPeople(pull) })),
  );
  const isThere = ({ number = 0 }: PullRequestResult): boolean => number !== 0;
  return grouped(left, ({ repository, project, pull, why }) =>
    JSON.stringify([repository, isThere(pull) ? [project, pull.number] : "", pull.outcome, why]),
  ).map(([, [first, ...others]]) => ({
    repository: first.repository,
    projects: [...new Set([first, ...others].map(({ project }) => project))],
    pulls: [first.pull, ...others.map(({ pull }) => pull)],
    why: first.why,
  }));
}

function whyLeftToPeople({ kind, reasons }: PullRequestResult): readonly string[] {
  return [...(kind === "judgement" ? ["A person has to judge it."] : []), ...reasons.map((reason) => reason.replace(/^#\d+: /, ""))];
}

/** Only what is a plain address is linked: a summary is a file that anybody may have written. */
export function plainAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[\w.:-]+(\/[\w.-]+)+$/.test(url) ? url : undefined;
}

/** Reads a summary as a file that anybody may have written. */
export function parseSummary(text: string, file: string): Summary | Failed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed(`${file} is no summary of a sweep: it is not JSON.`);
  }
  const validate = validatorOf<Summary>(summarySchema);
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  return failed(`${file} is no summary of a sweep: ${`${error?.instancePath ?? ""} ${error?.message ?? ""}`.trim()}.`);
}

/** One summary of the shards of a sweep. */
export function joined(summaries: readonly Summary[]): Summary | Failed {
  const [first, ...others] = summaries;
  if (first === undefined) return failed("There is no summary to join.");
  const stranger = others.find(({ organisation, of }) => organisation !== first.organisation || of !== first.of);
  if (stranger !== undefined)
    return failed(
      `The summaries are of different sweeps: ${first.organisation} in ${first.of} shards, and ${stranger.organisation} in ${stranger.of}.`,
    );
  const shards = summaries.flatMap((summary) => summary.shards);
  const twice = shards.find((shard, index) => shards.indexOf(shard) !== index);
  if (twice !== undefined) return failed(`Shard ${twice} is there twice.`);
  const missing = Array.from({ length: first.of }, (_, index) => index + 1).filter((shard) => !shards.includes(shard));
  const reasons = [
    ...summaries.flatMap(({ ended, shards: own }) =>
      ended === undefined ? [] : [`${own.length === 1 ? "Shard" : "Shards"} ${listed(own.map(String), Infinity)}: ${ended}`],
    ),
    ...(missing.length === 0
      ? []
      : [`There is no summary of ${missing.length === 1 ? "shard" : "shards"} ${listed(missing.map(String), Infinity)} of ${first.of}.`]),
  ];
  return {
    ...first,
    shards: [...shards].sort((a, b) => a - b),
    ...(reasons.length === 0 ? {} : { ended: reasons.join(" ") }),
    repositories: summaries.flatMap(({ repositories }) => repositories).sort(byName),
    notReached: summaries.flatMap(({ notReached }) => notReached).sort(),
    requests: summaries.reduce((sum, { requests }) => sum + requests, 0),
    mutating: summaries.reduce((sum, { mutating }) => sum + mutating, 0),
  };
}

/** Whether everything was done that was to be done. */
export function isWhole({ ended, repositories, notReached }: Summary): boolean {
  return ended === undefined && notReached.length === 0 && repositories.every(({ outcome }) => outcome === "done" || outcome === "skipped");
}

function byName(a: RepositoryResult, b: RepositoryResult): number {
  return a.repository < b.repository ? -1 : 1;
}

const text = (most: number) => ({ type: "string", maxLength: most }) as const;
const count = { type: "integer", minimum: 0, maximum: 1_000_000_000 } as const;
const texts = { type: "array", items: text(5000), maxItems: 100_000 } as const;

const pullRequest = object(
  {
    kind: { enum: ["repair", "judgement"] },
    outcome: { enum: ["published", "unchanged", "left", "refused", "withheld"] },
    title: text(1000),
    number: count,
    url: text(1000),
    changes: texts,
    reasons: texts,
  },
  ["number", "url"],
);

const project = object({
  project: text(2000),
  problems: count,
  advice: count,
  repaired: count,
  left: count,
  whyLeft: texts,
  notRead: texts,
  pullRequests: { type: "array", items: pullRequest, maxItems: 10_000 },
});

const repository = object(
  {
    repository: text(300),
    outcome: { enum: ["done", "skipped", "stopped", "failed"] },
    reason: text(5000),
    mode: { enum: ["off", "report", "pr"] },
    commit: text(64),
    projects: { type: "array", items: project, maxItems: 10_000 },
    notes: texts,
    opened: count,
  },
  ["reason", "mode", "commit"],
);

export const summarySchema = object(
  {
    format: { const: "portcullis-sweep" },
    version: { const: 2 },
    organisation: text(200),
    isOpen: { type: "boolean" },
    shards: { type: "array", items: count, maxItems: 1000 },
    of: count,
    ended: text(20_000),
    repositories: { type: "array", items: repository, maxItems: 100_000 },
    notReached: texts,
    requests: count,
    mutating: count,
  },
  ["ended"],
);
