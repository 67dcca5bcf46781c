import * as intervals from "../../net/intervals";
import { describe, noTraffic } from "../../net/ports";
import { groupsOf } from "../attachments/attachments";
import { backendsOf } from "../balancers/balancers";
import { exposureBy } from "../exposure/exposure";
import { intendedPorts } from "../exposure/intended-ports";
import { rulesOf } from "../rules/groups";
import { isPubliclyAccessible } from "../exposure/databases";
import { publicAddressOf } from "../instances/public-addresses";
import { workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, type World } from "../world";
import { needsOfCallers } from "./callers";
import type { Need } from "./need";
import { needsOfDeployer } from "./operators";
import { named } from "./parties";

/** Who reaches something by an address of its own on the internet, in words; undefined where nobody does. */
export function clientByPublicAddress(world: World, urn: string): string | undefined {
  if (world.isAlone) return undefined;
  const own = new Set([urn, ...(workloadByUrn(world).get(urn)?.templates ?? []).flatMap((ref) => keyOf(ref) ?? [])]);
  const need = needsByPublicAddress(world).find(({ of }) => own.has(of.urn));
  return need === undefined ? servedTo(world, urn) : inWords(need);
}

/** What the internet may call of a machine that no balancer stands in front of. */
function servedTo(world: World, urn: string): string | undefined {
  const workload = workloadByUrn(world).get(urn);
  if (workload === undefined || !["instance", "container-service"].includes(workload.kind) || backendsOf(world, workload).length > 0)
    return undefined;
  const open = groupsOf(world, workload).map(
    (key) => exposureBy(world, rulesOf(world, key, "ingress"), intendedPorts(world, key))?.traffic ?? noTraffic,
  );
  const traffic = intervals.unionAll(open);
  return intervals.isEmpty(traffic) ? undefined : `the internet reaches ${named(workload)} on ${describe(traffic)} by its public address`;
}

function inWords({ says, who, of, party, traffic }: Need): string {
  const reaches = says?.(describe(traffic)) ?? `${who} reaches ${named(of)}, perhaps by its public address`;
  return party.kind === "operator" ? `${reaches}: restrict its rules first, and give it another way in` : reaches;
}

/** The needs for which something has to have an address on the internet itself. */
const needsByPublicAddress = perWorld((world): readonly Need[] => [
  ...needsOfDeployer(world),
  ...needsOfCallers(world).filter(({ party }) => party.kind === "public"),
]);

/** What has an address on the internet before a change that it has not afterwards, and is reached by it. */
export function lostAddresses(before: World, after: World): readonly { readonly urn: string; readonly says: string }[] {
  const still = new Set(after.all("databaseAccess").flatMap((access) => (isPubliclyAccessible(after.opposite, access) ? [access.urn] : [])));
  const gone = new Set(
    before.all("databaseAccess").flatMap((access) => (isPubliclyAccessible(before, access) && !still.has(access.urn) ? [access.urn] : [])),
  );
  const workloads = workloadByUrn(after);
  for (const workload of before.all("workload")) {
    const now = workloads.get(workload.urn);
    if (now !== undefined && publicAddressOf(before, workload) !== undefined && publicAddressOf(after.opposite, now) === undefined)
      gone.add(workload.urn);
  }
  return [...gone].flatMap((urn) => {
    const says = clientByPublicAddress(before, urn);
    return says === undefined ? [] : [{ urn, says }];
  });
}
