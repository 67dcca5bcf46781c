import { Hole } from "../approx";
import type { Group, Ref, Workload, WorkloadKind } from "../network";
import { defaultVpc, defaultVpcOf, vpcByDefaultGroup, vpcsOfWorkload } from "../placement/vpcs";
import { perKeyInDoubt, perWorld, ReferenceIndex, type World } from "../world";
import { candidates, isTemplate, named, namedGroups, type Placement } from "./named-groups";

export { workloadByUrn } from "../placement/placement";
export { candidates, isOpenEnded, isTemplate } from "./named-groups";

/** The workloads on which a group is. */
export function workloadsOf(world: World, group: string): readonly Workload[] {
  const workloads = index(world).of(group);
  return workloads.length < 2 ? workloads : [...new Set(workloads)];
}

/** The groups on a workload, of its template too, as far as they are known. */
export function groupsOf(world: World, { urn }: Workload): readonly string[] {
  return groupsOfUrn(world, urn);
}

const groupsOfUrn = perKeyInDoubt((world, urn: string): readonly string[] => [
  ...new Set(
    groupsByWorkload(world)
      .of(urn)
      .flatMap((ref) => candidates(world, ref)),
  ),
]);

/** The same as references: those that are not known count too, as one reference without candidates for a list that is hidden. */
export function groupRefsOf(world: World, workload: Workload): readonly Ref[] {
  return groupsByWorkload(world).of(workload.urn);
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

/**
 * Whether it opens connections to what is around it: applications, and services of AWS that work for them in their network (builds, notebooks, replications,
 * crawlers).
 */
export function opensConnections({ kind, callsNobody }: Workload): boolean {
  return applicationKinds.has(kind) || (kind === "other" && !callsNobody);
}

/** Whether anybody can connect to it: some things only connect to others from inside a network. */
export function takesConnections({ resource }: Workload): boolean {
  return !sendsOnly.test(resource.type);
}

/**
 * https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html, https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_VPC.html
 * https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-collector-how-to.html
 */
const sendsOnly =
  /^aws(?:-native)?:(?:apprunner[:/].*VpcConnector|codebuild[:/].*(?:Project|Fleet)|synthetics[:/].*Canary|(?:amp|aps)[:/].*Scraper)$/;

/** The VPCs whose default group AWS puts on a workload, because it names no group itself. */
export function defaultGroupVpcs(world: World, workload: Workload): readonly Ref[] {
  if (isTemplate(workload) || !world.holds(workload.takesDefaultGroup, Boolean)) return [];
  const named = namedGroups(world).get(workload.urn) ?? [];
  // A group that is not known may be none.
  if (!named.every((ref) => ref.kind === "unclear" && world.doubt(ref.hole))) return [];
  return [...vpcsOfWorkload(world, workload), ...[defaultVpcOf(world, workload)].filter((vpc) => vpc !== undefined)];
}

/** Whether AWS puts a default group on it that the stack does not show: as AWS makes it, that admits what has it too, and lets everything out. */
export function isDefaultGroupUnsaid(world: World, workload: Workload): boolean {
  return !isTemplate(workload) && world.holds(workload.takesDefaultGroup, Boolean) && groupRefsOf(world, workload).length === 0;
}

/** The VPC whose default group a workload names: by its identifier, or as "default", which is its name everywhere. */
export function defaultGroupNamedBy(world: World, workload: Workload): Ref | undefined {
  if (isTemplate(workload)) return undefined;
  for (const ref of namedGroups(world).get(workload.urn) ?? []) {
    const group = ref.kind === "resource" ? defaultGroupByUrn(world).get(ref.urn) : undefined;
    if (group !== undefined) return group.vpc ?? defaultVpc(world, new Hole(group.urn, [], "is of the default VPC"));
    const vpc = vpcOfDefaultGroup(world, workload, ref);
    if (vpc !== undefined) return vpc;
  }
  return undefined;
}

/** The VPC whose default group a reference from a workload means, where it does not name the resource that takes that over. */
function vpcOfDefaultGroup(world: World, workload: Workload, ref: Ref): Ref | undefined {
  if (ref.kind !== "external") return undefined;
  if (ref.id === "default") return vpcsOfWorkload(world, workload)[0] ?? defaultVpc(world, ref.hole);
  const vpc = vpcByDefaultGroup(world).get(ref.id);
  return vpc === undefined ? undefined : { kind: "resource", urn: vpc };
}

/** The VPCs whose default groups a workload has by their name, or by the identifier that its VPC gives. */
function defaultGroupsByName(world: World, workload: Workload): readonly Ref[] {
  return (namedGroups(world).get(workload.urn) ?? []).flatMap((ref) => vpcOfDefaultGroup(world, workload, ref) ?? []);
}

const placements = perWorld((world): readonly Placement[] => {
  const defaults = defaultGroups(world);
  const unowned = unownedDefaultGroups(world);
  if (defaults.length + unowned.size === 0) return named(world);
  const byVpc = new ReferenceIndex<Group>(
    world,
    defaults.map((group) => [group.vpc ?? defaultVpc(world, new Hole(group.urn, [], "is of the default VPC")), group] as const),
  );
  const byDefault = world.all("workload").flatMap((workload) =>
    [...defaultGroupVpcs(world, workload), ...defaultGroupsByName(world, workload)].flatMap((vpc): readonly Placement[] => {
      const isAnyVpc = vpc.kind === "unclear" && vpc.candidates.length === 0 && world.doubt(vpc.hole);
      const vpcs = candidates(world, vpc);
      const own = isAnyVpc ? defaults : vpcs.flatMap((key) => byVpc.of(key));
      const others = isAnyVpc ? [...unowned.values()] : vpcs.flatMap((key) => unowned.get(key) ?? []);
      return [...own.map(({ urn }): Ref => ({ kind: "resource", urn })), ...others].map((group) => [group, workload]);
    }),
  );
  return [...named(world), ...byDefault];
});

/** The groups that AWS made with VPCs of the stack, of which its rules speak though no resource takes them over, by VPC. */
const unownedDefaultGroups = perWorld((world): ReadonlyMap<string, Ref> => {
  const written = world.all("declaration").map(({ group }) => group);
  const admitted = world.all("rule").flatMap(({ peer }) => (peer.kind === "group" ? [peer.group] : []));
  return new Map(
    [...written, ...admitted].flatMap((ref) => {
      const vpc = ref.kind === "external" ? vpcByDefaultGroup(world).get(ref.id) : undefined;
      return vpc === undefined ? [] : [[vpc, ref] as const];
    }),
  );
});

/** The default groups that the stack takes over; others are not in it. */
const defaultGroups = perWorld((world) => world.all("group").filter(({ isDefault }) => isDefault));

const defaultGroupByUrn = perWorld((world) => new Map(defaultGroups(world).map((group) => [group.urn, group])));

const index = perWorld((world) => new ReferenceIndex(world, placements(world)));

const groupsByWorkload = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      placements(world).map(([group, workload]) => [{ kind: "resource", urn: workload.urn } as const, group] as const),
    ),
);
