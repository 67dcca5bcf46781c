import { violationsByResource, strangersInWords } from "../violations/exposed";
import { placeOf } from "../model/rules/places";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { originTraffic } from "../model/exposure/edge-services";
import { anyStranger, exposureBy } from "../model/exposure/exposure";
import { judgedGroups, rulesOf, trafficOf } from "../model/rules/groups";
import { isPublicOnPurpose } from "../model/exposure/public-workloads";
import type { Rule, Workload } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { admitsEdgeLocations, edgeLocationsIn } from "../model/names/managed-prefix-lists";
import type { Goal } from "../plans/goal";
import { definePolicy, noSettings } from "../contract/policy";
import { portsInWords } from "../model/names/ports";
import { inWords } from "../violations/by-address";

export const policy = definePolicy({
  id: "origins-admit-cloudfront-only",
  section: "topology",
  title: "What is behind a distribution admits CloudFront only",
  level: "advisory",
  severity: "medium",
  why: "Whoever finds the origin's own name goes around the distribution: its firewall, its rate limits and its cache.",
  document: [
    "Restrict ALB access to specific trusted IPs if it's an internal app.",
    "Enable AWS Network Firewall or AWS WAF to add an extra layer of protection.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html",
  ],
  fix: {
    does: "Swaps the addresses for CloudFront's prefix list, where knownPrefixLists names its id, and drops those beside that list.",
    losesAccess: "Whoever calls the origin without the distribution.",
  },
  notFor: "Origins that also serve the internet without the distribution: name them in publicWorkloads.",
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => originsBehind(world, key).length > 0),
  check(group, world) {
    const origins = originsBehind(world, group.key);
    const ports = intervals.unionAll(origins.map((origin) => originTraffic(world, origin)));
    const exposure = exposureBy(world, rulesOf(world, group.key, "ingress"), ports, anyStranger);
    const [origin] = origins;
    if (exposure === undefined || origin === undefined) return [];
    const message = `${group.name} opens ${portsInWords(exposure.traffic)} of ${inWords([origin])}, the origin of a distribution, to ${strangersInWords(world, exposure.rules)}. Admit CloudFront's prefix list instead, so that nobody goes around it.`;
    return violationsByResource(exposure.rules, group, message, (held) => swap(world, group.key, held), exposure);
  },
});

function originsBehind(world: World, group: string): readonly Workload[] {
  return launchedWorkloadsOf(world, group).filter(
    (workload) => !isPublicOnPurpose(world, workload) && !intervals.isEmpty(originTraffic(world, workload)),
  );
}

function swap(world: World, group: string, rules: readonly Rule[]): Goal {
  const parts = rules.map((rule) => ({ rule, traffic: trafficOf(world, rule) }));
  const blocks = rules.filter(({ peer }) => peer.kind === "addresses");
  if (blocks.length < rules.length) return { kind: "declined", reason: "what a prefix list holds is for its owner to say" };
  const known = intervals.unionAll(
    rulesOf(world, group, "ingress")
      .filter((rule) => admitsEdgeLocations(world, rule))
      .map((rule) => trafficOf(world, rule)),
  );
  if (parts.every(({ traffic }) => intervals.covers(known, traffic))) return { kind: "close", parts };
  const instead = edgeLocationsIn(world);
  if (typeof instead === "string") return { kind: "declined", reason: instead };
  // CloudFront comes from all over the internet: only what admits everybody is known to admit it today.
  const narrow = rules.find(({ peer }) => peer.kind === "addresses" && peer.text !== "0.0.0.0/0" && peer.text !== "::/0");
  if (narrow !== undefined) return { kind: "declined", reason: `CloudFront is not known to be inside the block in ${placeOf(narrow.declaration)}` };
  return { kind: "close", parts: parts.map((part) => ({ ...part, instead })) };
}
