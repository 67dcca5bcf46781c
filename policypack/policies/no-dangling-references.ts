import { candidates } from "../model/attachments/attachments";
import { acceptsReferences, isActive, peeringsBetween, servesAlso, vpcsOfGroup } from "../model/reachability/group-references";
import { peerText } from "../model/rules/groups";
import type { Direction, Ref, Rule } from "../model/network";
import { perWorld, type World } from "../model/world";
import * as intervals from "../net/intervals";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn } from "../resources/resource";

export const policy = definePolicy({
  id: "no-dangling-references",
  section: "references",
  title: "Rules refer to groups that can be referred to",
  level: "mandatory",
  severity: "medium",
  why: "A reference to a group of another VPC means something only across an active peering of the region or, for inbound rules, a transit network that carries references. Elsewhere it is refused, or it stays behind as a stale rule that admits nobody.",
  document: [
    "Secure cross-VPC communication using VPC peering and security groups.",
    "Apply security group rules instead of opening entire subnets.",
  ],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html",
  ],
  settings: noSettings,
  moment: "stack",
  subjects: (world) => world.all("rule").filter(({ peer }) => peer.kind === "group" || peer.kind === "hidden"),
  check(rule, world) {
    const { declaration } = rule;
    const apart = vpcsApart(world, rule);
    if (apart === undefined) return [];
    const [from, to] = apart;
    const { urn: holder } = declaration.group.kind === "resource" ? declaration.group : declaration;
    return [
      {
        urn: declaration.urn,
        path: rule.path,
        message: `${parseUrn(holder).name}, in the VPC ${parseUrn(from).name}, refers to the group ${peerText(rule)} in the VPC ${parseUrn(to).name}, and ${reason(world, apart, declaration.direction)}. Connect the two VPCs so that references are carried, or admit addresses.`,
        rules: [rule],
        group: holder,
      },
    ];
  },
});

/** The VPCs of the stack at the ends of a reference that nothing makes valid. */
function vpcsApart(world: World, { declaration, peer }: Rule): readonly [string, string] | undefined {
  const ref: Ref | undefined =
    peer.kind === "group" ? peer.group : peer.kind === "hidden" ? { kind: "unclear", candidates: [], hole: peer.hole } : undefined;
  // A rule of which the direction is not known has no traffic for certain.
  if (ref === undefined || intervals.isEmpty(world.pick(declaration.traffic))) return undefined;
  const own = candidates(world, declaration.group);
  const referred = candidates(world, ref);
  for (const from of vpcsOfGroup(world, declaration.group)) {
    if (!ownVpcs(world).has(from)) continue;
    for (const to of vpcsOfGroup(world, ref)) {
      if (from === to || !ownVpcs(world).has(to)) continue;
      const isValid = world.excuses(
        (other) =>
          acceptsReferences(other, from, to, declaration.direction) ||
          referred.some((group) => servesAlso(other, group, from)) ||
          own.some((group) => servesAlso(other, group, to)),
      );
      if (!isValid) return [from, to];
    }
  }
  return undefined;
}

const ownVpcs = perWorld((world) => new Set(world.all("vpc").map(({ urn }) => urn)));

function reason(world: World, [from, to]: readonly [string, string], direction: Direction): string {
  const peerings = peeringsBetween(world, from, to);
  const [first] = peerings;
  if (first !== undefined) {
    const { name } = first.resource;
    return isActive(world, first) ? `the peering ${name} leads to another region` : `nothing accepts the peering ${name}`;
  }
  if (direction === "egress" && acceptsReferences(world, from, to, "ingress"))
    return "the network between them carries references in inbound rules only";
  return "nothing in this stack carries references between them";
}
