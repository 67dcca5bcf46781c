import { trusted, publicExposure, type Exposure } from "./model/exposure";
import { groupsOf, workloadByUrn } from "./model/attachments";
import { addressesOf, rulesOf, type JudgedGroup } from "./model/groups";
import { perWorld, type World } from "./model/world";
import { byDeclaration, placeOf, withoutSources } from "./fixes/sources";
import * as ip from "./net/ip";
import { describe, type Traffic } from "./net/ports";
import { serviceName } from "./net/well-known";
import type { FixPlan } from "./plan";
import type { Violation } from "./policy";
import { parseUrn } from "./resource";

/** The violations of a group that exposes some traffic to the public: one for each resource that holds a contributing rule. */
export function exposed(world: World, group: JudgedGroup, of: Traffic, advice: string): Violation[] {
  const exposure = publicExposure(world, group.key, of);
  if (exposure === undefined) return [];
  const holders = new Map(exposure.rules.map((rule) => [rule.declaration.urn, rule]));
  return [...holders].map(([urn, first]) => ({
    urn,
    path: first.path,
    message: `${group.name} admits ${countOf(exposure.addresses)} from the internet to ${portsInWords(exposure.traffic)}. ${advice}`,
    rules: exposure.rules,
    group: group.key,
    fix: () => closing(world, group, exposure, urn),
  }));
}

/** "3,702,258,432 IPv4 addresses", and the other family if there is any of it. */
export function countOf(addresses: ip.AddressSet): string {
  const { v4, v6 } = ip.count(addresses);
  const parts = [
    ...(v4 > 0n ? [`${v4.toLocaleString("en-US")} IPv4 ${v4 === 1n ? "address" : "addresses"}`] : []),
    ...(v6 > 0n ? [`${hugeNumber(v6)} IPv6 ${v6 === 1n ? "address" : "addresses"}`] : []),
  ];
  return parts.length === 0 ? "no addresses" : parts.join(" and ");
}

function hugeNumber(count: bigint): string {
  return count < 1_000_000n ? count.toLocaleString("en-US") : `about 10^${count.toString().length - 1}`;
}

/** "tcp/22 (SSH), tcp/3389 (RDP)". */
export function portsInWords(traffic: Traffic): string {
  if (traffic.length > 4 || traffic.length === 0) return describe(traffic);
  return traffic
    .map((piece) => {
      const service = serviceName([piece]);
      return service === undefined ? describe([piece]) : `${describe([piece])} (${service})`;
    })
    .join(", ");
}

/** Closes the exposed traffic to its public sources, in the rules that one resource holds. */
function closing(world: World, group: JudgedGroup, exposure: Exposure, urn: string): FixPlan {
  const rules = exposure.rules.filter((rule) => rule.declaration.urn === urn);
  const hidden = rules.find((rule) => rule.declaration.traffic.holes.length > 0);
  if (hidden !== undefined) return { kind: "declined", reason: `the ports of ${placeOf(hidden.declaration)} are not known` };
  const connection = deployConnectionTo(world, group.key);
  // Never an address that the rules do not admit today.
  const admitted = ip.unionAll(rules.map((rule) => addressesOf(world, rule.peer)));
  const instead = connection === undefined ? [] : ip.formatCidrs(ip.intersect(trusted(world), admitted));
  if (connection !== undefined && instead.length === 0) {
    return {
      kind: "declined",
      reason: `${parseUrn(connection).name} connects there while the program is deployed: name the deployer's address in trustedCidrs, and the rule is restricted to it`,
    };
  }
  const siblings = siblingsOf(world, group.key);
  const steps = withoutSources(rules, (declaration) => siblings.get(declaration) ?? [], exposure.traffic, instead);
  const places = byDeclaration(rules).map(([declaration]) => placeOf(declaration));
  return {
    kind: "plan",
    summary:
      instead.length === 0
        ? `Closes ${describe(exposure.traffic)} to the internet in ${places.join(", ")}`
        : `Restricts ${describe(exposure.traffic)} in ${places.join(", ")} to ${instead.join(", ")}`,
    losesAccess: `Whoever reaches ${describe(exposure.traffic)} from the internet, unless another rule admits them.`,
    steps,
  };
}

function siblingsOf(world: World, key: string): ReadonlyMap<unknown, readonly ReturnType<typeof rulesOf>[number][]> {
  return new Map(byDeclaration(rulesOf(world, key, "ingress")));
}

/** The resource that logs in to a workload of the group while the program is deployed, if there is one. */
export function deployConnectionTo(world: World, group: string): string | undefined {
  for (const { urn, reaches } of deployments(world)) if (reaches.has(group)) return urn;
  return undefined;
}

/** What each connection of the deployer may reach: every group on anything that its address was computed from. */
const deployments = perWorld((world) =>
  world.all("deployConnection").map((connection) => {
    const seen = new Set<string>(connection.to);
    for (const urn of seen) for (const next of Object.values(world.network.resources.get(urn)?.propertyDependencies ?? {}).flat()) seen.add(next);
    const reaches = new Set(seen);
    for (const urn of seen) {
      const workload = workloadByUrn(world).get(urn);
      if (workload !== undefined)
        for (const group of groupsOf(world.opposite.polarity === "may" ? world.opposite : world, workload)) reaches.add(group);
    }
    return { urn: connection.urn, reaches };
  }),
);
