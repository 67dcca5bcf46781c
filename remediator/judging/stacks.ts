import { grouped } from "@portcullis/policypack/grouped";
import type { Judged } from "../repair/promises";
import { check, type Check, type CheckOptions, type Judgement, type LocatedFinding, type Subject } from "./check";
import type { LocatedGap, Source } from "../sources/source";

/** Judges each source, and says once what holds for several stacks of a project. `begin` is told which source is next. */
export function checkAll(sources: readonly Source[], options: CheckOptions, begin: (index: number) => void = () => undefined): Check {
  const checks = sources.map((source, index) => {
    begin(index);
    return check(source, options);
  });
  const judgements = tried(sources, checks, options).flatMap((each) => each.judgements);
  const subjects = new Map<string, Merged<Subject>>();
  for (const { project, language, how, stack = "", folderName = "" } of sources) add(subjects, folderName, { project, language, how }, stack);
  return {
    findings: [...mergedFindings(judgements).values()],
    notChecked: mergedGaps(judgements),
    exemptions: mergedExemptions(judgements.map(({ exemptions }) => exemptions)),
    subjects: [...subjects.values()].map(({ value, stacks }) => ({ ...value, stacks })),
    judgements,
  };
}

/** What was found in any stack, with the stacks that it holds for; and with its project where there are several. By what is the same in all of them. */
export function mergedFindings(judgements: readonly Judgement[], isOne = isOneProject(judgements)): ReadonlyMap<string, LocatedFinding> {
  const findings = new Map<string, Merged<LocatedFinding>>();
  for (const { source, findings: own } of judgements)
    for (const finding of own) {
      const { project, stack = "" } = source;
      add(findings, sameness(source, finding), isOne || project === undefined ? finding : { ...finding, project }, stack);
    }
  return new Map([...findings].map(([key, { value, stacks }]) => [key, stacks.length === 0 ? value : { ...value, stacks }]));
}

export function isOneProject(judgements: readonly Judgement[]): boolean {
  return new Set(judgements.map(({ source }) => source.folderName)).size <= 1;
}

/** What is the same of a finding in every stack that it holds for. */
export function sameness({ folderName = "" }: Source, { policy, verdict, urn, property, message }: LocatedFinding): string {
  return JSON.stringify([folderName, policy, verdict, withoutStack(urn), property, message]);
}

export function mergedGaps(judgements: readonly Judgement[]): readonly LocatedGap[] {
  const gaps = new Map<string, LocatedGap>();
  for (const { source, notChecked } of judgements)
    for (const gap of notChecked) gaps.set(JSON.stringify([source.folderName, withoutStack(gap.urn), gap.reason, gap.location]), gap);
  return [...gaps.values()];
}

/** The checks with the plans of those programs that are to be tried, each with all of its stacks. */
function tried(sources: readonly Source[], checks: readonly Check[], { triesPlans, ...options }: CheckOptions): readonly Check[] {
  const judged = sources.flatMap((source, index): readonly Judged[] => {
    const own = checks[index];
    return own === undefined || !(triesPlans === "all" || (triesPlans === "programs" && source.editable !== undefined))
      ? []
      : [{ source, check: own }];
  });
  if (judged.length === 0) return checks;
  // Loaded where plans are tried: editors take longer than all else.
  const { withPromises } = require("../repair/promises") as typeof import("../repair/promises");
  const promised = new Map(
    grouped(judged, ({ source }) => source.folderName).flatMap(([, stacks]) =>
      withPromises(stacks, options).map((each, index) => [stacks[index]?.check, each] as const),
    ),
  );
  return checks.map((own) => {
    const { findings, judgements, ...rest } = promised.get(own) ?? own;
    return { ...rest, findings, judgements: judgements.map((judgement) => ({ ...judgement, findings })) };
  });
}

/** Something that holds for these stacks. */
interface Merged<T> {
  readonly value: Omit<T, "stacks">;
  readonly stacks: string[];
}

function add<T>(merged: Map<string, Merged<T>>, key: string, value: Omit<T, "stacks">, stack: string): void {
  const known = merged.get(key) ?? { value, stacks: [] };
  merged.set(key, known);
  if (stack !== "") known.stacks.push(stack);
}

function withoutStack(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]*::/, "");
}

/** An exemption is stale where it matches nothing in any stack. */
export function mergedExemptions(reports: readonly Check["exemptions"][]): Check["exemptions"] {
  const merged = new Map<string, Check["exemptions"][number]>();
  for (const exemption of reports.flat()) {
    const { isStale, ...rest } = exemption;
    const key = JSON.stringify(rest);
    const known = merged.get(key);
    merged.set(key, { ...exemption, isStale: isStale && (known?.isStale ?? true) });
  }
  return [...merged.values()];
}
