import { workloadsOf } from "../attachments/attachments";
import { mayBeAttachedElsewhere } from "../attachments/unrecognised";
import { listed } from "../names/listed";
import type { Group } from "../network";
import { isTemplate } from "../attachments/attachments";
import { keyOf, type World } from "../world";
import { named } from "./parties";

/** Who relies on a default group, in words; undefined where nobody does. Whatever names no group does, in other programs too. */
export function usersOfDefaultGroup(world: World, group: Group): string | undefined {
  const { urn, vpc } = group;
  // That something may be on it is enough.
  const users = workloadsOf(world.opposite, urn).filter((workload) => !isTemplate(workload));
  if (users.length > 0) return `${listed(users.map(named))} ${users.length === 1 ? "has" : "have"} it`;
  const vpcUrn = vpc === undefined ? undefined : keyOf(vpc);
  const made = vpcUrn === undefined ? undefined : world.network.resources.get(vpcUrn);
  if (made === undefined || made.isRead === true || made.type.endsWith(":DefaultVpc"))
    return "its VPC is not of this program, and whatever names no group there has it";
  const taker = [...world.network.resources.values()].find((resource) =>
    Object.entries(resource.propertyDependencies).some(([property, urns]) => isGroupProperty(property) && urns.includes(made.urn)),
  );
  if (taker !== undefined) return `${taker.name} takes the default group of ${made.name}`;
  if (mayBeAttachedElsewhere(world, urn)) return "something takes it that is not known";
  const names = [group.resource.id, made.id].filter((text) => text !== undefined && text !== "");
  return world.all("stackExports").some(({ texts }) => names.some((name) => name !== undefined && texts.has(name)))
    ? "the stack gives it, or its VPC, to others"
    : undefined;
}

/** `vpcSecurityGroupIds`, `securityGroups`, `networkConfiguration`: where a default group can be named by its VPC's output. */
function isGroupProperty(name: string): boolean {
  return /securityGroup|^vpcConfig|^networkConfiguration|^networkInterfaces/i.test(name) && !/^(source|referenced)/.test(name);
}
