import * as intervals from "../../net/intervals";
import { everyTraffic, tcp, udp, type Traffic } from "../../net/ports";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { backendsOf } from "../balancers/balancers";
import type { World } from "../world";
import { intendedPorts, listeningPorts } from "./intended-ports";

/**
 * What of a group is meant for everybody, where a rule is too wide to say so: the public ports on which something is known to listen; all of them
 * where nobody knows what listens. What is behind balancers is reached through these.
 */
export function meantForPublic(world: World, group: string): Traffic {
  // In doubt about what listens, more is kept: nothing is kept that is not admitted now.
  const intended = intendedPorts(world.opposite, group);
  // What a group is on that is looked at alone is not known.
  if (world.isAlone) return withoutUpgrade(intended);
  const listening = launchedWorkloadsOf(world.opposite, group).length === 0 ? everyTraffic : listeningPorts(world.opposite, group);
  if (!intervals.covers(listening, everyTraffic)) return intervals.intersect(intended, listening);
  return isBehindBalancers(world, group) ? intervals.none : withoutUpgrade(intended);
}

/** HTTP/3 is an offer to clients of HTTPS, who stay where they are without it. */
function withoutUpgrade(traffic: Traffic): Traffic {
  return intervals.covers(traffic, tcp(443)) ? intervals.subtract(traffic, udp(443)) : traffic;
}

/** Whether everything on a group is a target of balancers: then it listens where these send to. */
function isBehindBalancers(world: World, group: string): boolean {
  const carriers = launchedWorkloadsOf(world, group);
  return carriers.length > 0 && carriers.every((workload) => backendsOf(world, workload).length > 0);
}
