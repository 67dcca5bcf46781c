import * as intervals from "../net/intervals";
import { internet } from "../net/internet";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import type { Traffic } from "../net/ports";
import { isHole } from "./approx";
import { addressesOf, rulesOf, trafficOf } from "./groups";
import type { Rule } from "./network";
import { perWorld, type World } from "./world";

/** What of some traffic is open to the public, by which rules, and to which internet addresses. */
export interface Exposure {
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
  readonly rules: readonly Rule[];
}

/**
 * The part of the traffic that the rules of a group, taken together, admit from more internet addresses than `widestPublicBlock` has.
 * Undefined where there is none.
 */
export function publicExposure(world: World, key: string, of: Traffic): Exposure | undefined {
  const open = rulesOf(world, key, "ingress").flatMap((rule) => {
    const traffic = intervals.intersect(trafficOf(world, rule), of);
    if (intervals.isEmpty(traffic)) return [];
    const addresses = internetAddresses(world, addressesOf(world, rule.peer));
    return ip.isEmpty(addresses) ? [] : [{ rule, traffic, addresses, alone: isPublic(world, addresses) }];
  });
  if (open.length === 0) return undefined;
  const traffic = intervals.union(
    intervals.unionAll(open.filter(({ alone }) => alone).map((source) => source.traffic)),
    exposedTogether(world, open),
  );
  if (intervals.isEmpty(traffic)) return undefined;
  const contributing = open.filter((source) => intervals.meets(source.traffic, traffic));
  return { traffic, addresses: ip.unionAll(contributing.map(({ addresses }) => addresses)), rules: contributing.map(({ rule }) => rule) };
}

interface Source {
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
  readonly alone: boolean;
}

/** The traffic that sources expose which are not public one by one. */
function exposedTogether(world: World, open: readonly Source[]): Traffic {
  const narrow = open.filter(({ alone }) => !alone);
  if (narrow.length < 2 || !isPublic(world, ip.unionAll(narrow.map(({ addresses }) => addresses)))) return intervals.none;
  const edges = [...new Set(open.flatMap(({ traffic }) => traffic.flatMap(({ first, last }) => [first, last + 1n])))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const exposed: Traffic[] = [];
  for (const [position, first] of edges.entries()) {
    const next = edges[position + 1];
    if (next === undefined) break;
    const there = open.filter(({ traffic }) => intervals.contains(traffic, first));
    if (there.length > 1 && isPublic(world, ip.unionAll(there.map(({ addresses }) => addresses)))) exposed.push(intervals.interval(first, next - 1n));
  }
  return intervals.unionAll(exposed);
}

/** The internet addresses in a set: not those of this stack's own networks, and not those that are trusted. */
export function internetAddresses(world: World, addresses: AddressSet): AddressSet {
  return ip.intersect(addresses, strangers(world));
}

const strangers = perWorld((world) => ip.subtract(ip.subtract(internet, ownBlocks(world)), trusted(world)));

/** The address blocks of the stack's own networks, as far as they are known. */
export const ownBlocks = perWorld((world): AddressSet => ip.unionAll(blockFacts(world).flatMap((block) => (isHole(block) ? [] : [block]))));

const blockFacts = perWorld((world) => [...world.all("vpc").flatMap(({ blocks }) => blocks), ...world.all("vpcBlock").map(({ block }) => block)]);

export const trusted = perWorld((world): AddressSet =>
  ip.unionAll(world.settings.trustedCidrs.map((block) => ip.parseCidr(block) ?? ip.noAddresses)),
);

/** Whether a set of internet addresses is more than the widest block that does not count as public. */
export function isPublic(world: World, addresses: AddressSet): boolean {
  const size = ip.count(addresses);
  const own = hiddenOwnAddresses(world);
  const { ipv4, ipv6 } = world.settings.widestPublicBlock;
  return size.v4 - own.v4 > 1n << BigInt(32 - ipv4) || size.v6 - own.v6 > 1n << BigInt(128 - ipv6);
}

/**
 * How many of the addresses could be the stack's own after all, because the block of a network is not known.
 * A VPC's IPv4 block is a /16 at the widest, an IPv6 block a /44: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const hiddenOwnAddresses = perWorld((world) => {
  if (world.polarity === "may") return { v4: 0n, v6: 0n };
  const hidden = BigInt(world.isAlone ? blocksElsewhere : blockFacts(world).filter(isHole).length);
  return { v4: hidden << 16n, v6: hidden << 84n };
});

/** How many blocks the networks of a stack can have at most, where only one of its resources is looked at: ten VPCs with five blocks each. */
const blocksElsewhere = 50;
