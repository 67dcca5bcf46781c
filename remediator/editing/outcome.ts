import { isReference, type Variant } from "@portcullis/policypack/plans/plan";

/** Why something is left alone. The reason is a sentence without its full stop, written for the report. */
export interface Declined {
  readonly kind: "declined";
  readonly reason: string;
  /** The resource that cannot be named, where that is why. */
  readonly unnamed?: string;
  /** Whether others have the same piece of source, and that is why. */
  readonly isShared?: true;
}

/** What a step of editing comes to: its result, or the reason why there is none. */
export type Outcome<T> = T | Declined;

export function declined(reason: string): Declined {
  return { kind: "declined", reason };
}

/** Others that have the same piece of source do not want the same change. */
export function declinedForOthers(reason: string): Declined {
  return { ...declined(reason), isShared: true };
}

/** Where others have a piece of source that a plan would have name something: the same is possible without the name. */
export function withoutNaming<T>(outcome: Outcome<T>, { set = {}, append = {} }: Variant): Outcome<T> {
  if (!isDeclined(outcome) || outcome.isShared !== true || outcome.unnamed !== undefined) return outcome;
  const named = [...Object.values(set), ...Object.values(append)].flat().find(isReference);
  return named === undefined ? outcome : { ...outcome, unnamed: named.reference };
}

export function isDeclined(outcome: unknown): outcome is Declined {
  return typeof outcome === "object" && outcome !== null && "kind" in outcome && outcome.kind === "declined" && "reason" in outcome;
}

/** All results together, or the first reason. */
export function allOf<T>(outcomes: Iterable<Outcome<readonly T[]>>): Outcome<T[]> {
  const results: T[] = [];
  for (const outcome of outcomes) {
    if (isDeclined(outcome)) return outcome;
    results.push(...outcome);
  }
  return results;
}
