import type { Ref, Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, type World } from "../world";

/** Whether it may be a group that has rules which the stack does not show. */
export function isOpenEnded(ref: Ref): ref is Exclude<Ref, { readonly kind: "resource" }> {
  return ref.kind === "external" || (ref.kind === "unclear" && (ref.candidates.length === 0 || ref.id !== undefined));
}

/** The keys that a reference may stand for in this world. */
export function candidates(world: World, ref: Ref): readonly string[] {
  const key = keyOf(ref);
  if (key !== undefined) return [key];
  return ref.kind === "unclear" && world.doubt(ref.hole) ? ref.candidates : [];
}

/** Whether it only says how others are set up: it has no interface itself. */
export function isTemplate({ noun }: Workload): boolean {
  return noun === "launch template" || noun === "launch configuration";
}

export type Placement = readonly [group: Ref, workload: Workload];

/** The groups that the program puts on workloads. */
export const named = perWorld((world): readonly Placement[] => {
  const workloads = workloadByUrn(world);
  const at = (ref: Ref | undefined): readonly Workload[] =>
    ref === undefined ? [] : candidates(world, ref).flatMap((urn) => workloads.get(urn) ?? []);
  const own = world.all("workload").flatMap((workload) => groupRefs(workload).map((ref): Placement => [ref, workload]));
  const attached = world.all("attachment").flatMap(({ group, to }) => at(to).map((workload): Placement => [group, workload]));
  const direct = byWorkload([...own, ...attached]);
  const linked = world
    .all("interfaceLink")
    .flatMap((link) => at(link.to).flatMap((workload) => groupsBehind(link.interface, direct).map((ref): Placement => [ref, workload])));
  const set = byWorkload([...own, ...attached, ...linked]);
  const templated = world
    .all("workload")
    .flatMap((workload) => workload.templates.flatMap((template) => groupsBehind(template, set).map((ref): Placement => [ref, workload])));
  return [...own, ...attached, ...linked, ...templated, ...onNodes(world, byWorkload([...own, ...templated]))];
});

/**
 * The group of a cluster is on the nodes that EKS manages, unless their template names groups.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-security-groups
 */
function onNodes(world: World, groups: ReadonlyMap<string, readonly Ref[]>): readonly Placement[] {
  return world.all("clusterNodes").flatMap(({ urn, cluster }) => {
    const workload = workloadByUrn(world).get(urn);
    if (workload === undefined || cluster.kind === "external") return [];
    const hasNone = (groups.get(urn) ?? []).every((ref) => ref.kind === "unclear" && world.doubt(ref.hole));
    return hasNone ? [[cluster, workload] as const] : [];
  });
}

/** The groups of a template or of an interface; of one from elsewhere, any. */
function groupsBehind(ref: Ref, groups: ReadonlyMap<string, readonly Ref[]>): readonly Ref[] {
  if (ref.kind === "resource") return groups.get(ref.urn) ?? [];
  return [{ kind: "unclear", candidates: [], hole: ref.hole }];
}

/** The same by workload. */
export const namedGroups = perWorld((world) => byWorkload(named(world)));

function byWorkload(placements: readonly Placement[]): ReadonlyMap<string, readonly Ref[]> {
  const result = new Map<string, Ref[]>();
  for (const [group, { urn }] of placements) {
    const list = result.get(urn);
    if (list === undefined) result.set(urn, [group]);
    else list.push(group);
  }
  return result;
}

function groupRefs(workload: Workload): readonly Ref[] {
  return workload.groupsHole === undefined ? workload.groups : [...workload.groups, { kind: "unclear", candidates: [], hole: workload.groupsHole }];
}
