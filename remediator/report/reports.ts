import { byRank, problemsOf } from "@portcullis/policypack/problems/problems";
import { unknownsOf } from "@portcullis/policypack/problems/unknowns";
import type { Check, Judgement, LocatedFinding } from "../check";
import { isOneProject, mergedExemptions, mergedFindings, mergedGaps, sameness } from "../stacks";
import { placeText, type LocatedProblem, type Place, type Report } from "./report";

export interface ReportOptions {
  readonly today: string;
  /** A folder of this disk from the top of its repository. */
  readonly inRepository: (folder: string) => string;
}

/** What a check found, by project: what several stacks of it have in common is one problem. */
export function reportsOf({ judgements }: Pick<Check, "judgements">, options: ReportOptions): readonly Report[] {
  const isOne = isOneProject(judgements);
  const projects = new Map<string, Judgement[]>();
  for (const judgement of judgements) {
    const key = `${judgement.source.folderName ?? ""}\n${projectName(judgement)}`;
    projects.set(key, [...(projects.get(key) ?? []), judgement]);
  }
  return [...projects.values()].map((own) => reportOf(own, isOne, options));
}

function reportOf(judgements: readonly Judgement[], isOne: boolean, { today, inRepository }: ReportOptions): Report {
  const [first] = judgements;
  if (first === undefined) throw new Error("a project has something that was judged");
  const { source, written } = first;
  const findings = mergedFindings(judgements, isOne);
  return {
    project: projectName(first),
    language: source.language,
    how: source.how,
    stacks: [...new Set(judgements.flatMap((judgement) => stackName(judgement) || []))],
    problems: problemsIn(judgements, (judged, finding) => findings.get(sameness(judged.source, finding)) ?? finding),
    findings: [...findings.values()],
    unknowns: unknownsOf([...findings.values()]),
    exemptions: mergedExemptions(judgements.map(({ exemptions }) => exemptions)),
    notChecked: mergedGaps(judgements),
    judgements,
    written,
    folder: written === undefined ? "" : inRepository(written.folder),
    today,
  };
}

type Represent = (judgement: Judgement, finding: LocatedFinding) => LocatedFinding;

function problemsIn(judgements: readonly Judgement[], represent: Represent): readonly LocatedProblem[] {
  const problems = new Map<string, { readonly problem: LocatedProblem; readonly stacks: string[] }>();
  for (const judgement of judgements) {
    const { findings, world, locate } = judgement;
    for (const problem of problemsOf<LocatedFinding, Place>(findings, world, { locate, textOf: placeText })) {
      const represented = (list: readonly LocatedFinding[]): readonly LocatedFinding[] => list.map((finding) => represent(judgement, finding));
      const merged = { ...problem, findings: represented(problem.findings), advice: represented(problem.advice), stacks: [] };
      const known = problems.get(problem.key) ?? { problem: merged, stacks: [] };
      problems.set(problem.key, known);
      known.stacks.push(...(stackName(judgement) === "" ? [] : [stackName(judgement)]));
    }
  }
  return [...problems.values()].map(({ problem, stacks }) => ({ ...problem, stacks })).sort(byRank);
}

function projectName({ source, world }: Judgement): string {
  return source.project ?? urnParts(world)[1] ?? "";
}

function stackName({ source, world }: Judgement): string {
  return source.stack ?? urnParts(world)[0] ?? "";
}

/** The stack and the project that resources say they are in. */
function urnParts(world: Judgement["world"]): readonly string[] {
  const [urn = ""] = world.network.resources.keys();
  return urn.replace(/^urn:pulumi:/, "").split("::");
}
