import type { Severity } from "@portcullis/policypack/contract/policy";
import { visible, visibleJson } from "../system/visible";
import type { LocatedProblem, Report } from "./report";
import { placeInRepository } from "./repository";

/**
 * GitLab's code quality: a list of what is worse, each with a fingerprint that no other entry has.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabReport(reports: readonly Report[]): string {
  return visibleJson(
    `${JSON.stringify(
      reports.flatMap((report) => report.problems.map((problem) => issueOf(report, problem))),
      undefined,
      2,
    )}\n`,
  );
}

function issueOf(report: Report, problem: LocatedProblem): object {
  const { key, says, remedy, policies, level, severity } = problem;
  const { file, line, endLine } = placeInRepository(report, problem);
  return {
    description: visible(`${says} ${remedy}`),
    check_name: policies[0] ?? "",
    fingerprint: key,
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
