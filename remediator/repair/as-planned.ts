import { isDeepStrictEqual } from "node:util";
import { applySteps, effectsOf, type Step } from "@portcullis/policypack/plans/plan";
import { parseUrn, type Resource } from "@portcullis/policypack/resources/resource";
import type { ProgramReading } from "../reader/read";
import type { Wanted } from "./wanted";

/** Where the edited program is not what the plans made of the one before, in whichever stack. */
export function differenceIn(before: ProgramReading, after: ProgramReading, done: readonly Wanted[]): string | undefined {
  for (const { stack, resources } of before.stacks) {
    const now = after.stacks.find((other) => other.stack.name === stack.name);
    const steps = done.flatMap(({ changes }) => changes.get(stack.name)?.steps ?? []);
    const difference = now === undefined ? undefined : differsFromPlan(resources, now.resources, steps);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/**
 * Whether a program reads after its edits as its resources were planned, value for value: the first resource that does not, or undefined.
 * What is empty and what is not there are the same inside of a rule.
 */
function differsFromPlan(before: readonly Resource[], after: readonly Resource[], steps: readonly Step[]): string | undefined {
  const touched = new Set(effectsOf(steps).map(({ urn }) => urn));
  const now = new Map(after.map((resource) => [resource.urn, resource]));
  const known = new Set(before.map(({ urn }) => urn));
  for (const planned of applySteps(before, steps)) {
    if (!touched.has(planned.urn) && known.has(planned.urn)) continue;
    const made = now.get(planned.urn);
    if (made === undefined) return `${parseUrn(planned.urn).name} is not there after the edits`;
    for (const property of new Set([...Object.keys(planned.inputs), ...Object.keys(made.inputs)])) {
      if (!isDeepStrictEqual(saidBy(planned, property), saidBy(made, property)))
        return `${property} of ${parseUrn(planned.urn).name} would become something else than the repair needs: change it by hand`;
    }
  }
  return outputsDiffer(before, now);
}

/** What a property says. A list of sources of a rule of its own that is empty says as little as one that is not there. */
function saidBy({ inputs }: Resource, property: string): unknown {
  const value: unknown = inputs[property];
  return sourceLists.has(property) && Array.isArray(value) && value.length === 0 ? undefined : settled(value);
}

const sourceLists: ReadonlySet<string> = new Set(["cidrBlocks", "ipv6CidrBlocks", "prefixListIds"]);

/** What the stack and its components give away is not for a repair to change. */
function outputsDiffer(before: readonly Resource[], now: ReadonlyMap<string, Resource>): string | undefined {
  for (const { urn, custom, outputs } of before) {
    const made = now.get(urn);
    if (custom || made === undefined) continue;
    for (const name of new Set([...Object.keys(outputs), ...Object.keys(made.outputs)]))
      if (!isDeepStrictEqual(outputs[name], made.outputs[name])) return `the output ${name} of ${parseUrn(urn).name} changes`;
  }
  return undefined;
}

/** Without what is empty in objects, which says nothing there, and rules of a list that name no source, which AWS leaves out. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled).filter((element) => !isRuleForNobody(element));
  // A port may be written as a text.
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && part !== null && !(Array.isArray(part) && part.length === 0));
  return Object.fromEntries(entries.map(([name, part]) => [name, settled(part)]));
}

function isRuleForNobody(element: unknown): boolean {
  if (typeof element !== "object" || element === null || Array.isArray(element)) return false;
  return "fromPort" in element && Object.keys(element).every((name) => /^(?:protocol|fromPort|toPort|description)$/.test(name));
}
