import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { everyTraffic, noTraffic, type Traffic } from "../../net/ports";
import { candidates, groupRefsOf, isOpenEnded } from "../attachments/attachments";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { isConnectedAcrossTransitGateway, isRoutedAcrossTransitGateway } from "./transit-gateways";
import type { Direction, Ref, Rule, Workload } from "../network";
import { addressesOfWorkload, vpcRefOfGroup, vpcsOfWorkload } from "../placement/vpcs";
import { keyOf, perKey, perWorld, ReferenceIndex, type Memo, type World } from "../world";

/** That one workload reaches another: the traffic on which egress and ingress agree, and the rules that say so. */
export interface Hop {
  readonly from: Workload;
  readonly to: Workload;
  readonly traffic: Traffic;
  readonly leaving: readonly Rule[];
  readonly entering: readonly Rule[];
}

/** Whether some traffic gets from one workload to another, and by which rules. */
export function hop(world: World, from: Workload, to: Workload, of: Traffic): Hop | undefined {
  const leaving = side(world, from, "egress", to);
  if (!intervals.meets(leaving.traffic, of)) return undefined;
  const entering = side(world, to, "ingress", from);
  const traffic = intervals.intersect(intervals.intersect(leaving.traffic, entering.traffic), of);
  if (intervals.isEmpty(traffic)) return undefined;
  const agreeing = (rules: readonly Rule[]): Rule[] => rules.filter((rule) => intervals.meets(trafficOf(world, rule), traffic));
  return { from, to, traffic, leaving: agreeing(leaving.rules), entering: agreeing(entering.rules) };
}

/** The inbound (or outbound) rules of any group that name this one as their peer. */
export function rulesNaming(world: World, group: string, direction: Direction): readonly Rule[] {
  return naming(world)[direction].of(group);
}

const naming = perWorld((world) => {
  const entries: Record<Direction, (readonly [Ref, Rule])[]> = { ingress: [], egress: [] };
  for (const rule of world.all("rule")) {
    if (rule.peer.kind === "group") entries[rule.declaration.direction].push([rule.peer.group, rule]);
    if (rule.peer.kind === "self") entries[rule.declaration.direction].push([rule.declaration.group, rule]);
    if (rule.peer.kind === "hidden") entries[rule.declaration.direction].push([{ kind: "unclear", candidates: [], hole: rule.peer.hole }, rule]);
  }
  return { ingress: new ReferenceIndex(world, entries.ingress), egress: new ReferenceIndex(world, entries.egress) };
});

interface Side {
  readonly traffic: Traffic;
  readonly rules: readonly Rule[];
}

/** What the groups of a workload let out to, or in from, another workload. */
function side(world: World, workload: Workload, direction: Direction, other: Workload): Side {
  const groups = groupRefsOf(world, workload);
  // Nothing filters what a network load balancer without groups passes on.
  if (groups.length === 0) return { traffic: workload.kind === "load-balancer" ? everyTraffic : noTraffic, rules: [] };
  const traffic: Traffic[] = [];
  const rules: Rule[] = [];
  for (const ref of groups) {
    if (isOpenEnded(ref) && world.doubt(ref.hole)) traffic.push(everyTraffic);
    for (const key of candidates(world, ref)) {
      for (const rule of rulesOf(world, key, direction)) {
        if (!namesGroupOf(world, rule, key, other) && !meetsByAddress(world, rule, workload, other)) continue;
        rules.push(rule);
        traffic.push(trafficOf(world, rule));
      }
    }
  }
  return { traffic: intervals.unionAll(traffic), rules };
}

function namesGroupOf(world: World, { peer }: Rule, own: string, other: Workload): boolean {
  const named: Ref | undefined = peer.kind === "self" ? { kind: "resource", urn: own } : peer.kind === "group" ? peer.group : undefined;
  if (named === undefined) return false;
  return groupRefsOf(world, other).some((ref) => nameTheSame(world, named, ref));
}

/** Whether two references name the same group. */
function nameTheSame(world: World, a: Ref, b: Ref): boolean {
  const key = keyOf(a);
  if (key !== undefined) return world.names(b, key);
  const other = keyOf(b);
  if (other !== undefined) return world.names(a, other);
  return a.kind === "unclear" && b.kind === "unclear" && world.doubt(a.hole) && world.doubt(b.hole);
}

/** Whether the addresses of a rule are those of a workload that the network connects with it. */
function meetsByAddress(world: World, rule: Rule, own: Workload, other: Workload): boolean {
  const addresses = addressesOf(world, rule.peer);
  if (ip.isEmpty(addresses) || !areConnected(world, own, other)) return false;
  const known = addressesOfWorkload(world, other);
  if (known === undefined) return world.polarity === "may" || ip.covers(addresses, ip.everyIpv4);
  return world.polarity === "may" ? ip.meets(addresses, known) : coversAFamily(addresses, known);
}

function coversAFamily(addresses: AddressSet, known: AddressSet): boolean {
  return (["v4", "v6"] as const).some((family) => !intervals.isEmpty(known[family]) && intervals.covers(addresses[family], known[family]));
}

/** Whether two workloads are in one VPC, or in two that a peering or a transit gateway connects. */
function areConnected(world: World, a: Workload, b: Workload): boolean {
  const here = vpcsOf(world, a);
  const there = vpcsOf(world, b);
  if (here.length === 0 || there.length === 0) return here.length === there.length || world.polarity === "may";
  return here.some((vpc) => there.some((other) => vpc === other || peered(world).has(pair(vpc, other)) || joins(world, vpc, other)));
}

/** The VPCs of a workload as its groups and subnets tell, where they tell. Its subnets tell for certain; a group can serve other VPCs as well. */
const vpcsOf = perKey((world, workload: Workload): readonly string[] => {
  const bySubnet = vpcsOfWorkload(world, workload).flatMap((vpc) => keyOf(vpc) ?? []);
  if (bySubnet.length > 0 && world.polarity === "must") return [...new Set(bySubnet)];
  const ofGroups = groupRefsOf(world, workload).flatMap((ref) => candidates(world, ref).flatMap((key) => vpcRefOfGroup(world, key) ?? []));
  return [...new Set([...bySubnet, ...ofGroups.flatMap((vpc) => keyOf(vpc) ?? [])])];
});

/** A transit gateway connects for certain where it has routes between two VPCs; an appliance in between may let the traffic pass. */
function joins(world: World, vpc: string, other: string): boolean {
  const find = (): boolean =>
    world.polarity === "must" ? isRoutedAcrossTransitGateway(world, vpc, other) : isConnectedAcrossTransitGateway(world, vpc, other);
  return world.once(pair(vpc, other), find, joined(world));
}

const joined = perWorld((): Memo => new Map());

const peered = perWorld(
  (world) =>
    new Set(
      world.all("peering").flatMap(({ requester, accepter }) => {
        const [from, to] = [requester, accepter].map((vpc) => (vpc === undefined ? undefined : keyOf(vpc)));
        return from === undefined || to === undefined ? [] : [pair(from, to), pair(to, from)];
      }),
    ),
);

function pair(a: string, b: string): string {
  return `${a} ${b}`;
}
