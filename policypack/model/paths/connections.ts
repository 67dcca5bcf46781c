import { joined } from "../../joined";
import * as ip from "../../net/ip";
import { parseUrn } from "../../resources/resource";
import { isHole } from "../approx";
import type { Peering, RouteTarget, TransitGateway } from "../network";
import { isActive, peeringsBetween } from "../reachability/group-references";
import {
  isConnectedAcrossTransitGateway,
  isRoutedAcrossTransitGateway,
  sharedTransitGateway,
  transitGatewayAttachmentsOf,
} from "../reachability/transit-gateways";
import type { World } from "../world";
import type { Cause, Permits } from "./permits";
import type { Place } from "./places";
import { routed, type TableRoute } from "./routes";
import { doubtful, open, type Filter, type Stage } from "./stages";

/** How packets get from one place to another; several ways are tried one after the other. */
export interface Connection {
  /** There: what the route table of the first place has to say, by the addresses of the second. */
  readonly there: readonly Stage[];
  readonly back: readonly Stage[];
}

/** The ways between two places of the stack: within a VPC, over peerings, over hubs. */
export function connectionsBetween(world: World, from: Place, to: Place): readonly Connection[] {
  const { vpc: here } = from;
  const { vpc: there } = to;
  if (here === undefined || there === undefined) return world.polarity === "may" ? [{ there: [], back: [] }] : [];
  if (here === there) return [ofRoutes(world, from, to, isLocal, isLocal, [])];
  const peerings = peeringsBetween(world, here, there).map((peering) =>
    ofRoutes(world, from, to, over(peering), over(peering), [peeringStage(world, peering)]),
  );
  const isJoined = world.polarity === "must" ? isRoutedAcrossTransitGateway(world, here, there) : isConnectedAcrossTransitGateway(world, here, there);
  const hub = sharedTransitGateway(world, here, there);
  if (!isJoined && hub === undefined) return peerings;
  return [...peerings, ofRoutes(world, from, to, overHub(here), overHub(there), [hubStage(world, here, there, isJoined, hub)])];
}

/** What a subnet sends over a gateway, as a stage of the answers to a client. */
export function gatewayStage(world: World, place: Place, target: RouteTarget, noun: string): Filter {
  return routeStage(world, place, "from", (each, { over: of }) => each.holds(of, (known) => known === target), noun);
}

/** What a subnet sends to the internet, itself or through a NAT gateway. */
export function outwardStage(world: World, place: Place, hasAddress: boolean): Filter {
  const wants: Wants = (each, { over: of }) => each.holds(of, (known) => known === "NAT gateway" || (hasAddress && known === "internet gateway"));
  return routeStage(world, place, "to", wants, "the internet");
}

type Wants = (world: World, route: TableRoute) => boolean;

const isLocal: Wants = (world, { over: of }) => world.holds(of, (known) => known === "local");

function over(peering: Peering): Wants {
  return (world, { over: of, to }) =>
    world.holds(of, (known) => known === "peering") && (to === undefined ? isHole(of) : world.names(to, peering.urn));
}

function overHub(vpc: string): Wants {
  return (world, { over: of, to }) =>
    world.holds(of, (known) => known === "transit gateway") &&
    (to === undefined ||
      transitGatewayAttachmentsOf(world, vpc).some(({ transitGateway }) =>
        transitGateway.kind === "resource" ? world.names(to, transitGateway.urn) : world.doubt(transitGateway.hole) || to.kind === "external",
      ));
}

function ofRoutes(world: World, from: Place, to: Place, goes: Wants, returns: Wants, middle: readonly Stage[]): Connection {
  return {
    there: [routeStage(world, from, "to", goes, placeInWords(to)), ...middle],
    back: [routeStage(world, to, "from", returns, placeInWords(from))],
  };
}

function routeStage(world: World, place: Place, end: Filter["end"], wants: Wants, where: string): Filter {
  const { subnet, vpc, hole } = place;
  if (subnet === undefined) {
    const says = "which subnet it is in, and so which routes it has, is not known";
    return { end, permits: doubtful(world, hole), stop: { kind: "place", says, urn: hole?.urn ?? vpc ?? "", path: hole?.path ?? [] } };
  }
  const { addresses, route } = routed(world, subnet, wants);
  const name = parseUrn(subnet).name;
  const permits: Permits = ip.isEmpty(addresses)
    ? []
    : open(route === undefined || route.over === "local" ? undefined : routeCause(route)).map((permit) => ({ ...permit, addresses }));
  return { end, permits, stop: { kind: "route", says: `no route of the subnet ${name} leads to ${where}`, urn: subnet, path: [] } };
}

function routeCause({ urn, path, over: target, destination, to }: TableRoute): Cause {
  const what = isHole(destination) ? "it" : joined(ip.formatCidrs(destination));
  const name = to?.kind === "resource" ? ` ${parseUrn(to.urn).name}` : to?.kind === "external" ? ` ${to.id}` : "";
  const whither = isHole(target) ? "the way" : `the ${target}${name}`;
  return { kind: "route", says: `a route of ${parseUrn(urn).name} takes ${what} to ${whither}`, urn, path };
}

function peeringStage(world: World, peering: Peering): Stage {
  const { urn, resource } = peering;
  const cause = (says: string): Cause => ({ kind: "peering", says, urn, path: [] });
  const permits = isActive(world, peering) ? open(cause(`the peering ${resource.name} connects the two VPCs`)) : [];
  return { end: "to", permits, stop: cause(`nobody accepts the peering ${resource.name}`) };
}

function hubStage(world: World, here: string, there: string, isJoined: boolean, hub: TransitGateway | undefined): Stage {
  const [first] = transitGatewayAttachmentsOf(world, here);
  const name = hub === undefined ? "a transit gateway" : `the ${hub.noun} ${hub.resource.name}`;
  const cause = (says: string): Cause => ({ kind: "hub", says, urn: first?.urn ?? here, path: [] });
  const permits = isJoined ? open(cause(`${name} has routes between the two VPCs`)) : [];
  return { end: "to", permits, stop: cause(`${name} has no routes between the VPCs ${parseUrn(here).name} and ${parseUrn(there).name}`) };
}

/** A place in words: "the subnet app-0", "the VPC shop". */
export function placeInWords({ subnet, vpc }: Place): string {
  if (subnet !== undefined) return `the subnet ${parseUrn(subnet).name}`;
  return vpc === undefined ? "a subnet that is not known" : `the VPC ${parseUrn(vpc).name}`;
}
