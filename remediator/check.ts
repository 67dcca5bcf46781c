import { evaluateStack, type Evaluation, type Finding } from "@portcullis/policypack/evaluation/evaluate";
import type { World } from "@portcullis/policypack/model/world";
import type { Path } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import type { Resource, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Configuration } from "@portcullis/policypack/contract/settings";
import type { Target } from "./languages/language";
import type { LocatedGap, Source, SourceRange, Written } from "./source";

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
  readonly judgements: readonly Judgement[];
}

/** One stack of a project as it was judged. */
export interface Judgement {
  readonly source: Source;
  readonly world: World;
  /** Its findings, each before it is put together with those of other stacks that say the same. */
  readonly findings: readonly LocatedFinding[];
  readonly notChecked: readonly LocatedGap[];
  readonly exemptions: Evaluation["exemptions"];
  /** Where the program writes a property of a resource. */
  readonly locate: Locate;
  /** The source that places are in, where it is at hand. */
  readonly written: Written | undefined;
}

type Locate = (urn: string, path: Path) => SourcePosition | SourceRange | undefined;

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
  const evaluation = evaluateStack(source.resources, { ...options, policies, withFixes: true, isPartial: source.isPartial === true });
  const { written, locate } = placesOf(source);
  const findings = evaluation.findings.map((finding) => ({ ...finding, location: locate(finding.urn, finding.path) }));
  const notChecked = [...source.gaps, ...evaluation.notChecked];
  const { exemptions, world } = evaluation;
  return {
    findings,
    notChecked,
    exemptions,
    subjects: [{ project: source.project, language: source.language, how: source.how, stacks: source.stack === undefined ? [] : [source.stack] }],
    judgements: [{ source, world, findings, notChecked, exemptions, locate, written }],
  };
}

/** Finds places in the program of a source. Compilers are loaded where it was run: they take longer than all else. */
export function placesOf({ folder, locate, written, resources }: Source): Pick<Judgement, "locate" | "written"> {
  if (locate !== undefined) return { locate, written };
  const targets = targetsOf(resources);
  if (folder === undefined) return { locate: (urn) => targets.get(urn)?.positions[0], written: undefined };
  const { positionOf } = require("./languages/languages") as typeof import("./languages/languages");
  const { readFiles } = require("./files") as typeof import("./files");
  const files = readFiles(folder);
  const placeOfTarget = (target: Target, path: Path): SourcePosition | undefined =>
    positionOf(files, target, path) ?? positionOf(files, target, []) ?? target.positions[0];
  return {
    locate: (urn, path) => {
      const target = targets.get(urn);
      return target === undefined ? undefined : placeOfTarget(target, path);
    },
    written: { folder, text: (file) => files.get(file) },
  };
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
