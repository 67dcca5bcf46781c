import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import type { Workload } from "../network";
import type { World } from "../world";
import * as intervals from "../../net/intervals";
import type { Traffic } from "../../net/ports";
import { forwardedPorts } from "./forwarded-ports";

/** The load balancer or API that carries a group, and would take callers to some ports without the application that checks them. */
export function frontOn(world: World, group: string, reached: Traffic): Workload | undefined {
  return launchedWorkloadsOf(world, group).find((workload) => isFront(world, workload, reached));
}

/** A load balancer, unless it forwards to these very ports, as the provider of a private link does; or an API. */
function isFront(world: World, { kind, urn }: Workload, reached: Traffic): boolean {
  if (kind === "api-link") return true;
  return kind === "load-balancer" && !world.excuses((other) => intervals.meets(forwardedPorts(other, urn), reached));
}
