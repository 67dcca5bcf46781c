import { joined } from "../../joined";
import * as ip from "../../net/ip";
import { everyTraffic } from "../../net/ports";
import { portsInWords } from "../names/ports";
import { parseUrn } from "../../resources/resource";
import { Hole } from "../approx";
import { candidates, groupRefsOf, isDefaultGroupUnsaid, isOpenEnded, workloadByUrn } from "../attachments/attachments";
import { named } from "../needs/parties";
import type { Direction, Ref, Rule, Workload } from "../network";
import { carriesReferences } from "../reachability/group-references";
import { machineAt } from "../instances/private-addresses";
import { addressesOf, peerText, rulesOf, trafficOf } from "../rules/groups";
import { keyOf, type World } from "../world";
import type { Permit, Permits } from "./permits";

/** Who is at the other end of a connection, as rules see it. */
export interface Other {
  readonly workload: Workload | undefined;
  readonly vpc: string | undefined;
}

/** What the groups of a workload let in from somebody, or out to somebody: by address, or because they name a group of the other end. */
export function permitsOfGroups(world: World, workload: Workload, direction: Direction, own: string | undefined, other: Other): Permits {
  const groups = groupsOn(world, workload);
  if (groups.length === 0) return permitsWithoutGroups(world, workload, direction, own, other);
  return groups.flatMap((ref): Permits => {
    if (isOpenEnded(ref) && world.doubt(ref.hole)) return [{ traffic: everyTraffic, addresses: ip.everyAddress }];
    return candidates(world, ref).flatMap((key) =>
      rulesOf(world, key, direction).flatMap((rule) => {
        const addresses = admits(world, rule, key, own, other);
        return ip.isEmpty(addresses) ? [] : [permitOf(world, rule, key, addresses)];
      }),
    );
  });
}

/** The groups of a workload in words: "the group web", "the groups web and admin". */
function groupsInWords(world: World, workload: Workload): string {
  const names = groupsOn(world, workload).map((ref) =>
    ref.kind === "resource" ? parseUrn(ref.urn).name : ref.kind === "external" ? (ref.name ?? ref.id) : "one that is not known",
  );
  const different = [...new Set(names)];
  if (different.length === 0) return "no group";
  return `the ${different.length === 1 ? "group" : "groups"} ${joined(different)}`;
}

/** What the groups of a workload do: "the group web admits", "the groups web and admin admit". */
export function groupsDo(world: World, workload: Workload, does: { readonly one: string; readonly several: string }): string {
  const groups = groupsInWords(world, workload);
  // A carrier that is only supposed is nothing to speak of.
  const whose = workloadByUrn(world).has(workload.urn) ? ` of ${named(workload)}` : "";
  return `${groups}${whose} ${groups.startsWith("the groups ") ? does.several : does.one}`;
}

/** The only group of a workload, else the workload itself: where it says whom it lets through. */
export function groupAt(world: World, workload: Workload): string {
  const [only, ...more] = groupsOn(world, workload);
  return only?.kind === "resource" && more.length === 0 ? only.urn : workload.urn;
}

function admits(world: World, rule: Rule, key: string, own: string | undefined, { workload, vpc }: Other): ip.AddressSet {
  const { peer, declaration } = rule;
  const named: Ref | undefined = peer.kind === "self" ? { kind: "resource", urn: key } : peer.kind === "group" ? peer.group : undefined;
  const machine = workload === undefined ? undefined : machineAt(world, peer);
  if (machine !== undefined && machine === workload?.urn) return ip.everyAddress;
  // What stands for an address that is not known yet is nobody else's.
  if (workload !== undefined && peer.kind === "addresses" && peer.machine !== undefined) return ip.noAddresses;
  if (named === undefined) return addressesOf(world, peer);
  if (workload === undefined || !isOnWorkload(world, named, workload)) return ip.noAddresses;
  const isValid = own === undefined || vpc === undefined || own === vpc || carriesReferences(world, own, vpc, declaration.direction);
  return isValid ? ip.everyAddress : ip.noAddresses;
}

function isOnWorkload(world: World, named: Ref, workload: Workload): boolean {
  return groupsOn(world, workload).some((ref) => {
    const key = keyOf(named);
    if (key !== undefined) return world.names(ref, key);
    const other = keyOf(ref);
    if (other !== undefined) return world.names(named, other);
    return named.kind === "unclear" && ref.kind === "unclear" && world.doubt(named.hole) && world.doubt(ref.hole);
  });
}

function permitOf(world: World, rule: Rule, key: string, addresses: ip.AddressSet): Permit {
  const { declaration, peer, path } = rule;
  const name = key.startsWith("urn:") ? parseUrn(key).name : key.replace(/^external:/, "");
  const traffic = trafficOf(world, rule);
  const whom = peer.kind === "group" ? `the group ${peerText(rule)}` : peerText(rule);
  const does = declaration.direction === "ingress" ? `admits ${whom} on ${portsInWords(traffic)}` : `may send to ${whom} on ${portsInWords(traffic)}`;
  return { traffic, addresses, by: { kind: "rule", says: `${name} ${does}`, urn: declaration.urn, path } };
}

/** Nothing filters a network load balancer without groups. Elsewhere AWS puts the VPC's default group on what names none. */
function permitsWithoutGroups(
  world: World,
  workload: Workload,
  direction: Direction,
  own: string | undefined,
  { workload: other, vpc }: Other,
): Permits {
  const everything: Permits = [{ traffic: everyTraffic, addresses: ip.everyAddress }];
  if (workload.kind === "load-balancer") return everything;
  if (isDefaultGroupUnsaid(world, workload)) {
    const isSame = other !== undefined && own === vpc && groupsOn(world, other).length === 0 && isDefaultGroupUnsaid(world, other);
    return direction === "egress" || isSame ? everything : [];
  }
  const hole = new Hole(workload.urn, [], "does not say which groups it has");
  return world.doubt(hole) ? everything : [];
}

/** A carrier that is only supposed has the groups that it is supposed to have. */
function groupsOn(world: World, workload: Workload): readonly Ref[] {
  return workloadByUrn(world).has(workload.urn) ? groupRefsOf(world, workload) : workload.groups;
}
