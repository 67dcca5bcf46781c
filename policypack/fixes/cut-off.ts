import { workloadsOf } from "../model/attachments/attachments";
import { backendsOf, type Backend } from "../model/balancers/balancers";
import { addressesOf, rulesOf, trafficOf } from "../model/rules/groups";
import type { Rule } from "../model/network";
import { addressesOfWorkload, workloadByUrn } from "../model/placement/placement";
import { keyOf, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe, type Traffic } from "../net/ports";

/** Why some rules of a group may not be closed to some traffic: a balancer would not reach its targets any more. Undefined where none is cut off. */
export function balancerCutOff(world: World, group: string, closed: readonly Rule[], traffic: Traffic): string | undefined {
  for (const workload of workloadsOf(world, group)) {
    for (const backend of backendsOf(world, workload)) {
      // Where clients come with their own addresses, the balancer needs no rule.
      if (backend.passesClientAddress(world.opposite)) continue;
      const needed = intervals.intersect(backend.ports(world), traffic);
      if (intervals.isEmpty(needed)) continue;
      const isClosed = new Set(closed);
      const admitting = rulesOf(world, group, "ingress").filter((rule) => !isClosed.has(rule) && admitsBalancer(world, backend, rule));
      const still = intervals.unionAll(admitting.map((rule) => trafficOf(world, rule)));
      const lost = intervals.subtract(needed, still);
      if (intervals.isEmpty(lost)) continue;
      return `${backend.balancer.resource.name} reaches ${workload.resource.name} on ${describe(lost)} through this rule alone: admit the balancer's group first`;
    }
  }
  return undefined;
}

function admitsBalancer(world: World, backend: Backend, rule: Rule): boolean {
  const groups = backend.groupsOfBalancer(world);
  if (rule.peer.kind === "self") return groups.includes(keyOf(rule.declaration.group) ?? "");
  if (rule.peer.kind === "group") return groups.includes(keyOf(rule.peer.group) ?? "");
  const itself = workloadByUrn(world).get(backend.balancer.urn);
  const own = itself === undefined ? undefined : addressesOfWorkload(world, itself);
  return own !== undefined && ip.covers(addressesOf(world, rule.peer), own);
}
