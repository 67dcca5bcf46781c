import { evaluateStack, type Evaluation, type Finding } from "@portcullis/policypack/evaluation/evaluate";
import { policies } from "@portcullis/policypack/contract/registry";
import type { Resource, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Configuration } from "@portcullis/policypack/contract/settings";
import type { Target } from "./languages/language";
import type { LocatedGap, Source, SourceRange } from "./source";

/** A finding, and where the program writes what it is about. */
export interface LocatedFinding extends Finding {
  readonly location: SourcePosition | SourceRange | undefined;
  /** The project that it is in, where several were read. */
  readonly project?: string;
  /** The stacks that it holds for, where a program's stacks were read. */
  readonly stacks?: readonly string[];
}

/** What was judged: a project, as it was read, for these stacks. */
export interface Subject {
  readonly project: string | undefined;
  readonly language: string | undefined;
  readonly how: Source["how"];
  readonly stacks: readonly string[];
}

export interface Check {
  readonly findings: readonly LocatedFinding[];
  readonly notChecked: readonly LocatedGap[];
  readonly exemptions: Evaluation["exemptions"];
  readonly subjects: readonly Subject[];
}

export interface CheckOptions {
  readonly configuration: Configuration;
  readonly today: string;
  /** The policies whose findings are to be repaired; all of them unless said. */
  readonly repaired?: readonly string[];
  /** Findings, by their keys, whose repair is out of the question. */
  readonly without?: ReadonlySet<string>;
  /** Whether plans are tried, so that none is promised that is declined later. */
  readonly triesPlans?: boolean;
}

/** Judges the resources of a source, and finds the place in the program for each finding. */
export function check(source: Source, options: CheckOptions): Check {
  const evaluation = evaluateStack(source.resources, { ...options, policies, withFixes: true });
  const targets = targetsOf(source.resources);
  const locate = locatorOf(source.folder);
  const { locate: placeOfValue } = source;
  return {
    findings: evaluation.findings.map((finding) => ({
      ...finding,
      location: placeOfValue === undefined ? locate(targets.get(finding.urn), finding) : placeOfValue(finding.urn, finding.path),
    })),
    notChecked: [...source.gaps, ...evaluation.notChecked],
    exemptions: evaluation.exemptions,
    subjects: [{ project: source.project, language: source.language, how: source.how, stacks: source.stack === undefined ? [] : [source.stack] }],
  };
}

/** Finds places in the program of a folder. Compilers are loaded where there is one: they take longer than all else. */
function locatorOf(folder: string | undefined): (target: Target | undefined, finding: Finding) => SourcePosition | undefined {
  if (folder === undefined) return (target) => target?.positions[0];
  const { positionOf } = require("./languages/languages") as typeof import("./languages/languages");
  const { readFiles } = require("./files") as typeof import("./files");
  const files = readFiles(folder);
  return (target, finding) =>
    target === undefined ? undefined : (positionOf(files, target, finding.path) ?? positionOf(files, target, []) ?? target.positions[0]);
}

/** Every resource as an editor looks for it. */
export function targetsOf(resources: readonly Resource[]): ReadonlyMap<string, Target> {
  const sharing = new Map<string, number>();
  for (const { positions } of resources) sharing.set(placeOf(positions[0]), (sharing.get(placeOf(positions[0])) ?? 0) + 1);
  return new Map(
    resources.map(({ urn, type, name, positions, inputs }) => {
      const shared = positions[0] === undefined ? 1 : (sharing.get(placeOf(positions[0])) ?? 1);
      return [urn, { urn, type, name, positions, inputs, sharedBy: shared }];
    }),
  );
}

export function placeOf(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${position.file}:${position.line}:${position.column}`;
}
