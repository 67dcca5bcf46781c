import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { ruleKey } from "@portcullis/policypack/evaluation/finding";
import { grouped } from "@portcullis/policypack/grouped";
import type { Problem } from "@portcullis/policypack/problems/problem";
import { identityOf, propertyContent, trafficContent } from "@portcullis/policypack/problems/keys";
import { byRank, problemsOf } from "@portcullis/policypack/problems/problems";
import { breadthOf, compareBreadth } from "@portcullis/policypack/problems/breadth";
import { sourcesBeside, theSameFor } from "@portcullis/policypack/problems/sources-beside";
import { unknownsOf } from "@portcullis/policypack/problems/unknowns";
import type { Check, Judgement, LocatedFinding } from "../judging/check";
import { isOneProject, mergedExemptions, mergedFindings, mergedGaps, sameness } from "../judging/stacks";
import type { Written } from "../sources/source";
import { projectOf, stackOf } from "../baseline/knowledge";
import type { Knowledge } from "../baseline/compare";
import { conditionsInWords } from "./conditions";
import { settingsInWords, settingsOf, type SettingSource } from "./settings";
import { placeText, type LocatedProblem, type Place, type Report } from "./report";

export interface ReportOptions {
  readonly today: string;
  /** A folder of this disk from the top of its repository. */
  readonly inRepository: (folder: string) => string;
  /** What is known already and is not told again. */
  readonly knowledge?: Knowledge | undefined;
}

/** What a check found, by project: what several stacks of it have in common is one problem. */
export function reportsOf({ judgements }: Pick<Check, "judgements">, options: ReportOptions): readonly Report[] {
  const isOne = isOneProject(judgements);
  const projects = grouped(judgements, (judgement) => `${judgement.source.folderName ?? ""}\n${projectOf(judgement).name}`);
  const named = new Map(grouped(projects, ([, [first]]) => projectOf(first).name));
  return projects.map(([, own]) => {
    const { name } = projectOf(own[0]);
    const hasTwin = (named.get(name)?.length ?? 0) > 1;
    return {
      ...reportOf(own, isOne, options),
      shownAs: hasTwin ? [own[0].source.folderName ?? "", name].filter((part) => part !== "").join("/") : name,
    };
  });
}

function reportOf(judgements: readonly Judgement[], isOne: boolean, { today, inRepository, knowledge }: ReportOptions): Omit<Report, "shownAs"> {
  const [first] = judgements;
  if (first === undefined) throw new Error("a project has something that was judged");
  const { source, written } = first;
  const all = mergedFindings(judgements, isOne);
  const { problems, known } = problemsIn(judgements, (judged, finding) => all.get(sameness(judged.source, finding)) ?? finding, knowledge);
  const findings = knowledge === undefined ? [...all.values()] : told(all, problems, judgements, knowledge);
  return {
    project: projectOf(first).name,
    language: source.language,
    how: source.how,
    stacks: stacksOf(judgements),
    problems,
    findings,
    unknowns: unknownsOf(findings),
    ...(knowledge === undefined ? {} : { baseline: { known, since: knowledge.since, gone: knowledge.gone(judgements) } }),
    exemptions: mergedExemptions(judgements.map(({ exemptions }) => exemptions)),
    notChecked: mergedGaps(judgements),
    judgements,
    written: written === undefined ? undefined : discreetly(written, judgements),
    folder: written === undefined ? "" : inRepository(written.folder),
    today,
  };
}

/** The source as it is shown: what is secret in a stack is covered, also where the program writes it as plain text. */
function discreetly(written: Written, judgements: readonly Judgement[]): Written {
  const discretion = new Discretion(judgements.flatMap(({ source }) => source.resources));
  return discretion.isIdle ? written : { ...written, text: (file) => covered(written.text(file), discretion) };
}

function covered(text: string | undefined, discretion: Discretion): string | undefined {
  return text === undefined ? undefined : discretion.cover(text);
}

function stacksOf(judgements: readonly Judgement[]): readonly string[] {
  return [...new Set(judgements.flatMap((judgement) => stackOf(judgement) || []))];
}

type Represent = (judgement: Judgement, finding: LocatedFinding) => LocatedFinding;

interface Problems {
  readonly problems: readonly LocatedProblem[];
  /** How many are not told. */
  readonly known: number;
}

function problemsIn(judgements: readonly Judgement[], represent: Represent, knowledge: Knowledge | undefined): Problems {
  const problems = new Map<string, Told>();
  const byHole = new Map<string, Told>();
  const silent = new Set<string>();
  for (const judgement of judgements) {
    const { findings, world, locate } = judgement;
    for (const problem of problemsOf<LocatedFinding, Place>(findings, world, { locate, textOf: placeText })) {
      if (knowledge !== undefined && isKnown(problem, judgement, knowledge)) {
        silent.add(problem.key);
        continue;
      }
      const represented = (list: readonly LocatedFinding[]): readonly LocatedFinding[] => list.map((finding) => represent(judgement, finding));
      // What carries a group may be among what is left out.
      const carriers = judgement.source.isPartial === true && problem.carriers?.length === 0 ? undefined : problem.carriers;
      const says = problem.says + conditionsInWords(world, problem.spot.urn);
      const own = { ...problem, says, carriers, findings: represented(problem.findings), advice: represented(problem.advice), stacks: [] };
      const hole = holeOf(problem);
      const known = problems.get(problem.key);
      const elsewhere = known === undefined ? byHole.get(hole) : undefined;
      const twin = elsewhere?.judgements.has(judgement) === false ? elsewhere : undefined;
      const entry: Told = known ?? twin ?? { versions: new Map(), judgements: new Set(), settings: [] };
      const version = entry.versions.get(problem.key) ?? { problem: own, judgements: [] };
      entry.versions.set(problem.key, version);
      problems.set(problem.key, entry);
      byHole.set(hole, entry);
      version.judgements.push(judgement);
      entry.judgements.add(judgement);
      entry.settings.push(...settingsOf(judgement.source, problem.rules));
    }
  }
  return { problems: [...new Set(problems.values())].map(asOne).sort(byRank), known: [...silent].filter((key) => !problems.has(key)).length };
}

/** What opens most, with what is different in other stacks. */
function asOne({ versions, judgements, settings }: Told): LocatedProblem {
  const ordered = [...versions.values()].map((version) => ({ ...version, breadth: breadthOf(version.problem.rules) }));
  const [widest, ...others] = ordered.sort((a, b) => compareBreadth(a.breadth, b.breadth));
  if (widest === undefined) throw new Error("what is told is a problem of some stack");
  const { problem } = widest;
  const set = new Set(settings.map(({ source }) => source));
  const beside = others
    .flatMap((other) => other.judgements.flatMap((judgement) => sourcesBeside(problem.rules, other.problem.rules, stackOf(judgement))))
    .filter(({ text }) => !set.has(text));
  const all = [widest, ...others].map((version) => version.problem);
  return {
    ...problem,
    stacks: stacksOf([...judgements]),
    says: problem.says + theSameFor(beside) + settingsInWords(settings, problem.spot.place),
    rules: all.flatMap(({ rules }) => rules),
    findings: [...new Set(all.flatMap(({ findings }) => findings))],
    advice: [...new Set(all.flatMap(({ advice }) => advice))],
    twins: [...problem.twins, ...otherNames(problem, all.slice(1))],
  };
}

/** The resources of a problem's twins that have other names than its own. */
function otherNames(problem: LocatedProblem, twins: readonly LocatedProblem[]): readonly string[] {
  const urnsOf = ({ findings, twins: own }: LocatedProblem): readonly string[] => [...findings.map(({ urn }) => urn), ...own];
  const seen = new Set(urnsOf(problem).map(identityOf));
  return twins.flatMap(urnsOf).filter((urn) => !seen.has(identityOf(urn)) && seen.add(identityOf(urn)));
}

/** What one place in the source makes wrong, in each stack. */
interface Told {
  /** By the keys of problems. */
  readonly versions: Map<string, { readonly problem: LocatedProblem; readonly judgements: Judgement[] }>;
  readonly judgements: Set<Judgement>;
  readonly settings: SettingSource[];
}

/** The same of what one place in the source makes wrong in several stacks, whatever the resource is called and whoever is admitted in each. */
function holeOf({ key, level, policies, spot, rules }: Problem<LocatedFinding, Place>): string {
  return spot.place === undefined ? key : JSON.stringify([placeText(spot.place), level, policies, propertyContent(spot.path), trafficContent(rules)]);
}

function isKnown({ findings, rules }: Problem<LocatedFinding>, judgement: Judgement, { knows }: Knowledge): boolean {
  const own = new Set(rules.map(ruleKey));
  return findings.every((finding) =>
    knows(
      judgement,
      finding,
      finding.rules.filter((rule) => own.has(ruleKey(rule))),
    ),
  );
}

/** The findings of what is told, and those that are no problems and not known. */
function told(
  all: ReadonlyMap<string, LocatedFinding>,
  problems: readonly LocatedProblem[],
  judgements: readonly Judgement[],
  { knows }: Knowledge,
): readonly LocatedFinding[] {
  const kept = new Set(problems.flatMap(({ findings, advice }) => [...findings, ...advice]));
  for (const judgement of judgements)
    for (const finding of judgement.findings) {
      const merged = all.get(sameness(judgement.source, finding));
      if (merged === undefined || finding.verdict === "violates") continue;
      if (finding.verdict === "exempt" || !knows(judgement, finding, [])) kept.add(merged);
    }
  return [...all.values()].filter((finding) => kept.has(finding));
}
