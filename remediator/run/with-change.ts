import type { CheckOptions } from "../judging/check";
import { checkAll } from "../judging/stacks";
import type { PullRequestRequest } from "../pull-request/request";
import { keyOf } from "../pull-request/title";
import type { Change, Fix } from "../repair/fix";
import type { LocatedProblem } from "../report/report";
import { reportsOf } from "../report/reports";
import { changedGroups } from "./changes";
import { changePicture } from "./picture";

/** A request with what the change of its programs is about: the problems that go, the rules of each group, and who reaches whom before and after. */
export function withChange(
  request: PullRequestRequest,
  change: Change,
  problems: readonly LocatedProblem[],
  judging: CheckOptions,
): PullRequestRequest {
  if (request.findings.length === 0) return request;
  const picture = changePicture(change.sources, change.after, judging);
  return {
    ...request,
    findings: asProblems(request.findings, problems),
    groups: changedGroups(change),
    ...(picture === undefined ? {} : { picture }),
  };
}

/** The same for a repair that was made here. */
export function withChangeOf({ change }: Fix, request: PullRequestRequest, judging: CheckOptions): PullRequestRequest {
  if (change === undefined || request.findings.length === 0) return request;
  const reports = reportsOf(checkAll(change.sources, judging), { today: judging.today, inRepository: () => "" });
  return withChange(
    request,
    change,
    reports.flatMap(({ problems }) => problems),
    judging,
  );
}

/** Findings in the order of the problems that they are, the worst first, and with what these say; of one that does not go as a whole, what goes. */
function asProblems(findings: PullRequestRequest["findings"], problems: readonly LocatedProblem[]): PullRequestRequest["findings"] {
  const gone = new Set(findings.map(({ key }) => key));
  const said = new Map<string, { readonly rank: number; readonly problem: string }>();
  for (const [rank, { findings: own, advice, says }] of problems.entries()) {
    const all = [...own, ...advice];
    const [worst] = all.filter((finding) => gone.has(keyOf(finding)));
    if (worst === undefined) continue;
    const problem = own.every((finding) => gone.has(keyOf(finding))) ? says : worst.says;
    for (const finding of all) if (!said.has(keyOf(finding))) said.set(keyOf(finding), { rank, problem });
  }
  const rankOf = ({ key }: PullRequestRequest["findings"][number]): number => said.get(key)?.rank ?? problems.length;
  return findings.map((finding) => ({ ...finding, problem: said.get(finding.key)?.problem })).sort((a, b) => rankOf(a) - rankOf(b));
}
