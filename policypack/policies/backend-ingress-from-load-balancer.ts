import { violationsByResource } from "../violations/exposed";
import { inShort } from "../model/rules/places";
import { groupRefsOf, groupsOf, workloadByUrn, workloadsOf } from "../model/attachments/attachments";
import { backendsOf, balancerByUrn, isInternetFacing, type Backend } from "../model/balancers/balancers";
import { addressesOf, judgedGroups, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import type { LoadBalancer, Rule } from "../model/network";
import { isWhollyIn } from "../model/placement/applications";
import { isListOfLattice } from "../model/reachability/vpc-lattice";
import { isForeignGroup } from "../model/attachments/foreign-groups";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { type Traffic } from "../net/ports";
import type { Goal } from "../plans/goal";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn } from "../resources/resource";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "backend-ingress-from-load-balancer",
  section: "topology",
  title: "What is behind a load balancer admits the load balancer, not addresses",
  level: "mandatory",
  severity: "high",
  why: "A backend that admits addresses can be reached around the balancer: without its TLS, its firewall and its logs.",
  document: [
    "Ensure backend instances accept only ALB traffic, not direct external access.",
    "Allow only traffic from the ALB to the EC2 instances.",
    "Use security groups with ALB to restrict backend instance traffic.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html#target-security-groups",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation",
  ],
  fix: { does: "Swaps the addresses for the balancer's group.", losesAccess: "Clients that reach the backend without the balancer." },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => backendsBehind(world, key).length > 0),
  check(group, world) {
    const behind = backendsBehind(world, group.key);
    const ports = intervals.unionAll(behind.map((backend) => backend.ports(world)));
    const open = excusesOf(world, group.key);
    const all = rulesOf(world, group.key, "ingress");
    const byAddress = all.flatMap((rule) => {
      const traffic = strangersTraffic(world, group, rule, ports, open);
      return intervals.isEmpty(traffic) ? [] : [{ rule, traffic }];
    });
    const traffic = intervals.unionAll(byAddress.map((each) => each.traffic));
    const rules = byAddress.map(({ rule }) => rule);
    const [backend] = behind.filter((each) => intervals.meets(each.ports(world), traffic));
    if (backend === undefined) return [];
    return violationsByResource(
      rules,
      group,
      `${group.name} admits ${inShort(rules)} to ${portsInWords(traffic)} of the ${backend.workload.noun} ${backend.workload.resource.name}, which is behind the load balancer ${backend.balancer.resource.name}. ${insteadOf(world, backend)}`,
      (held) =>
        swap(
          world,
          backend,
          byAddress.filter(({ rule }) => held.includes(rule)),
        ),
    );
  },
});

/** A group that the balancer shares with what is behind it says nothing about who calls. */
function insteadOf(world: World, { workload, balancer }: Backend): string {
  const { name } = balancer.resource;
  const itself = workloadByUrn(world).get(balancer.urn);
  const groups = itself === undefined ? [] : groupRefsOf(world, itself);
  const shared = new Set(groupsOf(world, workload));
  if (groups.length > 0 && groups.every((ref) => ref.kind === "resource" && shared.has(ref.urn)))
    return `Give ${name} a group of its own, and admit that instead: the one that it has is on both.`;
  if (itself === undefined || groups.length > 0) return "Admit the balancer's group instead.";
  return world.holds(balancer.kind, (kind) => kind === "network")
    ? `${name} has no group: give it one, which a network load balancer gets at its creation only, and admit that; or admit the subnets of ${name}.`
    : `Give ${name} a group, and admit that instead.`;
}

/** What balancers send to the workloads of a group, except for balancers that are targets of others and face the internet themselves. */
function backendsBehind(world: World, group: string): readonly Backend[] {
  return workloadsOf(world, group)
    .filter(({ urn }) => {
      const balancer = balancerByUrn(world).get(urn);
      return balancer === undefined || !isInternetFacing(world.opposite, balancer);
    })
    .flatMap((workload) => backendsOf(world, workload));
}

/** Addresses that have to be admitted by address, and where. */
interface Excuse {
  readonly ports: Traffic;
  readonly addresses: AddressSet;
  readonly passes: boolean;
}

/** Asked of the other world: in doubt, the must world lets a rule pass. */
function excusesOf(world: World, group: string): readonly Excuse[] {
  const excuses = new Map<string, Excuse>();
  for (const backend of workloadsOf(world.opposite, group).flatMap((workload) => backendsOf(world.opposite, workload))) {
    const passes = backend.passesClientAddress(world);
    const addresses = passes ? ip.everyAddress : backend.addressesOfBalancer(world);
    if (ip.isEmpty(addresses)) continue;
    const ports = backend.ports(world.opposite);
    excuses.set(`${backend.balancer.urn} ${backend.targetGroup.urn} ${ports.map(({ first, last }) => `${first}-${last}`).join()}`, {
      ports,
      addresses,
      passes,
    });
  }
  return [...excuses.values()];
}

/** The part of a balancer's ports to which a rule admits others than balancers, known workloads or the backend itself. */
function strangersTraffic(world: World, { key }: JudgedGroup, rule: Rule, ports: Traffic, excuses: readonly Excuse[]): Traffic {
  const { peer } = rule;
  const traffic = intervals.intersect(trafficOf(world, rule), ports);
  if (intervals.isEmpty(traffic)) return intervals.none;
  if (peer.kind === "group") return isForeignGroup(world, peer.group) ? traffic : intervals.none;
  if (peer.kind === "prefix-list" && world.excuses((other) => isListOfLattice(other, key, peer.list))) return intervals.none;
  const addresses = addressesOf(world, peer);
  if (peer.kind !== "prefix-list" && ip.isEmpty(addresses)) return intervals.none;
  // A prefix list is no reference, whatever it holds.
  const fine = excuses.filter((excuse) => excuse.passes || (peer.kind !== "prefix-list" && ip.covers(excuse.addresses, addresses)));
  return intervals.subtract(traffic, intervals.unionAll(fine.map((excuse) => excuse.ports)));
}

/** Why a rule cannot name the group of a balancer. */
function whyNameless(world: World, { urn, kind, resource }: LoadBalancer): string {
  if (!balancerByUrn(world).has(urn)) return `the load balancer ${resource.name} is not of this program: name its group here, if it has one`;
  if (kind === "gateway") return `${resource.name} is a gateway load balancer, which has no group: admit the blocks of its subnets`;
  return `${resource.name} has no group that a rule could name: give it one of its own`;
}

/** The balancer itself gets through by its group: it has to. */
function swap(world: World, backend: Backend, closed: readonly { readonly rule: Rule; readonly traffic: Traffic }[]): Goal {
  const balancerGroups = backend.groupsOfBalancer(world);
  if (balancerGroups.length === 0) return { kind: "declined", reason: whyNameless(world, backend.balancer) };
  const rules = closed.map(({ rule }) => rule);
  const admitted = ip.unionAll(rules.map((rule) => addressesOf(world, rule.peer)));
  // A group admits whatever carries it: only what the addresses admit today may carry it.
  const strayGroup = ip.covers(admitted, ip.everyIpv4) ? undefined : balancerGroups.find((key) => !isWhollyIn(world, key, admitted));
  if (strayGroup !== undefined) return { kind: "declined", reason: `${parseUrn(strayGroup).name} is not known to be inside ${inShort(rules)} only` };
  return { kind: "close", parts: closed, byReference: { except: ip.noAddresses } };
}
