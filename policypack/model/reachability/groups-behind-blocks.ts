import * as ip from "../../net/ip";
import { keyOfSet, type AddressSet } from "../../net/ip";
import { isHole, type Hole } from "../approx";
import { groupsOf, isTemplate, opensConnections, workloadsOf } from "../attachments/attachments";
import { carriesReferences, vpcsOfGroup } from "./group-references";
import type { Ref, Workload } from "../network";
import { subnetByUrn, subnetsOf } from "../placement/placement";
import { addressesOfWorkload, vpcsOfWorkload } from "../placement/vpcs";
import { keyOf, perWorld, type Memo, type World } from "../world";

function isClient(workload: Workload): boolean {
  return opensConnections(workload) || workload.kind === "load-balancer" || workload.kind === "api-link";
}

/**
 * The groups whose reference would admit exactly the known workloads behind a block, seen from a group: those live wholly in the block,
 * and each has a group of its own that is on nothing else. Undefined where no references would do.
 */
export function groupsBehind(world: World, group: string, block: AddressSet): readonly string[] | undefined {
  const view = viewOf(world, block);
  const own = new Set(workloadsOf(world, group));
  const mayBeOwn = new Set(workloadsOf(world.opposite, group));
  const admitted = new Set<string>();
  for (const workload of view.near(group)) if (!mayBeOwn.has(workload)) for (const key of view.references(workload)) admitted.add(key);
  admitted.delete(group);
  if (admitted.size === 0) return undefined;
  // Anybody else in the block, for whom there is no reference, would lose access.
  const isElsewhere = (workload: Workload): boolean => !own.has(workload) && view.references(workload).every((key) => key === group);
  return world.excuses((other) => viewOf(other, block).near(group).some(isElsewhere)) ? undefined : [...admitted].sort();
}

/** What is behind a block: asked once for all the rules that name it. */
interface View {
  /** The workloads in the block, or partly in it, to whose groups a group can refer. */
  near(group: string): readonly Workload[];
  /** The groups that stand for a workload wholly in the block: on nothing that is not. */
  references(workload: Workload): readonly string[];
}

function viewOf(world: World, block: AddressSet): View {
  return world.once(keyOfSet(block), () => makeView(world, block), views(world));
}

const views = perWorld((): Memo => new Map());

function makeView(world: World, block: AddressSet): View {
  const met = places(world).filter(({ addresses, hole }) =>
    addresses === undefined ? hole !== undefined && world.doubt(hole) : ip.meets(block, addresses),
  );
  const near: Memo = new Map();
  const references: Memo = new Map();
  const lives: Memo = new Map();
  const livesHere = (key: string): boolean => world.once(key, () => livesWithin(world, key, block), lives);
  return {
    near: (group) => {
      for (const { hole } of met) if (hole !== undefined) world.doubt(hole);
      const vpc = groups(world).get(group)?.vpc;
      const place = vpc === undefined ? "" : (keyOf(vpc) ?? group);
      return world.once(
        place,
        () => met.flatMap(({ workloads }) => (workloads[0] !== undefined && isNear(world, group, workloads[0]) ? workloads : [])),
        near,
      );
    },
    references: (workload) =>
      world.once(
        workload,
        () => (isWithin(world, workload, block) ? groupsOf(world, workload).filter((key) => groups(world).has(key) && livesHere(key)) : []),
        references,
      ),
  };
}

/** Workloads in the same subnets. */
interface Place {
  readonly workloads: readonly Workload[];
  readonly addresses: AddressSet | undefined;
  /** Because of which they may be anywhere. */
  readonly hole: Hole | undefined;
}

/** The workloads that call others, by where they are, without those of which nothing can be told. */
const places = perWorld((world): readonly Place[] => {
  const byPlace = new Map<string, Workload[]>();
  for (const workload of world.all("workload")) {
    if (!isClient(workload) || isTemplate(workload)) continue;
    const refs = subnetsOf(world, workload);
    const isKnown = refs.length > 0 && refs.every((ref) => ref.kind === "resource");
    const place = isKnown ? refs.flatMap((ref) => keyOf(ref) ?? []).join(" ") : workload.urn;
    const list = byPlace.get(place);
    if (refs.length === 0 && addressesOfWorkload(world, workload) === undefined) continue;
    if (list === undefined) byPlace.set(place, [workload]);
    else list.push(workload);
  }
  return [...byPlace.values()].flatMap((workloads): readonly Place[] => {
    const [first] = workloads;
    const addresses = first === undefined ? undefined : addressesOfWorkload(world, first);
    const hole = first === undefined || addresses !== undefined ? undefined : somewhere(world, first);
    return addresses === undefined && hole === undefined ? [] : [{ workloads, addresses, hole }];
  });
});

/** Whether everything on a group is inside a block: a claim about all that may be on it. */
function livesWithin(world: World, group: string, block: AddressSet): boolean {
  return workloadsOf(world.opposite, group).every((workload) => isTemplate(workload) || isWithin(world, workload, block));
}

function isWithin(world: World, workload: Workload, block: AddressSet): boolean {
  const own = addressesOfWorkload(world, workload);
  return own === undefined ? somewhere(world, workload) !== undefined : ip.covers(block, own);
}

/** A workload whose place is hidden may be anywhere, for this hole. One in a subnet from outside the stack is outside of what can be told. */
function somewhere(world: World, workload: Workload): Hole | undefined {
  return subnetsOf(world, workload)
    .flatMap((ref): readonly Hole[] =>
      ref.kind === "unclear"
        ? [ref.hole]
        : (subnetByUrn(world)
            .get(keyOf(ref) ?? "")
            ?.blocks.filter(isHole) ?? []),
    )
    .find((hole) => world.doubt(hole));
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
