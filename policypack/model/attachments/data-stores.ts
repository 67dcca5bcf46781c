import * as intervals from "../../net/intervals";
import type { Traffic } from "../../net/ports";
import { workloadsOf } from "./attachments";
import type { Workload } from "../network";
import type { World } from "../world";

/** The data stores on which a group is: clusters rather than their members. */
export function dataStoresOf(world: World, group: string): readonly Workload[] {
  return workloadsOf(world, group).filter(({ kind, ports }) => kind === "data-store" && ports !== undefined);
}

/** Whether it keeps data that others come for. */
export function holdsData({ kind }: Workload): boolean {
  return kind === "data-store" || kind === "file-system";
}

/** The ports of the data stores on which a group is. */
export function dataStorePorts(world: World, group: string): Traffic {
  return portsOfWorkloads(world, dataStoresOf(world, group));
}

/** The file systems on which a group is. */
export function fileSystemsOf(world: World, group: string): readonly Workload[] {
  return workloadsOf(world, group).filter(({ kind }) => kind === "file-system");
}

/** The ports on which any of some workloads listens. */
export function portsOfWorkloads(world: World, workloads: readonly Workload[]): Traffic {
  return intervals.unionAll(workloads.map(({ ports }) => (ports === undefined ? intervals.none : world.pick(ports))));
}
