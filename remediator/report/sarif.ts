import { joined } from "@portcullis/policypack/joined";
import { pathToFileURL } from "node:url";
import { policies } from "@portcullis/policypack/contract/registry";
import type { Policy, Severity } from "@portcullis/policypack/contract/policy";
import { visible, visibleJson } from "../system/visible";
import { gapTexts, resourceText, twinsText, whereText, type LocatedProblem, type Place, type Report } from "./report";
import { inRepository, placeInRepository } from "./repository";

/**
 * SARIF 2.1.0, a run for each project: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 *
 * GitHub shows 5,000 results of a run and takes no file of more than 20 runs, no result of more than 1,000 locations (it shows 100), no rule of
 * more than 20 tags (it shows 10), and 10 MB compressed:
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export function sarifReport(reports: readonly Report[], version: string): string {
  return visibleJson(
    `${JSON.stringify(
      {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: withCategories(inRuns(reports)).map(([own, category]) => runOf(own, category, version)),
      },
      undefined,
      2,
    )}\n`,
  );
}

const mostRuns = 20;
const mostResults = 5_000;
const mostLocations = 100;
const mostTags = 10;

/** A run for each project; what is beyond the last run that may be is in it. */
function inRuns(reports: readonly Report[]): readonly (readonly Report[])[] {
  if (reports.length <= mostRuns) return reports.map((report) => [report]);
  return [...reports.slice(0, mostRuns - 1).map((report) => [report]), reports.slice(mostRuns - 1)];
}

/**
 * Runs with what GitHub tells their results apart by, which takes no file in which two runs have one:
 * https://github.blog/changelog/2025-07-21-code-scanning-will-stop-combining-multiple-sarif-runs-uploaded-in-the-same-sarif-file/
 */
function withCategories(runs: readonly (readonly Report[])[]): readonly (readonly [readonly Report[], string])[] {
  const taken = new Map<string, number>();
  return runs.map((own) => {
    const names = own.map(({ shownAs, stacks }) => visible([shownAs, ...stacks].join("/")));
    const category = `portcullis/${names.join("+").slice(0, longestCategory)}`;
    const before = taken.get(category) ?? 0;
    taken.set(category, before + 1);
    return [own, before === 0 ? category : `${category}/${before + 1}`];
  });
}

const longestCategory = 200;

function runOf(reports: readonly Report[], category: string, version: string): object {
  const all = reports.flatMap((report) => report.problems.map((problem) => ({ report, problem })));
  // GitHub's own choice of results is by severity, too.
  const shown = all.length <= mostResults ? all : [...all].sort((a, b) => rankOf(a.problem) - rankOf(b.problem)).slice(0, mostResults);
  const used = [...new Set(shown.flatMap(({ problem }) => problem.policies.slice(0, 1)))].sort();
  const rules = used.map((id) => policies.find((policy) => policy.id === id)).filter((policy) => policy !== undefined);
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const left = all.length - shown.length;
  return {
    tool: {
      driver: {
        name: "Portcullis",
        semanticVersion: version,
        rules: rules.map(ruleOf),
      },
    },
    automationDetails: { id: `${category}/` },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { "%SRCROOT%": { description: { text: "The top folder of the repository." } } },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          ...reports.flatMap(({ notChecked }) => gapTexts(notChecked, resourceText).map((text) => note("warning", `Not checked: ${text}`))),
          ...reports.flatMap(({ findings }) => findings.filter(({ verdict }) => verdict !== "violates").map(({ message }) => note("note", message))),
          ...(left > 0 ? [note("warning", `${left} more results of lower severity are left out.`)] : []),
        ].slice(0, mostResults),
      },
    ],
    results: shown.map(({ report, problem }) => resultOf(report, problem, ruleIndex)),
  };
}

function ruleOf({ id, title, why, severity, level, fix, controls, section }: Policy): object {
  const help = [why, ...(fix === undefined ? [] : [`The repair: ${fix.does} Who may lose access: ${fix.losesAccess}`])];
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: help.join("\n\n"), markdown: help.join("\n\n") },
    defaultConfiguration: { level: level === "mandatory" ? "error" : levelOf("advisory", severity) },
    properties: {
      tags: ["security", section, ...new Set(controls.map(({ framework }) => framework))].slice(0, mostTags),
      precision: "very-high",
      "problem.severity": level === "mandatory" ? "error" : levelOf("advisory", severity) === "note" ? "recommendation" : "warning",
      "security-severity": scores[severity],
    },
  };
}

/** GitHub calls more than 9.0 critical, from 7.0 high, from 4.0 medium, and less low. */
const scores: Readonly<Record<Severity, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.5" };

function resultOf(report: Report, problem: LocatedProblem, ruleIndex: ReadonlyMap<string, number>): object {
  const { key, level, severity, policies: broken, says, remedy, spot, others } = problem;
  const [ruleId = ""] = broken;
  const more = broken.length > 1 ? `It also breaks ${joined(broken.slice(1))}.` : "";
  const sentences = [says, whereText(problem, report), remedy, more, twinsText(problem, 10)];
  return {
    ruleId,
    ruleIndex: ruleIndex.get(ruleId) ?? -1,
    level: levelOf(level, severity),
    message: { text: visible(sentences.filter((sentence) => sentence !== "").join(" ")) },
    locations: [
      { ...locationOf(placeInRepository(report, problem)), logicalLocations: [{ fullyQualifiedName: visible(spot.urn), kind: "resource" }] },
    ],
    ...relatedOf(
      report,
      others.flatMap(({ place }) => place ?? []),
    ),
    partialFingerprints: { primaryLocationLineHash: `${key}:1`, "portcullis/v1": key },
    properties: { severity, policies: broken },
  };
}

function relatedOf(report: Report, places: readonly Place[]): object {
  if (places.length === 0) return {};
  const shown = places.slice(0, mostLocations - 1);
  return { relatedLocations: shown.map((place, id) => ({ id, ...locationOf({ ...place, file: inRepository(report, place.file) }) })) };
}

function locationOf({ file, line, column, endLine, endColumn }: Place): object {
  const end = endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: "%SRCROOT%" }, region: { startLine: line, startColumn: column, ...end } },
  };
}

/** A relative path as a URI. */
function uriOf(file: string): string {
  const top = "/top/";
  return pathToFileURL(top + file).pathname.slice(top.length);
}

function note(level: "note" | "warning", text: string): object {
  return { level, message: { text: visible(text) } };
}

function levelOf(level: LocatedProblem["level"], severity: Severity): "error" | "warning" | "note" {
  if (level === "mandatory") return "error";
  return severity === "low" ? "note" : "warning";
}

function rankOf({ level, severity }: LocatedProblem): number {
  return (level === "mandatory" ? 0 : 10) - Number(scores[severity]);
}
