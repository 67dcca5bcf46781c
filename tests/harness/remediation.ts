import { expect } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { evaluate, evaluateAlone } from "@portcullis/policypack/evaluation/evaluate";
import { World } from "@portcullis/policypack/model/world";
import { applySteps } from "@portcullis/policypack/plans/plan";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { policies } from "@portcullis/policypack/contract/registry";
import { remediationOf } from "@portcullis/policypack/plans/remediation";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { compareAdmission } from "@portcullis/policypack/plans/safety";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";

/** The resources as a policy at level `remediate` leaves them: each is repaired by itself, as the engine shows it before it exists. */
export function remediated(resources: readonly Resource[], policy: Policy, config: RawConfiguration, today: string): readonly Resource[] {
  const options = { policies: [policy], configuration: configure(config, policies), today, exemptible: () => false };
  return resources.map((resource) => {
    const alone = { ...resource, outputs: {}, id: undefined, propertyDependencies: {} };
    const steps = remediationOf(alone, options)?.steps;
    if (steps === undefined) return resource;
    const [after] = applySteps([alone], steps);
    if (after === undefined) throw new Error("a remediation removed a resource");
    expect(after.inputs).not.toEqual(resource.inputs);
    expect(evaluateAlone(after, options)).toEqual([]);
    const { id, arn } = resource.outputs;
    return { ...resource, inputs: after.inputs, outputs: id === undefined ? {} : { ...after.inputs, id, ...(arn === undefined ? {} : { arn }) } };
  });
}

/** After a remediation there is nothing left to remediate, no group admits more, and no policy has anything new to say. */
export function checkRemediation(resources: readonly Resource[], policy: Policy, config: RawConfiguration, today: string): void {
  const after = remediated(resources, policy, config, today);
  if (after.every((resource, index) => resource === resources[index])) return;
  expect(remediated(after, policy, config, today)).toEqual(after);
  const configuration = configure(config, policies);
  const [old, now] = [resources, after].map((all) => new World(decode(all), configuration.pack, "must")) as [World, World];
  expect(compareAdmission(old, now).filter(({ verdict }) => verdict === "more" || verdict === "unproven")).toEqual([]);
  const before = new Set(findingsIn(resources, config, today));
  const added = findingsIn(after, config, today).filter(
    (finding) => !before.has(finding) && !before.has(finding.replace(": unknown ", ": violates ")),
  );
  expect(added).toEqual([]);
}

/** What the whole pack says. That an exemption has nothing left to exempt is as it should be. */
function findingsIn(resources: readonly Resource[], config: RawConfiguration, today: string): readonly string[] {
  return evaluate(resources, { policies, configuration: configure(config, policies), today })
    .findings.filter((finding) => finding.policy !== "settings")
    .map((finding) => `${finding.policy}: ${finding.verdict} ${finding.urn}`);
}
