import { counted, listed } from "@portcullis/policypack/model/names/listed";
import { realpathSync } from "node:fs";
import path from "node:path";
import { baselineOf } from "../baseline/knowledge";
import { knowledgeOf } from "../baseline/compare";
import { appendTo, writeTo } from "../cli/outputs";
import type { CheckOptions } from "../judging/check";
import type { Outcome } from "../forge/forge";
import { folderIn } from "../pull-request/propose";
import { markdownReport } from "../report/markdown";
import { atLevel, gapTexts, resourceText, type LocatedProblem, type Report } from "../report/report";
import { pictureOf, type Picture } from "../picture/graph";
import { changeLegend } from "../picture/mermaid";
import { code } from "../pull-request/escape";
import { changePicture } from "../run/picture";
import { reportsOf } from "../report/reports";
import { inRepository } from "../report/repository";
import { sarifReport } from "../report/sarif";
import type { Source } from "../sources/source";
import { readStatically } from "../sources/static";
import { checkAll } from "../judging/stacks";
import { changedFiles, concerns, earlierOf, newGaps } from "./changed";
import { annotation, logLine, output } from "./commands";
import type { Inputs } from "./inputs";

/** GitHub shows ten annotations of a level for a step: https://docs.github.com/en/actions/reference/limits */
const mostAnnotations = 10;
/** A step's summary is dropped whole where it is larger: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits */
const largestSummary = 1024 * 1024;

export interface CheckContext {
  readonly inputs: Inputs;
  readonly options: CheckOptions;
  readonly ignores: (folder: string) => boolean;
  readonly version: string;
  /** The folder of the files of the commit that this is compared with. */
  readonly base: string;
  readonly upload: ((sarif: string) => Promise<Outcome<undefined>>) | undefined;
  readonly print: (text: string) => void;
}

/** Checks what is checked out: annotates lines, writes the summary and SARIF, and answers whether the step fails. */
export async function checkWorkspace(context: CheckContext): Promise<0 | 1> {
  const { inputs, options, print, base, ignores } = context;
  const sources = await sourcesIn(inputs.workspace, ignores);
  if (sources.length === 0) {
    print(logLine(noProgram));
    if (inputs.summaryFile !== undefined) appendTo(inputs.summaryFile, `${noProgram}\n`);
    if (inputs.outputFile !== undefined) appendTo(inputs.outputFile, output("problems", 0) + output("new", 0));
    return 0;
  }
  const inTop = (folder: string): string => folderIn(inputs.workspace, folder);
  const judged = checkAll(sources, options);
  const all = reportsOf(judged, { today: options.today, inRepository: inTop });
  const before = await sourcesIn(base, ignores);
  const known = reportsOf(checkAll(before, options), { today: options.today, inRepository: () => "" });
  const told = reportsOf(judged, { today: options.today, inRepository: inTop, knowledge: knowledgeOf(baselineOf(known), "the base branch") });
  const changed = changedFiles(base, realpathSync(inputs.workspace));
  const folders = [...new Set(sources.map(({ folderName = "" }) => folderName))];
  const concerned = told.filter((report) => concerns(folderOf(report), changed, folders));
  const unread = concerned.map((report) => ({ report, gaps: newGaps(report, earlierOf(report, known)) })).filter(({ gaps }) => gaps.length > 0);
  // Who is to be told of everything is told of everything.
  const shown = inputs.failOn === "all" ? all : concerned;
  annotate(shown, print);
  for (const { report, gaps } of unread) print(unreadAnnotation(report, gaps));
  const fresh = concerned.flatMap(({ problems }) => atLevel(problems, "mandatory")).length;
  const total = all.flatMap(({ problems }) => atLevel(problems, "mandatory")).length;
  const isUnread = (report: Report): boolean =>
    unread.some((each) => folderOf(each.report) === folderOf(report) && each.report.project === report.project);
  summarise(inputs, shown, (report) => {
    const earlier = earlierOf(report, known);
    // What is not read any more would be drawn as if it had been closed.
    return isUnread(report) ? undefined : changePicture(earlier === undefined ? [] : sourcesOf(earlier), sourcesOf(report), options);
  });
  const file = path.join(inputs.temporary, "portcullis.sarif");
  const sarif = sarifReport(all, context.version);
  writeTo(file, sarif);
  if (inputs.outputFile !== undefined) appendTo(inputs.outputFile, output("problems", total) + output("new", fresh) + output("sarif", file));
  const uploaded = await context.upload?.(sarif);
  if (uploaded?.ok === false) print(annotation("warning", {}, "Portcullis", `The results are not in code scanning. ${uploaded.refusal.reason}`));
  print(logLine(`${counted(fresh, "new problem")}${unread.length === 0 ? "" : " in what was checked"}, ${total} in all.`));
  const failing = inputs.failOn === "new" ? fresh : total;
  return inputs.failOn === "never" || failing === 0 ? 0 : 1;
}

const noProgram = "There is no Pulumi program here.";

async function sourcesIn(folder: string, ignores: CheckContext["ignores"]): Promise<readonly Source[]> {
  const sources = await readStatically(folder);
  return "kind" in sources ? [] : sources.filter(({ folderName = "" }) => !ignores(folderName));
}

function folderOf({ judgements }: Report): string {
  return judgements[0]?.source.folderName ?? "";
}

function sourcesOf({ judgements }: Report): readonly Source[] {
  return judgements.map(({ source }) => source);
}

function unreadAnnotation(report: Report, gaps: Report["notChecked"]): string {
  const [place] = gaps.flatMap(({ location }) => location ?? []);
  const at = place === undefined ? {} : { file: inRepository(report, place.file), line: place.line };
  return annotation(
    "warning",
    at,
    "not checked",
    `Not checked in ${report.shownAs}, and may hide problems: ${listed(gapTexts(gaps, resourceText))}.`,
  );
}

function annotate(reports: readonly Report[], print: CheckContext["print"]): void {
  for (const [level, as] of [
    ["mandatory", "error"],
    ["advisory", "warning"],
  ] as const) {
    const problems = reports.flatMap((report) => atLevel(report.problems, level).map((problem) => ({ report, problem })));
    for (const { report, problem } of problems.slice(0, mostAnnotations))
      print(annotation(as, placeOf(report, problem), problem.policies[0] ?? "", textOf(problem)));
    if (problems.length > mostAnnotations) print(logLine(`${problems.length - mostAnnotations} more are in the summary.`));
  }
}

function placeOf(report: Report, { spot: { place } }: LocatedProblem): Parameters<typeof annotation>[1] {
  return place === undefined ? {} : { file: inRepository(report, place.file), line: place.line, endLine: place.endLine };
}

function textOf({ says, remedy }: LocatedProblem): string {
  return remedy === "" ? says : `${says} ${remedy}`;
}

function summarise({ summaryFile, failOn }: Inputs, reports: readonly Report[], change: (report: Report) => string | undefined): void {
  if (summaryFile === undefined) return;
  const told = reports.length === 0 ? "No program is concerned.\n" : markdownReport(reports, { picture });
  const drawn = reports.flatMap((report) => {
    const chart = change(report);
    // Half a flowchart is none.
    return chart === undefined || chart.length > mostPicture
      ? []
      : `\n### Who reaches whom with this change: ${code(report.project, 100)}\n\n${changeLegend(chart, "opened")}\n\n\`\`\`mermaid\n${chart}\`\`\`\n`;
  });
  const text = `${failOn === "all" ? "" : "What is new against the base branch.\n\n"}${told}${drawn.join("")}`;
  const whole = Buffer.from(text, "utf8");
  appendTo(summaryFile, whole.length < largestSummary ? whole : "The report is too large for a summary. It is in the log.\n");
}

const mostPicture = 20_000;

function picture({ judgements: [first], problems }: Report): Picture | undefined {
  return first === undefined ? undefined : pictureOf(first.world, problems);
}
