import { createHash } from "node:crypto";
import type { TreeListing } from "../forge/forge";
import type { Checkout, PullRequestRequest } from "../pull-request/request";
import { projectIn } from "../pull-request/request";
import { proposal } from "../pull-request/propose";
import type { CheckOptions, LocatedFinding } from "../judging/check";
import type { Source } from "../sources/source";
import type { ProgramRepair } from "../repair/each";
import type { LocatedProblem } from "../report/report";
import { keyOf } from "../pull-request/title";
import { changedGroups } from "./changes";
import { changePicture } from "./picture";

/** A pull request that a project should have. */
export interface Wanted {
  readonly kind: "repair" | "judgement";
  readonly request: PullRequestRequest;
}

/** What a project's pull requests say: one for all that is proven, and a draft for each repair that a person has to judge. */
export function requestsOf(
  { fix, project, report, sources, after }: ProgramRepair,
  folder: string,
  { tree, isDraft, policyPages, judging }: RequestOptions,
): readonly [Wanted, ...Wanted[]] {
  const checkout: Checkout = { folder: project.folder, ...(tree === undefined ? {} : { tree }), changes: [] };
  const links = policyPages === undefined ? {} : { policyPages };
  /** What the change of a request is about, from how the program is with it. */
  const about = (
    request: PullRequestRequest,
    repaired: readonly LocatedFinding[],
    edited: readonly Source[],
  ): Pick<PullRequestRequest, "findings" | "groups" | "picture"> => {
    if (repaired.length === 0) return { findings: request.findings };
    const picture = changePicture(sources, edited, judging);
    return {
      findings: asProblems(request.findings, report.problems),
      groups: changedGroups({ sources, after: edited }),
      ...(picture === undefined ? {} : { picture }),
    };
  };
  const judgements = (fix.judgements ?? []).map(({ findings, proof, before, after: texts, sources: edited }): Wanted => {
    const request = proposal({ ...fix, settings: [], repaired: findings, declined: [], proof, before, after: texts }, project.name, folder, checkout);
    const keys = createHash("sha256")
      .update(JSON.stringify(request.findings.map(({ key }) => key).sort()))
      .digest("hex");
    return {
      kind: "judgement",
      request: {
        ...request,
        ...about(request, findings, edited),
        ...links,
        project: `${request.project}${toJudge}${keys.slice(0, 8)}`,
        shownAs: request.project,
        title: `To judge: ${request.title}`,
        isDraft: true,
      },
    };
  });
  const repair = proposal(fix, project.name, folder, checkout);
  return [{ kind: "repair", request: { ...repair, ...about(repair, fix.repaired, after), ...links, isDraft } }, ...judgements];
}

/** Findings in the order of the problems that they are, the worst first; those of a problem that goes as a whole say what it says. */
function asProblems(findings: PullRequestRequest["findings"], problems: readonly LocatedProblem[]): PullRequestRequest["findings"] {
  const gone = new Set(findings.map(({ key }) => key));
  const said = new Map<string, { readonly rank: number; readonly problem: string | undefined }>();
  for (const [rank, { findings: own, advice, says }] of problems.entries()) {
    const problem = own.every((finding) => gone.has(keyOf(finding))) ? says : undefined;
    for (const finding of [...own, ...advice]) if (!said.has(keyOf(finding))) said.set(keyOf(finding), { rank, problem });
  }
  const rankOf = ({ key }: PullRequestRequest["findings"][number]): number => said.get(key)?.rank ?? problems.length;
  return findings.map((finding) => ({ ...finding, problem: said.get(finding.key)?.problem })).sort((a, b) => rankOf(a) - rankOf(b));
}

export interface RequestOptions {
  /** The id of the project's folder in the commit. */
  readonly tree: string | undefined;
  readonly isDraft: boolean;
  readonly policyPages?: string | undefined;
  /** How the program was judged. */
  readonly judging: CheckOptions;
}

const toJudge = " to judge ";

/** The project that a pull request is about, of what its marker calls it. */
export function projectOfIdentity(identity: string): { readonly project: string; readonly isJudgement: boolean } {
  const [, project] = /^(.*) to judge [0-9a-f]{8}$/s.exec(identity) ?? [];
  return project === undefined ? { project: identity, isJudgement: false } : { project, isJudgement: true };
}

/** The ids of the folders of a commit. */
export function foldersOf({ tree, entries }: TreeListing): ReadonlyMap<string, string> {
  return new Map([["", tree], ...entries.flatMap(({ path, mode, id }) => (mode === "040000" ? [[path, id] as const] : []))]);
}

export function identityOf({ folder, name }: ProgramRepair["project"]): string {
  return projectIn(folder, name);
}
