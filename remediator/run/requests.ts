import { createHash } from "node:crypto";
import type { TreeListing } from "../forge/forge";
import type { Checkout, PullRequestRequest } from "../pull-request/request";
import { projectIn } from "../pull-request/request";
import { proposal } from "../propose";
import type { ProgramRepair } from "../repair/each";

/** A pull request that a project should have. */
export interface Wanted {
  readonly kind: "repair" | "judgement";
  readonly request: PullRequestRequest;
}

/** What a project's pull requests say: one for all that is proven, and a draft for each repair that a person has to judge. */
export function requestsOf(
  { fix, project }: ProgramRepair,
  folder: string,
  tree: string | undefined,
  isDraft: boolean,
): readonly [Wanted, ...Wanted[]] {
  const checkout: Checkout = { folder: project.folder, ...(tree === undefined ? {} : { tree }), changes: [] };
  const repair = proposal(fix, project.name, folder, checkout);
  const judgements = (fix.judgements ?? []).map(({ findings, proof, before, after }): Wanted => {
    const request = proposal({ ...fix, repaired: findings, declined: [], proof, before, after }, project.name, folder, checkout);
    const keys = createHash("sha256")
      .update(JSON.stringify(request.findings.map(({ key }) => key).sort()))
      .digest("hex");
    return {
      kind: "judgement",
      request: {
        ...request,
        project: `${request.project}${toJudge}${keys.slice(0, 8)}`,
        shownAs: request.project,
        title: `To judge: ${request.title}`,
        isDraft: true,
      },
    };
  });
  return [{ kind: "repair", request: { ...repair, isDraft } }, ...judgements];
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
