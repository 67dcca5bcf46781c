import * as intervals from "../../net/intervals";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { isNameForLogins, logins } from "../instances/bastions";
import { isInstanceKind } from "../instances/instances";
import { judgedGroups, rulesOf, trafficOf } from "../rules/groups";
import type { World } from "../world";
import type { Need } from "./need";
import { named } from "./parties";

/** One of the groups of a machine that is called after logins, and lets nothing else in, is how somebody logs in, whatever the others are for. */
export function needsOfLoginGroups(world: World): readonly Need[] {
  return judgedGroups(world).flatMap(({ key, name, group }): readonly Need[] => {
    const traffic = intervals.unionAll(rulesOf(world, key, "ingress").map((rule) => trafficOf(world, rule)));
    if (group === undefined || intervals.isEmpty(traffic) || !intervals.covers(logins, traffic) || !isNameForLogins(group.resource.name)) return [];
    return launchedWorkloadsOf(world, key)
      .filter((workload) => isInstanceKind(workload) && !isTemplate(workload) && groupsOf(world, workload).length > 1)
      .map((of): Need => ({ of, direction: "ingress", traffic, party: { kind: "operator" }, who: `whoever logs in to ${named(of)} by ${name}` }));
  });
}
