import type { Severity } from "../contract/policy";
import type { Finding, RuleEvidence } from "../evaluation/finding";
import type { Path } from "../plans/plan";
import type { Carrier } from "./carriers";

/** What is wrong is written at a property of a resource. */
export interface Spot<Place> {
  readonly urn: string;
  readonly path: Path;
  /** Where the source writes it, where that is known. */
  readonly place: Place | undefined;
}

/**
 * One hole: a place that opens something to somebody, with every policy that it breaks. What people read is made of problems; the engine and
 * JSON have a finding for each policy.
 */
export interface Problem<F extends Finding = Finding, Place = unknown> {
  /** The same for as long as the hole is the same, wherever in the source it moves: without lines, files, stacks and indexes. */
  readonly key: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: Severity;
  /** The policies that it breaks, the worst first. */
  readonly policies: readonly string[];
  /** What is so, and what to do. */
  readonly says: string;
  readonly remedy: string;
  /** The rules that it is about, those of its twins too. */
  readonly rules: readonly RuleEvidence[];
  /** Where to change it first; then the other places that it takes. */
  readonly spot: Spot<Place>;
  readonly others: readonly Spot<Place>[];
  /** Resources that the same source makes with the same hole. */
  readonly twins: readonly string[];
  /** What carries the group whose rule it is; undefined where that is not known, and where it is no rule. */
  readonly carriers: readonly Carrier[] | undefined;
  /** How much it matters that this is open: see `exposureRank`. */
  readonly exposure: number;
  /** The findings that say so, the worst first. */
  readonly findings: readonly F[];
  /** Findings that only advise about a rule that is a problem anyway. */
  readonly advice: readonly F[];
}
