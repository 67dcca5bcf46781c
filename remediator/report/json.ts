import type { Step } from "@portcullis/policypack/plans/plan";
import type { LocatedFinding } from "../judging/check";
import { visibleJson } from "../system/visible";
import { planOf, type LocatedProblem, type Place, type Report } from "./report";

/**
 * The report as a program reads it: see report.schema.json. Findings are one for each policy and resource; each names the worst problem that it
 * is a part of, and problems name their findings by index.
 */
export function jsonReport(reports: readonly Report[]): string {
  const findings = reports.flatMap((report) => report.findings);
  const index = new Map(findings.map((finding, position) => [finding, position]));
  const keys = new Map<LocatedFinding, string>();
  for (const { problems } of reports)
    for (const { key, findings: own, advice } of problems) for (const finding of [...own, ...advice]) if (!keys.has(finding)) keys.set(finding, key);
  const json = {
    schemaVersion: 1,
    subjects: reports.map(({ project, language, how, stacks, folder }) => ({ project, language, how, stacks, folder })),
    problems: reports.flatMap(({ problems }, subject) => problems.map((problem) => ({ ...problemOf(problem, index), subject }))),
    findings: findings.map((finding) => findingOf(finding, keys.get(finding))),
    notChecked: reports.flatMap(({ notChecked }) => notChecked),
  };
  return visibleJson(`${JSON.stringify(json, undefined, 2)}\n`);
}

function problemOf(problem: LocatedProblem, index: ReadonlyMap<LocatedFinding, number>): object {
  const { key, level, severity, policies, says, remedy, spot, others, twins, carriers, findings, advice, stacks } = problem;
  const plan = planOf(problem);
  return {
    key,
    level,
    severity,
    policies,
    says,
    remedy,
    urn: spot.urn,
    ...(stacks.length === 0 ? {} : { stacks }),
    ...locationOf(spot.place),
    ...(others.length === 0 ? {} : { others: others.map(({ urn, place }) => ({ urn, ...locationOf(place) })) }),
    ...(twins.length === 0 ? {} : { twins }),
    ...(carriers === undefined ? {} : { carriers: carriers.map(({ urn, reached }) => ({ urn, ...(reached === undefined ? {} : { reached }) })) }),
    ...(plan === undefined ? {} : { repair: plan.summary }),
    findings: [...findings, ...advice].map((finding) => index.get(finding) ?? -1),
  };
}

function findingOf(finding: LocatedFinding, problem: string | undefined): object {
  const { policy, level, severity, verdict, urn, property, message, rules, location, fix, exemption, project, stacks } = finding;
  return {
    policy,
    level,
    severity,
    verdict,
    ...(project === undefined ? {} : { project }),
    ...(stacks === undefined ? {} : { stacks }),
    urn,
    property,
    message,
    rules: rules.map((rule) => ({ urn: rule.urn, property: rule.property, ports: rule.ports, source: rule.source })),
    ...(problem === undefined ? {} : { problem }),
    ...locationOf(location),
    ...(fix === undefined ? {} : { fix: fixOf(fix) }),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

function locationOf(place: Place | undefined): object {
  if (place === undefined) return {};
  const { file, line, column, endLine, endColumn } = place;
  const end = endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn };
  return { location: { file, line, column, ...end } };
}

function fixOf(fix: NonNullable<LocatedFinding["fix"]>): object {
  return fix.kind === "declined"
    ? { kind: "declined", reason: fix.reason }
    : { kind: "plan", summary: fix.summary, losesAccess: fix.losesAccess, steps: fix.steps.map(stepOf) };
}

/**
 * What becomes of a resource. Which source of the program it comes from is for the editor to know, and may be a secret; and what is left of a description
 * are words of the program, which no report quotes.
 */
function stepOf(step: Step): unknown {
  const isTold = (key: string, value: unknown): unknown =>
    key === "sources" ? undefined : key === "set" && typeof value === "object" ? { ...value, description: undefined } : value;
  return JSON.parse(JSON.stringify(step, isTold));
}
