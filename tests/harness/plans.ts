import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { decode } from "@portcullis/policypack/decode/decode";
import { evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import type { Finding } from "@portcullis/policypack/evaluation/finding";
import { cutOffs } from "@portcullis/policypack/model/needs/cut-off";
import { World } from "@portcullis/policypack/model/world";
import { applySteps, effectsOf, settingsIn, type FixPlan, type Step } from "@portcullis/policypack/plans/plan";
import { compareAdmission, grownGroups } from "@portcullis/policypack/plans/safety";
import { openedBySettings } from "@portcullis/policypack/plans/settings";
import { parseUrn, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { goneIn, plansFor } from "../../remediator/repair/plans";
import { today } from "./policy";
import { stackOf, type CaseValue, type Entry } from "./stack";
import { checkFixWords } from "./words";

/** A stack, and what becomes of it when all that can be repaired is. */
export interface PlanCase {
  readonly name: string;
  readonly stack: readonly Entry[] | readonly Resource[];
  readonly config?: RawConfiguration;
  /** The policies that are asked for; all unless said. */
  readonly policies?: readonly string[];
  /** The properties of resources afterwards; null for one that is gone. A reference is the identifier of its resource. */
  readonly becomes?: Readonly<Record<string, Readonly<Record<string, CaseValue | undefined>> | null>>;
  /** Resources that must be as they were. */
  readonly stays?: readonly string[];
  /** A reason that is given for what is not repaired. */
  readonly declines?: RegExp;
  /** The keys of the configuration that the plan adds. */
  readonly settings?: readonly string[];
  readonly says?: RegExp;
}

export function describePlans(name: string, cases: readonly PlanCase[]): void {
  describe(name, () => {
    for (const row of cases) test(row.name, () => check(row));
  });
}

/** What a whole repair comes to. */
export interface Repaired {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  readonly steps: readonly Step[];
  readonly plans: readonly FixPlan[];
  readonly reasons: readonly string[];
}

/** Repairs a stack as the command line does, without a source: plan, try, apply, until nothing is left to do. */
export function repaired(before: readonly Resource[], config: RawConfiguration = {}, asked?: readonly string[]): Repaired {
  const options = { configuration: configure(config, policies), today, ...(asked === undefined ? {} : { repaired: asked }) };
  let after = before;
  const steps: Step[] = [];
  const plans: FixPlan[] = [];
  const findings: Finding[] = [];
  for (let round = 0; round < 10; round++) {
    const { changes, declined } = plansFor({ kind: "source", how: "file", resources: after, gaps: [], folder: undefined }, options, {
      resources: before,
      findings,
      steps,
    });
    if (changes.length === 0) return { before, after, steps, plans, reasons: declined.map(({ finding, reason }) => `${finding.policy}: ${reason}`) };
    for (const change of changes) {
      steps.push(...change.steps);
      findings.push(...goneIn([change]));
      for (const { fix } of change.findings) if (fix !== undefined && !plans.includes(fix)) plans.push(fix);
    }
    after = applySteps(
      after,
      changes.flatMap((change) => change.steps),
    );
  }
  throw new Error("the repair does not come to an end");
}

/** What holds of any repair: nobody new gets through, nobody who has to is cut off, and there are no more rules than before plus one. */
export function checkRepair({ before, after, steps, plans }: Repaired, config: RawConfiguration = {}): void {
  const { pack } = configure(config, policies);
  const [old, now] = [before, after].map((resources) => new World(decode(resources), pack, "must")) as [World, World];
  expect(compareAdmission(old, now).filter(({ verdict }) => verdict === "more" || verdict === "unproven")).toEqual([]);
  expect(cutOffs(old, now, openedBySettings(before, steps, pack)).map(({ says }) => says)).toEqual([]);
  for (const plan of plans) checkFixWords(plan);
  expect(grownGroups(old, now)).toEqual([]);
}

function check({ stack, config, policies: asked, becomes = {}, stays = [], declines, settings, says }: PlanCase): void {
  const before = stack.map((entry) => ("urn" in entry ? entry : undefined)).every((entry) => entry !== undefined)
    ? (stack as readonly Resource[])
    : stackOf(stack as readonly Entry[], "deployed");
  const result = repaired(before, config, asked);
  checkRepair(result, config);
  const { after, reasons, steps, plans } = result;
  if (process.env.WHY) console.log(reasons.join("\n"));
  for (const [name, props] of Object.entries(becomes)) {
    const resource = named(after, name);
    expect({ [name]: resource === undefined ? null : pick(resource, Object.keys(props ?? {})) }).toEqual({ [name]: props });
  }
  for (const name of stays) expect({ [name]: named(after, name)?.inputs }).toEqual({ [name]: named(before, name)?.inputs });
  if (declines !== undefined) expect(reasons.join("\n")).toMatch(declines);
  if (settings !== undefined) expect([...new Set(effectsOf(steps).flatMap(settingsIn))].sort()).toEqual([...settings].sort());
  if (says !== undefined) expect(plans.map((plan) => (plan.kind === "plan" ? plan.summary : plan.reason)).join("\n")).toMatch(says);
  // What was repaired once is repaired: the order of the resources has no part in it.
  const again = repaired([...before].reverse(), config, asked);
  expect(Object.fromEntries(again.after.map(({ urn, inputs }) => [urn, inputs]))).toEqual(
    Object.fromEntries(after.map(({ urn, inputs }) => [urn, inputs])),
  );
}

function named(resources: readonly Resource[], name: string): Resource | undefined {
  return resources.find(({ urn }) => parseUrn(urn).name === name);
}

function pick({ inputs }: Resource, names: readonly string[]): Readonly<Record<string, Plain | undefined>> {
  return Object.fromEntries(names.map((name) => [name, inputs[name]]));
}

/** Whether a policy violates in a stack. */
export function violates(resources: readonly Resource[], policy: string, config: RawConfiguration = {}): boolean {
  return evaluateStack(resources, { policies, configuration: configure(config, policies), today }).verdicts.get(policy) === "violates";
}
