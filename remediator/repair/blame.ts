import { addTo } from "@portcullis/policypack/grouped";
import type { Change } from "./plans";
import type { Claim, Fault } from "./verify";

/**
 * The claims that each of several changes breaks, where every fault that they have together is about the resources of one of them; undefined where
 * that cannot be told. What is blamed was seen in company, and is not tried by itself.
 */
export function blameOf(changes: readonly Change[], claims: readonly Claim[]): ReadonlyMap<Change, readonly Claim[]> | undefined {
  const touching = changesByResource(changes);
  const blamed = new Map<Change, [Claim, ...Claim[]]>();
  for (const claim of claims) {
    const byChange = new Map<Change, [Fault, ...Fault[]]>();
    for (const fault of claim.faults) {
      const [change, ...others] = new Set(fault.urns.flatMap((urn) => [...(touching.get(urn) ?? [])]));
      if (change === undefined || others.length > 0) return undefined;
      addTo(byChange, change, fault);
    }
    for (const [change, faults] of byChange) addTo(blamed, change, { ...claim, faults, detail: claim.inWords(faults) });
  }
  return blamed;
}

function changesByResource(changes: readonly Change[]): ReadonlyMap<string, ReadonlySet<Change>> {
  const result = new Map<string, Set<Change>>();
  for (const change of changes)
    for (const { urn } of [...change.steps, ...change.findings]) result.set(urn, (result.get(urn) ?? new Set()).add(change));
  return result;
}
