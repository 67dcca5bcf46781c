import { decode } from "../decode/decode";
import { evaluateAlone } from "../evaluation/evaluate";
import { World } from "../model/world";
import { applySteps, effectsOf, isReference, isSetting, type ResourceStep, type Step } from "./plan";
import type { Resource } from "../resources/resource";
import { compareAdmission } from "./safety";

/** What a remediation does to the inputs of one resource. */
export interface Remediation {
  readonly steps: readonly ResourceStep[];
  /** The same in words. */
  readonly summary: string;
}

/**
 * The repair of one resource where its own inputs are enough to know how. Its safety is computed: afterwards nothing of the resource violates,
 * and nothing is admitted that was not. Undefined where there is nothing to do, or no such repair; then the violation stands.
 */
export function remediationOf(resource: Resource, options: Parameters<typeof evaluateAlone>[1]): Remediation | undefined {
  const plans = evaluateAlone(resource, { ...options, withFixes: true }).map(({ fix }) => (fix?.kind === "plan" ? fix : undefined));
  if (plans.length === 0 || !plans.every((plan) => plan?.steps.every((step) => isWithin(step, resource.urn)))) return undefined;
  // Findings can have one plan between them.
  const known = [...new Set(plans.filter((plan) => plan !== undefined))];
  const steps = effectsOf(known.flatMap((plan) => plan.steps));
  const [repaired, ...others] = applySteps([resource], steps);
  if (repaired === undefined || others.length > 0) return undefined;
  if (evaluateAlone(repaired, options).length > 0 || mayAdmitMore(resource, repaired, options)) return undefined;
  return { steps, summary: known.map(({ summary }) => summary).join(". ") };
}

/** A remediation changes inputs. It cannot remove the resource, make another one, or refer to one. */
function isWithin(step: Step, urn: string): boolean {
  if (step.urn !== urn || step.kind === "argument") return false;
  if (step.kind === "set") return !refers([step.value]);
  return (
    (step.path.length > 0 || step.variants.length === 1) &&
    !refers(step.variants.flatMap(({ append, set }) => [...Object.values(append ?? {}), ...Object.values(set ?? {})]))
  );
}

function refers(values: readonly unknown[]): boolean {
  return values.some((value) => isReference(value) || isSetting(value) || (Array.isArray(value) && refers(value)));
}

function mayAdmitMore(before: Resource, after: Resource, { configuration }: Parameters<typeof evaluateAlone>[1]): boolean {
  const [old, now] = [before, after].map((resource) => new World(decode([resource]), configuration.pack, "must", true));
  return old === undefined || now === undefined || compareAdmission(old, now).some(({ verdict }) => verdict === "more" || verdict === "unproven");
}
