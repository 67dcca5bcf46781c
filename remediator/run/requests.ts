import { createHash } from "node:crypto";
import type { Checkout, PullRequestRequest } from "../pull-request/request";
import { projectIn } from "../pull-request/request";
import { proposal } from "../pull-request/propose";
import type { CheckOptions } from "../judging/check";
import type { Source } from "../sources/source";
import type { ProgramRepair } from "../repair/each";
import { withChange } from "./with-change";

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
  const about = (request: PullRequestRequest, edited: readonly Source[]): PullRequestRequest =>
    withChange(request, { sources, after: edited }, report.problems, judging);
  const judgements = (fix.judgements ?? []).map(({ findings, proof, before, after: texts, sources: edited }): Wanted => {
    const request = proposal({ ...fix, settings: [], repaired: findings, declined: [], proof, before, after: texts }, project.name, folder, checkout);
    const keys = createHash("sha256")
      .update(JSON.stringify(request.findings.map(({ key }) => key).sort()))
      .digest("hex");
    return {
      kind: "judgement",
      request: {
        ...about(request, edited),
        ...links,
        project: `${request.project}${toJudge}${keys.slice(0, 8)}`,
        shownAs: request.project,
        title: `To judge: ${request.title}`,
        isDraft: true,
      },
    };
  });
  const repair = proposal(fix, project.name, folder, checkout);
  return [{ kind: "repair", request: { ...about(repair, after), ...links, isDraft } }, ...judgements];
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

export function identityOf({ folder, name }: ProgramRepair["project"]): string {
  return projectIn(folder, name);
}
