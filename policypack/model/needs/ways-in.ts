import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { Traffic } from "../../net/ports";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { logins, isNameOfBastion } from "../instances/bastions";
import { isInstanceKind } from "../instances/instances";
import { publicAddressOf } from "../instances/public-addresses";
import type { Rule, Workload } from "../network";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { perWorld, type World } from "../world";
import { addressesIn } from "./parties";

/**
 * Whether people get through a machine to others that have no address on the internet, and admit logins from the network that it is in: it is called
 * so, or admits logins and is the only one.
 */
export function isWayToNeighbours(world: World, machine: Workload): boolean {
  if (machine.kind !== "instance" || !isOutside(world, machine) || intervals.isEmpty(narrowLogins(world, machine))) return false;
  const own = addressesIn(world, machine);
  if (own === undefined || machinesAskedFromInside(world).every(({ of, from }) => of === machine || !ip.covers(from, own))) return false;
  return isNameOfBastion(machine.resource.name) || waysIn(world).length === 1;
}

const waysIn = perWorld((world) =>
  world
    .all("workload")
    .filter((each) => each.kind === "instance" && !isTemplate(each) && isOutside(world, each) && !intervals.isEmpty(narrowLogins(world, each))),
);

/** Machines without an address on the internet, and the networks from which they admit logins. */
const machinesAskedFromInside = perWorld((world): readonly { readonly of: Workload; readonly from: ip.AddressSet }[] =>
  world.all("workload").flatMap((of) => {
    if (!isInstanceKind(of) || isTemplate(of) || isOutside(world.opposite, of)) return [];
    const rules = groupsOf(world, of).flatMap((key) => rulesOf(world, key, "ingress"));
    const forLogins = rules.filter((rule) => intervals.meets(logins, trafficOf(world, rule)));
    // What is open to everybody is for neighbours where they have no other way: nobody outside gets to the machine.
    const isOnlyWay = forLogins.every((rule) => isForEverybody(world, rule));
    const from = forLogins.flatMap((rule) =>
      intervals.size(trafficOf(world, rule)) <= mostPortsShown && (isOnlyWay || !isForEverybody(world, rule)) ? [addressesOf(world, rule.peer)] : [],
    );
    return from.length === 0 ? [] : [{ of, from: ip.unionAll(from) }];
  }),
);

function isForEverybody(world: World, { peer }: Rule): boolean {
  const addresses = addressesOf(world, peer);
  return ip.covers(addresses, ip.everyIpv4) || ip.covers(addresses, ip.everyIpv6);
}

function isOutside(world: World, machine: Workload): boolean {
  return publicAddressOf(world, machine) !== undefined;
}

/** The logins that a machine has rules of their own for. */
export function narrowLogins(world: World, machine: Workload): Traffic {
  const rules = groupsOf(world, machine).flatMap((key) => rulesOf(world, key, "ingress"));
  return intervals.unionAll(rules.map((rule) => trafficOf(world, rule)).filter((traffic) => intervals.covers(logins, traffic)));
}

/** As many ports as somebody has in mind who opens a range for something. */
export const mostPortsShown = 1024n;
