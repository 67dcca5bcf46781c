import type { Group, Ref, Workload, WorkloadKind } from "../network";
import { vpcsOfWorkload, workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, ReferenceIndex, type World } from "../world";

export { workloadByUrn } from "../placement/placement";

/** The workloads on which a group is. */
export function workloadsOf(world: World, group: string): readonly Workload[] {
  return [...new Set(index(world).of(group))];
}

/** The groups on a workload, of its template too, as far as they are known. */
export function groupsOf(world: World, workload: Workload): readonly string[] {
  return [
    ...new Set(
      groupsByWorkload(world)
        .of(workload.urn)
        .flatMap((ref) => candidates(world, ref)),
    ),
  ];
}

/** The same as references: those that are not known count too, as one reference without candidates for a list that is hidden. */
export function groupRefsOf(world: World, workload: Workload): readonly Ref[] {
  return groupsByWorkload(world).of(workload.urn);
}

/** The keys that a reference may stand for in this world. */
export function candidates(world: World, ref: Ref): readonly string[] {
  const key = keyOf(ref);
  if (key !== undefined) return [key];
  return ref.kind === "unclear" && world.doubt(ref.hole) ? ref.candidates : [];
}

/** What runs the application's own code, or speaks to data stores for it. */
export const applicationKinds: ReadonlySet<WorkloadKind> = new Set([
  "instance",
  "scaling-group",
  "container-service",
  "function",
  "node-group",
  "database-proxy",
]);

/** Whether it only says how others are set up: it has no interface itself. */
export function isTemplate({ noun }: Workload): boolean {
  return noun === "launch template" || noun === "launch configuration";
}

/** The VPCs whose default group AWS puts on a workload, because it names no group itself. */
export function defaultGroupVpcs(world: World, workload: Workload): readonly Ref[] {
  if (isTemplate(workload) || !world.holds(workload.takesDefaultGroup, Boolean)) return [];
  const named = namedGroups(world).get(workload.urn) ?? [];
  // A group that is not known may be none.
  return named.every((ref) => ref.kind === "unclear" && world.doubt(ref.hole)) ? vpcsOfWorkload(world, workload) : [];
}

/** Whether AWS puts a default group on it that the stack does not show: as AWS makes it, that admits what has it too, and lets everything out. */
export function isDefaultGroupUnsaid(world: World, workload: Workload): boolean {
  return !isTemplate(workload) && world.holds(workload.takesDefaultGroup, Boolean) && (namedGroups(world).get(workload.urn) ?? []).length === 0;
}

type Placement = readonly [group: Ref, workload: Workload];

/** The groups that the program puts on workloads. */
const named = perWorld((world): readonly Placement[] => {
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

const namedGroups = perWorld((world) => byWorkload(named(world)));

function byWorkload(placements: readonly Placement[]): ReadonlyMap<string, readonly Ref[]> {
  const result = new Map<string, Ref[]>();
  for (const [group, { urn }] of placements) {
    const list = result.get(urn);
    if (list === undefined) result.set(urn, [group]);
    else list.push(group);
  }
  return result;
}

const placements = perWorld((world): readonly Placement[] => {
  const defaults = defaultGroups(world);
  if (defaults.length === 0) return named(world);
  const byVpc = new ReferenceIndex<Group>(
    world,
    defaults.flatMap((group) => (group.vpc === undefined ? [] : [[group.vpc, group] as const])),
  );
  const byDefault = world
    .all("workload")
    .flatMap((workload) =>
      defaultGroupVpcs(world, workload).flatMap((vpc) =>
        (vpc.kind === "unclear" && vpc.candidates.length === 0 && world.doubt(vpc.hole)
          ? defaults
          : candidates(world, vpc).flatMap((key) => byVpc.of(key))
        ).map(({ urn }): Placement => [{ kind: "resource", urn }, workload]),
      ),
    );
  return [...named(world), ...byDefault];
});

/** The default groups that the stack takes over; others are not in it. */
const defaultGroups = perWorld((world) => world.all("group").filter(({ isDefault }) => isDefault));

function groupRefs(workload: Workload): readonly Ref[] {
  return workload.groupsHole === undefined ? workload.groups : [...workload.groups, { kind: "unclear", candidates: [], hole: workload.groupsHole }];
}

const index = perWorld((world) => new ReferenceIndex(world, placements(world)));

const groupsByWorkload = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      placements(world).map(([group, workload]) => [{ kind: "resource", urn: workload.urn } as const, group] as const),
    ),
);
