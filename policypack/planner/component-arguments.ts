import type { World } from "../model/world";
import { applySteps, isReference, isSetting, type PlannedValue, type ResourceStep, type Step } from "../plans/plan";
import { unknown, type Plain, type Properties } from "../resources/resource";
import type { PackageComponent } from "./components";

/**
 * The argument that makes a component of awsx give the group that it makes by itself the rules that a repair leaves it. Undefined where the group
 * is not made by default, or its rules name what the call may not know.
 * https://www.pulumi.com/registry/packages/awsx/api-docs/lb/applicationloadbalancer/#defaultsecuritygroup
 */
export function argumentFor({ network }: World, { resource }: PackageComponent, urn: string, steps: readonly ResourceStep[]): Step | undefined {
  const group = network.resources.get(urn);
  if (
    group === undefined ||
    !resource.type.startsWith("awsx:lb:") ||
    group.type !== "aws:ec2/securityGroup:SecurityGroup" ||
    group.parent !== resource.urn
  )
    return undefined;
  // What the program says there itself is for its author to change.
  if (resource.inputs.defaultSecurityGroup !== undefined || steps.some(refers)) return undefined;
  const [after] = applySteps([group], steps);
  if (after === undefined) return undefined;
  const args: Record<string, Plain> = {};
  for (const name of ["ingress", "egress"]) {
    const rules = after.inputs[name];
    if (rules === undefined) continue;
    if (!isLiteral(rules)) return undefined;
    args[name] = rules;
  }
  return { kind: "argument", urn: resource.urn, path: ["defaultSecurityGroup", "args"], value: args as Properties, effect: steps };
}

function refers(step: ResourceStep): boolean {
  const values: readonly PlannedValue[] =
    step.kind === "set"
      ? [step.value]
      : step.variants.flatMap(({ set, append }) => [...Object.values(set ?? {}), ...Object.values(append ?? {}).flat()]);
  return values.some((value) => isReference(value) || isSetting(value));
}

function isLiteral(value: Plain): boolean {
  if (value === unknown) return false;
  return typeof value === "object" && value !== null ? Object.values(value).every((nested: Plain) => isLiteral(nested)) : true;
}
