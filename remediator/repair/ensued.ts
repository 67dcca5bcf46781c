import type { LocatedFinding } from "../judging/check";
import type { ProofStep } from "../pull-request/request";
import type { DeclinedFix } from "./plans";
import { theyAreGone } from "./verify";
import { keyIn } from "./wanted";

/** What became of findings that stop a deployment and have no repair of their own. */
export interface Ensued {
  /** They are gone along with what was repaired. */
  readonly gone: readonly LocatedFinding[];
  /** They are not seen only until keys of the configuration name somebody. */
  readonly hidden: readonly DeclinedFix[];
}

/**
 * Findings that nothing was said of otherwise: a repair may take more along than was planned, and a rule that a new key of the configuration is for admits
 * nobody until it is set, so that a bastion is none for that long. `withSettings` are the findings with these keys set.
 */
export function ensuedFrom(
  before: readonly LocatedFinding[],
  said: readonly LocatedFinding[],
  withSettings: readonly LocatedFinding[],
  reasons: ReadonlyMap<string, string>,
): Ensued {
  const known = new Set(said.map(keyIn));
  const still = new Set(withSettings.filter(({ verdict }) => verdict === "violates").map(keyIn));
  const gone: LocatedFinding[] = [];
  const hidden: DeclinedFix[] = [];
  for (const finding of before) {
    const key = keyIn(finding);
    if (finding.verdict !== "violates" || finding.level !== "mandatory" || known.has(key)) continue;
    known.add(key);
    if (still.has(key)) hidden.push({ finding, reason: reasons.get(key) ?? ownersToSay });
    else gone.push(finding);
  }
  return { gone, hidden };
}

/** A proof is of what was planned: it says how much is gone along with that. */
export function withEnsued(proof: readonly ProofStep[], gone: number): readonly ProofStep[] {
  if (gone === 0) return proof;
  const along = `${gone} more ${gone === 1 ? "is" : "are"} gone along with them`;
  return proof.map((step) => (step.claim === theyAreGone && step.holds ? { ...step, detail: `${step.detail}; ${along}` } : step));
}

/** Of what nobody plans a repair for. */
export const ownersToSay = "what to do about it is for its owner to say";
