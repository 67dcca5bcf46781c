import * as intervals from "../../net/intervals";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { originTraffic } from "../exposure/edge-services";
import { isBehindBalancers, meantForPublic } from "../exposure/meant-for-public";
import { portsServed } from "../exposure/served-ports";
import { isPublicOnPurpose } from "../exposure/public-workloads";
import { servesAsBastion } from "../instances/bastions";
import { publicAddressOf } from "../instances/public-addresses";
import type { WorkloadKind } from "../network";
import type { World } from "../world";
import type { Need } from "./need";
import { named } from "./parties";

const kinds: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "container-service"]);

/** What has an address on the internet serves it on the public ports, wherever these are open. */
export function needsOfPublicServers(world: World): readonly Need[] {
  const { opposite } = world;
  return world.all("workload").flatMap((of): Need[] => {
    if (!kinds.has(of.kind) || isTemplate(of) || servesAsBastion(opposite, of) || publicAddressOf(opposite, of) === undefined) return [];
    // What a balancer or a distribution stands in front of is called by that.
    if (isBehindBalancers(world, of)) return [];
    if (!isPublicOnPurpose(world, of) && !intervals.isEmpty(originTraffic(opposite, of))) return [];
    const traffic = intervals.unionAll([portsServed(of), ...groupsOf(world, of).map((key) => meantForPublic(world, key))]);
    if (intervals.isEmpty(traffic)) return [];
    return [
      {
        of,
        direction: "ingress",
        traffic,
        party: { kind: "public" },
        who: `the clients of ${named(of)}`,
        says: (ports) => `the internet reaches ${named(of)} on ${ports}`,
      },
    ];
  });
}
