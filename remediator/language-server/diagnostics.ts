import path from "node:path/posix";
import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation } from "vscode-languageserver/node";
import { twinsText, whereText, type LocatedProblem, type Place, type Report } from "../report/report";
import { visible } from "../system/visible";
import { rangeOf } from "./locations";
import type { Analysis } from "./root";

/** What editors keep of a problem, so that they can ask about it. */
export interface ProblemData {
  readonly folder: string;
  readonly key: string;
}

export interface DiagnosticContext {
  /** The document of a file, from the repository's top. */
  readonly uriOf: (name: string) => string;
  /** Where a policy's page is. */
  readonly pageOf: (policy: string) => string | undefined;
  /** Whether advice is shown. */
  readonly advice: boolean;
}

/** What is wrong with a project, by the file from the repository's top that it is in. */
export function diagnosticsOf(analysis: Analysis, context: DiagnosticContext): ReadonlyMap<string, readonly Diagnostic[]> {
  const byFile = new Map<string, Diagnostic[]>();
  const add = (file: string, diagnostic: Diagnostic): void => {
    const name = path.join(analysis.folder, file);
    byFile.set(name, [...(byFile.get(name) ?? []), diagnostic]);
  };
  const { report, isBroken } = analysis;
  for (const problem of report.problems) {
    // Of a program that is being typed, what only advises would come and go.
    if (problem.level === "advisory" && (isBroken || !context.advice)) continue;
    const { place } = problem.spot;
    if (place !== undefined) add(place.file, diagnosticOf(problem, place, analysis, context));
  }
  for (const { location, reason } of report.notChecked) {
    if (location === undefined) continue;
    const message = `Not checked: ${visible(reason)}`;
    add(location.file, { range: rangeOf(report.written, location), severity: DiagnosticSeverity.Hint, source, message });
  }
  return byFile;
}

const source = "portcullis";

function diagnosticOf(problem: LocatedProblem, place: Place, { report, folder }: Analysis, { uriOf, pageOf }: DiagnosticContext): Diagnostic {
  const { level, policies, key } = problem;
  const [lead = ""] = policies;
  const href = pageOf(lead);
  const data: ProblemData = { folder, key };
  const related = relatedTo(problem, report, folder, uriOf);
  return {
    range: rangeOf(report.written, place),
    severity: level === "mandatory" ? DiagnosticSeverity.Error : DiagnosticSeverity.Information,
    source,
    code: lead,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    message: messageOf(problem, report),
    data,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

/** What is so, who is exposed, and what to do. */
function messageOf(problem: LocatedProblem, report: Report): string {
  const same = twinsText(problem, 5);
  return visible([problem.says, whereText(problem, report), same, problem.remedy].filter((part) => part !== "").join(" "));
}

function relatedTo(
  { others }: LocatedProblem,
  { written }: Report,
  folder: string,
  uriOf: DiagnosticContext["uriOf"],
): DiagnosticRelatedInformation[] {
  return others.flatMap(({ place }) =>
    place === undefined
      ? []
      : [{ location: { uri: uriOf(path.join(folder, place.file)), range: rangeOf(written, place) }, message: "together with this" }],
  );
}
