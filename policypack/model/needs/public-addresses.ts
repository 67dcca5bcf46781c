import * as intervals from "../../net/intervals";
import { privateIpv4, uniqueLocalIpv6 } from "../../net/internet";
import * as ip from "../../net/ip";
import { describe, everyTraffic, noTraffic } from "../../net/ports";
import { adminPorts, databasePorts } from "../../net/well-known";
import { groupsOf } from "../attachments/attachments";
import { backendsOf } from "../balancers/balancers";
import { exposureBy, isPublic, ownBlocks } from "../exposure/exposure";
import type { Declaration, Rule, Workload } from "../network";
import { addressesOf, namesSomebody, rulesOf, trafficOf } from "../rules/groups";
import { inShort, placesOf } from "../rules/places";
import { isPubliclyAccessible } from "../exposure/databases";
import { publicAddressOf } from "../instances/public-addresses";
import { workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, type World } from "../world";
import { needsOfCallers } from "./callers";
import type { Need } from "./need";
import { needsOfDeployer } from "./operators";
import { named } from "./parties";
import { needsOfPublicBrokers } from "./public-brokers";

/** Who reaches something by an address of its own on the internet, in words; undefined where nobody does. */
export function clientByPublicAddress(world: World, urn: string): string | undefined {
  return world.isAlone ? undefined : (whoNeedsAddress(world, urn) ?? servedTo(world, urn));
}

function whoNeedsAddress(world: World, urn: string): string | undefined {
  const own = new Set([urn, ...(workloadByUrn(world).get(urn)?.templates ?? []).flatMap((ref) => keyOf(ref) ?? [])]);
  const need = needsByPublicAddress(world).find(({ of }) => own.has(of.urn));
  return need === undefined ? undefined : inWords(need);
}

/** What the internet may call of a machine that no balancer stands in front of, or whom configuration may name. Data is not for it. */
function servedTo(world: World, urn: string): string | undefined {
  const workload = workloadByUrn(world).get(urn);
  if (workload?.kind === "data-store") return namedToStore(world, workload);
  if (workload === undefined || !["instance", "container-service", "scaling-group"].includes(workload.kind) || backendsOf(world, workload).length > 0)
    return undefined;
  const keys = groupsOf(world, workload);
  const open = keys.map((key) => exposureBy(world, rulesOf(world, key, "ingress"), servable)?.traffic ?? noTraffic);
  const traffic = intervals.unionAll(open);
  if (!intervals.isEmpty(traffic)) return `the internet reaches ${named(workload)} on ${describe(traffic)} by its public address`;
  const outside = keys.flatMap((key) => rulesOf(world, key, "ingress").filter((rule) => !ip.isEmpty(fromOutside(world, rule))));
  if (outside.length > 0) return `${inShort(outside)} ${outside.length === 1 ? "reaches" : "reach"} ${named(workload)} by its public address`;
  const left = world.all("declaration").filter((declaration) => namesNobody(world, declaration) && keys.includes(keyOf(declaration.group) ?? ""));
  return left.length === 0
    ? undefined
    : `${placesOf(left)} ${left.length === 1 ? "names" : "name"} nobody yet, and whomever configuration names may reach ${named(workload)} by its public address`;
}

/** Networks outside that a data store admits by name: an office, another cloud. Whoever is let in with everybody else is not named. */
function namedToStore(world: World, store: Workload): string | undefined {
  if (store.ports === undefined) return undefined;
  const ports = world.opposite.pick(store.ports);
  const rules = groupsOf(world, store).flatMap((key) => rulesOf(world, key, "ingress"));
  const outside = rules.filter((rule) => {
    const addresses = fromOutside(world, rule);
    return !ip.isEmpty(addresses) && !isPublic(world, addresses) && intervals.meets(trafficOf(world, rule), ports);
  });
  return outside.length === 0 ? undefined : `${inShort(outside)} ${outside.length === 1 ? "reaches" : "reach"} ${named(store)} by its public address`;
}

/** The addresses of a rule that are of no network that is private: offices, too. */
function fromOutside(world: World, rule: Rule): ip.AddressSet {
  return ip.subtract(addressesOf(world, rule.peer), ip.unionAll([privateIpv4, uniqueLocalIpv6, ownBlocks(world)]));
}

const servable = intervals.subtract(everyTraffic, databasePorts);

/** Whoever logs in is not served: that nobody does from the internet any more is what a repair is for. */
const served = intervals.subtract(servable, adminPorts);

/** Whether a rule has no source: the list comes from somewhere, and is empty here. */
function namesNobody(world: World, declaration: Declaration): boolean {
  if (declaration.direction !== "ingress" || intervals.isEmpty(world.pick(declaration.traffic))) return false;
  return !namesSomebody(world, declaration);
}

function inWords({ says, who, of, party, traffic }: Need): string {
  const reaches = says?.(describe(traffic)) ?? `${who} reaches ${named(of)}, perhaps by its public address`;
  return party.kind === "operator" ? `${reaches}: restrict its rules first, and give it another way in` : reaches;
}

/** The needs for which something has to have an address on the internet itself. */
const needsByPublicAddress = perWorld((world): readonly Need[] => [
  ...needsOfDeployer(world),
  ...needsOfCallers(world).filter(({ party }) => party.kind === "public"),
  ...needsOfPublicBrokers(world),
]);

/**
 * What has an address on the internet before a change that it has not afterwards, and is needed there, serves somebody there, or would still be reached by it:
 * also by whomever configuration names, where `isNamedBySetting` says so of its group.
 */
export function lostAddresses(
  before: World,
  after: World,
  isNamedBySetting: (group: string) => boolean,
): readonly { readonly urn: string; readonly says: string }[] {
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
    const workload = workloadByUrn(before).get(urn);
    const keys = workload === undefined ? [] : groupsOf(before, workload);
    const isServing = keys.some((key) => exposureBy(before, rulesOf(before, key, "ingress"), served) !== undefined);
    const isReached = isServing || keys.some(isNamedBySetting);
    const says = whoNeedsAddress(before, urn) ?? servedTo(isReached ? before : after, urn);
    return says === undefined ? [] : [{ urn, says }];
  });
}
