import { byDeclaration, placeOf, withReferences } from "../fixes/sources";
import { groupsOf } from "../model/attachments";
import { trusted } from "../model/exposure";
import { addressesOf, judgedGroups, peerText, rulesOf, trafficOf, type JudgedGroup } from "../model/groups";
import type { Rule } from "../model/network";
import { applicationsIn, livesIn } from "../model/places";
import { storePorts, storesOf } from "../model/stores";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe } from "../net/ports";
import type { FixPlan } from "../plan";
import { definePolicy } from "../policy";
import { parseUrn } from "../resource";

export const policy = definePolicy({
  id: "database-ingress-by-reference",
  section: "references",
  title: "Data stores admit groups, not addresses",
  level: "mandatory",
  severity: "high",
  why: "An address block admits whatever lives there today and whatever is put there tomorrow. A reference to the application's group admits the application, wherever it scales to.",
  document: [
    "Use Security Group references instead of IP-based rules to allow traffic between instances dynamically.",
    "Allow inbound traffic only from application instances within the VPC.",
    "Lock down RDS to allow access only from application servers.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
  ],
  fix: {
    does: "Swaps the block for references to the groups of the applications that live in it.",
    losesAccess: "Clients in the block that are not in this program, or have no group in it.",
  },
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      allowTrustedCidrs: { type: "boolean", default: true, description: "Whether the blocks in trustedCidrs may reach data stores by address." },
    },
  },
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => storesOf(world, key).length > 0),
  check(group, world, { allowTrustedCidrs }) {
    const ports = storePorts(world, group.key);
    const fine = allowTrustedCidrs ? trusted(world) : ip.noAddresses;
    const byAddress = rulesOf(world, group.key, "ingress").filter((rule) => {
      if (!intervals.meets(trafficOf(world, rule), ports)) return false;
      if (rule.peer.kind === "prefix-list") return true;
      return rule.peer.kind !== "group" && rule.peer.kind !== "self" && !ip.covers(fine, addressesOf(world, rule.peer));
    });
    const holders = new Map(byAddress.map((rule) => [rule.declaration.urn, rule]));
    return [...holders].map(([urn, first]) => ({
      urn,
      path: first.path,
      message: `${group.name} admits ${sources(byAddress)} to ${describe(ports)} of ${storesOf(world, group.key)
        .map(({ noun, resource }) => `the ${noun} ${resource.name}`)
        .join(", ")} by address. Admit the group of the application instead.`,
      rules: byAddress,
      group: group.key,
      fix: () =>
        swap(
          world,
          group,
          byAddress.filter((rule) => rule.declaration.urn === urn),
        ),
    }));
  },
});

function sources(rules: readonly Rule[]): string {
  const names = [...new Set(rules.map(peerText))];
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

/** References instead of blocks, where every application in the block has a group of its own and that group is nowhere else. */
function swap(world: World, group: JudgedGroup, rules: readonly Rule[]): FixPlan {
  const listed = rules.find(({ peer }) => peer.kind === "prefix-list");
  if (listed !== undefined) return { kind: "declined", reason: `what ${peerText(listed)} holds is for its owner to say` };
  const clients = new Set<string>();
  for (const rule of rules) {
    const block = addressesOf(world, rule.peer);
    const applications = applicationsIn(world, block);
    if (applications.length === 0) return { kind: "declined", reason: `no application of this program is known to live in ${peerText(rule)}` };
    for (const application of applications) {
      const groups = groupsOf(world, application).filter((key) => world.network.resources.get(key)?.custom === true && key !== group.key);
      if (groups.length === 0)
        return { kind: "declined", reason: `${application.resource.name} lives in ${peerText(rule)} and has no group of its own` };
      for (const key of groups) {
        if (!livesIn(world, key, block))
          return { kind: "declined", reason: `${parseUrn(key).name} is also on something that is not known to live in ${peerText(rule)}` };
        clients.add(key);
      }
    }
  }
  const references = [...clients].sort();
  const names = references.map((key) => parseUrn(key).name).join(", ");
  const places = byDeclaration(rules).map(([declaration]) => placeOf(declaration));
  return {
    kind: "plan",
    summary: `Admits ${names} instead of ${sources(rules)} in ${places.join(", ")}`,
    losesAccess: `Clients in ${sources(rules)} that are not in ${names}.`,
    steps: withReferences(rules, references),
  };
}
