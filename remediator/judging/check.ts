import { evaluateStack, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import type { Finding } from "@portcullis/policypack/evaluation/finding";
import type { World } from "@portcullis/policypack/model/world";
import { policies } from "@portcullis/policypack/contract/registry";
import type { SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Configuration } from "@portcullis/policypack/contract/settings";
import { locatorOf, type Locate } from "./locate";
import type { SourceRange } from "../reader/plain";
import type { LocatedGap, Source, Written } from "../sources/source";

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

export interface CheckOptions {
  readonly configuration: Configuration;
  readonly today: string;
  /** The policies whose findings are to be repaired; all of them unless said. */
  readonly repaired?: readonly string[];
  /** Findings, by their keys, whose repair is out of the question. */
  readonly without?: ReadonlySet<string>;
  /** What cannot be named where a resource is written, by `namingKey`, and why. */
  readonly unnamed?: ReadonlyMap<string, string>;
  /** Rules that cannot be changed where they are written, by `contentKey`, and why. */
  readonly untouched?: ReadonlyMap<string, string>;
  /** Whose plans are tried, so that none is promised that is declined later: those of source that can be edited, or of exports as well. */
  readonly triesPlans?: "programs" | "all";
}

/**
 * Judges the resources of a source, and finds the place in the program for each finding. The same question about a source is asked when it is reported
 * and when its plans are tried: the answer is kept as long as the source.
 */
export function check(source: Source, options: CheckOptions): Check {
  const { configuration, today, repaired, without, unnamed, untouched } = options;
  if ((without?.size ?? 0) + (unnamed?.size ?? 0) + (untouched?.size ?? 0) > 0) return judged(source, options);
  const question = JSON.stringify([today, repaired]);
  const known = answers.get(source);
  if (known?.configuration === configuration && known.question === question) return known.check;
  const answer = judged(source, options);
  answers.set(source, { configuration, question, check: answer });
  return answer;
}

const answers = new WeakMap<Source, { readonly configuration: Configuration; readonly question: string; readonly check: Check }>();

function judged(source: Source, options: CheckOptions): Check {
  const evaluation = evaluateStack(source.resources, { ...options, policies, withFixes: true, isPartial: source.isPartial === true });
  const { written, locate } = locatorOf(source);
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
