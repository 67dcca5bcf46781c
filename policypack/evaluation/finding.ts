import { secretValue } from "./discretion";
import type { ExemptionInForce } from "./exemptions";
import type { Direction } from "../model/network";
import type { NamedSource } from "../model/names/sources";
import * as intervals from "../net/intervals";
import type { Traffic } from "../net/ports";
import type { FixPlan, Path } from "../plans/plan";
import type { Listed, Severity } from "../contract/policy";

/** A rule that contributes to a finding, as users see it. */
export interface RuleEvidence {
  readonly urn: string;
  readonly property: string;
  readonly ports: string;
  readonly source: string;
  readonly path: Path;
  /** Where the rule is written: the element of a group's list, or empty for a rule that is a resource of its own. */
  readonly declaration: Path;
  readonly direction: Direction;
  readonly traffic: Traffic;
  /** Its source as messages call it, and what that stands for by itself: of a group nothing. */
  readonly named: NamedSource;
  /** Whether it takes the others to be too much. */
  readonly together: boolean;
}

export interface Finding {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: Severity;
  readonly verdict: "violates" | "unknown" | "exempt";
  readonly urn: string;
  readonly property: string;
  /** The same property, step by step. */
  readonly path: Path;
  /** What is so, then what to do. */
  readonly message: string;
  /** The message in its two parts; the second one is empty where nothing is to be done. */
  readonly says: string;
  readonly remedy: string;
  readonly rules: readonly RuleEvidence[];
  /** The rules of the whole stack that contribute, where they are more than those that the resource shows alone. */
  readonly related?: readonly RuleEvidence[];
  /** The traffic that strangers are let through to, where that is what is wrong. */
  readonly exposes?: Traffic;
  /**
   * Of advice that is left out where a mandatory finding is about its rules: for each of them, the rules of which one is enough, by `ruleKey`.
   */
  readonly yieldsTo?: readonly (readonly string[])[];
  /** Where people read it, it is one sentence with others of its policy. */
  readonly listed?: Listed;
  readonly exemption?: ExemptionInForce;
  readonly fix?: FixPlan;
  /** Where the plan leaves some of the rules as they are: why. */
  readonly stays?: string;
}

/** One policy speaks of one resource once at each moment: at the second one where it says more. */
export function findingKey({ policy, urn }: Pick<Finding, "policy" | "urn">): string {
  return `${policy} ${urn}`;
}

/** Whether a finding speaks of rules of its resource, or of ports that they open, which another one of the same key does not know. */
export function saysMore(finding: Finding, other: Finding): boolean {
  const known = new Set(other.rules.map(ruleKey));
  const own = finding.rules.filter(({ urn }) => urn === finding.urn);
  if (own.some((rule) => !known.has(ruleKey(rule)))) return true;
  const opened = intervals.intersect(finding.exposes ?? intervals.none, intervals.unionAll(own.map(({ traffic }) => traffic)));
  return !intervals.covers(other.exposes ?? intervals.none, opened);
}

export function ruleKey({ urn, property }: Pick<RuleEvidence, "urn" | "property">): string {
  return `${urn} ${property}`;
}

/** What depends on what else is said is not said of a resource alone: what is said of many at once, and what a mandatory finding takes the place of. */
export function isSaidAtTheEnd({ listed: inList, yieldsTo: others }: Finding): boolean {
  return inList !== undefined || others !== undefined;
}

/** Whether something of a rule came out of a secret. */
export function isDiscreet({ ports, source, named }: RuleEvidence): boolean {
  return [ports, source, named.text].some((text) => text.includes(secretValue));
}
