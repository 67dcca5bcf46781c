import type { World } from "../model/world";
import { applyToInputs, settingsIn, type NewResource, type PlannedValue, type Reference, type ResourceStep, type Step } from "../plans/plan";
import { withSuffix } from "../resources/identity";
import { parseUrn, unknown, type Plain, type Properties, type Resource } from "../resources/resource";

/**
 * A group of the program's own for the tasks of a service that would make one which admits everybody: its call takes groups only together with the subnets
 * that the service would have found by itself, which have to have a name.
 * https://github.com/pulumi/pulumi-awsx/blob/v3.9.0/awsx/ecs/fargateService.ts
 */
export function groupOfItsOwn(world: World, component: Resource, made: Resource, steps: readonly ResourceStep[]): Step | undefined {
  const { networkConfiguration, assignPublicIp = false } = component.inputs;
  if (component.type !== "awsx:ecs:FargateService" || !made.type.endsWith(":SecurityGroup") || networkConfiguration !== undefined) return undefined;
  if (typeof assignPublicIp !== "boolean" || steps.some((step) => settingsIn(step).length > 0)) return undefined;
  const service = [...world.network.resources.values()].find(({ parent, type }) => parent === component.urn && type === "aws:ecs/service:Service");
  const subnets = subnetsOf(world, assignPublicIp);
  const isOfStack = component.parent === undefined || parseUrn(component.parent).type === "pulumi:pulumi:Stack";
  const makes = newGroup(world, component, made, steps);
  if (service === undefined || subnets === undefined || makes === undefined || !isOfStack) return undefined;
  const value = { subnets: { ...subnets }, securityGroups: [{ reference: makes.urn, output: "id" }], assignPublicIp } satisfies Properties;
  const drop = component.inputs.assignPublicIp === undefined ? {} : { drop: ["assignPublicIp"] };
  const said: readonly ResourceStep[] = [
    { kind: "vary", urn: component.urn, path: [], variants: [{ ...drop, set: { networkConfiguration: value } }] },
  ];
  const effect: readonly ResourceStep[] = [
    { kind: "set", urn: service.urn, path: ["networkConfiguration"], value },
    { kind: "vary", urn: made.urn, path: [], variants: [] },
  ];
  return { kind: "argument", urn: component.urn, said, effect, makes };
}

/** The subnets of the default VPC, by what has found them already: a balancer that is in the public ones, or the VPC that is looked up. */
function subnetsOf(world: World, isPublic: boolean): Reference | undefined {
  const all = [...world.network.resources.values()];
  const isInDefault = ({ type, parent }: Resource): boolean => {
    const component = world.network.resources.get(parent ?? "");
    if (type !== "aws:lb/loadBalancer:LoadBalancer" || component === undefined || !/^awsx:lb:\w+LoadBalancer$/.test(component.type)) return false;
    return ["subnets", "subnetIds", "subnetMappings"].every((name) => component.inputs[name] === undefined);
  };
  const balancer = isPublic ? all.find(isInDefault) : undefined;
  if (balancer !== undefined) return { reference: balancer.urn, output: "subnets" };
  const vpc = all.find(({ type }) => type === "awsx:ec2:DefaultVpc");
  return vpc === undefined ? undefined : { reference: vpc.urn, output: isPublic ? "publicSubnetIds" : "privateSubnetIds" };
}

/** What the component's group becomes, as a resource of the program: what says whom it is for, and what each rule is. */
function newGroup(world: World, component: Resource, made: Resource, steps: readonly ResourceStep[]): NewResource | undefined {
  const [after] = applyToInputs(made.inputs, steps, {
    valueOf: () => (reference) => ({ ...reference }),
    inside: (value) => value,
    like: (_, value) => value,
  });
  const inputs: Record<string, PlannedValue> = { description: `Tasks of ${known(component.name) ?? "the service"}` };
  for (const [name, towards] of [
    ["ingress", "From"],
    ["egress", "To"],
  ] as const) {
    const rules = (after as Properties | undefined)?.[name];
    if (!Array.isArray(rules) || !isSayable(rules)) return undefined;
    inputs[name] = (rules as readonly Properties[]).map((rule) => ({ description: `${towards} ${peersOf(rule)}`, ...rule }));
  }
  const [stack, project] = made.urn.split("::");
  const named = ["-group", "-tasks"].map((suffix) => {
    const name = withSuffix(component.name, suffix);
    return { suffix, name, urn: [stack, project, made.type, name].join("::") };
  });
  const free = named.find(({ urn }) => !world.network.resources.has(urn));
  return free === undefined ? undefined : { ...free, type: made.type, inputs, instead: made.urn };
}

/** A name, unless it is one that is not known, of which a description cannot have the characters. */
function known(name: string): string | undefined {
  return name.startsWith("<") ? undefined : name;
}

/** Whom a rule is for, in a word. */
function peersOf(rule: Properties): string {
  const groups = Array.isArray(rule.securityGroups) ? (rule.securityGroups as readonly Reference[]) : [];
  const names = [...new Set(groups.map(({ reference }) => known(parseUrn(reference).name) ?? "the load balancer"))];
  return names.length === 0 ? "everywhere" : names.join(" and ");
}

function isSayable(value: Plain): boolean {
  if (value === unknown) return false;
  return typeof value === "object" && value !== null ? Object.values(value).every((nested: Plain) => isSayable(nested)) : true;
}
