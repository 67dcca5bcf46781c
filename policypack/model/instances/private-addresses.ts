import { addTo } from "../../grouped";
import * as intervals from "../../net/intervals";
import { isHole } from "../approx";
import { groupsOf, isTemplate, workloadsOf } from "../attachments/attachments";
import type { Peer } from "../network";
import { workloadByUrn } from "../placement/placement";
import { perWorld, type World } from "../world";

/** The machine whose private address a rule admits, and nobody else's: by what the source says, or by an address that it is known to have. */
export function machineAt(world: World, peer: Peer): string | undefined {
  if (peer.kind !== "addresses") return undefined;
  if (peer.machine !== undefined) return peer.machine;
  const { must, holes } = peer.addresses;
  const [only] = must.v4;
  if (only === undefined || holes.length > 0 || intervals.size(must.v4) !== 1n || !intervals.isEmpty(must.v6)) return undefined;
  const [machine, ...others] = byAddress(world).get(only.first) ?? [];
  return others.length === 0 ? machine : undefined;
}

const byAddress = perWorld((world) => {
  const result = new Map<bigint, [string, ...string[]]>();
  for (const { urn, privateAddresses } of world.all("instanceSetup")) {
    if (isHole(privateAddresses)) continue;
    for (const { first, last } of privateAddresses.v4) if (first === last) addTo(result, first, urn);
  }
  return result;
});

/** The groups of a machine that are on nothing else: whoever names one of them means the machine, as whoever names its address does. */
export function groupsOfMachineAlone(world: World, machine: string): readonly string[] {
  const workload = workloadByUrn(world).get(machine);
  return workload === undefined ? [] : groupsOf(world, workload).filter((key) => isOnMachineAlone(world, key, machine));
}

/** Whether nothing but a machine can carry a group. */
export function isOnMachineAlone(world: World, group: string, machine: string): boolean {
  return workloadsOf(world.may, group).every((workload) => workload.urn === machine || isTemplate(workload));
}
