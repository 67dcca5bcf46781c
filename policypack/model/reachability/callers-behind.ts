import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { noTraffic, type Traffic } from "../../net/ports";
import { adminPorts } from "../../net/well-known";
import { parseUrn } from "../../resources/resource";
import { groupsOf, workloadsOf } from "../attachments/attachments";
import { dataStorePorts, dataStoresOf } from "../attachments/data-stores";
import { frontOn } from "../balancers/fronts";
import { targetsBehind } from "../balancers/targets";
import type { Workload } from "../network";
import { isOnMachineAlone } from "../instances/private-addresses";
import { workloadByUrn } from "../placement/placement";
import { homesIn, homesInVpcs, inOrder, isWhollyIn, type PlacedApplication } from "../placement/applications";
import { vpcsOfWorkload } from "../placement/vpcs";
import { keyOf, perKey, perWorld, type Answers, type World } from "../world";
import { mostRulesOfGroup } from "../rules/quotas";
import { carriesReferences } from "./group-references";
import { partnersOf, type Partners } from "./partners";

/** The groups that stand for everybody known in a block, or the reason why none do. */
export type KnownCallers = { readonly groups: readonly string[] } | { readonly reason: string };

/**
 * The groups of the applications that live in a block, where these have groups of their own that are on nothing else, and can be referred to
 * from the VPC of a group: references to them admit nobody whom the block does not admit.
 */
export function callersBehind(
  world: World,
  { group, vpc, traffic }: { readonly group: string; readonly vpc: string | undefined; readonly traffic: Traffic },
  block: AddressSet,
  text: string,
): KnownCallers {
  const { wholly, partly } = neighboursIn(world, block, vpc);
  const targets = targetsBehind(world, group);
  const holdsDatabase = workloadsOf(world.opposite, group).some(({ noun }) => /^(RDS|Aurora)/.test(noun));
  const isForLogins = !intervals.isEmpty(traffic) && intervals.covers(adminPorts, traffic);
  // A proxy speaks to databases of RDS, and to nothing else; a balancer logs in nowhere.
  const calls = ({ application }: PlacedApplication): boolean =>
    !targets.has(application) && (application.kind !== "database-proxy" || holdsDatabase) && (application.kind !== "load-balancer" || !isForLogins);
  const elsewhere = partly.find(calls);
  if (elsewhere !== undefined) return { reason: `${elsewhere.application.resource.name} lives in ${text} and elsewhere` };
  const groups = new Set<string>();
  let isAnybody = false;
  for (const placed of wholly) {
    if (!calls(placed)) continue;
    isAnybody = true;
    const callers = ownGroups(world, { group, traffic }, placed.application, text, (key) => isWhollyIn(world, key, block));
    if ("reason" in callers) return callers;
    for (const key of callers.groups) groups.add(key);
    if (groups.size > mostRulesOfGroup) return { reason: `more than ${mostRulesOfGroup} groups live in ${text}` };
  }
  return isAnybody ? { groups: [...groups].sort() } : { reason: `no application of this program is known to live in ${text}` };
}

/** The groups that stand for a machine alone, in the place of its address. */
export function callerAt(
  world: World,
  { group, vpc, traffic }: { readonly group: string; readonly vpc: string | undefined; readonly traffic: Traffic },
  machine: string,
  text: string,
): KnownCallers {
  const application = workloadByUrn(world).get(machine);
  if (application === undefined || !isNear(world, vpc, application)) return { reason: `no application of this program is known to live in ${text}` };
  return ownGroups(world, { group, traffic }, application, text, (key) => isOnMachineAlone(world, key, machine));
}

/** The applications in a block whose groups can be referred to from a VPC, and those of them that live elsewhere as well: the same for each group that admits it. */
function neighboursIn(
  world: World,
  block: AddressSet,
  vpc: string | undefined,
): { readonly wholly: readonly PlacedApplication[]; readonly partly: readonly PlacedApplication[] } {
  const partners = vpc === undefined ? undefined : partnersOf(world, vpc);
  return world.answer(
    ip.keyOfSet(block),
    () => {
      const near =
        partners === undefined
          ? homesIn(world, block).filter(({ applications: [first] }) => first !== undefined && isNear(world, vpc, first.application))
          : homesInVpcs(world, partners, block);
      const [wholly, partly] = [true, false].map((isWhole) => near.filter(({ addresses }) => ip.covers(block, addresses) === isWhole));
      return { wholly: inOrder(wholly ?? []), partly: inOrder(partly ?? []) };
    },
    neighbours(world, partners ?? vpc ?? ""),
  );
}

/** By the VPCs that count, or by the one of which these are not known for certain. */
const neighbours = perKey((_, _place: Partners | string): Answers => new Map());

function ownGroups(
  world: World,
  { group, traffic }: { readonly group: string; readonly traffic: Traffic },
  application: Workload,
  text: string,
  isInside: (key: string) => boolean,
): KnownCallers {
  const all = groupsOf(world, application).filter((key) => ownGroupKeys(world).has(key));
  const groups = all.filter((key) => key !== group);
  if (groups.length === 0)
    return { reason: `${application.resource.name} lives in ${text} and has no ${all.length > 0 ? "other group" : "group of its own"}` };
  // One of its groups is enough to let it in: those that are on something else would let that in, too.
  const own = groups.filter(isInside);
  const [first] = groups;
  if (own.length === 0) return { reason: `${parseUrn(first ?? "").name} is also on something that is not known to live in ${text}` };
  const fronts = own.map((key) => whyBehindFront(world, group, key, traffic));
  const usable = own.filter((_, index) => fronts[index] === undefined);
  return usable.length > 0 ? { groups: usable } : { reason: fronts[0] ?? "" };
}

/** Why a group is none to let in where this reaches the data stores of another: it is also on what stands in front of applications. */
export function whyBehindFront(world: World, group: string, key: string, traffic: Traffic): string | undefined {
  const reached = dataStoresOf(world, group).length === 0 ? noTraffic : intervals.intersect(traffic, dataStorePorts(world, group));
  const front = intervals.isEmpty(reached) ? undefined : frontOn(world, key, reached);
  if (front === undefined) return undefined;
  return `${parseUrn(key).name} is also on the ${front.noun} ${front.resource.name}: give the applications on it a group of their own`;
}

/** The groups that the stack made for something; what carries a VPC's default group is nobody in particular. */
export const ownGroupKeys = perWorld((world) => new Set(world.all("group").flatMap(({ urn, isDefault }) => (isDefault ? [] : [urn]))));

/** Whether groups of a workload can be referred to from a VPC; where the VPC is not known, nothing tells otherwise. */
function isNear(world: World, vpc: string | undefined, workload: Workload): boolean {
  const vpcs = vpcsOfWorkload(world, workload).flatMap((ref) => keyOf(ref) ?? []);
  return vpc === undefined || vpcs.length === 0 || vpcs.some((other) => carriesReferences(world, vpc, other, "ingress"));
}
