import * as intervals from "../net/intervals";
import type { Traffic } from "../net/ports";
import { workloadsOf } from "./attachments";
import type { Workload } from "./network";
import type { World } from "./world";

/** The data stores on which a group is. */
export function storesOf(world: World, group: string): readonly Workload[] {
  return workloadsOf(world, group).filter(({ kind }) => kind === "data-store");
}

/** The ports of the data stores on which a group is. */
export function storePorts(world: World, group: string): Traffic {
  return intervals.unionAll(storesOf(world, group).map(({ ports }) => (ports === undefined ? intervals.none : world.pick(ports))));
}
