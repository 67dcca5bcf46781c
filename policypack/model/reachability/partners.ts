import { keyOf, perKey, perWorld, type World } from "../world";
import { hasPeeringsFromElsewhere, referencingPeerings } from "./group-references";
import { carriesReferencesAcrossTransitGateway, waysBehind, waysOfVpcs } from "./transit-gateways";

/** VPCs, as keys: those to whose groups inbound rules of one can refer. VPCs that a transit gateway treats alike have one set in common. */
export type Partners = ReadonlySet<string>;

/**
 * The VPCs of which `carriesReferences` says so for the rules of one: an index, so that a VPC need not be asked about all others. Undefined where
 * something that is not known has a say in it: then each pair is asked about.
 */
export const partnersOf = perKey((world, vpc: string): Partners | undefined =>
  world.certain(() => {
    if (hasPeeringsFromElsewhere(world)) return undefined;
    const peers = referencingPeerings(world, vpc).map(({ other }) => keyOf(other));
    const across = acrossTransitGateways(world);
    if (across === undefined) return undefined;
    const shared = across.get(vpc) ?? new Set();
    const partners = new Set(shared);
    for (const key of [vpc, ...peers]) {
      if (key === undefined) return undefined;
      partners.add(key);
    }
    return partners.size === shared.size ? shared : partners;
  }),
);

/** By VPC, those with which it shares a transit gateway that carries references between them. */
const acrossTransitGateways = perWorld((world) => world.certain(() => partnersByVpc(world)));

function partnersByVpc(world: World): ReadonlyMap<string, Partners> | undefined {
  const ways = waysOfVpcs(world);
  if (ways === undefined) return undefined;
  const behind = waysBehind(ways);
  const byVpc = new Map<string, Partners>();
  for (const here of ways) {
    const partners = new Set<string>();
    for (const there of behind(here)) {
      // VPCs of one way differ in nothing but that each is its own partner.
      const other = there === here ? there.vpcs[1] : there.vpcs[0];
      if (other !== undefined && carriesReferencesAcrossTransitGateway(world, here.vpcs[0], other)) for (const vpc of there.vpcs) partners.add(vpc);
    }
    for (const vpc of here.vpcs) byVpc.set(vpc, partners);
  }
  return byVpc;
}
