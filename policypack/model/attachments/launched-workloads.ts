import { isTemplate, workloadsOf } from "./attachments";
import type { Workload } from "../network";
import { perKeyInDoubt, perWorld, ReferenceIndex } from "../world";

/** The workloads on which a group is, where a template that is in use stands for nothing but what is made from it. */
export const launchedWorkloadsOf = perKeyInDoubt((world, group: string): readonly Workload[] =>
  // That a template is in use takes it out, so it is asked of the other world.
  workloadsOf(world, group).filter((workload) => !isTemplate(workload) || users(world.opposite).of(workload.urn).length === 0),
);

const users = perWorld(
  (world) =>
    new ReferenceIndex<Workload>(
      world,
      world.all("workload").flatMap((workload) => workload.templates.map((template) => [template, workload] as const)),
    ),
);
