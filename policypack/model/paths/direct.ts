import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { everyTraffic, type Traffic } from "../../net/ports";
import { portsInWords } from "../names/ports";
import { parseUrn } from "../../resources/resource";
import { listenersOf, trafficOfListener } from "../balancers/listeners";
import { named } from "../needs/parties";
import type { Direction, Workload } from "../network";
import { Hole } from "../approx";
import type { World } from "../world";
import { onInternet, type Client } from "./clients";
import { connectionsBetween, gatewayStage, outwardStage } from "./connections";
import { groupAt, groupsDo, permitsOfGroups } from "./groups";
import { aclAt, aclInWords, answersBetween, answersInto, permitsOfSubnet } from "./network-acls";
import type { Cause, Piece } from "./permits";
import { addressesAt, type Place } from "./places";
import { publicEntryOf } from "./public-entry";
import { doubtful, open, sent, type Filter, type Passed, type Stage, type Stopped } from "./stages";

/** Whether packets get from a client to a workload at a place, with nothing that takes them over in between. */
export function direct(world: World, client: Client, target: Workload, place: Place, traffic: Traffic): Passed | Stopped {
  const listening = listeningStages(world, target);
  const to = addressesAt(world, place);
  const ends = { from: client.addresses, to, isAnyClient: client.isAny };
  if (client.kind !== "inside") {
    const stages = client.kind === "internet" ? entryStages(world, client, target, place) : outsideStages(world, place, client);
    const onWay = [...stages, ...arrivalStages(world, client, target, place), ...answerStages(world, place, undefined), ...listening];
    return sent(world, client.kind === "internet" ? { ...ends, to: ip.everyAddress } : ends, traffic, onWay);
  }
  let stopped: Stopped | undefined;
  for (const { there, back } of connectionsBetween(world, client.place, place)) {
    const stages = [
      ...departureStages(world, client, target, place),
      ...there,
      ...arrivalStages(world, client, target, place),
      ...(client.isForwarded === true ? [] : back),
      ...answerStages(world, place, client.place),
      ...listening,
    ];
    const outcome = sent(world, ends, traffic, stages);
    if (outcome.kind === "passed") return outcome;
    if (stopped === undefined || outcome.after > stopped.after) stopped = outcome;
  }
  const around = overInternet(world, client, target, place, traffic);
  if (around !== undefined && (around.kind === "passed" || stopped === undefined)) return around;
  return stopped ?? { kind: "stopped", by: unconnected(client.place, place), after: 0 };
}

function unconnected(from: Place, to: Place): Cause {
  const hole = from.vpc === undefined ? from.hole : to.hole;
  if (from.vpc === undefined || to.vpc === undefined)
    return { kind: "place", says: `in which VPC it is, is not known`, urn: hole?.urn ?? "", path: hole?.path ?? [] };
  const says = `nothing connects the VPCs ${parseUrn(from.vpc).name} and ${parseUrn(to.vpc).name}`;
  return { kind: "place", says, urn: to.vpc, path: [] };
}

/** Out of one VPC, over the internet, and into the same or another one. */
function overInternet(
  world: World,
  client: Extract<Client, { kind: "inside" }>,
  target: Workload,
  place: Place,
  traffic: Traffic,
): Passed | Stopped | undefined {
  if (ip.isEmpty(publicEntryOf(world, target, place).families)) return undefined;
  const stranger = onInternet(client.name);
  const own = client.workload === undefined ? ip.noAddresses : publicEntryOf(world, client.workload, client.place).families;
  const ends = { from: ip.everyAddress, to: stranger.addresses, isAnyClient: false };
  const out = sent(world, { ...ends, to: { ...stranger.addresses, v6: [] } }, traffic, [
    ...departureStages(world, client, undefined, undefined),
    outwardStage(world, client.place, !ip.isEmpty(own)),
  ]);
  if (out.kind === "stopped") return out;
  const left = intervals.unionAll(out.pieces.map((piece) => piece.traffic));
  const answered = sent(world, { ...ends, to: { ...stranger.addresses, v6: [] } }, left, answersFromInternet(world, client.place));
  if (answered.kind === "stopped") return answered;
  const into = direct(world, stranger, target, place, intervals.unionAll(answered.pieces.map((piece) => piece.traffic)));
  return into.kind === "stopped" ? into : { ...into, steps: [...out.steps, ...into.steps] };
}

function departureStages(
  world: World,
  { place, workload }: Extract<Client, { kind: "inside" }>,
  target: Workload | undefined,
  to: Place | undefined,
): readonly Stage[] {
  const stages: Stage[] = [];
  if (workload !== undefined) {
    const whither = target === undefined ? "the internet" : named(target);
    const stop: Cause = {
      kind: "rule",
      says: `${groupsDo(world, workload, { one: "lets", several: "let" })} nothing out to ${whither} there`,
      urn: groupAt(world, workload),
      path: [],
    };
    stages.push({ end: "to", permits: permitsOfGroups(world, workload, "egress", place.vpc, { workload: target, vpc: to?.vpc }), stop });
  }
  return isSameSubnet(place, to) ? stages : [...stages, ...aclStages(world, place, "egress", "to")];
}

function arrivalStages(world: World, client: Client, target: Workload, place: Place): readonly Stage[] {
  const from = client.kind === "inside" ? client.place : undefined;
  const other = client.kind === "inside" ? { workload: client.workload, vpc: from?.vpc } : { workload: undefined, vpc: undefined };
  const stop: Cause = {
    kind: "rule",
    says: `${groupsDo(world, target, { one: "does", several: "do" })} not admit ${client.name} there`,
    urn: groupAt(world, target),
    path: [],
  };
  const groups: Stage = { end: "from", permits: permitsOfGroups(world, target, "ingress", place.vpc, other), stop };
  if (isSameSubnet(place, from)) return [groups];
  return [...aclStages(world, place, "ingress", "from"), groups];
}

function isSameSubnet(a: Place, b: Place | undefined): boolean {
  return a.subnet !== undefined && a.subnet === b?.subnet;
}

function aclStages(world: World, { subnet, hole }: Place, direction: Direction, end: Filter["end"]): readonly Stage[] {
  const way = direction === "ingress" ? "in" : "out";
  if (subnet === undefined) {
    const says = "which subnet it is in, and so which network ACL it has, is not known";
    return [{ end, permits: doubtful(world, hole), stop: { kind: "place", says, urn: hole?.urn ?? "", path: hole?.path ?? [] } }];
  }
  const stop: Cause = { kind: "network ACL", says: `${aclInWords(world, subnet)} does not let it ${way}`, urn: aclAt(world, subnet), path: [] };
  return [{ end, permits: permitsOfSubnet(world, subnet, direction), stop }];
}

/** ACLs do not remember connections: what answers has to be let through as well. */
function answerStages(world: World, place: Place, client: Place | undefined): readonly Stage[] {
  if (isSameSubnet(place, client)) return [];
  const unseen = [place, ...(client === undefined ? [] : [client])].find(({ subnet }) => subnet === undefined);
  const [target, asking] = [place.subnet, client?.subnet];
  if (unseen !== undefined || target === undefined) {
    const stop: Cause = { kind: "place", says: "which subnet it is in is not known", urn: unseen?.hole?.urn ?? "", path: unseen?.hole?.path ?? [] };
    return [{ end: "from", permits: doubtful(world, unseen?.hole), stop }];
  }
  const stage = (subnet: string, way: string, permits: readonly Piece[]): Stage => {
    const says = `${aclInWords(world, subnet)} does not let the answers ${way}`;
    return { end: "both", permits, stop: { kind: "network ACL", says, urn: aclAt(world, subnet), path: [] } };
  };
  const out = stage(target, "out", answersBetween(world, target, undefined));
  return asking === undefined ? [out] : [out, stage(asking, "in", answersBetween(world, target, asking))];
}

/** Into the subnet of somebody who asked the internet. */
function answersFromInternet(world: World, { subnet, hole }: Place): readonly Stage[] {
  if (subnet === undefined) {
    const stop: Cause = { kind: "place", says: "which subnet it is in is not known", urn: hole?.urn ?? "", path: hole?.path ?? [] };
    return [{ end: "to", permits: doubtful(world, hole), stop }];
  }
  const stop: Cause = { kind: "network ACL", says: `${aclInWords(world, subnet)} does not let the answers in`, urn: subnet, path: [] };
  const permits = answersInto(world, subnet);
  return [{ end: "to", permits, stop }];
}

/** From the internet into a subnet. */
function entryStages(world: World, { addresses }: Client, target: Workload, place: Place): readonly Stage[] {
  const { families, by } = publicEntryOf(world, target, place);
  // Whoever has addresses of one family only calls that.
  const family = addresses.v4.length === 0 ? "no IPv6 address" : addresses.v6.length === 0 ? "no IPv4 address" : "no address";
  const stop: Cause = {
    kind: "address",
    says: `${named(target)} has ${ip.isEmpty(families) ? "no address" : family} on the internet`,
    urn: target.urn,
    path: [],
  };
  const address: Stage = { end: "to", permits: ip.isEmpty(families) ? [] : open(by).map((permit) => ({ ...permit, addresses: families })), stop };
  return [address, gatewayStage(world, place, "internet gateway", "an internet gateway")];
}

/** From a network that the stack does not show: over a VPN, or over a hub of which the other side is not to be seen. */
function outsideStages(world: World, place: Place, client: Client): readonly Stage[] {
  const vpn = gatewayStage(world, place, "VPN gateway", client.name);
  const hub = gatewayStage(world, place, "transit gateway", client.name);
  const beyond =
    hub.permits.length > 0 &&
    // Of a subnet that is not known, it is not known either whether it has such a route.
    world.doubt(place.hole ?? new Hole(place.subnet ?? "", [], "has a route to a hub, and what is behind it is not to be seen"));
  const name = place.subnet === undefined ? "it" : `the subnet ${parseUrn(place.subnet).name}`;
  const says = `${client.name} is not on the internet, and no route of ${name} leads there over a VPN or a hub`;
  const stop: Cause = place.subnet === undefined ? vpn.stop : { ...vpn.stop, says };
  return [{ ...vpn, stop, permits: beyond ? [...vpn.permits, ...hub.permits] : vpn.permits }];
}

/** Where something takes connections at all: balancers at their listeners, data stores at their ports. */
function listeningStages(world: World, target: Workload): readonly Stage[] {
  const { may } = world;
  const listeners = target.kind === "load-balancer" ? listenersOf(may, target.urn) : [];
  const traffic =
    target.ports === undefined
      ? listeners.length === 0
        ? everyTraffic
        : intervals.unionAll(listeners.map((listener) => trafficOfListener(may, listener)))
      : target.ports.may;
  if (intervals.equals(traffic, everyTraffic) || intervals.isEmpty(traffic)) return [];
  const stop: Cause = { kind: "listener", says: `${named(target)} listens on ${portsInWords(traffic)} only`, urn: target.urn, path: [] };
  return [{ end: "from", permits: [{ traffic, addresses: ip.everyAddress }], stop }];
}
