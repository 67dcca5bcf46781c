import { ruleKey, type Finding } from "./finding";
import { withCommas } from "../commas";
import { grouped } from "../grouped";
import { listed } from "../model/names/listed";

/**
 * Findings as people read them: what is unknown is shown once for each resource, under the first policy that asks, with the others named
 * beside it; what is said of many at once is one finding, on the first of them; advice that a mandatory finding makes pointless is left out.
 */
export function forPeople(all: readonly Finding[]): readonly Finding[] {
  const findings = withoutRepeats(all);
  const unknowns = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.verdict !== "unknown") continue;
    const list = unknowns.get(finding.urn);
    if (list === undefined) unknowns.set(finding.urn, [finding]);
    else list.push(finding);
  }
  const lists = new Map(
    grouped(
      findings.filter(({ listed: own }) => own !== undefined),
      listKey,
    ).map(([key, together]) => [key, together]),
  );
  return findings.flatMap((finding) => {
    const together = finding.listed === undefined ? undefined : lists.get(listKey(finding));
    if (together !== undefined) {
      const says = sayAll(together);
      return together[0] !== finding ? [] : says === undefined ? [finding] : [{ ...finding, says, message: `${says} ${finding.remedy}`.trim() }];
    }
    if (finding.verdict !== "unknown") return [finding];
    const [first, ...others] = unknowns.get(finding.urn) ?? [];
    if (first !== finding) return [];
    return [{ ...finding, message: `${finding.message}${alsoOpen(others)}` }];
  });
}

function alsoOpen(others: readonly Finding[]): string {
  return others.length === 0 ? "" : ` The same holds for ${listed(others.map(({ policy }) => policy))}.`;
}

/** Without advice about rules that a mandatory finding has changed anyway. */
export function withoutRepeats<F extends Finding>(findings: readonly F[]): readonly F[] {
  const wrong = new Set(
    findings.flatMap(({ level, verdict, rules, related }) =>
      level === "mandatory" && verdict === "violates" ? (related ?? rules).map(ruleKey) : [],
    ),
  );
  if (wrong.size === 0) return findings;
  return findings.filter(
    ({ yieldsTo }) => yieldsTo === undefined || yieldsTo.length === 0 || !yieldsTo.every((keys) => keys.some((key) => wrong.has(key))),
  );
}

/** Findings with the same key are said as one. */
export function listKey({ policy, level }: Pick<Finding, "policy" | "level">): string {
  return `${policy} ${level}`;
}

/** What is so of all that some findings are about; undefined where it is one thing. */
export function sayAll(findings: readonly Pick<Finding, "listed">[]): string | undefined {
  const names = [...new Set(findings.flatMap(({ listed: own }) => own?.names ?? []))];
  const all = findings[0]?.listed?.all;
  return all === undefined || names.length < 2 ? undefined : `${withCommas(names.length)} ${all}: ${listed(names)}.`;
}
