import { byCallers } from "../violations/by-address";
import { inShort } from "../model/rules/places";
import { candidates } from "../model/attachments/attachments";
import { isLocal, referencingPeerings, vpcsOfGroup } from "../model/reachability/group-references";
import { addressesOf, judgedGroups, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { grouped } from "../grouped";
import type { Ref, Rule } from "../model/network";
import type { Fact } from "../model/approx";
import { perWorld, ReferenceIndex, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { AddressSet } from "../net/ip";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "peering-by-reference",
  section: "references",
  title: "Peered VPCs are admitted by group, not by block",
  level: "advisory",
  severity: "medium",
  why: "The block of a peered VPC, or of one of its subnets, admits everything that runs there. Across an active peering of the region a rule can name the group of the callers.",
  document: [
    "Apply security group rules instead of opening entire subnets.",
    "Secure cross-VPC communication using VPC peering and security groups.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: ["https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html"],
  fix: {
    does: "Swaps the block for references to the groups of the applications that live in it.",
    losesAccess: "Clients in the block that are not in this program, or have no group in it.",
  },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => (world.all("peering").length === 0 ? [] : judgedGroups(world)),
  check(group, world) {
    const peered = peeredWith(world, group);
    if (peered.length === 0) return [];
    const all = rulesOf(world, group.key, "ingress");
    const found = all.flatMap((rule) => {
      if (intervals.isEmpty(trafficOf(world, rule))) return [];
      const end = peered.find(({ vpc }) => opens(world, rule, vpc));
      return end === undefined ? [] : [{ rule, end }];
    });
    return grouped(found, ({ rule }) => rule.declaration.urn).map(([urn, held]): Violation => {
      const [{ rule: first, end }] = held;
      const rules = held.map(({ rule }) => rule);
      const open = intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
      return {
        urn,
        path: first.path,
        message: `${group.name} admits ${inShort(rules)} to ${portsInWords(open)}, and so all of the peered VPC ${parseUrn(end.vpc).name} or a whole subnet of it. Admit the groups of the callers, which the peering lets it refer to.`,
        rules,
        group: group.key,
        fix: () => byCallers(world, group, end.own, rules),
      };
    });
  },
});

interface PeeredVpc {
  readonly own: string;
  readonly vpc: string;
}

/** The VPCs whose groups a group can refer to across a peering. */
function peeredWith(world: World, { key, group }: JudgedGroup): readonly PeeredVpc[] {
  if (group === undefined) return [];
  return vpcsOfGroup(world, { kind: "resource", urn: key }).flatMap((own) =>
    referencingPeerings(world, own).flatMap(({ other }) => keysOf(world, other).map((vpc) => ({ own, vpc }))),
  );
}

function keysOf(world: World, vpc: Ref): readonly string[] {
  if (vpc.kind === "unclear" && vpc.candidates.length === 0) return world.doubt(vpc.hole) ? world.all("vpc").map(({ urn }) => urn) : [];
  return candidates(world, vpc);
}

/** Whether a rule admits a VPC, or a subnet of it, as a whole. A rule for the internet admits it too, and is not about it. */
function opens(world: World, { peer }: Rule, vpc: string): boolean {
  const blocks = blocksIn(world).of(vpc);
  const addresses = addressesOf(world, peer);
  // Of a source that is hidden, or is so in part, nothing is certain.
  if (!ip.equals(addresses, addressesOf(world.opposite, peer))) return world.polarity === "may" && blocks.length > 0;
  if (!isLocal(world, addresses)) return false;
  return blocks.some((block) => world.holds(block, (known) => !ip.isEmpty(known) && ip.covers(addresses, known)));
}

/** The blocks of a VPC and of its subnets. */
const blocksIn = perWorld((world) => {
  const entries: (readonly [Ref, Fact<AddressSet>])[] = [
    ...world.all("vpc").flatMap(({ urn, blocks }) => blocks.map((block) => [{ kind: "resource", urn } as const, block] as const)),
    ...world.all("vpcBlock").map(({ vpc, block }) => [vpc, block] as const),
    ...world.all("subnet").flatMap(({ vpc, blocks }) => (vpc === undefined ? [] : blocks.map((block) => [vpc, block] as const))),
  ];
  return new ReferenceIndex<Fact<AddressSet>>(world, entries);
});
