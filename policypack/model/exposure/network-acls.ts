import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { everyTraffic, type Traffic } from "../../net/ports";
import { parseUrn } from "../../resources/resource";
import { exactly, isHole, type Approx } from "../approx";
import { internetAddresses, isPublic } from "./exposure";
import type { NetworkAcl, NetworkAclRule, Ref, Subnet, Vpc } from "../network";
import { externalKey, keyOf, perWorld, ReferenceIndex, type World } from "../world";

/**
 * A network ACL as rules make it up: one of the stack; the one that AWS made with a VPC of the stack, to which the stack adds rules; one from outside,
 * or one that is not known, of which the stack holds rules.
 */
export interface JudgedAcl {
  readonly key: string;
  readonly name: string;
}

/** Every ACL that has to be judged. One that AWS made and nobody touches lets everything through, which is its purpose. */
export const judgedAcls = perWorld((world): readonly JudgedAcl[] => {
  const result = new Map<string, JudgedAcl>();
  for (const { urn, resource } of world.all("networkAcl")) result.set(urn, { key: urn, name: resource.name });
  for (const { urn, resource, acl } of world.all("networkAclRule")) {
    const of = canonical(world, acl);
    if (of.kind === "unclear" && of.candidates.length > 0) continue;
    const key = keyOf(of) ?? orphanKey(urn);
    if (!result.has(key)) result.set(key, { key, name: nameOf(of, resource.name) });
  }
  return [...result.values()];
});

function nameOf(acl: Ref, rule: string): string {
  if (acl.kind === "resource") return `the default network ACL of ${parseUrn(acl.urn).name}`;
  return acl.kind === "external" ? acl.id : `the network ACL of ${rule}`;
}

function orphanKey(urn: string): string {
  return externalKey(`the ACL of ${urn}`);
}

/** The ACL that AWS made with a VPC is the one that takes it over, where the stack has that. */
function canonical(world: World, acl: Ref): Ref {
  const managed = acl.kind === "resource" ? managedDefaults(world).get(acl.urn) : undefined;
  return managed === undefined ? acl : { kind: "resource", urn: managed.urn };
}

const managedDefaults = perWorld((world) => {
  const result = new Map<string, NetworkAcl>();
  for (const acl of world.all("networkAcl")) if (acl.isDefault && acl.vpc?.kind === "resource") result.set(acl.vpc.urn, acl);
  return result;
});

/**
 * Whether the ACL of a subnet is the one that AWS made with its VPC, and lets everything through, as AWS made it. That another one is there, or that
 * somebody changed its rules, excuses the subnet: it is asked of the other world.
 */
export function hasOpenDefaultAcl(world: World, excusing: World, { urn, vpc }: Subnet): boolean {
  const own = associations(excusing).of(urn);
  if (own.some((acl) => !isDefaultAcl(excusing, acl))) return false;
  const named = own.length > 0 ? own : vpc === undefined ? [] : [canonical(world, vpc)];
  if (named.some((acl) => !isWideOpen(world, acl))) return false;
  // An ACL of which it is not known that it is the one of this VPC.
  const stray = excusing.all("networkAcl").find((acl) => acl.isDefault && acl.vpc?.kind !== "resource" && !isWideOpen(world, refTo(acl.urn)));
  return own.length > 0 || stray?.vpc === undefined || stray.vpc.kind === "resource" || !excusing.doubt(stray.vpc.hole);
}

function refTo(urn: string): Ref {
  return { kind: "resource", urn };
}

const defaultAcls = perWorld((world) => new Set(world.all("networkAcl").flatMap(({ urn, isDefault }) => (isDefault ? [urn] : []))));

/** One that AWS made, by itself or by its VPC. */
function isDefaultAcl(world: World, acl: Ref): boolean {
  return acl.kind === "resource" && (defaultAcls(world).has(acl.urn) || !parseUrn(acl.urn).type.endsWith("NetworkAcl"));
}

/** Whether an ACL keeps nobody out: a rule for all comes first. One that AWS made has such a rule where the stack does not take it over. */
function isWideOpen(world: World, acl: Ref): boolean {
  const key = keyOf(canonical(world, acl));
  if (key === undefined) return true;
  const isTakenOver = defaultAcls(world).has(key);
  const denies = rules(world.opposite)
    .of(key)
    .some(({ direction, allows }) => direction === "ingress" && world.opposite.holds(allows, (value) => !value));
  if (denies) return false;
  return (
    !isTakenOver ||
    rules(world)
      .of(key)
      .some((rule) => rule.direction === "ingress" && decides(world, rule, everyTraffic, true) && ip.covers(world.pick(rule.addresses), ip.everyIpv4))
  );
}

const associations = perWorld(
  (world) =>
    new ReferenceIndex<Ref>(
      world,
      world.all("networkAclAssociation").map((association) => [association.subnet, association.acl] as const),
    ),
);

/** What the internet reaches through a network ACL, and the rules that let it through. */
export interface AclExposure {
  readonly addresses: AddressSet;
  readonly rules: readonly NetworkAclRule[];
}

/**
 * The internet addresses from which inbound traffic gets through an ACL, where they are public. Rules count in the order of their numbers:
 *
 *     100 deny    [--------]
 *     200 allow   [-----------------]
 *     through               [-------]
 *
 * In the must world a rule whose number or action is not known denies first; in the may world it allows first.
 */
export function internetThrough(world: World, acl: string, traffic: Traffic): AclExposure | undefined {
  const { opposite } = world;
  const here = new Set(rules(world).of(acl));
  const there = new Set(rules(opposite).of(acl));
  let denied = ip.noAddresses;
  let through = ip.noAddresses;
  const contributing: NetworkAclRule[] = [];
  for (const rule of [...new Set([...here, ...there])].filter(({ direction }) => direction === "ingress").sort(byOrder)) {
    if (here.has(rule) && decides(world, rule, traffic, true)) {
      const addresses = internetAddresses(world, ip.subtract(world.pick(rule.addresses), denied));
      if (!ip.isEmpty(addresses)) contributing.push(rule);
      through = ip.union(through, addresses);
    }
    if (there.has(rule) && decides(opposite, rule, traffic, false)) denied = ip.union(denied, opposite.pick(rule.addresses));
  }
  return isPublic(world, through) ? { addresses: through, rules: contributing } : undefined;
}

/** Whether a rule lets the traffic through, or keeps it out. */
function decides(world: World, { order, allows, traffic }: NetworkAclRule, of: Traffic, through: boolean): boolean {
  return world.holds(order, () => true) && world.holds(allows, (value) => value === through) && intervals.covers(world.pick(traffic), of);
}

/** What has no known number comes first: where it counts, it counts for the worst. */
function byOrder(a: NetworkAclRule, b: NetworkAclRule): number {
  return (isHole(a.order) ? -1 : a.order) - (isHole(b.order) ? -1 : b.order);
}

/** With the rules that AWS gives the ACL of a VPC: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html */
const rules = perWorld((world) => {
  const written = world.all("networkAclRule").flatMap((rule): (readonly [Ref, NetworkAclRule])[] => {
    const of = canonical(world, rule.acl);
    // Of an ACL that is not known, other rules may deny what this one allows.
    return of.kind === "unclear" && of.candidates.length === 0 && world.doubt(of.hole)
      ? [
          [of, rule],
          [{ kind: "resource", urn: orphanKey(rule.urn) }, rule],
        ]
      : [[of, rule]];
  });
  const vpcs = new Map([...world.all("vpc")].map((vpc) => [vpc.urn, vpc]));
  const amended = new Set(written.flatMap(([of]) => (of.kind === "resource" && vpcs.has(of.urn) ? [of.urn] : [])));
  const given = [...amended].flatMap((urn) => {
    const vpc = vpcs.get(urn);
    return vpc === undefined ? [] : [[refTo(urn), throughEverything(vpc)] as const];
  });
  return new ReferenceIndex<NetworkAclRule>(world, [...written, ...given]);
});

/** Of IPv6, there is such a rule where the VPC has a block of it. */
function throughEverything({ urn, resource, blocks }: Vpc): NetworkAclRule {
  const hasIpv6 = blocks.some((block) => !isHole(block) && !ip.isEmpty({ v4: intervals.none, v6: block.v6 }));
  const addresses: Approx<AddressSet> = hasIpv6
    ? exactly(ip.everyAddress)
    : { must: ip.everyIpv4, may: blocks.some(isHole) ? ip.everyAddress : ip.everyIpv4, holes: blocks.filter(isHole) };
  return { urn, resource, path: [], acl: refTo(urn), direction: "ingress", order: 100, allows: true, traffic: exactly(everyTraffic), addresses };
}
