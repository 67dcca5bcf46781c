import { listed } from "../model/names/listed";
import { partsOf, partsOfOutsider } from "../model/reachability/group-references";
import type { PeeringPart, PeeringSide, Ref } from "../model/network";
import { perWorld, type World } from "../model/world";
import type { FixPlan, Step } from "../plans/plan";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn, type Resource } from "../resources/resource";

/** A peering with the sides that the stack owns, and everything that could say something about them. */
interface Owned {
  readonly resource: Resource;
  readonly sides: readonly PeeringSide[];
  readonly parts: (world: World) => readonly PeeringPart[];
}

export const policy = definePolicy({
  id: "peering-resolves-private-dns",
  section: "references",
  title: "Peered VPCs resolve each other's names to private addresses",
  level: "advisory",
  severity: "low",
  why: "Without it the names of instances on the other side stand for their public addresses: the traffic leaves the peering, and rules that refer to groups no longer match it.",
  document: ["Use private DNS resolution for seamless inter-VPC communication."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "SC-7" }],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html",
    "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/peeringconnectionoptions/",
  ],
  fix: {
    does: "Sets allowRemoteVpcDnsResolution where the peering is known to be active.",
    losesAccess: "Nobody; names of the other side stand for private addresses from then on.",
  },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => owned(world),
  check({ resource, sides, parts }, world) {
    const missing = sides.filter(
      (side) => !world.excuses((other) => parts(other).some(({ resolves }) => other.holds(resolves[side], (flag) => flag === true))),
    );
    const [first] = missing;
    if (first === undefined) return [];
    const where =
      missing.length === 2 ? "neither of its 2 sides" : sides.length === 2 ? `1 of its 2 sides: not the ${first}'s` : `0 of the sides in this stack`;
    return [
      {
        urn: resource.urn,
        path: [first],
        message: `The peering ${resource.name} resolves names to private addresses on ${where}. Set allowRemoteVpcDnsResolution for the ${missing.join(" and the ")}.`,
        rules: [],
        fix: () => allow(missing, parts(world)),
      },
    ];
  },
});

const owned = perWorld((world): readonly Owned[] => [
  ...world.all("peering").flatMap((peering): Owned[] => {
    const parts = (of: World): readonly PeeringPart[] => partsOf(of, peering);
    const sides: PeeringSide[] = [
      ...(isOwn(world, peering.requester) ? (["requester"] as const) : []),
      ...(isOwn(world, peering.accepter) || parts(world).some(isAccepter) ? (["accepter"] as const) : []),
    ];
    return sides.length === 0 ? [] : [{ resource: peering.resource, sides, parts }];
  }),
  ...world
    .all("peeringPart")
    .filter((part) => isAccepter(part) && isFromElsewhere(world, part.peering))
    .map((part) => ({ resource: part.resource, sides: ["accepter"] as const, parts: (of: World) => partsOfOutsider(of, part) })),
]);

function isOwn(world: World, vpc: Ref | undefined): boolean {
  if (vpc === undefined) return false;
  if (vpc.kind === "unclear") return (vpc.candidates.length > 0 || vpcs(world).size > 0) && world.doubt(vpc.hole);
  return vpc.kind === "resource" && vpcs(world).has(vpc.urn);
}

const vpcs = perWorld((world) => new Set(world.all("vpc").map(({ urn }) => urn)));

function isFromElsewhere(world: World, peering: Ref): boolean {
  return peering.kind === "external" || (peering.kind === "unclear" && world.doubt(peering.hole));
}

function isAccepter({ resource }: PeeringPart): boolean {
  return resource.type.endsWith(":VpcPeeringConnectionAccepter");
}

/** Options can be set once the peering is active: where it accepts itself, on its accepter, or on a resource for them. */
function allow(sides: readonly PeeringSide[], parts: readonly PeeringPart[]): FixPlan {
  const steps: Step[] = [];
  for (const side of sides) {
    const options = parts.find(({ resource }) => resource.type.endsWith(":PeeringConnectionOptions"));
    const holder = options ?? parts.find((part) => part.hasOptions && part.accepts === true && (side === "accepter" || !isAccepter(part)));
    if (holder === undefined)
      return {
        kind: "declined",
        reason: `the ${side}'s options can be set after the peering is accepted only: add a PeeringConnectionOptions for it`,
      };
    steps.push({ kind: "set", urn: holder.urn, path: [side, "allowRemoteVpcDnsResolution"], value: true });
  }
  const places = listed(steps.map(({ urn }) => parseUrn(urn).name));
  return {
    kind: "plan",
    summary: `Lets the ${sides.join(" and the ")} resolve names to private addresses in ${places}`,
    losesAccess: "Nobody.",
    steps,
  };
}
