import { Coverage } from "../../net/coverage";
import * as intervals from "../../net/intervals";
import type { Interval, Intervals } from "../../net/intervals";
import { internet } from "../../net/internet";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import { isHole } from "../approx";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import type { Rule } from "../network";
import { segments } from "../../net/segments";
import { perWorld, type World } from "../world";

/** What of some traffic is open to too many addresses, by which rules, and to which addresses. */
export interface Exposure {
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
  readonly rules: readonly Rule[];
  /** Those of the rules that open it to too many together only. */
  readonly together: readonly Rule[];
}

/** Which addresses are counted, and from how many on they are too many. */
export interface Breadth {
  among(world: World, addresses: AddressSet): AddressSet;
  isTooMany(world: World, size: Size): boolean;
}

/** How many addresses of each family, where those of IPv4 behind NAT64 count as IPv4. */
export interface Size {
  readonly v4: bigint;
  readonly v6: bigint;
}

/** Public exposure: more internet addresses than `widestPublicBlock` has. */
export const publicBreadth: Breadth = {
  among: internetAddresses,
  isTooMany(world, { v4, v6 }) {
    const own = hiddenOwnAddresses(world);
    const { ipv4, ipv6 } = world.settings.widestPublicBlock;
    return v4 - own.v4 > 1n << BigInt(32 - ipv4) || v6 - own.v6 > 1n << BigInt(128 - ipv6);
  },
};

/** Any internet address that is not trusted, even a single one. */
export const anyStranger: Breadth = {
  among: internetAddresses,
  isTooMany(world, { v4, v6 }) {
    const own = hiddenOwnAddresses(world);
    return v4 > own.v4 || v6 > own.v6;
  },
};

/**
 * The part of the traffic that the rules of a group, taken together, admit from more internet addresses than `widestPublicBlock` has.
 * Undefined where there is none.
 */
export function publicExposure(world: World, key: string, of: Traffic): Exposure | undefined {
  return exposureBy(world, rulesOf(world, key, "ingress"), of);
}

/** The part of the traffic that some rules, taken together, open to too many addresses. Undefined where there is none. */
export function exposureBy(world: World, rules: readonly Rule[], of: Traffic, breadth: Breadth = publicBreadth): Exposure | undefined {
  const open: Source[] = [];
  for (const rule of rules) {
    // Mostly a rule admits nobody who is counted, whatever the traffic. Where something of it is hidden, what hides it has a say only for this traffic.
    const counted = isHidden(rule) ? undefined : breadth.among(world, addressesOf(world, rule.peer));
    if (counted !== undefined && ip.isEmpty(counted)) continue;
    const traffic = intervals.intersect(trafficOf(world, rule), of);
    if (intervals.isEmpty(traffic)) continue;
    const addresses = counted ?? breadth.among(world, addressesOf(world, rule.peer));
    if (!ip.isEmpty(addresses)) open.push({ rule, traffic, addresses, size: sizeOf(addresses) });
  }
  if (open.length === 0) return undefined;
  const wide = open.filter(({ size }) => breadth.isTooMany(world, size));
  const narrow = open.filter(({ size }) => !breadth.isTooMany(world, size));
  const together = exposedTogether(world, narrow, breadth);
  const contributing = [...wide, ...narrow.filter(({ traffic }) => intervals.meets(traffic, together))];
  if (contributing.length === 0) return undefined;
  const chosen = new Set(contributing);
  return {
    traffic: intervals.union(intervals.unionAll(wide.map(({ traffic }) => traffic)), together),
    addresses: ip.unionAll(contributing.map(({ addresses }) => addresses)),
    rules: open.filter((source) => chosen.has(source)).map(({ rule }) => rule),
    together: contributing.slice(wide.length).map(({ rule }) => rule),
  };
}

function isHidden({ peer, declaration }: Rule): boolean {
  if (declaration.traffic.holes.length > 0) return true;
  return peer.kind === "addresses" ? peer.addresses.holes.length > 0 : peer.kind === "prefix-list" || peer.kind === "hidden";
}

interface Source {
  readonly rule: Rule;
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
  readonly size: Size;
}

/** The traffic that sources expose together, of which none is too wide by itself. */
function exposedTogether(world: World, narrow: readonly Source[], breadth: Breadth): Traffic {
  // The sum is never less than the union: mostly it settles it.
  const most = narrow.reduce(({ v4, v6 }, { size }) => ({ v4: v4 + size.v4, v6: v6 + size.v6 }), { v4: 0n, v6: 0n });
  if (!breadth.isTooMany(world, most)) return intervals.none;
  const sources = narrow.map(({ traffic, addresses }) => [traffic, asClients(addresses)] as const);
  const v4 = new Coverage(sources.map(([, clients]) => clients.v4));
  const v6 = new Coverage(sources.map(([, clients]) => clients.v6));
  const exposed: Interval[] = [];
  for (const { first, last, gone, come } of segments(sources)) {
    for (const clients of gone) {
      v4.remove(clients.v4);
      v6.remove(clients.v6);
    }
    for (const clients of come) {
      v4.add(clients.v4);
      v6.add(clients.v6);
    }
    if (breadth.isTooMany(world, { v4: v4.size, v6: v6.size })) exposed.push({ first, last });
  }
  return intervals.canonical(exposed);
}

/** The internet addresses in a set: not those of this stack's own networks, and not those that are trusted. */
export function internetAddresses(world: World, addresses: AddressSet): AddressSet {
  const memo = strangersIn(world);
  const others = strangers(world);
  const known = memo.get(addresses);
  if (known !== undefined) return known;
  const found = ip.intersect(addresses, others);
  memo.set(addresses, found);
  return found;
}

/** Several policies ask it of the same rules. */
const strangersIn = perWorld(() => new WeakMap<AddressSet, AddressSet>());

const strangers = perWorld((world) => ip.subtract(ip.subtract(internet, ownBlocks(world)), trusted(world)));

/** The address blocks of the stack's own networks, as far as they are known. */
export const ownBlocks = perWorld((world): AddressSet => ip.unionAll(blockFacts(world).flatMap((block) => (isHole(block) ? [] : [block]))));

const blockFacts = perWorld((world) => [...world.all("vpc").flatMap(({ blocks }) => blocks), ...world.all("vpcBlock").map(({ block }) => block)]);

export const trusted = perWorld((world): AddressSet =>
  ip.unionAll(world.settings.trustedCidrs.map((block) => ip.parseCidr(block) ?? ip.noAddresses)),
);

/** Whether a set of internet addresses is more than the widest block that does not count as public. */
export function isPublic(world: World, addresses: AddressSet): boolean {
  return publicBreadth.isTooMany(world, sizeOf(addresses));
}

/** How many addresses a set has. All of IPv4 behind NAT64 would look like a small block of IPv6. */
export function sizeOf(addresses: AddressSet): Size {
  return ip.count(asClients(addresses));
}

/** The same clients, with what is behind NAT64 (64:ff9b::/96, RFC 6052) as the IPv4 addresses that it stands for: global ones only. */
export function asClients({ v4, v6 }: AddressSet): AddressSet {
  const translated = intervals.intersect(v6, nat64);
  if (intervals.isEmpty(translated)) return { v4, v6 };
  const hosts = intervals.intersect(shifted(translated, -nat64Start), internet.v4);
  return { v4: intervals.union(v4, hosts), v6: intervals.subtract(v6, nat64) };
}

const nat64 = (ip.parseCidr("64:ff9b::/96") ?? ip.noAddresses).v6;
const nat64Start = nat64[0]?.first ?? 0n;

function shifted(set: Intervals, by: bigint): Intervals {
  return intervals.canonical(set.map(({ first, last }) => ({ first: first + by, last: last + by })));
}

/**
 * How many of the addresses could be the stack's own after all, because the block of a network is not known.
 * A VPC's IPv4 block is a /16 at the widest, an IPv6 block a /44: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const hiddenOwnAddresses = perWorld((world): Size => {
  const hidden = BigInt(world.isAlone ? blocksElsewhere : blockFacts(world).filter(isHole).length);
  if (hidden === 0n || world.polarity === "may") return { v4: 0n, v6: 0n };
  return { v4: hidden << 16n, v6: hidden << 84n };
});

/** How many blocks the networks of a stack can have at most, where only one of its resources is looked at: ten VPCs with five blocks each. */
const blocksElsewhere = 50;
