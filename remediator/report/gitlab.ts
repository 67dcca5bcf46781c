import type { Severity } from "@portcullis/policypack/contract/policy";
import { grouped } from "@portcullis/policypack/grouped";
import { keyOf } from "@portcullis/policypack/problems/keys";
import { visible, visibleJson } from "../system/visible";
import type { LocatedProblem, Report } from "./report";
import { placeInRepository } from "./repository";

/**
 * GitLab's code quality: a list of what is worse, each with a fingerprint that no other entry has.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabReport(reports: readonly Report[]): string {
  const all = reports.flatMap((report) => report.problems.map((problem) => ({ report, problem })));
  const shared = new Set(grouped(all, ({ problem }) => problem.key).flatMap(([key, those]) => (those.length === 1 ? [] : [key])));
  return visibleJson(
    `${JSON.stringify(
      all.map(({ report, problem }) => issueOf(report, problem, shared)),
      undefined,
      2,
    )}\n`,
  );
}

function issueOf(report: Report, problem: LocatedProblem, shared: ReadonlySet<string>): object {
  const { key, says, remedy, policies, level, severity } = problem;
  const { file, line, endLine } = placeInRepository(report, problem);
  return {
    description: visible(`${says} ${remedy}`),
    check_name: policies[0] ?? "",
    // A project that is there twice, in two folders, has every problem twice.
    fingerprint: shared.has(key) ? keyOf(key, report.shownAs) : key,
    severity: level === "mandatory" ? severities[severity] : "info",
    location: { path: file, lines: { begin: line, ...(endLine === undefined ? {} : { end: endLine }) } },
  };
}

const severities: Readonly<Record<Severity, "minor" | "major" | "critical" | "blocker">> = {
  low: "minor",
  medium: "major",
  high: "critical",
  critical: "blocker",
};
