import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { World } from "@portcullis/policypack/model/world";
import { applySteps, type Step } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import type { Plain, Properties, Resource } from "@portcullis/policypack/resources/resource";
import { cutOffs } from "@portcullis/policypack/model/needs/cut-off";
import { openedBySettings } from "@portcullis/policypack/plans/settings";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { compareAdmission } from "@portcullis/policypack/plans/safety";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { judge } from "./policy";
import { stackOf, type Entry } from "./stack";
import { checkFixWords } from "./words";

/** A stack that violates a policy, and what becomes of a resource when all of its findings are repaired; or why none of them is. */
export interface Repair {
  readonly name: string;
  readonly policy: string;
  readonly stack: readonly Entry[];
  readonly config?: RawConfiguration;
  /** The properties after the repair, by resource; null for one that is gone. */
  readonly becomes?: Readonly<Record<string, Readonly<Record<string, Plain>> | null>>;
  readonly declines?: RegExp;
  /** What the summary of the repair must say. */
  readonly says?: RegExp;
}

/** Runs a table of repairs: after each, the policy does not violate any more, and no group admits more. */
export function describeRepairs(repairs: readonly Repair[]): void {
  describe("repairs", () => {
    for (const repair of repairs) test(`${repair.policy}: ${repair.name}`, () => check(repair));
  });
}

function check({ policy: id, stack, config = {}, becomes, declines, says }: Repair): void {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined) throw new Error(`there is no policy ${id}`);
  const before = stackOf(stack, "preview");
  const fixes = judge(before, policy, config).findings.flatMap(({ fix }) => fix ?? []);
  expect(fixes.length).toBeGreaterThan(0);
  for (const fix of fixes) checkFixWords(fix);
  if (says !== undefined) expect(fixes.map((fix) => (fix.kind === "plan" ? fix.summary : fix.reason)).join("\n")).toMatch(says);
  const declined = fixes.map((fix) => (fix.kind === "declined" ? fix.reason : ""));
  if (declines !== undefined) {
    expect(declined.join("\n")).toMatch(declines);
    return;
  }
  expect(declined.join("")).toBe("");
  const after = applySteps(
    before,
    [...new Set(fixes)].flatMap((fix): readonly Step[] => (fix.kind === "plan" ? fix.steps : [])),
  );
  for (const [name, props] of Object.entries(becomes ?? {})) {
    const inputs = inputsOf(after, name);
    expect({ [name]: inputs === undefined ? null : pick(inputs, Object.keys(props ?? {})) }).toEqual({ [name]: props });
  }
  expect(judge(after, policy, config).verdicts.get(id)).not.toBe("violates");
  const [old, now] = [worldOf(before, config), worldOf(after, config)];
  expect(compareAdmission(old, now).filter(({ verdict }) => verdict === "more")).toEqual([]);
  checkNobodyIsCutOff(stack, policy, config);
}

/** With identifiers, as the command line repairs: then references in lists are exact. */
function checkNobodyIsCutOff(stack: readonly Entry[], policy: Policy, config: RawConfiguration): void {
  const before = stackOf(stack, "deployed");
  const steps = [...new Set(judge(before, policy, config).findings.flatMap(({ fix }) => (fix?.kind === "plan" ? [fix] : [])))].flatMap(
    (fix) => fix.steps,
  );
  const settings = openedBySettings(before, steps, configure(config, policies).pack);
  expect(cutOffs(worldOf(before, config), worldOf(applySteps(before, steps), config), settings)).toEqual([]);
}

function inputsOf(resources: readonly Resource[], name: string): Properties | undefined {
  return resources.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs;
}

function pick(inputs: Properties, names: readonly string[]): Readonly<Record<string, Plain | undefined>> {
  return Object.fromEntries(names.map((name) => [name, inputs[name]]));
}

function worldOf(resources: readonly Resource[], config: RawConfiguration): World {
  return new World(decode(resources), configure(config, policies).pack, "must");
}
