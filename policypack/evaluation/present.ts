import type { Finding } from "./evaluate";
import { listed } from "../model/names/listed";

/**
 * Findings as people read them: what is unknown is shown once for each resource, under the first policy that asks, with the others named
 * beside it.
 */
export function forPeople(findings: readonly Finding[]): readonly Finding[] {
  const unknowns = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.verdict !== "unknown") continue;
    const list = unknowns.get(finding.urn);
    if (list === undefined) unknowns.set(finding.urn, [finding]);
    else list.push(finding);
  }
  return findings.flatMap((finding) => {
    if (finding.verdict !== "unknown") return [finding];
    const [first, ...others] = unknowns.get(finding.urn) ?? [];
    if (first !== finding) return [];
    return [{ ...finding, message: `${finding.message}${alsoOpen(others)}` }];
  });
}

function alsoOpen(others: readonly Finding[]): string {
  return others.length === 0 ? "" : ` The same holds for ${listed(others.map(({ policy }) => policy))}.`;
}
