import { noProblems } from "./left-out";
import { atLevel, type LocatedProblem, type Report } from "./report";
import { columnsOf } from "./text/columns";
import { alike, problemBlock, problemLine, type Setting } from "./text/problem";
import { summaryLines } from "./text/summary";

export interface TextOptions extends Setting {
  /** What the report is about, where that is not clear. */
  readonly heading: string;
  /** Whether there are other reports beside it, so that each has to say what it is about. */
  readonly isOneOfSeveral?: boolean;
}

/** What is read at once; the rest is behind --all. */
export const mostLines = 120;

/** The reports of all projects, one below the other; of many in which nothing is, only how many there are. */
export function textReports(reports: readonly Report[], optionsOf: (report: Report) => TextOptions): string {
  const texts = reports.map((report) => {
    const options = optionsOf(report);
    const text = textReport(report, options);
    return { text, isQuiet: !options.all && text.replace(/\s+/g, " ") === `${options.heading}: No problems. ` };
  });
  const loud = texts.filter(({ isQuiet }) => !isQuiet);
  const quiet = texts.length - loud.length;
  if (quiet <= mostQuiet) return texts.map(({ text }) => text).join("\n");
  return [...loud.map(({ text }) => text), `No problems in ${quiet}${loud.length === 0 ? "" : " other"} projects (--all names them).\n`].join("\n");
}

const mostQuiet = 3;

/**
 * The report as a person reads it: the worst problems in full, as many as there is room for, the others in a line each, then what there is in
 * all.
 */
export function textReport(report: Report, options: TextOptions): string {
  const summary = summaryLines(report, options, options.all);
  const [first = "", ...others] = summary;
  if (report.problems.length === 0 && options.isOneOfSeveral === true) {
    const fits = columnsOf(`${options.heading}: ${noProblems(report)}`) <= options.terminal.width;
    return `${[`${options.heading}:${fits ? " " : "\n  "}${first}`, ...others].join("\n")}\n`;
  }
  const problems = options.all ? report.problems : atLevel(report.problems, "mandatory");
  const heading = options.heading === "" || report.problems.length === 0 ? [] : [options.terminal.colours.underline(options.heading), ""];
  const room = options.all ? Infinity : mostLines - summary.length - heading.length - 2;
  const parts = problems.length === 0 ? heading : [...heading, ...arranged(problems, report, options, room), ""];
  return `${[...parts, ...summary].join("\n")}\n`;
}

/** As many in full as there is room for, from the worst on; each of these takes an empty line after it. */
function arranged(problems: readonly LocatedProblem[], report: Report, setting: Setting, room: number): readonly string[] {
  const all = alike(problems).map((same) => ({ same, short: problemLine(same, setting) }));
  let used = all.reduce((sum, { short }) => sum + short.length, 0);
  const full: (readonly string[])[] = [];
  for (const { same, short } of all) {
    const blocks = same.flatMap((problem, index) => [...(index === 0 ? [] : [""]), ...problemBlock(problem, report, setting)]);
    const more = blocks.length + 1 - short.length;
    if (used + more > room) break;
    used += more;
    full.push(blocks);
  }
  const rest = all.slice(full.length);
  const lines = full.flatMap((blocks, index) => (index === 0 ? blocks : ["", ...blocks]));
  return [...lines, ...(lines.length > 0 && rest.length > 0 ? [""] : []), ...within(rest, room - lines.length - 1)];
}

/** The lines that there is room for, and how many problems there is none for. */
function within(all: readonly { readonly same: readonly LocatedProblem[]; readonly short: readonly string[] }[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const [index, { short }] of all.entries()) {
    const isLast = index === all.length - 1;
    if (lines.length + short.length + (isLast ? 0 : 1) > room) {
      const left = all.slice(index).reduce((sum, { same }) => sum + same.length, 0);
      return [...lines, `And ${left} more problems (--all shows them).`];
    }
    lines.push(...short);
  }
  return lines;
}
