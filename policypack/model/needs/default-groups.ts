import { isDefaultGroupUnsaid, isTemplate, workloadsOf } from "../attachments/attachments";
import { mayBeAttachedElsewhere } from "../attachments/unrecognised";
import { identifiersOf } from "../attachments/usage";
import { listed } from "../names/listed";
import type { Group, Workload } from "../network";
import { computedFrom, type Resource } from "../../resources/resource";
import { keyOf, type World } from "../world";
import { isComponentElsewhere, named } from "./parties";
import { isPublisher } from "./publishers";

/** Who relies on a default group, in words; undefined where nobody does. Whatever names no group does, in other programs too. */
export function usersOfDefaultGroup(world: World, group: Group): string | undefined {
  const { urn, vpc } = group;
  // That something may be on it is enough.
  const carriers = workloadsOf(world.opposite, urn).filter((workload) => !isTemplate(workload));
  const users = carriers.length > 0 ? carriers : namelessIn(world, group);
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
  return isGivenAway(world, group, made) ? "the stack gives it, or its VPC, to others" : undefined;
}

/** What names the VPC itself, and no group: AWS puts the default one on it. */
function namelessIn(world: World, { vpc }: Group): readonly Workload[] {
  const vpcUrn = vpc === undefined ? undefined : keyOf(vpc);
  if (vpcUrn === undefined) return [];
  return world
    .all("workload")
    .filter((workload) => computedFrom(workload.resource, "vpcId").includes(vpcUrn) && isDefaultGroupUnsaid(world.opposite, workload));
}

/** Whether other stacks can put something into the VPC: by its id, by a subnet's, or by the group's. */
function isGivenAway(world: World, group: Group, vpc: Resource): boolean {
  const inside = world.all("subnet").flatMap((subnet) => (subnet.vpc !== undefined && keyOf(subnet.vpc) === vpc.urn ? [subnet.resource] : []));
  const ways = [group.resource, vpc, ...inside];
  const names = ways.flatMap(identifiersOf);
  const urns = new Set(ways.map(({ urn }) => urn));
  const isPublished = [...world.network.resources.values()].some(
    (resource) => mayCarryOut(world, resource) && Object.values(resource.propertyDependencies).some((from) => from.some((urn) => urns.has(urn))),
  );
  if (isPublished) return true;
  return world.all("stackExports").some(({ texts, hidden }) => {
    if (names.some((name) => texts.has(name))) return true;
    // Where it is not known what an export was computed from, its name has to do.
    return hidden.some(({ from, name, mayBeGroup }) =>
      from === undefined ? mayBeGroup || /vpc|subnet|network/i.test(name) : from.some((urn) => urns.has(urn)),
    );
  });
}

/** What gives an identifier to others: a parameter of the account, a share, a template of another kind, a component of which the parts are elsewhere. */
function mayCarryOut(world: World, resource: Resource): boolean {
  return isPublisher(resource) || isComponentElsewhere(world, resource);
}

/** `vpcSecurityGroupIds`, `securityGroups`, `networkConfiguration`: where a default group can be named by its VPC's output. */
function isGroupProperty(name: string): boolean {
  return /securityGroup|^vpcConfig|^networkConfiguration|^networkInterfaces/i.test(name) && !/^(source|referenced)/.test(name);
}
