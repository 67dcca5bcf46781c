import { workloadsOf } from "../attachments/attachments";
import type { Workload } from "../network";
import { perWorld, type World } from "../world";
import { backendsOf } from "./balancers";

/** What the balancers on a group send traffic to: it is called by them, and seldom calls them. */
export function targetsBehind(world: World, group: string): ReadonlySet<Workload> {
  return new Set(workloadsOf(world, group).flatMap(({ urn }) => byBalancer(world).get(urn) ?? []));
}

const byBalancer = perWorld((world): ReadonlyMap<string, readonly Workload[]> => {
  const result = new Map<string, Workload[]>();
  for (const workload of world.all("workload"))
    for (const { balancer } of backendsOf(world, workload)) result.set(balancer.urn, [...(result.get(balancer.urn) ?? []), workload]);
  return result;
});
