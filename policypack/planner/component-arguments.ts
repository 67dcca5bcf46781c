import { isDeepStrictEqual } from "node:util";
import { vpcOfGroup } from "../model/placement/vpcs";
import type { World } from "../model/world";
import { applySteps, isReference, isSetting, type Path, type PlannedValue, type ResourceStep, type Step } from "../plans/plan";
import { unknown, type Plain, type Properties, type Resource } from "../resources/resource";
import { ruleInCall } from "./classic-groups";
import type { PackageComponent } from "./components";
import { groupOfItsOwn } from "./service-groups";

/** Arguments of a component's call that become the inputs of a resource that it makes, under the same names. */
interface Passage {
  readonly component: RegExp;
  readonly makes: string;
  readonly argument: Path;
}

/** An argument that becomes one input, under another name. */
interface Renaming extends Passage {
  readonly input: Path;
  /** Arguments beside which it is not heard. */
  readonly unless: readonly string[];
}

const securityGroup = "aws:ec2/securityGroup:SecurityGroup";
const service = "aws:ecs/service:Service";
const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";

/** https://www.pulumi.com/registry/packages/awsx/api-docs/ */
const passages: readonly Passage[] = [
  { component: /^awsx:lb:ApplicationLoadBalancer$/, makes: securityGroup, argument: ["defaultSecurityGroup", "args"] },
  { component: /^awsx:lb:(?:Application|Network)LoadBalancer$/, makes: loadBalancer, argument: [] },
  { component: /^awsx:ecs:(?:Fargate|EC2)Service$/, makes: service, argument: [] },
  { component: /^eks:index:ManagedNodeGroup$/, makes: "aws:eks/nodeGroup:NodeGroup", argument: [] },
];

/** https://www.pulumi.com/registry/packages/eks/api-docs/cluster/ */
const nodes = {
  component: /^eks:index:(?:Cluster|NodeGroup|NodeGroupV2)$/,
  argument: ["nodeAssociatePublicIpAddress"],
  unless: ["nodeGroupOptions"],
};
const renamings: readonly Renaming[] = [
  {
    component: /^awsx:ecs:FargateService$/,
    makes: service,
    argument: ["assignPublicIp"],
    input: ["networkConfiguration", "assignPublicIp"],
    unless: ["networkConfiguration"],
  },
  { ...nodes, makes: "aws:ec2/launchTemplate:LaunchTemplate", input: ["networkInterfaces", 0, "associatePublicIpAddress"] },
  { ...nodes, makes: "aws:ec2/launchConfiguration:LaunchConfiguration", input: ["associatePublicIpAddress"] },
];

/**
 * What is said in the call of a component so that a resource that it makes becomes what steps make of it: the same steps of the argument that becomes the
 * resource's inputs. Undefined where no argument does.
 */
export function argumentFor(world: World, { resource: component }: PackageComponent, urn: string, steps: readonly ResourceStep[]): Step | undefined {
  const made = world.network.resources.get(urn);
  const inList = made === undefined ? undefined : ruleInCall(world, component, made, steps);
  if (inList !== undefined) return inList;
  if (made?.parent !== component.urn || steps.some(({ path }) => path.length === 0)) return undefined;
  const said = steps.map((step) => passedOn(component, made, step) ?? renamed(component, made, step));
  if (said.every((step) => step !== undefined)) return { kind: "argument", urn: component.urn, said, effect: steps };
  const own = groupOfItsOwn(world, component, made, steps);
  if (own !== undefined) return own;
  const whole = wholeGroup(world, component, made, steps);
  return whole === undefined ? undefined : { kind: "argument", urn: component.urn, said: [whole], effect: steps };
}

/** A step of the argument, where the resource has in that property just what the argument has. */
function passedOn(component: Resource, made: Resource, step: ResourceStep): ResourceStep | undefined {
  const [property] = step.path;
  for (const { component: type, makes, argument } of passages) {
    if (!type.test(component.type) || makes !== made.type || property === undefined) continue;
    const given = at(component.inputs, argument);
    if (typeof given !== "object" || given === null || Array.isArray(given)) continue;
    const own = at(given, [property]);
    if (!isDeepStrictEqual(own, made.inputs[property])) continue;
    const moved = (path: Path): Path => [...argument, ...path];
    return step.kind === "set"
      ? { ...step, urn: component.urn, path: moved(step.path) }
      : {
          ...step,
          urn: component.urn,
          path: moved(step.path),
          ...(step.sources === undefined ? {} : { sources: step.sources.map((source) => ({ ...source, path: moved(source.path) })) }),
        };
  }
  return undefined;
}

function renamed(component: Resource, made: Resource, step: ResourceStep): ResourceStep | undefined {
  if (step.kind !== "set") return undefined;
  const found = renamings.find(
    ({ component: type, makes, input, unless }) =>
      type.test(component.type) &&
      makes === made.type &&
      isDeepStrictEqual(input, step.path) &&
      unless.every((name) => component.inputs[name] === undefined),
  );
  if (found === undefined) return undefined;
  // A launch template says it as a text.
  const value = step.value === "false" ? false : step.value;
  return { ...step, urn: component.urn, path: found.argument, value };
}

/**
 * The argument by which a balancer describes the group that it would make by itself, with the VPC that this is in.
 * https://www.pulumi.com/registry/packages/awsx/api-docs/lb/applicationloadbalancer/#defaultsecuritygroup
 */
function wholeGroup(world: World, component: Resource, made: Resource, steps: readonly ResourceStep[]): ResourceStep | undefined {
  if (component.type !== "awsx:lb:ApplicationLoadBalancer" || made.type !== securityGroup) return undefined;
  if (component.inputs.defaultSecurityGroup !== undefined || steps.some(refers)) return undefined;
  const [after] = applySteps([made], steps);
  const place = placeOf(world, component, made);
  if (after === undefined || place === undefined) return undefined;
  const args: Record<string, Plain> = { ...place };
  for (const name of ["ingress", "egress"]) {
    const rules = after.inputs[name];
    if (rules === undefined) continue;
    if (!isLiteral(rules)) return undefined;
    args[name] = rules;
  }
  return { kind: "set", urn: component.urn, path: ["defaultSecurityGroup"], value: { args } satisfies Properties };
}

/** The VPC of a balancer's group, as the call can say it: nothing where the balancer names no place, since both are in the default VPC then. */
function placeOf(world: World, component: Resource, made: Resource): Properties | undefined {
  if (["subnets", "subnetIds", "subnetMappings"].every((name) => component.inputs[name] === undefined)) return {};
  const vpc = vpcOfGroup(world, made.urn);
  if (vpc !== undefined && world.network.resources.has(vpc)) return { vpcId: { reference: vpc, output: "id" } };
  const { vpcId } = made.inputs;
  return typeof vpcId === "string" ? { vpcId } : undefined;
}

function at(value: Plain | undefined, path: Path): Plain | undefined {
  let inner = value;
  for (const step of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Readonly<Record<string, Plain>>)[String(step)];
  }
  return inner;
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
