import { asClients, trusted } from "../model/exposure/exposure";
import type { World } from "../model/world";
import { internet } from "../net/internet";
import * as intervals from "../net/intervals";
import type { Intervals } from "../net/intervals";
import * as ip from "../net/ip";
import { definePolicy, noSettings } from "../contract/policy";
import { countOf } from "../model/names/counts";

export const policy = definePolicy({
  id: "trusted-networks-are-narrow",
  section: "exposure",
  title: "Trusted networks are networks, not large parts of the internet",
  level: "mandatory",
  severity: "high",
  why: "What trustedCidrs names is open to no objection of any other policy. A block of millions of strangers in it turns the whole pack off without a word.",
  document: [
    "Allow SSH (22) access only from a trusted IP (e.g., SecureCart's office network).",
    "Overly broad security group rules (e.g., allowing 0.0.0.0/0) – Always restrict to necessary IPs.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "CM-6" },
  ],
  references: ["https://www.iana.org/assignments/ipv4-address-space/ipv4-address-space.xhtml"],
  notFor: "Organisations that own more than a block of that width: raise widestTrustedBlock to it.",
  settings: noSettings,
  moment: "stack",
  // Neighbouring blocks are one block, however it is written.
  subjects: (world) => (world.settings.trustedCidrs.length === 0 ? [] : [ip.intersect(asClients(trusted(world)), internet)]),
  check(strangers, world) {
    const { ipv4, ipv6 } = world.settings.widestTrustedBlock;
    const wide = { v4: widerThan(strangers.v4, 32 - ipv4), v6: widerThan(strangers.v6, 128 - ipv6) };
    if (ip.isEmpty(wide)) return [];
    return [
      {
        urn: stackOf(world),
        path: ["trustedCidrs"],
        message: `trustedCidrs trusts ${countOf(wide)} of the internet in blocks wider than ${widths(wide, ipv4, ipv6)}, of which no other policy complains any more. Name the networks that are yours, or raise widestTrustedBlock.`,
        rules: [],
      },
    ];
  },
});

/** The runs of more addresses than a block with so many host bits has. */
function widerThan(set: Intervals, hostBits: number): Intervals {
  return set.filter((run) => intervals.size([run]) > 1n << BigInt(hostBits));
}

function widths({ v4, v6 }: ip.AddressSet, ipv4: number, ipv6: number): string {
  return [...(intervals.isEmpty(v4) ? [] : [`/${ipv4}`]), ...(intervals.isEmpty(v6) ? [] : [`/${ipv6}`])].join(" and ");
}

function stackOf(world: World): string {
  for (const { type, urn } of world.network.resources.values()) if (type === "pulumi:pulumi:Stack") return urn;
  return "";
}
