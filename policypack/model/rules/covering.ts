import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { Rule } from "../network";
import { isOfIpv4 } from "../placement/vpc-blocks";
import { vpcOfGroup } from "../placement/vpcs";
import type { World } from "../world";
import { addressesOf, peerGroupKey, trafficOf } from "./groups";

/**
 * The first of some rules of a group that lets all of another one through, and more, whoever is in a group that this one names; undefined where none
 * does. Of two that let the same through, AWS has one: whichever goes takes it along.
 */
export function coverOf(world: World, group: string, rule: Rule, others: readonly Rule[]): Rule | undefined {
  const traffic = trafficOf(world.opposite, rule);
  const addresses = peersOf(world, group, rule);
  const peer = peerGroupKey(rule);
  return others.find((other) => {
    if (!intervals.covers(trafficOf(world, other), traffic)) return false;
    const isWider = !intervals.equals(trafficOf(world, other), traffic);
    if (peer !== undefined) return peerGroupKey(other) === peer ? isWider : admitsAll(other);
    return admitsAll(other) && (isWider || (addresses !== undefined && !ip.equals(addressesOf(world, other.peer), addresses)));
  });

  function admitsAll({ peer: wide }: Rule): boolean {
    return addresses !== undefined && ip.covers(addressesOf(world, wide), addresses);
  }
}

/** All addresses that a rule may let through; undefined where these are not known. */
function peersOf(world: World, group: string, { peer }: Rule): ip.AddressSet | undefined {
  if (peer.kind === "addresses") return addressesOf(world.opposite, peer);
  if (peer.kind !== "group" && peer.kind !== "self") return undefined;
  const vpc = vpcOfGroup(world, group);
  return vpc !== undefined && isOfIpv4(world, vpc) ? ip.everyIpv4 : ip.everyAddress;
}
