import { policies } from "@portcullis/policypack/contract/registry";
import { visible } from "../system/visible";
import { atLevel, gapTexts, placeText, resourceText, twinsText, type LocatedProblem, type Report } from "./report";
import { placeInRepository } from "./repository";

/**
 * JUnit's XML as Jenkins and GitLab read it: a suite for each project, a failure for each problem, and a passed test for each policy that none
 * breaks. What only advises is told in the passed test; what is not decided is a skipped one, and so is one for what is not checked.
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 * https://docs.gitlab.com/ci/testing/unit_test_reports/
 */
export function junitReport(reports: readonly Report[]): string {
  const suites = reports.map(suiteOf);
  const sum = (key: "tests" | "failures" | "skipped"): number => suites.reduce((total, suite) => total + suite[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Portcullis" tests="${sum("tests")}" failures="${sum("failures")}" errors="0">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

function suiteOf(report: Report): Suite {
  const failures = atLevel(report.problems, "mandatory");
  const advice = atLevel(report.problems, "advisory");
  const broken = new Set(failures.flatMap((problem) => problem.policies));
  const undecided = new Map(report.unknowns.flatMap(({ findings }) => findings.map((finding) => [finding.policy, finding.message] as const)));
  const others = policies.filter(({ id }) => !broken.has(id));
  const gaps = gapTexts(report.notChecked, resourceText);
  const skipped = others.filter(({ id }) => undecided.has(id)).length + (gaps.length === 0 ? 0 : 1);
  const cases = [
    ...failures.map((problem) => failureOf(report, problem)),
    // Policies that nothing breaks have passed in what was checked, and in nothing else.
    ...(gaps.length === 0
      ? []
      : [testCase("checked", "All of the program is checked", [`      <skipped>${text(["Not checked:", ...gaps].join("\n"))}</skipped>`])]),
    ...others.map(({ id, title }) => {
      const told = advice.filter((problem) => problem.policies[0] === id).map(({ says, remedy }) => `${says} ${remedy}`);
      const inside = [
        ...(undecided.has(id) ? [`      <skipped>${text(undecided.get(id) ?? "")}</skipped>`] : []),
        ...(told.length === 0 ? [] : [`      <system-out>${text(told.join("\n"))}</system-out>`]),
      ];
      return testCase(id, title, inside);
    }),
  ];
  const counts = `tests="${cases.length}" failures="${failures.length}" errors="0" skipped="${skipped}"`;
  const name = attribute([report.shownAs, ...report.stacks].join("/"));
  return {
    xml: [`  <testsuite name=${name} ${counts}>`, ...cases, "  </testsuite>"].join("\n"),
    tests: cases.length,
    failures: failures.length,
    skipped,
  };
}

function failureOf(report: Report, problem: LocatedProblem): string {
  const { says, remedy, severity, policies: broken, spot } = problem;
  const place = placeInRepository(report, problem);
  const details = [
    spot.place === undefined ? spot.urn : placeText(place),
    says,
    remedy,
    twinsText(problem, 10),
    `Policies: ${broken.join(", ")}`,
  ].filter((line) => line !== "");
  return testCase(broken[0] ?? "", says, [
    `      <failure type=${attribute(severity)} message=${attribute(says)}>${text(details.join("\n"))}</failure>`,
  ]);
}

function testCase(classname: string, name: string, inside: readonly string[]): string {
  const start = `    <testcase classname=${attribute(`portcullis.${classname}`)} name=${attribute(name)}`;
  return inside.length === 0 ? `${start}/>` : [`${start}>`, ...inside, "    </testcase>"].join("\n");
}

function attribute(value: string): string {
  return `"${escaped(visible(value)).replaceAll('"', "&quot;")}"`;
}

function text(value: string): string {
  return value
    .split("\n")
    .map((line) => escaped(visible(line)))
    .join("\n");
}

function escaped(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
