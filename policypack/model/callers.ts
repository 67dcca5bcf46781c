import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { isHole, type Hole } from "./approx";
import { applicationKinds, groupsOf, isTemplate, workloadsOf } from "./attachments";
import { carriesReferences, vpcsOfGroup } from "./connections";
import type { Ref, Workload, WorkloadKind } from "./network";
import { addressesOfWorkload, subnetByUrn, subnetsOf, vpcsOfWorkload } from "./places";
import { keyOf, perWorld, type World } from "./world";

/** What opens connections to others. */
const callerKinds: ReadonlySet<WorkloadKind> = new Set([...applicationKinds, "load-balancer", "api-link"]);

/**
 * The groups whose reference would admit exactly the known workloads behind a block, seen from a group: those live wholly in the block,
 * and each has a group of its own that is on nothing else. Undefined where no references would do.
 */
export function callersByReference(world: World, group: string, block: AddressSet): readonly string[] | undefined {
  const isFine = (workload: Workload): boolean => isWithin(world, workload, block) && ownGroups(world, workload, group, block).length > 0;
  const bearsGroup = (of: World, workload: Workload): boolean => groupsOf(of, workload).includes(group);
  const near = (of: World): readonly Workload[] =>
    places(of).flatMap((workloads) => {
      const [first] = workloads;
      return first !== undefined && meets(of, first, block) && isNear(of, group, first) ? workloads : [];
    });
  const callers = near(world).filter((workload) => !bearsGroup(world.opposite, workload) && isFine(workload));
  if (callers.length === 0) return undefined;
  // Anybody else in the block, for whom there is no reference, would lose access.
  if (world.excuses((other) => near(other).some((workload) => !bearsGroup(world, workload) && !isFine(workload)))) return undefined;
  return [...new Set(callers.flatMap((workload) => ownGroups(world, workload, group, block)))].sort();
}

/** The workloads that call others, by where they are: those of the same subnets are looked at once. */
const places = perWorld((world): readonly (readonly Workload[])[] => {
  const byPlace = new Map<string, Workload[]>();
  for (const workload of world.all("workload")) {
    if (!callerKinds.has(workload.kind) || isTemplate(workload)) continue;
    const refs = subnetsOf(world, workload);
    const isKnown = refs.every((ref) => ref.kind === "resource");
    const place = isKnown ? refs.flatMap((ref) => keyOf(ref) ?? []).join(" ") : workload.urn;
    if (refs.length > 0) byPlace.set(place, [...(byPlace.get(place) ?? []), workload]);
  }
  return [...byPlace.values()];
});

function ownGroups(world: World, workload: Workload, group: string, block: AddressSet): readonly string[] {
  return groupsOf(world, workload).filter((key) => key !== group && groups(world).has(key) && livesWithin(world, key, block));
}

/** Whether everything on a group is inside a block: a claim about all that may be on it. */
function livesWithin(world: World, group: string, block: AddressSet): boolean {
  return workloadsOf(world.opposite, group).every((workload) => isTemplate(workload) || isWithin(world, workload, block));
}

function isWithin(world: World, workload: Workload, block: AddressSet): boolean {
  const own = addressesOfWorkload(world, workload);
  return own === undefined ? isSomewhere(world, workload) : ip.covers(block, own);
}

function meets(world: World, workload: Workload, block: AddressSet): boolean {
  const own = addressesOfWorkload(world, workload);
  return own === undefined ? isSomewhere(world, workload) : ip.meets(block, own);
}

/** A workload whose place is hidden may be anywhere. One in a subnet from outside the stack is outside of what can be told. */
function isSomewhere(world: World, workload: Workload): boolean {
  return subnetsOf(world, workload)
    .flatMap((ref): readonly Hole[] =>
      ref.kind === "unclear"
        ? [ref.hole]
        : (subnetByUrn(world)
            .get(keyOf(ref) ?? "")
            ?.blocks.filter(isHole) ?? []),
    )
    .some((hole) => world.doubt(hole));
}

/** Whether the group can refer to groups in the workload's VPC. */
function isNear(world: World, group: string, workload: Workload): boolean {
  const own = groups(world).get(group)?.vpc;
  const there = vpcsOfWorkload(world, workload);
  if ([own, ...there].some((vpc) => vpc !== undefined && isOpen(vpc) && world.doubt(vpc.hole))) return true;
  const keys = there.flatMap((vpc) => keyOf(vpc) ?? []);
  return vpcsOfGroup(world, { kind: "resource", urn: group }).some((from) => keys.some((to) => carriesReferences(world, from, to, "ingress")));
}

function isOpen(vpc: Ref): vpc is Extract<Ref, { readonly kind: "unclear" }> {
  return vpc.kind === "unclear";
}

const groups = perWorld((world) => new Map(world.all("group").map((group) => [group.urn, group])));
