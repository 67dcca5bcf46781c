import { findingKey, type Finding } from "@portcullis/policypack/evaluation/finding";
import { applySteps, type FixPlan, type Step } from "@portcullis/policypack/plans/plan";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { check, type CheckOptions, type LocatedFinding } from "../judging/check";
import type { Source } from "../sources/source";
import { blameOf } from "./blame";
import { rememberJudgement, verify, type Claim } from "./verify";

/** A finding that is not repaired, and why. */
export interface DeclinedFix {
  readonly finding: LocatedFinding;
  readonly reason: string;
}

/** The repair of findings that have one plan between them. */
export interface Change {
  readonly findings: readonly LocatedFinding[];
  readonly steps: readonly Step[];
}

/** What can be repaired of some resources, as far as these tell: every plan was applied to them, and the result was compared. */
export interface Plans {
  readonly findings: readonly LocatedFinding[];
  readonly changes: readonly Change[];
  readonly declined: readonly DeclinedFix[];
  /** Plans that do not hold: what they would change is known all the same. */
  readonly unproven: readonly Change[];
}

/** What has been repaired already, and how everything was before that. */
export interface Since {
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
  readonly steps: readonly Step[];
}

/** Plans that hold. What does not hold is declined, and the rest is planned again without it. */
export function plansFor(source: Source, options: CheckOptions, since: Since = { resources: source.resources, findings: [], steps: [] }): Plans {
  const declined = new Map<string, DeclinedFix>();
  const unproven: Change[] = [];
  const refuse = (findings: readonly LocatedFinding[], reason: string): void => {
    for (const finding of findings) declined.set(findingKey(finding), { finding, reason });
  };
  const brokenBy = (changes: readonly Change[]): readonly Claim[] => broken(source, changes, options, since);
  for (;;) {
    const without = new Set([...(options.without ?? []), ...declined.keys()]);
    const { findings, judgements } = check(source, { ...options, without });
    judgements.forEach(rememberJudgement);
    const changes = changesIn(findings);
    for (const finding of findings) if (finding.verdict === "violates" && finding.fix?.kind === "declined") refuse([finding], finding.fix.reason);
    const holding = together([], changes, brokenBy);
    if (holding.length === changes.length) return { findings, changes, declined: [...declined.values()], unproven };
    const held = new Set(holding);
    const failing = changes.filter((change) => !held.has(change));
    const blame = failing.length > mostTried ? blameOf(failing, brokenBy([...holding, ...failing])) : undefined;
    for (const change of failing) {
      const claims = blame?.get(change) ?? brokenBy([...holding, change]);
      const [only] = claims;
      const left = change.findings.filter(
        (finding) => claims.length === 1 && only?.faults.some((fault) => fault.left === findingKey(finding)) === true,
      );
      unproven.push(change);
      // What is left of one finding does not speak against the repair of others.
      if (left.length > 0) refuse(left, "the change that was planned for it leaves some of it");
      else refuse(change.findings, claims.map(({ detail }) => detail).join("; "));
    }
  }
}

/** As many of some changes as hold together with others that do. */
function together(
  held: readonly Change[],
  changes: readonly Change[],
  brokenBy: (changes: readonly Change[]) => readonly Claim[],
): readonly Change[] {
  const claims = changes.length === 0 ? [] : brokenBy([...held, ...changes]);
  if (claims.length === 0) return changes;
  if (changes.length === 1) return [];
  // Each trial judges everything again. Where many fail, and it can be told which, these are not tried one by one.
  const blamed = changes.length > mostTried ? blameOf(changes, claims) : undefined;
  if (blamed !== undefined && blamed.size > mostTried) {
    const others = changes.filter((change) => !blamed.has(change));
    return together(held, others, brokenBy);
  }
  const middle = Math.ceil(changes.length / 2);
  const first = together(held, changes.slice(0, middle), brokenBy);
  return [...first, ...together([...held, ...first], changes.slice(middle), brokenBy)];
}

/** So many changes that do not hold are found by trying. */
const mostTried = 8;

/** Findings by the plan that they share, the worst first. What is planned alike for two of them is done once. */
function changesIn(findings: readonly LocatedFinding[]): readonly Change[] {
  const bySteps = new Map<string, { readonly findings: LocatedFinding[]; readonly steps: readonly Step[] }>();
  const keys = new Map<FixPlan, string>();
  for (const finding of findings) {
    if (finding.verdict !== "violates" || finding.fix?.kind !== "plan") continue;
    const { fix } = finding;
    const key = keys.get(fix) ?? JSON.stringify(fix.steps);
    keys.set(fix, key);
    const change = bySteps.get(key);
    if (change === undefined) bySteps.set(key, { findings: [finding], steps: fix.steps });
    else change.findings.push(finding);
  }
  return [...bySteps.values()];
}

/** The findings that are to be gone afterwards: of others, some rules stay as they are. */
export function goneIn(changes: readonly Change[]): readonly LocatedFinding[] {
  return changes.flatMap(({ findings }) => findings).filter(({ stays }) => stays === undefined);
}

/** The others, which are repaired in part. */
export function inPartIn(changes: readonly Change[]): readonly LocatedFinding[] {
  return changes.flatMap(({ findings }) => findings).filter(({ stays }) => stays !== undefined);
}

/** The claims that plans would break if the resources became what they say. */
function broken({ resources }: Source, changes: readonly Change[], options: CheckOptions, since: Since): readonly Claim[] {
  const steps = changes.flatMap((change) => change.steps);
  const intent = { findings: [...since.findings, ...goneIn(changes)], steps: [...since.steps, ...steps] };
  return verify(since.resources, applySteps(resources, steps), intent, options).filter(({ holds }) => !holds);
}
