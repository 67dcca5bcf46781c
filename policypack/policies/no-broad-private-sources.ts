import { violationsByResource } from "../violations/exposed";
import { byCallers } from "../violations/by-address";
import { inShort } from "../model/rules/places";
import { isHole } from "../model/approx";
import { anyStranger, exposureBy, internetAddresses, sizeOf, trusted, type Breadth, type Exposure } from "../model/exposure/exposure";
import { addressesOf, judgedGroups, rulesOf, trafficOf, peerText } from "../model/rules/groups";
import type { Rule } from "../model/network";
import { segments } from "../net/segments";
import { isEntranceOfEndpoints } from "../model/reachability/vpc-endpoints";
import { hasNetworks, networkWithGroups, type CoveredNetwork } from "../model/placement/networks-with-groups";
import { keyOf, perWorld, type World } from "../model/world";
import { privateIpv4, uniqueLocalIpv6 } from "../net/internet";
import * as ip from "../net/ip";
import { everyTraffic } from "../net/ports";
import type { Goal } from "../plans/goal";
import { definePolicy } from "../contract/policy";
import { countOf } from "../model/names/counts";
import type { PackSettings } from "../contract/settings";

export const policy = definePolicy({
  id: "no-broad-private-sources",
  section: "exposure",
  title: "Private networks are admitted by the part that calls",
  level: "advisory",
  severity: "medium",
  why: "A wide private block admits every workload that will ever live in it, and every visitor of the networks behind it. Whoever gets in anywhere gets everywhere.",
  document: [
    "Apply security group rules instead of opening entire subnets.",
    "Use Security Group references instead of IP-based rules to allow traffic between instances dynamically.",
    "Follow the principle of least privilege – Allow only necessary traffic.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
    "https://www.rfc-editor.org/rfc/rfc1918",
  ],
  fix: {
    does: "Swaps the block for references to the groups of the applications that live in it.",
    losesAccess: "Clients in the block that are not in this program, or have no group in it.",
  },
  notFor:
    "Entrances for a whole company network: name it in trustedCidrs. HTTPS to endpoints of AWS's services from their own VPC is not asked about.",
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      widestPrivateBlock: {
        type: "object",
        properties: { ipv4: { type: "integer", minimum: 0, maximum: 32 }, ipv6: { type: "integer", minimum: 0, maximum: 128 } },
        required: ["ipv4", "ipv6"],
        additionalProperties: false,
        default: { ipv4: 16, ipv6: 48 },
        description: "More private addresses than a block of this prefix length are too many.",
      },
    },
  },
  moment: "resource",
  subjects: judgedGroups,
  check(group, world, { widestPrivateBlock }) {
    const all = rulesOf(world, group.key, "ingress");
    const rules = all.filter((rule) => !isForStrangers(world.opposite, rule));
    const vpc = group.group?.vpc === undefined ? undefined : keyOf(group.group.vpc);
    const swap = (held: readonly Rule[]): Goal => byCallers(world, group, vpc, held);
    const broad = exposureBy(world, rules, everyTraffic, privateBreadth(widestPrivateBlock));
    const violations =
      broad === undefined
        ? []
        : violationsByResource(
            broad.rules,
            group,
            `${group.name} admits ${inShort(broad.rules)}, ${breadthInWords(broad, widestPrivateBlock)}. Admit the groups of the callers, or the part of the network that they live in.`,
            swap,
          );
    const said = new Set(violations.map(({ urn }) => urn));
    const ordinary = rules.filter((rule) => !isEntranceOfEndpoints(world, group.key, rule));
    for (const [place, admitting] of wholePlaces(world, group.key, ordinary)) {
      const message = `${group.name} admits ${inShort(admitting)}, which covers the whole ${place.noun} ${place.name}, where every workload has a group. Admit the groups of the callers instead.`;
      for (const violation of violationsByResource(admitting, group, message, swap)) {
        if (said.has(violation.urn)) continue;
        said.add(violation.urn);
        violations.push(violation);
      }
    }
    return violations;
  },
});

/** Whether a rule admits anybody from the internet, which makes it a matter of other policies. An excuse. */
function isForStrangers(world: World, { peer }: Rule): boolean {
  return anyStranger.isTooMany(world, sizeOf(internetAddresses(world, addressesOf(world, peer))));
}

function privateBreadth({ ipv4, ipv6 }: { readonly ipv4: number; readonly ipv6: number }): Breadth {
  return {
    among: (world, addresses) => ip.intersect(addresses, untrustedNetworks(world)),
    isTooMany: (_world, { v4, v6 }) => v4 > 1n << BigInt(32 - ipv4) || v6 > 1n << BigInt(128 - ipv6),
  };
}

const privateNetworks = ip.union(privateIpv4, uniqueLocalIpv6);
const untrustedNetworks = perWorld((world) => ip.subtract(privateNetworks, trusted(world)));

/** The places that rules admit as a whole, one by one or together, and the rules that do. */
function wholePlaces(world: World, group: string, rules: readonly Rule[]): ReadonlyMap<CoveredNetwork, readonly Rule[]> {
  const result = new Map<CoveredNetwork, readonly Rule[]>();
  if (!hasNetworks(world)) return result;
  const parts: Rule[] = [];
  for (const rule of rules) {
    const place = networkWithGroups(world, group, untrusted(world, rule));
    if (place === undefined) parts.push(rule);
    else result.set(place, [...(result.get(place) ?? []), rule]);
  }
  for (const { there } of segments(parts.map((rule) => [trafficOf(world, rule), rule] as const))) {
    if (there.size < 2) continue;
    const together = [...there];
    const place = networkWithGroups(world, group, ip.unionAll(together.map((rule) => untrusted(world, rule))));
    if (place === undefined || result.has(place)) continue;
    const { block } = place;
    result.set(
      place,
      together.filter((rule) => isHole(block) || ip.meets(addressesOf(world, rule.peer), block)),
    );
  }
  return result;
}

function untrusted(world: World, { peer }: Rule): ip.AddressSet {
  return ip.subtract(addressesOf(world, peer), trusted(world));
}

/** One block speaks for itself; of several, only the sum says how much they are. */
function breadthInWords({ rules, addresses }: Exposure, widest: PackSettings["widestPublicBlock"]): string {
  const isOne = new Set(rules.map(peerText)).size === 1;
  const isV4 = addresses.v4.length > 0;
  return isOne ? `a private network wider than a /${isV4 ? widest.ipv4 : widest.ipv6}` : `together ${countOf(addresses)} of private networks`;
}
