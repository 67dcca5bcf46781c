import { globOnResource } from "../../contract/globs";
import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { tcp } from "../../net/ports";
import { candidates, groupRefsOf, isTemplate } from "../attachments/attachments";
import { anyStranger, exposureBy, trusted } from "../exposure/exposure";
import type { Workload } from "../network";
import { rulesNaming } from "../reachability/reachability";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { keyOf, perWorld, type World } from "../world";
import { isInstanceKind } from "./instances";
import { publicAddressOf } from "./public-addresses";

export const ssh = tcp(22);

/**
 * Whether a machine is a bastion: named as one; or an instance with an address on the internet, whose group admits SSH from outside,
 * and which others admit by its group. As an excuse, ask the opposite world.
 */
export function isBastion(world: World, workload: Workload): boolean {
  if (!isInstanceKind(workload) || isTemplate(workload)) return false;
  if (isNamedBastion(world, workload)) return true;
  return workload.kind === "instance" && bastionsBySight(world).has(workload);
}

/**
 * Whether a machine serves as a bastion, whoever may log in to it: named as one, or an instance with an address on the internet that others
 * admit for SSH. As an excuse, ask the opposite world.
 */
export function servesAsBastion(world: World, workload: Workload): boolean {
  if (!isInstanceKind(workload) || isTemplate(workload)) return false;
  return (
    isNamedBastion(world, workload) ||
    (workload.kind === "instance" && publicAddressOf(world, workload) !== undefined && isAdmittedForSsh(world, workload))
  );
}

/** The groups through which people log in to other machines: of bastions and of EC2 Instance Connect Endpoints. `any` where one of them is hidden. */
export const loginGroups = perWorld((world): { readonly groups: ReadonlySet<string>; readonly any: boolean } => {
  const endpoints = new Set(world.all("connectEndpoint").map(({ urn }) => urn));
  const doors = world.all("workload").filter((workload) => endpoints.has(workload.urn) || servesAsBastion(world, workload));
  const refs = doors.flatMap((workload) => groupRefsOf(world, workload));
  return {
    groups: new Set(refs.flatMap((ref) => candidates(world, ref))),
    any: refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole)),
  };
});

function isNamedBastion(world: World, { urn }: Workload): boolean {
  return bastionGlobs(world).some((matches) => matches(urn));
}

export const bastions = perWorld((world): readonly Workload[] => world.all("workload").filter((workload) => isBastion(world, workload)));

const bastionGlobs = perWorld((world) => world.settings.bastions.map(globOnResource));

const bastionsBySight = perWorld(
  (world) =>
    new Set(
      world
        .all("workload")
        .filter(
          (workload) =>
            workload.kind === "instance" &&
            !isTemplate(workload) &&
            publicAddressOf(world, workload) !== undefined &&
            admitsSshFromOutside(world, workload) &&
            isAdmittedForSsh(world, workload),
        ),
    ),
);

/** From the internet, or from what is trusted. */
function admitsSshFromOutside(world: World, workload: Workload): boolean {
  return groupRefsOf(world, workload).some((ref) => {
    const isElsewhere = ref.kind === "external" || (ref.kind === "unclear" && ref.candidates.length === 0);
    if (isElsewhere && world.doubt(ref.hole)) return true;
    return candidates(world, ref).some((key) => {
      const rules = rulesOf(world, key, "ingress");
      if (exposureBy(world, rules, ssh, anyStranger) !== undefined) return true;
      return rules.some((rule) => intervals.meets(trafficOf(world, rule), ssh) && ip.meets(trusted(world), addressesOf(world, rule.peer)));
    });
  });
}

function isAdmittedForSsh(world: World, workload: Workload): boolean {
  const refs = groupRefsOf(world, workload);
  const own = new Set(refs.flatMap((ref) => candidates(world, ref)));
  if (refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole))) return true;
  return [...own].some((key) =>
    rulesNaming(world, key, "ingress").some(
      (rule) => rule.peer.kind !== "self" && !own.has(keyOf(rule.declaration.group) ?? "") && intervals.meets(trafficOf(world, rule), ssh),
    ),
  );
}
