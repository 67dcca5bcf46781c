import { addTo } from "../../grouped";
import * as ip from "../../net/ip";
import { keyOfSet, type AddressSet } from "../../net/ip";
import { isHole, type Hole } from "../approx";
import { groupsOf, isTemplate, opensConnections, workloadsOf } from "../attachments/attachments";
import { carriesReferences, vpcsOfGroup } from "./group-references";
import { partnersOf, type Partners } from "./partners";
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
export function groupsBehind(world: World, group: string, block: AddressSet): GroupsBehind | undefined {
  const { near, references, unnamedAmong } = viewOf(world, block);
  const { workloads, byReference, keys } = near(group);
  const own = new Set(workloadsOf(world, group));
  const mayBeOwn = new Set(workloadsOf(world.opposite, group));
  // What stands for nothing but what is on the group itself, and the group.
  const without = new Set([...mayBeOwn].flatMap((workload) => (workloads.has(workload) ? references(workload) : [])));
  for (const key of without) if (byReference.get(key)?.every((workload) => mayBeOwn.has(workload)) !== true) without.delete(key);
  if (byReference.has(group)) without.add(group);
  if (keys.length === without.size) return undefined;
  // Anybody else in the block, for whom there is no reference, would lose access.
  const isElsewhere = (workload: Workload): boolean => !own.has(workload);
  return world.excuses((other) => {
    const { byNone, byOnly } = unnamedAmong(viewOf(other, block).near(group));
    return byNone.some(isElsewhere) || (byOnly.get(group) ?? []).some(isElsewhere);
  })
    ? undefined
    : { keys, without };
}

/** Groups, as keys in a fixed order: all that live in a block, without some. Of many that admit one block, each has all of the others behind it. */
export interface GroupsBehind {
  readonly keys: readonly string[];
  readonly without: ReadonlySet<string>;
}

export function groupsIn({ keys, without }: GroupsBehind): readonly string[] {
  return keys.filter((key) => !without.has(key));
}

/** What is behind a block: asked once for all the rules that name it. */
interface View {
  /** The workloads in the block, or partly in it, to whose groups a group can refer. */
  readonly near: (group: string) => Neighbours;
  /** The groups that stand for a workload wholly in the block: on nothing that is not. */
  readonly references: (workload: Workload) => readonly string[];
  /** Those of some workloads for whom there is no reference but to one group. */
  readonly unnamedAmong: (neighbours: Neighbours) => Unnamed;
}

/** Workloads in a block, by the groups that stand for them: the same for all groups of a VPC. */
interface Neighbours {
  readonly workloads: ReadonlySet<Workload>;
  readonly byReference: ReadonlyMap<string, readonly Workload[]>;
  /** The groups that stand for any of them, in a fixed order. */
  readonly keys: readonly string[];
}

/** Workloads for which no group stands, and those for which one alone does, by that. */
interface Unnamed {
  readonly byNone: readonly Workload[];
  readonly byOnly: ReadonlyMap<string, readonly Workload[]>;
}

function viewOf(world: World, block: AddressSet): View {
  return world.once(keyOfSet(block), () => makeView(world, block), views(world));
}

const views = perWorld((): Memo => new Map());

function makeView(world: World, block: AddressSet): View {
  const isMet = ({ addresses, hole }: Place): boolean =>
    addresses === undefined ? hole !== undefined && world.doubt(hole) : ip.meets(block, addresses);
  const hidden = placesByVpc(world).hidden.filter(isMet);
  const near: Memo = new Map();
  const references: Memo = new Map();
  const lives: Memo = new Map();
  const unnamed: Memo = new Map();
  const livesHere = (key: string): boolean => world.once(key, () => livesWithin(world, key, block), lives);
  const referencesOf = (workload: Workload): readonly string[] =>
    world.once(
      workload,
      () => (isWithin(world, workload, block) ? groupsOf(world, workload).filter((key) => groups(world).has(key) && livesHere(key)) : []),
      references,
    );
  return {
    near: (group) => {
      for (const { hole } of hidden) if (hole !== undefined) world.doubt(hole);
      const vpc = groups(world).get(group)?.vpc;
      const place = vpc === undefined ? "" : (keyOf(vpc) ?? group);
      const partners = vpc === undefined || keyOf(vpc) === undefined || !placesByVpc(world).isKnown ? undefined : partnersOf(world, place);
      return world.once(
        partners ?? place,
        () => {
          const met = (partners === undefined ? places(world) : placesIn(world, partners)).filter(isMet);
          const those = partners === undefined ? met.filter(({ workloads }) => isNear(world, group, workloads[0])) : met;
          return neighboursOf(
            those.flatMap(({ workloads }) => workloads),
            referencesOf,
          );
        },
        near,
      );
    },
    references: referencesOf,
    unnamedAmong: (neighbours) => world.once(neighbours, () => unnamedIn(neighbours, referencesOf), unnamed),
  };
}

function neighboursOf(workloads: readonly Workload[], referencesOf: View["references"]): Neighbours {
  const byReference = new Map<string, [Workload, ...Workload[]]>();
  for (const workload of workloads) for (const key of referencesOf(workload)) addTo(byReference, key, workload);
  return { workloads: new Set(workloads), byReference, keys: [...byReference.keys()].sort() };
}

function unnamedIn({ workloads }: Neighbours, referencesOf: View["references"]): Unnamed {
  const byNone: Workload[] = [];
  const byOnly = new Map<string, [Workload, ...Workload[]]>();
  for (const workload of workloads) {
    const [only, ...others] = referencesOf(workload);
    if (only === undefined) byNone.push(workload);
    else if (others.length === 0) addTo(byOnly, only, workload);
  }
  return { byNone, byOnly };
}

/** Workloads in the same subnets. */
interface Place {
  readonly workloads: readonly [Workload, ...Workload[]];
  readonly addresses: AddressSet | undefined;
  /** Because of which they may be anywhere. */
  readonly hole: Hole | undefined;
}

/** The workloads that call others, by where they are, without those of which nothing can be told. */
const places = perWorld((world): readonly Place[] => {
  const byPlace = new Map<string, [Workload, ...Workload[]]>();
  for (const workload of world.all("workload")) {
    if (!isClient(workload) || isTemplate(workload)) continue;
    const refs = subnetsOf(world, workload);
    const isKnown = refs.length > 0 && refs.every((ref) => ref.kind === "resource");
    const place = isKnown ? refs.flatMap((ref) => keyOf(ref) ?? []).join(" ") : workload.urn;
    if (refs.length === 0 && addressesOfWorkload(world, workload) === undefined) continue;
    addTo(byPlace, place, workload);
  }
  return [...byPlace.values()].flatMap((workloads): readonly Place[] => {
    const addresses = addressesOfWorkload(world, workloads[0]);
    const hole = addresses !== undefined ? undefined : somewhere(world, workloads[0]);
    return addresses === undefined && hole === undefined ? [] : [{ workloads, addresses, hole }];
  });
});

/** Where they are in that list, by VPC, and whether it is known of each in which one it is. */
const placesByVpc = perWorld((world) => {
  const byVpc = new Map<string, [number, ...number[]]>();
  let isKnown = true;
  for (const [order, { workloads }] of places(world).entries())
    for (const vpc of vpcsOfWorkload(world, workloads[0])) {
      const key = keyOf(vpc);
      if (key === undefined) isKnown = false;
      else addTo(byVpc, key, order);
    }
  return { byVpc, isKnown, hidden: places(world).filter(({ addresses }) => addresses === undefined) };
});

/** The places in some VPCs, in the order of the stack. */
function placesIn(world: World, vpcs: Partners): readonly Place[] {
  const { byVpc } = placesByVpc(world);
  const orders = new Set([...vpcs].flatMap((vpc) => byVpc.get(vpc) ?? []));
  return [...orders].sort((a, b) => a - b).flatMap((order) => places(world)[order] ?? []);
}

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
