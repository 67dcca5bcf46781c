import path from "node:path/posix";
import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";
import { policies } from "@portcullis/policypack/contract/registry";
import { pageMarkdown } from "../explain/markdown";
import { explainProblem, problemPage } from "../explain/problem";
import { explainResource } from "../explain/resource";
import { resourcePage } from "../explain/resource-page";
import type { CheckOptions } from "../judging/check";
import type { LocatedProblem } from "../report/report";
import { contains, isWithin, rangeOf } from "./locations";
import type { Analysis } from "./root";

/** Explains what is wrong at a position of a file, or who reaches the resource that is made there. */
export function hoverAt(analyses: readonly Analysis[], name: string, at: Position, options: CheckOptions): Hover | undefined {
  for (const analysis of analyses) {
    const around = problemsIn(analysis, name)
      .map(({ problem, place }) => ({ problem, range: rangeOf(analysis.report.written, place) }))
      .filter(({ range }) => contains(range, at));
    // What is meant is what is marked most narrowly.
    const problems = around.filter(({ range }) => !around.some((other) => isWithin(other.range, range)));
    const [first] = problems;
    if (first === undefined) continue;
    const pages = problems.map(({ problem }) => pageMarkdown(pageOf(analysis, problem, options)));
    return { contents: { kind: MarkupKind.Markdown, value: pages.join("\n---\n\n") }, range: first.range };
  }
  for (const analysis of analyses) {
    const hover = resourceAt(analysis, name, at);
    if (hover !== undefined) return hover;
  }
  return undefined;
}

function pageOf({ report }: Analysis, problem: LocatedProblem, { configuration, today }: CheckOptions): ReturnType<typeof problemPage> {
  return problemPage(explainProblem(report, problem, { configuration, today, policies, command: () => undefined }), report);
}

/** The problems that have a place in a file. */
export function problemsIn(
  { report, folder }: Analysis,
  name: string,
): readonly { problem: LocatedProblem; place: NonNullable<LocatedProblem["spot"]["place"]> }[] {
  return report.problems.flatMap((problem) =>
    [problem.spot, ...problem.others].flatMap(({ place }) =>
      place !== undefined && path.join(folder, place.file) === name ? [{ problem, place }] : [],
    ),
  );
}

/** The resource whose making begins on the line, where the position is in its first words. */
function resourceAt({ report, folder }: Analysis, name: string, at: Position): Hover | undefined {
  for (const judgement of report.judgements) {
    for (const urn of judgement.world.network.resources.keys()) {
      const place = judgement.locate(urn, []);
      if (place?.line !== at.line + 1 || path.join(folder, place.file) !== name) continue;
      const line = report.written?.text(place.file)?.split(/\r\n|\r|\n/)[at.line] ?? "";
      const words = /^[^({]*(?:\(\s*(?:"[^"]*"|'[^']*'|[^,)]*))?/.exec(line.slice(place.column - 1))?.[0] ?? "";
      if (at.character < place.column - 1 || at.character > place.column - 1 + words.length) continue;
      const explained = explainResource(judgement, urn, report.problems);
      return { contents: { kind: MarkupKind.Markdown, value: pageMarkdown(resourcePage(explained)) } };
    }
  }
  return undefined;
}
