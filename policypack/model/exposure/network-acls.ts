import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import { isHole } from "../approx";
import { internetAddresses, isPublic } from "./exposure";
import type { NetworkAclRule } from "../network";
import { perWorld, ReferenceIndex, type World } from "../world";

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

const rules = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("networkAclRule").map((rule) => [rule.acl, rule] as const),
    ),
);
