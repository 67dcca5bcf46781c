import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { everyTraffic, noTraffic, tcp, type Traffic } from "../../net/ports";
import { adminPorts, clusterPorts } from "../../net/well-known";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { isBehindBalancers } from "../exposure/meant-for-public";
import type { Workload, WorkloadKind } from "../network";
import type { World } from "../world";
import type { Need } from "./need";
import { addressesIn, named } from "./parties";
import { talkingToItself } from "./talking-to-itself";

/** What runs programs of which nothing is to be seen. */
const kinds: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "container-service"]);

/**
 * Machines and services that have a group in common: a rule for everybody let them reach each other as well, and one of them may be what another one is for.
 * Whoever puts them behind a balancer has it call them, and logins are for people.
 */
export function needsOfMembers(world: World): readonly Need[] {
  return [...betweenMachines(world), ...world.all("workload").flatMap((workload) => withinOf(world, workload))];
}

/** One service or group of machines is several, and so is what AWS makes of servers that speak to each other through the group that it is given. */
function withinOf(world: World, of: Workload): readonly Need[] {
  if (isTemplate(of)) return [];
  const isOfMachines = severalMachines.has(of.kind);
  const traffic = isOfMachines ? clusterPorts : spokenWithin(of);
  const addresses = addressesIn(world, of);
  return intervals.isEmpty(traffic)
    ? []
    : groupsOf(world, of).map((key) => ({
        of,
        direction: "ingress",
        traffic,
        party: { kind: "workload", groups: [key], addresses, client: of },
        who: `${named(of)} itself`,
        ...(isOfMachines ? { shownBy: "narrow rules" } : {}),
      }));
}

const severalMachines: ReadonlySet<WorkloadKind> = new Set(["scaling-group", "container-service"]);

function spokenWithin({ resource }: Workload): Traffic {
  return within.find(([pattern]) => pattern.test(resource.type))?.[1] ?? noTraffic;
}

/**
 * https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
 * https://docs.aws.amazon.com/fsx/latest/FileCacheGuide/limit-access-security-groups.html
 */
const within: readonly (readonly [RegExp, Traffic])[] = [
  [/^aws(?:-native)?:fsx[:/].*(?:LustreFileSystem|FileCache|FileSystem)$/, tcp(988, [1018, 1023])],
  ...talkingToItself,
];

function betweenMachines(world: World): readonly Need[] {
  const machines = world.all("workload").filter((workload) => kinds.has(workload.kind) && !isTemplate(workload));
  const carried = machines.flatMap((workload) => groupsOf(world, workload).map((key) => ({ key, workload })));
  return grouped(carried, ({ key }) => key).flatMap(([key, all]) => {
    const members = all.map(({ workload }) => workload);
    const [first, second] = members;
    if (first === undefined || second === undefined) return [];
    const known = members.map((member) => addressesIn(world, member)).filter((addresses) => addresses !== undefined);
    const addresses = known.length === members.length ? ip.unionAll(known) : undefined;
    return members.flatMap((of): readonly Need[] => {
      if (isBehindBalancers(world, of)) return [];
      const client: Workload = of === first ? second : first;
      const need = { of, direction: "ingress", party: { kind: "workload", groups: [key], addresses, client }, who: named(client) } as const;
      return [
        { ...need, traffic: everyTraffic, shownBy: "wide rules" },
        { ...need, traffic: intervals.subtract(everyTraffic, adminPorts), shownBy: "narrow rules" },
      ];
    });
  });
}
