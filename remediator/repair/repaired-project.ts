import type { LocatedFinding } from "../judging/check";
import type { ProofStep } from "../pull-request/request";
import type { Source } from "../sources/source";
import type { Answered, NewSetting, Remaining } from "./fix";
import type { DeclinedFix } from "./plans";

/** The repair of one project. */
export interface Repair {
  readonly project: string;
  readonly source: Source;
  /** Its stacks as they are with the repair. */
  readonly after: readonly Source[];
  readonly answered: Answered | undefined;
  readonly repaired: readonly LocatedFinding[];
  readonly declined: readonly DeclinedFix[];
  readonly remaining: Remaining;
  readonly proof: readonly ProofStep[];
  readonly settings: readonly NewSetting[];
  /** The changed files' texts, by name relative to the repository's top folder. */
  readonly texts: ReadonlyMap<string, string>;
  readonly judgements: readonly Judgement[];
}

/** A repair of which not everything is proven. */
export interface Judgement {
  readonly findings: readonly LocatedFinding[];
  readonly proof: readonly ProofStep[];
  readonly texts: ReadonlyMap<string, string>;
  readonly after: readonly Source[];
}
