import { check, type Check, type CheckOptions, type Judgement, type LocatedFinding, type Subject } from "./check";
import type { LocatedGap, Source } from "./source";

/** Judges each source, and says once what holds for several stacks of a project. `begin` is told which source is next. */
export function checkAll(sources: readonly Source[], options: CheckOptions, begin: (index: number) => void = () => undefined): Check {
  const judgements = sources.flatMap((source, index) => {
    begin(index);
    return (options.triesPlans === true ? tried(source, options) : check(source, options)).judgements;
  });
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

/** Loaded where plans are tried: editors take longer than all else. */
function tried(source: Source, options: CheckOptions): Check {
  const { withPromises } = require("../repair/promises") as typeof import("../repair/promises");
  const judged = withPromises(check(source, options), source, options);
  return { ...judged, judgements: judged.judgements.map((judgement) => ({ ...judgement, findings: judged.findings })) };
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
