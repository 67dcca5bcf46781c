import * as intervals from "../../net/intervals";
import { everyTraffic } from "../../net/ports";
import { adminPorts } from "../../net/well-known";
import { isTemplate } from "../attachments/attachments";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { unseenCarrier } from "../attachments/unseen-carrier";
import { isExported } from "../attachments/usage";
import { isNameForLogins } from "../instances/bastions";
import { listed } from "../names/listed";
import { blocksOfVpc } from "../placement/vpc-blocks";
import { vpcRefOfGroup } from "../placement/vpcs";
import { judgedGroups, rulesOf } from "../rules/groups";
import { keyOf, type World } from "../world";
import { usersOfDefaultGroup } from "./default-groups";
import type { Need } from "./need";
import { isJoined, known, named } from "./parties";

/**
 * Groups that nothing of the program is known to carry are carried by something all the same: somebody puts them on it by hand, or another program
 * does. Its network keeps what there is a rule of its own for, and somebody keeps the way to log in where the group is called after that.
 */
export function needsOfUncarried(world: World): readonly Need[] {
  if (world.isAlone) return [];
  const services = new Set(world.all("openedByDefault").map(({ urn }) => urn));
  return judgedGroups(world).flatMap(({ key, name, group }): readonly Need[] => {
    // What names no group has a default group, in other programs too.
    const users = group?.isDefault === true ? usersOfDefaultGroup(world, group) : undefined;
    const isOnWhatIsSeen = launchedWorkloadsOf(world, key).some((workload) => !isTemplate(workload));
    if (services.has(key) || (group?.isDefault === true ? users === undefined : isOnWhatIsSeen)) return [];
    const [rule] = rulesOf(world, key, "ingress");
    const resource = group?.resource ?? world.network.resources.get(rule?.declaration.urn ?? "");
    if (rule === undefined || resource === undefined) return [];
    const perhaps = launchedWorkloadsOf(world.opposite, key).map(named);
    const isCarried =
      users !== undefined
        ? `${name} is in use: ${users}`
        : perhaps.length > 0 && perhaps.length < 4
          ? `${listed(perhaps)} may carry ${name}`
          : `nothing of this program carries ${name}`;
    // Of a group that says no more than its rules, nobody knows what they are for.
    const said = vpcRefOfGroup(world, key);
    const vpc = said === undefined ? undefined : keyOf(said);
    const common = {
      of: unseenCarrier(key, resource, "carrier of"),
      unseenOn: key,
      direction: "ingress" as const,
      who: `whoever reaches what carries ${name}`,
    };
    return [
      {
        ...common,
        traffic: intervals.subtract(everyTraffic, adminPorts),
        party: {
          kind: "network",
          vpc,
          addresses: vpc === undefined || isJoined(world, vpc) ? undefined : known(blocksOfVpc(world, vpc)),
          isSeen: false,
        },
        // Whom another program puts a group on that it is told of, only that program shows.
        ...(users === undefined && (group === undefined || !isExported(world, group)) ? { shownBy: "narrow rules" as const } : {}),
        says: (ports) =>
          users === undefined
            ? `${isCarried}, and whatever does is reached on ${ports} through this rule alone`
            : `${isCarried}, and what names no group is reached through this rule alone`,
      },
      {
        ...common,
        // What else a group from elsewhere lets in is not to be seen: what may be on it may have no other way in.
        traffic:
          users !== undefined || (group === undefined && perhaps.length > 0) || isNameForLogins(group?.resource.name ?? "")
            ? everyTraffic
            : intervals.subtract(everyTraffic, adminPorts),
        party: { kind: "anybody", isOutside: false },
        says: () => `${isCarried}, and nobody could reach whatever does any more`,
      },
    ];
  });
}
