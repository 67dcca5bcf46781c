import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { everyTraffic } from "../../net/ports";
import { adminPorts } from "../../net/well-known";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { isBehindBalancers } from "../exposure/meant-for-public";
import type { Workload, WorkloadKind } from "../network";
import type { World } from "../world";
import type { Need } from "./need";
import { addressesIn, named } from "./parties";

/** What runs programs of which nothing is to be seen. */
const kinds: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "container-service"]);

/**
 * Machines and services that have a group in common: a rule for everybody let them reach each other as well, and one of them may be what another one is for.
 * Whoever puts them behind a balancer has it call them, and logins are for people.
 */
export function needsOfMembers(world: World): readonly Need[] {
  const machines = world.all("workload").filter((workload) => kinds.has(workload.kind) && !isTemplate(workload));
  const carried = machines.flatMap((workload) => groupsOf(world, workload).map((key) => ({ key, workload })));
  return grouped(carried, ({ key }) => key).flatMap(([key, all]) => {
    const members = all.map(({ workload }) => workload);
    const [first, second] = members;
    if (first === undefined || second === undefined) return [];
    const known = members.map((member) => addressesIn(world, member)).filter((addresses) => addresses !== undefined);
    const addresses = known.length === members.length ? ip.unionAll(known) : undefined;
    return members.flatMap((of): readonly Need[] => {
      if (isBehindBalancers(world, of)) return [];
      const client: Workload = of === first ? second : first;
      const need = { of, direction: "ingress", party: { kind: "workload", groups: [key], addresses, client }, who: named(client) } as const;
      return [
        { ...need, traffic: everyTraffic, shownBy: "wide rules" },
        { ...need, traffic: intervals.subtract(everyTraffic, adminPorts), shownBy: "narrow rules" },
      ];
    });
  });
}
