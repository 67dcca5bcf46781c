import { isDeepStrictEqual } from "node:util";
import type { World } from "../model/world";
import { settingOf, type ResourceStep, type Step, type Variant } from "../plans/plan";
import type { Plain, Properties, Resource } from "../resources/resource";

/**
 * What becomes of a rule that a group of the first awsx is given in a list: https://github.com/pulumi/pulumi-awsx/blob/v3.9.0/awsx-classic/ec2/securityGroup.ts
 * makes a resource of each element and names it by its index. So an element goes only where it is the last one: the others would get new names, and be made
 * again while those that they are alike are still there. Undefined where the call does not say it so.
 */
export function ruleInCall(world: World, component: Resource, made: Resource, steps: readonly ResourceStep[]): Step | undefined {
  const [step, ...others] = steps;
  if (/^awsx:x:ec2:(?:In|E)gressSecurityGroupRule$/.test(component.type) && made.parent === component.urn)
    return step === undefined || others.length > 0 ? undefined : ruleByCall(component, made, step);
  if (component.type !== "awsx:x:ec2:SecurityGroup" || step?.kind !== "vary" || step.path.length > 0 || others.length > 0) return undefined;
  const { direction, index, element, count } = elementOf(component, made);
  if (element === undefined || step.variants.length > 1) return undefined;
  const [only] = step.variants;
  // A rule of its own whose sources only configuration names is not there at first.
  if (only === undefined ? index !== count - 1 : !isSaidAlike(element, made, only) || settingOf(only) !== undefined) return undefined;
  const between = world.network.resources.get(made.parent ?? "");
  const gone: readonly ResourceStep[] =
    only === undefined && between !== undefined && between.urn !== component.urn ? [{ kind: "vary", urn: between.urn, path: [], variants: [] }] : [];
  const path = [direction, index];
  const sources = step.sources?.map((source) => ({ ...source, path: [...path, ...source.path] }));
  return {
    kind: "argument",
    urn: component.urn,
    said: [{ ...step, urn: component.urn, path, ...(sources === undefined ? {} : { sources }) }],
    effect: [step, ...gone],
  };
}

/** `group.createIngressRule("ssh", …)`: a rule that goes takes its call along, and whom it admits is said by the place that the call names. */
function ruleByCall(component: Resource, made: Resource, step: ResourceStep): Step | undefined {
  if (step.kind !== "vary" || step.path.length > 0 || step.variants.length > 1) return undefined;
  const [only] = step.variants;
  if (only === undefined) {
    const gone: ResourceStep = { kind: "vary", urn: component.urn, path: [], variants: [] };
    return { kind: "argument", urn: component.urn, said: [gone], effect: [step, gone] };
  }
  const { set = {}, ...rest } = only;
  const { description, ...whom } = set;
  const location = "location" in component.inputs ? locationOf(made, { ...rest, set: whom }) : undefined;
  if (location === undefined || (description !== undefined && component.inputs.description !== made.inputs.description)) return undefined;
  const said: ResourceStep[] = [{ kind: "set", urn: component.urn, path: ["location"], value: location }];
  if (description !== undefined) said.push({ kind: "set", urn: component.urn, path: ["description"], value: description });
  return { kind: "argument", urn: component.urn, said, effect: [step] };
}

/** Whom a rule admits that becomes a variant of itself, as one object; undefined where more changes than that, or configuration has yet to name somebody. */
function locationOf({ inputs }: Resource, { set = {}, drop = [], without = {}, append = {} }: Variant): Properties | undefined {
  const changed = [...Object.keys(set), ...drop, ...Object.keys(without), ...Object.keys(append)];
  if (!changed.every((property) => sources.includes(property)) || settingOf({ set }) !== undefined) return undefined;
  const location: Record<string, Plain> = {};
  for (const property of sources) {
    const own = inputs[property];
    const elements = Array.isArray(own) ? (own as readonly Plain[]) : [];
    const left = [...elements.filter((_, index) => without[property]?.includes(index) !== true), ...(append[property] ?? [])];
    if (property in set) location[property] = set[property] as Plain;
    else if (drop.includes(property)) continue;
    else if (left.length > 0) location[property] = left as Plain;
    else if (own !== undefined && !Array.isArray(own)) location[property] = own;
  }
  return location;
}

const sources = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId"];

interface Element {
  readonly direction: string;
  readonly index: number;
  readonly element: Readonly<Record<string, Plain>> | undefined;
  readonly count: number;
}

function elementOf({ name, inputs }: Resource, made: Resource): Element {
  const [, direction = "", number = ""] = /-(ingress|egress)-(\d+)$/.exec(made.name) ?? [];
  const index = Number(number);
  const list = made.name === `${name}-${direction}-${number}` ? inputs[direction] : undefined;
  const elements: readonly Plain[] = Array.isArray(list) ? (list as readonly Plain[]) : [];
  const found = elements[index];
  const element = typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Readonly<Record<string, Plain>>) : undefined;
  return { direction, index, element, count: elements.length };
}

/** Whether the element says all that changes as the rule does: ports and places can be said by objects of the package as well. */
function isSaidAlike(element: Readonly<Record<string, Plain>>, made: Resource, { set = {}, drop = [], without = {}, append = {} }: Variant): boolean {
  const changed = new Set([...Object.keys(set), ...drop, ...Object.keys(without), ...Object.keys(append)]);
  return (
    [...changed].every((property) => isDeepStrictEqual(element[property], made.inputs[property])) && !("ports" in element) && !("location" in element)
  );
}
