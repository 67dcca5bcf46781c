import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { applicationKinds, isTemplate, workloadsOf } from "./attachments";
import { addressesOfWorkload } from "./places";
import { perWorld, type World } from "./world";

/** What runs the application's own code, without the templates that it is made from. */
export const applications = perWorld((world) =>
  world.all("workload").filter((workload) => applicationKinds.has(workload.kind) && !isTemplate(workload)),
);

/** Whether everything that carries a group, or may carry it, is known to live inside an address block. */
export function livesIn(world: World, group: string, block: AddressSet): boolean {
  const widest = world.polarity === "may" ? world : world.opposite;
  return workloadsOf(widest, group).every((workload) => {
    if (isTemplate(workload)) return true;
    const own = addressesOfWorkload(world, workload);
    return own !== undefined && ip.covers(block, own);
  });
}
