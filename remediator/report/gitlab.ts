import type { Severity } from "@portcullis/policypack/contract/policy";
import { grouped } from "@portcullis/policypack/grouped";
import { keyOf } from "@portcullis/policypack/problems/keys";
import { visible, visibleJson } from "../system/visible";
import { gapTexts, resourceText, twinsText, type LocatedProblem, type Report } from "./report";
import { inRepository, placeInRepository } from "./repository";

/**
 * GitLab's code quality: a list of what is worse, each with a fingerprint that no other entry has.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabReport(reports: readonly Report[]): string {
  const all = reports.flatMap((report) => report.problems.map((problem) => ({ report, problem })));
  const shared = new Set(grouped(all, ({ problem }) => problem.key).flatMap(([key, those]) => (those.length === 1 ? [] : [key])));
  return visibleJson(
    `${JSON.stringify([...all.map(({ report, problem }) => issueOf(report, problem, shared)), ...reports.flatMap(gapIssues)], undefined, 2)}\n`,
  );
}

function issueOf(report: Report, problem: LocatedProblem, shared: ReadonlySet<string>): object {
  const { key, says, remedy, policies, level, severity } = problem;
  const { file, line, endLine } = placeInRepository(report, problem);
  return {
    description: visible([says, remedy, twinsText(problem, 10)].filter((sentence) => sentence !== "").join(" ")),
    check_name: policies[0] ?? "",
    // A project that is there twice, in two folders, has every problem twice.
    fingerprint: shared.has(key) ? keyOf(key, report.shownAs) : key,
    severity: level === "mandatory" ? severities[severity] : "info",
    location: { path: file, lines: { begin: line, ...(endLine === undefined ? {} : { end: endLine }) } },
  };
}

/** What is not checked, one entry for each reason and file: a change after which less is checked shows them as new. */
function gapIssues(report: Report): readonly object[] {
  const byReason = grouped(report.notChecked, ({ urn, reason, location }) => JSON.stringify([urn, reason, location?.file]));
  return byReason.map(([key, [gap, ...more]]) => {
    const { file, line } = gap.location ?? { file: "Pulumi.yaml", line: 1 };
    return {
      description: visible(`Not checked: ${gapTexts([gap, ...more], resourceText).join("; ")}.`),
      check_name: "not-checked",
      fingerprint: keyOf("not checked", report.shownAs, key),
      severity: "info",
      location: { path: inRepository(report, file), lines: { begin: line } },
    };
  });
}

const severities: Readonly<Record<Severity, "minor" | "major" | "critical" | "blocker">> = {
  low: "minor",
  medium: "major",
  high: "critical",
  critical: "blocker",
};
