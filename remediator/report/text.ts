import { atLevel, type LocatedProblem, type Report } from "./report";
import { problemBlock, problemLine, type Setting } from "./text/problem";
import { summaryLines } from "./text/summary";

export interface TextOptions extends Setting {
  /** What the report is about, where that is not clear. */
  readonly heading: string;
}

/** What is read at once; the rest is behind --all. */
export const mostLines = 120;

/**
 * The report as a person reads it: the worst problems in full, as many as there is room for, the others in a line each, then what there is in
 * all.
 */
export function textReport(report: Report, options: TextOptions): string {
  const summary = summaryLines(report, options, options.all);
  const problems = options.all ? report.problems : atLevel(report.problems, "mandatory");
  const heading = options.heading === "" || report.problems.length === 0 ? [] : [options.terminal.colours.underline(options.heading), ""];
  const room = options.all ? Infinity : mostLines - summary.length - heading.length - 2;
  const parts = problems.length === 0 ? heading : [...heading, ...arranged(problems, report, options, room), ""];
  return `${[...parts, ...summary].join("\n")}\n`;
}

/** As many in full as there is room for, from the worst on; each of these takes an empty line after it. */
function arranged(problems: readonly LocatedProblem[], report: Report, setting: Setting, room: number): readonly string[] {
  const short = problems.map((problem) => problemLine(problem, setting));
  let used = short.reduce((sum, lines) => sum + lines.length, 0);
  const blocks: (readonly string[])[] = [];
  for (const [index, problem] of problems.entries()) {
    const block = problemBlock(problem, report, setting);
    const more = block.length + 1 - (short[index]?.length ?? 0);
    if (used + more > room) break;
    used += more;
    blocks.push(block);
  }
  const rest = short.slice(blocks.length);
  const full = blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
  return [...full, ...(full.length > 0 && rest.length > 0 ? [""] : []), ...within(rest, room - full.length - 1)];
}

/** The lines that there is room for, and how many problems there is none for. */
function within(problems: readonly (readonly string[])[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const [index, problem] of problems.entries()) {
    const isLast = index === problems.length - 1;
    if (lines.length + problem.length + (isLast ? 0 : 1) > room)
      return [...lines, `And ${problems.length - index} more problems (--all shows them).`];
    lines.push(...problem);
  }
  return lines;
}
