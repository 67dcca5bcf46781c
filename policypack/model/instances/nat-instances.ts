import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { everyTraffic } from "../../net/ports";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { isPublic } from "../exposure/exposure";
import { portsServed } from "../exposure/served-ports";
import type { Workload } from "../network";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { keyOf, perWorld, type World } from "../world";
import { wordsIn } from "./bastions";
import { isNat } from "./instances";

/**
 * Whether a machine passes on what its network sends to the internet, and does nothing else: by its name, a default route through it, and no rule or script
 * that shows who else would call it. A server of a VPN passes on as well, and is called from everywhere.
 */
export function isOnlyNat(world: World, workload: Workload): boolean {
  if (workload.kind !== "instance" || isTemplate(workload) || !isNat(world, workload)) return false;
  if (!natName.test(wordsIn(workload.resource.name)) || !defaultRoutes(world).has(workload.urn)) return false;
  if (!intervals.isEmpty(portsServed(world.opposite, workload))) return false;
  const open = groupsOf(world, workload).flatMap((key) =>
    rulesOf(world, key, "ingress").filter((rule) => isPublic(world, addressesOf(world, rule.peer))),
  );
  return open.every((rule) => intervals.covers(trafficOf(world, rule), everyTraffic));
}

const natName = /^(?!.*(?:vpn|proxy|firewall|bastion|wireguard)).*(?:^|[^a-z])nat(?:[^a-z]|$)/;

/** What routes for everything lead through. */
const defaultRoutes = perWorld((world): ReadonlySet<string> => {
  const leading = world.all("route").flatMap(({ to, destination }) => {
    const key = to === undefined ? undefined : keyOf(to);
    return key !== undefined && world.holds(destination, (addresses) => ip.covers(addresses, ip.everyIpv4)) ? [key] : [];
  });
  return new Set(leading);
});
