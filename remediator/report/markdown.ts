import { joined } from "@portcullis/policypack/joined";
import { counted } from "@portcullis/policypack/model/names/listed";
import type { Picture } from "../picture/graph";
import { pictureMermaid } from "../picture/mermaid";
import { code, prose } from "../pull-request/escape";
import type { FormatContext } from "./formats";
import { comparedTexts, exemptTexts, noProblems } from "./left-out";
import { atLevel, bySeverity, gapTexts, planOf, resourceNames, resourceText, whereText, type LocatedProblem, type Report } from "./report";
import { inRepository } from "./repository";

/** GitHub takes a job's summary of 1 MiB, and a comment of 65,536 characters: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
const mostCharacters = 60_000;

/** The report for a job's summary or a comment: problems in a list, advice folded away. */
export function markdownReport(reports: readonly Report[], { picture }: Pick<FormatContext, "picture">): string {
  return `${reports.map((report) => projectOf(report, mostCharacters / Math.max(1, reports.length), picture?.(report))).join("\n\n")}\n`;
}

function projectOf(report: Report, room: number, picture: Picture | undefined): string {
  const mandatory = atLevel(report.problems, "mandatory");
  const advice = atLevel(report.problems, "advisory");
  const notChecked = gapTexts(report.notChecked, resourceText);
  const title = `## Portcullis: ${code(report.shownAs === "" ? "the stack" : report.shownAs, 100)}${report.stacks.length === 0 ? "" : `, ${report.stacks.map((stack) => code(stack, 100)).join(", ")}`}`;
  const parts = [
    title,
    countsOf(report, mandatory),
    within(
      [...exemptTexts(report), ...comparedTexts(report)].map((text) => `- ${prose(text)}`),
      room / 8,
      "sentences",
    ),
    within(
      mandatory.map((problem) => problemOf(report, problem)),
      room / 2,
      "problems",
    ),
    folded(
      `Advice: ${advice.length}`,
      within(
        advice.map((problem) => adviceOf(report, problem)),
        room / 4,
        "pieces of advice",
      ),
    ),
    folded("Who reaches whom", drawn(picture, room / 4)),
    folded(
      `Not decided yet: ${report.unknowns.length}`,
      within(
        report.unknowns.flatMap(({ findings }) => findings.map(({ message }) => `- ${prose(message)}`)),
        room / 8,
        "questions",
      ),
    ),
    folded(
      `Not checked: ${notChecked.length}`,
      within(
        notChecked.map((text) => `- ${prose(text)}`),
        room / 8,
        "gaps",
      ),
    ),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function countsOf(report: Report, mandatory: readonly LocatedProblem[]): string {
  if (report.problems.length === 0) return noProblems(report);
  return mandatory.length === 0 ? "No problems that stop a deployment." : `**${counted(mandatory.length, "problem")}**: ${bySeverity(mandatory)}.`;
}

function problemOf(report: Report, problem: LocatedProblem): string {
  const { severity, says, remedy, policies, twins } = problem;
  const where = whereText(problem, report);
  const plan = planOf(problem);
  const same = twins.length === 0 ? "" : ` The same in ${twins.length} more ${twins.length === 1 ? "resource" : "resources"}.`;
  return [
    `- **${severity}** ${placeOf(report, problem)}: ${prose(says)}${where === "" ? "" : ` ${prose(where)}`}${same}`,
    ...(remedy === "" ? [] : [`  ${prose(remedy)}`]),
    ...(plan === undefined ? [] : [`  Repair${plan.isPart ? " of a part" : ""}: ${prose(plan.summary)}.`]),
    `  Breaks ${joined(policies.map((policy) => code(policy, 100)))}.`,
  ].join("  \n");
}

function adviceOf(report: Report, problem: LocatedProblem): string {
  return `- ${placeOf(report, problem)}: ${prose(problem.says)} ${prose(problem.remedy)} ${code(problem.policies[0] ?? "", 100)}`;
}

function placeOf(report: Report, { spot }: LocatedProblem): string {
  return spot.place === undefined ? code(resourceNames([spot.urn])[0] ?? "") : code(`${inRepository(report, spot.place.file)}:${spot.place.line}`);
}

/** Nothing where it would take too much of the room: half a flowchart is none. */
function drawn(picture: Picture | undefined, room: number): string {
  const chart = picture === undefined || picture.edges.length === 0 ? "" : pictureMermaid(picture);
  return chart === "" || chart.length > room ? "" : `\`\`\`mermaid\n${chart}\`\`\``;
}

function folded(title: string, text: string): string {
  return text === "" ? "" : `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

function within(lines: readonly string[], room: number, noun: string): string {
  let used = 0;
  for (const [index, line] of lines.entries()) {
    used += line.length + 1;
    if (used > room && index > 0) return [...lines.slice(0, index), `- and ${lines.length - index} more ${noun}`].join("\n");
  }
  return lines.join("\n");
}
