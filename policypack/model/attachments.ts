import type { Ref, Workload, WorkloadKind } from "./network";
import { keyOf, perWorld, ReferenceIndex, type World } from "./world";

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

/** The keys that a reference may stand for in this world. */
export function candidates(world: World, ref: Ref): readonly string[] {
  const key = keyOf(ref);
  if (key !== undefined) return [key];
  return ref.kind === "unclear" && world.doubt(ref.hole) ? ref.candidates : [];
}

export const workloadByUrn = perWorld((world) => new Map(world.all("workload").map((workload) => [workload.urn, workload])));

/** What runs the application's own code, or speaks to data stores for it. */
export const applicationKinds: ReadonlySet<WorkloadKind> = new Set([
  "instance",
  "scaling-group",
  "container-service",
  "function",
  "node-group",
  "database-proxy",
]);

const placements = perWorld((world): readonly (readonly [Ref, Workload])[] => {
  const workloads = workloadByUrn(world);
  const own = world.all("workload").flatMap((workload) => groupRefs(workload).map((ref) => [ref, workload] as const));
  const templated = world.all("workload").flatMap((workload) => {
    const template = workload.template === undefined ? undefined : workloads.get(keyOf(workload.template) ?? "");
    return template === undefined ? [] : groupRefs(template).map((ref) => [ref, workload] as const);
  });
  const attached = world.all("attachment").flatMap((attachment) =>
    (attachment.to === undefined ? [] : candidates(world, attachment.to)).flatMap((urn) => {
      const workload = workloads.get(urn);
      return workload === undefined ? [] : [[attachment.group, workload] as const];
    }),
  );
  return [...own, ...templated, ...attached];
});

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
