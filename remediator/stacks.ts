import { check, type Check, type CheckOptions, type LocatedFinding, type Subject } from "./check";
import type { LocatedGap, Source } from "./source";

/** Judges each source, and says once what holds for several stacks of a project. */
export function checkAll(sources: readonly Source[], options: CheckOptions): Check {
  const subjects = new Map<string, Merged<Subject>>();
  const findings = new Map<string, Merged<LocatedFinding>>();
  const gaps = new Map<string, LocatedGap>();
  const reports: Check["exemptions"][] = [];
  const isOne = new Set(sources.map(({ folderName }) => folderName)).size <= 1;
  for (const source of sources) {
    const { project, language, how, stack = "", folderName = "" } = source;
    add(subjects, folderName, { project, language, how }, stack);
    const judged = options.triesPlans === true ? tried(source, options) : check(source, options);
    reports.push(judged.exemptions);
    for (const gap of judged.notChecked) gaps.set(JSON.stringify([folderName, withoutStack(gap.urn), gap.reason, gap.location]), gap);
    for (const finding of judged.findings) {
      const { policy, verdict, urn, property, message } = finding;
      const named = isOne || project === undefined ? finding : { ...finding, project };
      add(findings, JSON.stringify([folderName, policy, verdict, withoutStack(urn), property, message]), named, stack);
    }
  }
  return {
    findings: [...findings.values()].map(({ value, stacks }) => (stacks.length === 0 ? value : { ...value, stacks })),
    notChecked: [...gaps.values()],
    exemptions: mergedExemptions(reports),
    subjects: [...subjects.values()].map(({ value, stacks }) => ({ ...value, stacks })),
  };
}

/** Loaded where plans are tried: editors take longer than all else. */
function tried(source: Source, options: CheckOptions): Check {
  const { withPromises } = require("./promises") as typeof import("./promises");
  return withPromises(check(source, options), source, options);
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
function mergedExemptions(reports: readonly Check["exemptions"][]): Check["exemptions"] {
  const merged = new Map<string, Check["exemptions"][number]>();
  for (const exemption of reports.flat()) {
    const { isStale, ...rest } = exemption;
    const key = JSON.stringify(rest);
    const known = merged.get(key);
    merged.set(key, { ...exemption, isStale: isStale && (known?.isStale ?? true) });
  }
  return [...merged.values()];
}
