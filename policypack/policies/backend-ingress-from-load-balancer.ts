import { byDeclaration, placeOf, withReferences } from "../fixes/sources";
import { groupsOf } from "../model/attachments";
import { backends, type Backend } from "../model/balancers";
import { addressesOf, peerText, rulesOf, trafficOf } from "../model/groups";
import type { Rule } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe } from "../net/ports";
import type { FixPlan } from "../plan";
import { definePolicy, noSettings, type Violation } from "../policy";
import { parseUrn } from "../resource";

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
  ],
  fix: { does: "Swaps the addresses for the balancer's group.", losesAccess: "Clients that reach the backend without the balancer." },
  settings: noSettings,
  moment: "stack",
  subjects: backends,
  check(backend, world) {
    const violations: Violation[] = [];
    for (const group of groupsOf(world, backend.workload)) {
      const byAddress = rulesOf(world, group, "ingress").filter(
        (rule) => intervals.meets(trafficOf(world, rule), backend.ports(world)) && isStranger(world, backend, rule),
      );
      for (const [urn, rules] of byHolder(byAddress)) {
        const [first] = rules;
        if (first === undefined) continue;
        violations.push({
          urn,
          path: first.path,
          message: `${parseUrn(group).name} admits ${[...new Set(byAddress.map(peerText))].slice(0, 3).join(", ")} to ${describe(backend.ports(world))}, where ${backend.workload.resource.name} serves the load balancer ${backend.balancer.resource.name}. Admit the balancer's group instead.`,
          rules: byAddress,
          group,
          fix: () => swap(world, backend, rules),
        });
      }
    }
    return violations;
  },
});

/** Whether a rule admits others than the balancer, known workloads or the backend itself. */
function isStranger(world: World, backend: Backend, { peer }: Rule): boolean {
  if (peer.kind === "self") return false;
  // Which workloads carry a group from outside the stack is unknown; that of an unclear one is one of the stack's.
  if (peer.kind === "group") return peer.group.kind === "external" && world.doubt(peer.group.hole);
  if (backend.passesClientAddress(world)) return false;
  if (peer.kind === "prefix-list") return true;
  return (
    !ip.covers(backend.addressesOfBalancer(world), addressesOf(world, peer)) || (ip.isEmpty(addressesOf(world, peer)) && world.polarity === "may")
  );
}

function byHolder(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const holders = new Map<string, Rule[]>();
  for (const rule of rules) holders.set(rule.declaration.urn, [...(holders.get(rule.declaration.urn) ?? []), rule]);
  return holders;
}

function swap(world: World, backend: Backend, rules: readonly Rule[]): FixPlan {
  const balancerGroups = backend.groupsOfBalancer(world);
  if (balancerGroups.length === 0) return { kind: "declined", reason: `${backend.balancer.resource.name} has no group that is known` };
  const names = balancerGroups.map((key) => parseUrn(key).name).join(", ");
  return {
    kind: "plan",
    summary: `Admits ${names} instead of ${[...new Set(rules.map(peerText))].join(", ")} in ${byDeclaration(rules)
      .map(([declaration]) => placeOf(declaration))
      .join(", ")}`,
    losesAccess: `Clients that reach ${backend.workload.resource.name} without ${backend.balancer.resource.name}.`,
    steps: withReferences(rules, balancerGroups),
  };
}
