import { violationsByResource, strangersInWords } from "../violations/exposed";
import { inShort, placeOf } from "../model/rules/places";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { balancerByUrn } from "../model/balancers/balancers";
import { isAccelerated } from "../model/exposure/edge-services";
import { anyStranger, exposureBy, isPublic, trusted } from "../model/exposure/exposure";
import { addressesOf, judgedGroups, rulesOf } from "../model/rules/groups";
import type { Rule, Workload } from "../model/network";
import type { World } from "../model/world";
import { privateIpv4, uniqueLocalIpv6 } from "../net/internet";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { everyTraffic } from "../net/ports";
import type { Goal } from "../plans/goal";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "internal-load-balancer-trusted-only",
  section: "topology",
  title: "Internal load balancers admit trusted networks only",
  level: "mandatory",
  severity: "high",
  why: "An internal balancer that admits the internet is one changed route or one moved subnet away from serving it, and admits every network that is connected today.",
  document: ["Restrict ALB access to specific trusted IPs if it's an internal app."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    "https://docs.aws.amazon.com/global-accelerator/latest/dg/best-practices-aga.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
  ],
  fix: {
    does: "Restricts the rules to the part of their sources that trustedCidrs names; where it names none of what is open to everybody, to who calls the balancer, or to its network.",
    losesAccess: "Clients of the balancer that are in no network of trustedCidrs and in no group that it admits.",
  },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => internalBalancers(world, key).length > 0),
  check(group, world) {
    const rules = rulesOf(world, group.key, "ingress");
    // Clients of an accelerator come with their own addresses; that excuses, so it is asked of the other world.
    const balancers = internalBalancers(world, group.key);
    const [direct] = balancers.filter((balancer) => !isAccelerated(world.opposite, balancer));
    const strangers = direct === undefined ? undefined : exposureBy(world, rules, everyTraffic, anyStranger);
    const foreign = rules.filter((rule) => !ip.isEmpty(foreignAddresses(world, rule)) && !intervals.isEmpty(world.pick(rule.declaration.traffic)));
    const balancer = direct ?? balancers[0];
    const offending = [...new Set([...(strangers?.rules ?? []), ...foreign])];
    if (balancer === undefined) return [];
    const whom = strangers === undefined ? `${inShort(foreign)}, outside of trustedCidrs` : strangersInWords(world, offending);
    const message = `${group.name} opens the internal load balancer ${balancer.resource.name} to ${whom}. Name its callers in trustedCidrs, or admit their groups.`;
    return violationsByResource(offending, group, message, (held) => restrict(world, held));
  },
});

function internalBalancers(world: World, group: string): readonly Workload[] {
  return launchedWorkloadsOf(world, group).filter(({ urn }) => {
    const balancer = balancerByUrn(world).get(urn);
    return balancer !== undefined && world.holds(balancer.internal, Boolean);
  });
}

/** Private addresses that are not trusted, where the private ones that are have been named. */
function foreignAddresses(world: World, { peer }: Rule): AddressSet {
  if (ip.isEmpty(ip.intersect(trusted(world), privateAddresses))) return ip.noAddresses;
  return ip.subtract(ip.intersect(addressesOf(world, peer), privateAddresses), trusted(world));
}

const privateAddresses = ip.union(privateIpv4, uniqueLocalIpv6);

function restrict(world: World, rules: readonly Rule[]): Goal {
  const list = rules.find(({ peer }) => peer.kind !== "addresses");
  if (list !== undefined) return { kind: "declined", reason: `what a prefix list in ${placeOf(list.declaration)} holds is for its owner to say` };
  const admitted = ip.unionAll(rules.map((rule) => addressesOf(world, rule.peer)));
  const instead = ip.formatCidrs(ip.intersect(trusted(world), admitted));
  // Nobody outside gets to it: who is let through with everybody else comes from inside, where it is asked who that is.
  if (instead.length === 0 && rules.every((rule) => isPublic(world, addressesOf(world, rule.peer))))
    return { kind: "close", parts: rules.map((rule) => ({ rule, traffic: everyTraffic })) };
  if (instead.length === 0)
    return { kind: "declined", reason: "trustedCidrs names none of the networks that these rules admit, so they would be closed" };
  return { kind: "close", parts: rules.map((rule) => ({ rule, traffic: everyTraffic, instead: { kind: "addresses", addresses: trusted(world) } })) };
}
