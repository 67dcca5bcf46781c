import { parseUrn, unknown, type Resource } from "../../resources/resource";
import { workloadsOf } from "./attachments";
import { peerGroupKey } from "../rules/groups";
import type { Group, HiddenExport } from "../network";
import { rulesNaming } from "../reachability/reachability";
import { isSaidOf, mayBeAttachedElsewhere } from "./unrecognised";
import { keyOf, perNetwork, perWorld, ReferenceIndex, type World } from "../world";

/** Whether anything is known to use a group: a workload, a rule, another resource, another stack, or a controller that finds it by its tags. */
export function isUsed(world: World, group: Group): boolean {
  return (
    workloadsOf(world, group.urn).length > 0 ||
    attachments(world).of(group.urn).length > 0 ||
    isPeer(world, group.urn) ||
    isTaken(world, group) ||
    isOutputOfComponent(world, group) ||
    isExported(world, group) ||
    isFoundByTag(world, group)
  );
}

const attachments = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("attachment").map((attachment) => [attachment.group, attachment] as const),
    ),
);

/** Whether a rule of another group names it. */
function isPeer(world: World, group: string): boolean {
  return (["ingress", "egress"] as const).some((direction) =>
    rulesNaming(world, group, direction).some((rule) => keyOf(rule.declaration.group) !== group || peerGroupKey(rule) === undefined),
  );
}

/** Whether a resource was computed from it, other than its own rules, and from more than its VPC or what else is said of it. */
function isTaken(world: World, group: Group): boolean {
  if (taken(world).has(group.urn) || mayBeAttachedElsewhere(world, group.urn)) return true;
  return identifiersOf(group.resource).some((text) => mentioned(world).has(text));
}

const taken = perNetwork((network) => {
  const own = new Map<string, string | undefined>();
  for (const { urn, group, style } of network.all("declaration")) if (style === "standalone") own.set(urn, keyOf(group));
  for (const { urn, group } of network.all("exclusiveRules")) own.set(urn, keyOf(group));
  const result = new Set<string>();
  for (const resource of network.resources.values())
    for (const [property, urns] of Object.entries(resource.propertyDependencies))
      for (const urn of urns) {
        const isOwnRule = own.has(resource.urn) && (own.get(resource.urn) === urn || /^(securityGroupId|groupId|groupName)$/.test(property));
        if (!isOwnRule && urn !== resource.urn && !isSaidOf(network.resources.get(urn), resource.inputs[property])) result.add(urn);
      }
  return result;
});

/** The identifiers of groups that the inputs of resources mention, where nothing is made of them otherwise. */
const mentioned = perNetwork((network) => {
  const groups = network.all("group");
  const identifiers = new Set<unknown>(groups.flatMap(({ resource }) => identifiersOf(resource)));
  const result = new Set<unknown>();
  if (identifiers.size === 0) return result;
  const decoded = new Set([...network.all("declaration"), ...network.all("exclusiveRules"), ...groups].map(({ urn }) => urn));
  for (const { urn, inputs } of network.resources.values())
    if (!decoded.has(urn)) collect(inputs, (value) => identifiers.has(value) && result.add(value));
  return result;
});

/** Shows every text in a value, and every hole. */
function collect(value: unknown, show: (value: unknown) => unknown): void {
  if (typeof value === "string" || value === unknown) show(value);
  else if (typeof value === "object" && value !== null) for (const nested of Object.values(value)) collect(nested, show);
}

/** Whether another stack is told of a resource, by its identifier or by an output that was computed from it. */
export function isToldOf(world: World, resource: Resource): boolean {
  const names = identifiersOf(resource);
  return world
    .all("stackExports")
    .some(({ texts, hidden }) => names.some((name) => texts.has(name)) || hidden.some(({ from }) => from?.includes(resource.urn) === true));
}

/** Whether another stack can take it. */
export function isExported(world: World, group: Group): boolean {
  const names = [...identifiersOf(group.resource), ...textsIn([group.resource.outputs.name])];
  return world
    .all("stackExports")
    .some(
      ({ texts, identified, hidden }) =>
        names.some((name) => texts.has(name)) ||
        identified.has(group.urn) ||
        hidden.some((given) => mayHold(world, group, given) && world.doubt(given.hole)),
    );
}

/** Whether an export may be the group: of one that was computed from other resources, or from what no group goes by, that is not so; else its name tells. */
function mayHold(world: World, { urn }: Group, { from, identified, mayBeGroup }: HiddenExport): boolean {
  if (from?.includes(urn) === true && identified?.includes(urn) !== false) return true;
  if (!mayBeGroup) return false;
  if (from === undefined || from.length === 0) return true;
  return hasWholeComponent(world, from);
}

/** Whether a component as a whole is among what something was computed from: of one of which only a part is, what was taken out of it shows. */
function hasWholeComponent(world: World, from: readonly string[]): boolean {
  const known = wholeComponents(world).get(from);
  if (known !== undefined) return known;
  const { resources } = world.network;
  const above = new Set<string>();
  for (const source of from)
    for (let next = resources.get(source)?.parent; next !== undefined && !above.has(next); next = resources.get(next)?.parent) above.add(next);
  const found = from.some((source) => resources.get(source)?.custom === false && !above.has(source));
  wholeComponents(world).set(from, found);
  return found;
}

const wholeComponents = perNetwork(() => new WeakMap<readonly string[], boolean>());

/** Whether it is an output of the component of which it is a part. One whose outputs are not to be seen gives its groups away, as components of networks do. */
function isOutputOfComponent(world: World, group: Group): boolean {
  const { parent } = group.resource;
  if (parent === undefined || parseUrn(parent).type === "pulumi:pulumi:Stack") return false;
  const outputs = new Set<unknown>();
  collect(world.network.resources.get(parent)?.outputs, (value) => outputs.add(value));
  return outputs.size === 0 || outputs.has(unknown) || identifiersOf(group.resource).some((name) => outputs.has(name));
}

/** By what a resource is named: where it is read from source, its identifier is among its outputs. */
export function identifiersOf({ id, outputs }: Resource): readonly string[] {
  return textsIn([id, outputs.id, outputs.arn]);
}

function textsIn(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.filter((text): text is string => typeof text === "string" && text !== ""))];
}

/**
 * Tags by which controllers find groups.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/configurations/ and https://karpenter.sh/docs/concepts/nodeclasses/
 */
function isFoundByTag(world: World, { tags }: Group): boolean {
  return world.holds(tags, (known) => Object.keys(known).some((key) => key.startsWith("kubernetes.io/cluster/") || key === "karpenter.sh/discovery"));
}
